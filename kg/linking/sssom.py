"""The links of a release as an SSSOM table: what its graph says, what the ledger accepts, and what it refuses."""

import json

from pyoxigraph import Store

import kg
from kg.lexicon import Lexicon
from kg.linking.ledger import table
from kg.linking.queries import query_named
from kg.linking.rows import Row, Standing, standings
from kg.query import rows, select
from kg.vocab import BASE, PREFIXES

GAZETTEER = "backchannel gazetteer"
"""What stands in `mapping_tool` where the gazetteer has the item."""


def linked_things(store: Store) -> list[tuple[str, str, str]]:
    """The IRI, label and item of everything in the release's graph that has an item, sorted."""
    found = rows(select(store, query_named("linked")))
    return [(row["thing"], row["label"], row["item"].removeprefix(PREFIXES["wd"])) for row in found]


def export_sssom(store: Store, ledger: tuple[Row, ...], lexicon: Lexicon, issued: str) -> str:
    """The table: accepted and refused links of the things in the release, sorted; `issued` is the release's day."""
    held = standings(ledger)
    sources = _sources(lexicon)
    kept = {(row.subject_id, row.object_id): row for row in _decided(store, held)}
    for iri, label, item in linked_things(store):
        row = _of_gazetteer(iri, label, item, sources.get(item, ""), issued)
        kept.setdefault((row.subject_id, row.object_id), row)
    return table(kept[key] for key in sorted(kept))


def _decided(store: Store, held: dict[str, Standing]) -> list[Row]:
    """What the ledger says of things of the release."""
    query = "SELECT DISTINCT ?thing WHERE { ?thing rdfs:label ?label FILTER(STRSTARTS(STR(?thing), STR(bcid:))) }"
    there = {row["thing"] for row in rows(select(store, query))}
    return [
        row
        for subject, standing in held.items()
        if subject in there
        for row in (*filter(None, [standing.accepted]), *standing.rejected)
    ]


def _sources(lexicon: Lexicon) -> dict[str, str]:
    """Item to the public source that pairs it with a name."""
    known = lexicon.gazetteer
    pairs = [
        *((each.wikidata, each.source) for each in known.persons),
        *((each.wikidata, each.source) for each in known.organizations),
        *((each.wikidata, each.source) for each in known.places),
        *((each.wikidata, each.source) for each in known.processes),
        *((each.wikidata, each.source) for each in lexicon.states.values()),
    ]
    return {item: source for item, source in pairs if item and source}


def _of_gazetteer(iri: str, label: str, item: str, source: str, issued: str) -> Row:
    return Row(
        subject_id=f"bcid:{iri.removeprefix(BASE)}",
        subject_label=label,
        predicate_modifier="",
        predicate_id="skos:exactMatch",
        object_id=f"wd:{item}",
        object_label="",
        mapping_justification="semapv:CompositeMatching",
        confidence="",
        author_id="",
        author_label="",
        mapping_date=issued,
        match_string=label,
        mapping_tool=GAZETTEER,
        mapping_tool_version=kg.__version__,
        object_source_version="",
        comment=json.dumps({"source": source}) if source else "",
    )
