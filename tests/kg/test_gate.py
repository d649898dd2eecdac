import random
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from kg import gate
from kg.article import Article
from kg.check import check_file
from kg.errors import GraphError
from kg.rdf import triples_of, written
from kg.vocab import term
from tests.conftest import SHARED, described


@pytest.fixture(scope="module")
def graphs(example_articles: list[Article]) -> list[list[Quad]]:
    return [quads for _, quads in described(example_articles)]


def ntriples(quads: list[Quad]) -> str:
    return written(triples_of(quads), RdfFormat.N_TRIPLES).decode()


def verdicts(quads: list[Quad]) -> tuple[bool, bool]:
    fast = gate.check_fast(ntriples(quads))
    graph = rdflib.Graph().parse(data=ntriples(quads), format="nt")
    assert fast is not None, "the fast engine is not installed, though the lock file has it for this machine"
    return fast.conforms, gate.check_reference(graph).conforms


def test_what_extraction_writes_conforms_by_both_engines(graphs: list[list[Quad]]) -> None:
    for quads in graphs[:4]:
        assert verdicts(quads) == (True, True)


def broken(quads: list[Quad], dice: random.Random) -> list[Quad]:
    """The graph with one quad taken away, doubled with another value, or changed to a wrong one."""
    ours = [
        q for q in quads if isinstance(q.predicate, NamedNode) and q.predicate.value.startswith(term("bc:x").value[:-1])
    ]
    victim = dice.choice(ours)
    others = [q for q in quads if q != victim]
    value = dice.choice(
        [NamedNode("https://example.org/wrong"), Literal("wrong"), Literal(-1), dice.choice(ours).object]
    )
    changed = Quad(victim.subject, victim.predicate, value, victim.graph_name)
    return dice.choice([others, [*quads, changed], [*others, changed]])


def test_both_engines_agree_on_broken_graphs(graphs: list[list[Quad]]) -> None:
    dice = random.Random(7)  # noqa: S311 - the same graphs every time
    small = sorted(graphs, key=len)[:3]
    found = [verdicts(broken(dice.choice(small), dice)) for _ in range(24)]
    assert all(fast == reference for fast, reference in found)
    assert {fast for fast, _ in found} == {True, False}


def test_a_violation_names_node_path_value_and_what_is_wrong(graphs: list[list[Quad]]) -> None:
    evidence = next(q for q in graphs[0] if q.predicate == term("bc:confidence"))
    quads = [q for q in graphs[0] if q != evidence]
    report = gate.check_quads(
        [*quads, Quad(evidence.subject, evidence.predicate, Literal("9.5", datatype=term("xsd:decimal")))]
    )
    assert not report.conforms
    [finding] = report.findings
    assert isinstance(evidence.subject, NamedNode)
    assert finding.focus_node.endswith(evidence.subject.value.rpartition("/")[2])
    assert (finding.path, finding.value, finding.message) == (
        "bc:confidence",
        "9.5",
        "Confidence is one decimal from 0 to 1.",
    )


def test_a_quote_that_does_not_fit_its_offsets_is_a_violation(graphs: list[list[Quad]]) -> None:
    quote = next(q for q in graphs[0] if q.predicate == term("bc:quote"))
    quads = [q for q in graphs[0] if q != quote]
    report = gate.check_quads([*quads, Quad(quote.subject, quote.predicate, Literal("shorter"), quote.graph_name)])
    assert "The quote is 7 characters long" in report.findings[0].message


def test_a_warning_is_kept_and_does_not_stop_an_article() -> None:
    [(_, quads)] = described([Article(text="Egypt and Sudan held talks in Khartoum.")])
    report = gate.check_quads(quads)
    assert report.conforms
    assert [(f.severity, f.path) for f in report.findings] == [("warning", "dcterms:issued")]


def test_without_the_fast_engine_the_reference_decides(
    graphs: list[list[Quad]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "_fast_shapes", lambda: None)
    smallest = min(graphs, key=len)
    assert gate.check_quads(smallest).conforms
    assert not gate.check_quads([q for q in smallest if q.predicate != term("bc:textDigest")]).conforms


def test_check_reads_files_and_each_named_graph(graphs: list[list[Quad]], tmp_path: Path) -> None:
    path = tmp_path / "two.nq"
    path.write_bytes(
        written([*graphs[0], *(q for q in graphs[1] if q.predicate != term("bc:textDigest"))], RdfFormat.N_QUADS)
    )
    assert sorted(report.conforms for _, report in check_file(path)) == [False, True]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("bad.ttl", "@prefix a: <https://a.example/> .\na:a a:b", "line 2"),
        ("bad.nt", "<a> <b>", "line 1"),
        ("bad.jsonld", '{"@context": "https://example.org/context"}', "no JSON-LD"),
        ("bad.rdf", "<rdf>", "no RDF"),
        ("bomb.rdf", '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rdf>&b;</rdf>', "entities"),
        ("none.ttl", "", "no triples"),
        ("table.csv", "a,b", "ends in .csv"),
    ],
)
def test_a_file_that_is_no_rdf_says_where(tmp_path: Path, name: str, content: str, says: str) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    with pytest.raises(GraphError, match=says):
        list(check_file(path))


@pytest.mark.skipif(not SHARED.exists(), reason="the draft of the ontology is not on this machine")
def test_the_draft_data_is_refused_for_what_it_lacks() -> None:
    [(_, report)] = check_file(SHARED / "design" / "draft" / "seed.ttl")
    assert {f.path for f in report.findings} >= {"bc:textDigest", "bc:startOffset", "bc:meetingKind"}


@pytest.mark.parametrize(
    "text",
    [
        "Iran and Oman began talks in Muscat in May 2016. The talks between Iran and Oman ended on 14 May 2016.",
        "In 2008, then vice-minister Ri Yong-ho met Glyn Davies. In 2010, then vice minister Ri Yong-ho met him.",
        "AP\n\nIran and Oman held talks in Muscat on Friday.",
        "The foreign minister, Ali Khan, met Foreign Minister Ali khan of Pakistan in Reykjavik and Reykjavík.",
    ],
)
def test_good_articles_pass(text: str) -> None:
    [(_, quads)] = described([Article(text=text, publisher="The Example Courier")])
    report = gate.check_quads(quads)
    assert report.conforms, report.findings
