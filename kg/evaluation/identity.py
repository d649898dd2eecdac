"""How well identities are found across articles: pairs of appearances that are one, found and missed.

In: a truth of who is who (`identity.toml` of a gold set, which says in its head what it holds) and a catalogue in which
its articles were read and identified. Out: pairwise precision and recall for persons, bodies and events, over what
reading found: who was not read at all is no matter of identity.
"""

import tomllib
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

from pyoxigraph import Quad

from kg.article import Article
from kg.catalogue import Catalogue
from kg.gate import check_quads
from kg.identity import identify
from kg.identity.clusters import cluster, compare_all, without_ties
from kg.identity.events import compare_reports
from kg.identity.reports import Report
from kg.identity.shown import reports_of, things_of
from kg.identity.tables import Tables
from kg.lexicon import Lexicon, load_lexicon
from kg.lexicon.keys import name_key
from kg.names import parse_name

KINDS = {"persons": "person", "organizations": "organization"}
Truth = dict[str, Any]
Pair = tuple[str, str]


@dataclass(frozen=True)
class PairFigures:
    """Pairs of appearances: how many are one in truth, were made one, and both; and how many appearances there were."""

    appearances: int
    true: int
    made: int
    right: int
    wrong: tuple[Pair, ...] = ()
    missed: tuple[Pair, ...] = ()

    @property
    def precision(self) -> float:
        """The share of pairs made one that are."""
        return self.right / self.made if self.made else 1.0

    @property
    def recall(self) -> float:
        """The share of pairs that are one that were made so."""
        return self.right / self.true if self.true else 1.0


def load_truth(path: Path, half: str | None = None) -> Truth:
    """The truth of a file, of one half ("open", "held-out") of its articles or of all."""
    truth = tomllib.loads(path.read_text("utf-8"))
    wanted = {name for name, about in truth["articles"].items() if half in {None, about["half"]}}
    for kind in KINDS:
        for thing in truth[kind].values():
            thing["appearances"] = [each for each in thing["appearances"] if each[0] in wanted]
    for event in truth["events"].values():
        event["reports"] = [each for each in event["reports"] if each["article"] in wanted]
    return truth


def evaluate(truth: Truth, read: Iterable[tuple[Article, list[Quad]]], catalogue: Catalogue) -> dict[str, PairFigures]:
    """Figures of everything, after putting articles with their quads into an empty catalogue and identifying them."""
    names, days = {}, {}
    for article, quads in read:
        catalogue.record(article, "evaluation", check_quads(quads), quads)
        names[article.id] = article.name
        days[article.name] = article.published.isoformat() if article.published else ""
    identify(catalogue)
    return measure(truth, catalogue, names) | {"events, as told": measure_told(truth, load_lexicon(), days)}


def measure(truth: Truth, catalogue: Catalogue, names: Mapping[str, str]) -> dict[str, PairFigures]:
    """Figures of persons, organizations and events; `names` gives the gold name of each article by its id."""
    with catalogue.transaction() as connection:
        tables = Tables(connection)
        things = {name: list(things_of(tables, article)) for article, name in names.items()}
        reports = {name: list(reports_of(tables, article)) for article, name in names.items()}
    found = {kind: _figures(_matched(truth[kind], things, of)) for kind, of in KINDS.items()}
    return found | {"events": _figures(_matched_reports(truth["events"], reports))}


def _figures(matched: Iterable[tuple[str, str, str]]) -> PairFigures:
    """From each appearance's name, its true key and the IRI it got."""
    everything = sorted(set(matched))
    true = set(_pairs((name, key) for name, key, _ in everything))
    made = set(_pairs((name, iri) for name, _, iri in everything))
    return PairFigures(
        len(everything), len(true), len(made), len(true & made), tuple(sorted(made - true)), tuple(sorted(true - made))
    )


def _pairs(grouped: Iterable[tuple[str, str]]) -> Iterator[Pair]:
    groups: dict[str, set[str]] = defaultdict(set)
    for name, group in grouped:
        groups[group].add(name)
    for members in groups.values():
        yield from combinations(sorted(members), 2)


def _matched(
    truth: Truth, things: Mapping[str, list[tuple[str, str, tuple[str, ...]]]], kind: str
) -> Iterator[tuple[str, str, str]]:
    """The appearances that were read: the gold name is one of the names they were read with."""
    for key, thing in truth.items():
        for article, name in thing["appearances"]:
            for local, iri, labels in things.get(article, []):
                if local.startswith(f"{kind}/") and name_key(name) in {name_key(label) for label in labels}:
                    yield f"{article}: {name}", key, iri
                    break


def _matched_reports(events: Truth, reports: Mapping[str, list[tuple[Report, str]]]) -> Iterator[tuple[str, str, str]]:
    """The reports that were read: of an article's, each goes to the event it is most like, one to one."""
    for article, read in reports.items():
        told = [(key, each) for key, event in events.items() for each in event["reports"] if each["article"] == article]
        rated = ((_alike(each, report), key, report.local, iri) for key, each in told for report, iri in read)
        taken: set[str] = set()
        for score, key, local, iri in sorted(rated, key=lambda each: (-each[0], each[1:3])):
            if score >= 1 and not taken & {key, local}:
                taken |= {key, local}
                yield f"{article}: {key}", key, iri


def _alike(told: dict[str, Any], report: Report) -> float:
    """How much a report is the one told of: sides, place and days each count up to one, days that differ against."""
    states = set(told.get("states", ()))
    sides = len(states & set(report.sides)) / max(1, len(states | set(report.sides)))
    place = float(bool(told.get("place")) and name_key(told["place"]).replace(" ", "-") in report.place)
    return sides + place + _days_alike(told.get("date"), report)


def _days_alike(edtf: str | None, report: Report) -> float:
    bounds = _bounds(edtf or "", report.published)
    if bounds is None or not report.first:
        return 0.0
    overlaps = report.first <= bounds[1] and bounds[0] <= report.last
    return 1.0 if overlaps else -1.0


def told_reports(truth: Truth, lexicon: Lexicon, days: Mapping[str, str]) -> Iterator[tuple[str, Report]]:
    """The reports as careful readers told them, each with its event's key; `days` gives each article's day.

    What identity makes of these shows how good it is by itself; of those that were read, how good it is in use.
    """
    for key, event in truth["events"].items():
        for number, told in enumerate(event["reports"]):
            bounds = _bounds(told.get("date", ""), days[told["article"]]) or (0, 0)
            place = next(iter(lexicon.gazetteer.places_named(told.get("place", ""))), None)
            yield (
                key,
                Report(
                    published=days[told["article"]],
                    article=told["article"],
                    local=f"meeting/{key}-{number}",
                    kind=event["kind"],
                    status=told["status"],
                    first=bounds[0],
                    last=bounds[1],
                    country=place.country if place else "",
                    place=f"place/{name_key(told['place'])}" if told.get("place") else "",
                    sides=tuple(sorted(told.get("states", ()))),
                    persons=tuple(sorted({parse_name(name).block for name in told["names"]})),
                    starts_on_a_day=bounds[0] == bounds[1] != 0,
                ),
            )


def measure_told(truth: Truth, lexicon: Lexicon, days: Mapping[str, str]) -> PairFigures:
    """Figures of events as careful readers told them."""
    told = {report: key for key, report in told_reports(truth, lexicon, days)}
    groups = cluster(told, without_ties(compare_all(told, compare_reports)))
    return _figures(
        (f"{report.article}: {told[report]}", told[report], str(number))
        for number, group in enumerate(groups)
        for report in group
    )


def _bounds(edtf: str, published: str) -> tuple[int, int] | None:
    """The first and last day (ordinals) that an EDTF date names; an open start or end is the day of the article."""
    if not edtf:
        return None
    first, _, last = edtf.strip("[]~").replace("..", "/" if edtf.startswith("[") else "..").partition("/")
    start, end = (
        first if first.strip(".~") else published,
        (last or first) if (last or first).strip(".~") else published,
    )
    return _day(start, 0), max(_day(end, 1), _day(start, 0))


def _day(value: str, which: int) -> int:
    """The first (0) or last (1) day of a year, month or day."""
    parts = [int(part) for part in value.strip("~.?").split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else (1, 12)[which]
    return date(year, month, parts[2] if len(parts) > 2 else (1, monthrange(year, month)[1])[which]).toordinal()
