import json
from datetime import date
from pathlib import Path

import pytest
import rdflib
from flask.testing import FlaskClient

from kg.catalogue import Catalogue
from kg.pipeline import ingest
from kg.release.folder import Release
from kg.release.publish import publish
from kg.vocab import ONTOLOGY
from server.app import create_app

MEETING = "meeting/2018-06-12-sg-kp-us"


@pytest.fixture(scope="module")
def client(examples: tuple[Path, Release]) -> FlaskClient:
    return create_app(examples[0]).test_client()


def test_the_page_of_a_meeting_shows_each_fact_with_its_sentence(client: FlaskClient) -> None:
    page = client.get(f"/id/{MEETING}", headers={"Accept": "text/html"}).data.decode()
    assert "held a summit in Singapore on Tuesday" in page
    assert "The Example Courier" in page
    assert 'href="/id/person/kim-jong-un"' in page


@pytest.mark.parametrize(("accept", "parser"), [("text/turtle", "turtle"), ("application/ld+json", "json-ld")])
def test_a_thing_is_data_where_its_iri_leads(client: FlaskClient, accept: str, parser: str) -> None:
    response = client.get(f"/id/{MEETING}", headers={"Accept": accept})
    graph = rdflib.Graph().parse(data=response.data, format=parser)
    assert (response.mimetype, response.headers["Vary"]) == (accept, "Accept")
    assert "Accept" in response.headers["Vary"]
    quotes = {str(o) for o in graph.objects(None, rdflib.URIRef(f"{ONTOLOGY}#quote"))}
    assert any("held a summit in Singapore" in quote for quote in quotes)


def test_an_articles_graph_can_be_had(client: FlaskClient, example_articles: list[object]) -> None:
    article = example_articles[0]
    response = client.get(f"/id/graph/{article.id}", headers={"Accept": "text/turtle"})  # type: ignore[attr-defined]
    assert len(rdflib.Graph().parse(data=response.data, format="turtle")) > 100


def test_a_hostile_text_stays_text(tmp_path: Path) -> None:
    text = 'Egypt and Sudan held talks in Khartoum on <script>alert(1)</script> and "&lt;" on 3 June 2020.'
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"text": text, "url": "javascript:alert(1)", "title": "<b>x</b>"}), "utf-8")
    with Catalogue(tmp_path / "w") as catalogue:
        list(ingest(catalogue, [str(path)]))
        publish(catalogue, tmp_path / "w", date(2026, 1, 1))
    client = create_app(tmp_path / "w").test_client()
    page = client.get("/id/meeting/2020-06-03-sd-eg-sd", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert b"<script>alert" not in page.data
    assert b"<b>x" not in page.data
    assert b'href="javascript' not in page.data


def test_the_home_page_has_a_form_that_needs_no_script(client: FlaskClient) -> None:
    page = client.get("/").data.decode()
    assert '<form action="/sparql" method="get">' in page
    assert "<script" not in page
    assert "Talks of Iran and Saudi Arabia" in page


def test_dumps_are_listed_and_served(client: FlaskClient) -> None:
    assert "backchannel.nq.gz" in client.get("/dumps/").data.decode()
    with client.get("/dumps/backchannel.nq.gz") as response:
        assert response.data.startswith(b"\x1f\x8b")
    with client.get("/dumps/void.ttl") as response:
        assert response.mimetype == "text/turtle"


def test_the_ontology_is_a_page_and_data(client: FlaskClient) -> None:
    page = client.get("/ontology", headers={"Accept": "text/html"}).data.decode()
    assert 'id="track-1.5"' in page
    graph = rdflib.Graph().parse(data=client.get("/ontology", headers={"Accept": "text/turtle"}).data, format="turtle")
    assert (rdflib.URIRef(f"{ONTOLOGY}#Meeting"), None, None) in graph


def test_before_the_first_release_the_site_says_what_to_do(tmp_path: Path) -> None:
    response = create_app(tmp_path).test_client().get("/", headers={"Accept": "text/html"})
    assert response.status_code == 503
    assert "backchannel publish" in response.data.decode()


def test_measured_quality_that_cannot_be_read_says_so(examples: tuple[Path, Release], tmp_path: Path) -> None:
    (tmp_path / "releases").symlink_to(examples[0] / "releases")
    (tmp_path / "quality.json").write_text("[{}]", "utf-8")
    response = create_app(tmp_path).test_client().get("/quality")
    assert (response.status_code, str(tmp_path) in response.text) == (503, False)
    assert "cannot be read" in response.text
