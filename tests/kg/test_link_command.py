"""`backchannel link` and `backchannel export` on the example release, against the loopback services."""

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import Store

from kg.commands.shell import open_current
from kg.linking.ledger import FILE, read_ledger
from kg.linking.rows import LINKER, standings
from kg.linking.sssom import GAZETTEER
from kg.linking.subjects import find_subjects
from kg.release.folder import Release
from kg.vocab import BASE
from server.command import main
from tests.kg.linking_cases import CONTACT, services

WORLD: dict[str, Any] = {
    "classes": {},
    "items": {
        "Q9000100": {"labels": {"en": "special representative for North Korea policy"}, "P1001": ["Q30"]},
        "Q9000101": {
            "labels": {"en": "Stephen Bosworth"}, "P31": ["Q5"], "P27": ["Q30"], "P106": ["Q193391"], "born": "1939",
            "posts": [{"post": "Q9000100", "start": "2009", "end": "2011"}], "description": "American diplomat",
        },
        "Q9000102": {"labels": {"en": "Joseph DeTrani"}, "P31": ["Q5"]},
        "Q9000103": {"labels": {"en": "Joe DeTrani"}, "aliases": {"en": ["Joseph DeTrani"]}, "P31": ["Q5"]},
        "Q7821917": {"labels": {"en": "Antony Blinken"}, "P31": ["Q5"]},
        "Q16366137": {"labels": {"en": "Jeyhun Bayramov"}, "P31": ["Q5"], "deprecated": {"P39": ["Q2065366"]}},
        "Q31196321": {
            "labels": {"en": "Ararat Mirzoyan"}, "P31": ["Q5"], "posts": [{"post": "Q20517766", "start": "2021-08-19"}],
        },
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment in which the commands find the services."""
    folder = tmp_path_factory.mktemp("wikidata")
    world = folder / "world.json"
    world.write_text(json.dumps(WORLD), "utf-8")
    with services(folder, world) as asked:
        yield {
            "BACKCHANNEL_CONTACT": CONTACT,
            "BACKCHANNEL_WIKIDATA_API": asked.api,
            "BACKCHANNEL_WIKIDATA_SPARQL": asked.sparql,
            "BACKCHANNEL_WIKIDATA_RECONCILE": asked.reconcile,
            "BACKCHANNEL_WIKIDATA_INTERVAL": "0",
            "BACKCHANNEL_WIKIDATA_BACKOFF": "0",
        }


@pytest.fixture
def workspace(examples: tuple[Path, Release], tmp_path: Path) -> Path:
    """A workspace with the example release and nothing decided."""
    copy = tmp_path / "workspace"
    shutil.copytree(examples[0], copy, symlinks=True)
    return copy


def key_of(workspace: Path, name: str) -> str:
    """The end of the IRI of the thing of that name that has no link."""
    [subject] = [s for s in find_subjects(open_current(workspace)) if s.name == name]
    return subject.iri.removeprefix(BASE)


def run(workspace: Path, *arguments: str, env: dict[str, str] | None = None) -> Result:
    command, *rest = arguments
    at = ["--workspace", str(workspace)]
    whole = [command, *at, *rest] if command == "link" and not rest[:1] else [*arguments, *at]
    return CliRunner().invoke(main, whole, env=env or {"BACKCHANNEL_CONTACT": ""})


def test_what_is_found_is_written_down_and_nothing_is_asked_twice(workspace: Path, addresses: dict[str, str]) -> None:
    result = run(workspace, "link", env=addresses)
    assert result.exit_code == 0, result.output
    assert "1 accepted, 1 left for review" in result.output
    held = standings(read_ledger(workspace / FILE))
    accepted = held[BASE + key_of(workspace, "Stephen Bosworth")].accepted
    assert accepted is not None
    assert accepted.item == "Q9000101"
    assert set(accepted.details["features"]) == {"state agrees", "role"}
    assert held[f"{BASE}person/ron-pundak"].none is not None
    again = run(workspace, "link", env=addresses)
    assert again.output.endswith("0 accepted, 0 left for review, 0 without an item\n")


def test_without_a_contact_or_an_answer_nothing_changes(workspace: Path, addresses: dict[str, str]) -> None:
    result = run(workspace, "link")
    assert (result.exit_code, "no contact" in result.stderr) == (2, True)
    nobody = addresses | {"BACKCHANNEL_WIKIDATA_RECONCILE": "http://127.0.0.1:9/"}
    result = run(workspace, "link", env=nobody)
    assert (result.exit_code, "Nothing was changed" in result.stderr) == (2, True)
    assert not (workspace / FILE).exists()


def test_a_person_decides_what_is_left_for_review(workspace: Path, addresses: dict[str, str]) -> None:
    run(workspace, "link", env=addresses)
    shown = run(workspace, "link", "review").output
    detrani = key_of(workspace, "Joseph DeTrani")
    assert f"bcid:{detrani}  Joseph DeTrani" in shown
    assert "wd:Q9000102" in shown
    assert "then wd:Q9000103" in shown
    assert "1 await review" in shown
    decided = run(workspace, "link", "decide", detrani, "Q9000103", "--same", "--author", "orcid:0000-0001")
    assert decided.exit_code == 0, decided.output
    assert "0 await review" in run(workspace, "link", "review").output
    accepted = standings(read_ledger(workspace / FILE))[BASE + detrani].accepted
    assert accepted is not None
    assert (accepted.item, accepted.author_id) == ("Q9000103", "orcid:0000-0001")
    run(workspace, "link", "decide", detrani, "Q9000103", "--undo", "--author", "orcid:0000-0001")
    assert standings(read_ledger(workspace / FILE))[BASE + detrani].accepted is None


@pytest.mark.parametrize(
    ("subject", "item", "verdict", "message"),
    [
        ("person/nobody-of-the-name", "Q1", "--same", "nothing of that name"),
        ("person/x> ?p ?o }", "Q1", "--same", "nothing of that name"),
        ("person/ron-pundak", "Pundak", "--same", "object_id"),
        ("person/ron-pundak", "Q1", "", "no decision"),
    ],
)
def test_a_decision_that_is_none_is_refused(
    workspace: Path, subject: str, item: str, verdict: str, message: str
) -> None:
    result = run(workspace, "link", "decide", subject, item, *filter(None, [verdict]))
    assert (result.exit_code, message in result.stderr) == (2, True), result.stderr
    assert not (workspace / FILE).exists()


def test_sssom_has_the_links_of_gazetteer_and_ledger(workspace: Path, addresses: dict[str, str]) -> None:
    run(workspace, "link", env=addresses)
    bosworth, detrani = key_of(workspace, "Stephen Bosworth"), key_of(workspace, "Joseph DeTrani")
    run(workspace, "link", "decide", detrani, "Q9000102", "--different", "--author", "me")
    lines = [line for line in run(workspace, "export", "sssom").output.splitlines() if line[0] != "#"]
    rows = {(row["subject_id"], row["object_id"]): row for row in csv.DictReader(lines, delimiter="\t")}
    by_linker = rows[f"bcid:{bosworth}", "wd:Q9000101"]
    assert (by_linker["author_id"], by_linker["mapping_tool"]) == ("", LINKER)
    refused = rows[f"bcid:{detrani}", "wd:Q9000102"]
    assert (refused["predicate_modifier"], refused["author_id"], refused["author_label"]) == ("Not", "", "me")
    known = next(row for (_, item), row in rows.items() if item == "wd:Q311440")
    assert (known["author_id"], known["mapping_tool"]) == ("", GAZETTEER)
    assert "every-politician-scrapers" in known["comment"]
    assert not any(item == "sssom:NoTermFound" for _, item in rows)


def test_quickstatements_add_what_is_missing_with_its_articles(workspace: Path, addresses: dict[str, str]) -> None:
    result = run(workspace, "export", "quickstatements", env=addresses)
    lines = [line.split("\t") for line in result.stdout.splitlines()]
    assert ["Q7821917", "P39", "Q14213", "S854", '"https://wire.example/2023/05/04/arlington"'] in [
        line[:5] for line in lines
    ]
    assert all(line[5] == "S813" and line[6].endswith("T00:00:00Z/11") for line in lines)
    assert not any(line[0] == "Q31196321" for line in lines)  # the item has it
    assert not any(line[0] == "Q16366137" for line in lines)  # it has been there, and is marked as wrong
    assert not any(cell.startswith("-") for line in lines for cell in line)


def test_quickstatements_leave_out_what_was_not_looked_up(workspace: Path) -> None:
    result = run(workspace, "export", "quickstatements")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "left out" in result.stderr


def test_quickstatements_tell_nothing_of_what_only_the_linker_accepted(
    workspace: Path, addresses: dict[str, str]
) -> None:
    run(workspace, "link", env=addresses)
    assert "Q9000101" not in run(workspace, "export", "quickstatements", env=addresses).stdout


def test_things_without_a_link_are_told_with_what_the_release_says(store: Store) -> None:
    subjects = {subject.name: subject for subject in find_subjects(store)}
    bosworth = subjects["Stephen Bosworth"]
    assert bosworth.states == {"US"}
    assert ("US special representative for North Korea policy", "US") in {(r.title, r.state) for r in bosworth.roles}
    assert "Q12594422" in bosworth.company  # Ri Yong-ho, whom he met
    assert "Q423" not in bosworth.company  # a state is no company
    assert "Norway" not in subjects  # a place, which is the state
    assert not any(name.startswith("Government of ") for name in subjects)
