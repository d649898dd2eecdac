"""Known things: what a row or entry of the tables in this folder says of a person, body, place, process or post.

`wikidata` is the item that the public source named in `source` pairs with the name; both are None where nothing public
does. A thing without an item is known all the same.
"""

import re
from dataclasses import dataclass
from typing import Literal

StateNameKind = Literal["name", "demonym", "capital", "seat"]


@dataclass(frozen=True)
class State:
    """A state or dependency: its ISO 3166-1 alpha-2 code, name shown, Wikidata item if known, and names by kind."""

    code: str
    name: str
    wikidata: str | None
    names: tuple[tuple[str, StateNameKind], ...]
    dependency_of: str | None = None
    source: str | None = None
    also: tuple[tuple[str, str], ...] = ()
    """Other items that stand for it, each with its source: the Kingdom beside the Netherlands."""

    successors: tuple[str, ...] = ()
    """Codes of the states that it became, if it is no more."""

    @property
    def items(self) -> frozenset[str]:
        """Every Wikidata item that stands for the state."""
        return frozenset(filter(None, (self.wikidata, *(item for item, _ in self.also))))


@dataclass(frozen=True)
class KnownOrganization:
    """An organization of `organizations.toml`."""

    name: str
    kind: str
    aliases: tuple[str, ...]
    state: str | None
    wikidata: str | None
    is_movement: bool = False
    """Whether it deals with states as a party: an armed group, an opposition alliance."""
    source: str | None = None


@dataclass(frozen=True)
class KnownPlace:
    """A city or venue of `places.toml` or `cities.csv`, with the code of its country; `at` in degrees, as written."""

    name: str
    country: str
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    at: tuple[str, str] | None = None
    is_common: bool = False
    """Whether it comes from the long list of cities, where many are called like people and things."""
    is_region: bool = False
    """Whether it is a part of a federal state that stands behind its towns: "Portland, Oregon"."""
    thousands: int = 0
    """How many thousands live there, for cities of the long list."""
    source: str | None = None


@dataclass(frozen=True)
class KnownPerson:
    """A person of `persons.csv`; `state` is the code of the one they are known to act for."""

    name: str
    state: str | None
    wikidata: str | None
    aliases: tuple[str, ...]
    until: int | None = None
    """The year in which they left their last high office, for those who have."""
    since: int | None = None
    """The year from which they are known in high office."""
    sector: str | None = None
    """What they are known for: one of `sectors.toml`."""
    key: str = ""
    """The end of their IRI where the name alone is not enough; empty where it is."""
    source: str | None = None


@dataclass(frozen=True)
class KnownProcess:
    """A standing process of `processes.toml` with the states that negotiate in it."""

    name: str
    pattern: re.Pattern[str]
    sides: tuple[str, ...]
    kind: str
    issue: str
    names: tuple[str, ...] = ()
    wikidata: str | None = None
    source: str | None = None


@dataclass(frozen=True)
class KnownThing:
    """An agreement, event, or polity without a code, of the table of that name."""

    name: str
    kind: str
    aliases: tuple[str, ...]
    wikidata: str | None
    source: str | None
    year: int | None = None


@dataclass(frozen=True)
class KnownPosition:
    """A post of `positions.csv`; `rank` is the local name of its rank (`bc:rank-…`)."""

    name: str
    state: str | None
    rank: str | None
    wikidata: str
    source: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Sector:
    """What persons are known for, the titles that tell of it, and whether it is public life (see `sectors.toml`)."""

    name: str
    titles: re.Pattern[str]
    is_public: bool
    is_of_state: bool
    apart: frozenset[str] = frozenset()
    """Sectors that nobody is in at the same time."""
