"""A SPARQL 1.1 store elsewhere, asked in the way in which pyoxigraph's store is asked.

In: the address of an endpoint. Out: the same solutions, triples and answers as `pyoxigraph.Store.query` gives, read
while they arrive; SyntaxError where our parser refuses a query that the store refuses too, StoreError where the store
fails.
"""

import re
from collections.abc import Iterator
from typing import IO, cast

import httpx
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    Variable,
    parse,
    parse_query_results,
)

from kg.errors import QueryError, StoreError
from kg.outline import outline_of
from kg.query import Results

_SOLUTIONS = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_GRAPHS = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.7"
_ACCEPT = {"construct": _GRAPHS, "describe": _GRAPHS}
"""By form of query: asked for all at once, Virtuoso gives a graph as a table."""
_WHERE = re.compile(r"\{")
_MOST_SAID = 300
"""Characters of a store's own message that are shown."""


class Endpoint:
    """The store at an address; `seconds` for it to say something."""

    def __init__(self, address: str, seconds: float) -> None:
        self._address = address
        self._client = httpx.Client(timeout=seconds, headers={"User-Agent": "backchannel"})

    def query(  # noqa: PLR0913 - as pyoxigraph's Store has it
        self,
        query: str,
        *,
        base_iri: str | None = None,
        prefixes: dict[str, str] | None = None,
        default_graph: list[NamedNode | BlankNode | DefaultGraph] | None = None,
        named_graphs: list[NamedNode | BlankNode] | None = None,
        substitutions: dict[Variable, NamedNode | BlankNode | Literal | Triple] | None = None,
    ) -> Results:
        """The results of a query."""
        text = _with_prologue(_with_values(query, substitutions or {}), prefixes or {}, base_iri)
        graphs = [
            *(("default-graph-uri", getattr(graph, "value", "")) for graph in default_graph or []),
            *(("named-graph-uri", graph.value) for graph in named_graphs or []),
        ]
        response = self._ask(text, graphs)
        if response.is_success:
            return _read(response)
        said = _said(response)
        if response.status_code < httpx.codes.INTERNAL_SERVER_ERROR:
            Store().query(query, base_iri=base_iri, prefixes=prefixes)  # its SyntaxError says where
        raise QueryError("query", f"the store refuses it with status {response.status_code}: {said}")

    def _ask(self, text: str, graphs: list[tuple[str, str]]) -> httpx.Response:
        form: dict[str, str | list[str]] = {"query": text}
        headers = {"Accept": _ACCEPT.get(outline_of(text).first, _SOLUTIONS)}
        for name, value in graphs:
            form[name] = [*form.get(name, []), value]
        try:
            request = self._client.build_request("POST", self._address, data=form, headers=headers)
            return self._client.send(request, stream=True)
        except httpx.HTTPError as error:
            found = str(error) or type(error).__name__
            raise StoreError("the store", found, "an answer", "Try again, or tell who runs this site.") from error


class _Body:
    """A response as a file to read."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response
        self._pieces = response.iter_bytes()
        self._left = b""

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes, none at the end."""
        try:
            while not self._left and (piece := next(self._pieces, None)) is not None:
                self._left = piece
        except httpx.HTTPError as error:
            raise OSError(f"the store broke off: {error}") from error
        size = len(self._left) if size < 0 else size
        taken, self._left = self._left[:size], self._left[size:]
        return taken


def _read(response: httpx.Response) -> Results:
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip()
    body = cast("IO[bytes]", _Body(response))
    solutions = QueryResultsFormat.from_media_type(media_type)
    if solutions is not None:
        return _with_boolean(parse_query_results(body, solutions))
    graph = RdfFormat.from_media_type(media_type)
    if graph is None:
        raise QueryError("query", f"the store answers with {media_type or 'no media type'}", "results or a graph")
    return _triples(body, graph)


def _with_boolean(results: QueryBoolean | QuerySolutions) -> Results:
    """The results, with the table that Virtuoso makes of a yes or no turned back into one."""
    if isinstance(results, QueryBoolean) or [v.value for v in results.variables] != ["__ASK_RETVAL"]:
        return results
    is_true = any(str(getattr(row[0], "value", "0")) not in {"0", "false"} for row in results)
    content = b'{"head":{},"boolean":%s}' % (b"true" if is_true else b"false")
    return parse_query_results(content, QueryResultsFormat.JSON)


def _triples(body: IO[bytes], form: RdfFormat) -> Iterator[Triple]:
    return (quad.triple for quad in parse(body, format=form))


def _said(response: httpx.Response) -> str:
    """The first words of a store's message, without markup."""
    text = response.read().decode(errors="replace")
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())[:_MOST_SAID]


def _with_prologue(query: str, prefixes: dict[str, str], base: str | None) -> str:
    """The query with those of the prefixes declared that it uses; it may declare them itself again."""
    used = outline_of(query).used
    lines = [f"PREFIX {name}: <{iri}>" for name, iri in prefixes.items() if name in used]
    return " ".join([*([f"BASE <{base}>"] if base else []), *lines, query])


def _with_values(query: str, given: dict[Variable, NamedNode | BlankNode | Literal | Triple]) -> str:
    """The query with variables bound at the start of its pattern."""
    values = " ".join(f"VALUES {variable} {{ {value} }}" for variable, value in given.items())
    if not values:
        return query
    start = query.upper().index("WHERE") if "WHERE" in query.upper() else 0
    return query[:start] + _WHERE.sub(lambda _: "{ " + values, query[start:], count=1)
