"""The rules of the ontology: what each derives, when it is silent, and that what it derives goes with its premises."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, QueryTriples, RdfFormat, Store, parse

from kg import gate
from kg.query import rows, select
from kg.rdf import triples_of
from kg.release import derive
from kg.release.derive import Rule, derive_all, derive_changed, load_rules, premises
from kg.release.example import load_example, store_of
from kg.release.merge import merge_subjects, subject_of
from kg.vocab import PREFIXES, term

GRAPH = "https://example.org/graph"
HEAD = (
    "".join(f"@prefix {prefix}: <{base}> .\n" for prefix, base in PREFIXES.items())
    + "@prefix ex: <https://example.org/> .\n"
)
TABLE = """
ex:m a bc:Meeting, bc:DiplomaticEvent ; bc:startEarliest "2015-01-18"^^xsd:date ; bc:endLatest "2015-01-19"^^xsd:date .
ex:post a bc:OfficialPosition . ex:chair a bc:Position .
ex:seatAtTheUN bc:positionIn ex:un . ex:un bc:organizationKind bc:organization-igo .
ex:partySecretary bc:positionIn ex:movement . ex:movement bc:organizationKind bc:organization-party .
"""


def seat(  # noqa: PLR0913 - what a seat at the table is made of
    who: str, side: str, capacity: str, tenure: str, *, role: str = "delegate", post: str = "ex:post"
) -> str:
    """Somebody at the table of ex:m with one tenure, whose bounds are given as Turtle."""
    return f"""
    ex:{who} a bc:Person . ex:m bc:involvesSide ex:{side} .
    ex:seat-{who} a bc:Participation ; bc:participationIn ex:m ; bc:participant ex:{who} ; bc:side ex:{side} ;
      bc:capacity bc:capacity-{capacity} ; bc:participationRole bc:role-{role} .
    ex:tenure-{who} bc:holder ex:{who} ; bc:position {post} ; {tenure} rdfs:comment "as read" .
    """


SERVING = 'bc:startLatest "2015-01-20"^^xsd:date ; bc:endEarliest "2015-01-20"^^xsd:date ;'
FORMER = 'bc:endLatest "2015-01-20"^^xsd:date ;'
THIRD = """ex:third a bc:Participation ; bc:participationIn ex:m ; bc:participationRole bc:role-mediator ;
  bc:participant ex:centre ."""


@pytest.fixture
def derived() -> Callable[..., Store]:
    """A store with the ontology and the given Turtle, and what follows."""

    def make(*turtle: str) -> Store:
        triples = triples_of(parse(HEAD + TABLE + "".join(turtle), RdfFormat.TURTLE))
        return store_of(Quad(t.subject, t.predicate, t.object, NamedNode(GRAPH)) for t in triples)

    return make


def standing(store: Store, who: str) -> str | None:
    query = f"SELECT ?s WHERE {{ <https://example.org/seat-{who}> bc:standing ?s }}"
    found = [row["s"].rpartition("-")[2] for row in rows(select(store, query))]
    assert len(found) < 2
    return found[0] if found else None


def tracks(store: Store) -> dict[str, str]:
    query = """SELECT ?scheme ?track WHERE {
      ?claim bc:trackOf <https://example.org/m> ; bc:track ?track ; bc:underScheme ?scheme ; bc:derivedByRule ?rule }"""
    return {r["scheme"].rpartition("-")[2]: r["track"].rpartition("#")[2] for r in rows(select(store, query))}


@pytest.mark.parametrize(
    ("tenure", "post", "expected"),
    [
        (SERVING, "ex:post", "serving"),
        (FORMER, "ex:post", "former"),
        (SERVING, "ex:chair", "none"),
        (FORMER, "ex:chair", None),  # a former professor: of now, nothing is known
        ('bc:startEarliest "2010-09-01"^^xsd:date ;', "ex:post", "serving"),  # begun, and no end known
        ('bc:startEarliest "2010-01-01"^^xsd:date ; bc:endLatest "2011-01-01"^^xsd:date ;', "ex:post", "former"),
        ('bc:startEarliest "2015-02-01"^^xsd:date ;', "ex:post", None),  # began after the event
        ('bc:startLatest "2018-06-12"^^xsd:date ; bc:endEarliest "2018-06-12"^^xsd:date ;', "ex:post", None),
        ('bc:startLatest "2008-12-31"^^xsd:date ; bc:endEarliest "2008-01-01"^^xsd:date ;', "ex:post", None),  # then
        (SERVING + " bc:tenureKind bc:tenure-acting ;", "ex:post", "serving"),
        (SERVING + " bc:tenureKind bc:tenure-designate ;", "ex:post", None),
        ("", "ex:post", None),
        ('bc:startEarliest "2001-01-01"^^xsd:date ;', "ex:post", None),  # begun long ago, and no end known
        # known to have ended after the event: not former on the day
        ('bc:endEarliest "2015-01-31"^^xsd:date ; bc:endLatest "2015-01-31"^^xsd:date ;', "ex:post", None),
        # held after the event only
        ('bc:startEarliest "2015-01-21"^^xsd:date ; bc:endLatest "2015-01-31"^^xsd:date ;', "ex:post", None),
        (SERVING, "ex:seatAtTheUN", "serving"),
        (SERVING, "ex:partySecretary", None),  # in a movement: neither of government nor outside of it
    ],
)
def test_standing_is_computed_from_dates(
    derived: Callable[..., Store], tenure: str, post: str, expected: str | None
) -> None:
    assert standing(derived(seat("a", "one", "unstated", tenure, post=post)), "a") == expected


def test_who_has_no_post_has_no_standing(derived: Callable[..., Store]) -> None:
    nobody = "ex:a a bc:Person . ex:seat-a bc:participationIn ex:m ; bc:participant ex:a ; bc:side ex:one ."
    assert standing(derived(nobody), "a") is None


def test_the_strongest_post_decides_and_is_named(derived: Callable[..., Store]) -> None:
    store = derived(
        seat("a", "one", "official", FORMER),
        f"ex:second bc:holder ex:a ; bc:position ex:minister ; {SERVING} rdfs:comment 'second' .",
        "ex:minister a bc:OfficialPosition .",
    )
    assert standing(store, "a") == "serving"
    [row] = rows(select(store, "SELECT ?t WHERE { <https://example.org/seat-a> bc:standingBasis ?t }"))
    assert row["t"] == "https://example.org/second"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (
            FORMER,
            'bc:startLatest "2014-10-04"^^xsd:date ; bc:endEarliest "2014-10-04"^^xsd:date ;',
            None,
        ),  # an envoy since?
        (FORMER, 'bc:startLatest "2009-10-04"^^xsd:date ; bc:endEarliest "2009-10-04"^^xsd:date ;', "former"),
        (FORMER, SERVING + " bc:tenureKind bc:tenure-designate ;", None),  # about to serve again
        (FORMER, SERVING, "serving"),
    ],
)
def test_another_official_post_leaves_it_open_or_decides(
    derived: Callable[..., Store], first: str, second: str, expected: str | None
) -> None:
    other = f"ex:other bc:holder ex:a ; bc:position ex:post ; {second} rdfs:comment 'second' ."
    assert standing(derived(seat("a", "one", "unstated", first), other), "a") == expected


def test_an_official_post_of_open_time_is_no_life_outside_government(derived: Callable[..., Store]) -> None:
    other = "ex:other bc:holder ex:a ; bc:position ex:post ."
    assert standing(derived(seat("a", "one", "unstated", SERVING, post="ex:chair"), other), "a") is None


@pytest.mark.parametrize(
    ("seats", "expected"),
    [
        (
            [seat("a", "one", "official", SERVING), seat("b", "two", "official", SERVING)],
            {"usip": "track-1", "asiapacific": "track-1-ap"},
        ),
        (
            [seat("a", "one", "official", SERVING), seat("b", "two", "private", FORMER)],
            {"usip": "track-1.5", "asiapacific": "track-2-ap"},
        ),
        (
            [seat("a", "one", "private", FORMER), seat("b", "two", "private", SERVING, post="ex:chair")],
            {"usip": "track-2", "asiapacific": "track-2-ap"},
        ),
        (  # officials of both sides as private persons, with a scholar
            [
                seat("a", "one", "private", SERVING),
                seat("b", "two", "private", SERVING),
                seat("c", "two", "private", SERVING, post="ex:chair"),
            ],
            {"usip": "track-1.5", "asiapacific": "track-2-ap"},
        ),
        (  # officials of both sides, in a capacity that nobody states: the schemes do not decide
            [seat("a", "one", "unstated", SERVING), seat("b", "two", "official", SERVING)],
            {},
        ),
        ([seat("a", "one", "official", SERVING)], {}),  # one side
        (  # a side of which nobody is known
            [
                seat("a", "one", "official", SERVING),
                seat("b", "two", "official", SERVING),
                "ex:m bc:involvesSide ex:three .",
            ],
            {},
        ),
        (  # one of whom nothing is known may be an official
            [
                seat("a", "one", "official", SERVING),
                seat("b", "two", "private", FORMER),
                seat("c", "two", "unstated", ""),
            ],
            {},
        ),
        (  # a president receives a former envoy: official business
            [
                seat("a", "one", "official", SERVING, post="ex:president"),
                seat("b", "two", "private", FORMER),
                "ex:president a bc:OfficialPosition ; bc:positionRank bc:rank-head-of-state .",
            ],
            {},
        ),
        (  # a call of an official to a former one
            [
                seat("a", "one", "official", SERVING),
                seat("b", "two", "private", FORMER),
                "ex:m bc:meetingKind bc:kind-call .",
            ],
            {},
        ),
        (  # a forum that officials attend, and scholars whom nobody names
            [
                seat("a", "one", "official", SERVING),
                seat("b", "two", "official", SERVING),
                "ex:m bc:meetingKind bc:kind-dialogue .",
            ],
            {},
        ),
        (  # a former president leads the delegation: with a mandate?
            [
                seat("a", "one", "official", SERVING),
                seat("b", "two", "unstated", FORMER, role="head-of-delegation"),
            ],
            {},
        ),
        (  # called off
            [
                seat("a", "one", "official", SERVING),
                seat("b", "two", "official", SERVING),
                'ex:r bc:statusOf ex:m ; bc:status bc:status-cancelled ; bc:asOf "2015-01-20"^^xsd:date .',
            ],
            {},
        ),
        (  # a host's observer with a side is not at the table
            [
                seat("a", "one", "private", FORMER),
                seat("b", "two", "private", FORMER),
                seat("c", "three", "official", SERVING, role="observer"),
            ],
            {},
        ),
        (  # official parties with an unofficial mediator
            [
                seat("a", "one", "official", SERVING),
                seat("b", "two", "official", SERVING),
                THIRD,
                "ex:centre bc:organizationKind bc:organization-ngo .",
            ],
            {"usip": "track-1", "asiapacific": "track-1-ap", "mapendere": "track-1.5-mapendere"},
        ),
        (  # the same with a state beside it
            [
                seat("a", "one", "official", SERVING),
                seat("b", "two", "official", SERVING),
                THIRD,
                "ex:centre bc:organizationKind bc:organization-ngo .",
                THIRD.replace("third", "fourth").replace("ex:centre", "ex:oman"),
                "ex:oman a bc:Polity .",
            ],
            {"usip": "track-1", "asiapacific": "track-1-ap"},
        ),
    ],
)
def test_each_scheme_has_its_own_answer(
    derived: Callable[..., Store], seats: list[str], expected: dict[str, str]
) -> None:
    assert tracks(derived(*seats)) == expected


@pytest.mark.parametrize(
    ("seats", "expected"),
    [
        (
            [seat("a", "one", "official", SERVING, role="head-of-delegation"), seat("b", "one", "official", SERVING)],
            {"a"},
        ),
        (  # sources differ
            [seat(w, "one", "official", SERVING, role="head-of-delegation") for w in ("a", "b")],
            set(),
        ),
        (
            [
                seat("a", "one", "official", SERVING, post="ex:president"),
                seat("b", "one", "official", SERVING, post="ex:minister"),
                seat("c", "two", "official", SERVING, post="ex:minister"),
            ],
            {"a", "c"},
        ),
        ([seat(w, "one", "official", SERVING, post="ex:minister") for w in ("a", "b")], set()),  # two of one rank
        ([seat("a", "one", "official", SERVING)], set()),  # a lesser post
        ([seat("a", "one", "official", SERVING, post="ex:minister"), seat("b", "one", "unstated", "")], set()),
        ([seat("a", "one", "private", FORMER, post="ex:minister")], set()),
        ([seat("a", "one", "private", SERVING, post="ex:minister")], set()),  # there as a private person
        ([seat("a", "one", "official", SERVING, post="ex:minister"), "ex:m bc:meetingKind bc:kind-summit ."], set()),
        (  # a president of whom no side is known
            [
                seat("a", "one", "official", SERVING, role="head-of-delegation"),
                seat("b", "one", "official", SERVING, post="ex:president").replace("bc:side ex:one ;", ""),
            ],
            set(),
        ),
        (  # led the working group, beside the president
            [
                seat("a", "one", "official", SERVING, role="head-of-delegation", post="ex:minister"),
                seat("b", "one", "official", SERVING, post="ex:president"),
            ],
            set(),
        ),
    ],
)
def test_who_heads_a_delegation(derived: Callable[..., Store], seats: list[str], expected: set[str]) -> None:
    ranks = """ex:president a bc:OfficialPosition ; bc:positionRank bc:rank-head-of-state .
      ex:minister a bc:OfficialPosition ; bc:positionRank bc:rank-foreign-minister ."""
    store = derived(*seats, ranks)
    heads = rows(select(store, "SELECT ?part WHERE { ?part bc:headsDelegationOf ?side }"))
    assert {row["part"].rpartition("-")[2] for row in heads} == expected


def test_the_last_report_gives_the_status_and_equal_ones_both(derived: Callable[..., Store]) -> None:
    reports = "".join(
        f'ex:r{n} bc:statusOf ex:m ; bc:status bc:status-{status} ; bc:asOf "{day}"^^xsd:date .\n'
        for n, (status, day) in enumerate([("planned", "2015-01-10"), ("held", "2015-01-20"), ("denied", "2015-01-20")])
    )
    store = derived(reports)
    found = rows(select(store, "SELECT ?s WHERE { <https://example.org/m> bc:latestStatus ?s }"))
    assert {row["s"].rpartition("-")[2] for row in found} == {"held", "denied"}


def test_what_was_held_is_not_called_off_by_a_later_telling(derived: Callable[..., Store]) -> None:
    reports = """ex:r1 bc:statusOf ex:m ; bc:status bc:status-held ; bc:asOf "2015-01-20"^^xsd:date .
      ex:r2 bc:statusOf ex:m ; bc:status bc:status-cancelled ; bc:asOf "2015-02-01"^^xsd:date ."""
    found = rows(select(derived(reports), "SELECT ?s WHERE { <https://example.org/m> bc:latestStatus ?s }"))
    assert [row["s"].rpartition("-")[2] for row in found] == ["held"]


def test_a_text_that_two_publishers_print_counts_once(derived: Callable[..., Store]) -> None:
    articles = "".join(
        f'ex:a{n} dcterms:publisher ex:{publisher} ; bc:textDigest "{text}" .\n'
        f"ex:m bc:evidence ex:e{n} . ex:e{n} bc:inSource ex:a{n} .\n"
        for n, (publisher, text) in enumerate([("herald", "wire"), ("courier", "wire"), ("courier", "own")])
    )
    found = rows(select(derived(articles), "SELECT ?n WHERE { <https://example.org/m> bc:independentPublishers ?n }"))
    assert [row["n"] for row in found] == ["2"]
    one = articles.replace('"own"', '"wire"')
    found = rows(select(derived(one), "SELECT ?n WHERE { <https://example.org/m> bc:independentPublishers ?n }"))
    assert [row["n"] for row in found] == ["1"]


def test_nobody_answers_their_own_offer(derived: Callable[..., Store]) -> None:
    def offer(answerer: str) -> str:
        return f"""ex:o a bc:SpeechAct, bc:DiplomaticEvent ; bc:speechActType bc:act-offer ; bc:speaker ex:one .
          ex:a bc:respondsTo ex:o ; bc:speaker ex:{answerer} ."""

    query = "ASK { <https://example.org/o> bc:unanswered true }"
    assert [bool(derived(offer(who)).query(query, prefixes=PREFIXES)) for who in ("one", "two")] == [True, False]


def test_a_process_is_multi_track_by_two_meetings_and_one_scheme(derived: Callable[..., Store]) -> None:
    def process(*claims: str) -> str:
        rounds = (
            "ex:p a bc:Process, bc:DiplomaticEvent . ex:m bc:partOf ex:p . ex:n a bc:DiplomaticEvent ; bc:partOf ex:p ."
        )
        return rounds + "".join(
            f"ex:c{n} bc:trackOf ex:{c.split()[0]} ; bc:track bc:{c.split()[1]} ; bc:assertedBy ex:a ."
            for n, c in enumerate(claims)
        )

    def schemes(store: Store) -> list[str]:
        found = rows(select(store, "SELECT ?s WHERE { <https://example.org/p> bc:multiTrackUnder ?s }"))
        return [row["s"].rpartition("-")[2] for row in found]

    assert schemes(derived(process("m track-1", "n track-2"))) == ["usip"]
    assert schemes(derived(process("m track-1", "m track-2"))) == []  # two opinions of one meeting
    assert schemes(derived(process("m track-1", "n track-2-ap"))) == []  # two schemes


def test_the_singapore_meeting_has_three_answers() -> None:
    query = """SELECT ?scheme ?track WHERE {
      ?claim bc:trackOf bcid:meeting\\/2015-01-18-sg-kp-us ; bc:track ?track
      OPTIONAL { ?claim bc:underScheme ?scheme } }"""
    found = {
        row.get("scheme", "asserted").rpartition("#")[2]: row["track"].rpartition("#")[2]
        for row in rows(select(load_example(), query))
    }
    assert found == {"asserted": "track-2", "scheme-usip": "track-1.5", "scheme-asiapacific": "track-2-ap"}


def test_what_is_derived_names_its_rule_and_conforms() -> None:
    store = load_example()
    for rule in load_rules():
        quads = list(store.quads_for_pattern(None, None, None, rule.graph))
        assert Quad(rule.graph, term("bc:derivedByRule"), rule.iri, rule.graph) in quads
        assert next(store.quads_for_pattern(rule.iri, term("skos:definition"), None, None), None), rule.name
        assert gate.check_quads(quads).conforms
        assert rule.comment.splitlines()[0].endswith((".", "?"))


def test_what_a_rule_of_before_derived_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    def with_renamed_rules() -> tuple[Rule, ...]:
        return tuple(replace(rule, name=f"old-{rule.name}") for rule in rules)

    rules = load_rules()
    monkeypatch.setattr(derive, "load_rules", with_renamed_rules)
    store = copy_of(load_example())
    derive_all(store)
    assert any("/derived/old-" in quad.graph_name.value for quad in store if isinstance(quad.graph_name, NamedNode))
    monkeypatch.undo()
    derive_all(store)
    assert content(store) == content(load_example())


def copy_of(store: Store) -> Store:
    copy = Store()
    copy.extend(store)
    return copy


def content(store: Store) -> set[str]:
    return {str(quad) for quad in store}


@pytest.mark.parametrize(
    "change",
    [
        "DELETE WHERE { GRAPH ?g { ?tenure bc:holder ?person ; ?p ?o } }",
        "DELETE { GRAPH ?g { ?post a bc:OfficialPosition } } WHERE { GRAPH ?g { ?post a bc:OfficialPosition } }",
        "DELETE { GRAPH ?g { ?body bc:governmentOf ?x } } WHERE { GRAPH ?g { ?body bc:governmentOf ?x } }",
        "DELETE { GRAPH ?g { ?m bc:startEarliest ?d } } WHERE { GRAPH ?g { ?m a bc:Meeting ; bc:startEarliest ?d } }",
        "DELETE { GRAPH ?g { ?a bc:respondsTo ?b } } WHERE { GRAPH ?g { ?a bc:respondsTo ?b } }",
        "DELETE { GRAPH ?g { ?a bc:capacity ?b } } WHERE { GRAPH ?g { ?a bc:capacity ?b } }",
        "DELETE { GRAPH ?g { ?a bc:asOf ?b } } WHERE { GRAPH ?g { ?a bc:asOf ?b } FILTER(YEAR(?b) > 2010) }",
        "DELETE WHERE { GRAPH <https://w3id.org/backchannel/id/graph/example-singapore> { ?s ?p ?o } }",
        "INSERT { GRAPH <urn:new> { <urn:act> bc:respondsTo ?a } } WHERE { ?a bc:unanswered true }",
        """INSERT { GRAPH <urn:new> { ?m bc:partOf <urn:p> . <urn:p> a bc:Process, bc:DiplomaticEvent } }
           WHERE { ?m a bc:Meeting }""",
    ],
)
def test_deciding_what_changed_equals_deciding_all(change: str) -> None:
    before = load_example()
    step, once = copy_of(before), copy_of(before)
    for store in (step, once):
        store.update(change, prefixes=PREFIXES)
    merged = merge_subjects(step, {subject_of(quad) for quad in [*step, *before]})
    derive_changed(step, before, set(premises(merged)))
    merge_subjects(once, {subject_of(quad) for quad in [*once, *before]})
    derive_all(once)
    assert content(step) == content(once)
    assert content(step) != content(before)


@pytest.mark.parametrize("seed", range(25))
def test_deciding_what_changed_equals_deciding_all_after_any_edit(seed: int) -> None:
    dice, before = random.Random(seed), load_example()  # noqa: S311 - the same edits every time
    said = [q for q in before if "/graph/example-" in str(q.graph_name)]
    said.sort(key=str)
    removed = dice.sample(said, dice.randint(0, 5))
    added = [
        Quad(a.subject, a.predicate, dice.choice([b for b in said if b.predicate == a.predicate]).object, a.graph_name)
        for a in dice.sample(said, dice.randint(1, 5))
    ]
    step, once = copy_of(before), copy_of(before)
    for store in (step, once):
        for quad in removed:
            store.remove(quad)
        store.extend(added)
    touched = {subject_of(quad) for quad in removed + added}
    derive_changed(step, before, set(premises(merge_subjects(step, touched))))
    merge_subjects(once, touched)
    derive_all(once)
    assert content(step) == content(once)


def test_a_new_passage_of_an_old_fact_decides_nothing_anew() -> None:
    evidence = list(load_example().quads_for_pattern(None, term("bc:evidence"), None, DefaultGraph()))
    kinds = {subject.value.split("/")[-2] for subject in premises(evidence)}
    assert kinds <= {"meeting", "process"}  # of which publishers are counted
    assert len({quad.subject for quad in evidence}) > 2 * len(set(premises(evidence)))


def test_rules_run_as_they_stand() -> None:
    """Somebody who runs a rule file on a dump gets what a release holds."""
    store = load_example()
    for rule in load_rules():
        constructed = store.query(rule.query, prefixes=PREFIXES)
        assert isinstance(constructed, QueryTriples)
        alone = set(constructed)
        held = set(triples_of(store.quads_for_pattern(None, None, None, rule.graph)))
        assert {t for t in held if t.subject != rule.graph} == alone
