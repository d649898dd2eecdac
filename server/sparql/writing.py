"""Results written in a format, in pieces, within limits; the part of a worker that makes bytes.

Rows are counted in what is written, by the mark that ends each in its format: reading them one by one in Python would
cost five times as much as writing them.
"""

import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, Protocol, cast

from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QueryResultsFormat, QuerySolutions, Store, serialize

from kg.query import Results
from kg.vocab import PREFIXES
from server.formats import PAGE, Format

MOST_ROWS_ON_PAGE = 500
MOST_ROWS_COUNTED = 100_000
_PIECE = 64 * 1024
"""Bytes that are gathered before they leave: an error within them is still a proper status."""
_LEAST_COMPRESSED = 1000
"""Bytes below which compression makes an answer no smaller."""
_ROW_ENDS = {"json": b'}},{"', "xml": b"</result>", "csv": b"\r\n", "ntriples": b" .\n", "nquads": b" .\n"}


class _Compressor(Protocol):
    def compress(self, content: bytes, /) -> bytes: ...

    def flush(self) -> bytes: ...


@dataclass(frozen=True)
class Limits:
    """How much an answer may hold: bytes before compression, and rows."""

    size: int
    rows: int


class LimitError(Exception):
    """An answer that grew over a limit, by the limit's name in `Limits`."""

    def __init__(self, limit: str) -> None:
        super().__init__(limit)
        self.limit = limit


class Writer:
    """A file to write an answer to: counted, compressed, given to `send` in pieces.

    `begin` is called with the coding that is used before the first piece. Writing raises LimitError over a limit, at
    which the engine stops.
    """

    def __init__(
        self, form: Format, coding: str, limits: Limits, begin: Callable[[str], None], send: Callable[[bytes], None]
    ) -> None:
        self._row_end = _ROW_ENDS.get(form.name, b"\n")
        self._coding, self._limits, self._begin, self._send = coding, limits, begin, send
        self._pieces: list[bytes] = []
        self._waiting = 0
        self._compressor: _Compressor | None = None
        self._has_begun = False
        self.size = self.rows = 0

    def write(self, content: bytes) -> int:
        """Take a piece."""
        self.size += len(content)
        self.rows += content.count(self._row_end)
        if self.size > self._limits.size:
            raise LimitError("size")
        if self.rows > self._limits.rows:
            raise LimitError("rows")
        self._pieces.append(content)
        self._waiting += len(content)
        if self._waiting >= _PIECE:
            self._leave()
        return len(content)

    def flush(self) -> None:
        """Do as a file does; pieces leave when there are enough."""

    def close(self) -> None:
        """Let the last piece leave."""
        if not self._has_begun and self._waiting < _LEAST_COMPRESSED:
            self._coding = ""
        self._leave()
        if self._compressor is not None and (rest := self._compressor.flush()):
            self._send(rest)

    def _leave(self) -> None:
        if not self._has_begun:
            self._has_begun = True
            self._compressor = _compressor(self._coding)
            self._begin(self._coding)
        content = b"".join(self._pieces)
        self._pieces.clear()
        self._waiting = 0
        if self._compressor is not None:
            content = self._compressor.compress(content)
        if content:
            self._send(content)


def _compressor(coding: str) -> _Compressor | None:
    if coding == "gzip":
        return cast("_Compressor", zlib.compressobj(4, wbits=31))
    if coding == "zstd":
        import zstandard  # noqa: PLC0415 - most workers never need it

        return cast("_Compressor", zstandard.ZstdCompressor(level=3).compressobj())
    return None


def write_results(results: Results, form: Format, writer: Writer) -> None:
    """Write the results of a query."""
    file = cast("IO[bytes]", writer)
    if form is PAGE:
        file.write(json.dumps(_table(results)).encode())
    elif not isinstance(results, QuerySolutions | QueryBoolean):
        serialize(results, file, format=form.rdf, prefixes=PREFIXES)
    elif isinstance(results, QueryBoolean) and form.name in {"csv", "tsv"}:
        file.write(b"true\n" if results else b"false\n")  # the formats have no booleans of their own
    elif isinstance(results, QuerySolutions | QueryBoolean) and isinstance(form.writer, QueryResultsFormat):
        results.serialize(file, form.writer)


def write_dataset(store: Store, form: Format, writer: Writer) -> None:
    """Write all graphs of a store."""
    serialize(_quads(store), cast("IO[bytes]", writer), format=form.rdf, prefixes=PREFIXES)


def _quads(store: Store) -> Iterator[Quad]:
    return iter(store.quads_for_pattern(None, None, None))


def _table(results: Results) -> dict[str, object]:
    """What a page shows: an answer, or columns, the first rows as pairs of text and IRI, and how many there are."""
    if isinstance(results, QueryBoolean):
        return {"answer": "yes" if results else "no"}
    rows: Iterator[tuple[object, ...]]
    if isinstance(results, QuerySolutions):
        rows, columns = (tuple(row) for row in results), [variable.value for variable in results.variables]
    else:
        rows, columns = ((t.subject, t.predicate, t.object) for t in results), ["subject", "predicate", "object"]
    first = list(islice(rows, MOST_ROWS_ON_PAGE))
    total = len(first) + sum(1 for _ in islice(rows, MOST_ROWS_COUNTED - len(first)))
    return {
        "columns": columns,
        "rows": [[_cell(term) for term in row] for row in first],
        "total": total,
        "has_more": total == MOST_ROWS_COUNTED,
        "is_graph": not isinstance(results, QuerySolutions),
    }


def _cell(term: object) -> list[str | None]:
    if isinstance(term, NamedNode):
        return [term.value, term.value]
    return ["" if term is None else term.value if isinstance(term, Literal) else str(term), None]
