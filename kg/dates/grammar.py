"""The grammar of news dates: a row a phrase, each a pattern, the basis of the date and what resolves it."""

import calendar
import re
from collections.abc import Callable
from datetime import date
from typing import Literal

from kg.dates import resolvers
from kg.dates.values import Interval, PartialDate

Basis = Literal["stated", "relative"]
CountsFrom = Literal["writing", "day", "month"]
Resolver = Callable[[re.Match[str], date | None, bool], PartialDate | Interval | None]

_FULL = "|".join(calendar.month_name[1:])
_SHORT = "|".join(sorted({*calendar.month_abbr[1:], "Sept"} - {"May"}))
_M = rf"(?P<month>(?:{_FULL})|(?:{_SHORT})\b\.?)"
_W = r"(?P<weekday>" + "|".join(resolvers.WEEKDAYS) + r")"
_N = r"(?P<n>\d{1,2}|" + "|".join(resolvers.NUMBERS) + r")"
_D = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s*(?:-|–|to|and)\s*(?P<until>\d{1,2})(?:st|nd|rd|th)?)?"
_Y = r"(?P<year>(?:19|20)\d\d)"
_SEASON = r"(?P<season>spring|summer|autumn|fall)"
_HOLIDAY = "(?P<name>" + "|".join(name.replace("'", "['’]") for name in resolvers.HOLIDAYS) + ")"
_SHIFTED = r",? (?:of )?(?P<shift>last|this|next) year"


def _row(
    pattern: str, basis: Basis, resolver: Resolver, *, flags: int = re.IGNORECASE
) -> tuple[re.Pattern[str], Basis, Resolver]:
    return re.compile(pattern, flags), basis, resolver


GRAMMAR = (
    _row(r"\b(?P<date>(?:19|20)\d\d-\d\d-\d\d)\b", "stated", resolvers.iso_date),
    _row(rf"\b(?P<date>{_D} (?:of )?{_M},? {_Y})\b", "stated", resolvers.full_date),
    _row(rf"\b(?P<date>{_M} {_D},? {_Y})\b", "stated", resolvers.full_date),
    _row(rf"\b(?P<date>{_D} (?:of )?{_M}{_SHIFTED})\b", "relative", resolvers.full_date_of_relative_year),
    _row(rf"\b(?P<date>{_M} {_D}{_SHIFTED})\b", "relative", resolvers.full_date_of_relative_year),
    _row(rf"\b(?P<date>{_D} (?:of )?{_M})(?!\w)(?P<year>)?", "relative", resolvers.full_date),
    _row(rf"\b(?P<date>{_M} {_D})(?![\w:])(?!,? (?:19|20)\d\d)(?P<year>)?", "relative", resolvers.full_date),
    _row(
        rf"\b(?P<date>{_M} (?:to|through|until|-|–) (?P<later>{_FULL}|{_SHORT})\.? {_Y})\b",
        "stated",
        resolvers.months_of_year,
    ),
    _row(rf"\b(?P<date>{_M},? (?:of )?{_Y})\b", "stated", resolvers.month_of_year),
    _row(rf"\b(?P<date>{_M} (?:of )?(?P<shift>last|this|next) year)\b", "relative", resolvers.month_of_relative_year),
    _row(rf"\b(?P<date>(?P<shift>last|this|next) {_M})(?!\w| \d)", "relative", resolvers.relative_month_name),
    _row(
        rf"(?i:\b(?:in|since|until|by|during|from|for|of|early|late|mid|and|or)|,) (?P<date>{_M})"
        r"(?!\w|\.? \d|,? (?:19|20)\d\d| (?:last|this|next) year)",
        "relative",
        resolvers.bare_month,
        flags=re.NOFLAG,
    ),
    _row(
        r"\b(?:in|since|of|by|during|from|until|after|before|to|between|and|the|that) "
        rf"(?P<date>(?P<part>early |mid-?|late )?{_Y})\b(?!-\d)",
        "stated",
        resolvers.year_or_part,
    ),
    _row(rf"\b(?P<date>(?P<part>early |mid-|late ){_Y})\b", "stated", resolvers.year_or_part),
    _row(
        r"\b(?P<date>today|tonight|this (?:morning|afternoon|evening)|yesterday(?: \w+)??|last night|tomorrow)\b",
        "relative",
        resolvers.named_day,
    ),
    _row(
        rf"\b(?P<date>(?:(?P<shift>last|past|previous|next|coming|this coming|this) )?{_W})\b"
        r"(?! (?:last|this|next) week)",
        "relative",
        resolvers.weekday,
    ),
    _row(rf"\b(?P<date>{_W} (?P<shift>last|this|next) week)\b", "relative", resolvers.weekday_of_week),
    _row(r"\b(?P<date>(?:(?P<shift>last|this|next|the) )weekend)\b", "relative", resolvers.weekend),
    _row(
        r"\b(?P<date>(?:earlier |later )?(?P<shift>last|this|next) (?P<unit>week|month|year))\b",
        "relative",
        resolvers.relative_unit,
    ),
    _row(rf"\b(?P<date>{_N} (?P<unit>day|week|fortnight|month|year)s? ago)\b", "relative", resolvers.ago),
    _row(rf"\b(?P<date>{_SEASON} (?:of |in )?{_Y})\b(?P<shift>)?", "stated", resolvers.season),
    _row(
        rf"\b(?:in |over |during |since |until )?(?P<date>(?P<shift>last|this|next) {_SEASON})\b(?P<year>)?",
        "relative",
        resolvers.season,
    ),
    _row(
        rf"\b(?:in|since|during) (?:the )?(?P<date>{_SEASON})\b(?! (?:of|\d))(?P<shift>)?(?P<year>)?",
        "relative",
        resolvers.season,
    ),
    _row(rf"\b(?P<date>{_HOLIDAY}(?:,? {_Y})?)\b", "relative", resolvers.holiday),
    _row(rf"(?<![\w.])(?P<date>{_M})(?=['’]s\b)", "relative", resolvers.bare_month, flags=re.NOFLAG),
    _row(
        rf"\b(?P<date>in (?:about )?{_N} (?P<unit>day|week|fortnight|month|year)s?(?:['’]s?)? time)\b",
        "relative",
        resolvers.ahead,
    ),
)
"""Dates that the calendar and the day of writing tell."""

ANAPHORA = (
    _row(r"\b(?P<date>(?:the |that )?(?P<same>same|very) day)\b", "relative", resolvers.same_day),
    _row(r"\b(?P<date>that (?P<same>day|evening|night|afternoon|morning))\b", "relative", resolvers.same_day),
    _row(r"\b(?P<date>the (?P<way>previous|preceding|following|next) day)\b", "relative", resolvers.neighbouring_day),
    _row(r"\b(?P<date>the day (?P<way>before|after))(?=[,.;]| h| w)", "relative", resolvers.neighbouring_day),
    _row(
        rf"\b(?P<date>{_N} (?P<unit>day|week|fortnight|month|year)s? (?P<way>earlier|later|before|after))\b",
        "relative",
        resolvers.away,
    ),
)
"""Dates that count from the last day that the text spoke of."""

DAYS_OF_MONTH = (
    _row(
        r"\bon the (?P<date>(?P<day>\d{1,2})(?:st|nd|rd|th)"
        r"(?: (?:and|to) (?:the )?(?P<until>\d{1,2})(?:st|nd|rd|th))?)\b"
        r"(?! (?:of\b|\w+ (?:floor|anniversary|birthday)|anniversary|floor))",
        "relative",
        resolvers.day_of_that_month,
    ),
)
"""Days of the month that the text spoke of last, or else of that of writing."""

ROWS: dict[CountsFrom, tuple[tuple[re.Pattern[str], Basis, Resolver], ...]] = {
    "writing": GRAMMAR,
    "day": ANAPHORA,
    "month": DAYS_OF_MONTH,
}

_COUNT = r"(?P<m>\d{1,2}|" + "|".join(resolvers.NUMBERS) + ")"
DURATION = re.compile(rf"\b(?:{_N}-days?|(?:lasted|for|after|spent|spend) {_COUNT} days)\b", re.IGNORECASE)
