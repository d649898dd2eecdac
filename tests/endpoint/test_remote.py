"""`serve --endpoint` before stores of other makers: the same protocol, formats, pages and limits."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, Store

from tests.endpoint import hostile, virtuoso
from tests.endpoint.hostile import Listener, listening
from tests.endpoint.judge import judge
from tests.endpoint.results import Answer, is_same, read_graph, read_results
from tests.endpoint.served import Served, serve_oxigraph, serve_workspace
from tests.endpoint.test_w3c import CASES, EXPECTED

LIMITS = {"BACKCHANNEL_TIME_LIMIT": "2", "BACKCHANNEL_ROW_LIMIT": "20000"}
ROWS = "SELECT ?thing ?label { ?thing <urn:x:label> ?label } ORDER BY ?label LIMIT 50"
GRAPH = "CONSTRUCT { ?thing <urn:x:called> ?label } { ?thing <urn:x:label> ?label . FILTER(STRLEN(?label) < 5) }"
FORMS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
GRAPH_FORMS = {"text/turtle": RdfFormat.TURTLE, "application/n-triples": RdfFormat.N_TRIPLES}


@pytest.fixture(scope="module")
def local() -> Store:
    """The statements that the store behind has, too."""
    store = Store()
    hostile.fill(store)
    return store


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def behind(request: pytest.FixtureRequest, local: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A store of another maker that runs."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "oxigraph":
        hostile.fill(store := Store(str(folder / "store")))
        store.flush()
        del store
        with serve_oxigraph(folder / "store") as served:
            yield served
    elif virtuoso.SERVER is None or virtuoso.SHELL is None:
        pytest.skip("Virtuoso is not installed (Debian package virtuoso-opensource)")
    else:
        triples = b"".join(f"{quad.triple} .\n".encode() for quad in local)
        with virtuoso.serve_virtuoso(folder, triples) as served:
            yield served


@pytest.fixture(scope="module")
def served(behind: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The product's server before it."""
    with serve_workspace(tmp_path_factory.mktemp("front"), LIMITS, "--endpoint", behind.endpoint) as served:
        yield served


@pytest.fixture
def client(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.address, timeout=30) as client:
        yield client


def ask(client: httpx.Client, query: str, accept: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query}, headers={"Accept": accept})


def rows_of(store: Store, query: str) -> Answer:
    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)
    return read_results(solutions.serialize(format=QueryResultsFormat.JSON) or b"", QueryResultsFormat.JSON)


def triples_of(store: Store, query: str) -> Answer:
    triples = store.query(query)
    assert isinstance(triples, QueryTriples)
    return read_graph(triples.serialize(format=RdfFormat.N_TRIPLES) or b"", RdfFormat.N_TRIPLES)


@pytest.mark.parametrize("accept", FORMS)
def test_solutions_are_those_of_the_store(client: httpx.Client, local: Store, accept: str) -> None:
    response = ask(client, ROWS, accept)
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"].startswith(accept)
    assert is_same(read_results(response.content, FORMS[accept]), rows_of(local, ROWS))


@pytest.mark.parametrize("accept", GRAPH_FORMS)
def test_graphs_are_those_of_the_store(client: httpx.Client, local: Store, accept: str) -> None:
    response = ask(client, GRAPH, accept)
    assert response.status_code == 200, response.text
    assert read_graph(response.content, GRAPH_FORMS[accept]) == triples_of(local, GRAPH)


def test_ask_is_answered(client: httpx.Client) -> None:
    accept = "application/sparql-results+json"
    assert ask(client, "ASK { <urn:x:1> ?p ?o }", accept).json()["boolean"] is True
    assert ask(client, "ASK { <urn:x:none> ?p ?o }", accept).json()["boolean"] is False


def test_people_get_a_table(client: httpx.Client) -> None:
    response = ask(client, ROWS, "text/html")
    assert response.status_code == 200
    assert "<table" in response.text
    assert client.get("/", headers={"Accept": "text/html"}).status_code == 200


def test_an_etag_spares_no_question_that_the_store_could_answer_anew(client: httpx.Client) -> None:
    response = ask(client, ROWS, "text/csv")
    assert "max-age=31536000" not in response.headers.get("Cache-Control", "")


def test_errors_have_the_one_shape(client: httpx.Client) -> None:
    for query in ("SELECT * {\n ?s ?p", "INSERT DATA { <urn:x:a> <urn:x:b> 1 }", "LOAD <http://127.0.0.1/>"):
        response = ask(client, query, "application/json")
        assert response.status_code == 400
        assert response.headers["Content-Type"].startswith("application/problem+json")
    assert "line" in ask(client, "SELECT * {\n ?s ?p", "*/*").text


def test_too_many_rows_and_too_long_are_told(client: httpx.Client) -> None:
    runaway = ask(client, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?i) }", "*/*")
    assert runaway.status_code == 504
    many = ask(client, "SELECT * { ?a ?b ?c . ?d <urn:x:label> ?f }", "text/csv")
    assert many.status_code == 422 or len(many.text.splitlines()) <= 20_001
    assert ask(client, ROWS, "*/*").status_code == 200


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with listening() as listener:
        yield listener


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:LISTENER/x", "http://localhost:LISTENER/x", "http://0:LISTENER/x"]
)
def test_service_goes_nowhere(client: httpx.Client, listener: Listener, address: str) -> None:
    for query in hostile.service_queries()["http://127.0.0.1:LISTENER/sparql"]:
        text = query.replace("http://127.0.0.1:LISTENER/sparql", address).replace("LISTENER", str(listener.port))
        assert 400 <= ask(client, text, "*/*").status_code < 500
    assert listener.contacts == []


def test_a_store_that_is_gone_is_a_502(tmp_path: Path) -> None:
    with serve_workspace(tmp_path, LIMITS, "--endpoint", "http://127.0.0.1:9/sparql") as served:
        response = httpx.get(served.endpoint, params={"query": "ASK {}"}, timeout=30)
    assert response.status_code in {502, 503}
    assert response.headers["Content-Type"].startswith("application/problem+json")


def test_w3c_cases_of_every_folder_come_out_as_without_the_way_between(oxigraph_server: Served, tmp_path: Path) -> None:
    sample = CASES[::6]
    with (
        serve_workspace(tmp_path, {}, "--endpoint", oxigraph_server.endpoint) as served,
        httpx.Client(timeout=30) as client,
    ):
        found = {case.name: judge(client, served.endpoint, case).outcome for case in sample}
    expected = {case.name: EXPECTED.get(case.name, "passes") for case in sample}
    assert {name: outcome for name, outcome in found.items() if outcome != expected[name]} == {}
