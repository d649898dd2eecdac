"""What extraction knows of the world and of news language, read from the tables in this folder.

Everything here is data that a researcher can correct: TOML for names, titles, words and patterns, CSV for cities. Each
file says in its head what its keys mean. The tables are read once and never changed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

from kg.lexicon.gazetteer import Gazetteer, load_gazetteer
from kg.lexicon.gazetteer import table as _table
from kg.lexicon.keys import name_key
from kg.lexicon.known import (
    KnownOrganization,
    KnownPerson,
    KnownPlace,
    KnownPosition,
    KnownProcess,
    KnownThing,
    State,
    StateNameKind,
)

__all__ = [
    "Diplomacy",
    "Gazetteer",
    "KnownOrganization",
    "KnownPerson",
    "KnownPlace",
    "KnownPosition",
    "KnownProcess",
    "KnownThing",
    "Lexicon",
    "State",
    "StateNameKind",
    "Topics",
    "load_lexicon",
]


@dataclass(frozen=True)
class Topics:
    """Topics and the one pattern that finds them all: its groups are numbered as the topics, from 1."""

    names: tuple[str, ...]
    pattern: re.Pattern[str]

    def find(self, text: str) -> Iterator[str]:
        """The topics that a text names, each as often as it does."""
        return (self.names[match.lastindex - 1] for match in self.pattern.finditer(text) if match.lastindex)


@dataclass(frozen=True)
class Diplomacy:
    """Words of texts about diplomacy, and how many different ones tell it: one for `each` words, up to `most`."""

    each: int
    most: int
    pattern: re.Pattern[str]


@dataclass(frozen=True, eq=False)  # compared by identity, so that what is built from it can be cached
class Lexicon:
    """All tables. Words are lemmas in lower case; names are as written."""

    states: dict[str, State]
    organizations: dict[str, KnownOrganization]
    places: dict[str, KnownPlace]
    cities: dict[str, tuple[KnownPlace, ...]]
    """The long list of cities by name, of one name the largest first."""
    persons: dict[str, KnownPerson]
    """By key of name and alias (see `keys`): for reading, where people of one name are told as far as they agree.

    Which of them a name means, `gazetteer.known_person` says.
    """
    gazetteer: Gazetteer
    processes: tuple[KnownProcess, ...]
    titles: dict[str, Any]
    given_names: dict[str, str]
    """Given name in lower case to `feminine` or `masculine`."""
    organization_words: dict[str, str]
    organization_descriptions: dict[str, list[str]]
    organization_other: dict[str, list[str]]
    meetings: dict[str, Any]
    speech: dict[str, Any]
    acts: dict[str, Any]
    tracks: tuple[tuple[str, re.Pattern[str]], ...]
    relations: dict[str, re.Pattern[str]]
    missions: dict[str, list[str]]
    topics: tuple[Topics, ...]
    confidence: dict[str, float]
    """How sure a reading is, 0 to 1, by the name of its rule."""
    furniture: re.Pattern[str]
    longest_furniture: int
    genres: tuple[tuple[int, re.Pattern[str]], ...]
    """What texts are about instead of diplomacy: a pattern of words, and how many different ones tell it."""
    diplomacy: Diplomacy

    @cached_property
    def meeting_nouns(self) -> dict[str, str]:
        """Lemma to kind of meeting."""
        return _inverted(self.meetings["nouns"])

    @cached_property
    def official_nouns(self) -> frozenset[str]:
        """Lemmas of nouns for people who act for a side: with one of them, "met" is diplomacy and not a match."""
        posts = {head for head, kind in self.title_heads.items() if kind == "official"}
        return frozenset(self.meetings["officials"]["nouns"]) | posts

    @cached_property
    def visit_nouns(self) -> frozenset[str]:
        """Lemmas of nouns for a visit."""
        return frozenset(self.meetings["nouns"]["visit"])

    @cached_property
    def meeting_frames(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """Lemma of a verb to its frames, each with a kind of meeting; "meet-to-talk" is the frame "meet"."""
        found: dict[str, tuple[tuple[str, str], ...]] = {}
        for name, frame in self.meetings["frames"].items():
            for verb in frame["verbs"]:
                found[verb] = (*found.get(verb, ()), (name.partition("-")[0], frame["kind"]))
        return found

    @cached_property
    def act_verbs(self) -> dict[str, str]:
        """Verb, with its particle or preposition if it has one, to type of act."""
        return _inverted(self.acts["verbs"])

    @cached_property
    def act_nouns(self) -> dict[str, str]:
        """Lemma of a noun to type of act."""
        return _inverted(self.acts["nouns"])

    @cached_property
    def conditions(self) -> re.Pattern[str]:
        """Words by which somebody makes a condition."""
        return re.compile("|".join(self.acts["condition"]["patterns"]), re.IGNORECASE)

    @cached_property
    def apart(self) -> re.Pattern[str]:
        """Words by which somebody denies a part in something."""
        return re.compile("|".join(self.acts["asserting"]["apart"]), re.IGNORECASE)

    @cached_property
    def status_words(self) -> dict[str, str]:
        """Lemma to status of an event."""
        return _inverted(self.meetings["status"])

    @cached_property
    def title_status(self) -> dict[str, str]:
        """Lemma to how a post is held: former, then, acting or designate."""
        return _inverted(self.titles["status"])

    @cached_property
    def honorifics(self) -> frozenset[str]:
        """Forms of address, in lower case without a dot."""
        return frozenset(self.titles["honorifics"])

    @cached_property
    def title_areas(self) -> frozenset[str]:
        """Words of fields of posts, which belong to a title and to no name: "Foreign Affairs"."""
        return frozenset(self.titles["areas"])

    @cached_property
    def names_of_places(self) -> frozenset[str]:
        """Every name of a place or state, as written; not of a town called like a known person: "Obama" in Japan."""
        places = {n for n, place in self.places.items() if not (place.is_common and self.states_of_surname(n))}
        return frozenset(places) | {name for state in self.states.values() for name, _ in state.names}

    def person_named(self, name: str) -> KnownPerson | None:
        """The person of that name; of a name that differs in particles and middle names, where only one fits."""
        key = name_key(name)
        return self.persons.get(key) or self._persons_by_ends.get(_ends(key))

    def state_of_person(self, name: str) -> str | None:
        """The state that the person of that name is known to act for."""
        known = self.person_named(name)
        return known.state if known else None

    def states_of_surname(self, surname: str) -> frozenset[str]:
        """The states of all known persons whose names end in that word."""
        return self._states_by_surname.get(name_key(surname), frozenset())

    @cached_property
    def _states_by_surname(self) -> dict[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for key, person in self.persons.items():
            if person.state:
                surname = _ends(key)[1]
                found[surname] = found.get(surname, frozenset()) | {person.state}
        return found

    @cached_property
    def _persons_by_ends(self) -> dict[tuple[str, str], KnownPerson | None]:
        """Persons by the first and last word of their names; None where two share them."""
        found: dict[tuple[str, str], KnownPerson | None] = {}
        for key, person in self.persons.items():
            ends = _ends(key)
            found[ends] = person if found.get(ends, person) == person else None
        return found

    @cached_property
    def opposing_words(self) -> frozenset[str]:
        """Words in a title of somebody who leads or speaks for others than a government."""
        return frozenset(self.titles["opposing"])

    @cached_property
    def _ranks(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        ranks = self.titles["ranks"].items()
        return tuple((rank, re.compile("|".join(patterns), re.IGNORECASE)) for rank, patterns in ranks)

    def rank_of(self, title: str, state: str | None) -> str | None:
        """Local name of the rank (`bc:rank-…`) that an official title of a state's post gives; None for lesser ones."""
        nameless = _names_of(self.states[state]).sub("~", title) if state in self.states else title
        return next((rank for rank, pattern in self._ranks if pattern.fullmatch(nameless)), None)

    @cached_property
    def title_heads(self) -> dict[str, str]:
        """Head noun of a title to `official` or `private`."""
        return _inverted(self.titles["heads"])


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The lexicon of this version."""
    gazetteer = load_gazetteer()
    cities = _by_size(gazetteer.places)
    furniture, genres = _table("furniture"), _table("genres")
    diplomacy = genres.pop("diplomacy")
    return Lexicon(
        states=gazetteer.states,
        organizations={organization.name: organization for organization in gazetteer.organizations},
        places=_places(gazetteer.places, cities),
        cities=cities,
        persons=_persons(gazetteer),
        gazetteer=gazetteer,
        processes=gazetteer.processes,
        titles=_table("titles"),
        given_names=_inverted(_table("given-names")),
        organization_words=_inverted(_table("organization-words")["words"]),
        organization_descriptions=_table("organization-words")["descriptions"],
        organization_other=_table("organization-words")["other"],
        meetings=_table("meetings"),
        speech=_table("speech"),
        acts=_table("acts"),
        tracks=tuple(
            (entry["concept"], re.compile("|".join(entry["patterns"]), re.IGNORECASE))
            for entry in _table("tracks")["track"]
        ),
        relations=_relations(_table("relations")),
        missions=_table("relations")["missions"],
        topics=_topics(_table("topics")),
        confidence=_table("confidence")["rules"],
        furniture=re.compile("|".join(furniture["patterns"]), re.IGNORECASE),
        longest_furniture=furniture["longest"],
        genres=tuple((genre["least"], _any_word(genre["words"])) for genre in genres.values()),
        diplomacy=Diplomacy(
            diplomacy["each"],
            diplomacy["most"],
            re.compile(rf"(?<!\w)(?:{'|'.join(diplomacy['patterns'])})(?!\w)", re.IGNORECASE),
        ),
    )


def _relations(table: dict[str, Any]) -> dict[str, re.Pattern[str]]:
    lists = {kind: entry["patterns"] for kind, entry in table.items() if "patterns" in entry}
    lists["restoring"], lists["not-so"] = table["unreal"]["restoring"], table["unreal"]["not-so"]
    return {kind: re.compile("|".join(patterns), re.IGNORECASE) for kind, patterns in lists.items()}


def _topics(table: dict[str, Any]) -> tuple[Topics, ...]:
    """The topics by their words, those by their name, and the places that are one where a conflict is spoken of."""
    patterns = dict(table["topics"])
    names, places = patterns.pop("names"), patterns.pop("places")
    before, after = "|".join(table["conflicts"]["before"]), "|".join(table["conflicts"]["after"])
    conflicts = [
        rf"\b(?:{before}) (?:in|over|of|about|on|around) (?:the )?{place}\b|\b{place}(?:'s|’s)? (?:{after})\b"
        for place in map(re.escape, places)
    ]
    return (
        Topics(tuple(patterns), _alternatives(map("|".join, patterns.values()), re.IGNORECASE)),
        Topics(tuple(names), _alternatives((rf"{re.escape(name)}\b" for name in names), re.NOFLAG)),
        Topics(tuple(f"conflict in {name}" for name in places), _alternatives(conflicts, re.NOFLAG)),
    )


def _alternatives(patterns: Iterable[str], flags: re.RegexFlag) -> re.Pattern[str]:
    """One pattern for many, each of which begins at a word: the number of the group tells which it was."""
    return re.compile(rf"\b(?:{'|'.join(f'({pattern})' for pattern in patterns)})", flags)


def _any_word(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


@cache
def _names_of(state: State) -> re.Pattern[str]:
    """Any name of a state, the longest first."""
    return _any_word(sorted((name for name, _ in state.names), key=len, reverse=True))


def _inverted(groups: dict[str, list[str]]) -> dict[str, str]:
    return {word: group for group, words in groups.items() for word in words}


_SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "al", "el", "bin", "ibn"}


def _ends(key: str) -> tuple[str, str]:
    """The first and last word of a key, particles and generations left out."""
    words = [word for word in key.split() if word not in _SUFFIXES] or [key]
    return (words[0], words[-1]) if len(words) > 1 else (key, "")


def _persons(gazetteer: Gazetteer) -> dict[str, KnownPerson]:
    persons: dict[str, KnownPerson] = {}
    public = {None, *(sector.name for sector in gazetteer.sectors if sector.is_public)}
    for person in gazetteer.persons:
        for name in (person.name, *person.aliases):
            bearers = gazetteer.persons_named(name)
            persons[name_key(name)] = _as_far_as_they_agree([p for p in bearers if p.sector in public] or list(bearers))
    return persons


def _as_far_as_they_agree(bearers: list[KnownPerson]) -> KnownPerson:
    """What is true of all who bear a name: their state, and that all have left office."""
    first, *others = bearers
    if not others:
        return first
    states = {person.state for person in bearers}
    left = [person.until for person in bearers]
    until = max(filter(None, left)) if all(left) else None
    return KnownPerson(first.name, states.pop() if len(states) == 1 else None, None, first.aliases, until)


def _by_size(places: Iterable[KnownPlace]) -> dict[str, tuple[KnownPlace, ...]]:
    """The long list of cities by name, in its order: of one name the largest first."""
    cities: dict[str, tuple[KnownPlace, ...]] = {}
    for city in places:
        if city.is_common:
            cities[city.name] = (*cities.get(city.name, ()), city)
    return cities


def _places(known: Iterable[KnownPlace], cities: dict[str, tuple[KnownPlace, ...]]) -> dict[str, KnownPlace]:
    places = {name: of_name[0] for name, of_name in cities.items()}
    for place in known:
        if not place.is_common:
            places |= dict.fromkeys((place.name, *place.aliases), place)
    return places
