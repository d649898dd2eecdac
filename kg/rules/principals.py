"""Principals: the two sides that a text is about, which it takes as known when it speaks of "the talks".

Counted are the states and movements that act, not those where something takes place; the headline and the first
sentences count more, since news leads with what matters.
"""

from collections import Counter
from dataclasses import dataclass

from kg.mentions.reading import PlaceMention, Reading, StateMention
from kg.rules.thirds import thirds_in

_OPENING, _OPENING_WEIGHT = 3, 2
_LEAST_SHARE = 0.4
"""Of the mentions of the first side that the second must have."""
_PLACE_LINKS = {"in", "at", "near", "from", "to", "across", "outside", "into", "through"}


@dataclass(frozen=True)
class Principals:
    """Two states, one state and the movements it deals with, or one within which all happens; nothing if unclear."""

    sides: frozenset[str] = frozenset()
    organizations: tuple[str, ...] = ()
    thirds: frozenset[str] = frozenset()
    """States that mediate, or where something takes place."""


def find_principals(reading: Reading) -> Principals:
    """The sides that the text is about."""
    thirds = _third_parties(reading)
    ranked = _ranked_states(reading, thirds)
    if not ranked:
        return Principals(thirds=thirds)
    (first, most), *others = ranked
    movements = Counter[str]()
    for organization in reading.organizations:
        if organization.is_party:
            movements[organization.name] += _weight(reading, organization.start)
    movement, named = next(iter(movements.most_common(1)), ("", 0))
    (second, less), (_, third), *_ = [*others, ("", 0), ("", 0)]
    if named > less and named >= _LEAST_SHARE * most:
        return Principals(frozenset({first}), (movement,), thirds)
    if less >= _LEAST_SHARE * most and less > third:
        return Principals(frozenset({first, second}), (), thirds)
    return Principals(frozenset({first}) if less < _LEAST_SHARE * most else frozenset(), (), thirds)


def _ranked_states(reading: Reading, thirds: frozenset[str]) -> list[tuple[str, int]]:
    """The states that act and their people, the most often named first; a third party only where nobody else leads."""
    counts: Counter[str] = Counter()
    for state in reading.states:
        if not _is_place(reading, state):
            counts[state.code] += _weight(reading, state.start)
    for person in reading.people:
        side = reading.side_of(person.name)
        if side:
            counts[side] += _weight(reading, person.start)
    ranked = counts.most_common()
    return [*ranked[:1], *(each for each in ranked[1:] if each[0] not in thirds)]


def _third_parties(reading: Reading) -> frozenset[str]:
    """The states that mediate, or where something takes place and that are named as a place at least as often."""
    named = (third for sentence in reading.sentences for third in thirds_in(reading, sentence))
    mediators = {third.actor.name for third in named if third.role != "host"}
    places = Counter(place.country for place in reading.places if _follows_in(reading, place))
    acting = Counter(state.code for state in reading.states if not _is_place(reading, state))
    return frozenset(mediators) | {code for code, count in places.items() if count >= acting[code]}


def _follows_in(reading: Reading, place: PlaceMention) -> bool:
    before = reading.doc[place.start - 1].lower_ if place.start else ""
    return before in {"in", "at"} or place.start == 0


def _weight(reading: Reading, start: int) -> int:
    opening = reading.sentences[min(_OPENING, len(reading.sentences)) - 1]
    return _OPENING_WEIGHT if start < opening.end else 1


def _is_place(reading: Reading, state: StateMention) -> bool:
    if state.kind == "demonym":
        return False
    before = reading.doc[state.start - 1] if state.start else None
    if before is None or "\n" in before.text:  # a dateline, where a capital is but a city
        return state.kind == "capital"
    if before.dep_ == "det" and state.start > 1:
        before = reading.doc[state.start - 2]
    return before.lower_ in _PLACE_LINKS
