"""A release of a given number of quads to measure a server with: made-up articles, described once and copied."""

import itertools
import re
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from bench.articles import make_articles
from kg.pipeline import describe_articles
from kg.vocab import BASE
from tests.endpoint.served import write_release

_ARTICLES = 200
"""Articles that are read; more quads are copies of theirs, in which every thing has another name."""
_NAME = re.compile(rf"(?<=<{re.escape(BASE)})([^>]*)>|_:(\w+)")


def write_bench_release(workspace: Path, quads: int) -> Path:
    """A release of so many quads: half in named graphs, an article's each, and the same in the default graph.

    As in every release, what several articles say is one statement in the default graph, so a few are lost there.
    """
    return write_release(workspace, "2026.01.01", lambda store: _fill(store, quads))


def _fill(store: Store, quads: int) -> None:
    lines = itertools.islice(_lines(), quads // 2)
    while named := list(itertools.islice(lines, 100_000)):
        merged = [f"{line.rpartition(' <')[0]} .\n" for line in named]
        store.bulk_load(input="".join(named).encode(), format=RdfFormat.N_QUADS)
        store.bulk_load(input="".join(merged).encode(), format=RdfFormat.N_TRIPLES)


def _lines() -> Iterator[str]:
    """N-Quads without end."""
    for copy in itertools.count():
        rename = partial(_renamed, copy)
        yield from (_NAME.sub(rename, line) for line in _described())


def _renamed(copy: int, name: re.Match[str]) -> str:
    return f"_:{name[2]}c{copy}" if name[2] else f"{name[1]}-{copy}>"


@cache
def _described() -> tuple[str, ...]:
    found = describe_articles(list(make_articles(_ARTICLES)))
    return tuple(f"{quad} .\n" for _, quads in found if isinstance(quads, list) for quad in quads)
