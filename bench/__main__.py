"""Measure each stage against its peer in the same run: `make bench`, or `python -m bench 1000` for more articles.

`python -m bench endpoint` measures the server alone, `python -m bench soak` has it under load for 20 minutes,
`python -m bench hostile` asks it all that is meant to do harm.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyshacl
import rdflib
from pyoxigraph import NamedNode, Quad, QuerySolutions, Store

from bench import endpoint, hostile, soak
from bench.articles import make_articles
from kg.annotate import load_pipeline
from kg.article import Article
from kg.catalogue import Catalogue
from kg.gate import check_quads, check_reference, shapes_turtle
from kg.pipeline import describe_articles, extractor_version
from kg.release.merge import merge_subjects
from kg.release.publish import publish
from kg.vocab import PREFIXES

_DAY = date(2026, 1, 1)
_LAYOUT = 40
"""Articles whose union is asked; with ten times as many it takes minutes."""
_BUSIEST = """
SELECT ?person (COUNT(DISTINCT ?meeting) AS ?meetings) WHERE {
  ?participation bc:participant ?who ; bc:participationIn ?meeting . ?who a bc:Person ; rdfs:label ?person
} GROUP BY ?person ORDER BY DESC(?meetings) LIMIT 20
"""


def main(count: int) -> None:
    """Print a line for each measure: what, ours, the peer's, and the ratio."""
    articles = list(make_articles(count))
    words = sum(len(article.text.split()) for article in articles)
    print(f"{count} articles, {words:,} words; the median of three runs where not said otherwise\n")
    described = _reading(articles, words)
    _gate([quads for _, quads in described[:20]])
    with tempfile.TemporaryDirectory() as folder:
        _publishing(Path(folder), described)


def _reading(articles: list[Article], words: int) -> list[tuple[Article, list[Quad]]]:
    texts = [article.text for article in articles]
    pipeline = load_pipeline()
    list(describe_articles(articles[:5]))  # names and lexicon are loaded once a process
    alone = _seconds(lambda: list(pipeline.pipe(texts, batch_size=32)), runs=1)
    started = time.perf_counter()
    described = [(article, quads) for article, quads in describe_articles(articles) if isinstance(quads, list)]
    ours = time.perf_counter() - started
    _line("reading, words/s (peer: spaCy alone; one run)", words / ours, words / alone)
    return described


def _gate(graphs: list[list[Quad]]) -> None:
    parsed = [_as_graph(quads) for quads in graphs]
    shapes = shapes_turtle()
    ours = _seconds(lambda: [check_quads(quads) for quads in graphs]) / len(graphs)
    once = _seconds(lambda: [check_reference(graph) for graph in parsed], runs=1) / len(graphs)
    plain = _seconds(lambda: [pyshacl.validate(graph, shacl_graph=shapes) for graph in parsed], runs=1) / len(graphs)
    _line("gate, ms a graph (peer: pySHACL called plainly)", ours * 1000, plain * 1000)
    _line("gate, ms a graph (peer: pySHACL, shapes parsed once)", ours * 1000, once * 1000)


def _publishing(folder: Path, described: list[tuple[Article, list[Quad]]]) -> None:
    catalogue = Catalogue(folder)
    for article, quads in described[:-1]:
        catalogue.record(article, extractor_version(), check_quads(quads), quads)
    full = _seconds(lambda: publish(catalogue, folder, _DAY), runs=1)
    article, quads = described[-1]
    catalogue.record(article, extractor_version(), check_quads(quads), quads)
    started = time.perf_counter()
    release, _ = publish(catalogue, folder, _DAY)
    _line("publishing one more article, s (peer: all at once)", time.perf_counter() - started, full)
    print(f"\n{release.about.quads:,} quads in graphs, {release.about.triples:,} triples in the default graph")
    catalogue.close()
    _layout([quads for _, quads in described[:_LAYOUT]])


def _layout(graphs: list[list[Quad]]) -> None:
    """The same question over the union of named graphs, and over the default graph that a release merges from them."""
    named, merged = Store(), Store()
    for quads in graphs:
        named.extend(quads)
        merged.extend(quads)
    merge_subjects(merged, {quad.subject for quads in graphs for quad in quads if isinstance(quad.subject, NamedNode)})

    def rows(store: Store, *, union: bool) -> list[tuple[str, ...]]:
        solutions = store.query(_BUSIEST, prefixes=PREFIXES, use_default_graph_as_union=union)
        assert isinstance(solutions, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
        return [tuple(str(value) for value in row) for row in solutions]

    ours = _seconds(lambda: rows(merged, union=False))
    peer = _seconds(lambda: rows(named, union=True), runs=1)
    _line(f"who met most in {len(graphs)} articles, ms (peer: union of graphs)", ours * 1000, peer * 1000)


def _as_graph(quads: list[Quad]) -> rdflib.Graph:
    text = "".join(f"{quad.triple} .\n" for quad in quads)
    return rdflib.Graph().parse(data=text, format="nt")


def _seconds(work: Callable[[], object], runs: int = 3) -> float:
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def _line(what: str, ours: float, peer: float) -> None:
    print(f"{what:58}{ours:12,.2f}{peer:12,.2f}   ratio {ours / peer:.3f}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["endpoint", *numbers]:
            endpoint.main(*map(int, numbers))
        case ["hostile"]:
            hostile.main()
        case ["soak", *numbers]:
            soak.main(*map(float, numbers))
        case numbers:
            main(*map(int, numbers or ["300"]))
            if not numbers:
                endpoint.main()
