"""The links of a release as an SSSOM table: what its graph says, what the ledger accepts, and what it refuses."""

import json

from pyoxigraph import Store

from kg.lexicon import Lexicon
from kg.linking import queries
from kg.linking.ledger import table
from kg.linking.rows import Row, Standing, standings
from kg.vocab import BASE, PREFIXES

GAZETTEER_AUTHOR = "bc:gazetteer"


def linked_things(store: Store) -> list[tuple[str, str, str]]:
    """The IRI, label and item of everything in the release's graph that has an item, sorted."""
    found = queries.rows(store, queries.query_named("linked"))
    return [(thing, label, item.removeprefix(PREFIXES["wd"])) for thing, label, item in found]


def export_sssom(store: Store, rows: tuple[Row, ...], lexicon: Lexicon, issued: str) -> str:
    """The table: accepted and refused links of the things in the release, sorted; `issued` is the release's day."""
    held = standings(rows)
    sources = _sources(lexicon)
    kept = {(row.subject_id, row.object_id): row for row in _decided(store, held)}
    for iri, label, item in linked_things(store):
        row = _of_gazetteer(iri, label, item, sources.get(item, ""), issued)
        kept.setdefault((row.subject_id, row.object_id), row)
    return table(kept[key] for key in sorted(kept))


def _decided(store: Store, held: dict[str, Standing]) -> list[Row]:
    """What the ledger says of things of the release."""
    query = "SELECT DISTINCT ?thing WHERE { ?thing rdfs:label ?label FILTER(STRSTARTS(STR(?thing), STR(bcid:))) }"
    there = {row[0] for row in queries.rows(store, query)}
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
        author_id=GAZETTEER_AUTHOR,
        mapping_date=issued,
        match_string=label,
        mapping_tool_version="",
        object_source_version="",
        comment=json.dumps({"source": source}) if source else "",
    )
