"""The SPARQL 1.1 protocol: the W3C's tests by their names, then what else a client may rely on."""

import gzip
import re
from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

import httpx
import pytest
import rdflib
import zstandard
from pyoxigraph import RdfFormat
from rdflib.namespace import RDF, Namespace

from tests.endpoint.results import read_graph
from tests.endpoint.served import Served
from tests.endpoint.w3c import KASEI

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORM, QUERY, UPDATE = ("application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update")
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
ONE, TWO, THREE = (f"{KASEI}data{number}.rdf" for number in (1, 2, 3))
BOTH_DEFAULT = [("default-graph-uri", ONE), ("default-graph-uri", TWO)]
BOTH_NAMED = [("named-graph-uri", ONE), ("named-graph-uri", TWO)]
ASK_BOTH = f"ASK {{ <{ONE}> a ?type . <{TWO}> a ?type }}"
ASK_GRAPHS = f"ASK {{ GRAPH ?a {{ <{ONE}> a ?type }} GRAPH ?b {{ <{TWO}> a ?type }} }}"
ASK_FULL = f"ASK {{ <{THREE}> a ?type GRAPH ?a {{ <{ONE}> a ?type }} GRAPH ?b {{ <{TWO}> a ?type }} }}"
ASK_OTHER = f"ASK FROM <{ONE}> {{ <{TWO}> a ?type FILTER NOT EXISTS {{ <{ONE}> a ?type }} }}"


@pytest.fixture(scope="module")
def client(w3c_server: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=w3c_server.address, timeout=40) as client:
        yield client


def ask(
    client: httpx.Client, query: str, accept: str | None = None, *, headers: dict[str, str] | None = None, **more: str
) -> httpx.Response:
    given = {"Accept": accept} if accept is not None else {}
    return client.get("/sparql", params={"query": query, **more}, headers=given | (headers or {}))


def post(
    client: httpx.Client, body: str | bytes, media_type: str | None, params: list[tuple[str, str]] | None = None
) -> httpx.Response:
    headers = {"Content-Type": media_type} if media_type else {}
    return client.post(f"/sparql?{urlencode(params or [])}", content=body, headers=headers)


def form(*pairs: tuple[str, str]) -> str:
    return urlencode(pairs)


def is_true(response: httpx.Response) -> bool:
    """Whether it is an answer of yes, in a format that a client without wishes may get."""
    assert response.status_code == 200, response.text
    return media_type(response) in {JSON, XML} and "true" in response.text


def media_type(response: httpx.Response) -> str:
    return response.headers["Content-Type"].partition(";")[0]


@pytest.mark.parametrize(
    ("query", "params"),
    [
        pytest.param(ASK_BOTH, BOTH_DEFAULT, id="query_dataset_default_graphs"),
        pytest.param(ASK_GRAPHS, BOTH_NAMED, id="query_dataset_named_graphs"),
        pytest.param(ASK_FULL, [("default-graph-uri", THREE), *BOTH_NAMED], id="query_dataset_full"),
        pytest.param(ASK_OTHER, [("default-graph-uri", TWO)], id="query_multiple_dataset"),
        pytest.param("ASK {}", [], id="query"),
    ],
)
def test_w3c_a_query_is_answered_over_its_data_set_in_every_way_to_ask(
    client: httpx.Client, query: str, params: list[tuple[str, str]]
) -> None:
    assert is_true(client.get("/sparql", params=[("query", query), *params]))
    assert is_true(post(client, form(("query", query), *params), FORM))
    assert is_true(post(client, query, QUERY, params))
    assert is_true(post(client, query, f"{QUERY}; charset=utf-8", params))


@pytest.mark.parametrize(
    ("query", "media_types"),
    [
        pytest.param("SELECT (1 AS ?value) {}", {JSON, XML, "text/csv", "text/tab-separated-values"}, id="select"),
        pytest.param("ASK {}", {JSON, XML}, id="ask"),
        pytest.param("DESCRIBE <http://example.org/>", {"text/turtle", "application/rdf+xml"}, id="describe"),
        pytest.param("CONSTRUCT { <s:> <p:> 1 } WHERE {}", {"text/turtle", "application/rdf+xml"}, id="construct"),
    ],
)
def test_w3c_query_content_type(client: httpx.Client, query: str, media_types: set[str]) -> None:
    response = post(client, query, QUERY)
    assert response.status_code == 200, response.text
    assert media_type(response) in media_types


def test_w3c_query_content_type_construct_with_relative_iris(client: httpx.Client) -> None:
    response = post(client, "CONSTRUCT { <s> <p> 1 } WHERE {}", QUERY)
    assert response.status_code == 200, response.text


@pytest.mark.parametrize(
    ("body", "given"),
    [
        pytest.param("ASK {}", "text/plain", id="bad_query_wrong_media_type"),
        pytest.param("query=ASK%20%7B%7D", None, id="bad_query_missing_form_type"),
        pytest.param("ASK {}", None, id="bad_query_missing_direct_type"),
        pytest.param("ASK {}".encode("utf-16"), f"{QUERY}; charset=UTF-16", id="bad_query_non_utf8"),
        pytest.param("ASK {", QUERY, id="bad_query_syntax"),
        pytest.param("query=ASK%20%7B%7D&query=SELECT%20*%20%7B%7D", FORM, id="bad_multiple_queries"),
        pytest.param("update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", FORM, id="bad_multiple_updates"),
        pytest.param("CLEAR NAMED", "text/plain", id="bad_update_wrong_media_type"),
        pytest.param("update=CLEAR%20NAMED", None, id="bad_update_missing_form_type"),
        pytest.param("CLEAR NAMED".encode("utf-16"), f"{UPDATE}; charset=UTF-16", id="bad_update_non_utf8"),
        pytest.param("update=CLEAR%20XYZ", FORM, id="bad_update_syntax"),
        pytest.param("using-named-graph-uri=http%3A%2F%2Fa&update=CLEAR%20ALL", FORM, id="bad_update_dataset_conflict"),
        pytest.param("CLEAR ALL", UPDATE, id="update_post_direct"),
        pytest.param("update=CLEAR%20ALL", FORM, id="update_post_form"),
        pytest.param("LOAD <http://127.0.0.1/>", QUERY, id="load"),
    ],
)
def test_w3c_what_is_no_query_is_refused(client: httpx.Client, body: str | bytes, given: str | None) -> None:
    response = post(client, body, given)
    assert 400 <= response.status_code < 500
    assert media_type(response) == "application/problem+json"
    assert {"type", "status", "title", "detail"} <= response.json().keys()
    assert is_true(ask(client, "ASK { GRAPH ?g { ?s ?p ?o } }"))


@pytest.mark.parametrize(
    "address", ["?query=ASK%20%7B%7D&query=SELECT%20*%20%7B%7D", "?query=ASK%20%7B", "?update=CLEAR%20ALL"]
)
def test_w3c_what_is_no_query_is_refused_in_an_address(client: httpx.Client, address: str) -> None:
    assert client.get(f"/sparql{address}").status_code == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_w3c_bad_query_method(client: httpx.Client, method: str) -> None:
    response = client.request(method, "/sparql", params={"query": "ASK {}"})
    assert response.status_code == 405
    assert {"GET", "HEAD", "POST", "OPTIONS"} <= set(re.split(r",\s*", response.headers["Allow"]))


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples", "*/*"]
)
def test_w3c_service_description_returns_rdf_with_an_endpoint_triple(client: httpx.Client, accept: str) -> None:
    response = client.get("/sparql", headers={"Accept": accept})
    assert response.status_code == 200
    graph = rdflib.Graph().parse(data=response.content, format=media_type(response), publicID=str(response.url))
    [service] = graph.subjects(RDF.type, SD.Service)
    assert urlsplit(str(graph.value(service, SD.endpoint))).path == "/sparql"
    assert list(graph.objects(service, SD.supportedLanguage)) == [SD.SPARQL11Query]
    assert graph.value(graph.value(service, SD.defaultDataset), SD.defaultGraph) is not None
    assert list(graph.objects(service, SD.resultFormat))


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("application/sparql-results+json", JSON),
        ("application/sparql-results+xml", XML),
        ("application/json", JSON),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.6", XML),
        ("text/csv;q=0.5, */*;q=0.1", "text/csv"),
        ("application/sparql-results+xml;q=0, */*", JSON),
        ("text/*", "text/csv"),
        ("application/nonsense, text/csv;q=0.001", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("text/csv; header=present", "text/csv"),
        ("", JSON),
        ("*/*", JSON),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("application/x-turtle, application/sparql-results+json;q=0.2", JSON),
    ],
)
def test_accept_chooses_the_format_of_solutions(client: httpx.Client, accept: str, expected: str) -> None:
    response = ask(client, "SELECT (1 AS ?value) {}", accept)
    assert response.status_code == 200, response.text
    assert media_type(response) == expected
    assert "Accept" in response.headers["Vary"]


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/trig", RdfFormat.TRIG),
        ("application/n-quads", RdfFormat.N_QUADS),
    ],
)
def test_graphs_are_the_same_in_every_format(client: httpx.Client, accept: str, form: RdfFormat) -> None:
    query = "CONSTRUCT { <a:s> <a:p> ?o, 'ü'@de } WHERE { VALUES ?o { 1 1.5 <a:o> '\"\\n<&>' true } }"
    response = ask(client, query, accept)
    assert response.status_code == 200, response.text
    assert media_type(response) == accept
    plain = ask(client, query, "application/n-triples").content
    assert read_graph(response.content, form) == read_graph(plain, RdfFormat.N_TRIPLES)


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv", "html"])
def test_format_overrules_accept(client: httpx.Client, name: str) -> None:
    response = ask(client, "SELECT (1 AS ?value) {}", "image/png", format=name)
    assert response.status_code == 200
    assert name in media_type(response).replace("tab-separated-values", "tsv")


def test_an_unknown_format_is_said_with_those_there_are(client: httpx.Client) -> None:
    response = ask(client, "ASK {}", format="docx")
    assert response.status_code == 400
    assert "csv" in response.json()["detail"]


@pytest.mark.parametrize("accept", ["image/png", "application/sparql-results+json;q=0", "text/turtle"])
def test_no_acceptable_format_is_a_406(client: httpx.Client, accept: str) -> None:
    response = ask(client, "SELECT (1 AS ?value) {}", accept)
    assert response.status_code == 406
    assert "application/sparql-results+json" in response.text


def test_a_syntax_error_has_its_place_and_people_get_a_page(client: httpx.Client) -> None:
    query = "SELECT * WHERE {\n  ?s ?p ?o .\n  FILTER(?o > )\n}"
    problem = ask(client, query).json()
    assert problem["status"] == 400
    assert problem["line"] in {3, 4}  # the engine says where the token after the last that it understood begins
    assert isinstance(problem["column"], int)
    page = ask(client, query, "text/html,*/*;q=0.8")
    assert page.status_code == 400
    assert media_type(page) == "text/html"


def test_a_large_body_is_a_413(client: httpx.Client) -> None:
    response = post(client, "ASK {} #" + "x" * 2_000_000, QUERY)
    assert response.status_code == 413
    assert media_type(response) == "application/problem+json"


def test_another_body_is_a_415(client: httpx.Client) -> None:
    assert post(client, "{}", "application/json").status_code == 415


def test_head_is_a_get_without_body(client: httpx.Client) -> None:
    response = client.head("/sparql", params={"query": "SELECT (1 AS ?value) {}"})
    assert response.status_code == 200
    assert response.content == b""
    assert media_type(response) == JSON


def test_options_and_preflight_are_answered(client: httpx.Client) -> None:
    headers = {"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}
    headers["Access-Control-Request-Headers"] = "content-type, accept"
    response = client.options("/sparql", headers=headers)
    assert response.status_code in {200, 204}
    assert {"GET", "POST"} <= set(re.split(r",\s*", response.headers["Allow"]))
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "content-type" in response.headers["Access-Control-Allow-Headers"].lower()


def test_every_answer_may_be_read_across_origins(client: httpx.Client) -> None:
    for response in (ask(client, "ASK {}"), ask(client, "ASK {"), client.get("/sparql"), client.put("/sparql")):
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_answers_are_compressed_for_who_asks(client: httpx.Client, coding: str) -> None:
    query = "SELECT * { GRAPH ?g { ?s ?p ?o } }"
    plain = ask(client, query, headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    with client.stream("GET", "/sparql", params={"query": query}, headers={"Accept-Encoding": coding}) as response:
        raw = b"".join(response.iter_raw())
    assert response.headers["Content-Encoding"] == coding
    assert "Accept-Encoding" in response.headers["Vary"]
    assert len(raw) < len(plain.content) / 4
    read = gzip.decompress(raw) if coding == "gzip" else zstandard.ZstdDecompressor().decompressobj().decompress(raw)
    assert read == plain.content


def test_a_browser_that_takes_compressed_answers_gets_a_table(client: httpx.Client) -> None:
    response = ask(client, "SELECT * { GRAPH ?g { ?s ?p ?o } }", "text/html", headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200
    assert "<table" in response.text


@pytest.mark.parametrize("name", ["application/sparql-results+json", "application/sparql-results+xml", "text/csv"])
def test_format_may_be_a_media_type(client: httpx.Client, name: str) -> None:
    assert media_type(ask(client, "SELECT (1 AS ?value) {}", format=name)) == name


def test_a_million_rows_leave_in_constant_memory(client: httpx.Client, w3c_server: Served) -> None:
    digits = "".join(f"VALUES ?v{n} {{ 0 1 2 3 4 5 6 7 8 9 }} " for n in range(6))
    before, peak, rows = w3c_server.memory(), 0, 0
    accept = {"Accept": "text/csv", "Accept-Encoding": "identity"}
    with client.stream("GET", "/sparql", params={"query": f"SELECT * {{ {digits} }}"}, headers=accept) as response:
        for number, chunk in enumerate(response.iter_raw(1 << 20)):
            rows += chunk.count(b"\n")
            peak = max(peak, w3c_server.memory()) if number % 4 == 0 else peak
    assert rows == 1_000_001
    assert peak - before < 50_000_000


def test_an_etag_spares_the_same_answer(client: httpx.Client) -> None:
    first = ask(client, "SELECT * { GRAPH ?g { ?s ?p ?o } } LIMIT 5")
    again = ask(client, "SELECT * { GRAPH ?g { ?s ?p ?o } } LIMIT 5", headers={"If-None-Match": first.headers["ETag"]})
    assert "Cache-Control" in first.headers
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_other_queries_and_other_formats_have_other_etags(client: httpx.Client) -> None:
    tags = [ask(client, f"SELECT ({n} AS ?v) {{}}", a).headers["ETag"] for n in (1, 2) for a in (JSON, "text/csv")]
    assert len(set(tags)) == 4


def test_text_says_its_charset(client: httpx.Client) -> None:
    response = ask(client, "SELECT ('ü€😀' AS ?v) {}", "text/csv")
    assert response.headers["Content-Type"].replace(" ", "").lower() == "text/csv;charset=utf-8"
    assert "ü€😀" in response.content.decode()


def test_prefixes_of_the_graph_are_known(client: httpx.Client) -> None:
    assert is_true(ask(client, "ASK { FILTER(STRSTARTS(STR(bc:Meeting), 'http') && isIRI(rdfs:label)) }"))


def test_graph_store_protocol_reads(client: httpx.Client) -> None:
    store = "/graphs"
    found = client.get(store, params={"graph": ONE}, headers={"Accept": "application/n-triples"})
    assert ONE in found.text
    assert TWO not in found.text
    assert client.head(store, params={"graph": ONE}).status_code == 200
    assert client.get(f"{store}?default", headers={"Accept": "text/turtle"}).status_code == 200
    assert client.get(store, params={"graph": "http://example.org/none"}).status_code == 404
    assert client.put(store, params={"graph": ONE}, content="").status_code == 405
    whole = client.get(store, headers={"Accept": "application/n-quads"})
    assert f"<{ONE}> .\n" in whole.text


def test_well_known_void_leads_to_a_description(client: httpx.Client) -> None:
    response = client.get("/.well-known/void", follow_redirects=True, headers={"Accept": "text/turtle"})
    assert response.status_code == 200
    assert len(rdflib.Graph().parse(data=response.content, format="turtle")) > 5


def test_no_error_shows_the_engines_inside(client: httpx.Client) -> None:
    for query in ("ASK {", "SELECT * { ?s <a> ?o", "\x00", "SELECT (<urn:f>(1) AS ?x) {}"):
        text = ask(client, query).text
        assert "Traceback" not in text
        assert "panicked" not in text
