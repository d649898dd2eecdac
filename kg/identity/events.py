"""Events: whether two reports are of one.

Days, place, sides and people speak for it, each with a weight; another country, other days, a telephone instead of a
table or a different series speak against it. Two rounds in one city a month apart stay two; what was planned and then
held is one.
"""

from datetime import date

from kg.identity.clusters import Comparison, Verdict
from kg.identity.reports import Report

SAME, REVIEW = 0.65, 0.5
"""Scores from which two reports are of one event, and from which a person has to look."""
_AGAINST = -0.6
_WAIT = 60
"""Days within which what was put off is held."""
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
    is_there = bool(one.place) and one.place == other.place and _is_exact(one) and _is_exact(other)
    return bool(persons) or is_there or len(set(one.sides) & set(other.sides)) > 1


def _is_exact(report: Report) -> bool:
    return bool(report.first) and report.days[1] - report.days[0] <= _NEAR


def _gap(one: Report, other: Report) -> int:
    """Days between the nearest days of two reports; 0 or less where they overlap, or one is undated."""
    if not one.first or not other.first:
        return 0
    return _between(one.days, other.days)


def _between(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Days between two spans of days; 0 or less where they overlap."""
    return max(one[0] - other[1], other[0] - one[1])


def _days(one: Report, other: Report) -> Feature:
    if one.first and other.first:
        if _is_put_off(one, other):
            return ("put off to a later day", 0.15)
        return _dated(_gap(one, other), max(each.days[1] - each.days[0] for each in (one, other)))
    if not one.window or not other.window:
        return ("days unknown", -0.1)
    if _between(one.window, other.window) > 0:
        return ("days apart from the article's", -0.4)
    return ("days just before the article", 0.2) if _is_fresh(one, other) else ("days as the article lets expect", 0.1)


def _is_put_off(one: Report, other: Report) -> bool:
    """Whether the earlier article tells that it was put off, and the later one of a later day soon after."""
    before, after = sorted((one, other), key=lambda report: report.published)
    wait = after.days[0] - before.days[1]
    return before.status == "postponed" and _NEAR < wait <= _WAIT


def _is_fresh(one: Report, other: Report) -> bool:
    """Whether of two reports, one or both undated, each tells of days right before the other's article, or its own."""
    return _between(*(each.days if each.first else _fresh_days(each) for each in (one, other))) <= 0


def _fresh_days(report: Report) -> tuple[int, int]:
    day = date.fromisoformat(report.published).toordinal() if report.published else 0
    return (day - _NEAR - 1, day)


def _dated(gap: int, width: int) -> Feature:
    if gap > _NEAR:
        return ("days apart", _AGAINST)
    if gap > 1:
        return ("some days apart", -0.3)
    if gap == 1:
        return ("neighbouring days", 0.2)
    if width <= _NEAR:
        return ("same days", 0.4)
    return ("same week", 0.33) if width <= _ROUGH else ("same month", 0.25) if width <= _VAGUE else ("same season", 0.1)


def _place(one: Report, other: Report) -> Feature | None:
    if one.kind == other.kind == "call":
        return ("both by telephone", 0.15)
    if not one.country or not other.country:
        return None
    if one.country != other.country:
        return ("other country", -0.2 if _is_one_cast_at_once(one, other) else _AGAINST)
    if one.place and other.place:
        return ("same place", 0.2) if one.place == other.place else ("other place", -0.15)
    return ("same country", 0.12)


def _is_one_cast_at_once(one: Report, other: Report) -> bool:
    """Whether two people or more are at both on the same days: nobody is in two countries, but places are misread."""
    are_exact = _is_exact(one) and _is_exact(other)
    return are_exact and _gap(one, other) <= 0 and len(set(one.persons) & set(other.persons)) > 1


def _sides(one: Report, other: Report) -> Feature | None:
    shared, either = set(one.sides) & set(other.sides), set(one.sides) | set(other.sides)
    if not one.sides or not other.sides:
        return None
    if not shared:
        return ("other sides", -0.4)
    if len(shared) == 1:
        is_within = shared in (set(one.sides), set(other.sides))
        return ("sides within the other's", 0.15) if is_within else ("one side shared", 0.05)
    return ("same sides", 0.25) if shared == either else ("sides shared", 0.22)


def _persons(one: Report, other: Report) -> Feature | None:
    shared = set(one.persons) & set(other.persons)
    if not one.persons or not other.persons:
        return None
    return (f"{len(shared)} people shared", min(0.25, 0.1 * len(shared))) if shared else ("other people", -0.03)


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
