"""What languages do to names: the table of names.toml, read once."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("names.toml")


@dataclass(frozen=True)
class Sound:
    """Spellings of one sound and what replaces them; `is_foreign` where Korean names tell them apart."""

    pattern: re.Pattern[str]
    to: str
    is_foreign: bool


@dataclass(frozen=True)
class Table:
    """Words by what they are in a name, as their keys, and the sounds, in the order in which they are replaced."""

    address: frozenset[str]
    titles: frozenset[str]
    particles: frozenset[str]
    nicknames: Mapping[str, str]
    korean: Mapping[str, str]
    """Spelling of a surname to the form it is compared in."""
    surnames: frozenset[str]
    """Surnames that stand before a given name of two syllables: Korean, Chinese and Vietnamese."""
    sounds: tuple[Sound, ...]


@lru_cache(maxsize=1)
def load_table() -> Table:
    """The table."""
    said = tomllib.loads(FILE.read_text("utf-8"))
    korean: dict[str, str] = said["surnames"]
    return Table(
        frozenset(said["address"]),
        frozenset((*said["address"], *said["titles"])),
        frozenset(said["particles"]),
        said["nicknames"],
        korean,
        frozenset((*korean, *korean.values(), *said["chinese"])),
        tuple(Sound(re.compile(each["pattern"]), each["to"], each.get("foreign", False)) for each in said["sounds"]),
    )
