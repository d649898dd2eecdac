"""How names compare, and the rules that no score overrides."""

from datetime import date
from typing import Any

import pytest

from kg.lexicon import load_lexicon
from kg.linking.decide import Decision, decide
from kg.linking.features import weigh
from kg.linking.items import Item, read_item
from kg.linking.subjects import Role, Subject
from kg.linking.wikidata import Post
from tests.kg.wikidata_world import entity

LEXICON = load_lexicon()
POST = {"Q5001": Post("Minister of Foreign Affairs of North Korea", frozenset({"Q423"}))}
ROLE = (Role("foreign minister", "KP", date(2017, 5, 1), date(2017, 5, 1)),)


def item(**said: Any) -> Item:
    world = {"items": {"Q6001": {"P31": ["Q5"], "P27": ["Q423"], "P106": ["Q193391"]} | said}}
    found = read_item(entity(world, "Q6001"), "Q6001")
    assert found is not None
    return found


def decided(subject: Subject, *items: Item) -> Decision:
    return decide(subject, [weigh(subject, each, frozenset({"Q5"}), POST, LEXICON) for each in items])


def person(name: str, **said: Any) -> Subject:
    return Subject("https://w3id.org/backchannel/id/person/x", "person", name, **({"states": frozenset({"KP"})} | said))


MINISTER = {"posts": [{"post": "Q5001", "start": "2016-05-13", "end": "2020-01-18"}]}


def test_a_short_name_needs_more_than_its_state() -> None:
    ri = {"labels": {"en": "Ri Yong-ho"}}
    assert decided(person("Ri Yong-ho"), item(**ri)).verdict == "review"
    assert decided(person("Ri Yong-ho", roles=ROLE), item(**ri, **MINISTER)).verdict == "accept"


def test_a_role_counts_only_on_its_days() -> None:
    later = (Role("foreign minister", "KP", date(2021, 5, 1), date(2021, 5, 1)),)
    ri = item(labels={"en": "Ri Yong-ho"}, **MINISTER)
    assert "role" in weigh(person("Ri Yong-ho", roles=ROLE), ri, frozenset({"Q5"}), POST, LEXICON).context
    assert "role" not in weigh(person("Ri Yong-ho", roles=later), ri, frozenset({"Q5"}), POST, LEXICON).context


def test_names_that_are_only_alike_are_never_accepted_whatever_speaks_for_them() -> None:
    subject = person("Stephan Bosworthe", roles=ROLE, company=frozenset({"Q7"}))
    found = decided(subject, item(labels={"en": "Stephen Bosworth"}, other={"P463": ["Q7"]}, **MINISTER))
    assert found.verdict == "review"


def test_a_surname_alone_is_never_accepted() -> None:
    found = decided(person("Bosworth", roles=ROLE), item(labels={"en": "Stephen Bosworth"}, **MINISTER))
    assert (found.verdict, found.why) == ("review", "score 0.67 is below 0.90")


def test_company_speaks_for_a_namesake() -> None:
    subject = person("Ri Yong-ho", company=frozenset({"Q7"}))
    assert decided(subject, item(labels={"en": "Ri Yong-ho"}, other={"P463": ["Q7"]})).verdict == "accept"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"died": "1999-01-01"}, "dead by then"),
        ({"born": "2005"}, "not grown up by then"),
        ({"P31": ["Q11424"]}, "another type of thing"),
        ({"P31": ["Q4167410"]}, "a page, no thing"),
    ],
)
def test_what_cannot_be_is_refused(said: dict[str, Any], why: str) -> None:
    subject = person("Stephen Bosworth", roles=ROLE)
    candidate = weigh(subject, item(labels={"en": "Stephen Bosworth"}, **said), frozenset(), POST, LEXICON)
    assert candidate.refused == why
    assert decide(subject, [candidate]).verdict == "none"


def test_the_dead_are_left_for_review_where_no_day_is_known() -> None:
    assert decided(person("Stephen Bosworth"), item(labels={"en": "Stephen Bosworth"}, died="1931")).verdict == "review"
    assert decided(person("Stephen Bosworth"), item(labels={"en": "Stephen Bosworth"})).verdict == "accept"


def test_a_soviet_speaks_for_what_russia_comes_from() -> None:
    subject = person("Mikhail Gorbachev", states=frozenset({"SU"}))
    assert "state agrees" in weigh(subject, item(P27=["Q159"]), frozenset(), POST, LEXICON).context


def test_the_dutch_are_citizens_of_the_kingdom() -> None:
    subject = person("Wopke Hoekstra", states=frozenset({"NL"}))
    assert "state agrees" in weigh(subject, item(P27=["Q29999"]), frozenset(), POST, LEXICON).context


def test_a_denied_item_is_no_candidate() -> None:
    subject = person("Stephen Bosworth")
    candidate = weigh(subject, item(labels={"en": "Stephen Bosworth"}), frozenset({"Q5"}), POST, LEXICON)
    assert decide(subject, [candidate], denied=frozenset({"Q6001"})).verdict == "none"
