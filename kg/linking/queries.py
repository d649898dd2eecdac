"""Queries of this folder."""

from pathlib import Path

HERE = Path(__file__).parent


def query_named(name: str) -> str:
    """The text of a query file."""
    return (HERE / f"{name}.rq").read_text("utf-8")
