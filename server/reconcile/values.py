"""Values of properties, asked of the release: of some things, or of all of them at once for the index.

All things of a request are asked for in one query; only where that gives very many rows, each thing in a query of its
own: a state takes part in thousands of meetings.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from server.reconcile.graph import select_rows
from server.reconcile.schema import Property

_MOST_VALUES = 500
"""Values of a property of one thing that are compared."""
_MOST_ROWS = 50_000
"""Rows of a query about several things."""
_MOST_FOUND = 200
"""Things that are found by properties alone."""
_VARIABLE = re.compile(r"\?(?!thing\b)(\w+)")


@dataclass(frozen=True)
class Condition:
    """What a value has to be: one of these things by their IRIs, or a text that begins in one of these ways."""

    things: Collection[str] = ()
    beginnings: Collection[str] = ()


def values_of(asked: Property, iris: Collection[str], limit: int = _MOST_VALUES) -> dict[str, list[str]]:
    """The first values of a property by IRI of the thing, sorted; a thing without values is left out."""
    rows = select_rows(f"{_select(asked, iris)} LIMIT {_MOST_ROWS}") if iris else []
    if len(rows) == _MOST_ROWS:
        rows = [row for iri in iris for row in select_rows(f"{_select(asked, [iri])} ORDER BY ?found LIMIT {limit}")]
    return {thing: sorted(values)[:limit] for thing, values in _by_thing(rows).items()}


def counts_of(asked: Property, iris: Collection[str]) -> dict[str, int]:
    """How many values a property has, by IRI of the thing; a thing without values is left out."""
    each = _select(asked, iris, "?each")
    rows = select_rows(f"SELECT ?thing (COUNT(DISTINCT ?each) AS ?found) WHERE {{ {{ {each} }} }} GROUP BY ?thing")
    return {iri: int(found) for iri, [found] in _by_thing(rows).items()}


def all_values(asked: Property) -> dict[str, list[str]]:
    """The values of a property of every thing that has any, by IRI."""
    return _by_thing(select_rows(_select(asked)))


def find_things(wanted: Iterable[tuple[Property, Condition]]) -> list[str]:
    """IRIs of some things that have all of these properties, each with a value that its condition lets pass."""
    parts = " ".join(_part(asked, condition, number) for number, (asked, condition) in enumerate(wanted))
    return [row["thing"] for row in select_rows(f"SELECT DISTINCT ?thing {{ {parts} }} LIMIT {_MOST_FOUND}")]


def _part(asked: Property, condition: Condition, number: int) -> str:
    """A property's pattern with variables of its own, and what its value has to be."""
    pattern = _VARIABLE.sub(rf"?\1_{number}", asked.pattern)
    value = f"?value_{number}"
    if not condition.beginnings:
        return f"VALUES {value} {{ {_terms(condition.things)} }} {pattern}"
    texts = (Literal(text.lower()) for text in condition.beginnings)
    passing = " || ".join(f"STRSTARTS(LCASE(STR({value})), {text})" for text in texts)
    return f"{pattern} FILTER({passing})"


def _terms(iris: Iterable[str]) -> str:
    return " ".join(str(NamedNode(iri)) for iri in dict.fromkeys(iris))


def _select(asked: Property, iris: Iterable[str] = (), found: str = "?found") -> str:
    """A SELECT of ?thing and what is found, of these things or of all."""
    terms = _terms(iris)
    thing = f"VALUES ?thing {{ {terms} }}" if terms else ""
    where = f"WHERE {{ {thing} {asked.pattern} }}"
    if asked.kind == "count":
        return f"SELECT ?thing (COUNT(DISTINCT ?value) AS {found}) {where} GROUP BY ?thing"
    if asked.group:
        return f"SELECT ?thing ({asked.value} AS {found}) {where} GROUP BY ?thing {asked.group}"
    return f"SELECT DISTINCT ?thing (?value AS {found}) {where}"


def _by_thing(rows: Iterable[dict[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if "thing" in row and "found" in row:
            found[row["thing"]].append(row["found"])
    return dict(found)
