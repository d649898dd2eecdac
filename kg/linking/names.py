"""How two names compare: a class with a reason, not a percentage, since letters alike do not make people the same.

A string distance puts Ri Yong-gil nearer to Ri Yong-ho than Lee Yong-ho is; so it only ranks what goes to review.
"""

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from rapidfuzz import fuzz

from kg.lexicon.keys import name_key

NameClass = Literal["exact", "order", "romanised", "fuzzy", "surname", "other"]

SCORES: dict[NameClass, float] = {
    "exact": 1.0,
    "order": 0.97,
    "romanised": 0.93,
    "fuzzy": 0.88,
    "surname": 0.6,
    "other": 0.0,
}
"""What a class is worth; `fuzzy` is the most that a likeness can be."""
_ALIKE = 85.0
"""Likeness (0 to 100) from which names count as alike at all."""
_SHORT = 7
"""Letters up to which a name is so short that many bear it."""


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "romanisation.toml").read_text("utf-8"))


@cache
def _surnames() -> dict[str, str]:
    return {spelling: group[0] for group in _table()["korean"]["surnames"] for spelling in group}


@cache
def _rules(tradition: str, key: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), becomes) for pattern, becomes in _table()[tradition][key])


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name by its key, forms of address and the mark of possession left out."""
    bare = re.sub(r"['’]s\b", "", name)
    words = name_key(re.sub(r"['’`ʻʼ]", "", bare)).split()
    honorifics = set(_table()["honorifics"])
    while len(words) > 1 and words[0] in honorifics:
        words = words[1:]
    return tuple(words)


def compare(name: str, other: str) -> tuple[NameClass, float]:
    """The class of two names and its score, 0 to 1."""
    a, b = words_of(name), words_of(other)
    if not a or not b:
        return "other", 0.0
    found = _class(a, b)
    if found == "fuzzy":
        return found, SCORES["fuzzy"] * fuzz.token_sort_ratio(" ".join(a), " ".join(b)) / 100
    return found, SCORES[found]


def _class(a: tuple[str, ...], b: tuple[str, ...]) -> NameClass:
    if a == b:
        return "exact"
    if sorted(a) == sorted(b) or "".join(a) == "".join(b):
        return "order"
    if romanised(a) == romanised(b):
        return "romanised"
    if len(a) == 1 or len(b) == 1:
        return "surname" if _is_surname(a, b) or _is_surname(b, a) else _alike(a, b)
    return _alike(a, b)


def _alike(a: tuple[str, ...], b: tuple[str, ...]) -> NameClass:
    return "fuzzy" if fuzz.token_sort_ratio(" ".join(a), " ".join(b)) >= _ALIKE else "other"


def _is_surname(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether a is one word that is the surname of b, which may stand first."""
    return len(a) == 1 < len(b) and a[0] in {b[0], b[-1]}


def is_korean(words: tuple[str, ...]) -> bool:
    """Whether a name follows the Korean pattern: a surname of the table, then one or two syllables."""
    return 2 <= len(words) <= 3 and words[0] in _surnames() and len("".join(words[1:])) <= 10


def romanised(words: tuple[str, ...]) -> tuple[str, ...]:
    """What is common to the ways a name is written in Latin letters."""
    if is_korean(words):
        return _surnames()[words[0]], _applied("".join(words[1:]), _rules("korean", "syllables"))
    dropped = set(_table()["other"]["dropped"])
    kept = [word for word in words if word not in dropped] or list(words)
    return tuple(_applied(word, _rules("other", "words")) for word in kept)


def _applied(word: str, rules: Iterable[tuple[re.Pattern[str], str]]) -> str:
    for pattern, becomes in rules:
        word = pattern.sub(becomes, word)
    return word


def is_short(name: str) -> bool:
    """Whether so many may bear a name that their state does not tell them apart."""
    words = words_of(name)
    return len(words) <= 1 or is_korean(words) or len("".join(words)) <= _SHORT


def is_acronym(name: str) -> bool:
    """Whether a name is letters for words: "IISS", "P5+1"."""
    letters = re.sub(r"\W", "", name)
    return len(letters) <= 6 and letters.upper() == letters and " " not in name.strip()
