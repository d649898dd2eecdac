"""Values of properties, asked of the release: of some things, or of all of them at once for the index.

Each thing is a subselect of its own, so that the limit holds for each: a state takes part in thousands of meetings.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import NamedNode

from server.reconcile.graph import select_rows
from server.reconcile.schema import Property

_MOST_VALUES = 500
"""Values of a property of one thing that are compared."""
_BATCH = 50
"""Things in one query; more nest the query's plan deeper."""
_MOST_FOUND = 200


def values_of(asked: Property, iris: Iterable[str], limit: int = _MOST_VALUES) -> dict[str, list[str]]:
    """The first values of a property by IRI of the thing, sorted; a thing without values is left out."""
    return _by_thing(_of_each(iris, lambda iri: f"{_select(asked, iri)} ORDER BY ?found LIMIT {limit}"))


def counts_of(asked: Property, iris: Iterable[str]) -> dict[str, int]:
    """How many values a property has, by IRI of the thing; a thing without values is left out."""

    def counting(iri: str) -> str:
        each = _select(asked, iri, "?each")
        return f"SELECT ?thing (COUNT(DISTINCT ?each) AS ?found) WHERE {{ {{ {each} }} }} GROUP BY ?thing"

    return {iri: int(found) for iri, [found] in _by_thing(_of_each(iris, counting)).items() if found != "0"}


def all_values(asked: Property) -> dict[str, list[str]]:
    """The values of a property of every thing that has any, by IRI."""
    return _by_thing(select_rows(_select(asked)))


def find_things(wanted: Iterable[tuple[Property, str]]) -> list[str]:
    """IRIs of some things that have all of these properties, each with a value that its SPARQL condition lets pass."""
    parts = [f"{{ SELECT DISTINCT ?thing WHERE {{ {condition} {asked.pattern} }} }}" for asked, condition in wanted]
    return [row["thing"] for row in select_rows(f"SELECT DISTINCT ?thing {{ {' '.join(parts)} }} LIMIT {_MOST_FOUND}")]


def _of_each(iris: Iterable[str], select_of: Callable[[str], str]) -> Iterator[dict[str, str]]:
    pending = list(dict.fromkeys(iris))
    for start in range(0, len(pending), _BATCH):
        parts = " UNION ".join(f"{{ {select_of(iri)} }}" for iri in pending[start : start + _BATCH])
        yield from select_rows(f"SELECT ?thing ?found {{ {parts} }}")


def _select(asked: Property, iri: str | None = None, found: str = "?found") -> str:
    """A SELECT of ?thing and what is found, of one thing or of all."""
    thing = f"VALUES ?thing {{ {NamedNode(iri)} }}" if iri else ""
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
