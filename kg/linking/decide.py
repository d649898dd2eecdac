"""From weighed candidates to a decision: accept one, leave it for review, or say that there is none.

A link is accepted where the best candidate is good enough, well ahead of the second, of the right type, and something
beside the name speaks for it. Two rules have no exception: a likeness of names alone never makes two people one, and a
short name needs more than its state. What falls short of any of this is for people to decide.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from kg.linking.features import Candidate
from kg.linking.subjects import Subject
from kg.names import is_acronym, parse_name

Verdict = Literal["accept", "review", "none"]


@dataclass(frozen=True)
class Thresholds:
    """Scores from which a candidate is accepted or looked at, and how far ahead of the second it has to be."""

    accept: float = 0.9
    review: float = 0.6
    gap: float = 0.1


MEASURED = Thresholds()
"""As measured on the cases of `tests/gold/linking` (see docs/linking.md)."""


@dataclass(frozen=True)
class Decision:
    """What is decided of a subject, and why; `best` is None where there is no candidate at all."""

    subject: Subject
    verdict: Verdict
    best: Candidate | None
    second: Candidate | None
    refused: tuple[Candidate, ...]
    """Candidates of the very name that cannot be it."""
    why: str

    @property
    def gap(self) -> float:
        """How far the best is ahead."""
        return round((self.best.score if self.best else 0.0) - (self.second.score if self.second else 0.0), 3)


def decide(
    subject: Subject,
    candidates: Iterable[Candidate],
    *,
    denied: frozenset[str] = frozenset(),
    thresholds: Thresholds = MEASURED,
) -> Decision:
    """The decision of a subject's candidates; `denied` are items that were refused for good."""
    weighed = sorted(candidates, key=lambda c: (-c.score, -c.item.sitelinks, int(c.item.id[1:])))
    fitting = [c for c in weighed if not c.refused and not denied & {c.item.id, c.item.asked}]
    refused = tuple(c for c in weighed if c.refused and c.name_class in {"exact", "order"})[:3]
    best, second = (*fitting, None, None)[:2]
    if best is None or best.score < thresholds.review:
        return Decision(subject, "none", best, second, refused, "no candidate is good enough")
    rivals = Decision(subject, "accept", best, second, refused, "")
    why = _doubt(subject, best, rivals.gap if second else 1.0, thresholds)
    return Decision(subject, "review" if why else "accept", best, second, refused, why)


def _doubt(subject: Subject, best: Candidate, gap: float, thresholds: Thresholds) -> str:
    """Why the best candidate is not accepted; empty where it is."""
    is_person = subject.kind == "person"
    is_acronym_of_body = subject.kind == "organization" and is_acronym(best.match)
    has_more_than_state = bool(best.context & {"role", "in office", "company"})
    is_spelt_otherwise = best.name_class in {"romanised", "fuller"}
    doubts = (
        (best.score < thresholds.accept, f"score {best.score:.2f} is below {thresholds.accept:.2f}"),
        (gap < thresholds.gap, f"the second is only {gap:.2f} behind"),
        (not best.is_of_type, "its type is not known"),
        (not best.context, "nothing but the name speaks for it"),
        (is_person and best.name_class in {"fuzzy", "surname"}, "the names are only alike"),
        (is_person and is_spelt_otherwise and not has_more_than_state, "its name is spelt otherwise"),
        (is_person and _is_of_many(best.match) and not has_more_than_state, "many bear so short a name"),
        (is_person and best.item.is_dead and not subject.is_dated, "it is dead, and no day is known of the other"),
        (is_acronym_of_body and not best.context & {"state agrees", "company"}, "many bear such letters"),
    )
    return next((why for is_so, why in doubts if is_so), "")


def _is_of_many(match: str) -> bool:
    """Whether so many may bear a name that their state does not tell them apart."""
    name = parse_name(match)
    return name.is_short or name.is_korean or name.has_few_letters
