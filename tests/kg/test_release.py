import gzip
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from kg.catalogue import Catalogue
from kg.errors import WorkspaceError
from kg.pipeline import ingest
from kg.query import rows, select
from kg.release.folder import Release, current_release, releases_folder
from kg.release.own import ontology_nquads
from kg.release.publish import publish
from kg.vocab import term
from tests.conftest import EXAMPLES

DAY = date(2026, 1, 1)


Fill = Callable[..., Catalogue]


@pytest.fixture
def fill() -> Iterator[Fill]:
    """Makes a catalogue with example articles, closed when the test is over."""
    with ExitStack() as stack:

        def make(workspace: Path, *names: str) -> Catalogue:
            catalogue = stack.enter_context(Catalogue(workspace))
            assert all(o.kind == "accepted" for o in ingest(catalogue, [str(EXAMPLES / name) for name in names]))
            return catalogue

        yield make


FIRST, SECOND, THIRD = (
    "2018-06-12-sentosa-summit.txt",
    "2018-06-13-sentosa-second-report.html",
    "2018-07-09-asmara.json",
)


def content(release: Release) -> dict[str, bytes]:
    """The dumps without what tells one release from another."""
    return {p.name: gzip.decompress(p.read_bytes()) for p in release.dumps.iterdir() if p.suffix == ".gz"}


def test_publishing_again_changes_nothing(fill: Fill, tmp_path: Path) -> None:
    catalogue = fill(tmp_path, FIRST)
    first, is_new = publish(catalogue, tmp_path, DAY)
    again, is_new_again = publish(catalogue, tmp_path, date(2026, 2, 2))
    assert (is_new, is_new_again, again) == (True, False, first)
    assert first.about.version == "2026-01-01.1"


def test_a_release_made_in_steps_equals_one_made_at_once(fill: Fill, tmp_path: Path) -> None:
    steps = fill(tmp_path / "steps", FIRST)
    publish(steps, tmp_path / "steps", DAY)
    list(ingest(steps, [str(EXAMPLES / SECOND)]))
    publish(steps, tmp_path / "steps", DAY)
    list(ingest(steps, [str(EXAMPLES / THIRD)]))
    last, _ = publish(steps, tmp_path / "steps", DAY)
    once, _ = publish(fill(tmp_path / "once", THIRD, SECOND, FIRST), tmp_path / "once", DAY)
    assert content(last) == content(once)
    assert (last.about.previous, last.about.added, last.about.changed) == ("2026-01-01.2", 1, 0)
    assert last.about.triples == once.about.triples


def test_what_is_no_longer_accepted_leaves_the_release(fill: Fill, tmp_path: Path) -> None:
    page = tmp_path / "page.json"
    page.write_text(
        json.dumps({"url": "https://a.example/1", "text": "Egypt and Sudan held talks in Khartoum."}), "utf-8"
    )
    catalogue = fill(tmp_path / "w", FIRST)
    before, _ = publish(catalogue, tmp_path / "w", DAY)
    list(ingest(catalogue, [str(page)]))
    with_page, _ = publish(catalogue, tmp_path / "w", DAY)
    page.write_text(json.dumps({"url": "https://a.example/1", "text": "Nothing happened in the village."}), "utf-8")
    list(ingest(catalogue, [str(page)]))
    after, _ = publish(catalogue, tmp_path / "w", DAY)
    assert after.about.changed == 2  # the article's graph, and what became of its meeting's IRI
    assert b"Khartoum" in content(with_page)["backchannel.ttl.gz"]
    assert b"Khartoum" not in content(after)["backchannel.ttl.gz"]
    assert before.about.articles == 1


def test_the_default_graph_says_each_thing_once(examples: tuple[Path, Release], store: Store) -> None:
    labels = list(rows(select(store, "SELECT ?s ?l WHERE { ?s a bc:Person ; rdfs:label ?l }")))
    assert len({row["s"] for row in labels}) == len(labels)
    named = {(q.subject, q.predicate, q.object) for q in store if q.graph_name != DefaultGraph()}
    merged = {(q.subject, q.predicate, q.object) for q in store if q.graph_name == DefaultGraph()}
    lost = {t for t in named - merged if t[1] != term("rdfs:label")}
    assert lost == set()
    assert examples[1].about.triples == len(merged)


def test_two_reports_of_one_meeting_are_one_meeting_with_two_sources(store: Store) -> None:
    query = """SELECT ?m (COUNT(DISTINCT ?a) AS ?n) WHERE { ?m a bc:Meeting ; bc:evidence/bc:inSource ?a }
               GROUP BY ?m HAVING(COUNT(DISTINCT ?a) > 1)"""
    [row] = rows(select(store, query))
    assert row == {"m": "https://w3id.org/backchannel/id/meeting/2018-06-12-sg-kp-us", "n": "2"}


def test_the_dumps_load_into_another_store(examples: tuple[Path, Release], tmp_path: Path) -> None:
    _, release = examples
    files = content(release)
    quads, triples = Store(), Store(str(tmp_path / "store"))
    quads.load(files["backchannel.nq.gz"], RdfFormat.N_QUADS)
    triples.bulk_load(files["backchannel.ttl.gz"], RdfFormat.TURTLE)
    assert (len(quads), len(triples)) == (release.about.quads, release.about.triples)
    command = [shutil.which("sha256sum") or "sha256sum", "-c", "SHA256SUMS"]
    checked = subprocess.run(command, cwd=release.dumps, capture_output=True, check=False)
    assert checked.returncode == 0, checked.stderr


def test_void_counts_what_is_there(examples: tuple[Path, Release], store: Store) -> None:
    void = Store()
    void.load((examples[1].dumps / "void.ttl").read_bytes(), RdfFormat.TURTLE)
    [total] = rows(select(void, "SELECT ?n WHERE { ?d a void:Dataset ; void:triples ?n }"))
    [people] = rows(select(void, "SELECT ?n WHERE { ?p void:class bc:Person ; void:entities ?n }"))
    [counted] = rows(select(store, "SELECT (COUNT(?p) AS ?n) WHERE { ?p a bc:Person }"))
    assert int(total["n"]) == examples[1].about.triples
    assert people == counted


def test_a_release_has_no_article_as_a_whole(examples: tuple[Path, Release]) -> None:
    dump = content(examples[1])["backchannel.nq.gz"].decode()
    text = (EXAMPLES / FIRST).read_text("utf-8")
    longest = max((line for line in dump.splitlines() if "#quote>" in line), key=len)
    assert len(longest) < len(text) / 2


def test_a_killed_publishing_is_cleared_away(fill: Fill, tmp_path: Path) -> None:
    catalogue = fill(tmp_path, FIRST)
    leftover = releases_folder(tmp_path) / ".2026-01-01.1"
    (leftover / "store").mkdir(parents=True)
    (leftover / "store" / "CURRENT").write_text("half", "utf-8")
    release, _ = publish(catalogue, tmp_path, DAY)
    assert release.about.articles == 1
    assert not leftover.exists()


def test_before_publishing_there_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="backchannel publish"):
        current_release(tmp_path)


def test_the_ontology_graph_is_the_same_every_time() -> None:
    assert ontology_nquads() == ontology_nquads()


def test_the_source_of_every_triple_can_be_asked(store: Store) -> None:
    meeting = "<https://w3id.org/backchannel/id/meeting/2018-06-12-sg-kp-us>"
    query = f"""SELECT ?article WHERE {{
      GRAPH ?g {{ {meeting} bc:edtf ?when }} ?g prov:wasDerivedFrom ?article . ?article a bc:Article }}"""
    assert len(list(rows(select(store, query)))) == 2
    assert next(store.quads_for_pattern(None, None, None, NamedNode("https://w3id.org/backchannel/ontology")), None)


def test_a_broken_release_is_made_anew(fill: Fill, tmp_path: Path) -> None:
    catalogue = fill(tmp_path, FIRST)
    release, _ = publish(catalogue, tmp_path, DAY)
    shutil.rmtree(release.store)
    again, is_new = publish(catalogue, tmp_path, DAY)
    assert (is_new, again.about.version) == (True, release.about.version)
    assert len(Store.read_only(str(again.store))) > 100
    (release.path / "release.json").write_text("{}", "utf-8")
    assert publish(catalogue, tmp_path, DAY)[1]


def test_a_graph_that_changed_meanwhile_is_not_published(fill: Fill, tmp_path: Path) -> None:
    catalogue = fill(tmp_path, FIRST)
    [article] = catalogue.accepted()
    with pytest.raises(WorkspaceError, match="changed while"):
        catalogue.graph(article.id, "0" * 64)
