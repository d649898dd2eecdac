"""How well a thing fits a query, from 0 to 100, and whether it is a match: the numbers stand in `scores.toml`."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from rapidfuzz import fuzz

from kg.lexicon.keys import name_key
from server.reconcile.index import Entity, in_order
from server.reconcile.schema import load_schema

_FILE = Path(__file__).with_name("scores.toml")
_DATE = re.compile(r"-?[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?(?=T|$|/)", re.ASCII)
_SURE = {"identifier", "label", "alias", "order"}
"""Fits that can be a match; a person by one word never is, nor is a name that is only like another."""


@dataclass(frozen=True)
class Candidate:
    """A thing that a query may mean.

    `fit` says how its name fits (a key of `names` in the file, or "none" where no name is asked for) and `name` how
    well; `agreements` are those of the query's properties, from 0 to 1; `margin` is the distance to the best other.
    """

    entity: Entity
    fit: str
    name: float
    has_type: bool
    agreements: tuple[tuple[str, float], ...] = ()
    score: float = 0
    margin: float = 0
    is_match: bool = False


@lru_cache(maxsize=1)
def load_numbers() -> Mapping[str, Mapping[str, float]]:
    """The numbers by table and name."""
    tables = tomllib.loads(_FILE.read_text("utf-8"))
    return {name: tables[name] for name in ("names", "properties", "match")}


@lru_cache(maxsize=1)
def load_features() -> Mapping[str, str]:
    """What each matching feature says."""
    found: dict[str, str] = tomllib.loads(_FILE.read_text("utf-8"))["features"]
    return found


def name_fit(key: str, entity: Entity) -> tuple[str, float]:
    """How a name fits a thing's names, and how well from 0 to 100."""
    numbers = load_numbers()["names"]
    if key in entity.keys and " " not in key and "Person" in entity.types:
        return "alone", numbers["alone"]
    if key in entity.keys:
        fit = "label" if key == entity.keys[0] else "alias"
        return fit, numbers[fit]
    order = in_order(key)
    if order in entity.orders:
        return "order", numbers["order"]
    like = max(fuzz.ratio(order, each) for each in entity.orders) / 100 * numbers["fuzzy"]
    part = max(_share(key.split(), each.split()) for each in entity.keys) * numbers["part"]
    return ("part", part) if part > like else ("fuzzy", like)


def _share(words: list[str], others: list[str]) -> float:
    """How well each word is among others, from 0 to 1; 0 where one of them is not like any."""
    likes = [max(fuzz.ratio(word, other) for other in others) / 100 for word in words]
    return sum(likes) / len(likes) if min(likes, default=0) >= load_numbers()["names"]["like"] else 0.0


@lru_cache(maxsize=10_000)
def likeness(asked: str, found: str) -> float:
    """How well a value agrees with the one asked for, both as text; from 0 to 1."""
    numbers = load_numbers()["properties"]
    day, known = _DATE.match(asked), _DATE.match(found)
    if day and known:
        shorter, longer = sorted((day[0], known[0]), key=len)
        return (1.0 if shorter == longer else numbers["begins"]) if longer.startswith(shorter) else 0.0
    return _likeness_of_keys(name_key(asked), name_key(found)) if asked != found else 1.0


def _likeness_of_keys(asked: str, found: str) -> float:
    numbers = load_numbers()["properties"]
    if asked == found or not asked:
        return 1.0 if asked else 0.0
    if found.startswith(f"{asked} "):
        return numbers["begins"]
    if set(asked.split()) <= set(found.split()):
        return numbers["within"]
    like = fuzz.ratio(in_order(asked), in_order(found)) / 100
    return like if like >= numbers["similar"] and not re.search("[0-9]", asked + found) else 0.0


def judged(candidates: Iterable[Candidate], strict: str) -> list[Candidate]:
    """The candidates with their scores, the best first and marked where it is a match; poor ones are left out."""
    least = load_numbers()["match"]["least"]
    scored = [replace(each, score=_score(each, strict)) for each in candidates]
    scored.sort(key=lambda each: (-each.score, -each.entity.articles, each.entity.id))
    scored = [each for each in scored if each.score >= least]
    best = [each.score for each in scored[:2]] + [0.0, 0.0]
    judged = [replace(each, margin=each.score - best[at == 0]) for at, each in enumerate(scored)]
    return [replace(each, is_match=at == 0 and _is_match(each)) for at, each in enumerate(judged)]


def _score(candidate: Candidate, strict: str) -> float:
    numbers = load_numbers()
    agreed = [value for _, value in candidate.agreements]
    if candidate.fit == "none":
        score = 100 * sum(agreed) / len(agreed)
    elif candidate.fit == "identifier":
        score = candidate.name
    else:
        weight = numbers["properties"]["weight"]
        score = (candidate.name + weight * 100 * sum(agreed)) / (1 + weight * len(agreed))
    return score if candidate.has_type or strict != "should" else score * numbers["match"]["other_type"]


def _is_match(candidate: Candidate) -> bool:
    numbers = load_numbers()["match"]
    is_clear = candidate.score >= numbers["score"] and candidate.margin >= numbers["margin"]
    is_sure = candidate.fit in _SURE and (not _is_shared(candidate) or _has_evidence(candidate))
    return is_clear and candidate.has_type and is_sure


def _is_shared(candidate: Candidate) -> bool:
    """Whether the name may be that of many things: "foreign minister" is one here and two hundred elsewhere."""
    shared = {load_schema().types[kind].shares for kind in candidate.entity.types}
    return {"label": "names" in shared, "identifier": False}.get(candidate.fit, bool(shared - {""}))


def _has_evidence(candidate: Candidate) -> bool:
    return any(value > load_numbers()["properties"]["unknown"] for _, value in candidate.agreements)
