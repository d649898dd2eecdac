"""SPARQL on a release: queries read, refused or answered, with errors that people understand.

Oxigraph fetches the addresses that SERVICE names and dies of deep nesting, and has no switch for either, so a query is
looked through before it is run. What is refused is decided on the query's tokens, strings and comments left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store

from kg.errors import QueryError
from kg.vocab import PREFIXES

Results = QuerySolutions | QueryTriples | QueryBoolean

MAX_LENGTH = 30_000
"""Characters."""
MAX_DEPTH = 100
"""Brackets within brackets; some thousand levels overflow the engine's stack."""
MAX_OPERATORS = 1000
"""Operators and path steps; a chain of some thousand overflows the engine's stack."""

_TOKEN = re.compile(
    r"""(?P<skip>\#[^\r\n]*|\"{3}(?:[^\"\\]|\\.|\"(?!\"\"))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}"""
    r"""|\"(?:[^\"\\\r\n]|\\.)*\"|'(?:[^'\\\r\n]|\\.)*'|@[A-Za-z][\w-]*|[?$]\w+)|<(?P<iri>[^<>\"{}|^`\\\s]*)>"""
    r"""|(?P<name>[^\W\d][\w.-]*:|:)(?P<local>(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)*)|(?P<word>[^\W\d]\w*)|(?P<mark>\S)""",
    re.DOTALL,
)
_IRI = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:|[/#]|\Z)")
_UPDATES = {"insert", "delete", "load", "clear", "create", "drop", "copy", "move", "add", "with"}
_AT = re.compile(r"error at (\d+):(\d+)")


@dataclass(frozen=True)
class _Outline:
    """What a query's tokens show before it is run."""

    first: str
    depth: int
    operators: int
    used: tuple[str, ...]
    declared: frozenset[str]
    has_service: bool
    has_escape: bool


def ask(store: Store, query: str) -> Results:
    """The results of a query on a release's default graph; its prefixes need no declaring.

    Raises QueryError for a query that is refused or cannot be read. Rows are made while they are read, and must be
    read in the thread that asked.
    """
    outline = _outline(query)
    _refuse(query, outline)
    try:
        return store.query(query, prefixes=PREFIXES)
    except SyntaxError as error:
        raise _explained(query, outline, str(error)) from None
    except (ValueError, OSError) as error:
        raise QueryError("query", str(error), remedy="Narrow the query.") from error


def select(store: Store, query: str) -> QuerySolutions:
    """The solutions of a SELECT of our own."""
    solutions = store.query(query, prefixes=PREFIXES)
    assert isinstance(solutions, QuerySolutions)  # noqa: S101 - only a SELECT is asked this way
    return solutions


def rows(solutions: QuerySolutions) -> Iterator[dict[str, str]]:
    """The solutions as plain strings by variable, without what is unbound."""
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        yield {name: getattr(value, "value", str(value)) for name in names if (value := solution[name]) is not None}


def _outline(query: str) -> _Outline:
    words: list[str] = []
    used: list[str] = []
    declared: set[str] = set(PREFIXES)
    marks: list[str] = []
    has_service = False
    previous = ""
    for match in _TOKEN.finditer(query):
        iri, name, word = match["iri"], match["name"], match["word"]
        if iri is not None and not _IRI.match(iri):  # "?a<(1" is a comparison and no IRI
            marks += iri
            has_service |= "service" in iri.lower()
        if name is not None:
            (declared.add if previous == "prefix" else used.append)(name[:-1])
        if word is not None:
            words.append(word.lower())
        # The engine needs no space after a keyword: "SERVICEsilent" and "SERVICE:a" are calls as well.
        has_service |= "service" in (word or name or "").lower()
        marks += match["mark"] or ""
        previous = (word or "").lower()
    return _Outline(
        first=next((w for w in words if w not in {"prefix", "base"}), ""),
        depth=_depth(marks),
        operators=sum(mark in "!+-*/|^&=<>" for mark in marks),
        used=tuple(dict.fromkeys(used)),
        declared=frozenset(declared),
        has_service=has_service,
        has_escape="\\" in marks,
    )


def _depth(marks: list[str]) -> int:
    depth = deepest = 0
    for mark in marks:
        depth += (mark in "{([") - (mark in "})]")
        deepest = max(deepest, depth)
    return deepest


def _refuse(query: str, outline: _Outline) -> None:
    if not query.strip():
        raise QueryError("query", "nothing", "a SPARQL query", "Start from an example.")
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
    if outline.has_service:
        found = "SERVICE, which would make this server fetch another address"
        raise QueryError("query", found, "a query on this graph alone", "Run the federated part where it is allowed.")
    if outline.first in _UPDATES:
        found = f"an update ({outline.first.upper()})"
        raise QueryError("query", found, "SELECT, CONSTRUCT, ASK or DESCRIBE", "The graph is read-only.")


def _explained(query: str, outline: _Outline, message: str) -> QueryError:
    """A syntax error with its place and the likely cause, instead of the grammar's own words."""
    unknown = next((prefix for prefix in outline.used if prefix not in outline.declared), None)
    at = _AT.search(message)
    line, column = (int(at[1]), int(at[2])) if at else (1, 1)
    if unknown is not None:
        before = query[: query.find(f"{unknown}:")]
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        known = ", ".join(sorted(PREFIXES))
        return QueryError(
            f"query, line {line}, column {column}", f"unknown prefix {unknown}:", f"a declared one, or one of {known}"
        )
    if "unbound" in message or "GROUP" in message.upper():
        return QueryError(
            f"query, line {line}, column {column}",
            "a variable in SELECT that is neither grouped by nor aggregated",
            "GROUP BY it, or wrap it in SAMPLE()",
        )
    lines = query.split("\n")
    text = lines[line - 1][max(0, column - 25) : column + 15].strip() if line <= len(lines) else ""
    near = f"something is wrong at or before “{text}”" if text else "the query ends too early"
    expected = "}" if query.count("{") > query.count("}") else "correct SPARQL 1.1"
    return QueryError(f"query, line {line}, column {column}", near, expected)
