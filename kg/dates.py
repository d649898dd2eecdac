"""News dates: the words of an article to the days they can mean.

In: a text and the day it was written. Out: `DatePhrase`s with their place in the text, and `PartialDate`s, which are
as precise as the words and no more. A phrase is found first and resolved later, because "on Tuesday" looks back in a
report and forward in an announcement, and only the rule that reads the sentence knows which.

Every phrase is one row of `_GRAMMAR`. A library is not used here on purpose: dateparser fills what a text leaves open
from today's date ("in 2008" became a day) and knows neither "May last year" nor "at the weekend".
"""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Basis = Literal["stated", "relative"]
Resolver = Callable[[re.Match[str], date | None, bool], "PartialDate | Interval | None"]

_MONTHS = {name.lower(): i for i in range(1, 13) for name in (calendar.month_name[i], calendar.month_abbr[i])} | {
    "sept": 9
}
_WEEKDAYS = {calendar.day_name[i].lower(): i for i in range(7)}
_NUMBERS = {
    word: i
    for i, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
} | {"a": 1, "an": 1}


@dataclass(frozen=True)
class PartialDate:
    """A day that is known to lie between `first` and `last`, both included."""

    first: date
    last: date

    @property
    def edtf(self) -> str:
        """EDTF (ISO 8601-2:2019): a year, month or day where it is exactly that, else "one of" a range (level 2)."""
        first, last = self.first, self.last
        if first == last:
            return first.isoformat()
        if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
            return f"{first.year:04}"
        if (first, last) == _month_bounds(first.year, first.month):
            return f"{first:%Y-%m}"
        return f"[{first.isoformat()}..{last.isoformat()}]"

    @property
    def iso(self) -> str:
        """The year, month or day that holds the whole range (ISO 8601-1:2019)."""
        if self.first == self.last:
            return self.first.isoformat()
        if (self.first.year, self.first.month) == (self.last.year, self.last.month):
            return f"{self.first:%Y-%m}"
        return f"{self.first.year:04}"

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Interval:
    """A time that starts and ends on known days: "from 12 to 14 August"."""

    start: PartialDate
    end: PartialDate


@dataclass(frozen=True)
class DatePhrase:
    """Words that say when, at `start` to `end` of the text they were found in (code points, end exclusive)."""

    start: int
    end: int
    text: str
    basis: Basis
    match: re.Match[str]
    resolver: Resolver

    def resolve(self, written: date | None, *, future: bool = False) -> PartialDate | Interval | None:
        """The days that the phrase means in a text of the day `written`.

        `future` tells that the sentence looks ahead, so that "on Tuesday" is the next one and not the last. None where
        the words name no day in the calendar, or count from a day of writing that is unknown.

        >>> next(find_dates("They met in May last year.")).resolve(date(2015, 1, 19)).edtf
        '2014-05'
        """
        if written is None and self.basis == "relative":
            return None
        try:
            return self.resolver(self.match, written, future)
        except (ValueError, OverflowError):  # "31 February", "900 years ago": no day in the calendar
            return None


def find_dates(text: str) -> Iterator[DatePhrase]:
    """The date phrases of a text in order of their place, without overlaps; the longest row that fits wins."""
    end = 0
    found = sorted(_all_phrases(text), key=lambda phrase: (phrase.start, -phrase.end))
    for phrase in found:
        if phrase.start >= end:
            yield phrase
            end = phrase.end


def _all_phrases(text: str) -> Iterator[DatePhrase]:
    for pattern, basis, resolver in _GRAMMAR:
        for match in pattern.finditer(text):
            yield DatePhrase(match.start("date"), match.end("date"), match["date"], basis, match, resolver)


def find_duration(text: str) -> int | None:
    """How many days "two-day", "three-day" or "lasted three days" says, or None."""
    match = _DURATION.search(text)
    return _number(match["n"] or match["m"]) if match else None


# ---- from words to days


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]


def _month(word: str) -> int:
    return _MONTHS[word.lower().rstrip(".")]


def _month_bounds(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _day(year: int, month: int, day: int) -> PartialDate:
    return PartialDate(date(year, month, day), date(year, month, day))


def _days_from(written: date, days: int) -> PartialDate:
    day = written + timedelta(days)
    return PartialDate(day, day)


def _in_month(year: int, month: int) -> PartialDate:
    return PartialDate(*_month_bounds(year, month))


def _in_year(year: int) -> PartialDate:
    return PartialDate(date(year, 1, 1), date(year, 12, 31))


def _nearest_year(written: date, month: int, day: int, *, future: bool) -> int:
    """The year that puts a day without one nearest to the writing, on the side the sentence looks to when in doubt."""
    years = (written.year - 1, written.year, written.year + 1)
    lean = 60 if future else -60  # days: a report of December that says "January 10" may look either way
    return min(years, key=lambda y: abs((date(y, month, min(day, 28)) - written).days - lean))


def _shifted_month(written: date, months: int) -> PartialDate:
    index = written.year * 12 + written.month - 1 + months
    return _in_month(index // 12, index % 12 + 1)


_SHIFT = {"last": -1, "past": -1, "previous": -1, "this": 0, "the current": 0, "next": 1, "the coming": 1, "coming": 1}


def _shift(match: re.Match[str]) -> int:
    return _SHIFT[match["shift"].lower()]


def _full_date(match: re.Match[str], written: date | None, future: bool) -> PartialDate | Interval | None:
    """A day and a month, with a year or without, or two days of one month."""
    month, day, until = _month(match["month"]), int(match["day"]), match["until"]
    year = match["year"]
    if year is None and written is None:
        return None
    number = int(year) if year else _nearest_year(written, month, day, future=future)  # type: ignore[arg-type]
    start = _day(number, month, day)
    return Interval(start, _day(number, month, int(until))) if until and int(until) > day else start


def _iso_date(match: re.Match[str], _written: date | None, _future: bool) -> PartialDate:
    day = date.fromisoformat(match["date"])
    return PartialDate(day, day)


def _month_of_year(match: re.Match[str], _written: date | None, _future: bool) -> PartialDate:
    return _in_month(int(match["year"]), _month(match["month"]))


def _months_of_year(match: re.Match[str], _written: date | None, _future: bool) -> Interval:
    year = int(match["year"])
    return Interval(_in_month(year, _month(match["month"])), _in_month(year, _month(match["later"])))


def _month_of_relative_year(match: re.Match[str], written: date | None, _future: bool) -> PartialDate:
    assert written is not None  # noqa: S101 - relative rows are resolved with a day of writing only
    return _in_month(written.year + _shift(match), _month(match["month"]))


def _relative_month_name(match: re.Match[str], written: date | None, _future: bool) -> PartialDate:
    """As in "Last May", "next March", "this June": the nearest such month on that side of the writing."""
    assert written is not None  # noqa: S101
    month, shift = _month(match["month"]), _shift(match)
    if shift < 0:
        return _in_month(written.year - (month >= written.month), month)
    return _in_month(written.year + (shift > 0 and month <= written.month), month)


def _bare_month(match: re.Match[str], written: date | None, future: bool) -> PartialDate:
    assert written is not None  # noqa: S101
    month = _month(match["month"])
    year = written.year + (month < written.month) if future else written.year - (month > written.month)
    return _in_month(year, month)


def _year(match: re.Match[str], _written: date | None, _future: bool) -> PartialDate:
    year = int(match["year"])
    part = (match["part"] or "").lower().rstrip("- ")
    first, last = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}.get(part, (1, 12))
    return PartialDate(_month_bounds(year, first)[0], _month_bounds(year, last)[1])


def _named_day(match: re.Match[str], written: date | None, _future: bool) -> PartialDate:
    assert written is not None  # noqa: S101
    word = match["date"].lower()
    return _days_from(written, -1 if "yesterday" in word or word == "last night" else 1 if "tomorrow" in word else 0)


def _weekday(match: re.Match[str], written: date | None, future: bool) -> PartialDate:
    """As in "On Monday": the last one up to the day of writing, or the next where the sentence looks ahead."""
    assert written is not None  # noqa: S101
    ahead = (_WEEKDAYS[match["weekday"].lower()] - written.weekday()) % 7
    shift = match["shift"].lower() if match["shift"] else ""
    if shift in {"last", "past", "previous"}:
        return _days_from(written, ahead - 7)
    if shift in {"next", "coming", "this coming"}:
        return _days_from(written, ahead or 7)
    return _days_from(written, ahead if future or ahead == 0 else ahead - 7)


def _weekday_of_week(match: re.Match[str], written: date | None, _future: bool) -> PartialDate:
    """As in "Thursday last week"."""
    assert written is not None  # noqa: S101
    monday = -written.weekday() + 7 * _shift(match)
    return _days_from(written, monday + _WEEKDAYS[match["weekday"].lower()])


def _weekend(match: re.Match[str], written: date | None, future: bool) -> PartialDate:
    """Saturday and Sunday: the last ones up to the day of writing, the coming ones where the sentence looks ahead."""
    assert written is not None  # noqa: S101
    shift = (match["shift"] or "").lower()
    saturday = 5 - written.weekday()  # of the week of writing
    if shift == "last" or (not future and shift not in {"this", "next"} and saturday > 0):
        saturday -= 7
    if shift == "next":
        saturday += 7 if saturday <= 0 else 0
    first = written + timedelta(saturday)
    return PartialDate(first, first + timedelta(1))


def _relative_unit(match: re.Match[str], written: date | None, _future: bool) -> PartialDate:
    """As in "Last week", "this month", "next year"."""
    assert written is not None  # noqa: S101
    shift, unit = _shift(match), match["unit"].lower()
    if unit == "week":
        monday = written + timedelta(-written.weekday() + 7 * shift)
        return PartialDate(monday, monday + timedelta(6))
    return _shifted_month(written, shift) if unit == "month" else _in_year(written.year + shift)


def _ago(match: re.Match[str], written: date | None, _future: bool) -> PartialDate:
    """As in "Three weeks ago": as precise as its unit."""
    assert written is not None  # noqa: S101
    n, unit = _number(match["n"]), match["unit"].lower()
    if unit == "day":
        return _days_from(written, -n)
    if unit == "week":
        day = written - timedelta(7 * n)
        return PartialDate(day - timedelta(3), day + timedelta(3))
    return _shifted_month(written, -n) if unit == "month" else _in_year(written.year - n)


# ---- the grammar: pattern, basis, resolver

_FULL = "|".join(calendar.month_name[1:])
_SHORT = "|".join(sorted({*calendar.month_abbr[1:], "Sept"} - {"May"}))
_M = rf"(?P<month>(?:{_FULL})|(?:{_SHORT})\b\.?)"
_W = r"(?P<weekday>" + "|".join(_WEEKDAYS) + r")"
_N = r"(?P<n>\d{1,2}|" + "|".join(_NUMBERS) + r")"
_D = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s*(?:-|–|to|and)\s*(?P<until>\d{1,2})(?:st|nd|rd|th)?)?"
_Y = r"(?P<year>(?:19|20)\d\d)"


def _row(
    pattern: str, basis: Basis, resolver: Resolver, *, flags: int = re.IGNORECASE
) -> tuple[re.Pattern[str], Basis, Resolver]:
    return re.compile(pattern, flags), basis, resolver


_GRAMMAR = (
    _row(r"\b(?P<date>(?:19|20)\d\d-\d\d-\d\d)\b", "stated", _iso_date),
    _row(rf"\b(?P<date>{_D} (?:of )?{_M},? {_Y})\b", "stated", _full_date),
    _row(rf"\b(?P<date>{_M} {_D},? {_Y})\b", "stated", _full_date),
    _row(rf"\b(?P<date>{_D} (?:of )?{_M})(?!\w)(?P<year>)?", "relative", _full_date),
    _row(rf"\b(?P<date>{_M} {_D})(?![\w:])(?!,? (?:19|20)\d\d)(?P<year>)?", "relative", _full_date),
    _row(
        rf"\b(?P<date>{_M} (?:to|through|until|-|–) (?P<later>{_FULL}|{_SHORT})\.? {_Y})\b", "stated", _months_of_year
    ),
    _row(rf"\b(?P<date>{_M},? (?:of )?{_Y})\b", "stated", _month_of_year),
    _row(rf"\b(?P<date>{_M} (?:of )?(?P<shift>last|this|next) year)\b", "relative", _month_of_relative_year),
    _row(rf"\b(?P<date>(?P<shift>last|this|next) {_M})(?!\w| \d)", "relative", _relative_month_name),
    _row(
        rf"\b(?:in|since|until|by|during|from|for|early|late|mid|and|or|,) (?P<date>{_M})"
        r"(?!\w|\.? \d|,? (?:19|20)\d\d| (?:last|this|next) year)",
        "relative",
        _bare_month,
        flags=re.NOFLAG,
    ),
    _row(
        r"\b(?:in|since|of|by|during|from|until|after|before|to|between|and|the|that) "
        rf"(?P<date>(?P<part>early |mid-?|late )?{_Y})\b(?!-\d)",
        "stated",
        _year,
    ),
    _row(rf"\b(?P<date>(?P<part>early |mid-|late ){_Y})\b", "stated", _year),
    _row(
        r"\b(?P<date>today|tonight|this (?:morning|afternoon|evening)|yesterday(?: \w+)??|last night|tomorrow)\b",
        "relative",
        _named_day,
    ),
    _row(
        rf"\b(?P<date>(?:(?P<shift>last|past|previous|next|coming|this coming) )?{_W})\b(?! (?:last|this|next) week)",
        "relative",
        _weekday,
    ),
    _row(rf"\b(?P<date>{_W} (?P<shift>last|this|next) week)\b", "relative", _weekday_of_week),
    _row(r"\b(?P<date>(?:(?P<shift>last|this|next|the) )weekend)\b", "relative", _weekend),
    _row(
        r"\b(?P<date>(?:earlier |later )?(?P<shift>last|this|next) (?P<unit>week|month|year))\b",
        "relative",
        _relative_unit,
    ),
    _row(rf"\b(?P<date>{_N} (?P<unit>day|week|month|year)s? ago)\b", "relative", _ago),
)

_DURATION = re.compile(
    rf"\b(?:{_N.replace('?P<n>', '?P<n>')}-days?|(?:lasted|for) (?P<m>\d{{1,2}}|{'|'.join(_NUMBERS)}) days)\b",
    re.IGNORECASE,
)
