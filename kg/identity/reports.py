"""What an article's graph tells of meetings and processes: reports, by which events are recognised.

In: the graph of one article. Out: its reports. People stand in them by the block of their names, so that who is who
need not be decided before what is what.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from kg.identity.appearances import Graph, local_key, state_code
from kg.names import parse_name
from kg.vocab import BASE

_TOLERANCE = 3
"""Days by which two reports of one event are let differ when they are looked up."""
_MOST_DAYS = 62
"""Days within which an event must have been for its day to say anything about which it was."""
_LONG = 14
"""Days after which an end is that of what was begun and not of the event: of a pause in fighting, of a year's work."""
_YEAR = 366
_MOST_SIDES, _MOST_PERSONS, _MOST_PAIRED = 5, 12, 6
_BEFORE, _AFTER = 10, 45
"""Days before and after publication that an undated event is looked for in."""
_AHEAD = {"planned", "proposed", "postponed"}


@dataclass(frozen=True, order=True)
class Report:
    """A meeting or process in one article; `local` is its IRI there without the base.

    `first` and `last` are the bounds of its days as ordinals, 0 where the article gives none; `published` the day of
    the article as an ISO day, empty where unknown. Sides are codes of states, persons blocks of names, `place` and
    `process` IRIs without the base.
    """

    published: str
    article: str
    local: str
    kind: str
    status: str = ""
    first: int = 0
    last: int = 0
    country: str = ""
    place: str = ""
    sides: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    process: str = ""

    @property
    def is_process(self) -> bool:
        """Whether it is a whole series and no single meeting."""
        return self.local.startswith("process/")

    @property
    def days(self) -> tuple[int, int]:
        """The bounds by which it is compared: of what began on a day and goes on for long, that day."""
        is_long = self.starts_on_a_day and self.last - self.first > _LONG
        return (self.first, self.first if is_long else self.last)

    @property
    def window(self) -> tuple[int, int] | None:
        """The days it may have been on; undated, those that its article lets one expect; None where nothing does."""
        if self.first:
            return self.days if self.days[1] - self.days[0] <= _MOST_DAYS else None
        if not self.published:
            return None
        day = date.fromisoformat(self.published).toordinal()
        return (day, day + _AFTER) if self.status in _AHEAD else (day - _BEFORE, day + 1)

    @property
    def name(self) -> str:
        """The IRI, without the base, of what is known to a day, in a country, of two sides or more; else its own."""
        if self.is_process or not self.country or len(self.sides) < 2 or not self.starts_on_a_day:
            return self.local
        day = date.fromordinal(self.first).isoformat()
        return f"meeting/{day}-{self.country.lower()}-{'-'.join(self.sides).lower()}"

    starts_on_a_day: bool = False


def find_reports(graph: Graph, article: str, published: str) -> Iterator[Report]:
    """The meetings and the unnamed processes of an article's graph: a named process is known by its name."""
    participants, statuses = _participants(graph), _statuses(graph)
    unnamed = (iri for iri in graph.of_class("bc:Process") if local_key(iri).startswith(f"process/{article}-"))
    for iri in (*graph.of_class("bc:Meeting"), *unnamed):
        report = _report(graph, iri, participants.get(iri, []), article, published)
        yield replace(report, status=statuses.get(iri, ""))


def cells(report: Report) -> frozenset[str]:
    """Where a report is looked up: weeks of its days, each with its country, two of its sides, or one of its people."""
    window = report.window
    if window is None:
        return _years(report)
    weeks = range((window[0] - _TOLERANCE) // 7, (window[1] + _TOLERANCE) // 7 + 1)
    pairs = ["-".join(pair) for pair in combinations(report.sides[:_MOST_SIDES], 2)]
    marks = [report.country, *pairs, *report.persons[:_MOST_PERSONS]]
    return frozenset(f"{week} {mark}" for week in weeks for mark in marks if mark) | _years(report)


def _years(report: Report) -> frozenset[str]:
    """The years of a report with each two of its people: where one that tells no more than the year is looked up."""
    if not report.first or report.days[1] - report.days[0] > _YEAR:
        return frozenset()
    pairs = [" ".join(pair) for pair in combinations(report.persons[:_MOST_PAIRED], 2)]
    years = {date.fromordinal(day).year for day in report.days}
    return frozenset(f"{year} {pair}" for year in years for pair in pairs)


def _participants(graph: Graph) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in graph.of_class("bc:Participation"):
        found.setdefault(graph.value(part, "bc:participationIn"), []).append(graph.value(part, "bc:participant"))
    return found


def _report(graph: Graph, iri: str, actors: list[str], article: str, published: str) -> Report:
    earliest = graph.value(iri, "bc:startEarliest")
    latest = graph.value(iri, "bc:endLatest") or graph.value(iri, "bc:startLatest") or earliest
    start_latest = graph.value(iri, "bc:startLatest")
    return Report(
        published=published,
        article=article,
        local=local_key(iri),
        kind=graph.value(iri, "bc:meetingKind").rpartition("kind-")[2],
        first=_ordinal(earliest),
        last=_ordinal(latest),
        country=state_code(graph.value(iri, "bc:country")),
        place=local_key(graph.value(iri, "bc:place")),
        sides=tuple(sorted({state_code(side) for side in graph.values(iri, "bc:involvesSide")})),
        persons=tuple(sorted({_block(graph, actor) for actor in actors if actor.startswith(f"{BASE}person/")})),
        process=local_key(graph.value(iri, "bc:roundOf")),
        starts_on_a_day=bool(earliest) and (start_latest or latest) == earliest,
    )


def _statuses(graph: Graph) -> dict[str, str]:
    """Event to the status that the article gives it."""
    found: dict[str, str] = {}
    for each in graph.of_class("bc:StatusAssertion"):
        found.setdefault(graph.value(each, "bc:statusOf"), graph.value(each, "bc:status").rpartition("status-")[2])
    return found


def _block(graph: Graph, person: str) -> str:
    return parse_name(graph.value(person, "rdfs:label")).block


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal() if day else 0
