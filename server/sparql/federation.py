"""SERVICE without a network: a call is asked by the server, and its solutions stand in the query as VALUES.

The worker, which cannot reach any address, finds the calls and puts the solutions in; server/sparql/services.py decides
what is asked and asks it. A group of SERVICE is evaluated by itself and joined (SPARQL 1.1 Federated Query, section 4),
so that VALUES of its solutions mean the same. What is not found here is left to the engine, which cannot make the call.
"""

from collections.abc import Callable
from dataclasses import dataclass
from re import Match

from pyoxigraph import BlankNode, QueryResultsFormat, QuerySolutions, Triple, parse_query_results

from kg.errors import QueryError
from kg.outline import TOKEN, outline_of
from kg.vocab import PREFIXES

_FORMS = {"select", "construct", "ask", "describe"}
_MOST_CALLS = 5
_BLANK = "urn:bnode:"
"""How blank nodes of another store are named here, which VALUES cannot hold."""


@dataclass(frozen=True)
class Call:
    """A SERVICE clause: where it stands in the query, whom it asks, and the query that asks it."""

    start: int
    end: int
    address: str
    is_silent: bool
    query: str


def answer_calls(query: str, ask: Callable[[Call], bytes]) -> str:
    """The query with each SERVICE clause replaced by the solutions that `ask` gives as SPARQL JSON.

    Raises QueryError where one fails that is not SILENT, or there are too many.
    """
    calls = find_calls(query)
    if len(calls) > _MOST_CALLS:
        raise QueryError("query", f"{len(calls)} calls of SERVICE", f"at most {_MOST_CALLS}")
    pieces, end = list[str](), 0
    for call in calls:
        pieces += [query[end : call.start], _solutions(call, ask)]
        end = call.end
    return "".join([*pieces, query[end:]])


def find_calls(query: str) -> list[Call]:
    """The outermost SERVICE clauses that name an IRI."""
    tokens = [token for token in TOKEN.finditer(query) if not (token["skip"] or "").startswith("#")]
    found, i = list[Call](), 0
    while i < len(tokens):
        call = _call(query, tokens, i)
        if call is not None:
            found.append(call)
            while i < len(tokens) and tokens[i].end() < call.end:
                i += 1
        i += 1
    return found


def _call(query: str, tokens: list[Match[str]], i: int) -> Call | None:
    if (tokens[i]["word"] or "").lower() != "service":
        return None
    is_silent = i + 1 < len(tokens) and (tokens[i + 1]["word"] or "").lower() == "silent"
    at = i + 1 + is_silent
    if at + 1 >= len(tokens) or not tokens[at]["iri"] or tokens[at + 1]["mark"] != "{":
        return None
    last = _closing(tokens, at + 1)
    if last is None:
        return None
    pattern = query[tokens[at + 1].start() : tokens[last].end()]
    asked = f"{_prologue(query, tokens, pattern)} SELECT * WHERE {pattern}"
    return Call(tokens[i].start(), tokens[last].end(), tokens[at]["iri"], is_silent, asked)


def _closing(tokens: list[Match[str]], opening: int) -> int | None:
    depth = 0
    for i in range(opening, len(tokens)):
        depth += (tokens[i]["mark"] == "{") - (tokens[i]["mark"] == "}")
        if depth == 0:
            return i
    return None


def _prologue(query: str, tokens: list[Match[str]], pattern: str) -> str:
    """The query's own declarations, and those of our prefixes that the pattern uses."""
    first = next((token.start() for token in tokens if (token["word"] or "").lower() in _FORMS), 0)
    used = outline_of(pattern).used
    ours = (f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items() if name in used)
    return " ".join([*ours, query[:first], "\n"])


def _solutions(call: Call, ask: Callable[[Call], bytes]) -> str:
    try:
        return _values(ask(call))
    except QueryError:
        if call.is_silent:
            return "{}"
        raise


def _values(content: bytes) -> str:
    try:
        solutions = parse_query_results(content, QueryResultsFormat.JSON)
        if not isinstance(solutions, QuerySolutions):
            raise QueryError("SERVICE", "an answer of ASK", "solutions")
        head = " ".join(map(str, solutions.variables))
        rows = " ".join(f"({' '.join(map(_written, row))})" for row in solutions)
    except (SyntaxError, ValueError, OSError) as error:
        raise QueryError("SERVICE", "an answer that cannot be read", "SPARQL results as JSON") from error
    return f"{{ VALUES ({head}) {{ {rows} }} }}"


def _written(term: object) -> str:
    if term is None:
        return "UNDEF"
    if isinstance(term, Triple):
        raise QueryError("SERVICE", "a triple as a value", "IRIs, literals and blank nodes")
    return f"<{_BLANK}{term.value}>" if isinstance(term, BlankNode) else str(term)
