"""SPARQL on a release: queries read, refused or answered, with errors that people understand.

Oxigraph fetches the addresses that SERVICE names and dies of deep nesting, and has no switch for either. In a process
that must live and can reach the network, a query is looked through before it is run (`ask`); one that can be killed and
cannot (server/sparql/worker.py) leaves it to the engine (`ask_sealed`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
    Variable,
)

from kg.errors import QueryError
from kg.outline import Outline, outline_of
from kg.vocab import PREFIXES

Results = QuerySolutions | QueryTriples | QueryBoolean | Iterator[Triple]
"""Solutions, triples or the answer of an ASK."""

MAX_LENGTH = 30_000
"""Characters."""
MAX_DEPTH = 100
"""Brackets within brackets; some thousand levels overflow the engine's stack."""
MAX_OPERATORS = 1000
"""Operators and path steps; a chain of some thousand overflows the engine's stack."""

_UPDATES = {"insert", "delete", "load", "clear", "create", "drop", "copy", "move", "add", "with"}
_AT = re.compile(r"error at (\d+):(\d+)")


class Source(Protocol):
    """What can be asked: a pyoxigraph store, or a SPARQL endpoint that is asked in the same way."""

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


@dataclass(frozen=True)
class Dataset:
    """The graphs that a query is asked of, by IRI; None leaves it to the query and the store."""

    default: Sequence[str] | None = None
    named: Sequence[str] | None = None


ANY = Dataset()
"""What the query says, else all that the store has."""


def ask(store: Source, query: str, dataset: Dataset = ANY, base: str | None = None) -> Results:
    """The results of a query on a release's default graph; its prefixes need no declaring.

    Raises QueryError for a query that is refused or cannot be read. Rows are made while they are read, and must be
    read in the thread that asked.
    """
    _refuse(query, outline_of(query))
    return _asked(store, query, dataset, base)


def ask_sealed(store: Source, query: str, dataset: Dataset, base: str) -> Results:
    """The results of a query of any shape, for a process that can be killed and cannot make connections.

    Raises QueryError for what cannot be read, updates, and SERVICE.
    """
    if not query.strip():
        raise _nothing()
    has_call = "service" in query.lower() and outline_of(query).calls
    try:
        results = _asked(store, query, dataset, base)
    except QueryError as error:
        if has_call and error.line is None:  # it can be read, and the engine tried to make the call
            raise _service_refused() from error
        raise
    if has_call:
        raise _service_refused()
    return results


def check(query: str, base: str) -> None:
    """Raise QueryError where a query cannot be read."""
    try:
        _asked(Store(), query, ANY, base)
    except QueryError as error:
        if error.line is not None or "update" in error.found:
            raise


def ask_elsewhere(endpoint: Source, query: str, dataset: Dataset, base: str) -> Results:
    """The results of a query of any shape that another store answers, which may make connections.

    Raises QueryError for what it refuses, and for what could be a call of SERVICE, which is not passed on.
    """
    if not query.strip():
        raise _nothing()
    if "service" in query.lower() and outline_of(query).may_call:
        raise _service_refused()
    return _asked(endpoint, query, dataset, base)


def _asked(source: Source, query: str, dataset: Dataset, base: str | None) -> Results:
    try:
        return source.query(
            query,
            base_iri=base,
            prefixes=_prefixes_in(query),
            default_graph=None if dataset.default is None else [NamedNode(iri) for iri in dataset.default],
            named_graphs=None if dataset.named is None else [NamedNode(iri) for iri in dataset.named],
        )
    except SyntaxError as error:
        outline = outline_of(query)
        if outline.first in _UPDATES:
            raise _update(outline) from None
        raise _explained(query, outline, str(error)) from None
    except (ValueError, OSError, RuntimeError) as error:
        raise QueryError("query", str(error), remedy="Narrow the query.") from error


def _prefixes_in(query: str) -> dict[str, str]:
    """Those of our prefixes that a query may use: to read all of them takes the engine as long as a small query."""
    return {name: iri for name, iri in PREFIXES.items() if f"{name}:" in query}


def select(store: Source, query: str, **given: NamedNode | Literal) -> QuerySolutions:
    """The solutions of a SELECT of our own, with the variables that are `given`."""
    solutions = store.query(
        query, prefixes=PREFIXES, substitutions={Variable(name): value for name, value in given.items()}
    )
    assert isinstance(solutions, QuerySolutions)  # noqa: S101 - only a SELECT is asked this way
    return solutions


def construct(store: Source, query: str, **given: NamedNode | Literal) -> Iterator[Triple]:
    """The triples of a CONSTRUCT of our own, with the variables that are `given`."""
    triples = store.query(
        query, prefixes=PREFIXES, substitutions={Variable(name): value for name, value in given.items()}
    )
    assert not isinstance(triples, QuerySolutions | QueryBoolean)  # noqa: S101 - only a CONSTRUCT is asked this way
    return triples


def exists(store: Source, pattern: str, **given: NamedNode | Literal) -> bool:
    """Whether a pattern of our own has a solution."""
    query = f"ASK {{ {pattern} }}"
    return bool(store.query(query, prefixes=PREFIXES, substitutions={Variable(n): v for n, v in given.items()}))


def rows(solutions: QuerySolutions) -> Iterator[dict[str, str]]:
    """The solutions as plain strings by variable, without what is unbound."""
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        yield {name: getattr(value, "value", str(value)) for name in names if (value := solution[name]) is not None}


def _nothing() -> QueryError:
    return QueryError("query", "nothing", "a SPARQL query", "Start from an example.")


def _update(outline: Outline) -> QueryError:
    found = f"an update ({outline.first.upper()})"
    return QueryError("query", found, "SELECT, CONSTRUCT, ASK or DESCRIBE", "The graph is read-only.")


def _service_refused() -> QueryError:
    found = "SERVICE, which would make this server fetch another address"
    return QueryError("query", found, "a query on this graph alone", "Run the federated part where it is allowed.")


def _refuse(query: str, outline: Outline) -> None:
    if not query.strip():
        raise _nothing()
    if len(query) > MAX_LENGTH:
        raise QueryError(
            "query", f"{len(query):,} characters", f"at most {MAX_LENGTH:,}", "Use VALUES with fewer items."
        )
    if outline.depth > MAX_DEPTH:
        raise QueryError("query", f"brackets {outline.depth} deep", f"at most {MAX_DEPTH}", "Write it flatter.")
    if outline.operators > MAX_OPERATORS:
        raise QueryError("query", f"{outline.operators:,} operators", f"at most {MAX_OPERATORS:,}", "Write it shorter.")
    if outline.has_escape:
        raise QueryError("query", "a backslash outside of strings", "none", "Write the character itself.")
    if outline.may_call:
        raise _service_refused()
    if outline.first in _UPDATES:
        raise _update(outline)


def _explained(query: str, outline: Outline, message: str) -> QueryError:
    """A syntax error with its place and the likely cause, instead of the grammar's own words."""
    unknown = next((prefix for prefix in outline.used if prefix not in outline.declared), None)
    at = _AT.search(message)
    line, column = (int(at[1]), int(at[2])) if at else (1, 1)
    if unknown is not None:
        before = query[: query.find(f"{unknown}:")]
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        known = ", ".join(sorted(PREFIXES))
        return _at(line, column, f"unknown prefix {unknown}:", f"a declared one, or one of {known}")
    if "unbound" in message or "GROUP" in message.upper():
        found = "a variable in SELECT that is neither grouped by nor aggregated"
        return _at(line, column, found, "GROUP BY it, or wrap it in SAMPLE()")
    lines = query.split("\n")
    text = lines[line - 1][max(0, column - 25) : column + 15].strip() if line <= len(lines) else ""
    near = f"something is wrong at or before “{text}”" if text else "the query ends too early"
    return _at(line, column, near, "}" if query.count("{") > query.count("}") else "correct SPARQL 1.1")


def _at(line: int, column: int, found: str, expected: str) -> QueryError:
    return QueryError(f"query, line {line}, column {column}", found, expected, line=line, column=column)
