"""Requests read: query batches and data extensions, as JSON from anybody, or a Problem that says what is wrong.

The protocol's schemas say what is valid; sizes are bounded here.
"""

import json
import math
import re
from dataclasses import dataclass
from typing import Any

from server.problems import Problem
from server.reconcile.schema import Property, load_schema

MAX_BATCH = 50
"""Queries in a batch; the manifest says so, too."""
MAX_LIMIT = 100
"""Candidates of one query."""
MAX_IDS = 500
"""Things in one data extension."""
MAX_FETCHED = 500
"""Values of one property of a thing."""
MAX_PROPERTIES = 20
MAX_PROPERTY_VALUES = 20
MAX_BATCH_VALUES = 1000
"""Values of properties in a batch: each is compared with those of every candidate."""
MAX_LENGTH = 1000
"""Characters of a name, key or value."""
_DEFAULT_LIMIT = 10
_STRICT = ("any", "all", "should")
_CALLBACK = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*(?:\.[A-Za-z_$][A-Za-z0-9_$]*)*", re.ASCII)


@dataclass(frozen=True)
class Constraint:
    """A property that candidates should have with one of these values; empty cells have sent none."""

    property: Property
    values: tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """One query of a batch: a name, empty where only properties are given; types are keys as they were sent."""

    text: str
    types: tuple[str, ...]
    strict: str
    limit: int
    constraints: tuple[Constraint, ...]


@dataclass(frozen=True)
class Column:
    """A property to fetch: at most so many values, or their number."""

    property: Property
    limit: int
    is_count: bool


@dataclass(frozen=True)
class Extension:
    """Which properties to fetch of which things."""

    ids: tuple[str, ...]
    columns: tuple[Column, ...]


def read_queries(text: str) -> dict[str, Query]:
    """The queries of a batch by their keys, in order; a 400 Problem for one that is not valid, 413 for too many."""
    batch = _object(_loaded(text, "queries"), "queries")
    if len(batch) > MAX_BATCH:
        raise Problem(413, "Too many queries", f"There are {len(batch):,} in this batch; send at most {MAX_BATCH}.")
    queries = {key: _query(query, f"queries, {key[:50]!r}") for key, query in batch.items()}
    values = sum(len(each.values) for query in queries.values() for each in query.constraints)
    if values > MAX_BATCH_VALUES:
        raise _invalid("queries", f"{values:,} values of properties", f"at most {MAX_BATCH_VALUES:,} in a batch")
    return queries


def read_extension(text: str) -> Extension:
    """What to fetch; a 400 Problem where it is not valid."""
    asked = _object(_loaded(text, "extend"), "extend")
    ids = _list(asked.get("ids"), "extend, ids", MAX_IDS)
    columns = _list(asked.get("properties"), "extend, properties", MAX_PROPERTIES)
    return Extension(tuple(_text(each, "extend, ids") for each in ids), tuple(map(_column, columns)))


def read_callback(name: str) -> str:
    """The name of a function for JSONP; a 400 Problem where it could be any other script."""
    if len(name) > MAX_LENGTH or not _CALLBACK.fullmatch(name):
        raise _invalid("callback", "no name of a function", "letters, digits, _, $ and dots")
    return name


def read_number(value: str | None, where: str, most: int, default: int) -> int:
    """A whole number of a query string from 0, cut at `most`; a 400 Problem for anything else."""
    if value is None or value == "":
        return default
    if not re.fullmatch(r"[0-9]{1,9}", value, re.ASCII):
        raise _invalid(where, repr(value[:50]), "a whole number from 0")
    return min(int(value), most)


def _query(value: object, where: str) -> Query:
    query = _object(value, where)
    if "query" not in query and not query.get("properties"):
        raise _invalid(where, "neither a query nor properties", "one of the two")
    properties = _list(query.get("properties", []), f"{where}, properties", MAX_PROPERTIES)
    constraints = (_constraint(each, f"{where}, properties") for each in properties)
    types = query.get("type", [])
    types = [types] if isinstance(types, str) else _list(types, f"{where}, type", MAX_PROPERTIES)
    strict = query.get("type_strict", "any")
    if strict not in _STRICT:
        raise _invalid(f"{where}, type_strict", _shown(strict), " or ".join(_STRICT))
    return Query(
        text=_text(query.get("query", ""), f"{where}, query").strip(),
        types=tuple(kind for each in types if (kind := _text(each, f"{where}, type"))),
        strict=strict,
        limit=_limit(query.get("limit", _DEFAULT_LIMIT), f"{where}, limit", MAX_LIMIT),
        constraints=tuple(each for each in constraints if each.values),
    )


def _constraint(value: object, where: str) -> Constraint:
    constraint = _object(value, where)
    given = constraint.get("v")
    values = _list(given, where, MAX_PROPERTY_VALUES) if isinstance(given, list) else [given]
    texts = tuple(text for each in values if (text := _value(each, where).strip()))
    return Constraint(_property(constraint.get("pid"), where), texts)


def _value(value: object, where: str) -> str:
    """A property value as text: a reconciled thing by its key, numbers and booleans as JSON writes them."""
    if isinstance(value, dict):
        value = value.get("id")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return format(value, "g") if isinstance(value, float) else str(value)
    return _text(value, where)


def _column(value: object) -> Column:
    where = "extend, properties"
    column = _object(value, where)
    settings = _object(column.get("settings", {}), f"{where}, settings")
    limit = settings.get("limit") or MAX_FETCHED
    if isinstance(limit, str):
        limit = read_number(limit, f"{where}, limit", MAX_FETCHED, 0) or MAX_FETCHED
    return Column(
        property=_property(column.get("id"), where),
        limit=_limit(limit, f"{where}, limit", MAX_FETCHED),
        is_count=settings.get("count") in (True, "on", "true"),
    )


def _property(name: object, where: str) -> Property:
    known = load_schema().properties
    if not isinstance(name, str) or name not in known:
        raise _invalid(where, f"the unknown property {_shown(name)}", f"one of {', '.join(known)}")
    return known[name]


def _limit(value: object, where: str, most: int) -> int:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not 1 <= value < math.inf or value != int(value):  # type: ignore[operator, call-overload]
        raise _invalid(where, _shown(value), "a whole number from 1")
    return min(int(value), most)  # type: ignore[call-overload, no-any-return]


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise _invalid(where, _shown(value), "a text")
    if len(value) > MAX_LENGTH:
        raise _invalid(where, f"{len(value):,} characters", f"at most {MAX_LENGTH:,}")
    if not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
        raise _invalid(where, "half a character", "whole characters of Unicode")
    return value


def _list(value: object, where: str, most: int) -> list[Any]:
    if not isinstance(value, list):
        raise _invalid(where, _shown(value), "an array")
    if len(value) > most:
        raise _invalid(where, f"{len(value):,} of them", f"at most {most}")
    return value


def _object(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _invalid(where, _shown(value), "an object")
    return value


def _loaded(text: str, where: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _invalid(where, "no JSON", "a JSON object") from error


def _shown(value: object) -> str:
    return "nothing" if value is None else ascii(value)[:50]


def _invalid(where: str, found: str, expected: str) -> Problem:
    return Problem(400, "The request is not valid", f"{where}: {found}; expected {expected}.")
