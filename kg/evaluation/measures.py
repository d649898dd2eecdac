"""What is counted for one article: facts found, missed and invented by kind, and right and wrong values by slot."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.evaluation.alike import (
    country,
    is_same_date,
    is_same_name,
    likeness,
    meeting_likeness,
    names,
    pair_up,
    title_likeness,
    words,
)

Fact = dict[str, Any]
_LIKE, _MEETING, _TOPIC = 0.5, 0.4, 0.34
"""How alike two facts, two meetings and two topics have to be to be taken for one."""


@dataclass
class Measured:
    """The counts of one article."""

    found: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    invented: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    judged: list[tuple[str, float, bool]] = field(default_factory=list)
    """Kind, confidence and whether it is right, of each fact found that says how sure it is."""

    def count(
        self, kind: str, pairs: Sequence[tuple[Fact, Fact]], missing: Sequence[Fact], extra: Sequence[Fact]
    ) -> None:
        """Count facts of a kind; those that the gold leaves open neither way."""
        sure = [(g, f) for g, f in pairs if not g.get("optional")]
        self.found[kind] += len(sure)
        self.missed[kind] += sum(not g.get("optional") for g in missing)
        self.invented[kind] += len(extra)
        self.judged += [(kind, f["confidence"], True) for _, f in sure if "confidence" in f]
        self.judged += [(kind, f["confidence"], False) for f in extra if "confidence" in f]

    def slot(self, name: str, is_right: bool) -> None:
        """Count one value of a slot."""
        self.right[name] += is_right
        self.asked[name] += 1


def measure(gold: Fact, found: Fact) -> Measured:
    """The counts of one article."""
    measured = Measured()
    _persons(measured, gold.get("persons", []), found.get("persons", []))
    here, there = ([{"name": code} for code in record.get("states", [])] for record in (gold, found))
    measured.count("states", *pair_up(here, there, lambda g, f: float(g["name"] == f["name"]), 1.0))
    _organizations(measured, gold.get("organizations", []), found.get("organizations", []))
    _meetings(measured, gold.get("negotiations", []), found.get("negotiations", []))
    measured.count(
        "statements", *pair_up(gold.get("statements", []), found.get("statements", []), _statement_likeness, 1.0)
    )
    measured.count(
        "positions", *pair_up(gold.get("positions", []), found.get("positions", []), _position_likeness, _LIKE)
    )
    measured.count(
        "relations",
        *pair_up(
            gold.get("relations", []), found.get("relations", []), lambda g, f: float(_relation(g) == _relation(f)), 1
        ),
    )
    return measured


def _persons(measured: Measured, gold: list[Fact], found: list[Fact]) -> None:
    def similarity(g: Fact, f: Fact) -> float:
        if any(words(name) == words(f["name"]) for name in names(g)):
            return 1.0
        return 0.9 * any(is_same_name(name, f["name"]) for name in names(g))

    pairs, missing, extra = pair_up(gold, found, similarity, _LIKE)
    measured.count("persons", pairs, missing, extra)
    for person in missing:
        measured.missed["roles"] += 0 if person.get("optional") else len(person.get("roles", []))
    measured.invented["roles"] += sum(len(person.get("roles", [])) for person in extra)
    for g, f in pairs:
        if g.get("optional"):
            continue
        if g.get("side"):
            measured.slot("side of persons", g["side"] == f.get("side"))
        if g.get("capacity") not in {None, "unknown"}:
            measured.slot("capacity of persons", g["capacity"] == f.get("capacity"))
        _roles(measured, g.get("roles", []), f.get("roles", []))


def _roles(measured: Measured, gold: list[Fact], found: list[Fact]) -> None:
    pairs, missing, extra = pair_up(gold, found, lambda g, f: title_likeness(g["title"], f["title"]), _LIKE)
    measured.count("roles", pairs, missing, extra)
    for g, f in pairs:
        measured.slot("status of roles", g.get("status") == f.get("status"))
        if g.get("state"):
            measured.slot("state of roles", g["state"] == f.get("state"))


def _organizations(measured: Measured, gold: list[Fact], found: list[Fact]) -> None:
    def similarity(g: Fact, f: Fact) -> float:
        return max(likeness(name, f["name"]) for name in names(g))

    pairs, missing, extra = pair_up(gold, found, similarity, _LIKE)
    measured.count("organizations", pairs, missing, extra)
    for g, f in pairs:
        if not g.get("optional"):
            measured.slot("kind of organizations", g.get("type") == f.get("type"))


def _meetings(measured: Measured, gold: list[Fact], found: list[Fact]) -> None:
    pairs, missing, extra = pair_up(gold, found, meeting_likeness, _MEETING)
    measured.count("negotiations", pairs, missing, extra)
    for g, f in pairs:
        if g.get("optional"):
            continue
        for slot in ("kind", "status", "track"):
            measured.slot(f"{slot} of negotiations", str(g.get(slot)) == str(f.get(slot)))
        if g.get("start") or f.get("start"):
            measured.slot("date of negotiations", is_same_date(g, f))
        if country(g) or country(f):
            measured.slot("country of negotiations", country(g) == country(f))
        for kind, similarity, least in (
            ("states", lambda x, y: float(x == y), 1.0),
            ("persons", lambda x, y: float(is_same_name(x, y)), _LIKE),
            ("topics", likeness, _TOPIC),
        ):
            both, missed, more = pair_up(g.get(kind) or [], f.get(kind) or [], similarity, least)
            measured.found[f"{kind} of negotiations"] += len(both)
            measured.missed[f"{kind} of negotiations"] += len(missed)
            measured.invented[f"{kind} of negotiations"] += len(more)


def _statement_likeness(g: Fact, f: Fact) -> float:
    """1 for the same speaker in the same passage."""
    is_same = is_same_name(g["speaker"], f["speaker"]) or likeness(g["speaker"], f["speaker"]) >= _LIKE
    here, there = g.get("evidence") or "", f.get("evidence") or ""
    return float(is_same and bool(here and there) and (here in there or there in here))


def _position_likeness(g: Fact, f: Fact) -> float:
    if g.get("kind") != f.get("kind") or not _is_same_actor(g.get("actor"), f.get("actor")):
        return 0.0
    if _is_same_actor(g.get("target"), f.get("target")):
        return 1.0
    return 0.6 * (not g.get("target") or not f.get("target"))


def _is_same_actor(first: str | None, second: str | None) -> bool:
    return (first or "") == (second or "") or is_same_name(first or "", second or "")


def _relation(relation: Fact) -> tuple[str, ...]:
    return (relation["kind"], *sorted((relation["a"], relation["b"])))
