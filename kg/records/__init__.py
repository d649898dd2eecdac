"""Records: the flat view of one article, for those who do not know RDF.

In: the quads of an article's graph. Out: one JSON object. Everything is read back from the graph by the queries in this
folder, so the view shows what the graph says and nothing that the graph does not.
"""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from pyoxigraph import Quad, QuerySolutions, RdfFormat, Store

from kg import paths
from kg.describe import describe_states
from kg.lexicon import load_lexicon
from kg.ontology import load_ontology
from kg.vocab import PREFIXES

Row = dict[str, str]
_FOLDER = Path(__file__).parent
_RELATIONS = {"diplomatic": "diplomatic-relations", "none": "no-diplomatic-relations"}


def records_of(quads: Iterable[Quad], name: str) -> dict[str, Any]:
    """The flat view of an article's graph; `name` is what its source calls it."""
    store = Store()
    store.extend(Quad(q.subject, q.predicate, q.object) for q in (*quads, *_background()))
    ask = _Asker(store)
    article = ask("article")[0]
    quotes = _grouped(ask("evidence"), "node")
    participants = _grouped(ask("participants"), "event")
    topics = _grouped(ask("topics"), "event")
    seats = {row["event"]: row for row in ask("seats")}
    roles = _grouped(ask("roles"), "person")
    acts = ask("acts")
    return {
        "id": name,
        "published": article.get("published"),
        "publisher": article.get("publisher"),
        "persons": [_person(row, roles.get(row["person"], []), quotes[row["person"]]) for row in ask("persons")],
        "states": [row["code"] for row in ask("states")],
        "organizations": [_organization(rows) for rows in _grouped(ask("organizations"), "organization").values()],
        "negotiations": [
            _negotiation(
                row | {"track": row.get("track") or _track(seats.get(row["event"], {}))},
                participants.get(row["event"], []),
                topics.get(row["event"], []),
                quotes.get(row["event"], []),
            )
            for row in ask("negotiations")
        ],
        "statements": [_statement(row, quotes[row["act"]]) for row in acts if row["kind"] == "statement"],
        "positions": [_position(row, quotes[row["act"]]) for row in acts if row["kind"] != "statement"],
        "relations": [_relation(row, quotes[row["relation"]]) for row in ask("relations")],
    }


class _Asker:
    """Answers the queries of this folder over a store, as rows of plain strings."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __call__(self, query: str) -> list[Row]:
        solutions = self._store.query(_query(query), prefixes=PREFIXES)
        assert isinstance(solutions, QuerySolutions)  # noqa: S101 - every query here is a SELECT
        names = [variable.value for variable in solutions.variables]
        return [{n: value.value for n in names if (value := row[n]) is not None} for row in solutions]


@lru_cache(maxsize=16)
def _query(name: str) -> str:
    return (_FOLDER / f"{name}.rq").read_text("utf-8")


@lru_cache(maxsize=1)
def _background() -> tuple[Quad, ...]:
    """The labels and codes that a graph refers to: concepts and states."""
    store = Store()
    for path in sorted(paths.ONTOLOGY.glob("*.ttl")):
        store.load(path=str(path), format=RdfFormat.TURTLE)
    return (*store, *describe_states(load_lexicon(), load_ontology()))


def _grouped(rows: list[Row], key: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[key], []).append(row)
    return groups


def _distinct(rows: list[Row], key: str) -> list[str]:
    return list(dict.fromkeys(row[key] for row in rows if key in row))


def _person(row: Row, roles: list[Row], quotes: list[Row]) -> dict[str, Any]:
    return {
        "name": row["name"],
        "roles": [
            {
                "title": role["title"],
                "org": role.get("organization"),
                "state": role.get("state"),
                "status": role["status"],
                "period": role.get("period"),
            }
            for role in roles
        ],
        "side": row.get("side"),
        "capacity": row["capacity"],
        "confidence": _confidence(quotes),
    }


def _organization(rows: list[Row]) -> dict[str, Any]:
    """An organization by the fullest of its names that the article uses."""
    names = {row["name"] for row in rows} | {row["spelling"] for row in rows if "spelling" in row}
    used = [name for name in names if any(name in row["quote"] for row in rows)]
    return {
        "name": max(used, key=lambda n: (len(n), n), default=rows[0]["name"]),
        "type": rows[0]["kind"],
        "confidence": _confidence(rows),
    }


def _negotiation(row: Row, participants: list[Row], topics: list[Row], quotes: list[Row]) -> dict[str, Any]:
    start, _, end = row.get("edtf", "").partition("/")
    first = _iso(start)
    return {
        "id": row["event"].rpartition("/")[2],
        "kind": row["kind"],
        "states": _distinct(participants, "side"),
        "persons": _distinct(participants, "person"),
        "organizations": _distinct(participants, "organization"),
        "host": row.get("host"),
        "mediator": row.get("mediator"),
        "place": {"name": row["place"], "country": row.get("country")} if "place" in row else None,
        "start": first,
        "end": _iso(end),
        "precision": {4: "year", 7: "month", 10: "day"}.get(len(first or "")),
        "status": row.get("status"),
        "track": row["track"],
        "series": row.get("series"),
        "topics": _distinct(topics, "topic"),
        "evidence": _passage(quotes),
        "confidence": _confidence(quotes),
    }


def _track(seats: Row) -> str:
    """The track that the capacities at the table suggest where nobody names one (USIP's definitions; see its rule)."""
    officials, privates = int(seats.get("officials", 0)), int(seats.get("privates", 0))
    if officials and privates:
        return "1.5"
    return "1" if officials else "2" if privates else "unknown"


def _iso(edtf: str) -> str | None:
    """An EDTF date as a year, month or day; "one of" a range as what holds all of it."""
    if not edtf.startswith("["):
        return edtf if edtf not in {"", ".."} else None
    first, last = edtf[1:11], edtf[13:23]
    return first[:7] if first[:7] == last[:7] else first[:4]


def _passage(quotes: list[Row]) -> str | None:
    """The first passage that is a sentence, rather than a headline."""
    return next((q["quote"] for q in quotes if q["quote"].endswith(".")), quotes[0]["quote"] if quotes else None)


def _confidence(quotes: list[Row]) -> float:
    """How sure the reading is of a fact: as sure as of the passage that says it most clearly."""
    return max((float(q["confidence"]) for q in quotes), default=0.0)


def _statement(row: Row, quotes: list[Row]) -> dict[str, Any]:
    return {
        "speaker": row["speaker"],
        "outlet": row.get("outlet"),
        "about": row.get("about"),
        "evidence": _passage(quotes),
        "confidence": _confidence(quotes),
    }


def _position(row: Row, quotes: list[Row]) -> dict[str, Any]:
    return {
        "actor": row.get("behalf") or row["speaker"],
        "kind": row["kind"],
        "target": row.get("target"),
        "about": row.get("about"),
        "evidence": _passage(quotes),
        "confidence": _confidence(quotes),
    }


def _relation(row: Row, quotes: list[Row]) -> dict[str, Any]:
    return {
        "kind": _RELATIONS.get(row["kind"], row["kind"]),
        "a": row["a"],
        "b": row["b"],
        "evidence": _passage(quotes),
        "confidence": _confidence(quotes),
    }
