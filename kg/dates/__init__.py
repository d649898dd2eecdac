"""News dates: the words of an article to the days they can mean.

In: a text and the day it was written. Out: `DatePhrase`s with their place in the text, and `PartialDate`s, which are
as precise as the words and no more. A phrase is found first and resolved later, because "on Tuesday" looks back in a
report and forward in an announcement, and only the rule that reads the sentence knows which.

A library is not used here on purpose (decision 0001): dateparser fills what a text leaves open from today's date ("in
2008" became a day) and knows neither "May last year" nor "at the weekend".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kg.dates.grammar import DURATION, ROWS, Basis, CountsFrom, Resolver
from kg.dates.resolvers import to_number
from kg.dates.values import Interval, PartialDate

__all__ = ["Basis", "CountsFrom", "DatePhrase", "Interval", "PartialDate", "find_dates", "find_duration"]


@dataclass(frozen=True)
class DatePhrase:
    """Words that say when, at `start` to `end` of the text they were found in (code points, end exclusive)."""

    start: int
    end: int
    text: str
    basis: Basis
    match: re.Match[str]
    resolver: Resolver
    counts_from: CountsFrom = "writing"
    """From which day: that of writing, or the last day or month that the text spoke of, which then stands for it."""

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
    for counts_from, rows in ROWS.items():
        for pattern, basis, resolver in rows:
            for match in pattern.finditer(text):
                place = (match.start("date"), match.end("date"), match["date"])
                yield DatePhrase(*place, basis, match, resolver, counts_from)


def find_duration(text: str) -> int | None:
    """How many days "two-day", "three-day" or "lasted three days" says, or None."""
    match = DURATION.search(text)
    return to_number(match["n"] or match["m"]) if match else None
