"""Quads written down, as bytes in memory."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from kg.vocab import PREFIXES


def written(statements: Iterable[Quad] | Iterable[Triple], form: RdfFormat) -> bytes:
    """The statements in a format, with our prefixes where it has any, in the order given."""
    content = serialize(statements, format=form, prefixes=PREFIXES)
    assert content is not None  # noqa: S101 - it is None only where an output is given
    return content


def triples_of(quads: Iterable[Quad]) -> Iterator[Triple]:
    """The quads without their graphs."""
    return (quad.triple for quad in quads)
