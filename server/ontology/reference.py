"""Every term of the ontology with what is said of it, by topic, in the order of its files."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, parse

from kg import paths
from kg.dossier import Link
from kg.ontology import commented, ontology_triples
from kg.rdf import written
from kg.vocab import compact, term

_TOPICS = ("actors", "events", "speech", "claims", "sources", "tracks", "concepts", "issues")
_FACTS = (
    ("a kind of", "rdfs:subClassOf"),
    ("the same as", "owl:equivalentClass"),
    ("follows from", "owl:propertyChainAxiom"),
    ("a way of being", "rdfs:subPropertyOf"),
    ("of", "rdfs:domain"),
    ("value", "rdfs:range"),
    ("value", "schema:rangeIncludes"),
    ("inverse", "owl:inverseOf"),
    ("broader", "skos:broader"),
    ("number", "skos:notation"),
    ("also called", "skos:altLabel"),
    ("exactly", "skos:exactMatch"),
    ("close to", "skos:closeMatch"),
    ("within", "skos:broadMatch"),
    ("wider than", "skos:narrowMatch"),
    ("related to", "skos:relatedMatch"),
)
_KINDS = {
    "owl:Class": "class",
    "owl:ObjectProperty": "property",
    "owl:DatatypeProperty": "property",
    "skos:ConceptScheme": "scheme",
    "bc:Rule": "rule",
}
Node = NamedNode | BlankNode | Literal


@dataclass(frozen=True)
class Term:
    """A class, property, scheme, concept or rule to read about."""

    name: str
    kind: str
    label: str
    definition: str
    notes: tuple[str, ...]
    examples: tuple[str, ...]
    facts: tuple[tuple[str, tuple[Link, ...]], ...]
    sources: tuple[Link, ...]


@dataclass(frozen=True)
class Topic:
    """A file of the ontology: what it is about, and its terms in its order."""

    name: str
    title: str
    terms: tuple[Term, ...]


@lru_cache(maxsize=1)
def load_topics() -> tuple[Topic, ...]:
    """The topics in the order in which a reader meets them."""
    store = Store()
    store.load(written(ontology_triples(), RdfFormat.N_TRIPLES), RdfFormat.N_TRIPLES)
    return tuple(_topic(store, name) for name in _TOPICS)


def _topic(store: Store, name: str) -> Topic:
    path = paths.ONTOLOGY / f"{name}.ttl"
    comment, _ = commented(path.read_text("utf-8"))
    defined = (q.subject for q in parse(path=str(path)) if q.predicate == term("rdfs:isDefinedBy"))
    terms = tuple(_term(store, node) for node in dict.fromkeys(defined) if isinstance(node, NamedNode))
    return Topic(name, comment.partition(". ")[0].replace("\n", " ").rstrip("."), terms)


def _term(store: Store, node: NamedNode) -> Term:
    def texts(predicate: str) -> tuple[str, ...]:
        return tuple(value.value for value in _values(store, node, predicate) if isinstance(value, Literal))

    facts: dict[str, tuple[Link, ...]] = {}
    for label, predicate in _FACTS:
        shown = tuple(_shown(store, value) for value in _values(store, node, predicate))
        if shown:
            facts[label] = facts.get(label, ()) + shown
    return Term(
        name=node.value.rpartition("#")[2],
        kind=_kind(store, node),
        label=texts("rdfs:label")[0],
        definition=texts("skos:definition")[0],
        notes=texts("skos:scopeNote"),
        examples=texts("skos:example"),
        facts=tuple(facts.items()),
        sources=tuple(_shown(store, work) for work in _values(store, node, "dcterms:source")),
    )


def _kind(store: Store, node: NamedNode) -> str:
    kinds = [compact(value.value) for value in _values(store, node, "rdf:type")]
    return next((_KINDS[kind] for kind in kinds if kind in _KINDS), "concept")


def _values(store: Store, node: NamedNode | BlankNode, predicate: str) -> list[Node]:
    found = (quad.object for quad in store.quads_for_pattern(node, term(predicate), None, None))
    return sorted((v for v in found if isinstance(v, (NamedNode, BlankNode, Literal))), key=str)


def _shown(store: Store, value: Node) -> Link:
    if isinstance(value, BlankNode):
        return Link(_expression(store, value))
    if isinstance(value, Literal):
        return Link(value.value)
    label = next((v.value for v in _values(store, value, "rdfs:label")), compact(value.value))
    return Link(label, value.value)


def _expression(store: Store, node: BlankNode) -> str:
    """A class expression or list in the words of the Manchester syntax (W3C 2012)."""

    def name(predicate: str) -> str:
        return ", ".join(_shown(store, value).label for value in _values(store, node, predicate))

    for predicate, word in (("owl:intersectionOf", " and "), ("owl:unionOf", " or ")):
        for members in _values(store, node, predicate):
            return word.join(_shown(store, member).label for member in _members(store, members))
    if name("owl:someValuesFrom"):
        return f"({name('owl:onProperty')} some {name('owl:someValuesFrom')})"
    if name("owl:onClass"):
        return f"({name('owl:onProperty')} exactly {name('owl:qualifiedCardinality')} {name('owl:onClass')})"
    return ", then ".join(_shown(store, member).label for member in _members(store, node))


def _members(store: Store, node: Node) -> Iterator[Node]:
    while isinstance(node, BlankNode):
        yield _values(store, node, "rdf:first")[0]
        node = _values(store, node, "rdf:rest")[0]
