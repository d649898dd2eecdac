"""The things of a release as candidates, read in one pass and kept until the next release is current."""

import threading
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

from kg.lexicon.keys import name_key
from kg.vocab import BASE
from server.problems import Problem
from server.reconcile.graph import current_release, select_rows
from server.reconcile.index import Entity, Index, in_order, replacement
from server.reconcile.schema import Schema, load_schema
from server.reconcile.values import all_values

_PATIENCE = 20
"""Seconds that a request waits for the first index: it holds one of the server's threads meanwhile."""
_MOST_DESCRIBING = 2
"""Values of one property in a description: the sides of a meeting, two posts of a person."""
_TYPES = """
SELECT ?thing ?class {{ VALUES ?class {{ {classes} }} ?thing a ?class FILTER(STRSTARTS(STR(?thing), STR(bcid:))) }}
"""
_LABELS = "SELECT ?thing ?name { ?thing rdfs:label ?name }"
_OTHERS = "SELECT ?thing ?name { ?thing skos:altLabel|skos:notation ?name }"
_REPLACED = "SELECT ?thing ?name { ?thing dcterms:isReplacedBy ?name }"

Values = dict[str, list[str]]


class Indexes:
    """The index of the current release; safe to ask from many threads, and built by the first that asks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._built: tuple[Path, Index] | None = None

    def current(self) -> Index:
        """The index of the release that is current now, or, while another thread builds it, of the one before.

        Raises a 503 Problem where nothing is published, or there is none before and building takes long.
        """
        release = current_release()
        built = self._built
        if built is not None and built[0] == release:
            return built[1]
        if not self._lock.acquire(timeout=0 if built else _PATIENCE):
            return built[1] if built else _busy()
        try:
            if self._built is None or self._built[0] != release:
                self._built = (release, build_index())
            return self._built[1]
        finally:
            self._lock.release()


def _busy() -> NoReturn:
    raise Problem(503, "The names of the release are being read", "Ask again in a moment.", {"Retry-After": "10"})


def build_index() -> Index:
    """The index of the current release: what the default graph gives one of our types, with all its names."""
    schema = load_schema()
    replaced = _replaced()
    types = _types(schema, replaced)
    names = _names(replaced)
    described = {name: all_values(schema.properties[name]) for name in _describing(schema)}
    return Index((_entity(iri, keys, names, described, schema) for iri, keys in types.items()), replaced)


def _replaced() -> dict[str, str]:
    """What stands for retired IRIs; one that was split stands for nothing any more."""
    return {old: new for old, [new, *more] in _by_thing(_REPLACED).items() if not more and new.startswith(BASE)}


def _types(schema: Schema, replaced: dict[str, str]) -> dict[str, set[str]]:
    """Keys of types by IRI; what a retired IRI was, its replacement is.

    Only what has a type that is not broad is a candidate; it has the broader types, too.
    """
    narrow = {kind.iri: schema.within(kind.id) for kind in schema.types.values() if not kind.is_broad}
    found: dict[str, set[str]] = defaultdict(set)
    for row in select_rows(_TYPES.format(classes=" ".join(f"<{iri}>" for iri in narrow))):
        found[replacement(row["thing"], replaced)].update(narrow[row["class"]])
    return found


def _names(replaced: dict[str, str]) -> Values:
    """Names by IRI: the label first, the labels of what it replaced among the others."""
    labels = _by_thing(_LABELS)
    others = _by_thing(_OTHERS)
    for old in replaced:
        others.setdefault(replacement(old, replaced), []).extend([*labels.get(old, ()), *others.get(old, ())])
    return {iri: [*sorted(labels.get(iri, ())), *sorted(others.get(iri, ()))] for iri in labels.keys() | others.keys()}


def _by_thing(query: str) -> Values:
    found: Values = defaultdict(list)
    for row in select_rows(query):
        found[row["thing"]].append(row["name"])
    return found


def _describing(schema: Schema) -> Iterable[str]:
    return dict.fromkeys(("wikidata", "articles", *(name for kind in schema.types.values() for name in kind.describe)))


def _entity(iri: str, types: set[str], names: Values, described: dict[str, Values], schema: Schema) -> Entity:
    key = iri[len(BASE) :]
    ours = tuple(dict.fromkeys(name for name in names.get(iri, ()) if name_key(name))) or (key,)
    keys = tuple(dict.fromkeys(map(name_key, ours)))
    ordered = tuple(kind for kind in schema.types if kind in types)
    articles = int(described["articles"].get(iri, ["0"])[0])
    return Entity(
        id=key,
        names=ours,
        keys=keys,
        orders=tuple(dict.fromkeys(map(in_order, keys))),
        types=ordered,
        articles=articles,
        wikidata=tuple(described["wikidata"].get(iri, ())),
        description=_description(iri, schema.types[ordered[0]].describe, names, described, articles),
    )


def _description(iri: str, wanted: Iterable[str], names: Values, described: dict[str, Values], articles: int) -> str:
    parts = [_label(value, names) for name in wanted for value in described[name].get(iri, ())[:_MOST_DESCRIBING]]
    return " · ".join((*parts, f"{articles:,} article{'' if articles == 1 else 's'}"))


def _label(value: str, names: Values) -> str:
    return names.get(value, [value])[0] if value.startswith(BASE) else value
