import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from kg import gate
from kg.article import Article
from kg.catalogue import Catalogue
from kg.errors import WorkspaceError
from kg.gate import Finding, Report
from kg.pipeline import Reader, describe_articles, extractor_version, ingest

TEXTS = {
    "a.txt": "Egypt and Sudan held talks in Khartoum on 3 June 2020.",
    "b.txt": "Serbia and Kosovo held talks in Brussels on 4 June 2020.",
    "c.txt": "Chad and Niger held talks in Geneva on 5 June 2020.",
}


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def kinds(catalogue: Catalogue, folder: Path) -> list[str]:
    return [outcome.kind for outcome in ingest(catalogue, [str(folder)])]


def test_ingesting_again_changes_nothing(catalogue: Catalogue, articles: Path) -> None:
    assert kinds(catalogue, articles) == ["accepted"] * 3
    before = list(catalogue.accepted())
    assert kinds(catalogue, articles) == ["unchanged"] * 3
    assert list(catalogue.accepted()) == before


def test_a_copy_of_an_article_is_the_same_article(catalogue: Catalogue, articles: Path) -> None:
    (articles / "copy.txt").write_text(TEXTS["a.txt"], "utf-8")
    assert sorted(kinds(catalogue, articles)) == ["accepted", "accepted", "accepted", "unchanged"]
    assert len(list(catalogue.accepted())) == 3


def test_a_new_version_of_the_extractor_reads_again(
    catalogue: Catalogue, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds(catalogue, articles)
    monkeypatch.setattr("kg.pipeline.extractor_version", lambda: f"{extractor_version()} and one")
    assert kinds(catalogue, articles) == ["accepted"] * 3


def test_a_corrected_article_takes_the_place_of_the_one_before(catalogue: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "article.json"
    for text in ("Egypt and Sudan held talks.", "Egypt and Chad held talks."):
        path.write_text(json.dumps({"url": "https://a.example/1", "text": text}), "utf-8")
        assert kinds(catalogue, path) == ["accepted"]
    [article] = catalogue.accepted()
    assert b"/state/td>" in catalogue.graph(article.id, article.digest)


def test_what_cannot_be_read_is_kept_with_its_reason_and_the_rest_goes_on(catalogue: Catalogue, articles: Path) -> None:
    (articles / "b.txt").write_bytes(b"\xff\x00")
    assert sorted(kinds(catalogue, articles)) == ["accepted", "accepted", "quarantined"]
    [held] = catalogue.quarantined()
    assert held.origin == str(articles / "b.txt")
    assert "not UTF-8" in held.reasons[0]
    (articles / "b.txt").write_text(TEXTS["b.txt"], "utf-8")
    assert sorted(kinds(catalogue, articles)) == ["accepted", "unchanged", "unchanged"]
    assert list(catalogue.quarantined()) == []


def test_what_does_not_pass_the_gate_is_kept_with_its_report(
    catalogue: Catalogue, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = Finding("violation", "bcid:meeting/x", "bc:place", "", "An article puts an event at one place at most.")
    passed = gate.check_quads

    def check(quads: list[object]) -> Report:
        return Report((finding,)) if any("/state/rs" in str(quad) for quad in quads) else passed(quads)  # type: ignore[arg-type]

    monkeypatch.setattr("kg.pipeline.check_quads", check)
    assert kinds(catalogue, articles) == ["accepted", "quarantined", "accepted"]
    [held] = catalogue.quarantined()
    assert held.reasons == (finding.message,)
    assert len(list(catalogue.accepted())) == 2


def test_a_file_that_is_no_catalogue_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    path.write_text("my own notes, nothing to do with this", "utf-8")
    with pytest.raises(WorkspaceError, match="no catalogue"):
        Catalogue(tmp_path)
    assert path.read_text("utf-8").startswith("my own notes")


def test_a_catalogue_of_another_format_is_refused(tmp_path: Path) -> None:
    Catalogue(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite")) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(WorkspaceError, match="format 99"):
        Catalogue(tmp_path)


def rows(workspace: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(workspace / "catalogue.sqlite")) as connection:
        return connection.execute("SELECT * FROM article ORDER BY id").fetchall()


def test_a_kill_at_any_moment_leaves_a_state_that_a_second_run_completes(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    pairs = [("Egypt", "Sudan"), ("Chad", "Niger"), ("Peru", "Chile"), ("India", "Nepal"), ("Iran", "Iraq")]
    for i in range(60):
        a, b = pairs[i % len(pairs)]
        text = f"{a} and {b} held talks in Geneva on {i % 28 + 1} June 2020. " + "The talks went on. " * 60
        (folder / f"{i:03}.txt").write_text(text + str(i), "utf-8")

    def command(workspace: Path) -> list[str]:
        return [sys.executable, "-m", "server.command", "ingest", str(folder), "--workspace", str(workspace)]

    clean, killed = tmp_path / "clean", tmp_path / "killed"
    subprocess.run(command(clean), check=True, capture_output=True)
    interrupted = 0
    for wanted in (0, 1, 20, 45):
        process = subprocess.Popen(command(killed), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None and not _has_rows(killed, wanted):
            time.sleep(0.005)
        os.kill(process.pid, signal.SIGKILL)
        interrupted += process.wait() == -signal.SIGKILL
        assert set(rows(killed) if _has_rows(killed, 1) else []) <= set(rows(clean))
    assert interrupted >= 2
    subprocess.run(command(killed), check=True, capture_output=True)
    assert rows(killed) == rows(clean)


def _has_rows(workspace: Path, wanted: int) -> bool:
    try:
        return len(rows(workspace)) >= wanted if (workspace / "catalogue.sqlite").exists() else False
    except sqlite3.OperationalError:  # the table is not made yet
        return False


def test_articles_are_told_apart_by_what_facts_are_made_from() -> None:
    article = Article(text="They met.", publisher="A")
    assert article.digest != Article(text="They met.", publisher="B").digest
    assert article.digest == Article(text="They met.", publisher="A", origin="elsewhere", name="other").digest


def test_two_texts_at_one_address_are_told_and_not_lost_in_silence(catalogue: Catalogue, tmp_path: Path) -> None:
    lines = [
        json.dumps({"url": "https://a.example/same", "text": f"{a} and Sudan held talks."}) for a in ("Egypt", "Chad")
    ]
    (tmp_path / "two.jsonl").write_text("\n".join(lines), "utf-8")
    outcomes = list(ingest(catalogue, [str(tmp_path / "two.jsonl")]))
    assert sorted(outcome.kind for outcome in outcomes) == ["accepted", "quarantined"]
    [held] = catalogue.quarantined()
    assert "https://a.example/same" in held.reasons[0]


def test_a_home_page_is_no_identity(catalogue: Catalogue, tmp_path: Path) -> None:
    lines = [json.dumps({"url": "https://a.example/", "text": f"{a} and Sudan held talks."}) for a in ("Egypt", "Chad")]
    (tmp_path / "two.jsonl").write_text("\n".join(lines), "utf-8")
    assert kinds(catalogue, tmp_path / "two.jsonl") == ["accepted", "accepted"]


def test_an_article_that_cannot_be_read_does_not_stop_the_others(catalogue: Catalogue, tmp_path: Path) -> None:
    chain = "Envoys from Chad" + " and from Chad" * 4000 + " held talks with Niger."
    lines = [
        json.dumps({"text": chain}),
        json.dumps({"text": "Egypt and Sudan held talks tomorrow and next week.", "published": "9999-12-31"}),
        json.dumps({"text": "Serbia and Kosovo held talks."}),
    ]
    (tmp_path / "three.jsonl").write_text("\n".join(lines), "utf-8")
    outcomes = list(ingest(catalogue, [str(tmp_path / "three.jsonl")]))
    assert outcomes[-1].kind == "accepted"
    assert len(outcomes) == 3


def test_what_is_not_there_is_not_kept(catalogue: Catalogue, tmp_path: Path) -> None:
    assert kinds(catalogue, tmp_path / "nowhere.txt") == ["quarantined"]
    assert list(catalogue.quarantined()) == []


def test_a_text_in_another_language_is_refused_with_its_reason(catalogue: Catalogue, tmp_path: Path) -> None:
    text = "Le ministre iranien des Affaires étrangères a rencontré son homologue français à Genève lundi. " * 5
    (tmp_path / "a.txt").write_text(text, "utf-8")
    assert kinds(catalogue, tmp_path / "a.txt") == ["quarantined"]
    [held] = catalogue.quarantined()
    assert "not English" in held.reasons[0]


def test_several_processes_read_the_same(example_articles: list[Article]) -> None:
    alone = list(describe_articles(example_articles))
    together = list(describe_articles(example_articles, Reader(jobs=2)))
    assert together == alone
