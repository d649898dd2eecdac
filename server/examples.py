"""The example queries that come with the ontology, each with its first comment as its question."""

from dataclasses import dataclass
from functools import lru_cache

from kg import paths
from kg.ontology import commented

_QUESTIONS = 26


@dataclass(frozen=True)
class Example:
    """A query by name, with the question that it answers."""

    name: str
    question: str
    text: str

    @property
    def is_first_step(self) -> bool:
        """Whether it is one to begin with; the files 01 to 26 are the questions that the ontology was made for."""
        return not 1 <= int(self.name[:2]) <= _QUESTIONS


@lru_cache(maxsize=1)
def load_examples() -> tuple[Example, ...]:
    """The examples in the order of their file names; the first is the one to start with."""
    found = []
    for path in sorted((paths.ONTOLOGY / "queries").glob("*.rq")):
        text = path.read_text("utf-8")
        found.append(Example(path.stem, commented(text)[0], text))
    return tuple(found)
