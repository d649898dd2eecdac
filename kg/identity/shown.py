"""What people and releases are shown of identity: who is where, in how many articles, under which IRI."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from kg.identity.profiles import Profile
from kg.identity.reports import Report
from kg.identity.tables import Place, Tables, read_profile, read_report


@dataclass(frozen=True)
class Seen:
    """A profile and its earliest appearance."""

    profile: Profile
    place: Place


def sizes_of(tables: Tables) -> dict[str, int]:
    """In how many articles each IRI (without the base) appears."""
    return dict(tables.rows("SELECT iri, COUNT(DISTINCT article) FROM appearance GROUP BY iri")) | dict(
        tables.rows("SELECT iri, COUNT(DISTINCT article) FROM report GROUP BY iri")
    )


def iri_at(tables: Tables, place: Place) -> str | None:
    """The IRI (without the base) of what one article presents; None where it is not there."""
    for table in ("appearance", "report"):
        rows = tables.rows(f"SELECT iri FROM {table} WHERE article = ? AND local = ?", *place)  # noqa: S608
        if rows:
            return str(rows[0][0])
    return None


def name_at(tables: Tables, place: Place) -> str:
    """The name that one article gives a person or body; empty where it is not there, or an event."""
    profile = tables.profile_at(place)
    return profile.name if profile else ""


def profiles_seen(tables: Tables, kind: str) -> list[Seen]:
    """The profiles of persons or of organizations, each with its earliest appearance."""
    earliest = "MIN(day || ' ' || article || ' ' || local)"
    query = f"SELECT profile, {earliest} FROM appearance WHERE local LIKE ? GROUP BY profile"  # noqa: S608
    found = ((profile, first.split(" ", 2)) for profile, first in tables.rows(query, f"{kind}/%"))
    return [Seen(read_profile(profile), (article, local)) for profile, (_, article, local) in found]


def things_of(tables: Tables, article: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The persons and bodies of an article: local key, IRI without the base, and names."""
    rows = "SELECT local, iri, profile, names FROM appearance WHERE article = ? ORDER BY local"
    for local, iri, profile, names in tables.rows(rows, article):
        yield local, iri, (read_profile(profile).name, *json.loads(names))


def reports_of(tables: Tables, article: str) -> Iterator[tuple[Report, str]]:
    """The reports of an article with their IRIs without the base."""
    for content, iri in tables.rows("SELECT content, iri FROM report WHERE article = ? ORDER BY local", article):
        yield read_report(content), iri
