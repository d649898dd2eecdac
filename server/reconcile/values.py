"""Values of properties, asked of the release: of some things, or of all of them at once for the index.

All things of a request are asked for in one query; only where that gives very many rows, each thing in a query of its
own: a state takes part in thousands of meetings.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from pyoxigraph import NamedNode

from server.reconcile.graph import select_rows
from server.reconcile.schema import Property

_MOST_VALUES = 500
"""Values of a property of one thing that are compared."""
_MOST_ROWS = 20_000
"""Rows of a query about several things."""
_MOST_FOUND = 200


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


def find_things(wanted: Iterable[tuple[Property, str]]) -> list[str]:
    """IRIs of some things that have all of these properties, each with a value that its SPARQL condition lets pass."""
    parts = [f"{{ SELECT DISTINCT ?thing WHERE {{ {condition} {asked.pattern} }} }}" for asked, condition in wanted]
    return [row["thing"] for row in select_rows(f"SELECT DISTINCT ?thing {{ {' '.join(parts)} }} LIMIT {_MOST_FOUND}")]


def _select(asked: Property, iris: Iterable[str] = (), found: str = "?found") -> str:
    """A SELECT of ?thing and what is found, of these things or of all."""
    terms = " ".join(str(NamedNode(iri)) for iri in dict.fromkeys(iris))
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
