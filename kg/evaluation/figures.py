"""Counts to figures: precision, recall, F1 and shares, with intervals, and the reliability of confidences.

Intervals are percentiles of figures over resampled articles (Efron and Tibshirani 1993, chapter 13), since facts of one
article are right or wrong together. The random numbers are fixed, so the same counts give the same figures.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from kg.evaluation.measures import Measured

_RESAMPLES, _TAIL = 1000, 0.025
_SEED = 2015
_BINS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Upper bounds of the confidences that are put together, each included."""


@dataclass(frozen=True)
class Share:
    """A share between 0 and 1 with the interval that holds it in 95 of 100 resamples, and of how many it is."""

    value: float
    low: float
    high: float
    of: int


@dataclass(frozen=True)
class Score:
    """How well facts of a kind are found; `f1` has the interval and says how many the gold has."""

    precision: float
    recall: float
    f1: Share


@dataclass(frozen=True)
class Reliability:
    """How often facts with a confidence of at most `up_to` are right, of a number of them."""

    up_to: float
    stated: float
    right: float
    facts: int


@dataclass(frozen=True)
class Evaluation:
    """The quality of a reading by an extractor over articles with gold."""

    extractor: str
    articles: int
    kinds: dict[str, Score]
    slots: dict[str, Share]
    reliability: tuple[Reliability, ...]


def evaluation_of(measured: Sequence[Measured], extractor: str) -> Evaluation:
    """The figures of articles measured one by one."""
    samples = _resamples(measured)
    kinds = list(dict.fromkeys(kind for m in measured for counts in (m.found, m.missed, m.invented) for kind in counts))
    slots = list(dict.fromkeys(slot for m in measured for slot in m.asked))
    return Evaluation(
        extractor=extractor,
        articles=len(measured),
        kinds={kind: _score(kind, measured, samples) for kind in kinds},
        slots={slot: _slot(slot, measured, samples) for slot in slots},
        reliability=_reliability(measured),
    )


def _resamples(measured: Sequence[Measured]) -> list[list[int]]:
    """The places of articles drawn with replacement, as many times as there are resamples."""
    draw = random.Random(_SEED)  # noqa: S311 - no secret: the same figures for the same counts
    return [draw.choices(range(len(measured)), k=len(measured)) for _ in range(_RESAMPLES)]


def _score(kind: str, measured: Sequence[Measured], samples: list[list[int]]) -> Score:
    counts = [(m.found[kind], m.missed[kind], m.invented[kind]) for m in measured]
    found, missed, invented = map(sum, zip(*counts, strict=True))
    drawn = [tuple(map(sum, zip(*(counts[i] for i in sample), strict=True))) for sample in samples]
    interval = _interval([_f1(*each) for each in drawn if any(each)])
    f1 = Share(_f1(found, missed, invented), *interval, found + missed)
    return Score(_ratio(found, found + invented), _ratio(found, found + missed), f1)


def _slot(slot: str, measured: Sequence[Measured], samples: list[list[int]]) -> Share:
    counts = [(m.right[slot], m.asked[slot]) for m in measured]
    right, asked = map(sum, zip(*counts, strict=True))
    drawn = [(sum(counts[i][0] for i in s), sum(counts[i][1] for i in s)) for s in samples]
    return Share(_ratio(right, asked), *_interval([_ratio(*each) for each in drawn if each[1]]), asked)


def _interval(values: list[float]) -> tuple[float, float]:
    """The middle 95 % of what resamples gave; those in which nothing of the kind was drawn tell nothing."""
    ordered = sorted(values) or [0.0]
    cut = int(_TAIL * len(ordered))
    return ordered[cut], ordered[-1 - cut]


def _f1(found: int, missed: int, invented: int) -> float:
    return _ratio(2 * found, 2 * found + missed + invented)


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _reliability(measured: Sequence[Measured]) -> tuple[Reliability, ...]:
    judged = [(confidence, is_right) for m in measured for _, confidence, is_right in m.judged]
    rows, low = [], 0.0
    for high in _BINS:
        inside = [(confidence, is_right) for confidence, is_right in judged if low < confidence <= high]
        if inside:
            stated = sum(confidence for confidence, _ in inside) / len(inside)
            rows.append(Reliability(high, stated, sum(is_right for _, is_right in inside) / len(inside), len(inside)))
        low = high
    return tuple(rows)
