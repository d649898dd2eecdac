"""RDF files against the shapes, by the reference engine, each named graph for itself."""

import re
from collections.abc import Iterator
from pathlib import Path

import rdflib
from pyoxigraph import DefaultGraph, RdfFormat, parse

from kg.errors import GraphError
from kg.gate import Report, check_reference
from kg.vocab import compact

_FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
}
_GROWING = re.compile(rb"""<!ENTITY\s+\S+\s+(?:"[^"]*&|'[^']*&|["'][^"']{1000})""")
"""An XML entity that holds entities or is long: a few of them can grow beyond any memory."""


def check_file(path: Path) -> Iterator[tuple[str, Report]]:
    """The name of each graph in a file, empty for the default one, with its report; sorted by name."""
    graphs = _read(path)
    if not graphs:
        raise GraphError(str(path), "no triples in it", "a graph to check")
    for name in sorted(graphs):
        yield name, check_reference(graphs[name])


def _read(path: Path) -> dict[str, rdflib.Graph]:
    suffix = path.suffix.lower()
    rdf_format = _FORMATS.get(suffix)
    if rdf_format is None:
        raise GraphError(str(path), f"a file that ends in {path.suffix or 'nothing'}", f"one of {', '.join(_FORMATS)}")
    if rdf_format == RdfFormat.RDF_XML and _GROWING.search(path.read_bytes()):
        raise GraphError(str(path), "XML entities that hold entities or are long", "short ones, for namespaces")
    lines: dict[str, list[str]] = {}
    try:
        for quad in parse(path=str(path), format=rdf_format, base_iri=path.resolve().as_uri()):
            name = "" if isinstance(quad.graph_name, DefaultGraph) else compact(quad.graph_name.value)
            lines.setdefault(name, []).append(f"{quad.triple} .\n")
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        where = f"{path}, line {line}" if line else str(path)
        raise GraphError(where, f"this is no {rdf_format.name} ({_short(error)})", "well-formed RDF") from error
    return {name: rdflib.Graph().parse(data="".join(text), format="nt") for name, text in lines.items()}


def _short(error: Exception) -> str:
    message = getattr(error, "msg", None) or str(error)
    return str(message).partition("\n")[0].rpartition(": ")[2][:120]
