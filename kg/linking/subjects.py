"""The things of a release that have no link yet, with all that the release says of them.

In: the release's store. Out: subjects, those that most articles speak of first.
"""

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from pyoxigraph import Store

from kg.linking.items import Span
from kg.linking.queries import HERE, query_named
from kg.query import rows, select
from kg.vocab import BASE, PREFIXES

SubjectKind = Literal["person", "organization", "place", "process"]
KINDS: tuple[SubjectKind, ...] = ("person", "organization", "place", "process")


@dataclass(frozen=True)
class Role:
    """A post as the text words it, the code of its state, and days on which it was held (None: before `to` only)."""

    title: str
    state: str | None
    first: date | None
    last: date | None


@dataclass(frozen=True)
class Subject:
    """A thing to link; `states` are codes, `company` Wikidata items of what it is spoken of together with."""

    iri: str
    kind: SubjectKind
    name: str
    spellings: tuple[str, ...] = ()
    states: frozenset[str] = frozenset()
    roles: tuple[Role, ...] = ()
    days: tuple[Span, ...] = ()
    """When it was active, each as precise as known."""
    company: frozenset[str] = frozenset()
    organization_kind: str | None = None
    at: tuple[float, float] | None = None
    articles: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The name shown, then the other spellings, each once; "Army (Sudan)" also as "Army of Sudan"."""
        within = re.fullmatch(r"(.+) \((.+)\)", self.name)
        of = (f"{within[1]} of {within[2]}",) if within and self.kind == "organization" else ()
        return tuple(dict.fromkeys((self.name, *of, *self.spellings)))

    @property
    def is_dated(self) -> bool:
        """Whether any day is known on which it was active."""
        return bool(self.days) or any(role.first for role in self.roles)


def find_subjects(store: Store) -> list[Subject]:
    """The persons, organizations, places and processes without a link, in the order in which to ask for them."""
    kinds: dict[str, SubjectKind] = {}
    said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows(select(store, query_named("things"))):
        kinds[row["thing"]] = cast("SubjectKind", row["kind"])
        said[row["thing"]]["name"].add(row["name"])
    for what, pattern in tomllib.loads((HERE / "said.toml").read_text("utf-8")).items():
        for row in rows(select(store, f"SELECT DISTINCT ?thing ?value WHERE {{ {pattern} }}")):
            if row["thing"] in kinds:
                said[row["thing"]][what].add(row.get("value", ""))
    roles: dict[str, list[Role]] = defaultdict(list)
    for row in rows(select(store, query_named("roles"))):
        if row["thing"] in kinds:
            held = Role(row["title"], row.get("state"), _day(row.get("from")), _day(row.get("to")))
            roles[row["thing"]].append(held)
    generic = f"{BASE}organization/government-of-"
    subjects = (_subject(iri, kinds[iri], said[iri], roles[iri]) for iri in kinds if not iri.startswith(generic))
    return sorted(subjects, key=lambda subject: (-subject.articles, subject.iri))


def _subject(iri: str, kind: SubjectKind, said: dict[str, set[str]], roles: list[Role]) -> Subject:
    def of(*names: str) -> list[str]:
        return sorted(set[str]().union(*(said.get(name, ()) for name in names)))

    name, *others = of("name")
    at = next((tuple(map(float, value.split())) for value in of("at")), None)
    days = (value.partition("/") for value in of("involved", "held_there", "round"))
    spans = tuple(Span(date.fromisoformat(first), date.fromisoformat(last)) for first, _, last in days)
    company = (item for item in of("met", "met_at", "met_in_round", "serves") if item.startswith(PREFIXES["wd"]))
    return Subject(
        iri,
        kind,
        name,
        (*others, *of("spelling")),
        frozenset(of("acts_for", "acted_for", "comes_from", "country", "government_of", "side")),
        tuple(sorted(roles, key=repr)),
        spans,
        frozenset(item.removeprefix(PREFIXES["wd"]) for item in company),
        next(iter(of("kind")), None),
        cast("tuple[float, float] | None", at),
        len(of("article")) or len(spans),
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
