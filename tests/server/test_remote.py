"""Another SPARQL store in the release's place: here, a server of the example release."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import rdflib

from tests.server.running import serving

PEOPLE = "SELECT ?l { ?p a bc:Person ; rdfs:label ?l } ORDER BY ?l"


@pytest.fixture(scope="module")
def front(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("front")
    with (
        serving(folder, folder / "output", "--endpoint", f"{address}/sparql") as (_, here),
        httpx.Client(base_url=here, timeout=60) as client,
    ):
        yield client


@pytest.mark.parametrize("form", ["json", "csv", "tsv", "xml"])
def test_the_same_solutions_come_from_elsewhere(site: httpx.Client, front: httpx.Client, form: str) -> None:
    asked = {"query": PEOPLE, "format": form}
    assert front.post("/sparql", data=asked).content == site.post("/sparql", data=asked).content


def test_graphs_and_answers_come_from_elsewhere(front: httpx.Client) -> None:
    assert front.get("/sparql", params={"query": "ASK { ?p a bc:Person }"}).json()["boolean"] is True
    turtle = front.get("/sparql", params={"query": "CONSTRUCT WHERE { ?p a bc:Person }"}).text
    assert len(rdflib.Graph().parse(data=turtle, format="turtle")) > 20
    triples = front.get("/graphs?default", headers={"Accept": "application/n-triples"}).text
    assert len(triples.splitlines()) > 1000


def test_errors_are_as_clear_as_at_home(site: httpx.Client, front: httpx.Client) -> None:
    for query in ("SELECT ?x WHERE {\n  ?x a nope:Thing }", "INSERT DATA { <a:a> <a:a> <a:a> }", "SELECT"):
        here, there = (client.post("/sparql", data={"query": query}) for client in (front, site))
        assert (here.status_code, here.json()) == (there.status_code, there.json())


def test_service_is_not_passed_on(front: httpx.Client) -> None:
    response = front.post("/sparql", data={"query": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"})
    assert (response.status_code, "SERVICE" in response.json()["detail"]) == (400, True)


def test_the_page_of_a_thing_is_made_from_elsewhere(site: httpx.Client, front: httpx.Client) -> None:
    address = "/id/person/kim-jong-un"
    for accept in ("text/html", "text/turtle"):
        here, there = (client.get(address, headers={"Accept": accept}) for client in (front, site))
        assert here.status_code == there.status_code == 200
    assert "The Example Courier" in front.get(address, headers={"Accept": "text/html"}).text
    assert front.get("/id/person/nobody").status_code == 404
    assert front.get("/").status_code == 200


def test_a_store_that_does_not_answer_is_said(tmp_path: Path) -> None:
    with serving(tmp_path, tmp_path / "output", "--endpoint", "http://127.0.0.1:9/x") as (_, here):
        response = httpx.get(f"{here}/sparql", params={"query": "ASK {}"}, timeout=60)
        assert (response.status_code, response.json()["title"]) == (502, "The store cannot be asked")
        assert httpx.get(here, timeout=60).status_code == 502
