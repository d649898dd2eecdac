"""The example queries that come with the ontology, each with its first comment as its question."""

from dataclasses import dataclass
from functools import lru_cache

from kg import paths


@dataclass(frozen=True)
class Example:
    """A query by name, with the question that it answers."""

    name: str
    question: str
    text: str


@lru_cache(maxsize=1)
def load_examples() -> tuple[Example, ...]:
    """The examples in the order of their file names; the first is the one to start with."""
    found = []
    for path in sorted((paths.ONTOLOGY / "queries").glob("*.rq")):
        text = path.read_text("utf-8")
        found.append(Example(path.stem, text.partition("\n")[0].lstrip("# "), text))
    return tuple(found)
