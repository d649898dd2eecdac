"""The things of a release that have no link yet, with all that the release says of them.

In: the release's store. Out: subjects, those that most articles speak of first.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, cast

from pyoxigraph import QuerySolutions, Store

from kg.linking.items import Span
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
    said: dict[tuple[str, SubjectKind], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for thing, kind, what, value in _rows(store, "subjects"):
        said[thing, cast("SubjectKind", kind)][what].add(value)
    roles: dict[str, list[Role]] = defaultdict(list)
    for thing, title, state, first, last in _rows(store, "roles"):
        roles[thing].append(Role(title, state or None, _day(first), _day(last)))
    subjects = (
        _subject(thing, kind, of_thing, roles[thing])
        for (thing, kind), of_thing in said.items()
        if of_thing["name"] and not thing.startswith(f"{BASE}organization/government-of-")
    )
    return sorted(subjects, key=lambda subject: (-subject.articles, subject.iri))


def _subject(iri: str, kind: SubjectKind, said: dict[str, set[str]], roles: list[Role]) -> Subject:
    name, *others = sorted(said["name"])
    at = next((tuple(map(float, value.split())) for value in sorted(said["at"])), None)
    days = (value.partition("/") for value in sorted(said["day"]))
    return Subject(
        iri,
        kind,
        name,
        (*others, *sorted(said["spelling"])),
        frozenset(said["state"]),
        tuple(sorted(roles, key=repr)),
        tuple(Span(date.fromisoformat(first), date.fromisoformat(last)) for first, _, last in days),
        frozenset(item.removeprefix(PREFIXES["wd"]) for item in said["company"] if item.startswith(PREFIXES["wd"])),
        next(iter(sorted(said["kind"])), None),
        cast("tuple[float, float] | None", at),
        len(said["article"]) or len(said["day"]),
    )


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


def _rows(store: Store, name: str) -> Iterator[tuple[str, ...]]:
    """The rows of a query of this folder, unbound values as empty."""
    query = (Path(__file__).parent / f"{name}.rq").read_text("utf-8")
    solutions = cast("QuerySolutions", store.query(query, prefixes=PREFIXES))
    for row in solutions:
        yield tuple(value.value if value is not None else "" for value in row)
