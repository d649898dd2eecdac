"""The description of a release as a data set: VoID (W3C Interest Group Note, 2011) with DCMI terms."""

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Store, Triple

from kg.rdf import written
from kg.release.dumps import NQUADS, TURTLE
from kg.vocab import BASE, ONTOLOGY, term, thing

FILE = "void.ttl"
_DUMPS = "https://w3id.org/backchannel/dumps/"
_DATASET = thing("dataset", "backchannel")
_CLASSES = (
    "SELECT ?term (COUNT(?s) AS ?count) WHERE { ?s a ?term FILTER(!isBlank(?term)) } GROUP BY ?term ORDER BY ?term"
)
_PROPERTIES = "SELECT ?term (COUNT(*) AS ?count) WHERE { ?s ?term ?o } GROUP BY ?term ORDER BY ?term"


def write_void(path: Path, store: Store, version: str, issued: str, triples: int) -> None:
    """Write the description of what is in a release's default graph."""
    path.write_bytes(written(_triples(store, version, issued, triples), RdfFormat.TURTLE))


def _triples(store: Store, version: str, issued: str, triples: int) -> Iterator[Triple]:
    def say(predicate: str, value: NamedNode | Literal) -> Triple:
        return Triple(_DATASET, term(predicate), value)

    yield say("rdf:type", term("void:Dataset"))
    yield say("dcterms:title", Literal("Backchannel: diplomacy in the news", language="en"))
    yield say("dcterms:license", NamedNode("https://creativecommons.org/licenses/by/4.0/"))
    yield say("dcterms:issued", Literal(issued, datatype=term("xsd:date")))
    yield say("owl:versionInfo", Literal(version))
    yield say("void:uriSpace", Literal(BASE))
    yield say("void:vocabulary", NamedNode(f"{ONTOLOGY}#"))
    yield say("void:triples", _number(triples))
    for dump in (NQUADS, TURTLE):
        yield say("void:dataDump", NamedNode(f"{_DUMPS}{dump}"))
    yield from _partitions(store, "class", _CLASSES, "void:entities")
    yield from _partitions(store, "property", _PROPERTIES, "void:triples")


def _partitions(store: Store, kind: str, query: str, counted: str) -> Iterator[Triple]:
    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    for number, row in enumerate(solutions, 1):
        partition = NamedNode(f"{_DATASET.value}/{kind}/{number}")
        yield Triple(_DATASET, term(f"void:{kind}Partition"), partition)
        yield Triple(partition, term(f"void:{kind}"), row["term"])
        yield Triple(partition, term(counted), row["count"])


def _number(count: int) -> Literal:
    return Literal(str(count), datatype=term("xsd:integer"))
