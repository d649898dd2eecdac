"""Candidates for the queries of a batch: found by name or by properties, compared, scored and cut to the limit.

Each query is answered on its own; only the values of properties are asked for together.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from kg.lexicon.keys import name_key
from server.reconcile.index import Entity, Index
from server.reconcile.requests import Constraint, Query
from server.reconcile.schema import Property, load_schema
from server.reconcile.scores import Candidate, judged, likeness, load_numbers, name_fit
from server.reconcile.values import Condition, find_things, values_of

_COMPARED = 25
"""Things that are compared with a query beside those that have its name."""
_MOST_NAMESAKES = 50
_SEARCHED = 5
"""Properties that things are searched by; all are compared."""
_READ = 20
"""Values of one property of a thing whose names are compared; which things they are is compared of all."""

Known = dict[str, dict[str, list[str]]]
"""Values by property and by IRI of the thing."""


@dataclass(frozen=True)
class _Wanted:
    """A constraint looked up: the things that its values name, and the values whose words are compared."""

    property: Property
    iris: frozenset[str]
    texts: tuple[str, ...]


def find_candidates(index: Index, queries: Mapping[str, Query]) -> dict[str, list[Candidate]]:
    """The candidates of each query, the best first, at most as many as its limit."""
    found = {key: list(_found(index, query)) for key, query in queries.items()}
    known = _known(queries, found)
    return {
        key: judged(_compared(index, query, found[key], known), query.strict)[: query.limit]
        for key, query in queries.items()
    }


def _found(index: Index, query: Query) -> Iterator[Candidate]:
    """Things that a query may mean, not yet scored."""
    exact = index.identified(query.text) if query.text else []
    fits = {entity.id: ("identifier", load_numbers()["names"]["identifier"]) for entity in exact}
    for entity in exact or _by_name(index, query) if query.text else _by_properties(index, query):
        has_type = _has_type(entity, query)
        if has_type or query.strict == "should":
            fit, name = fits.get(entity.id) or _fit(query, entity)
            yield Candidate(entity, fit, name, has_type)


def _fit(query: Query, entity: Entity) -> tuple[str, float]:
    return name_fit(name_key(query.text), entity) if query.text else ("none", 0.0)


def _by_name(index: Index, query: Query) -> list[Entity]:
    key = name_key(query.text)
    named = index.named(key)[:_MOST_NAMESAKES]
    alike = index.alike(key, _COMPARED, lambda entity: _has_type(entity, query))
    return list({entity.id: entity for entity in chain(named, alike)}.values())


def _has_type(entity: Entity, query: Query) -> bool:
    """Whether a thing has the types asked for: one of them, or all where the query is strict about all."""
    if not query.types:
        return True
    schema = load_schema()
    wanted = [(kind := schema.find_type(name)) is not None and kind.id in entity.types for name in query.types]
    return all(wanted) if query.strict == "all" else any(wanted)


def _by_properties(index: Index, query: Query) -> list[Entity]:
    """Things that have all the properties of a query without a name; properties that are counted cannot be searched."""
    searched = [each for each in query.constraints if each.property.kind != "count" and not each.property.group]
    searched.sort(key=lambda each: each.property.kind != "entity")  # things lead to few others, texts are all looked at
    parts = [(each.property, _condition(index, each)) for each in searched[:_SEARCHED]]
    iris = find_things(parts) if parts else []
    return [entity for iri in iris if (entity := index.find(iri)) is not None]


def _condition(index: Index, constraint: Constraint) -> Condition:
    """What lets the values of a constraint pass: the things that they name, or texts that begin so."""
    if constraint.property.kind == "entity":
        return Condition(things=_wanted(index, constraint).iris)
    return Condition(beginnings=tuple(_beginning(value) for value in constraint.values))


def _beginning(value: str) -> str:
    """A text as values begin; of a day with a time the day alone."""
    return value[:10] if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T", value, re.ASCII) else value


def _known(queries: Mapping[str, Query], found: Mapping[str, list[Candidate]]) -> Known:
    """What the graph says of the candidates by each property that a query names."""
    iris: dict[Property, dict[str, None]] = {}
    for key, query in queries.items():
        for constraint in query.constraints:
            iris.setdefault(constraint.property, {}).update(dict.fromkeys(each.entity.iri for each in found[key]))
    return {asked.id: values_of(asked, things) for asked, things in iris.items()}


def _compared(index: Index, query: Query, found: list[Candidate], known: Known) -> Iterator[Candidate]:
    """The candidates with how well the properties of the query agree."""
    wanted = [_wanted(index, each) for each in query.constraints]
    for each in found:
        values = (known[want.property.id].get(each.entity.iri, ()) for want in wanted)
        pairs = zip(wanted, values, strict=True)
        yield replace(each, agreements=tuple((want.property.id, _agreement(index, want, v)) for want, v in pairs))


def _wanted(index: Index, constraint: Constraint) -> _Wanted:
    named = {text: _named(index, constraint.property, text) for text in constraint.values}
    texts = tuple(text for text, things in named.items() if constraint.property.by_words or not things)
    return _Wanted(constraint.property, frozenset(each.iri for things in named.values() for each in things), texts)


def _named(index: Index, asked: Property, text: str) -> list[Entity]:
    """The things of the property's type that a text names."""
    if asked.kind != "entity":
        return []
    found = index.identified(text) or index.named(name_key(text))
    return [entity for entity in found if asked.type in entity.types]


def _agreement(index: Index, wanted: _Wanted, values: Sequence[str]) -> float:
    """How well what the graph says agrees with a constraint, from 0 to 1; the best of all pairs of values."""
    if not values:
        return load_numbers()["properties"]["unknown"]
    if not wanted.iris.isdisjoint(values):
        return 1.0
    names = [name for value in values[:_READ] for name in _names(index, wanted.property, value)]
    return max((likeness(text, name) for text in wanted.texts for name in names), default=0.0)


def _names(index: Index, asked: Property, value: str) -> tuple[str, ...]:
    entity = index.find(value) if asked.kind == "entity" else None
    return entity.names if entity is not None else (value,)
