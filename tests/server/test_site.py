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
from server.examples import load_examples
from tests.conftest import EXAMPLES

TRACK_2 = load_examples()[0].text
MEETING = "meeting/2018-06-12-sg-kp-us"


@pytest.fixture(scope="module")
def client(examples: tuple[Path, Release]) -> FlaskClient:
    return create_app(examples[0]).test_client()


@pytest.mark.parametrize(
    ("accept", "media_type", "begins"),
    [
        ("application/sparql-results+json", "application/sparql-results+json", b'{"head":'),
        ("application/json", "application/sparql-results+json", b'{"head":'),
        ("application/sparql-results+xml", "application/sparql-results+xml", b"<?xml"),
        ("text/csv", "text/csv", b"meeting,label,"),
        ("text/tab-separated-values", "text/tab-separated-values", b"?meeting\t?label"),
        ("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "text/html", b"<!doctype html>"),
        ("text/csv;q=0.5, application/sparql-results+xml", "application/sparql-results+xml", b"<?xml"),
        ("*/*", "application/sparql-results+json", b'{"head":'),
    ],
)
def test_solutions_come_as_the_client_asks(client: FlaskClient, accept: str, media_type: str, begins: bytes) -> None:
    for response in (
        client.get("/sparql", query_string={"query": TRACK_2}, headers={"Accept": accept}),
        client.post("/sparql", data={"query": TRACK_2}, headers={"Accept": accept}),
        client.post("/sparql", data=TRACK_2, content_type="application/sparql-query", headers={"Accept": accept}),
    ):
        assert (response.status_code, response.mimetype) == (200, media_type)
        assert response.data.startswith(begins)
        assert b"Vivek Katju" in response.data


@pytest.mark.parametrize(
    ("accept", "parser"),
    [("text/turtle", "turtle"), ("application/ld+json", "json-ld"), ("application/rdf+xml", "xml")],
)
def test_graphs_come_as_the_client_asks(client: FlaskClient, accept: str, parser: str) -> None:
    query = "CONSTRUCT { ?p rdfs:label ?l } WHERE { ?p a bc:Person ; rdfs:label ?l }"
    response = client.get("/sparql", query_string={"query": query}, headers={"Accept": accept})
    assert response.mimetype == accept
    assert len(rdflib.Graph().parse(data=response.data, format=parser)) > 20


def test_a_format_may_be_named(client: FlaskClient) -> None:
    response = client.get("/sparql", query_string={"query": "ASK { ?s ?p ?o }", "format": "json"})
    assert json.loads(response.data) == {"head": {}, "boolean": True}
    assert client.get("/sparql", query_string={"query": "ASK {}", "format": "csv"}).data == b"true\n"


@pytest.mark.parametrize(
    ("request_of", "status", "says"),
    [
        ({"path": "/sparql", "query_string": {"query": "SELECT"}}, 400, "line 1"),
        ({"path": "/sparql", "query_string": {"query": "ASK { SERVICE <http://127.0.0.1:9/> {} }"}}, 400, "SERVICE"),
        ({"path": "/sparql", "query_string": {"query": "ASK {}", "format": "pdf"}}, 400, "pdf"),
        ({"path": "/sparql"}, 400, "No query"),
        ({"path": "/sparql?query=ASK{}&query=ASK{}"}, 400, "More than one"),
        ({"path": "/sparql", "query_string": {"query": "ASK {}"}, "headers": {"Accept": "image/png"}}, 406, "text/csv"),
        ({"path": "/sparql", "method": "POST", "data": "ASK {}", "content_type": "text/plain"}, 415, "text/plain"),
        (
            {"path": "/sparql", "method": "POST", "data": b"\xff", "content_type": "application/sparql-query"},
            400,
            "UTF-8",
        ),
        ({"path": "/sparql", "method": "POST", "data": {"update": "CLEAR ALL"}}, 400, "read-only"),
        ({"path": "/sparql", "method": "POST", "data": {"query": "#" * 2_000_000}}, 413, ""),
        ({"path": "/sparql", "method": "DELETE"}, 405, ""),
        ({"path": "/id/person/nobody-at-all"}, 404, "person/nobody-at-all"),
        ({"path": "/id/person/%3Cscript%3E"}, 404, ""),
        ({"path": "/dumps/release.json"}, 404, ""),
        ({"path": "/nowhere"}, 404, ""),
    ],
)
def test_an_error_has_one_shape(client: FlaskClient, request_of: dict[str, object], status: int, says: str) -> None:
    response = client.open(**request_of)  # type: ignore[arg-type]
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    problem = json.loads(response.data)
    assert problem["status"] == status
    assert says in problem["title"] + problem["detail"]
    if status == 405:
        assert "GET" in response.headers["Allow"]
    headers = {**request_of.pop("headers", {}), "Accept": "text/html"}  # type: ignore[dict-item]
    if status != 406 and says != "No query":  # for people, that is where they write one
        page = client.open(**request_of, headers=headers)  # type: ignore[arg-type]
        assert (page.status_code, page.mimetype) == (status, "text/html")
        assert b"<script>" not in page.data


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


def test_the_form_is_served_where_there_is_no_query(client: FlaskClient) -> None:
    response = client.get("/sparql", headers={"Accept": "text/html"})
    assert response.status_code == 200
    assert "<textarea" in response.data.decode()


def test_a_long_result_says_how_long_it_is(client: FlaskClient) -> None:
    page = client.get("/sparql", query_string={"query": "SELECT * { ?s ?p ?o }", "format": "html"}).data.decode()
    assert "The first 500 of" in page


def test_a_result_without_end_is_stopped(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    cross = {"query": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"}
    page = client.get("/sparql", query_string={**cross, "format": "html"}).data.decode()
    assert "100,000 rows and more" in page
    monkeypatch.setattr("server.sparql.MAX_BYTES", 1_000_000)
    response = client.get("/sparql", query_string={**cross, "format": "csv"})
    assert response.status_code == 400
    assert "Add LIMIT" in json.loads(response.data)["detail"]


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


def test_every_response_has_safe_headers(client: FlaskClient) -> None:
    for path in ("/", "/sparql?query=ASK{}", "/nowhere", "/static/style.css"):
        with client.get(path) as response:
            headers = response.headers
        assert headers["Content-Security-Policy"].startswith("default-src 'self'")
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_before_the_first_release_the_site_says_what_to_do(tmp_path: Path) -> None:
    response = create_app(tmp_path).test_client().get("/", headers={"Accept": "text/html"})
    assert response.status_code == 503
    assert "backchannel publish" in response.data.decode()


def test_a_new_release_is_served_without_a_restart(catalogue: Catalogue, tmp_path: Path) -> None:
    client = create_app(tmp_path).test_client()
    seen = []
    for name in ("2018-06-12-sentosa-summit.txt", "2018-07-09-asmara.json"):
        list(ingest(catalogue, [str(EXAMPLES / name)]))
        publish(catalogue, tmp_path, date(2026, 1, 1))
        query = "SELECT (COUNT(*) AS ?n) { ?a a bc:Article }"
        seen.append(client.get("/sparql", query_string={"query": query, "format": "csv"}).data.split()[1])
    assert seen == [b"1", b"2"]


def test_measured_quality_that_cannot_be_read_says_so(examples: tuple[Path, Release], tmp_path: Path) -> None:
    (tmp_path / "releases").symlink_to(examples[0] / "releases")
    (tmp_path / "quality.json").write_text("[{}]", "utf-8")
    response = create_app(tmp_path).test_client().get("/quality")
    assert (response.status_code, str(tmp_path) in response.text) == (503, False)
    assert "cannot be read" in response.text
