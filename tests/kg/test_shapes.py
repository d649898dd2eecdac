"""Each shape by data that conform and data that do not, named by their files, on both engines."""

import re
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import RdfFormat, parse
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH, SKOS

from kg import gate, paths
from kg.rdf import written
from kg.vocab import PREFIXES
from tests.conftest import ROOT

FOLDER = ROOT / "tests" / "shapes"
DATA = sorted(path for path in FOLDER.rglob("*.ttl") if path.parent != FOLDER)
BASE = FOLDER / "base.ttl"
SHAPES = rdflib.Namespace("https://w3id.org/backchannel/shapes#")


def ntriples(*files: Path) -> str:
    triples = [quad.triple for path in files for quad in parse(path=str(path), format=RdfFormat.TURTLE)]
    return written(triples, RdfFormat.N_TRIPLES).decode()


def reports(*files: Path) -> tuple[gate.Report, gate.Report]:
    text = ntriples(*files)
    fast = gate.check_fast(text)
    assert fast is not None, "the fast engine is not installed, though the lock file has it for this machine"
    return fast, gate.check_reference(rdflib.Graph().parse(data=text, format="nt"))


def expected(path: Path) -> str:
    """The path that a datum says is at fault; empty where it is the node as a whole."""
    [found] = re.findall(r"^# finds: (\S+)$", path.read_text("utf-8"), re.MULTILINE)
    return "" if found == "-" else str(found)


def test_the_base_conforms() -> None:
    for report in reports(BASE):
        assert report.findings == ()


@pytest.mark.parametrize("path", DATA, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_datum(path: Path) -> None:
    verdict, _, _ = path.stem.partition("-")
    for report in reports(BASE, path):
        severities = {finding.severity for finding in report.findings}
        if verdict == "conforms":
            assert report.findings == ()
        else:
            assert expected(path) in {finding.path for finding in report.findings}
            assert severities == {"violation" if verdict == "violates" else "warning"}
        assert all(finding.message.endswith(".") and finding.focus_node for finding in report.findings)


def test_every_shape_has_data_for_both_verdicts() -> None:
    shapes = set(gate.shapes_graph().subjects(RDF.type, SH.NodeShape))
    named = {str(shape).removeprefix(str(SHAPES)) for shape in shapes}
    found: dict[str, set[str]] = {path.parent.name: set() for path in DATA}
    for path in DATA:
        found[path.parent.name].add(path.stem.partition("-")[0])
    assert set(found) == named
    assert {name for name, verdicts in found.items() if "conforms" not in verdicts or len(verdicts) < 2} == set()


def test_every_property_a_shape_constrains_has_a_datum_that_fails_it() -> None:
    graph = gate.shapes_graph()
    prefixes = {base: prefix for prefix, base in PREFIXES.items()}
    wanted = set()
    for shape in graph.subjects(RDF.type, SH.NodeShape):
        for constraint in graph.objects(shape, SH.property):
            path = str(graph.value(constraint, SH.path))
            base = next(b for b in prefixes if path.startswith(b))
            wanted.add((str(shape).removeprefix(str(SHAPES)), f"{prefixes[base]}:{path[len(base) :]}"))
    tried = {(path.parent.name, expected(path)) for path in DATA if not path.stem.startswith("conforms")}
    assert wanted - tried == set()


def test_code_lists_are_the_concept_schemes(ontology: rdflib.Graph) -> None:
    """A shape lists the concepts, since a graph to be checked does not hold them; the lists may not drift apart."""
    graph = gate.shapes_graph()
    tracks = set(ontology.subjects(RDF.type, rdflib.URIRef(PREFIXES["bc"] + "Track")))
    for constraint, values in graph.subject_objects(SH["in"]):
        listed = set(Collection(graph, values))
        schemes = {scheme for value in listed for scheme in ontology.objects(value, SKOS.inScheme)}
        if listed <= set(ontology.subjects(RDF.type, SKOS.ConceptScheme)):
            assert listed == {scheme for track in tracks for scheme in ontology.objects(track, SKOS.inScheme)}
            continue
        members = {concept for scheme in schemes for concept in ontology.subjects(SKOS.inScheme, scheme)}
        assert listed == members, graph.value(constraint, SH.path)


def test_shapes_speak_in_sentences() -> None:
    graph = gate.shapes_graph()
    constraints = {*graph.objects(None, SH.property), *graph.objects(None, SH.sparql)}
    in_alternatives = {
        constraint
        for kind in (SH.xone, SH["or"])
        for alternatives in graph.objects(None, kind)
        for alternative in Collection(graph, alternatives)
        for constraint in graph.objects(alternative, SH.property)
    }
    messages = [str(graph.value(c, SH.message)) for c in constraints - in_alternatives]
    assert [m for m in messages if not re.match(r"^[A-Z].*\.$", m)] == []
    assert sorted(path.name for path in paths.SHAPES.glob("*.ttl")) == [
        "actors.ttl", "claims.ttl", "events.ttl", "shapes.ttl", "sources.ttl", "speech.ttl",
    ]  # fmt: skip
