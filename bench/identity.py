"""What one more article costs to identify, the more there are: `python -m bench.identity 10000`.

The articles are made up, read once, and then told again under other ids and days, so that names and meetings recur as
they do in news: 168 people are in all of them.
"""

import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from bench.articles import make_articles
from kg.article import Article
from kg.catalogue import Catalogue
from kg.gate import Report
from kg.identity import identify
from kg.pipeline import describe_articles
from kg.rdf import written

_READ = 200
_DAY = re.compile(rb'"(\d{4}-\d\d-\d\d)"')
_EACH = 5
"""Articles that one step is measured with, one by one."""


def main(most: int) -> None:
    """Print a line for each size: seconds for one more article, and the ratio to the first line."""
    conforming = Report(())
    steps = [size for size in (10, 100, 1_000, 10_000, 100_000) if size <= most]
    with tempfile.TemporaryDirectory() as folder, Catalogue(Path(folder)) as catalogue:
        articles, first = _retold(), 0.0
        count = 0
        for size in steps:
            for article, graph in articles:
                catalogue.record(article, "bench", conforming, parse(graph, format=RdfFormat.N_QUADS))
                count += 1
                if count >= size:
                    break
            started = time.perf_counter()
            identify(catalogue)
            filled = time.perf_counter() - started
            one = statistics.median(_one_more(catalogue, articles, conforming) for _ in range(_EACH))
            count += _EACH
            first = first or one
            line = f"{size:8,} articles: one more {one * 1000:7.1f} ms, ratio {one / first:5.2f}"
            print(f"{line}; before: {filled:6.1f} s", flush=True)


def _one_more(catalogue: Catalogue, articles: Iterator[tuple[Article, bytes]], report: Report) -> float:
    article, graph = next(articles)
    catalogue.record(article, "bench", report, parse(graph, format=RdfFormat.N_QUADS))
    started = time.perf_counter()
    identify(catalogue)
    return time.perf_counter() - started


def _retold() -> Iterator[tuple[Article, bytes]]:
    """Articles with their graphs, without end: the same stories, each time a year of days later or so."""
    read = [
        (article, written(quads, RdfFormat.N_QUADS))
        for article, quads in describe_articles(make_articles(_READ))
        if isinstance(quads, list)
    ]
    turn = 0
    while True:
        for article, graph in read:
            again = replace(article, text=f"{article.text}\n{turn}", published=_later(article.published, turn))
            ids = graph.replace(article.id.encode(), again.id.encode())
            yield again, _DAY.sub(partial(_later_text, turn), ids)
        turn += 1


def _later(day: date | None, turn: int) -> date | None:
    return day + timedelta(days=37 * turn) if day else None


def _later_text(turn: int, day: re.Match[bytes]) -> bytes:
    return f'"{_later(date.fromisoformat(day[1].decode()), turn)}"'.encode()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
