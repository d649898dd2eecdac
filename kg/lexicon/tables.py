"""The tables of known things: how a row or an entry of a file reads as a known thing."""

import csv
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from kg import paths
from kg.lexicon.known import (
    KnownOrganization,
    KnownPerson,
    KnownPlace,
    KnownPosition,
    KnownProcess,
    KnownThing,
    Sector,
    State,
    StateNameKind,
)


def table(name: str) -> dict[str, Any]:
    """A TOML table of this folder."""
    return tomllib.loads((paths.LEXICON / f"{name}.toml").read_text("utf-8"))


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV table of this folder."""
    lines = (paths.LEXICON / f"{name}.csv").read_text("utf-8").splitlines()
    yield from csv.DictReader(line for line in lines if not line.startswith("#"))


def state_of(code: str, entry: dict[str, Any]) -> State:
    """The state of an entry of `states.toml`."""
    kinds: tuple[tuple[StateNameKind, list[str]], ...] = (
        ("name", [entry["name"], *entry["names"]]),
        ("demonym", entry["demonyms"]),
        ("capital", entry["capitals"]),
        ("seat", entry["seats"]),
    )
    names = tuple((name, kind) for kind, names in kinds for name in names)
    also = tuple(entry.get("also", {}).items())
    return State(
        code,
        entry["name"],
        entry.get("wikidata"),
        names,
        entry.get("dependency_of"),
        entry.get("source"),
        also,
        tuple(entry.get("successors", ())),
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split("|")))


def person_of(row: dict[str, str]) -> KnownPerson:
    """The person of a row of `persons.csv`."""
    return KnownPerson(
        row["name"],
        row["state"] or None,
        row["wikidata"] or None,
        _parts(row["aliases"]),
        until=int(row["until"]) if row["until"] else None,
        since=int(row["since"]) if row["since"] else None,
        sector=row["sector"] or None,
        key=row["key"],
        source=row["source"] or None,
    )


def organization_of(name: str, entry: dict[str, Any]) -> KnownOrganization:
    """The organization of an entry."""
    return KnownOrganization(
        name,
        entry["kind"],
        tuple(entry.get("aliases", ())),
        entry.get("state"),
        entry.get("wikidata"),
        entry.get("movement", False),
        entry.get("source"),
    )


def read_cities() -> Iterator[KnownPlace]:
    """The long list of cities, in its order."""
    for row in rows("cities"):
        at, thousands = (row["latitude"], row["longitude"]), int(row["thousands"])
        yield KnownPlace(row["name"], row["country"], at=at, is_common=True, thousands=thousands)


def place_of(name: str, entry: dict[str, Any]) -> KnownPlace:
    """The place of an entry."""
    return KnownPlace(
        name,
        entry["country"],
        tuple(entry.get("aliases", ())),
        entry.get("wikidata"),
        (f"{entry['at'][0]}", f"{entry['at'][1]}") if "at" in entry else None,
        is_region=entry.get("region", False),
        source=entry.get("source"),
    )


def process_of(name: str, entry: dict[str, Any]) -> KnownProcess:
    """The process of an entry."""
    names = "|".join(re.escape(n).replace(r"\-", "[- ]").replace(r"\ ", r"\s") for n in entry["names"])
    return KnownProcess(
        name,
        re.compile(rf"\b(?:{names})\b", re.IGNORECASE),
        tuple(entry["sides"]),
        entry["kind"],
        entry["issue"],
        tuple(entry["names"]),
        entry.get("wikidata"),
        entry.get("source"),
    )


def thing_of(name: str, entry: dict[str, Any]) -> KnownThing:
    """The agreement, event or polity of an entry."""
    return KnownThing(
        name,
        entry.get("kind", "agreement"),
        tuple(entry.get("aliases", ())),
        entry.get("wikidata"),
        entry.get("source"),
        entry.get("year"),
    )


def position_of(row: dict[str, str]) -> KnownPosition:
    """The post of a row of `positions.csv`."""
    return KnownPosition(
        row["name"], row["state"] or None, row["rank"] or None, row["wikidata"], row["source"], _parts(row["aliases"])
    )


def sector_of(name: str, entry: dict[str, Any]) -> Sector:
    """The sector of an entry."""
    return Sector(
        name, re.compile("|".join(entry["titles"]), re.IGNORECASE), entry["public"], entry.get("of_state", False)
    )
