"""What an item of Wikidata says, read from the JSON of `wbgetentities` (Wikibase data model).

Deprecated statements are left out, `novalue` and `somevalue` are no values, and a date is as precise as it says it is.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

_MONTH, _CENTURY = 10, 7
_YEARS = {9: 1, 8: 10, _CENTURY: 100}
"""How many years a date means by its precision; a century counts from its year 1."""
_COMPANY = ("P102", "P108", "P179", "P276", "P361", "P463", "P527", "P710", "P793", "P1344")
"""Party, employer, series, location, part of, member of, has part, participant, significant event, participant in."""
_ITEM = re.compile(r"Q[1-9][0-9]{0,11}")


@dataclass(frozen=True)
class Span:
    """The days within which a date lies, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Held:
    """A post held (P39): its item, and when it began and ended, where known."""

    post: str
    start: Span | None
    end: Span | None

    def covers(self, day: date) -> bool:
        """Whether it may have been held on a day; one without any date may not count."""
        if self.start is None and self.end is None:
            return False
        begun = self.start is None or self.start.first <= day
        return begun and (self.end is None or day <= self.end.last)


@dataclass(frozen=True)
class Item:
    """An item. Sets of items are of their numbers; `labels` and `aliases` are in any language, English first."""

    id: str
    asked: str
    """The number it was asked by: another one where it is merged into this item."""
    labels: tuple[str, ...]
    aliases: tuple[str, ...]
    description: str
    types: frozenset[str]
    occupations: frozenset[str]
    states: frozenset[str]
    born: tuple[Span, ...]
    died: tuple[Span, ...]
    is_dead: bool
    """Whether a death is stated at all, were it on an unknown day."""
    begun: tuple[Span, ...]
    posts: tuple[Held, ...]
    refers: frozenset[str]
    """Every item that its statements name, also those that Wikidata has marked as wrong."""
    company: frozenset[str]
    """The bodies it belongs to, the events it took part in, and the like."""
    at: tuple[float, float] | None
    sitelinks: int
    revision: int

    @property
    def label(self) -> str:
        """The name to show."""
        return self.labels[0] if self.labels else self.id


def read_item(entity: dict[str, Any], asked: str) -> Item | None:
    """The item of an entity; None where there is none of that number.

    Raises ValueError, KeyError, TypeError or AttributeError for what is no entity.
    """
    if "missing" in entity:
        return None
    if not _ITEM.fullmatch(entity["id"]):
        raise ValueError(entity["id"])
    claims = entity.get("claims", {})
    deaths = list(_statements(claims, "P570"))
    return Item(
        id=entity["id"],
        asked=asked,
        labels=_english_first(entity.get("labels", {})),
        aliases=tuple(
            dict.fromkeys(
                _clean(alias["value"])
                for _, of_language in sorted(entity.get("aliases", {}).items(), key=_by_language)
                for alias in of_language
            )
        ),
        description=_clean(entity.get("descriptions", {}).get("en", {}).get("value", "")),
        types=_items(claims, "P31"),
        occupations=_items(claims, "P106"),
        states=_items(claims, "P27") | _items(claims, "P17"),
        born=_spans(claims, "P569"),
        died=_spans(claims, "P570"),
        is_dead=any(statement["mainsnak"]["snaktype"] != "novalue" for statement in deaths),
        begun=_spans(claims, "P571") + _spans(claims, "P580") + _spans(claims, "P585"),
        posts=tuple(_posts(claims)),
        refers=frozenset(_item_ids(s["mainsnak"] for of_property in claims.values() for s in of_property)),
        company=frozenset(_item_ids(s["mainsnak"] for p in _COMPANY for s in _statements(claims, p))),
        at=_coordinates(claims),
        sitelinks=len(entity.get("sitelinks", {})),
        revision=int(entity.get("lastrevid", 0)),
    )


def _clean(text: str) -> str:
    """A text without the characters that would drive a terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def _by_language(entry: tuple[str, Any]) -> tuple[bool, bool, str]:
    """English first, then what holds in many languages (`mul`)."""
    return entry[0] != "en", entry[0] != "mul", entry[0]


def _english_first(labels: dict[str, Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_clean(label["value"]) for _, label in sorted(labels.items(), key=_by_language)))


def _statements(claims: dict[str, Any], property_id: str) -> Iterator[dict[str, Any]]:
    """The statements of a property that are not deprecated, of the preferred ones only where there are any."""
    kept = [s for s in claims.get(property_id, ()) if s.get("rank") != "deprecated"]
    preferred = [s for s in kept if s.get("rank") == "preferred"]
    yield from (preferred or kept) if property_id in {"P569", "P570"} else kept


def _values(claims: dict[str, Any], property_id: str) -> Iterator[Any]:
    for statement in _statements(claims, property_id):
        snak = statement["mainsnak"]
        if snak["snaktype"] == "value":
            yield snak["datavalue"]["value"]


def _items(claims: dict[str, Any], property_id: str) -> frozenset[str]:
    return frozenset(value["id"] for value in _values(claims, property_id))


def _item_ids(snaks: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The numbers of the items that are values; other values are left out."""
    for snak in snaks:
        value = snak["datavalue"]["value"] if snak["snaktype"] == "value" else None
        if isinstance(value, dict) and _ITEM.fullmatch(str(value.get("id"))):
            yield value["id"]


def _spans(claims: dict[str, Any], property_id: str) -> tuple[Span, ...]:
    return tuple(span for value in _values(claims, property_id) if (span := read_time(value)))


def _posts(claims: dict[str, Any]) -> Iterator[Held]:
    for statement in _statements(claims, "P39"):
        snak = statement["mainsnak"]
        if snak["snaktype"] == "value":
            qualifiers = statement.get("qualifiers", {})
            yield Held(snak["datavalue"]["value"]["id"], _bound(qualifiers, "P580"), _bound(qualifiers, "P582"))


def _bound(qualifiers: dict[str, Any], property_id: str) -> Span | None:
    spans = (
        read_time(snak["datavalue"]["value"]) for snak in qualifiers.get(property_id, ()) if snak["snaktype"] == "value"
    )
    return next(filter(None, spans), None)


def _coordinates(claims: dict[str, Any]) -> tuple[float, float] | None:
    value = next(_values(claims, "P625"), None)
    if not value:
        return None
    latitude, longitude = float(value["latitude"]), float(value["longitude"])
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 360 else None


def read_time(value: dict[str, Any]) -> Span | None:
    """The days that a time value means by its precision; None for what is before our era or vaguer than a century.

    >>> read_time({"time": "+1956-00-00T00:00:00Z", "precision": 9})
    Span(first=datetime.date(1956, 1, 1), last=datetime.date(1956, 12, 31))
    """
    text, precision = value["time"], value["precision"]
    if not text.startswith("+") or precision < _CENTURY:
        return None
    year, month, day = (int(part) for part in text[1:].split("T")[0].split("-"))
    if not 1 <= year <= 9999:
        return None
    if precision in _YEARS:
        first = max(1, year - (year - 1) % 100 if precision == _CENTURY else year - year % _YEARS[precision])
        return Span(date(first, 1, 1), date(min(first + _YEARS[precision] - 1, 9999), 12, 31))
    if precision == _MONTH or not _is_day(year, month, day):
        return Span(date(year, month or 1, 1), _last_of_month(year, month or 12)) if month <= 12 else None
    return Span(date(year, month, day), date(year, month, day))


def _is_day(year: int, month: int, day: int) -> bool:
    """Whether there is such a day: items have 29 February of years that had none, and 0 for what is not known."""
    return 1 <= month <= 12 and 1 <= day <= _last_of_month(year, month).day


def _last_of_month(year: int, month: int) -> date:
    return date(year, 12, 31) if month == 12 else date.fromordinal(date(year, month + 1, 1).toordinal() - 1)
