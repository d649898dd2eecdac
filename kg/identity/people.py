"""Persons and bodies: whether two profiles of one block are the same.

The weights are those of linking by features (name, state, walk of life, years): a name alone accepts nothing where few
letters make it, and evidence against outweighs any name.
"""

from collections.abc import Mapping
from datetime import date

from kg.identity.clusters import Comparison, Verdict
from kg.identity.profiles import Profile
from kg.lexicon import load_lexicon
from kg.names import SCORES, likeness, parse_name

SAME, REVIEW = 0.90, 0.60
"""Scores from which two are the same, and from which a person has to look."""
_STATE, _SECTOR = 0.03, 0.04
_STATE_MISREAD = -0.1
"""For states that differ of a long name in one walk of life: a state is misread more often than namesakes meet."""
_STATES_APART, _SECTORS_APART, _AT_ONCE = -0.20, -0.12, -0.35
_KNOWN_APART = -0.50
_LITTLE = -0.08
_YEARS = 2
"""Years within which posts of different walks of life are not one person's."""

Spans = Mapping[Profile, tuple[str, str]]
"""The days (ISO) of a profile's first and last dated article; empty where none is dated."""


def compare_persons(one: Profile, other: Profile, spans: Spans) -> Comparison:
    """Whether two profiles are one person."""
    name = likeness(parse_name(one.name), parse_name(other.name))
    if one.known and one.known == other.known:
        return Comparison(1.0, "same", (("one person of the lexicon", 1.0),))
    features = [("name", name), *_context(one, other), *_against(one, other, spans)]
    score = max(0.0, min(1.0, sum(weight for _, weight in features)))
    return Comparison(round(score, 2), _verdict(one, other, score, name), tuple(features))


def _context(one: Profile, other: Profile) -> list[tuple[str, float]]:
    found = []
    if one.state and one.state == other.state:
        found.append(("same state", _STATE))
    if _is_same_walk(one.sector, other.sector):
        found.append(("same walk of life", _SECTOR))
    return found


def _is_same_walk(one: str, other: str) -> bool:
    """Whether two sectors are one, or both of public life and not apart: an envoy becomes a minister."""
    gazetteer = load_lexicon().gazetteer
    are_public = gazetteer.is_public(one) and gazetteer.is_public(other)
    return bool(one) and (one == other or (are_public and not gazetteer.are_apart(one, other)))


def _against(one: Profile, other: Profile, spans: Spans) -> list[tuple[str, float]]:
    found = []
    if one.known and other.known:
        found.append(("two persons of the lexicon", _KNOWN_APART))
    if one.state and other.state and one.state != other.state:
        is_odd = _is_same_walk(one.sector, other.sector) and not _is_short(one, other)
        found.append(("states differ", _STATE_MISREAD if is_odd else _STATES_APART))
    if load_lexicon().gazetteer.are_apart(one.sector, other.sector):
        at_once = one.is_current and other.is_current and _are_near(spans.get(one), spans.get(other))
        found.append(("walks of life at once", _AT_ONCE) if at_once else ("walks of life differ", _SECTORS_APART))
    if one.own or other.own:
        found.append(("name of many", _LITTLE))
    return found


def _verdict(one: Profile, other: Profile, score: float, name: float) -> Verdict:
    if score < REVIEW:
        return "different"
    return "same" if score >= SAME and _may_be_accepted(one, other, name) else "unsure"


def _may_be_accepted(one: Profile, other: Profile, name: float) -> bool:
    """A name of few letters needs a post that agrees, and its state too where it only sounds alike."""
    if one.own or other.own:
        return False
    agreeing = {label for label, _ in _context(one, other)}
    if _is_short(one, other):
        return (
            agreeing == {"same state", "same walk of life"}
            if name < SCORES["exact"]
            else bool(agreeing - {"same state"})
        )
    return name > SCORES["fuller"] or bool(agreeing)


def _is_short(one: Profile, other: Profile) -> bool:
    return parse_name(one.name).is_short or parse_name(other.name).is_short


def _are_near(one: tuple[str, str] | None, other: tuple[str, str] | None) -> bool:
    """Whether the days of two profiles overlap or lie less than `_YEARS` apart; undated ones may."""
    if not one or not other or not one[0] or not other[0]:
        return True
    gap = max(_ordinal(one[0]) - _ordinal(other[1]), _ordinal(other[0]) - _ordinal(one[1]))
    return gap < _YEARS * 365


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def compare_bodies(one: Profile, other: Profile, _spans: Spans) -> Comparison:
    """Whether two profiles of one block are one organization: a ministry, or a name, of the same state."""
    if one.own or other.own:
        return Comparison(0.8, "unsure", (("name of many", 0.8),))
    if one.state and other.state and one.state != other.state:
        return Comparison(0.5, "different", (("name", SCORES["exact"]), ("states differ", -0.5)))
    return Comparison(1.0, "same", (("name", SCORES["exact"]),))
