"""Clusters: which of many belong together, by comparing them two by two.

In: things and a comparison of two. Out: groups of them and the judgements behind. The same for any order of the things:
pairs are joined from the most alike to the least, and no two that are different end in one group.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Literal, Protocol, TypeVar

Verdict = Literal["same", "different", "unsure"]


@dataclass(frozen=True)
class Comparison:
    """How alike two things are, 0 to 1, what follows, and why: each feature with its weight."""

    score: float
    verdict: Verdict
    features: tuple[tuple[str, float], ...] = ()

    @property
    def why(self) -> str:
        """The features in words: "name alike +0.93, same state +0.03"."""
        return ", ".join(f"{name} {weight:+.2f}" for name, weight in self.features)


class Sortable(Protocol):
    """What can be put in order and in sets."""

    def __lt__(self, other: Any, /) -> bool: ...
    def __gt__(self, other: Any, /) -> bool: ...
    def __hash__(self) -> int: ...


Thing = TypeVar("Thing", bound=Sortable)
MARGIN = 0.1
"""By how much a thing must be more like one than like another that is different from it."""
Compared = Mapping[tuple[Thing, Thing], Comparison]


def compare_all(
    things: Iterable[Thing], compare: Callable[[Thing, Thing], Comparison]
) -> dict[tuple[Thing, Thing], Comparison]:
    """Every pair with its comparison, the lesser thing first."""
    return {(one, other): compare(one, other) for one, other in combinations(sorted(things), 2)}


def without_ties(compared: Compared[Thing]) -> dict[tuple[Thing, Thing], Comparison]:
    """The comparisons, with what is as much like one as like another that differs from it left unsure."""
    alike: dict[Thing, dict[Thing, float]] = {}
    for (one, other), each in compared.items():
        if each.verdict == "same":
            alike.setdefault(one, {})[other] = each.score
            alike.setdefault(other, {})[one] = each.score

    def is_tie(thing: Thing, chosen: Thing, score: float) -> bool:
        rivals = (rival for rival, rated in alike[thing].items() if rival != chosen and rated > score - MARGIN)
        return any(compared[min(chosen, r), max(chosen, r)].verdict == "different" for r in rivals)

    return {
        (one, other): replace(each, verdict="unsure")
        if each.verdict == "same" and (is_tie(one, other, each.score) or is_tie(other, one, each.score))
        else each
        for (one, other), each in compared.items()
    }


def cluster(things: Iterable[Thing], compared: Compared[Thing]) -> list[list[Thing]]:
    """The things in groups, each sorted, the groups by their first thing."""
    group = {thing: {thing} for thing in things}
    apart: dict[Thing, set[Thing]] = {thing: set() for thing in group}
    for (one, other), comparison in compared.items():
        if comparison.verdict == "different":
            apart[one].add(other)
            apart[other].add(one)
    for one, other in _most_alike_first(compared):
        ones, others = group[one], group[other]
        if ones is not others and not any(apart[thing] & others for thing in ones):
            ones |= others
            for thing in others:
                group[thing] = ones
    return sorted({id(members): sorted(members) for members in group.values()}.values())


def _most_alike_first(compared: Compared[Thing]) -> list[tuple[Thing, Thing]]:
    same = ((pair, each.score) for pair, each in compared.items() if each.verdict == "same")
    return [pair for pair, _ in sorted(same, key=lambda each: (-each[1], each[0]))]
