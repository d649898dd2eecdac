import re
from collections import Counter
from collections.abc import Iterable

import pytest

from kg.lexicon import load_lexicon
from kg.lexicon.gazetteer import load_gazetteer
from kg.resolve import slug

GAZETTEER = load_gazetteer()
LEXICON = load_lexicon()
KINDS: dict[str, Iterable[tuple[str, str | None, str | None]]] = {
    "persons": [(p.name, p.wikidata, p.source) for p in GAZETTEER.persons],
    "organizations": [(o.name, o.wikidata, o.source) for o in GAZETTEER.organizations],
    "places": [(p.name, p.wikidata, p.source) for p in GAZETTEER.places],
    "processes": [(p.name, p.wikidata, p.source) for p in GAZETTEER.processes],
    "positions": [(p.name, p.wikidata, p.source) for p in GAZETTEER.positions],
    "states": [
        *((s.name, s.wikidata, s.source) for s in LEXICON.states.values()),
        *((s.name, item, source) for s in LEXICON.states.values() for item, source in s.also),
    ],
    **{kind: [(t.name, t.wikidata, t.source) for t in things] for kind, things in GAZETTEER.things.items()},
}
PUBLIC_SOURCE = re.compile(r"(?:github|npm|pypi):\S.*")


@pytest.mark.parametrize("kind", KINDS)
def test_every_identifier_is_an_item_with_a_public_source(kind: str) -> None:
    linked = [row for row in KINDS[kind] if row[1] or row[2]]
    wrong = [
        (name, item, source)
        for name, item, source in linked
        if not re.fullmatch(r"Q[1-9]\d*", item or "") or not PUBLIC_SOURCE.fullmatch(source or "")
    ]
    assert wrong == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_things_of_a_kind_share_an_item(kind: str) -> None:
    counts = Counter(item for _, item, _ in KINDS[kind] if item)
    assert [item for item, count in counts.items() if count > 1] == []


def test_no_item_is_of_two_kinds() -> None:
    kinds: dict[str, set[str]] = {}
    for kind, rows in KINDS.items():
        for _, item, _ in rows:
            if item:
                kinds.setdefault(item, set()).add(kind)
    assert {item: found for item, found in kinds.items() if len(found) > 1} == {}


def test_every_person_has_an_iri_of_their_own() -> None:
    ends = Counter(person.key or slug(person.name) for person in GAZETTEER.persons)
    assert [end for end, count in ends.items() if count > 1] == []


def test_sectors_states_and_years_of_persons_are_sound() -> None:
    sectors = {sector.name for sector in GAZETTEER.sectors} | {None}
    wrong = [
        person.name
        for person in GAZETTEER.persons
        if person.sector not in sectors
        or person.state not in {None, *LEXICON.states}
        or (person.since and person.until and person.since > person.until)
    ]
    assert wrong == []


def test_people_of_one_name_are_all_given() -> None:
    assert {p.sector for p in GAZETTEER.persons_named("RI YONG HO")} == {"diplomacy", "military"}
    assert [p.wikidata for p in GAZETTEER.persons_named("Lavrov")] == []
    assert [p.wikidata for p in GAZETTEER.persons_named("Wang Yi") if p.sector == "diplomacy"] == ["Q701801"]


@pytest.mark.parametrize(
    ("name", "state", "titles", "year", "item"),
    [
        ("Ri Yong-ho", "KP", ["Foreign Minister"], 2017, "Q12594422"),
        ("Ri Yong-ho", "KP", ["vice foreign minister"], None, "Q12594422"),
        ("Ri Yong-ho", "KP", ["Chief of the General Staff"], 2011, None),  # the general, who has no item here
        ("Ri Yong-ho", "KP", [], 2011, None),
        ("Ri Yong-ho", None, [], None, None),
        ("Wang Yi", "CN", ["Foreign Minister"], 2020, "Q701801"),
        ("Wang Yi", "CN", ["pastor"], 2020, None),
        ("Wang Yi", "CN", [], 2020, "Q701801"),  # of the two only the diplomat acts for the state
        ("Wang Yi", None, [], 2020, None),
        ("Zhang Jun", "CN", [], 2020, None),
        ("Imran Khan", "PK", [], 2020, "Q155164"),
        ("Imran Khan", "IN", [], 2020, None),
        ("Imran Khan", None, ["Prime Minister"], 2020, "Q155164"),
        ("Robin Cook", "GB", [], 1999, "Q311214"),
        ("Mary Robinson", "IE", [], None, "Q188214"),
        ("Mary Robinson", None, ["novelist"], None, None),
        ("Mary Robinson", "US", [], None, None),
    ],
)
def test_state_titles_and_years_tell_people_of_one_name_apart(
    name: str, state: str | None, titles: list[str], year: int | None, item: str | None
) -> None:
    known = GAZETTEER.known_person(name, state, titles=titles, year=year)
    assert (known.wikidata if known else None) == item


def test_another_state_speaks_against_a_person_whose_own_the_text_does_not_name() -> None:
    assert GAZETTEER.known_person("Choe Son-hui", "US") is None
    assert GAZETTEER.known_person("Choe Son-hui", "US", named=["US", "KP"]) is not None  # the text may be misread
    assert GAZETTEER.known_person("Wang Yi", "US", named=["US", "CN"]) is None
    assert GAZETTEER.known_person("Mikhail Gorbachev", "SU") is not None  # Russia comes from it


def test_reading_knows_of_a_shared_name_what_all_its_bearers_share() -> None:
    wang, khan = LEXICON.person_named("Wang Yi"), LEXICON.person_named("Imran Khan")
    assert wang is not None
    assert (wang.state, wang.wikidata) == ("CN", None)
    assert khan is not None
    assert khan.state == "PK"  # the actor is no voice in diplomacy


def test_a_state_stands_for_several_items() -> None:
    assert LEXICON.states["NL"].items == {"Q55", "Q29999"}
    assert LEXICON.states["DK"].items == {"Q35", "Q756617"}


def test_pairs_that_other_lists_have_wrong_are_not_here() -> None:
    wrong = {("Geneva", "Q69290"), ("Bern", "Q15621742"), ("Anwar Sadat", "Q39524"), ("Camp David", "Q50540636")}
    pairs = {(name, item) for rows in KINDS.values() for name, item, _ in rows}
    assert wrong.isdisjoint(pairs)
    assert {"Q207326", "Q5954097"}.isdisjoint({item for _, item in pairs})  # the top of a mountain, a man born in 1538


def test_a_place_is_found_by_name_and_country() -> None:
    assert GAZETTEER.places_named("Geneva", "CH")[0].wikidata == "Q71"
    assert all(place.country == "US" for place in GAZETTEER.places_named("Geneva", "US"))


def test_agreements_events_and_posts_are_known() -> None:
    [accords] = GAZETTEER.things_named("agreements", "Camp David Agreements")
    assert accords.wikidata == "Q309204"
    [dialogue] = GAZETTEER.things_named("events", "Shangri-La Dialogue")
    assert dialogue.wikidata is None
    assert [p.wikidata for p in GAZETTEER.positions_of("IR", "foreign-minister")] == ["Q127710"]
