"""What Wikidata lacks, as QuickStatements (version 1, parted by tabs) for people to look through and send.

Only statements that are missing are given, nothing is changed or taken away; each has its articles as references. They
are of things whose links a person confirmed or the gazetteer has, and of nothing that only the linker accepted.

    event   P710 participant     person
    person  P39  position held   post, with P580 start and P582 end where the articles give the day
    S854 reference URL, S813 retrieved; `!S854` begins another reference of the same statement
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from pyoxigraph import Store

from kg.lexicon import Lexicon
from kg.linking.items import Item
from kg.linking.queries import query_named
from kg.linking.rows import Row, standings
from kg.linking.sssom import linked_things
from kg.query import rows, select

_REFERENCES = 3
"""Articles given for a statement."""
_URL = re.compile(r"https?://[^\s\"<>|\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True)
class Statement:
    """A statement about an item, with qualifiers (property and day) and the addresses of the articles that say it."""

    item: str
    property_id: str
    value: str
    qualifiers: tuple[tuple[str, str], ...]
    urls: tuple[str, ...]


def confirmed_items(store: Store, ledger: tuple[Row, ...]) -> dict[str, str]:
    """IRI to item of what a person confirmed or the gazetteer has."""
    held = standings(ledger)
    machine = {(iri, s.accepted.item) for iri, s in held.items() if s.accepted and not s.accepted.is_human}
    refused = {(iri, row.item) for iri, s in held.items() for row in s.rejected}
    linked = {iri: item for iri, _, item in linked_things(store) if (iri, item) not in machine | refused}
    return linked | {
        iri: s.accepted.item for iri, s in held.items() if s.accepted and s.accepted.is_human and s.accepted.item
    }


def find_statements(store: Store, confirmed: Mapping[str, str], lexicon: Lexicon) -> list[Statement]:
    """All that the release could tell Wikidata, whether it is there already or not."""
    found = [*_participants(store, confirmed), *_positions(store, confirmed, lexicon)]
    return sorted(found, key=lambda s: (s.item, s.property_id, s.value))


def missing(statements: Iterable[Statement], items: Mapping[str, Item]) -> list[Statement]:
    """The statements that their items do not have; those of items that are not at hand are left out."""
    return [s for s in statements if s.item in items and s.value not in items[s.item].refers]


def export_quickstatements(statements: Iterable[Statement], today: date) -> str:
    """The lines."""
    return "".join(f"{line}\n" for statement in statements for line in [_line(statement, today)])


def _line(statement: Statement, today: date) -> str:
    cells = [statement.item, statement.property_id, statement.value]
    for property_id, day in statement.qualifiers:
        cells += [property_id, f"+{day}T00:00:00Z/11"]
    for n, url in enumerate(statement.urls[:_REFERENCES]):
        cells += ["!S854" if n else "S854", f'"{url}"', "S813", f"+{today.isoformat()}T00:00:00Z/11"]
    return "\t".join(cells)


def _participants(store: Store, confirmed: Mapping[str, str]) -> Iterator[Statement]:
    found = rows(select(store, query_named("participants")))
    told = (row for row in found if row["subject"] in confirmed and row["object"] in confirmed)
    for (event, person), of_pair in groupby(told, key=itemgetter("subject", "object")):
        urls = _urls(row["url"] for row in of_pair)
        if urls:
            yield Statement(confirmed[event], "P710", confirmed[person], (), urls)


def _positions(store: Store, confirmed: Mapping[str, str], lexicon: Lexicon) -> Iterator[Statement]:
    held = (row for row in rows(select(store, query_named("tenures"))) if row["subject"] in confirmed)
    for (person, rank, state), of_post in groupby(held, key=itemgetter("subject", "rank", "state")):
        posts = lexicon.gazetteer.positions_of(state, rank)
        told = list(of_post)
        urls = _urls(row["url"] for row in told)
        if len(posts) == 1 and urls:
            bounds = (("P580", {row.get("from", "") for row in told}), ("P582", {row.get("to", "") for row in told}))
            qualifiers = tuple((p, day) for p, days in bounds if (day := _only(days)))
            yield Statement(confirmed[person], "P39", posts[0].wikidata, qualifiers, urls)


def _only(days: set[str]) -> str:
    """The one day that all agree on who name any; empty where there is none."""
    named = sorted(days - {""})
    return named[0] if len(named) == 1 else ""


def _urls(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(_URL.fullmatch, values)))
