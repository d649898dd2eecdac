"""The ledger of links: what holds of it, and what of it a release gets."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import rdflib

from kg.errors import LinkError
from kg.linking.ledger import append, parse, read_ledger, table
from kg.linking.quads import LINKS, link_quads
from kg.linking.rows import COLUMNS, LINKER, Row, human_row, standings
from kg.vocab import BASE, term

DAY = date(2026, 3, 1)
PERSON = f"{BASE}person/wang-yi"


def machine(item: str, verdict: str = "accept", day: str = "2026-02-01") -> Row:
    row = human_row("person/wang-yi", "Wang Yi", item, verdict, "somebody", "", DAY)
    return replace(row, mapping_date=day, confidence="0.97", mapping_tool=LINKER, author_label="")


def person(item: str, verdict: str, day: date = DAY) -> Row:
    return human_row("person/wang-yi", "Wang Yi", item, verdict, "orcid:0000-0000-0000-0000", "as I know", day)


def accepted(*rows: Row) -> str | None:
    row = standings(rows)[PERSON].accepted
    return row.item if row else None


@pytest.mark.parametrize(
    ("rows", "item"),
    [
        ([machine("Q1")], "Q1"),
        ([machine("Q1"), person("Q1", "reject")], None),
        ([person("Q1", "reject"), machine("Q1", day="2026-04-01")], None),  # a refusal persists
        ([person("Q2", "accept"), machine("Q1", day="2026-04-01")], "Q2"),  # a person beats the linker
        ([machine("Q1", "reject"), machine("Q1", day="2026-04-01")], None),  # the linker's refusals persist, too
        ([machine("Q1", "reject"), person("Q1", "accept")], "Q1"),
        ([person("Q1", "reject"), person("Q1", "accept")], "Q1"),  # the later of one person's words
        ([person("Q1", "accept"), person("Q1", "undo")], None),
        ([person("Q1", "reject"), person("Q1", "undo"), machine("Q1", day="2026-04-01")], "Q1"),
        ([machine("Q1"), person("none", "accept")], None),  # a person says that there is none
        ([person("none", "accept"), machine("Q1", day="2026-04-01")], None),
        ([machine("none"), machine("Q1", day="2026-04-01")], "Q1"),
        ([machine("Q1", "review")], None),
        ([machine("Q1", "review"), person("Q1", "accept")], "Q1"),
        ([machine("Q1"), machine("Q2", day="2026-04-01")], "Q2"),
    ],
)
def test_a_person_beats_the_linker_and_a_refusal_stays_until_undone(rows: list[Row], item: str | None) -> None:
    assert accepted(*rows) == item


def test_what_a_person_refused_is_denied_to_the_linker() -> None:
    held = standings([person("Q1", "reject")])[PERSON]
    assert held.denied == {"Q1"}
    assert held.is_open(DAY)


def test_the_file_is_only_added_to(tmp_path: Path) -> None:
    path = tmp_path / "links.sssom.tsv"
    append(path, [machine("Q1")])
    before = path.read_bytes()
    append(path, [person("Q1", "reject")])
    assert path.read_bytes().startswith(before)
    assert [row.verdict for row in read_ledger(path)] == ["accept", "reject"]


def test_a_line_cut_off_by_a_kill_is_left_behind(tmp_path: Path) -> None:
    path = tmp_path / "links.sssom.tsv"
    append(path, [machine("Q1"), machine("Q2", "review")])
    whole = path.read_bytes()
    first = len(whole) - len(whole.splitlines()[-1])
    for cut in range(first, len(whole)):
        path.write_bytes(whole[:cut])
        read = [row.verdict for row in read_ledger(path)]
        assert read == ["accept", "review"] if cut == len(whole) - 1 else ["accept"]
    path.write_bytes(whole[: first + 9])
    append(path, [machine("Q3")])
    assert [row.item for row in read_ledger(path)] == ["Q1", "Q3"]


def test_a_person_is_asked_about_a_last_line_that_may_be_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "links.sssom.tsv"
    append(path, [person("Q1", "undo")])
    path.write_bytes(
        path.read_bytes().rpartition(b"\t")[0] + b"\t"
    )  # without its comment it would say that they are one
    with pytest.raises(LinkError, match="line break"):
        read_ledger(path)


def test_a_table_with_more_columns_in_another_order_keeps_them(tmp_path: Path) -> None:
    path = tmp_path / "links.sssom.tsv"
    cells = {"subject_id": "bcid:person/wang-yi", "object_id": "wd:Q7", "predicate_id": "skos:exactMatch"}
    cells |= {"author_id": "orcid:1", "reviewer_id": "me"}
    columns = ("reviewer_id", *reversed(COLUMNS))
    path.write_text(
        "#license: CC0\n" + "\t".join(columns) + "\n" + "\t".join(cells.get(c, "") for c in columns) + "\n", "utf-8"
    )
    append(path, [machine("Q1", "reject")])
    assert [(row.item, row.verdict) for row in read_ledger(path)] == [("Q7", "accept"), ("Q1", "reject")]
    assert path.read_text("utf-8").splitlines()[2].startswith("me\t")


def test_a_table_without_a_column_of_decisions_is_read_but_not_added_to(tmp_path: Path) -> None:
    path = tmp_path / "links.sssom.tsv"
    path.write_text(
        "object_id\tsubject_id\tpredicate_id\tauthor_id\nwd:Q7\tbcid:person/wang-yi\tskos:exactMatch\torcid:1\n",
        "utf-8",
    )
    assert [row.item for row in read_ledger(path)] == ["Q7"]
    with pytest.raises(LinkError, match="predicate_modifier"):
        append(path, [machine("Q1", "reject")])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("<<<<<<< ours", "cells"),
        ("bcid:person/x\twd:Q1> .\tskos:exactMatch\tme", "object_id"),
        ("http://evil/x\twd:Q1\tskos:exactMatch\tme", "subject_id"),
        ("bcid:person/x y\twd:Q1\tskos:exactMatch\tme", "subject_id"),
        ("bcid:person/x\twd:Q1\towl:sameAs\tme", "exactMatch"),
        ("bcid:person/x\twd:Q1\tskos:exactMatch\t", "author_id"),
    ],
)
def test_a_line_that_is_none_is_told_with_its_number(line: str, message: str) -> None:
    text = f"subject_id\tobject_id\tpredicate_id\tauthor_id\n{line}\n"
    with pytest.raises(LinkError, match=message) as caught:
        list(parse(text, "links.sssom.tsv"))
    assert "line 2" in caught.value.where


def test_a_head_without_the_columns_is_told() -> None:
    with pytest.raises(LinkError, match="subject_id"):
        list(parse("a\tb\n1\t2\n", "links.sssom.tsv"))


def test_a_release_gets_accepted_links_only() -> None:
    review = replace(machine("Q9", "review"), subject_id="bcid:person/somebody")
    quads = link_quads(table([machine("Q1"), machine("Q2", "reject"), review]))
    assert {quad.predicate for quad in quads} == {term("skos:exactMatch"), term("schema:sameAs")}
    assert {(quad.subject.value, quad.object, quad.graph_name) for quad in quads} == {  # type: ignore[union-attr]
        (PERSON, term("wd:Q1"), LINKS)
    }


def test_the_same_ledger_gives_the_same_quads_whatever_the_order_of_pairs() -> None:
    other = replace(machine("Q5"), subject_id="bcid:person/somebody")
    assert link_quads(table([machine("Q1"), other])) == link_quads(table([other, machine("Q1")]))
    assert link_quads("") == []


def test_the_table_reads_as_sssom() -> None:
    text = table([machine("Q1")])
    body = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))
    [row] = csv.DictReader(io.StringIO(body), delimiter="\t")
    assert tuple(row) == COLUMNS
    assert (row["predicate_id"], row["object_id"]) == ("skos:exactMatch", "wd:Q1")
    assert json.loads(row["comment"])["verdict"] == "accept"
    prefixes = {line.split(":")[0].strip("# ") for line in text.splitlines() if line.startswith("#  ")}
    used = {value.partition(":")[0] for value in (row["subject_id"], row["object_id"], row["predicate_id"])}
    assert used | {"semapv", "sssom"} <= prefixes


def test_owl_same_as_is_not_asserted() -> None:
    assert not any(str(rdflib.OWL.sameAs) in str(quad) for quad in link_quads(table([machine("Q1")])))
