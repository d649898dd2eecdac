"""When two records are of one thing: names, titles and topics by their words, meetings by what is known of them."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, TypeVar

from kg.dates.values import iso_days

T = TypeVar("T")
Similarity = Callable[[T, T], float]

_ADDRESSES = frozenset(
    {"mr", "ms", "mrs", "miss", "dr", "prof", "professor", "sir", "dame", "gen", "general", "lt", "col", "amb",
     "ambassador", "president", "minister", "the", "rev", "sheikh", "haji"}
)  # fmt: skip
_SMALL = frozenset({"of", "the", "a", "an", "for", "in", "at", "to", "and", "on", "with", "s"})
_LESSER = frozenset({"vice", "deputy", "assistant", "associate", "under", "sub", "junior"})
_DAYS_APART = timedelta(3), timedelta(31)


def names(fact: dict[str, Any]) -> list[str]:
    """Every name that a gold fact may be found by."""
    return [fact["name"], *fact.get("aliases", [])]


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """The words of a text without marks, case and possessives."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
    return tuple(re.findall(r"[^\W_]+", re.sub(r"['’]s\b", " ", plain)))


def is_same_name(first: str, second: str) -> bool:
    """Whether two names are of one person: equal without forms of address, or one a part of the other."""
    x, y = ([w for w in words(name) if w not in _ADDRESSES] for name in (first, second))
    if not x or not y:
        return False
    if "".join(x) == "".join(y):
        return True
    short, long = sorted((x, y), key=len)
    if len(short) == 1:
        return len(short[0]) > 2 and short[0] in {long[0], long[-1]}
    return set(short) <= set(long)


def likeness(first: str, second: str) -> float:
    """The share of words that two phrases have in common; 1 where the words of one are all in the other."""
    x, y = (_content(text) for text in (first, second))
    if not x or not y:
        return float(first == second)
    return 1.0 if x <= y or y <= x else len(x & y) / len(x | y)


def title_likeness(first: str, second: str) -> float:
    """The likeness of two titles; none where one is of a lesser post: a vice president is no president."""
    x, y = (_LESSER.intersection(words(title)) for title in (first, second))
    return likeness(first, second) if bool(x) == bool(y) else 0.0


def _content(text: str) -> set[str]:
    return {w[:-1] if w.endswith("s") and len(w) > 3 else w for w in words(text) if w not in _SMALL}


def overlap(first: Sequence[str], second: Sequence[str], is_same: Callable[[str, str], bool]) -> float:
    """The share of two lists that both have; half where both are empty, which tells little."""
    if not first and not second:
        return 0.5
    both = sum(any(is_same(x, y) for y in second) for x in first)
    return both / (len(first) + len(second) - both)


def meeting_likeness(gold: dict[str, Any], found: dict[str, Any]) -> float:
    """How much speaks for two records of a meeting being of one: sides, persons, country, date, kind and series."""
    score = 0.3 * overlap(gold.get("states") or [], found.get("states") or [], str.__eq__)
    score += 0.2 * overlap(gold.get("persons") or [], found.get("persons") or [], is_same_name)
    here, there = country(gold), country(found)
    score += 0.25 * (here == there) if here and there else 0.1 * (here == there)
    score += _date_likeness(gold, found)
    score += 0.1 * (gold.get("kind") == found.get("kind"))
    series, other = gold.get("series") or "", found.get("series") or ""
    return score + 0.15 * bool(series and other and likeness(series, other) >= 0.5)


def _date_likeness(gold: dict[str, Any], found: dict[str, Any]) -> float:
    first, second = _span(gold), _span(found)
    if first is None or second is None:
        return 0.1 * (first == second)
    apart = max(first[0] - second[1], second[0] - first[1], timedelta(0))
    return 0.25 if apart <= _DAYS_APART[0] else 0.1 if apart <= _DAYS_APART[1] else 0.0


def country(meeting: dict[str, Any]) -> str:
    """The code of the country where a meeting takes place, or nothing."""
    return ((meeting.get("place") or {}).get("country") or "").upper()


def _span(meeting: dict[str, Any]) -> tuple[date, date] | None:
    start = iso_days(meeting.get("start"))
    if start is None:
        return None
    end = iso_days(meeting.get("end")) or start
    return start.first, max(end.last, start.first)


def is_same_date(gold: dict[str, Any], found: dict[str, Any]) -> bool:
    """Whether a meeting starts when the gold says: on the day, give or take one, or in the month or year."""
    first, second = (str(record.get("start") or "") for record in (gold, found))
    if not first or not second:
        return first == second
    if len(first) < 10 or len(second) < 10:
        return first[: min(len(first), 7)] == second[: min(len(first), 7)]
    x, y = iso_days(first), iso_days(second)
    return x is not None and y is not None and abs(x.first - y.first) <= timedelta(1)


def pair_up(
    gold: Sequence[T], found: Sequence[T], similarity: Similarity[T], least: float
) -> tuple[list[tuple[T, T]], list[T], list[T]]:
    """What was found beside its gold, the likest first and each once; the gold that is missing; what is no gold."""
    scored = sorted(
        ((similarity(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)),
        key=lambda each: (-each[0], each[1], each[2]),
    )
    partner: dict[int, int] = {}
    for score, i, j in scored:
        if score >= least and i not in partner and j not in partner.values():
            partner[i] = j
    pairs = [(gold[i], found[j]) for i, j in partner.items()]
    missing = [g for i, g in enumerate(gold) if i not in partner]
    extra = [f for j, f in enumerate(found) if j not in partner.values()]
    return pairs, missing, extra
