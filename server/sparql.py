"""The SPARQL 1.1 protocol for queries: GET, POST of a form, POST of a query."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO, cast

from flask import Blueprint, Response, render_template, request
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, serialize

from kg.errors import QueryError
from kg.query import Results, ask
from kg.vocab import PREFIXES
from server.examples import load_examples
from server.negotiate import GRAPHS, PAGE, SOLUTIONS, Format, choose
from server.problems import Problem
from server.releases import open_release

blueprint = Blueprint("sparql", __name__)
MOST_ROWS_ON_PAGE = 500
MOST_ROWS_COUNTED = 100_000
MAX_BYTES = 200_000_000
"""Bytes of an answer."""
MAX_SECONDS = 30
"""Seconds that rows are written for. A query that searches long without finding a row is not stopped by it."""
_IN_MEMORY = 1_000_000
_CHUNK = 64_000


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response | str:
    """The answer to a query, or the form to write one."""
    query = _query_of_request()
    if query is None:
        if request.method != "POST" and request.accept_mimetypes.accept_html:
            return render_template(
                "sparql.html",
                query=load_examples()[0].text,
                examples=load_examples(),
                about=open_release().release.about,
            )
        raise Problem(400, "No query", "Give one as the parameter `query`.")
    release = open_release()
    try:
        results = ask(release.store, query)
        form = choose(request, GRAPHS if isinstance(results, QueryTriples) else SOLUTIONS)
        if form is PAGE:
            return Response(_page(query, results), headers={"Vary": "Accept"})
        return Response(
            _written(results, form), content_type=f"{form.media_type}; charset=utf-8", headers={"Vary": "Accept"}
        )
    except QueryError as error:
        raise Problem(400, "The query cannot be answered", str(error)) from error


def _query_of_request() -> str | None:
    """The query in a request by one of the protocol's three ways (section 2.1)."""
    if request.method == "POST" and request.mimetype == "application/sparql-query":
        try:
            return request.get_data().decode()
        except UnicodeDecodeError as error:
            raise Problem(400, "The query is not UTF-8", str(error)) from error
    if request.method == "POST" and request.mimetype != "application/x-www-form-urlencoded":
        raise Problem(
            415,
            f"Cannot read {request.mimetype or 'a body without a media type'}",
            "Send application/sparql-query or application/x-www-form-urlencoded.",
        )
    values = request.form if request.method == "POST" else request.args
    if "default-graph-uri" in request.values or "named-graph-uri" in request.values:
        raise Problem(400, "A data set of one's own is not answered", "Use FROM and FROM NAMED in the query.")
    if "update" in values:
        raise Problem(400, "Updates are not answered", "The graph is read-only; send a `query`.")
    if len(values.getlist("query")) > 1:
        raise Problem(400, "More than one query", "Send one `query` at a time.")
    return values.get("query")


def _written(results: Results, form: Format) -> Iterator[bytes]:
    """The results, written to a file that stays in memory while it is small, so that many rows need no more.

    They are written before the first byte leaves, in the thread that asked: an error is then still a 400 and not a torn
    answer, and the engine's iterators may not change threads.
    """
    file: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by the iterator that reads it
    try:
        _write(results, form, cast("IO[bytes]", _Limited(file)))
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return _chunks(file)


class _Limited:
    """A file to write to, up to a size and a time; the engine stops when a write raises."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._size, self._end = file, 0, time.monotonic() + MAX_SECONDS

    def write(self, content: bytes) -> int:
        """Write, or raise QueryError over a limit."""
        self._size += len(content)
        if self._size > MAX_BYTES:
            raise QueryError("query", "a larger answer", f"at most {MAX_BYTES:,} bytes", "Add LIMIT, or take the dump.")
        if time.monotonic() > self._end:
            raise QueryError("query", "a longer answer", f"at most {MAX_SECONDS} s", "Narrow the query or add LIMIT.")
        return self._file.write(content)

    def flush(self) -> None:
        """Do as a file does."""


def _write(results: Results, form: Format, file: IO[bytes]) -> None:
    if isinstance(results, QueryTriples):
        serialize(results, file, format=form.rdf, prefixes=PREFIXES)
    elif isinstance(results, QueryBoolean) and form.name in {"csv", "tsv"}:
        file.write(b"true\n" if results else b"false\n")  # the formats have no booleans of their own
    elif isinstance(results, QuerySolutions | QueryBoolean) and isinstance(form.writer, QueryResultsFormat):
        results.serialize(file, form.writer)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk


@dataclass(frozen=True)
class Table:
    """Results to read: the first rows, and how many there are in all, counted up to `MOST_ROWS_COUNTED`."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    total: int
    has_more: bool
    is_graph: bool


def _page(query: str, results: Results) -> str:
    answer = ("yes" if results else "no") if isinstance(results, QueryBoolean) else None
    table = None if isinstance(results, QueryBoolean) else _table(results)
    return _render(query, table, answer)


def _table(results: QuerySolutions | QueryTriples) -> Table:
    if isinstance(results, QueryTriples):
        rows: Iterator[tuple[object, ...]] = ((t.subject, t.predicate, t.object) for t in results)
        columns: tuple[str, ...] = ("subject", "predicate", "object")
    else:
        rows = (tuple(solution) for solution in results)
        columns = tuple(variable.value for variable in results.variables)
    first = tuple(islice(rows, MOST_ROWS_ON_PAGE))
    total = len(first) + sum(1 for _ in islice(rows, MOST_ROWS_COUNTED - len(first)))
    return Table(columns, first, total, total == MOST_ROWS_COUNTED, isinstance(results, QueryTriples))


def _render(query: str, table: Table | None = None, answer: str | None = None) -> str:
    about = open_release().release.about
    return render_template(
        "sparql.html", query=query, examples=load_examples(), about=about, table=table, answer=answer
    )
