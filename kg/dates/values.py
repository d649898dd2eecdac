"""Days as precise as words are: a range in which one day lies, and an interval between two of them."""

import calendar
from dataclasses import dataclass
from datetime import date


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
        if (first, last) == month_bounds(first.year, first.month):
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


def iso_days(text: object) -> PartialDate | None:
    """The days of a year, a month or a day in ISO 8601-1; None for what is none of these."""
    try:
        match [int(part) for part in text.split("-")] if isinstance(text, str) else []:
            case [year]:
                return PartialDate(date(year, 1, 1), date(year, 12, 31))
            case [year, month]:
                return PartialDate(*month_bounds(year, month))
            case [year, month, day]:
                return PartialDate(date(year, month, day), date(year, month, day))
    except ValueError:
        return None
    return None


def month_bounds(year: int, month: int) -> tuple[date, date]:
    """The first and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
