"""Queries of this folder, asked of a release."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

from pyoxigraph import QuerySolutions, Store

from kg.vocab import PREFIXES

HERE = Path(__file__).parent


def query_named(name: str) -> str:
    """The text of a query file."""
    return (HERE / f"{name}.rq").read_text("utf-8")


def rows(store: Store, query: str) -> Iterator[tuple[str, ...]]:
    """The values of each row, unbound ones as empty."""
    for row in cast("QuerySolutions", store.query(query, prefixes=PREFIXES)):
        yield tuple(value.value if value is not None else "" for value in row)
