"""The protocol, over HTTP."""

import gzip
import json
from datetime import date
from pathlib import Path

import httpx
import pytest
import rdflib
import zstandard

from kg.catalogue import Catalogue
from kg.pipeline import ingest
from kg.release.publish import publish
from server.examples import load_examples
from tests.conftest import EXAMPLES
from tests.server.running import serving

TRACK_2 = load_examples()[0].text
ALL = "SELECT * { ?s ?p ?o }"
QUERY_TYPE = {"Content-Type": "application/sparql-query"}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "media_type", "begins"),
    [
        ("application/sparql-results+json", "application/sparql-results+json", b'{"head":'),
        ("application/json", "application/sparql-results+json", b'{"head":'),
        ("application/sparql-results+xml", "application/sparql-results+xml", b"<?xml"),
        ("text/csv", "text/csv", b"meeting,label,"),
        ("text/tab-separated-values", "text/tab-separated-values", b"?meeting\t?label"),
        (BROWSER, "text/html", b"<!doctype html>"),
        ("text/csv;q=0.5, application/sparql-results+xml", "application/sparql-results+xml", b"<?xml"),
        ("text/*", "text/csv", b"meeting,label,"),
        ("*/*", "application/sparql-results+json", b'{"head":'),
    ],
)
def test_solutions_come_as_the_client_asks(site: httpx.Client, accept: str, media_type: str, begins: bytes) -> None:
    headers = {"Accept": accept}
    for response in (
        site.get("/sparql", params={"query": TRACK_2}, headers=headers),
        site.post("/sparql", data={"query": TRACK_2}, headers=headers),
        site.post("/sparql", content=TRACK_2, headers=headers | QUERY_TYPE),
    ):
        assert (response.status_code, response.headers["Content-Type"]) == (200, f"{media_type}; charset=utf-8")
        assert response.content.startswith(begins)
        assert b"Vivek Katju" in response.content


@pytest.mark.parametrize(
    ("accept", "parser"),
    [
        ("text/turtle", "turtle"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
        ("application/n-triples", "nt"),
    ],
)
def test_graphs_come_as_the_client_asks(site: httpx.Client, accept: str, parser: str) -> None:
    query = "CONSTRUCT { ?p rdfs:label ?l } WHERE { ?p a bc:Person ; rdfs:label ?l }"
    response = site.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert response.headers["Content-Type"] == f"{accept}; charset=utf-8"
    assert len(rdflib.Graph().parse(data=response.content, format=parser)) > 20


def test_a_format_may_be_named(site: httpx.Client) -> None:
    response = site.get("/sparql", params={"query": "ASK { ?s ?p ?o }", "format": "json"})
    assert response.json() == {"head": {}, "boolean": True}
    assert site.get("/sparql", params={"query": "ASK {}", "format": "text/csv"}).content == b"true\n"


@pytest.mark.parametrize(
    ("method", "asked", "status", "says"),
    [
        ("GET", {"params": {"query": "SELECT"}}, 400, "line 1"),
        ("GET", {"params": {"query": "ASK { SERVICE <http://127.0.0.1:9/> {} }"}}, 400, "SERVICE"),
        ("GET", {"params": {"query": "ASK {}", "format": "pdf"}}, 400, "pdf"),
        ("GET", {"params": {"query": ALL, "format": "turtle"}}, 406, "text/csv"),
        ("GET", {"params": {"query": " "}}, 400, "nothing"),
        ("POST", {"data": {"other": "x"}}, 400, "No query"),
        ("GET", {"params": [("query", "ASK{}"), ("query", "ASK{}")]}, 400, "More than one"),
        ("GET", {"params": {"query": "ASK {}", "default-graph-uri": "no iri"}}, 400, "no iri"),
        ("GET", {"params": {"query": "ASK {}"}, "headers": {"Accept": "image/png"}}, 406, "text/csv"),
        ("POST", {"content": "ASK {}", "headers": {"Content-Type": "text/plain"}}, 415, "text/plain"),
        ("POST", {"content": b"\xff", "headers": QUERY_TYPE}, 400, "UTF-8"),
        ("POST", {"data": {"update": "CLEAR ALL"}}, 400, "read-only"),
        ("POST", {"data": {"query": "CLEAR ALL"}}, 400, "read-only"),
        ("POST", {"data": {"query": "#" * 2_000_000}}, 413, "1,000,000"),
        ("DELETE", {}, 405, "GET"),
        ("PUT", {}, 405, "GET"),
    ],
)
def test_an_error_has_one_shape(
    site: httpx.Client, method: str, asked: dict[str, dict[str, str]], status: int, says: str
) -> None:
    response = site.request(method, "/sparql", **asked)  # type: ignore[arg-type]
    assert (response.status_code, response.headers["Content-Type"]) == (status, "application/problem+json")
    problem = response.json()
    assert problem["status"] == status
    assert says in problem["title"] + problem["detail"]
    assert status != 405 or "GET" in response.headers["Allow"]
    if status != 406:
        headers = {**asked.pop("headers", {}), "Accept": BROWSER}
        page = site.request(method, "/sparql", headers=headers, **asked)  # type: ignore[arg-type]
        assert (page.status_code, page.headers["Content-Type"]) == (status, "text/html; charset=utf-8")
        assert "<script>" not in page.text


def test_a_syntax_error_says_where(site: httpx.Client) -> None:
    problem = site.get("/sparql", params={"query": "SELECT ?x WHERE {\n  ?x a nope:Thing }"}).json()
    assert (problem["line"], problem["column"]) == (2, 8)
    assert "unknown prefix nope:" in problem["detail"]


def test_a_terminal_gets_text(site: httpx.Client) -> None:
    response = site.get("/sparql", params={"query": "SELECT"}, headers={"Accept": "text/plain"})
    assert response.headers["Content-Type"].startswith("text/plain")
    assert "line 1" in response.text


def test_what_a_query_writes_stays_text_on_the_page(site: httpx.Client) -> None:
    query = 'SELECT ("<script>alert(1)</script>" AS ?x) (IRI("javascript:alert(1)") AS ?y) {}'
    page = site.get("/sparql", params={"query": query, "format": "html"}).text
    assert "<script>" not in page
    assert 'href="javascript' not in page


def test_a_data_set_may_be_given_and_goes_before_the_query_s_own(site: httpx.Client) -> None:
    counted = "SELECT (COUNT(*) AS ?n) FROM <urn:nothing> { ?s ?p ?o }"
    article = site.get("/sparql", params={"query": "SELECT ?g { GRAPH ?g { ?a a bc:Article } } LIMIT 1"}).json()
    graph = article["results"]["bindings"][0]["g"]["value"]

    def count(query: str, **given: str) -> int:
        rows = site.get("/sparql", params={"query": query, **given}).json()["results"]["bindings"]
        return int(rows[0]["n"]["value"])

    assert count(counted) == 0
    assert count(counted, **{"default-graph-uri": graph}) > 100
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert count(named, **{"named-graph-uri": graph}) == count(counted, **{"default-graph-uri": graph})
    assert count(named, **{"default-graph-uri": graph}) == 0


@pytest.mark.parametrize(("coding", "opened"), [("gzip", gzip.decompress), ("zstd", None)])
def test_answers_are_compressed_as_the_client_asks(site: httpx.Client, coding: str, opened: object) -> None:
    with site.stream("GET", "/sparql", params={"query": ALL}, headers={"Accept-Encoding": coding}) as response:
        raw = b"".join(response.iter_raw())
        assert response.headers["Content-Encoding"] == coding
        assert {"Accept", "Accept-Encoding"} <= set(response.headers["Vary"].split(", "))
    content = opened(raw) if callable(opened) else zstandard.ZstdDecompressor().decompressobj().decompress(raw)
    plain = site.get("/sparql", params={"query": ALL}, headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    assert len(json.loads(content)["results"]["bindings"]) == len(plain.json()["results"]["bindings"])


def test_a_client_that_has_the_answer_is_told_so(site: httpx.Client) -> None:
    asked = {"query": "SELECT ?s { ?s a bc:Person }"}
    etag = site.get("/sparql", params=asked).headers["ETag"]
    again = site.get("/sparql", params=asked, headers={"If-None-Match": f'"other", {etag}'})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    other = site.get("/sparql", params={"query": "SELECT ?o { ?o a bc:Person }"}, headers={"If-None-Match": etag})
    assert other.status_code == 200
    assert "ETag" not in site.get("/sparql", params={"query": "SELECT (RAND() AS ?r) {}"}).headers


def test_an_answer_that_may_change_is_not_given_again(site: httpx.Client) -> None:
    answers = {site.get("/sparql", params={"query": "SELECT (STRUUID() AS ?r) {}"}).text for _ in range(3)}
    assert len(answers) == 3


def test_head_is_get_without_a_body(site: httpx.Client) -> None:
    for query in ("ASK {}", ALL):
        got, head = (site.request(m, "/sparql", params={"query": query}) for m in ("GET", "HEAD"))
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["Content-Type"] == got.headers["Content-Type"]


def test_pages_anywhere_may_ask(site: httpx.Client) -> None:
    response = site.options("/sparql", headers={"Origin": "https://a.example", "Access-Control-Request-Method": "POST"})
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in response.headers["Access-Control-Allow-Methods"]


def test_without_a_query_people_get_a_form_and_programs_a_description(site: httpx.Client) -> None:
    form = site.get("/sparql", headers={"Accept": BROWSER})
    assert "<textarea" in form.text
    turtle = site.get("/sparql", headers={"Accept": "text/turtle"})
    described = rdflib.Graph().parse(data=turtle.text, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    [service] = described.subjects(rdflib.RDF.type, sd.Service)
    assert str(described.value(service, sd.endpoint)) == str(site.base_url.join("/sparql"))


def test_the_well_known_description_counts_classes_and_gives_examples(site: httpx.Client) -> None:
    turtle = site.get("/.well-known/void", headers={"Accept": "text/turtle"}).text
    described = rdflib.Graph().parse(data=turtle, format="turtle")
    void, shacl = (rdflib.Namespace(ns) for ns in ("http://rdfs.org/ns/void#", "http://www.w3.org/ns/shacl#"))
    assert set(described.objects(None, void["class"]))
    assert set(described.objects(None, void.property))
    [endpoint] = described.objects(None, void.sparqlEndpoint)
    assert str(endpoint).endswith("/sparql")
    examples = list(described.subjects(rdflib.RDF.type, shacl.SPARQLExecutable))
    assert len(examples) == len(load_examples())


def test_graphs_can_be_had_one_by_one_and_all_together(site: httpx.Client) -> None:
    default = site.get("/graphs", params={"default": ""}, headers={"Accept": "application/n-triples"})
    assert len(default.text.splitlines()) > 1000
    whole = site.get("/graphs", headers={"Accept": "application/n-quads"})
    graphs = {line.rsplit(" ", 2)[1] for line in whole.text.splitlines() if line.endswith("> .")}
    name = next(graph[1:-1] for graph in graphs if "/graph/" in graph)
    one = site.get("/graphs", params={"graph": name}, headers={"Accept": "text/turtle"})
    assert len(rdflib.Graph().parse(data=one.text, format="turtle")) == whole.text.count(f"<{name}> .\n")
    trig = site.get("/graphs", params={"format": "trig"})
    assert trig.headers["Content-Type"].startswith("application/trig")
    assert site.get("/graphs", params={"graph": "urn:none"}).status_code == 404
    assert site.get("/graphs", params={"graph": "urn:none", "default": ""}).status_code == 400
    assert site.put("/graphs", params={"graph": name}, content="").status_code == 405


def test_a_long_result_says_on_its_page_how_long_it_is(site: httpx.Client) -> None:
    page = site.get("/sparql", params={"query": ALL, "format": "html"}).text
    assert "The first 500 of" in page
    cross = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    assert "100,000 rows and more" in site.get("/sparql", params={"query": cross, "format": "html"}).text


def test_every_response_has_safe_headers(site: httpx.Client) -> None:
    for path in ("/", "/sparql?query=ASK{}", "/sparql?query=SELECT", "/nowhere", "/static/style.css", "/ready"):
        headers = site.get(path).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'self'")
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_new_release_is_served_without_a_restart(catalogue: Catalogue, tmp_path: Path) -> None:
    seen = []
    with serving(tmp_path, tmp_path / "output") as (_, address), httpx.Client(base_url=address, timeout=60) as client:
        early = client.get("/sparql", params={"query": "ASK {}"})
        assert (early.status_code, client.get("/ready").status_code) == (503, 503)
        assert "backchannel publish" in early.json()["detail"]
        for name in ("2018-06-12-sentosa-summit.txt", "2018-07-09-asmara.json"):
            list(ingest(catalogue, [str(EXAMPLES / name)]))
            publish(catalogue, tmp_path, date(2026, 1, 1))
            query = "SELECT (COUNT(*) AS ?n) { ?a a bc:Article }"
            seen.append(client.get("/sparql", params={"query": query, "format": "csv"}).text.split()[1])
    assert seen == ["1", "2"]
