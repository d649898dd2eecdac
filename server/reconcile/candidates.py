"""Candidates for the queries of a batch: found by name or by properties, compared, scored and cut to the limit.

Each query is answered on its own; only the values of properties are asked for together.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from pyoxigraph import Literal, NamedNode

from kg.lexicon.keys import name_key
from server.reconcile.index import Entity, Index
from server.reconcile.requests import Constraint, Query
from server.reconcile.schema import Property, load_schema
from server.reconcile.scores import Candidate, judged, likeness, load_numbers, name_fit
from server.reconcile.values import find_things, values_of

_COMPARED = 25
"""Things that are compared with a query beside those that have its name."""
_MOST_NAMESAKES = 100

Known = dict[str, dict[str, list[str]]]
"""Values by property and by IRI of the thing."""


def find_candidates(index: Index, queries: Mapping[str, Query]) -> dict[str, list[Candidate]]:
    """The candidates of each query, the best first, at most as many as its limit."""
    found = {key: list(_found(index, query)) for key, query in queries.items()}
    known = _known(queries, found)
    return {
        key: judged((_compared(index, query, each, known) for each in found[key]), query.strict)[: query.limit]
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
    if not searched:
        return []
    iris = find_things([(each.property, _condition(index, each)) for each in searched])
    return [entity for iri in iris if (entity := index.find(iri)) is not None]


def _condition(index: Index, constraint: Constraint) -> str:
    """SPARQL that lets the values of a constraint pass: the things that they name, or texts that begin so."""
    if constraint.property.kind == "entity":
        named = (_named(index, constraint.property, value) for value in constraint.values)
        return f"VALUES ?value {{ {' '.join(str(NamedNode(each.iri)) for each in chain(*named))} }}"
    texts = (
        Literal(value[:10] if constraint.property.kind == "date" else value.lower()) for value in constraint.values
    )
    return "FILTER(" + " || ".join(f"STRSTARTS(LCASE(STR(?value)), {text})" for text in texts) + ")"


def _known(queries: Mapping[str, Query], found: Mapping[str, list[Candidate]]) -> Known:
    """What the graph says of the candidates by each property that a query names."""
    iris: dict[Property, dict[str, None]] = {}
    for key, query in queries.items():
        for constraint in query.constraints:
            iris.setdefault(constraint.property, {}).update(dict.fromkeys(each.entity.iri for each in found[key]))
    return {asked.id: values_of(asked, things) for asked, things in iris.items()}


def _compared(index: Index, query: Query, candidate: Candidate, known: Known) -> Candidate:
    agreements = tuple(
        (each.property.id, _agreement(index, each, known[each.property.id].get(candidate.entity.iri, ())))
        for each in query.constraints
    )
    return replace(candidate, agreements=agreements)


def _agreement(index: Index, constraint: Constraint, values: Sequence[str]) -> float:
    """How well what the graph says agrees with a constraint, from 0 to 1; the best of all pairs of values."""
    if not values:
        return load_numbers()["properties"]["unknown"]
    return max(_one_agreement(index, constraint.property, asked, v) for asked in constraint.values for v in values)


def _one_agreement(index: Index, asked: Property, text: str, value: str) -> float:
    entity = index.find(value) if asked.kind == "entity" else None
    if entity is None:
        return likeness(text, value)
    named = _named(index, asked, text)
    if entity in named:
        return 1.0
    return 0.0 if named and not asked.by_words else max(likeness(text, name) for name in entity.names)


def _named(index: Index, asked: Property, text: str) -> list[Entity]:
    """The things of the property's type that a text names."""
    found = index.identified(text) or index.named(name_key(text))
    return [entity for entity in found if asked.type in entity.types]
