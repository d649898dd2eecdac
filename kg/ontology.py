"""The ontology as published: its triples, and what the product asks of it while it runs.

The hierarchy of classes and properties is what Owlready2 reads from the ontology; nobody writes one by hand. That the
reasoner finds no class above another that is not stated is a test, so no reasoner is needed when articles are read.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import owlready2
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg import paths
from kg.rdf import written
from kg.vocab import ONTOLOGY, term

_LABELS = (term("skos:prefLabel"), term("skos:altLabel"))


@dataclass(frozen=True)
class Ontology:
    """What stands above each class and property of ours, itself left out; and the concept of each issue's label."""

    classes: Mapping[NamedNode, tuple[NamedNode, ...]]
    properties: Mapping[NamedNode, tuple[NamedNode, ...]]
    issues: tuple[tuple[re.Pattern[str], NamedNode], ...]
    """Longest label first."""

    def issue_of(self, words: str) -> NamedNode | None:
        """The issue that words name by one of its labels; the longest decides."""
        return next((issue for pattern, issue in self.issues if pattern.search(words)), None)


@lru_cache(maxsize=1)
def ontology_triples() -> tuple[Triple, ...]:
    """All that the Turtle files of the ontology say, file by file; blank nodes of two files are never the same."""
    files = sorted(paths.ONTOLOGY.glob("*.ttl"))
    return tuple(quad.triple for path in files for quad in parse(path=str(path), rename_blank_nodes=True))


def commented(text: str) -> tuple[str, str]:
    """The comment that a file of the ontology begins with, without its marks, and what follows it."""
    lines = text.split("\n")
    end = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "\n".join(line[2:] for line in lines[:end]), "\n".join(lines[end:])


def load_world() -> owlready2.World:
    """The ontology in a new Owlready2 world."""
    world = owlready2.World()
    content = written(ontology_triples(), RdfFormat.N_TRIPLES)  # Owlready2 reads no Turtle
    world.get_ontology(f"{ONTOLOGY}#").load(fileobj=io.BytesIO(content))
    return world


@lru_cache(maxsize=1)
def load_ontology() -> Ontology:
    """The ontology of this version."""
    world = load_world()
    labels = sorted(_issue_labels(), key=lambda pair: (-len(pair[0]), pair))
    return Ontology(
        classes={NamedNode(each.iri): _above(each) for each in world.classes() if _is_ours(each)},
        properties={NamedNode(each.iri): _above(each) for each in world.properties() if _is_ours(each)},
        issues=tuple((re.compile(rf"\b{re.escape(label)}\b", re.IGNORECASE), NamedNode(iri)) for label, iri in labels),
    )


def _issue_labels() -> Iterator[tuple[str, str]]:
    triples = ontology_triples()
    issues = {t.subject for t in triples if t.predicate == term("rdf:type") and t.object == term("bc:Issue")}
    for triple in triples:
        if triple.predicate in _LABELS and triple.subject in issues:
            assert isinstance(triple.object, Literal)  # noqa: S101 - a label
            assert isinstance(triple.subject, NamedNode)  # noqa: S101 - an issue of the scheme
            yield triple.object.value, triple.subject.value


def _above(entity: owlready2.EntityClass) -> tuple[NamedNode, ...]:
    found = {above.iri for above in entity.ancestors() if above is not entity and _is_ours(above)}
    return tuple(NamedNode(iri) for iri in sorted(found))


def _is_ours(entity: object) -> bool:
    return str(getattr(entity, "iri", "")).startswith(f"{ONTOLOGY}#")
