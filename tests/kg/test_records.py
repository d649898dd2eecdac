from typing import Any

from kg.article import Article
from kg.records import records_of
from tests.conftest import described


def records(example_articles: list[Article], name: str) -> dict[str, Any]:
    article = next(a for a in example_articles if a.name == name)
    [(_, quads)] = described([article])
    return records_of(quads, article.name)


def test_the_flat_view_of_a_track_2_dialogue(example_articles: list[Article]) -> None:
    found = records(example_articles, "2018-05-02-neemrana-dialogue")
    assert (found["id"], found["published"]) == ("2018-05-02-neemrana-dialogue", "2018-05-02")
    assert found["states"] == ["AF", "IN", "PK"]
    negotiations: list[dict[str, object]] = found["negotiations"]
    [negotiation] = [n for n in negotiations if n["kind"] == "dialogue"]
    assert [n["status"] for n in negotiations if n != negotiation] == ["stalled"]  # the formal talks, broken off
    expected = {
        "kind": "dialogue",
        "states": ["IN", "PK"],
        "persons": ["Vivek Katju", "Javed Jabbar"],
        "place": {"name": "Islamabad", "country": "PK"},
        "start": "2018-04-28",
        "end": "2018-04-30",
        "precision": "day",
        "status": "held",
        "track": "2",
        "series": "Neemrana Dialogue",
    }
    assert {key: negotiation[key] for key in expected} == expected
    assert str(negotiation["evidence"]).startswith("Former diplomats, soldiers and scholars")


def test_persons_carry_roles_side_and_capacity(example_articles: list[Article]) -> None:
    found = records(example_articles, "2018-05-02-neemrana-dialogue")
    katju = next(p for p in found["persons"] if p["name"] == "Vivek Katju")
    assert (katju["side"], katju["capacity"]) == ("IN", "private")
    assert katju["roles"] == [
        {"title": "ambassador to Afghanistan", "org": None, "state": "IN", "status": "former", "period": None}
    ]


def test_a_then_post_has_its_period(example_articles: list[Article]) -> None:
    found = records(example_articles, "oslo-anniversary")
    posts = {r["title"]: r["status"] for p in found["persons"] for r in p["roles"]}
    assert posts["foreign minister"] == "then" or "then" in posts.values()


def test_every_key_of_the_format_is_there(example_articles: list[Article]) -> None:
    keys = {
        "id",
        "published",
        "publisher",
        "persons",
        "states",
        "organizations",
        "negotiations",
        "statements",
        "positions",
        "relations",
    }
    for article in example_articles[:3]:
        [(_, quads)] = described([article])
        assert set(records_of(quads, article.name)) == keys


def test_relations_and_statements_quote_the_text(example_articles: list[Article]) -> None:
    article = next(a for a in example_articles if a.name == "2018-06-12-sentosa-summit")
    found = records(example_articles, article.name)
    assert found["relations"] == [
        {
            "kind": "no-diplomatic-relations",
            "a": "KP",
            "b": "US",
            "evidence": "The United States and North Korea have no diplomatic relations.",
            "confidence": 0.9,
        }
    ]
    statements = found["statements"]
    assert statements
    assert all(s["evidence"] in article.text for s in statements)
