from datetime import date

import pytest

from kg.dates import Interval, PartialDate, find_dates, find_duration

MONDAY = date(2015, 1, 19)


def edtf(text: str, written: date | None = MONDAY, *, future: bool = False) -> list[str]:
    found = [phrase.resolve(written, future=future) for phrase in find_dates(text)]
    return [f"{d.start.edtf}/{d.end.edtf}" if isinstance(d, Interval) else d.edtf for d in found if d is not None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met in May last year.", "2014-05"),
        ("Talks began at the weekend.", "[2015-01-17..2015-01-18]"),
        ("It is to end today.", "2015-01-19"),
        ("He said so last Friday.", "2015-01-16"),
        ("He said so on Friday.", "2015-01-16"),
        ("On Thursday last week they met.", "2015-01-15"),
        ("In 2008, they met.", "2008"),
        ("Talks have stalled since 2008.", "2008"),
        ("In early 2016 they met.", "[2016-01-01..2016-04-30]"),
        ("They met on Jan. 19, 2015.", "2015-01-19"),
        ("They met on 3rd of March 2014.", "2014-03-03"),
        ("They met from 12 to 14 August 2014.", "2014-08-12/2014-08-14"),
        ("They met on October 11 and 12, 1986.", "1986-10-11/1986-10-12"),
        ("They met last November.", "2014-11"),
        ("Talks lasted from January to August 1993.", "1993-01/1993-08"),
        ("They met two weeks ago.", "[2015-01-02..2015-01-08]"),
        ("They met three years ago.", "2012"),
        ("They met this month.", "2015-01"),
        ("They met on 28 December.", "2014-12-28"),
        ("They met in December.", "2014-12"),
        ("Yesterday they met.", "2015-01-18"),
        ("They met on February 28.", "2014-02-28"),
        ("They met in the autumn of 2012.", "[2012-09-01..2012-11-30]"),
        ("They met last summer.", "[2014-06-01..2014-08-31]"),
        ("They met on New Year’s Day.", "2015-01-01"),
        ("They meet this Friday.", "2015-01-23"),
        ("They met a fortnight ago.", "[2015-01-02..2015-01-08]"),
        ("Only January's round counts.", "2015-01"),
        ("They met on the 7th.", "2015-01-07"),
    ],
)
def test_a_phrase_means_as_much_as_its_words(text: str, expected: str) -> None:
    assert edtf(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They will meet on Tuesday.", "2015-01-20"),
        ("They will meet on February 2.", "2015-02-02"),
        ("They will meet in December.", "2015-12"),
        ("They will meet next week.", "[2015-01-26..2015-02-01]"),
        ("They will meet at the weekend.", "[2015-01-24..2015-01-25]"),
    ],
)
def test_a_sentence_that_looks_ahead_means_the_next_one(text: str, expected: str) -> None:
    assert edtf(text, future=True) == [expected]


@pytest.mark.parametrize(
    "text", ["They met on 31 February 2015.", "They may meet.", "a march on the capital", "at 1950 hours"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert edtf(text) == []


def test_a_relative_phrase_without_a_day_of_writing_is_unknown() -> None:
    assert edtf("They met yesterday.", None) == []
    assert edtf("They met on 5 May 2011.", None) == ["2011-05-05"]


def test_phrases_stand_where_they_are_said_to_stand() -> None:
    text = "On Monday, and again on 5 May 2011, they met."
    assert [text[p.start : p.end] for p in find_dates(text)] == ["Monday", "5 May 2011"]


def test_the_end_of_a_sentence_is_not_part_of_a_date() -> None:
    assert [phrase.text for phrase in find_dates("They met on 14 August.")] == ["14 August"]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2015-01-17", "2015-01-18", "2015-01"),
        ("2015-01-31", "2015-02-01", "2015"),
        ("2015-01-17", "2015-01-17", "2015-01-17"),
    ],
)
def test_iso_is_the_unit_that_holds_the_range(first: str, last: str, expected: str) -> None:
    assert PartialDate(date.fromisoformat(first), date.fromisoformat(last)).iso == expected


@pytest.mark.parametrize(
    ("text", "days"), [("the two-day meeting", 2), ("talks lasted three days", 3), ("a day of talks", None)]
)
def test_durations(text: str, days: int | None) -> None:
    assert find_duration(text) == days
