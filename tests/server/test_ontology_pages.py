import re
from pathlib import Path

import pytest
import rdflib
from flask.testing import FlaskClient
from pyoxigraph import Quad, RdfFormat, parse
from rdflib.namespace import OWL, RDF

from kg import gate, paths
from kg.release.derive import load_rules
from kg.release.folder import Release
from kg.vocab import PREFIXES
from server.app import create_app
from server.ontology.guides import load_guides
from tests.conftest import ROOT

BASE = ROOT / "tests" / "shapes" / "base.ttl"


@pytest.fixture(scope="module")
def client(examples: tuple[Path, Release]) -> FlaskClient:
    return create_app(examples[0]).test_client()


def page(client: FlaskClient, address: str) -> str:
    response = client.get(address, headers={"Accept": "text/html"})
    assert (response.status_code, response.mimetype) == (200, "text/html")
    return response.get_data(as_text=True)


def test_the_page_has_every_term_at_its_iri(client: FlaskClient, ontology: rdflib.Graph) -> None:
    html = page(client, "/ontology")
    terms = {str(s).partition("#")[2] for s in ontology.subjects(RDF.type, None) if str(s).startswith(PREFIXES["bc"])}
    anchors = re.findall(r'id="([^"]+)"', html)
    assert terms <= set(anchors)
    assert len(anchors) == len(set(anchors))
    links = set(re.findall(r'href="/ontology#([^"]+)"', html))
    assert links <= terms


@pytest.mark.parametrize(
    ("accept", "form"), [("text/turtle", "turtle"), ("application/ld+json", "json-ld"), ("application/rdf+xml", "xml")]
)
@pytest.mark.parametrize("address", ["/ontology", "/ontology/0.2.0"])
def test_programs_get_the_whole_ontology(
    client: FlaskClient, address: str, accept: str, form: str, ontology: rdflib.Graph
) -> None:
    response = client.get(address, headers={"Accept": accept})
    assert response.mimetype == accept
    assert "Accept" in response.headers["Vary"]
    assert len(rdflib.Graph().parse(data=response.data, format=form)) == len(ontology)


def test_another_version_is_not_here(client: FlaskClient, ontology: rdflib.Graph) -> None:
    assert client.get("/ontology/0.0.9").status_code == 404
    header = rdflib.URIRef("https://w3id.org/backchannel/ontology")
    assert client.get(f"/ontology/{ontology.value(header, OWL.versionInfo)}").status_code == 200


def test_axioms_are_shown_in_words(client: FlaskClient) -> None:
    html = page(client, "/ontology")
    assert "meeting and (round of some process)" in html
    assert "has participation, then participant" in html
    assert "(holder exactly 1 person)" in html
    assert "diplomatic event or place" in html


def test_the_schemes_stand_side_by_side_with_three_answers(client: FlaskClient) -> None:
    html = page(client, "/ontology/tracks")
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
    assert text.index("Tracks as used in the Asia-Pacific") < text.index("One meeting, three answers")
    answers = text[text.index("What is held of the track") :]
    assert "Track 2 no scheme named US Embassy in Singapore" in answers
    assert "Track 1.5 Tracks as the United States Institute of Peace defines them USIP track rule" in answers
    assert "Track 2 (Asia-Pacific) Tracks as used in the Asia-Pacific Asia-Pacific track rule" in answers
    assert "Silent: Tracks after Mapendere; Tracks in peacebuilding." in answers
    assert "Stephen Bosworth United States former special representative for North Korea policy private former" in text


def test_every_rule_is_explained(client: FlaskClient) -> None:
    html = page(client, "/ontology/rules")
    for rule in load_rules():
        assert f'id="{rule.name}"' in html
        assert f"/ontology#rule-{rule.name}" in html


def test_ten_things_are_modelled_as_the_shapes_want(client: FlaskClient) -> None:
    html = page(client, "/ontology/modelling")
    base = list(parse(path=str(BASE)))
    for path in sorted((paths.ONTOLOGY / "how-to").iterdir()):
        graphs: dict[object, list[Quad]] = {}
        for quad in parse(path=str(path)):
            graphs.setdefault(quad.graph_name, []).append(quad)
        for quads in graphs.values():
            assert gate.check_quads([*base, *quads]).findings == (), path.name
    assert len(load_guides()) == 10
    for guide in load_guides():
        assert guide.question.endswith("?")
        assert f'id="{guide.name}"' in html
        assert guide.turtle.startswith("ex:")


@pytest.mark.parametrize(
    ("address", "begins"),
    [
        ("/ontology/mappings/wikidata.sssom.tsv", b"#curie_map"),
        ("/ontology/mappings/plover.sssom.tsv", b"#curie_map"),
        ("/ontology/examples/korea.trig", b"# A worked example"),
        ("/ontology/rules/1-standing.rq", b"# Standing"),
        ("/ontology/queries/01-who-attended.rq", b"# Who attended"),
        ("/ontology/diagram.svg", b"<svg"),
        ("/ontology/logo.svg", b"<svg"),
        ("/shapes", b"@prefix"),
        ("/shapes?format=turtle", b"@prefix"),
    ],
)
def test_files_of_the_ontology(client: FlaskClient, address: str, begins: bytes) -> None:
    with client.get(address, headers={"Accept": "text/html,*/*;q=0.8"}) as response:
        assert response.status_code == 200
        assert response.data.startswith(begins)


@pytest.mark.parametrize("address", ["/ontology/rules/../backchannel.ttl", "/ontology/rules/x.rq", "/ontology/kg/x"])
def test_no_other_files(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_shapes_load_as_they_are_served(client: FlaskClient) -> None:
    data = client.get("/shapes", headers={"Accept": "text/turtle"}).data
    files = rdflib.Graph()
    for path in paths.SHAPES.glob("*.ttl"):
        files.parse(path)
    assert len(rdflib.Graph().parse(data=data, format="turtle")) == len(files)


def test_the_drawing_shows_what_the_ontology_holds(ontology: rdflib.Graph) -> None:
    svg = (ROOT / "server" / "static" / "diagram.svg").read_text("utf-8")
    drawn = re.findall(r'text-anchor="middle">(\w+)<', svg)
    assert len(drawn) > 30
    kinds = {OWL.Class, OWL.ObjectProperty}
    for name in drawn:
        assert kinds & set(ontology.objects(rdflib.URIRef(PREFIXES["bc"] + name), RDF.type)), name


def test_derived_claims_are_shown_with_their_rule_and_passages(client: FlaskClient) -> None:
    html = page(client, "/id/meeting/2015-01-18-sg-kp-us")
    claim = html[html.index("asiapacific-meeting-2015-01-18-sg-kp-us") :]
    assert "Asia-Pacific track rule" in claim
    assert "The North Korean delegation was led by Ri Yong Ho" in claim


def test_turtle_of_the_worked_example_is_whole() -> None:
    assert len(list(parse(path=str(paths.ONTOLOGY / "examples" / "korea.trig"), format=RdfFormat.TRIG))) > 500
