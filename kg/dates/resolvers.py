"""From the words of a phrase to its days: a function for each row of the grammar.

Each takes the match, the day of writing and whether the sentence looks ahead. Rows of the grammar that count from the
day of writing are resolved only where it is known.
"""

import calendar
import re
from datetime import date, timedelta

from kg.dates.values import Interval, PartialDate, month_bounds

MONTHS = {name.lower(): i for i in range(1, 13) for name in (calendar.month_name[i], calendar.month_abbr[i])} | {
    "sept": 9
}
WEEKDAYS = {calendar.day_name[i].lower(): i for i in range(7)}
NUMBERS = {
    word: i
    for i, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
} | {"a": 1, "an": 1}


def to_number(word: str) -> int:
    """The number that digits or a word name."""
    return int(word) if word.isdigit() else NUMBERS[word.lower()]


def to_month(word: str) -> int:
    """The number of a month, from 1."""
    return MONTHS[word.lower().rstrip(".")]


def one_day(year: int, month: int, day: int) -> PartialDate:
    """That day."""
    return PartialDate(date(year, month, day), date(year, month, day))


def days_from(written: date, days: int) -> PartialDate:
    """The day that is so many days after another, or before it."""
    day = written + timedelta(days)
    return PartialDate(day, day)


def in_month(year: int, month: int) -> PartialDate:
    """Some day of that month."""
    return PartialDate(*month_bounds(year, month))


def in_year(year: int) -> PartialDate:
    """Some day of that year."""
    return PartialDate(date(year, 1, 1), date(year, 12, 31))


def nearest_year(written: date, month: int, day: int, *, future: bool) -> int:
    """The year that puts a day without one nearest to the writing, on the side the sentence looks to when in doubt."""
    years = (written.year - 1, written.year, written.year + 1)
    lean = 60 if future else -150  # days: a report of December that says "January 10" may look either way
    return min(years, key=lambda y: abs((date(y, month, min(day, 28)) - written).days - lean))


def shifted_month(written: date, months: int) -> PartialDate:
    """Some day of the month that is so many months after that of a day, or before it."""
    index = written.year * 12 + written.month - 1 + months
    return in_month(index // 12, index % 12 + 1)


_SHIFT = {"last": -1, "past": -1, "previous": -1, "this": 0, "the current": 0, "next": 1, "the coming": 1, "coming": 1}


def to_shift(match: re.Match[str]) -> int:
    """How many units the word looks back or ahead."""
    return _SHIFT[match["shift"].lower()]


def full_date(match: re.Match[str], written: date | None, future: bool) -> PartialDate | Interval | None:
    """A day and a month, with a year or without, or two days of one month."""
    if match["year"]:
        return _day_or_days(match, int(match["year"]))
    if written is None:
        return None
    return _day_or_days(match, nearest_year(written, to_month(match["month"]), int(match["day"]), future=future))


def full_date_of_relative_year(match: re.Match[str], written: date | None, _future: bool) -> PartialDate | Interval:
    """As in "July 1 last year"."""
    assert written is not None  # noqa: S101 - relative rows are resolved with a day of writing only
    return _day_or_days(match, written.year + to_shift(match))


def _day_or_days(match: re.Match[str], year: int) -> PartialDate | Interval:
    """The day of a month that is matched, or from the first to the last of two: "12 to 14 August"."""
    month, day, until = to_month(match["month"]), int(match["day"]), match["until"]
    start = one_day(year, month, day)
    return Interval(start, one_day(year, month, int(until))) if until and int(until) > day else start


def iso_date(match: re.Match[str], _written: date | None, _future: bool) -> PartialDate:
    """As in "2015-01-19"."""
    day = date.fromisoformat(match["date"])
    return PartialDate(day, day)


def month_of_year(match: re.Match[str], _written: date | None, _future: bool) -> PartialDate:
    """As in "May 2014"."""
    return in_month(int(match["year"]), to_month(match["month"]))


def months_of_year(match: re.Match[str], _written: date | None, _future: bool) -> Interval:
    """As in "January to August 1993"."""
    year = int(match["year"])
    return Interval(in_month(year, to_month(match["month"])), in_month(year, to_month(match["later"])))


def month_of_relative_year(match: re.Match[str], written: date | None, _future: bool) -> PartialDate:
    """As in "May last year"."""
    assert written is not None  # noqa: S101 - relative rows are resolved with a day of writing only
    return in_month(written.year + to_shift(match), to_month(match["month"]))


def relative_month_name(match: re.Match[str], written: date | None, _future: bool) -> PartialDate:
    """As in "Last May", "next March", "this June": the nearest such month on that side of the writing."""
    assert written is not None  # noqa: S101
    month, shift = to_month(match["month"]), to_shift(match)
    if shift < 0:
        return in_month(written.year - (month >= written.month), month)
    return in_month(written.year + (shift > 0 and month <= written.month), month)


def bare_month(match: re.Match[str], written: date | None, future: bool) -> PartialDate:
    """As in "in May": the last one up to the day of writing, or the next where the sentence looks ahead."""
    assert written is not None  # noqa: S101
    month = to_month(match["month"])
    year = written.year + (month < written.month) if future else written.year - (month > written.month)
    return in_month(year, month)


_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9}
"""The first month of each, in the north, where most news that names them without a country is written."""


def season(match: re.Match[str], written: date | None, future: bool) -> PartialDate | None:
    """As in "the autumn of 2012", "last summer", "this spring": some day of its three months."""
    first, shift = _SEASONS[match["season"].lower()], (match["shift"] or "").lower()
    if match["year"]:
        year = int(match["year"])
    elif written is None:
        return None
    else:
        has_begun = (written.month, written.day) >= (first, 1)
        year = written.year - (shift == "last" and not has_begun) + (shift == "next" and has_begun)
        year -= not shift and not future and not has_begun
    return PartialDate(month_bounds(year, first)[0], month_bounds(year, first + 2)[1])


def holiday(match: re.Match[str], written: date | None, future: bool) -> PartialDate | None:
    """As in "on New Year's Day", "Christmas Eve 2004"."""
    month, day = HOLIDAYS[match["name"].lower().replace("’", "'")]
    if match["year"]:
        return one_day(int(match["year"]), month, day)
    return one_day(nearest_year(written, month, day, future=future), month, day) if written else None


HOLIDAYS = {"new year's day": (1, 1), "new year's eve": (12, 31), "christmas day": (12, 25), "christmas eve": (12, 24)}


def day_of_that_month(match: re.Match[str], spoken_of: date | None, _future: bool) -> PartialDate | Interval:
    """As in "on the 21st and 22nd": days of the month that the text last spoke of."""
    assert spoken_of is not None  # noqa: S101
    start = one_day(spoken_of.year, spoken_of.month, int(match["day"]))
    return Interval(start, one_day(spoken_of.year, spoken_of.month, int(match["until"]))) if match["until"] else start


def year_or_part(match: re.Match[str], _written: date | None, _future: bool) -> PartialDate:
    """As in "2016" or "early 2016"; a part of a year is four months."""
    year = int(match["year"])
    part = (match["part"] or "").lower().rstrip("- ")
    first, last = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}.get(part, (1, 12))
    return PartialDate(month_bounds(year, first)[0], month_bounds(year, last)[1])


def named_day(match: re.Match[str], written: date | None, _future: bool) -> PartialDate:
    """As in "yesterday"."""
    assert written is not None  # noqa: S101
    word = match["date"].lower()
    return days_from(written, -1 if "yesterday" in word or word == "last night" else 1 if "tomorrow" in word else 0)


def weekday(match: re.Match[str], written: date | None, future: bool) -> PartialDate:
    """As in "On Monday": the last one up to the day of writing, or the next where the sentence looks ahead."""
    assert written is not None  # noqa: S101
    ahead = (WEEKDAYS[match["weekday"].lower()] - written.weekday()) % 7
    shift = match["shift"].lower() if match["shift"] else ""
    if shift in {"last", "past", "previous"}:
        return days_from(written, ahead - 7)
    if shift in {"next", "coming", "this coming"}:
        return days_from(written, ahead or 7)
    if shift == "this":
        return days_from(written, WEEKDAYS[match["weekday"].lower()] - written.weekday())
    return days_from(written, ahead if future or ahead == 0 else ahead - 7)


def weekday_of_week(match: re.Match[str], written: date | None, _future: bool) -> PartialDate:
    """As in "Thursday last week"."""
    assert written is not None  # noqa: S101
    monday = -written.weekday() + 7 * to_shift(match)
    return days_from(written, monday + WEEKDAYS[match["weekday"].lower()])


def weekend(match: re.Match[str], written: date | None, future: bool) -> PartialDate:
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


def relative_unit(match: re.Match[str], written: date | None, _future: bool) -> PartialDate:
    """As in "Last week", "this month", "next year"."""
    assert written is not None  # noqa: S101
    shift, unit = to_shift(match), match["unit"].lower()
    if unit == "week":
        monday = written + timedelta(-written.weekday() + 7 * shift)
        return PartialDate(monday, monday + timedelta(6))
    return shifted_month(written, shift) if unit == "month" else in_year(written.year + shift)


def ago(match: re.Match[str], written: date | None, _future: bool) -> PartialDate:
    """As in "Three weeks ago": as precise as its unit."""
    assert written is not None  # noqa: S101
    return _moved(written, -to_number(match["n"]), match["unit"].lower())


def ahead(match: re.Match[str], written: date | None, _future: bool) -> PartialDate:
    """As in "in three weeks' time": as precise as its unit."""
    assert written is not None  # noqa: S101
    return _moved(written, to_number(match["n"]), match["unit"].lower())


def same_day(_match: re.Match[str], spoken_of: date | None, _future: bool) -> PartialDate:
    """As in "the same day": the one that the text last spoke of."""
    assert spoken_of is not None  # noqa: S101
    return days_from(spoken_of, 0)


def neighbouring_day(match: re.Match[str], spoken_of: date | None, _future: bool) -> PartialDate:
    """As in "the previous day", "the next day"."""
    assert spoken_of is not None  # noqa: S101
    return days_from(spoken_of, -1 if match["way"].lower() in {"previous", "preceding", "before"} else 1)


def away(match: re.Match[str], spoken_of: date | None, _future: bool) -> PartialDate:
    """As in "two days later", "a month earlier"."""
    assert spoken_of is not None  # noqa: S101
    n = to_number(match["n"])
    return _moved(spoken_of, -n if match["way"].lower() in {"earlier", "before"} else n, match["unit"].lower())


def _moved(day: date, n: int, unit: str) -> PartialDate:
    """That many units after a day, or before it, as precise as the unit."""
    if unit == "day":
        return days_from(day, n)
    if unit in {"week", "fortnight"}:
        middle = day + timedelta((7 if unit == "week" else 14) * n)
        return PartialDate(middle - timedelta(3), middle + timedelta(3))
    return shifted_month(day, n) if unit == "month" else in_year(day.year + n)
