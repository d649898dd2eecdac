"""Names of persons: which may be spellings of one, and how alike two are.

In: a name as an article writes it. Out: its `Name` with the key of the block in which it is compared, and the likeness
of two names. What languages do to names stands in names.toml.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.lexicon.keys import name_key

EXACT, REORDERED, ROMANISED, FULLER, APART = 1.0, 0.97, 0.93, 0.92, 0.0
"""Likeness of two names: one key; the same words in another order or joined; one sound; one with more given names."""
_FEW = 7
"""Letters of a Korean or Chinese name of which there are many bearers."""
_SHORT = 5
"""Letters at most of a syllable of a Korean or Chinese name that is written in three words."""
_PARTICLE = re.compile(r"\b(?:al|el|ul|as|ash|ad|an|ar|az)[-‐’'](?=\w)", re.IGNORECASE)
"""The Arabic article, joined to a name by a hyphen."""
_VOWELS = re.compile(r"(?<=.)[aio]")


@dataclass(frozen=True)
class Name:
    """A name taken apart: its key, its words as they sound, and initials of given names."""

    key: str
    words: tuple[str, ...]
    initials: tuple[str, ...]

    @property
    def block(self) -> str:
        """What all spellings of a name have in common: the consonants of its first and last words, sorted."""
        ends = {self.words[0], self.words[-1]} if self.words else {"-"}
        return " ".join(sorted(_VOWELS.sub("", word) for word in ends))

    @property
    def is_short(self) -> bool:
        """Whether many may bear the name: one word, or the few letters of a Korean or Chinese one."""
        letters, words = len(self.key.replace(" ", "")), self.key.split()
        return len(self.words) < 2 or (letters <= _FEW and any(word in _surnames() for word in words))


@lru_cache(maxsize=100_000)
def parse_name(name: str) -> Name:
    """The parts of a name: honorifics are left out, nicknames and romanisations brought to one form."""
    words = list(_words(_PARTICLE.sub(" ", name)))
    bare = [word for word in words if word not in _data()["titles"]] or words
    kept = [word for word in bare if word not in _data()["particles"]] or bare
    full = [word for word in kept if len(word) > 1 or not word.isascii()] or kept
    initials = tuple(word for word in kept[:-1] if len(word) == 1)
    return Name(" ".join(bare), tuple(map(_sound, _syllables_joined(full))), initials)


def _words(name: str) -> Iterator[str]:
    """The words of a name: syllables of a Korean or Chinese given name are one, others are parted at hyphens."""
    raw = [name_key(word) for word in name.split()]
    is_syllables = any(word in _surnames() for word in raw)
    for word in raw:
        yield from [word.replace(" ", "")] if is_syllables and word else word.split()


def likeness(one: Name, other: Name) -> float:
    """How alike two names are, 0 to 1: one of the constants of this module."""
    if one.key == other.key:
        return EXACT
    if one.initials and other.initials and one.initials != other.initials:
        return APART
    if sorted(one.key.replace(" ", "")) == sorted(other.key.replace(" ", "")) and set(one.words) == set(other.words):
        return REORDERED
    if set(one.words) == set(other.words):
        return ROMANISED
    fewer, more = sorted((one.words, other.words), key=len)
    return FULLER if _is_fuller(fewer, more) else APART


def _is_fuller(fewer: tuple[str, ...], more: tuple[str, ...]) -> bool:
    """Whether one name is the other with further given names between the first and the last word."""
    is_longer = len(more) > len(fewer) >= 2
    return is_longer and (fewer[0], fewer[-1]) == (more[0], more[-1]) and set(fewer) <= set(more)


def _syllables_joined(words: list[str]) -> list[str]:
    """The given name of a Korean or Chinese name in one word: "Ri Yong Ho" as "Ri Yongho"."""
    if len(words) == 3 and all(len(word) <= _SHORT for word in words) and words[0] in _surnames():
        return [words[0], words[1] + words[2]]
    return words


def _sound(word: str) -> str:
    word = _data()["nicknames"].get(word, word)
    word = _data()["surnames"].get(word, word)
    for pattern, to in _sounds():
        word = pattern.sub(to, word)
    return word or "-"


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("names.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def _surnames() -> frozenset[str]:
    surnames = _data()["surnames"]
    return frozenset((*surnames, *surnames.values(), *_data()["chinese"]))


@lru_cache(maxsize=1)
def _sounds() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(each["pattern"]), each["to"]) for each in _data()["sounds"])
