"""Answers as the protocol writes them: candidates, suggestions, fetched values, the manifest."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from kg.lexicon.keys import name_key
from kg.vocab import BASE, ONTOLOGY
from server.reconcile.index import Entity, Index
from server.reconcile.requests import MAX_BATCH, Column, Extension
from server.reconcile.schema import Property, Type, load_schema
from server.reconcile.scores import Candidate
from server.reconcile.values import counts_of, values_of

Json = dict[str, Any]
SUGGESTIONS = 20
"""Suggestions in one answer; `cursor` skips those that came before."""
_PREVIEW = {"width": 420, "height": 300}
_SETTINGS = [
    {
        "name": "limit",
        "label": "Most values",
        "type": "number",
        "default": 0,
        "help_text": "How many values to fetch of each thing at most; 0 for all of them, up to 500.",
    },
    {
        "name": "count",
        "label": "Count the values",
        "type": "checkbox",
        "default": False,
        "help_text": "Fetch how many values there are instead of the values.",
    },
]


def manifest(site: str) -> Json:
    """What the service is and where its parts are; `site` is the address of the site without a slash at its end."""
    service = f"{site}/reconcile"
    return {
        "versions": ["0.2"],
        "name": "Backchannel: diplomacy in the news",
        "identifierSpace": BASE,
        "schemaSpace": f"{ONTOLOGY}#",
        "documentation": f"{service}/about",
        "defaultTypes": [_broadened(kind) for kind in load_schema().types.values() if kind.is_default],
        "view": {"url": f"{site}/id/{{{{id}}}}"},
        "feature_view": {"url": f"{service}/about#{{{{id}}}}"},
        "preview": {"url": f"{service}/preview?id={{{{id}}}}", **_PREVIEW},
        "suggest": {kind: _suggest(service, kind) for kind in ("entity", "property", "type")},
        "extend": {
            "propose_properties": {"service_url": service, "service_path": "/properties"},
            "property_settings": _SETTINGS,
        },
        "batchSize": MAX_BATCH,
    }


def _suggest(service: str, kind: str) -> Json:
    return {
        "service_url": service,
        "service_path": f"/suggest/{kind}",
        "flyout_service_url": service,
        "flyout_service_path": f"/flyout/{kind}?id=${{id}}",
    }


def _broadened(kind: Type) -> Json:
    """A type with those that are directly broader."""
    types = load_schema().types
    return kind.reference | {
        "description": kind.description,
        "broader": [types[name].reference for name in kind.broader],
    }


def result(candidates: Iterable[Candidate]) -> Json:
    """The answer to one query."""
    return {"result": [_candidate(each) for each in candidates]}


def _candidate(candidate: Candidate) -> Json:
    entity = candidate.entity
    return {
        "id": entity.id,
        "name": entity.name,
        "description": entity.description,
        "type": _types(entity),
        "score": round(candidate.score, 1),
        "match": candidate.is_match,
        "features": [{"id": name, "value": value} for name, value in _features(candidate).items()],
    }


def _features(candidate: Candidate) -> dict[str, float | bool]:
    agreements = {f"property-{name}": round(100 * value, 1) for name, value in candidate.agreements}
    return {
        "name": round(candidate.name, 1),
        "identifier": candidate.fit == "identifier",
        "exact": candidate.fit in {"label", "alias", "alone"},
        "type": candidate.has_type,
        "margin": round(candidate.margin, 1),
        "articles": candidate.entity.articles,
        **agreements,
    }


def _types(entity: Entity) -> list[dict[str, str]]:
    """The types of a thing without the broad ones, which OpenRefine would guess for every column."""
    types = load_schema().types
    return [types[name].reference for name in entity.types if not types[name].is_broad]


def suggest_entities(index: Index, prefix: str, cursor: int) -> Json:
    """Things that an identifier names, or whose names begin so."""
    key = name_key(prefix)
    found = index.identified(prefix) or (index.begins_with(key) if key else [])
    return {"result": [_suggestion(entity, key) for entity in islice(found, cursor, cursor + SUGGESTIONS)]}


def _suggestion(entity: Entity, key: str) -> Json:
    """A thing to choose; where another of its names begins so, the description says which."""
    other = next((n for n, k in zip(entity.names, map(name_key, entity.names), strict=True) if k.startswith(key)), "")
    also = f"“{other}” · " if other and other != entity.name and not entity.keys[0].startswith(key) else ""
    return {
        "id": entity.id,
        "name": entity.name,
        "description": also + entity.description,
        "notable": _types(entity),
    }


def suggest_terms(terms: Iterable[Type | Property], prefix: str, cursor: int) -> Json:
    """Types or properties with a key or name that begins so, then those with a word that does."""
    key = name_key(prefix)
    found = [(at, term) for term in terms if (at := _place(key, term)) is not None]
    found.sort(key=lambda each: each[0])
    return {"result": [_term(term) for _, term in found[cursor : cursor + SUGGESTIONS]]}


def _place(key: str, term: Type | Property) -> int | None:
    """Its place among suggestions: 0 where its name begins so, 1 where a word does, None where nothing does."""
    names = (name_key(term.name), name_key(term.id))
    if any(name.startswith(key) for name in names):
        return 0
    return 1 if any(f" {key}" in name for name in names) else None


def _term(term: Type | Property) -> Json:
    return {"id": term.id, "name": term.name, "description": term.description}


def properties(kind: str, limit: int) -> Json:
    """The properties that things of a type may have."""
    schema = load_schema()
    found = schema.properties_of(schema.find_type(kind))
    return {"type": kind, "limit": limit, "properties": [_term(each) for each in found[:limit]]}


def extension(index: Index, asked: Extension) -> Json:
    """The values of properties; a row for every key that was sent, empty where the graph knows nothing of it."""
    things = {key: entity for key in asked.ids if (entity := index.find(key)) is not None}
    iris = [entity.iri for entity in things.values()]
    cells = {column.property.id: _cells(index, column, iris) for column in asked.columns}
    rows = {
        key: {name: cell.get(things[key].iri, []) if key in things else [] for name, cell in cells.items()}
        for key in asked.ids
    }
    return {"meta": [_meta(column) for column in asked.columns], "rows": rows}


def _meta(column: Column) -> Json:
    asked = column.property
    found: Json = {"id": asked.id, "name": asked.name}
    if asked.type is not None and not column.is_count:
        found["type"] = load_schema().types[asked.type].reference
    return found


def _cells(index: Index, column: Column, iris: Sequence[str]) -> dict[str, list[Json]]:
    """The values of a column by IRI of the thing."""
    asked = column.property
    if column.is_count and asked.kind != "count":
        found = counts_of(asked, iris) if iris else {}
        return {iri: [{"int": found.get(iri, 0)}] for iri in iris}
    return {iri: [_cell(index, asked, v) for v in found] for iri, found in values_of(asked, iris, column.limit).items()}


def _cell(index: Index, asked: Property, value: str) -> Json:
    entity = index.find(value) if asked.kind == "entity" else None
    if entity is not None:
        return {"id": entity.id, "name": entity.name}
    if asked.kind in {"int", "count"}:
        return {"int": int(value)}
    if asked.kind == "float":
        return {"float": float(value)}
    return {"date": f"{value}T00:00:00Z"} if asked.kind == "date" else {"str": value}


def texts(index: Index, asked: Property, entity: Entity, limit: int) -> list[str]:
    """The first values of a property as people read them."""
    found = values_of(asked, [entity.iri], limit).get(entity.iri, [])
    return [thing.name if (thing := index.find(value)) is not None else value for value in found]
