"""A name taken apart: its words, how they sound, and what is no part of it.

In: a name as somebody writes it. Out: its `Name`. Persons have titles, nicknames and initials, and their syllables are
written in one word or in two; of the names of bodies and places, only spellings are brought to one form.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.lexicon.keys import name_key
from kg.names.table import load_table

_FEW = 7
"""Letters up to which a name is so short that many bear it."""
_SYLLABLE, _SYLLABLES = 5, 10
"""Letters at most of a syllable of a Korean or Chinese name, and of a given name of two."""
_ACRONYM = 6
_PARTICLE = re.compile(r"\b(?:al|el|ul|as|ash|ad|an|ar|az)[-‐’'](?=\w)", re.IGNORECASE)
"""The Arabic article, joined to a name by a hyphen."""
_POSSESSION = re.compile(r"['’]s\b")
_APOSTROPHES = re.compile(r"['’`ʻʼ]")
_VOWELS = re.compile(r"(?<=.)[aio]")


@dataclass(frozen=True)
class Name:
    """A name taken apart: its words as written and as they sound, and initials of given names.

    `written` has all words that are part of it, `key` those without the article of an Arabic name, which house styles
    leave out or keep; both are empty for no name.
    """

    written: str
    key: str
    words: tuple[str, ...]
    initials: tuple[str, ...]
    is_person: bool = True

    @property
    def block(self) -> str:
        """What all spellings of a name have in common: the consonants of its first and last words, sorted."""
        ends = {self.words[0], self.words[-1]} if self.words else {"-"}
        return " ".join(sorted(_VOWELS.sub("", word) for word in ends))

    @property
    def is_short(self) -> bool:
        """Whether many may bear the name: one word, or the few letters of a Korean or Chinese one."""
        surnames = load_table().surnames
        return len(self.words) < 2 or (self.has_few_letters and any(word in surnames for word in self.key.split()))

    @property
    def has_few_letters(self) -> bool:
        """Whether it is made of so few letters that many may bear it, whatever language it is of."""
        return len(self.key.replace(" ", "")) <= _FEW

    @property
    def is_korean(self) -> bool:
        """Whether it follows the Korean pattern: a surname of the table, then one or two syllables."""
        return _is_korean(self.key.split())


def words_of(name: str) -> tuple[str, ...]:
    """The words of any name by its key, forms of address in front and the mark of possession left out."""
    words = name_key(_APOSTROPHES.sub("", _POSSESSION.sub("", name))).split()
    while len(words) > 1 and words[0] in load_table().address:
        words = words[1:]
    return tuple(words)


@lru_cache(maxsize=100_000)
def parse_name(name: str, *, is_person: bool = True) -> Name:
    """The parts of a name; for a person without honorifics, nicknames and romanisations brought to one form."""
    if not is_person:
        words = words_of(name)
        sounds = tuple(map(_sound, _without(load_table().particles, words)))
        return Name(" ".join(words), " ".join(words), sounds, (), is_person=False)
    name = _POSSESSION.sub("", name)
    bare = _PARTICLE.sub(" ", name)
    spoken = _without(load_table().titles, tuple(_words(bare)))
    kept = _without(load_table().particles, spoken)
    full = [word for word in kept if len(word) > 1 or not word.isascii()] or list(kept)
    initials = tuple(word for word in kept[:-1] if len(word) == 1)
    return Name(_without_titles(name), _without_titles(bare), _as_they_sound(_syllables_joined(full)), initials)


def _without_titles(name: str) -> str:
    return " ".join(_without(load_table().titles, tuple(name_key(name).split())))


def _without(dropped: frozenset[str], words: tuple[str, ...]) -> tuple[str, ...]:
    """The words that are not dropped; all where none would be left."""
    return tuple(word for word in words if word not in dropped) or words


def _words(name: str) -> Iterator[str]:
    """The words of a name: syllables of a Korean or Chinese given name are one, others are parted at hyphens."""
    raw = [name_key(word) for word in name.split()]
    is_syllables = any(word in load_table().surnames for word in raw)
    for word in raw:
        yield from [word.replace(" ", "")] if is_syllables and word else word.split()


def _syllables_joined(words: list[str]) -> list[str]:
    """The given name of a Korean or Chinese name in one word: "Ri Yong Ho" as "Ri Yongho"."""
    if len(words) == 3 and all(len(word) <= _SYLLABLE for word in words) and words[0] in load_table().surnames:
        return [words[0], words[1] + words[2]]
    return words


def _as_they_sound(words: list[str]) -> tuple[str, ...]:
    """The words of a person's name by their sounds, nicknames in full and Korean surnames in one form."""
    table = load_table()
    full = [table.nicknames.get(word, word) for word in words]
    is_korean = _is_korean(words) or _is_korean(words[::-1])
    return tuple(_sound(table.korean.get(word, word), is_korean=is_korean) for word in full)


def _is_korean(words: Sequence[str]) -> bool:
    """Whether words follow the Korean pattern: a surname of the table, then one or two syllables."""
    first, *rest = words or [""]
    korean = load_table().korean
    is_surname = first in korean or first in korean.values()
    return is_surname and 1 <= len(rest) <= 2 and len("".join(rest)) <= _SYLLABLES


def _sound(word: str, *, is_korean: bool = False) -> str:
    for sound in load_table().sounds:
        if not (is_korean and sound.is_foreign):
            word = sound.pattern.sub(sound.to, word)
    return word or "-"


def is_acronym(name: str) -> bool:
    """Whether a name is letters for words: "IISS", "P5+1"."""
    letters = re.sub(r"\W", "", name)
    return len(letters) <= _ACRONYM and letters.upper() == letters and " " not in name.strip()
