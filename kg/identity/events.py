"""Events: whether two reports are of one.

Days, place, sides and people speak for it, each with a weight; another country, other days, a telephone instead of a table
or a different series speak against it. Two rounds in one city a month apart stay two; what was planned and then held is one.
"""

from kg.identity.clusters import Comparison, Verdict
from kg.identity.reports import Report

SAME, REVIEW = 0.75, 0.55
"""Scores from which two reports are of one event, and from which a person has to look."""
_AGAINST = -0.6
_VAGUE, _ROUGH, _NEAR = 35, 8, 3
"""Days that the bounds of a date may be apart: within a month, a week, and as good as exact."""


def compare_reports(one: Report, other: Report) -> Comparison:
    """Whether two reports are of one event; two of one article are not, since reading joined those that are."""
    if one.article == other.article:
        return Comparison(0.0, "different", (("of one article", 0.0),))
    if one.is_process != other.is_process:
        return Comparison(0.0, "different", (("a series and a meeting", 0.0),))
    weighed = (_days(one, other), _place(one, other), _sides(one, other), _persons(one, other), _form(one, other))
    features = [feature for feature in (*weighed, _series(one, other)) if feature is not None]
    score = round(max(0.0, min(1.0, sum(weight for _, weight in features))), 2)
    return Comparison(score, _verdict(one, other, score), tuple(features))


Feature = tuple[str, float]


def _verdict(one: Report, other: Report, score: float) -> Verdict:
    if score < REVIEW:
        return "different"
    is_doubtful = one.is_process or _gap(one, other) == 1 or not _is_placed(one, other)
    return "unsure" if score < SAME or is_doubtful else "same"


def _is_placed(one: Report, other: Report) -> bool:
    """Whether people, or sides and place, agree: a day and one state make no meeting."""
    persons = set(one.persons) & set(other.persons)
    return bool(persons) or len(set(one.sides) & set(other.sides)) > 1


def _gap(one: Report, other: Report) -> int:
    """Days between the nearest days of two reports; 0 or less where they overlap, or one is undated."""
    if not one.first or not other.first:
        return 0
    return max(one.first - other.last, other.first - one.last)


def _days(one: Report, other: Report) -> Feature:
    if not one.window or not other.window:
        return ("days unknown", -0.1)
    if one.first and other.first:
        return _dated(_gap(one, other), max(one.last - one.first, other.last - other.first))
    apart = max(one.window[0] - other.window[1], other.window[0] - one.window[1])
    return ("days as the articles let expect", 0.1) if apart <= 0 else ("days apart from the article's", -0.4)


def _dated(gap: int, width: int) -> Feature:
    if gap > _NEAR:
        return ("days apart", _AGAINST)
    if gap > 1:
        return ("some days apart", -0.3)
    if gap == 1:
        return ("neighbouring days", 0.2)
    if width <= _NEAR:
        return ("same days", 0.4)
    return ("same week", 0.3) if width <= _ROUGH else ("same month", 0.15) if width <= _VAGUE else ("same time", 0.05)


def _place(one: Report, other: Report) -> Feature | None:
    if one.kind == other.kind == "call":
        return ("both by telephone", 0.15)
    if not one.country or not other.country:
        return None
    if one.country != other.country:
        return ("other country", _AGAINST)
    if one.place and other.place:
        return ("same place", 0.2) if one.place == other.place else ("other place", -0.15)
    return ("same country", 0.12)


def _sides(one: Report, other: Report) -> Feature | None:
    shared, either = set(one.sides) & set(other.sides), set(one.sides) | set(other.sides)
    if not one.sides or not other.sides:
        return None
    if not shared:
        return ("other sides", -0.4)
    if len(shared) == 1:
        return ("one side shared", 0.05)
    return ("same sides", 0.25) if shared == either else ("sides shared", 0.18)


def _persons(one: Report, other: Report) -> Feature | None:
    shared = set(one.persons) & set(other.persons)
    if not one.persons or not other.persons:
        return None
    return (f"{len(shared)} people shared", min(0.25, 0.1 * len(shared))) if shared else ("other people", -0.08)


def _form(one: Report, other: Report) -> Feature | None:
    if one.kind == other.kind:
        return ("same kind", 0.05)
    if "call" in {one.kind, other.kind} and (one.country or other.country):
        return ("telephone and table", -0.4)
    return ("visit and meeting", -0.05) if "visit" in {one.kind, other.kind} else None


def _series(one: Report, other: Report) -> Feature | None:
    if not one.process or not other.process:
        return None
    return ("same series", 0.1) if one.process == other.process else ("other series", -0.3)
