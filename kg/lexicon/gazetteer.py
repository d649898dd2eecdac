"""The gazetteer: every known thing of a name, and which of them a name with its evidence means.

    persons        persons.csv, in which two people of one name have a row each
    organizations  organizations.toml
    places         places.toml, then cities.csv
    processes      processes.toml
    things         agreements.toml, events.toml, polities.toml
    positions      positions.csv

All lookups are by the key of a name or alias (`name_key`): case, marks and hyphens make no difference.
"""

import csv
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Literal, Protocol, TypeVar

from kg import paths
from kg.lexicon.keys import name_key
from kg.lexicon.known import (
    KnownOrganization,
    KnownPerson,
    KnownPlace,
    KnownPosition,
    KnownProcess,
    KnownThing,
    Sector,
    State,
    StateNameKind,
)

ThingKind = Literal["agreements", "events", "polities"]
_LONG_PAST = 10
"""Years after the last high office in which news may still speak of somebody as the one who held it."""


class _Named(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def aliases(self) -> tuple[str, ...]: ...


N = TypeVar("N", bound=_Named)


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """The known things, in the order of their tables."""

    persons: tuple[KnownPerson, ...]
    organizations: tuple[KnownOrganization, ...]
    places: tuple[KnownPlace, ...]
    processes: tuple[KnownProcess, ...]
    things: dict[ThingKind, tuple[KnownThing, ...]]
    positions: tuple[KnownPosition, ...]
    sectors: tuple[Sector, ...]
    states: dict[str, State]
    """By code."""

    def persons_named(self, name: str) -> tuple[KnownPerson, ...]:
        """All persons of that name or alias; two or more are people of one name."""
        return self._persons.get(name_key(name), ())

    def organizations_named(self, name: str) -> tuple[KnownOrganization, ...]:
        """All organizations of that name or alias."""
        return self._organizations.get(name_key(name), ())

    def places_named(self, name: str, country: str | None = None) -> tuple[KnownPlace, ...]:
        """All places of that name or alias, the hand-kept first, then the largest; of one country if it is given."""
        return tuple(p for p in self._places.get(name_key(name), ()) if country in {None, p.country})

    def processes_named(self, name: str) -> tuple[KnownProcess, ...]:
        """All standing processes of that name."""
        return self._processes.get(name_key(name), ())

    def things_named(self, kind: ThingKind, name: str) -> tuple[KnownThing, ...]:
        """All agreements, events or polities of that name or alias."""
        return self._things[kind].get(name_key(name), ())

    def positions_of(self, state: str | None, rank: str) -> tuple[KnownPosition, ...]:
        """The posts of a state that give a rank."""
        return tuple(p for p in self.positions if p.state == state and p.rank == rank)

    def sector_of_title(self, title: str) -> str | None:
        """The sector that a title tells of; None where it tells of none."""
        return next((s.name for s in self.sectors if s.titles.fullmatch(title.strip())), None)

    def is_of_state(self, title: str) -> bool:
        """Whether those who bear a title act for a state, or for a body of states, by office."""
        return self.sector_of_title(title) in self._of_state | {"international"}

    def items_of_state(self, code: str) -> frozenset[str]:
        """Every Wikidata item that people and bodies of a state may have as theirs: also of what it was or became."""
        related = (self.states[each] for each in self.related(code) if each in self.states)
        return frozenset[str]().union(*(state.items for state in related))

    def related(self, code: str) -> frozenset[str]:
        """The codes of a state, of those that it became, and of those that it comes from."""
        became = self.states[code].successors if code in self.states else ()
        return frozenset((code, *became, *self._came_from.get(code, ())))

    @cached_property
    def _came_from(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for code, state in self.states.items():
            for successor in state.successors:
                found.setdefault(successor, []).append(code)
        return found

    def known_person(
        self,
        name: str,
        state: str | None = None,
        *,
        titles: Iterable[str] = (),
        year: int | None = None,
        named: Iterable[str] = (),
    ) -> KnownPerson | None:
        """The one person that a name with its evidence means; None where none or more than one fits.

        `state` is the code of the one that the text says they act for, `titles` what it calls them, `year` the year
        that it speaks of, `named` the codes of all states that it names. What a row does not say speaks against
        nobody. A title of another walk of life does, and so does another state, unless nobody else is of the name and
        the text names their own. Years only decide between people of one name.
        """
        bearers = self.persons_named(name)
        states = {None} if state is None else {None, *self.related(state)}
        if len(bearers) == 1:
            states |= set(named)
        fitting = [p for p in bearers if state is None or p.state in states]
        told = frozenset(filter(None, map(self.sector_of_title, titles)))
        fitting = [p for p in fitting if not told or p.sector is None or self._agree(p.sector, told)]
        if len(fitting) > 1:
            fitting = [p for p in fitting if not any(self.are_apart(p.sector, each) for each in told)] or fitting
            fitting = [p for p in fitting if p.sector in told] or fitting
        if len(fitting) > 1 and state is not None and (not told or told & self._of_state):
            fitting = [p for p in fitting if p.sector in self._of_state] or fitting
        if len(fitting) > 1 and year is not None:
            fitting = [p for p in fitting if _is_of(p, year)]
        return fitting[0] if len(fitting) == 1 else None

    def _agree(self, sector: str, told: frozenset[str]) -> bool:
        """Whether a person of a sector may bear titles of others: a diplomat becomes a minister, a singer does not."""
        return sector in told or (sector in self._public and bool(told & self._public)) or told <= {"academia", "media"}

    def are_apart(self, one: str | None, other: str | None) -> bool:
        """Whether nobody is in both sectors at the same time."""
        return (one, other) in self._apart or (other, one) in self._apart

    def is_public(self, sector: str) -> bool:
        """Whether those who speak for states and peoples are in a sector."""
        return sector in self._public

    @cached_property
    def _apart(self) -> frozenset[tuple[str | None, str | None]]:
        return frozenset((sector.name, other) for sector in self.sectors for other in sector.apart)

    @cached_property
    def _public(self) -> frozenset[str]:
        return frozenset(s.name for s in self.sectors if s.is_public)

    @cached_property
    def _of_state(self) -> frozenset[str | None]:
        return frozenset(s.name for s in self.sectors if s.is_of_state)

    @cached_property
    def _persons(self) -> dict[str, tuple[KnownPerson, ...]]:
        return _by_name(self.persons)

    @cached_property
    def _organizations(self) -> dict[str, tuple[KnownOrganization, ...]]:
        return _by_name(self.organizations)

    @cached_property
    def _places(self) -> dict[str, tuple[KnownPlace, ...]]:
        return _by_name(self.places)

    @cached_property
    def _processes(self) -> dict[str, tuple[KnownProcess, ...]]:
        found: dict[str, tuple[KnownProcess, ...]] = {}
        for process in self.processes:
            for key in dict.fromkeys(map(name_key, (process.name, *process.names))):
                found[key] = (*found.get(key, ()), process)
        return found

    @cached_property
    def _things(self) -> dict[ThingKind, dict[str, tuple[KnownThing, ...]]]:
        return {kind: _by_name(things) for kind, things in self.things.items()}


def _is_of(person: KnownPerson, year: int) -> bool:
    """Whether news of a year may speak of somebody as the holder of their office."""
    begun = person.since is None or year >= person.since
    return begun and (person.until is None or year <= person.until + _LONG_PAST)


def _by_name(things: Iterable[N]) -> dict[str, tuple[N, ...]]:
    found: dict[str, tuple[N, ...]] = {}
    for each in things:
        for key in dict.fromkeys(map(name_key, (each.name, *each.aliases))):
            if key:
                found[key] = (*found.get(key, ()), each)
    return found


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """The gazetteer of this version."""
    return Gazetteer(
        persons=tuple(map(_person, rows("persons"))),
        organizations=tuple(_organization(name, entry) for name, entry in table("organizations").items()),
        places=(*(_place(name, entry) for name, entry in table("places").items()), *_cities()),
        processes=tuple(_process(name, entry) for name, entry in table("processes").items()),
        things={
            kind: tuple(_thing(name, entry) for name, entry in table(kind).items())
            for kind in ("agreements", "events", "polities")
        },
        positions=tuple(map(_position, rows("positions"))),
        sectors=tuple(_sector(name, entry) for name, entry in table("sectors").items()),
        states={code: state_of(code, entry) for code, entry in table("states").items()},
    )


def table(name: str) -> dict[str, Any]:
    """A TOML table of this folder."""
    return tomllib.loads((paths.LEXICON / f"{name}.toml").read_text("utf-8"))


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV table of this folder."""
    lines = (paths.LEXICON / f"{name}.csv").read_text("utf-8").splitlines()
    yield from csv.DictReader(line for line in lines if not line.startswith("#"))


def state_of(code: str, entry: dict[str, Any]) -> State:
    """The state of an entry of `states.toml`."""
    kinds: tuple[tuple[StateNameKind, list[str]], ...] = (
        ("name", [entry["name"], *entry["names"]]),
        ("demonym", entry["demonyms"]),
        ("capital", entry["capitals"]),
        ("seat", entry["seats"]),
    )
    names = tuple((name, kind) for kind, names in kinds for name in names)
    also = tuple(entry.get("also", {}).items())
    return State(
        code,
        entry["name"],
        entry.get("wikidata"),
        names,
        entry.get("dependency_of"),
        entry.get("source"),
        also,
        tuple(entry.get("successors", ())),
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split("|")))


def _person(row: dict[str, str]) -> KnownPerson:
    return KnownPerson(
        row["name"],
        row["state"] or None,
        row["wikidata"] or None,
        _parts(row["aliases"]),
        until=int(row["until"]) if row["until"] else None,
        since=int(row["since"]) if row["since"] else None,
        sector=row["sector"] or None,
        key=row["key"],
        source=row["source"] or None,
    )


def _organization(name: str, entry: dict[str, Any]) -> KnownOrganization:
    return KnownOrganization(
        name,
        entry["kind"],
        tuple(entry.get("aliases", ())),
        entry.get("state"),
        entry.get("wikidata"),
        entry.get("movement", False),
        entry.get("source"),
    )


def _cities() -> Iterator[KnownPlace]:
    for row in rows("cities"):
        at, thousands = (row["latitude"], row["longitude"]), int(row["thousands"])
        yield KnownPlace(row["name"], row["country"], at=at, is_common=True, thousands=thousands)


def _place(name: str, entry: dict[str, Any]) -> KnownPlace:
    return KnownPlace(
        name,
        entry["country"],
        tuple(entry.get("aliases", ())),
        entry.get("wikidata"),
        (f"{entry['at'][0]}", f"{entry['at'][1]}") if "at" in entry else None,
        is_region=entry.get("region", False),
        source=entry.get("source"),
    )


def _process(name: str, entry: dict[str, Any]) -> KnownProcess:
    names = "|".join(re.escape(n).replace(r"\-", "[- ]").replace(r"\ ", r"\s") for n in entry["names"])
    return KnownProcess(
        name,
        re.compile(rf"\b(?:{names})\b", re.IGNORECASE),
        tuple(entry["sides"]),
        entry["kind"],
        entry["issue"],
        tuple(entry["names"]),
        entry.get("wikidata"),
        entry.get("source"),
    )


def _thing(name: str, entry: dict[str, Any]) -> KnownThing:
    return KnownThing(
        name,
        entry.get("kind", "agreement"),
        tuple(entry.get("aliases", ())),
        entry.get("wikidata"),
        entry.get("source"),
        entry.get("year"),
    )


def _position(row: dict[str, str]) -> KnownPosition:
    return KnownPosition(
        row["name"], row["state"] or None, row["rank"] or None, row["wikidata"], row["source"], _parts(row["aliases"])
    )


def _sector(name: str, entry: dict[str, Any]) -> Sector:
    return Sector(
        name,
        re.compile("|".join(entry["titles"]), re.IGNORECASE),
        entry["public"],
        entry.get("of_state", False),
        frozenset(entry.get("apart", ())),
    )
