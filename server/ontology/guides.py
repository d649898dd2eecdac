"""How to model what people ask for: each answer is a file of the ontology that the shapes are tried on."""

from dataclasses import dataclass
from functools import lru_cache

from kg import paths
from kg.ontology import commented


@dataclass(frozen=True)
class Guide:
    """A question, the answer in a paragraph, and in RDF."""

    name: str
    question: str
    answer: str
    turtle: str


@lru_cache(maxsize=1)
def load_guides() -> tuple[Guide, ...]:
    """The guides in the order of their files."""
    guides = []
    for path in sorted((paths.ONTOLOGY / "how-to").iterdir()):
        comment, body = commented(path.read_text("utf-8"))
        question, _, answer = comment.partition("\n\n")
        turtle = "\n".join(line for line in body.splitlines() if not line.startswith("@prefix"))
        guides.append(Guide(path.stem.partition("-")[2], question, " ".join(answer.split()), turtle.strip()))
    return tuple(guides)
