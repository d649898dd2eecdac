import json
from pathlib import Path

import pytest

from kg.errors import GoldError, WorkspaceError
from kg.evaluation import evaluate, load_gold
from kg.evaluation.alike import is_same_date, is_same_name, likeness, meeting_likeness, title_likeness
from kg.evaluation.tables import as_json, as_text, record_in, recorded_in
from kg.pipeline import describe_articles
from kg.readers import read_sources
from kg.records import records_of
from tests.conftest import ROOT

GOLD = ROOT / "tests" / "gold"
SETS = [GOLD / "open", GOLD / "held-out"]


def predicted(folder: Path) -> dict[str, dict[str, object]]:
    """The records of the articles of a set, by name."""
    described = describe_articles(read_sources([str(folder / "articles")]))  # type: ignore[arg-type]
    return {article.name: records_of(quads, article.name) for article, quads in described if isinstance(quads, list)}


@pytest.mark.parametrize("folder", SETS, ids=lambda folder: folder.name)
def test_gold_measured_against_itself_is_all_right(folder: Path) -> None:
    gold = load_gold(folder / "gold")
    evaluation = evaluate(gold, gold, "itself")
    assert {kind for kind, score in evaluation.kinds.items() if score.f1.value < 1} == set()
    assert {slot for slot, share in evaluation.slots.items() if share.value < 1} == set()
    assert evaluation.articles >= 70


@pytest.mark.parametrize("folder", SETS, ids=lambda folder: folder.name)
def test_what_is_read_is_quoted_and_texts_without_diplomacy_yield_nothing(folder: Path) -> None:
    gold, found = load_gold(folder / "gold"), predicted(folder)
    assert found.keys() == gold.keys()
    for path in (folder / "articles").glob("*.json"):
        text = json.loads(path.read_text("utf-8"))["text"]
        record = found[path.stem]
        for kind in ("negotiations", "statements", "positions", "relations"):
            facts = record[kind]
            assert isinstance(facts, list)
            assert all(fact["evidence"] in text for fact in facts)
            if not gold[path.stem]["negotiations"] and path.stem.startswith(("no-", "nd-", "g-")):
                assert [f for f in facts if kind != "statements" or not gold[path.stem]["statements"]] == [], path.stem


@pytest.mark.parametrize("folder", SETS, ids=lambda folder: folder.name)
def test_reading_is_as_good_as_it_was(folder: Path) -> None:
    """Floors below what was measured, so that a change that loses much is seen."""
    evaluation = evaluate(load_gold(folder / "gold"), predicted(folder), "this")
    floors = {"persons": 0.93, "roles": 0.80, "states": 0.96, "organizations": 0.88, "negotiations": 0.64}
    floors |= {"statements": 0.70, "positions": 0.38, "relations": 0.5}
    assert {
        kind: score.f1.value for kind, score in evaluation.kinds.items() if score.f1.value < floors.get(kind, 0)
    } == {}
    assert evaluation.kinds["negotiations"].precision >= 0.88


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Ri Yong-ho", "RI YONG HO", True),
        ("Mr Sigal", "Leon Sigal", True),
        ("Félix Antoine Tshisekedi", "Félix Tshisekedi", True),
        ("Kim Jong Un", "Kim Yo Jong", False),
        ("", "Leon Sigal", False),
    ],
)
def test_names(first: str, second: str, *, same: bool) -> None:
    assert is_same_name(first, second) is same


def test_titles_dates_and_meetings_are_compared_by_what_they_say() -> None:
    assert likeness("US nuclear envoy", "nuclear envoy") == 1
    assert likeness("foreign minister", "defence minister") < 0.5
    assert title_likeness("vice president", "president") == 0
    assert likeness("президент", "министр") == 0
    assert is_same_date({"start": "2015-01-18"}, {"start": "2015-01-19"})
    assert is_same_date({"start": "2015-01"}, {"start": "2015-01-19"})
    assert not is_same_date({"start": "2015-01-18"}, {"start": "2015-02-19"})
    assert not is_same_date({"start": "2015-01-18"}, {})
    one = {"states": ["KP", "US"], "place": {"country": "SG"}, "start": "2015-01-18", "kind": "talks"}
    assert meeting_likeness(one, one) > 0.8
    assert meeting_likeness(one, one | {"place": {"country": "MN"}, "start": "2014-05"}) < 0.6


def test_missed_invented_and_optional_facts_are_counted() -> None:
    person = {"name": "A B", "roles": [], "side": "FR", "capacity": "official"}
    gold = {"one": {"persons": [person, person | {"name": "C D"}, person | {"name": "E F", "optional": True}]}}
    found = [person | {"side": "DE", "confidence": 0.9}, person | {"name": "E F", "confidence": 0.9}]
    found.append(person | {"name": "X Y", "confidence": 0.4})
    evaluation = evaluate(gold, {"one": {"persons": found}}, "a")
    score = evaluation.kinds["persons"]
    assert (score.precision, score.recall, score.f1.of) == (0.5, 0.5, 2)
    assert evaluation.slots["side of persons"].value == 0
    assert [(r.up_to, r.right, r.facts) for r in evaluation.reliability] == [(0.5, 0, 1), (0.9, 1, 1)]
    missing = evaluate(gold, {}, "a").kinds["persons"]
    assert (missing.precision, missing.recall) == (0, 0)


def test_intervals_hold_the_figure_and_are_the_same_every_time() -> None:
    gold = load_gold(GOLD / "open" / "gold")
    half = {name: record if i % 2 else {} for i, (name, record) in enumerate(gold.items())}
    first, second = evaluate(gold, half, "a"), evaluate(gold, half, "a")
    assert first == second
    f1 = first.kinds["persons"].f1
    assert f1.low < f1.value < f1.high


def test_figures_are_kept_by_extractor(tmp_path: Path) -> None:
    gold = load_gold(GOLD / "open" / "gold")
    for extractor in ("old", "new", "new"):
        record_in(tmp_path, evaluate(gold, gold, extractor))
    assert [each.extractor for each in recorded_in(tmp_path)] == ["old", "new"]
    assert recorded_in(tmp_path)[1] == evaluate(gold, gold, "new")
    assert recorded_in(tmp_path / "nowhere") == []
    (tmp_path / "quality.json").write_text('[{"extractor": 1}]', "utf-8")
    with pytest.raises(WorkspaceError, match="measure again"):
        recorded_in(tmp_path)
    evaluation = evaluate(gold, gold, "new")
    assert json.loads(as_json(evaluation))["kinds"]["persons"]["f1"]["value"] == 1
    assert "persons " in as_text(evaluation)


@pytest.mark.parametrize(
    ("content", "found"), [("", "no *.json"), ("{", "no JSON"), ("[]", "a JSON list")], ids=["none", "broken", "list"]
)
def test_gold_that_is_none_says_so(tmp_path: Path, content: str, found: str) -> None:
    if content:
        (tmp_path / "a.json").write_text(content, "utf-8")
    with pytest.raises(GoldError, match=found.replace("*", r"\*")):
        load_gold(tmp_path)
