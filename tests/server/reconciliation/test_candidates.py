from collections.abc import Callable, Iterable

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad

from kg.vocab import BASE, term
from server.reconcile.scores import likeness
from tests.server.reconciliation.conftest import Ask, asking, person

Site = Callable[[Iterable[Quad]], FlaskClient]
SUMMIT = "meeting/2018-06-12-sg-kp-us"


def features(candidate: dict[str, list[dict[str, float]]]) -> dict[object, float]:
    return {each["id"]: each["value"] for each in candidate["features"]}


@pytest.mark.parametrize("name", ["Kim Jong Un", "KIM Jong-un", "kim  jong un", "Kim, Jong-Un", "Un, Kim Jong"])
def test_case_hyphens_and_order_make_no_difference(ask: Ask, name: str) -> None:
    first = ask(name, type="Person")[0]
    assert (first["id"], first["match"]) == ("person/kim-jong-un", True)
    assert first["score"] >= 97
    assert [kind["id"] for kind in first["type"]] == ["Person"]


@pytest.mark.parametrize("name", ["Kim Jung Un", "Kin Jong Un", "Ashtn"])
def test_a_name_that_is_only_alike_is_offered_and_never_a_match(ask: Ask, name: str) -> None:
    found = ask(name, type="Person")
    assert found[0]["id"] in {"person/kim-jong-un", "person/catherine-ashton"}
    assert found[0]["score"] < 90
    assert not any(candidate["match"] for candidate in found)


@pytest.mark.parametrize("name", ["Ashton", "Blinken", "Katju"])
def test_a_surname_alone_is_no_match(ask: Ask, name: str) -> None:
    found = ask(name, type="Person")
    assert name in found[0]["name"]
    assert not found[0]["match"]


@pytest.mark.parametrize(
    "text", ["Q30", "q30", "wd:Q30", "http://www.wikidata.org/entity/Q30", "state/us", f"{BASE}state/us"]
)
def test_an_identifier_is_certain(ask: Ask, text: str) -> None:
    [only] = ask(text)
    assert (only["id"], only["score"], only["match"]) == ("state/us", 100, True)
    assert features(only)["identifier"] is True


def test_two_things_of_one_name_match_only_where_the_type_decides(ask: Ask) -> None:
    both = ask("Singapore")
    assert {each["id"] for each in both if each["score"] == 100} == {"state/sg", "place/singapore-sg"}
    assert not any(each["match"] for each in both)
    first, second = ask("Singapore", type="State", type_strict="should")[:2]
    assert (first["id"], first["match"], second["id"], second["match"]) == (
        "state/sg",
        True,
        "place/singapore-sg",
        False,
    )
    assert second["score"] <= 50
    [only] = [each for each in ask("Singapore", type="Place") if each["score"] > 90]
    assert only["match"]


def test_types_may_be_several_and_whole_iris(ask: Ask) -> None:
    either = ask("Singapore", type=["State", "Place"], type_strict="any")
    assert {"state/sg", "place/singapore-sg"} <= {each["id"] for each in either}
    assert ask("Singapore", type=["State", "Place"], type_strict="all") == []
    assert ask("Singapore", type=[term("bc:State").value, "bc:Polity"], type_strict="all")[0]["id"] == "state/sg"
    assert ask("Singapore", type="Q5") == []


def test_namesakes_are_told_apart_by_a_property_and_never_by_the_name(ask_with: Site) -> None:
    ask = asking(ask_with([*person("ri-yong-ho", "Ri Yong-ho", "kp"), *person("ri-yong-ho-2", "Ri Yong Ho", "vn")]))
    assert [(each["score"], each["match"]) for each in ask("Ri Yong Ho")[:2]] == [(100, False), (100, False)]
    first, second = ask("Ri Yong Ho", properties=[{"pid": "state", "v": "Vietnam"}])[:2]
    assert (first["id"], first["match"], first["score"]) == ("person/ri-yong-ho-2", True, 100)
    assert features(first)["property-state"] == 100
    assert (features(second)["property-state"], second["match"]) == (0, False)
    assert features(first)["margin"] == pytest.approx(first["score"] - second["score"], abs=0.1)


@pytest.mark.parametrize(
    "state", ["North Korea", "KP", "Q423", {"id": "state/kp", "name": "North Korea"}, ["China", "kp"]]
)
def test_a_state_is_known_by_all_its_names(ask: Ask, state: object) -> None:
    [first, *_] = ask("Kim Jong Un", properties=[{"pid": "state", "v": state}])
    assert (features(first)["property-state"], first["match"]) == (100, True)


def test_a_property_that_speaks_against_it_prevents_a_match(ask: Ask) -> None:
    [first, *_] = ask("Kim Jong Un", properties=[{"pid": "state", "v": "South Korea"}])
    assert (first["id"], features(first)["property-state"], first["match"]) == ("person/kim-jong-un", 0, False)


def test_a_name_that_many_share_needs_a_property(ask: Ask) -> None:
    post = "secretary-general"
    assert [each["match"] for each in ask(post, type="Position")[:1]] == [False]
    [first, *_] = ask(post, type="Position", properties=[{"pid": "organization", "v": "United Nations"}])
    assert (first["id"], first["match"]) == ("position/united-nations-secretary-general", True)
    summit = "Summit of North Korea and United States in Singapore, 2018-06-12"
    assert not ask(summit, type="Meeting")[0]["match"]
    [first, *_] = ask(summit, type="Meeting", properties=[{"pid": "date", "v": "2018-06-12"}])
    assert (first["id"], first["match"]) == (SUMMIT, True)
    ministry = [each for each in ask("Foreign Ministry", type="GovernmentBody") if features(each)["exact"]]
    assert ministry
    assert not any(each["match"] for each in ministry)


def test_an_empty_cell_says_nothing(ask: Ask) -> None:
    assert ask("Kim Jong Un", properties=[{"pid": "state", "v": ""}])[0]["match"]
    assert ask("", properties=[{"pid": "state", "v": ""}]) == []
    assert ask(" ") == []


def test_a_meeting_is_found_by_its_properties_alone_and_is_then_no_match(ask: Ask) -> None:
    wanted = [{"pid": "side", "v": "North Korea"}, {"pid": "start", "v": "2018-06-12T00:00:00Z"}]
    [only] = ask(properties=wanted)
    assert (only["id"], only["score"], only["match"]) == (SUMMIT, 100, False)
    assert ask(properties=[{"pid": "place", "v": "Nowhere at all"}]) == []
    assert ask(properties=[{"pid": "articles", "v": 2}]) == []


def test_a_date_tells_meetings_apart(ask: Ask) -> None:
    name = "Talks of North Korea and United States in Singapore"
    by_day = {day: ask(name, properties=[{"pid": "date", "v": day}])[0]["id"] for day in ("2018-06-12", "2015-01")}
    assert by_day == {"2018-06-12": SUMMIT, "2015-01": "meeting/2015-01-18-sg-kp-us"}


def test_the_limit_holds_and_the_best_come_first(ask: Ask) -> None:
    scores = [each["score"] for each in ask("Singapore", limit=3)]
    assert (len(scores), scores) == (3, sorted(scores, reverse=True))
    assert len(ask("Singapore", limit=1)) == 1


def test_a_retired_iri_answers_with_its_replacement(ask_with: Site) -> None:
    old, older = NamedNode(f"{BASE}person/kim-chong-un"), NamedNode(f"{BASE}person/kim-chung-un")
    replaced, label = term("dcterms:isReplacedBy"), term("rdfs:label")
    site = ask_with(
        [
            Quad(old, replaced, NamedNode(f"{BASE}person/kim-jong-un")),
            Quad(old, label, Literal("Kim Chong-un")),
            Quad(old, term("rdf:type"), term("bc:Person")),
            Quad(older, replaced, old),
            Quad(NamedNode(f"{BASE}person/split"), replaced, NamedNode(f"{BASE}person/kim-jong-un")),
            Quad(NamedNode(f"{BASE}person/split"), replaced, NamedNode(f"{BASE}person/sung-kim")),
            Quad(NamedNode(f"{BASE}person/a"), replaced, NamedNode(f"{BASE}person/b")),
            Quad(NamedNode(f"{BASE}person/b"), replaced, NamedNode(f"{BASE}person/a")),
        ]
    )
    ask = asking(site)
    for text in ("person/kim-chong-un", older.value, "Kim Chong Un"):
        first = ask(text)[0]
        assert (first["id"], first["match"]) == ("person/kim-jong-un", True)
    assert not any(each["id"] == "person/kim-chong-un" for each in ask("Kim", limit=100))
    assert ask("person/a") == []
    assert not any(each["match"] for each in ask("person/split"))
    asked = '{"ids": ["person/kim-chung-un"], "properties": [{"id": "wikidata"}]}'
    rows = site.post("/reconcile", data={"extend": asked}).get_json()["rows"]
    assert rows == {"person/kim-chung-un": {"wikidata": [{"str": "Q56226"}]}}


@pytest.mark.parametrize(
    ("asked", "found", "expected"),
    [
        ("2018", "2018-06-12", 0.9),
        ("2018-06-12T00:00:00Z", "2018-06-12", 1),
        ("2018-06-13", "2018-06-12", 0),
        ("2018", "2018-06-12/2018-06-13", 0.9),
        ("foreign minister", "Foreign Minister of North Korea", 0.9),
        ("president", "vice-president of Colombia", 0.5),
        ("North Korea", "South Korea", 0),
        ("12.5", "12.4", 0),
        ("", "", 1),
        ("", "x", 0),
    ],
)
def test_values_agree_by_what_they_say(asked: str, found: str, expected: float) -> None:
    assert likeness(asked, found) == expected
