"""Identity across articles: one person and one meeting have one IRI, namesakes two, and nothing depends on order."""

import random
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.article import Article
from kg.catalogue import Catalogue
from kg.errors import WorkspaceError
from kg.gate import check_quads
from kg.identity import JUDGEMENTS
from kg.identity.judgements import Judgement, append_judgement, load_judgements
from kg.identity.review import find_doubts
from kg.identity.shown import things_of
from kg.identity.tables import Tables
from kg.pipeline import describe_articles
from kg.query import rows, select
from kg.release.publish import publish

DAY = date(2026, 1, 1)
Said = tuple[str, str, str]
"""Publisher, day and text."""
REPORTS: tuple[Said, ...] = (
    (
        "Courier",
        "2015-02-24",
        (
            "OSLO - Norway's Foreign Minister Karel Novotny will meet Chad's Foreign Minister Idriss Okala in Oslo"
            " on 2 March 2015."
        ),
    ),
    (
        "Herald",
        "2015-03-03",
        "OSLO - Norway's Foreign Minister Karel Novotny met Chad's Foreign Minister Idriss Okala in Oslo on Monday.",
    ),
    (
        "Tribune",
        "2015-03-10",
        (
            "OSLO - Norwegian Foreign Minister Karel Novotny and Chad's Foreign Minister Idris Okala held talks in Oslo"
            " last week."
        ),
    ),
)


class Desk:
    """A workspace that is fed articles and published."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.catalogue = Catalogue(folder)

    def read(self, *said: Said) -> "Desk":
        articles = [Article(text=t, publisher=p, published=date.fromisoformat(d)) for p, d, t in said]
        for article, quads in describe_articles(articles):
            assert isinstance(quads, list), quads
            self.catalogue.record(article, "test", check_quads(quads), quads)
        return self

    def publish(self) -> Store:
        return Store.read_only(str(publish(self.catalogue, self.folder, DAY)[0].store))

    def judge(self, one: str, other: str, verdict: str) -> None:
        judgement = Judgement(one, other, verdict, author="a librarian", day="2026-01-01")  # type: ignore[arg-type]
        append_judgement(self.folder / JUDGEMENTS, judgement)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Makes workspaces."""
    desks: list[Desk] = []

    def make(*said: Said) -> Desk:
        desks.append(Desk(tmp_path / str(len(desks))))
        return desks[-1].read(*said)

    yield make
    for each in desks:
        each.catalogue.close()


def things(store: Store, kind: str) -> set[str]:
    """The things of a class by their short IRIs."""
    return {row["x"].rpartition("/id/")[2] for row in rows(select(store, f"SELECT ?x {{ ?x a bc:{kind} }}"))}


def test_one_meeting_told_before_on_the_day_and_after_is_one_with_two_statuses(desk: Callable[..., Desk]) -> None:
    store = desk(*REPORTS).publish()
    assert things(store, "Meeting") == {"meeting/2015-03-02-no-no-td"}
    statuses = rows(select(store, "SELECT DISTINCT ?s { ?r bc:statusOf ?m ; bc:status ?s }"))
    assert {row["s"].rpartition("-")[2] for row in statuses} == {"planned", "held"}
    [counted] = rows(select(store, "SELECT ?n { ?m bc:independentPublishers ?n }"))
    assert counted["n"] == "3"


def test_two_spellings_are_one_person_with_both_names(desk: Callable[..., Desk]) -> None:
    store = desk(*REPORTS).publish()
    assert things(store, "Person") == {"person/karel-novotny", "person/idriss-okala"}
    names = rows(select(store, "SELECT ?n { bcid:person\\/idriss-okala rdfs:label|skos:altLabel ?n }"))
    assert {row["n"] for row in names} >= {"Idriss Okala", "Idris Okala"}


def test_a_part_in_one_meeting_is_one_node_with_all_its_passages(desk: Callable[..., Desk]) -> None:
    store = desk(*REPORTS).publish()
    parts = rows(select(store, "SELECT ?p { ?p bc:participant bcid:person\\/karel-novotny }"))
    assert len({row["p"] for row in parts}) == 1


def test_two_rounds_in_one_city_a_month_apart_stay_two(desk: Callable[..., Desk]) -> None:
    april = (
        "Herald",
        "2015-04-07",
        "OSLO - Norway's Foreign Minister Karel Novotny met Chad's Foreign Minister Idriss Okala in Oslo on Monday.",
    )
    store = desk(*REPORTS, april).publish()
    assert things(store, "Meeting") == {"meeting/2015-03-02-no-no-td", "meeting/2015-04-06-no-no-td"}


NAMESAKES: tuple[Said, ...] = (
    ("Herald", "2012-07-16", "SEOUL - North Korea has removed its army chief, Vice Marshal Ri Yong-ho, on Sunday."),
    ("Herald", "2015-01-19", "SINGAPORE - North Korean Vice Foreign Minister Ri Yong Ho met US experts on Sunday."),
)


def test_a_general_and_a_diplomat_of_one_name_stay_two(desk: Callable[..., Desk]) -> None:
    store = desk(*NAMESAKES).publish()
    assert things(store, "Person") == {"person/ri-yong-ho", "person/ri-yong-ho-general"}


def test_the_order_of_reading_and_publishing_changes_nothing(desk: Callable[..., Desk]) -> None:
    said = [*REPORTS, *NAMESAKES]
    at_once = desk(*said)
    expected = set(at_once.publish())
    for seed in range(3):
        random.Random(seed).shuffle(said)  # noqa: S311 - an order, no secret
        one_by_one = desk()
        for each in said:
            one_by_one.read(each).publish()
        store = one_by_one.publish()
        assert {q for q in store if not is_history(q)} == {q for q in expected if not is_history(q)}


def is_history(quad: object) -> bool:
    """Whether a statement tells what an IRI of an earlier release became."""
    return any(word in str(quad) for word in ("isReplacedBy", "#deprecated"))


def test_a_replaced_iri_says_what_replaced_it_and_judgements_are_applied_without_reading(
    desk: Callable[..., Desk],
) -> None:
    here = desk(*NAMESAKES)
    here.publish()
    here.judge("person/ri-yong-ho-general", "person/ri-yong-ho", "same")
    store = here.publish()
    assert things(store, "Person") == {"person/ri-yong-ho"}
    [row] = rows(select(store, "SELECT ?new { bcid:person\\/ri-yong-ho-general dcterms:isReplacedBy ?new }"))
    assert row["new"].endswith("/person/ri-yong-ho")
    here.judge("person/ri-yong-ho-general", "person/ri-yong-ho", "unsure")  # takes the decision back
    assert things(here.publish(), "Person") == {"person/ri-yong-ho", "person/ri-yong-ho-general"}


def test_people_can_part_what_the_program_joined(desk: Callable[..., Desk]) -> None:
    here = desk(*REPORTS)
    here.publish()
    articles = [article.id for article in here.catalogue.accepted()]
    with here.catalogue.transaction() as connection:
        seen = {a: [local for local, _, _ in things_of(Tables(connection), a) if "novotny" in local] for a in articles}
    one, other = (f"appearance/{article}/{local}" for article, [local] in list(seen.items())[:2])
    here.judge(one, other, "different")
    found = {person for person in things(here.publish(), "Person") if "novotny" in person}
    assert len(found) == 2


def test_decisions_hold_in_a_workspace_made_anew(desk: Callable[..., Desk]) -> None:
    here = desk(*NAMESAKES)
    here.publish()
    here.judge("person/ri-yong-ho-general", "person/ri-yong-ho", "same")
    again = desk(*NAMESAKES)
    (again.folder / JUDGEMENTS).write_bytes((here.folder / JUDGEMENTS).read_bytes())
    assert things(again.publish(), "Person") == things(here.publish(), "Person") == {"person/ri-yong-ho"}


def test_what_is_unsure_is_left_to_people_until_they_decide(desk: Callable[..., Desk]) -> None:
    envoy = ("Herald", "2016-05-01", "GENEVA - Chadian Foreign Minister Okala said on Sunday that talks had failed.")
    here = desk(*REPORTS, envoy)
    here.publish()
    with here.catalogue.transaction() as connection:
        doubts = find_doubts(Tables(connection))
    assert [doubt.other for doubt in doubts] == ["person/idriss-okala"]
    here.judge(doubts[0].judgement.subject, doubts[0].judgement.object, "same")
    assert {p for p in things(here.publish(), "Person") if "okala" in p} == {"person/idriss-okala"}
    with here.catalogue.transaction() as connection:
        assert find_doubts(Tables(connection)) == []


def test_an_article_that_is_taken_out_leaves_a_withdrawn_iri(desk: Callable[..., Desk]) -> None:
    here = desk(*REPORTS, NAMESAKES[0])
    here.publish()
    with here.catalogue.transaction() as connection:
        connection.execute("UPDATE article SET accepted = 0 WHERE published = '2012-07-16'")
    found = rows(select(here.publish(), "SELECT ?old { ?old owl:deprecated true }"))
    assert "https://w3id.org/backchannel/id/person/ri-yong-ho-general" in {row["old"] for row in found}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("bcid:person/a\tskos:exactMatch\tMaybe\tbcid:person/b", "predicate skos:exactMatch Maybe"),
        ("person/a\tskos:exactMatch\t\tbcid:person/b", "person/a"),
        ("bcid:person/a\towl:sameAs\t\tbcid:person/b", "owl:sameAs"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / JUDGEMENTS
    path.write_text(f"#a comment\nsubject_id\tpredicate_id\tpredicate_modifier\tobject_id\n{line}\n", "utf-8")
    with pytest.raises(WorkspaceError, match="line 3") as caught:
        load_judgements(path)
    assert said in str(caught.value)
