"""A request by the SPARQL 1.1 Protocol (section 2.1) or the Graph Store Protocol, read as a `Question`.

In: method, parameters, headers and body. Out: a `Question`, or a Problem that says what is wrong with the request.
"""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode

from server.formats import DATASETS, GRAPHS, SOLUTIONS, Format
from server.negotiate import acceptable, coding_of, fitting, named
from server.problems import Problem
from server.sparql.frames import Job

QUERY_TYPE, FORM_TYPE = "application/sparql-query", "application/x-www-form-urlencoded"
_UPDATE_TYPE = "application/sparql-update"
_MOST_PARAMETERS = 1000
Parameters = list[tuple[str, str]]


@dataclass(frozen=True)
class Question:
    """What a client asks: the job for a worker, and whether the graph that is asked for has to exist."""

    job: Job
    graph: str | None = None


@dataclass(frozen=True)
class Request:
    """A request as it came; `base` is the address without its query, `media_type` the body's, in lower case."""

    method: str
    base: str
    query_string: bytes
    accept: str | None
    accept_encoding: str | None
    content_type: str
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type of the body, without parameters."""
        return self.content_type.partition(";")[0].strip().lower()


def read_question(request: Request) -> Question | None:
    """The query of a request; None where it has none."""
    given, query = _query(request)
    if query is None:
        return None
    solutions, graphs = _formats(_all(given, "format"), request.accept)
    return Question(
        Job(
            query=query,
            base=request.base,
            solutions=solutions.name if solutions else None,
            graphs=graphs.name if graphs else None,
            coding=coding_of(request.accept_encoding),
            default_graphs=_all(given, "default-graph-uri"),
            named_graphs=_all(given, "named-graph-uri"),
        )
    )


def _formats(names: tuple[str, ...], accept: str | None) -> tuple[Format | None, Format | None]:
    """The formats for solutions and for graphs: which of them is needed, only the query's answer shows.

    Some clients name a format several times, by short names and media types; the first that is known counts.
    """
    if not names:
        return acceptable(accept, SOLUTIONS), acceptable(accept, GRAPHS)
    name = next((name for name in names if fitting(name, (*SOLUTIONS, *GRAPHS))), names[0])
    named(name, (*SOLUTIONS, *GRAPHS))
    return fitting(name, SOLUTIONS), fitting(name, GRAPHS)


def read_graph(request: Request) -> Question:
    """The question behind a request of the Graph Store Protocol: one graph's triples, or without a name all quads."""
    given = _parameters(request.query_string)
    graph = _one(given, "graph")
    is_default = any(name == "default" for name, _ in given)
    if graph is not None and is_default:
        raise Problem(400, "Two graphs at a time", "Give either `default` or `graph`.")
    whole = graph is None and not is_default
    formats = DATASETS if whole else GRAPHS[:-1]
    name = _one(given, "format")
    form = named(name, formats) if name else acceptable(request.accept, formats)
    job = Job(
        query="CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
        base=request.base,
        solutions=None,
        graphs=form.name if form else None,
        coding=coding_of(request.accept_encoding),
        default_graphs=() if graph is None else (_iri(graph),),
        whole=whole,
    )
    return Question(job, graph)


def _query(request: Request) -> tuple[Parameters, str | None]:
    """The parameters, and the query, by one of the three ways to send one."""
    given = _parameters(request.query_string)
    if request.method == "POST":
        if request.media_type == QUERY_TYPE:
            _refuse_update(given)
            if _all(given, "query"):
                raise Problem(400, "More than one query", "Send the query as the body or as a parameter, not both.")
            return given, _text(request.body)
        if request.media_type != FORM_TYPE:
            raise _unreadable(request.media_type)
        given = [*given, *_parameters(request.body)]
    _refuse_update(given)
    return given, _one(given, "query")


def _unreadable(media_type: str) -> Problem:
    if media_type == _UPDATE_TYPE:
        return Problem(415, "Updates are not answered", "The graph is read-only; send a query.")
    return Problem(
        415,
        f"Cannot read {media_type or 'a body without a media type'}",
        f"Send {QUERY_TYPE} or {FORM_TYPE}.",
        {"Accept-Post": f"{QUERY_TYPE}, {FORM_TYPE}"},
    )


def _refuse_update(given: Parameters) -> None:
    if any(name in {"update", "using-graph-uri", "using-named-graph-uri"} for name, _ in given):
        raise Problem(400, "Updates are not answered", "The graph is read-only; send a `query`.")


def _parameters(content: bytes) -> Parameters:
    try:
        return parse_qsl(
            content.decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_PARAMETERS,
        )
    except UnicodeDecodeError as error:
        raise _not_utf8(error) from error
    except ValueError as error:
        raise Problem(400, "Too many parameters", f"Send at most {_MOST_PARAMETERS}.") from error


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise _not_utf8(error) from error


def _not_utf8(error: UnicodeDecodeError) -> Problem:
    return Problem(400, "The request is not UTF-8", f"Byte {error.start + 1} cannot be read. Send UTF-8.")


def _all(given: Parameters, name: str) -> tuple[str, ...]:
    values = tuple(value for key, value in given if key == name)
    return tuple(map(_iri, values)) if name.endswith("-graph-uri") else values


def _one(given: Parameters, name: str) -> str | None:
    values = _all(given, name)
    if len(values) > 1:
        raise Problem(400, f"More than one {name}", f"Send one `{name}` at a time.")
    return values[0] if values else None


def _iri(text: str) -> str:
    try:
        return NamedNode(text).value
    except ValueError as error:
        raise Problem(400, "No IRI", f"{text!r} names no graph; expected an absolute IRI.") from error
