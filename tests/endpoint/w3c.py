"""The W3C's query tests: cases read from its manifests, and a release that holds all their graphs.

One server answers all of them: the parameters `default-graph-uri` and `named-graph-uri` of the protocol choose the data
of each test among the graphs of the release. Some tests name one file as default and as named graph, and blank nodes
are not shared between the two, so each file stands there twice: under its IRI, and under its IRI with `#default`.
"""

import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse
from rdflib.namespace import RDF, Namespace

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
DAWGT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-dawg#")
BASES = {
    "dawg-data-r2": "http://www.w3.org/2001/sw/DataAccess/tests/data-r2/",
    "sparql11": "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/",
}
KASEI = "http://kasei.us/2009/09/sparql/data/"
"""Where the documents are that the W3C's protocol tests speak of, data1.rdf to data3.rdf."""
_ARCHIVE = Path(__file__).parent / "w3c.tar.xz"
_RDF = {"ttl": RdfFormat.TURTLE, "rdf": RdfFormat.RDF_XML, "nt": RdfFormat.N_TRIPLES}


@dataclass(frozen=True)
class Case:
    """A test: its name as suite/folder/name, what kind it is, the query, its data, and where the answer stands."""

    name: str
    kind: str
    query: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    result: str | None = None
    may_leave_out_duplicates: bool = False

    @property
    def text(self) -> str:
        """The query with its own address as base, as no service can know that."""
        return f"BASE <{self.query}>\n{read_file(self.query).decode()}"

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """The protocol's parameters that choose this test's data."""
        default = [("default-graph-uri", f"{iri}#default") for iri in self.default]
        return default + [("named-graph-uri", iri) for iri in self.named]


@lru_cache(maxsize=1)
def _files() -> dict[str, bytes]:
    """The content of each file of the suites by its IRI."""
    found = {}
    with tarfile.open(_ARCHIVE) as archive:
        for member in archive.getmembers():
            suite, _, rest = member.name.partition("/")
            file = archive.extractfile(member)
            if file is not None:
                found[BASES[suite] + rest] = file.read()
    return found


def read_file(iri: str) -> bytes:
    """The content of a file of the suites."""
    return _files()[iri]


@lru_cache(maxsize=1)
def read_cases() -> tuple[Case, ...]:
    """Every approved test of queries: evaluation, result formats, and syntax."""
    manifests = sorted(iri for iri in _files() if iri.endswith("/manifest.ttl"))
    return tuple(case for iri in manifests for case in _cases(iri))


def _cases(manifest: str) -> Iterator[Case]:
    graph = rdflib.Graph().parse(data=read_file(manifest), format="turtle", publicID=manifest)
    for test in (test for entries in graph.objects(None, MF.entries) for test in graph.items(entries)):
        action = graph.value(test, MF.action)
        if action is not None and graph.value(test, DAWGT.approval) == DAWGT.Approved:
            yield _case(graph, manifest, test, action)


def _case(graph: rdflib.Graph, manifest: str, test: rdflib.term.Node, action: rdflib.term.Node) -> Case:
    query = graph.value(action, QT.query)
    result = graph.value(test, MF.result)
    folder = manifest.removesuffix("manifest.ttl")
    suite = next(suite for suite, base in BASES.items() if folder.startswith(base))
    return Case(
        name=f"{suite}/{folder.removeprefix(BASES[suite])}{str(test).rpartition('#')[2]}",
        kind=str(graph.value(test, RDF.type)).rpartition("#")[2],
        query=str(query or action),
        default=tuple(str(iri) for iri in graph.objects(action, QT.data)),
        named=tuple(str(iri) for iri in graph.objects(action, QT.graphData)),
        result=str(result) if result else None,
        may_leave_out_duplicates=graph.value(test, MF.resultCardinality) == MF.LaxCardinality,
    )


def fill(store: Store) -> None:
    """Put the data of all tests into a store, each file as graphs of its own."""
    cases = read_cases()
    for iri in sorted({iri for case in cases for iri in (*case.default, *case.named)} | set(_of_data_sets())):
        for graph in (NamedNode(iri), NamedNode(f"{iri}#default")):
            store.add_graph(graph)
            store.extend(Quad(q.subject, q.predicate, q.object, graph) for q in _parse(iri))
    document = NamedNode("http://xmlns.com/foaf/0.1/Document")
    for number in (1, 2, 3):
        address = NamedNode(f"{KASEI}data{number}.rdf")
        store.add(Quad(address, NamedNode(str(RDF.type)), document, address))


def _of_data_sets() -> list[str]:
    """The files that queries name themselves, by FROM."""
    folder = f"{BASES['dawg-data-r2']}dataset/data-"
    return [iri for iri in _files() if iri.startswith(folder)]


def _parse(iri: str) -> Iterator[Quad]:
    form = _RDF[iri.rpartition(".")[2]]
    return parse(read_file(iri), format=form, base_iri=iri, rename_blank_nodes=True)
