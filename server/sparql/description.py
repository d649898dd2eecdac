"""The service description (SPARQL 1.1 Service Description, W3C 2013) and the example queries as SHACL executables.

Clients such as Comunica and Sparnatural, and registries of endpoints, read them where no query is asked.
"""

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.rdf import written
from kg.vocab import PREFIXES, term, thing
from server.examples import load_examples
from server.formats import GRAPHS, PAGE, SOLUTIONS, Format
from server.negotiate import acceptable

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_NAMES = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "jsonld": "JSON-LD",
    "ntriples": "N-Triples",
    "rdfxml": "RDF_XML",
    "trig": "TriG",
    "nquads": "N-Quads",
}
"""Local names of the formats at w3.org/ns/formats/."""
_OFFERED = (*GRAPHS[:-1], PAGE)


def format_for(accept: str | None) -> Format | None:
    """The format of the description for an Accept header: a page for people; None where neither will do.

    A client that accepts anything gets Turtle.
    """
    return acceptable(accept, _OFFERED)


def service_description(address: str, form: Format) -> bytes:
    """The description of the endpoint at an address."""
    return written(_service(address), form.rdf)


def examples() -> Iterator[Triple]:
    """The example queries, each with its question, as SHACL executables (SHACL Advanced Features, section 5)."""
    prefixes = BlankNode()
    for prefix, namespace in PREFIXES.items():
        declaration = BlankNode()
        yield Triple(prefixes, term("sh:declare"), declaration)
        yield Triple(declaration, term("sh:prefix"), Literal(prefix))
        yield Triple(declaration, term("sh:namespace"), Literal(namespace, datatype=term("xsd:anyURI")))
    for example in load_examples():
        node = thing("query", example.name)
        is_select = "SELECT" in example.text
        yield Triple(node, term("rdf:type"), term("sh:SPARQLExecutable"))
        kind = "sh:SPARQLSelectExecutable" if is_select else "sh:SPARQLConstructExecutable"
        yield Triple(node, term("rdf:type"), term(kind))
        yield Triple(node, term("rdfs:comment"), Literal(example.question, language="en"))
        yield Triple(node, term("sh:prefixes"), prefixes)
        yield Triple(node, term("sh:select" if is_select else "sh:construct"), Literal(example.text))


def _service(address: str) -> Iterator[Triple]:
    service, dataset, graph = BlankNode(), thing("dataset", "backchannel"), BlankNode()
    yield Triple(service, term("rdf:type"), _sd("Service"))
    yield Triple(service, _sd("endpoint"), NamedNode(address))
    yield Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    for form in (*SOLUTIONS[:-1], *GRAPHS[:-1]):
        yield Triple(service, _sd("resultFormat"), NamedNode(_FORMATS + _NAMES[form.name]))
    yield Triple(service, _sd("defaultDataset"), dataset)
    yield Triple(dataset, term("rdf:type"), _sd("Dataset"))
    yield Triple(dataset, _sd("defaultGraph"), graph)
    yield Triple(graph, term("rdf:type"), _sd("Graph"))
    yield Triple(dataset, term("rdfs:seeAlso"), NamedNode(f"{address.removesuffix('/sparql')}/.well-known/void"))
    yield from examples()


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)
