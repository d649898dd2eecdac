"""How two names compare: a class with a reason, not a percentage, since letters alike do not make people the same.

A string distance puts Ri Yong-gil nearer to Ri Yong-ho than Lee Yong-ho is; so it only ranks what goes to review.
"""

from typing import Literal

from rapidfuzz import fuzz

from kg.names.name import Name, parse_name

NameClass = Literal["exact", "order", "romanised", "fuller", "fuzzy", "surname", "other"]

SCORES: dict[NameClass, float] = {
    "exact": 1.0,
    "order": 0.97,
    "romanised": 0.93,
    "fuller": 0.92,
    "fuzzy": 0.88,
    "surname": 0.6,
    "other": 0.0,
}
"""What a class is worth: one key; the same words in another order or joined; one sound; one with more given names;
names only alike, of which it is the most that a likeness can be; a surname beside a name in full."""
_ALIKE = 85.0
"""Likeness (0 to 100) from which names count as alike at all."""


def likeness(one: Name, other: Name) -> float:
    """How far two names are spellings of one, 0 to 1: the score of their class, 0 where they are only alike.

    An article that is left out or spelt otherwise makes no difference.
    """
    return SCORES["exact" if one.key == other.key else _spelling(one, other)]


def compare(name: str, other: str, *, is_person: bool = True) -> tuple[NameClass, float]:
    """The class of two names and its score, 0 to 1."""
    one, two = parse_name(name, is_person=is_person), parse_name(other, is_person=is_person)
    if not one.written or not two.written:
        return "other", 0.0
    found = _spelling(one, two)
    if found != "other":
        return found, SCORES[found]
    alike = fuzz.token_sort_ratio(one.written, two.written)
    if _is_surname(one, two) or _is_surname(two, one):
        return "surname", SCORES["surname"]
    return ("fuzzy", SCORES["fuzzy"] * alike / 100) if alike >= _ALIKE else ("other", SCORES["other"])


def _spelling(one: Name, other: Name) -> NameClass:
    """The class of two spellings of one name; `other` where they are none."""
    if one.written == other.written:
        return "exact"
    if one.initials and other.initials and one.initials != other.initials:
        return "other"
    if _is_reordered(one, other):
        return "order"
    if set(one.words) == set(other.words):
        return "romanised"
    fewer, more = sorted((one, other), key=lambda name: len(name.words))
    return "fuller" if one.is_person and _is_fuller(fewer.words, more.words) else "other"


def _is_reordered(one: Name, other: Name) -> bool:
    """Whether two names have the same words in another order, or written as one."""
    joined, other_joined = one.written.replace(" ", ""), other.written.replace(" ", "")
    has_same_words = sorted(one.written.split()) == sorted(other.written.split())
    has_same_letters = sorted(joined) == sorted(other_joined) and set(one.words) == set(other.words)
    return joined == other_joined or has_same_words or has_same_letters


def _is_fuller(fewer: tuple[str, ...], more: tuple[str, ...]) -> bool:
    """Whether one name is the other with further given names between the first and the last word."""
    is_longer = len(more) > len(fewer) >= 2
    return is_longer and (fewer[0], fewer[-1]) == (more[0], more[-1]) and set(fewer) <= set(more)


def _is_surname(one: Name, other: Name) -> bool:
    """Whether one is a single word that is the surname of the other, which may stand first."""
    return len(one.words) == 1 < len(other.words) and one.words[0] in {other.words[0], other.words[-1]}
