"""A release of a given number of quads to measure a server with: made-up articles, described once and copied."""

from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from bench.articles import make_articles
from kg.pipeline import describe_articles
from kg.vocab import BASE
from tests.endpoint.served import write_release

_ARTICLES = 200
"""Articles that are read; more quads are copies of theirs in which every thing has another name."""


def write_bench_release(workspace: Path, quads: int) -> Path:
    """A release with about so many quads: half in named graphs, an article's each, half in the default graph."""
    return write_release(workspace, "2026.01.01", lambda store: _fill(store, quads))


def _fill(store: Store, quads: int) -> None:
    """A statement that many articles make is one in the default graph, so that there are somewhat fewer there."""
    for copy in range(10_000):
        if len(store) >= quads:
            break
        named = [_renamed(quad, copy) for quad in _described()]
        room = quads - len(store)
        store.bulk_extend(islice(_in_both_graphs(named), max(room, 0)))


def _in_both_graphs(named: list[Quad]) -> Iterator[Quad]:
    for quad in named:
        yield quad
        yield Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())


@cache
def _described() -> tuple[Quad, ...]:
    found = describe_articles(list(make_articles(_ARTICLES)))
    return tuple(quad for _, quads in found if isinstance(quads, list) for quad in quads)


def _renamed(quad: Quad, copy: int) -> Quad:
    subject, graph, value = (_term(term, copy) for term in (quad.subject, quad.graph_name, quad.object))
    assert isinstance(subject, NamedNode | BlankNode)  # noqa: S101 - a subject stays one
    assert isinstance(graph, NamedNode | BlankNode | DefaultGraph)  # noqa: S101 - and a graph's name, too
    assert not isinstance(value, DefaultGraph)  # noqa: S101 - no object is one
    return Quad(subject, quad.predicate, value, graph)


def _term(
    term: NamedNode | BlankNode | Literal | Triple | DefaultGraph, copy: int
) -> NamedNode | BlankNode | Literal | Triple | DefaultGraph:
    if isinstance(term, NamedNode) and term.value.startswith(BASE):
        return NamedNode(f"{term.value}-{copy}")
    return BlankNode(f"{term.value}c{copy}") if isinstance(term, BlankNode) else term
