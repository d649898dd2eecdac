"""SERVICE: what is asked, whom, and what becomes of it."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import QueryError
from kg.release.folder import Release
from server.settings import Settings
from server.sparql.admission import Admission, Bounds
from server.sparql.federation import answer_calls, find_calls
from server.sparql.frames import Job
from server.sparql.pool import Pool
from server.sparql.running import FaultError, Run
from server.sparql.services import Services, is_public
from server.sparql.worker import Orders

PEOPLE = "{ ?p a bc:Person ; rdfs:label ?label }"


def federated(release: Release, query: str, services: Services, settings: Settings) -> list[dict[str, str]]:
    """The rows of a query that a worker of the release answers with those services."""

    async def play() -> bytes:
        pool = Pool(Orders(str(release.store), 500_000_000, 10**7, 10**6, 20), 1)
        pool.start()
        try:
            with Run(settings, Admission(Bounds(1, 1, 1, 5)), pool, services, "client") as run:
                return (await run.begin(Job(query, "http://a.example/", "json", None, may_call=True)))[1]
        finally:
            pool.kill()
            await pool.until_ended()
            await services.close()

    rows = json.loads(asyncio.run(play()))["results"]["bindings"]
    return [{name: value["value"] for name, value in row.items()} for row in rows]


@pytest.fixture
def play(address: str, examples: tuple[Path, Release]) -> Callable[..., list[dict[str, str]]]:
    """Asks a query in which SERVER stands for the address of a server of the same release."""
    there = f"{address}/sparql"

    def ask(query: str, **given: object) -> list[dict[str, str]]:
        settings = Settings(services=(there, "http://127.0.0.1:9/x", f"{address}/"), **given)  # type: ignore[arg-type]
        services = Services(settings, lambda _address: True)
        return federated(examples[1], query.replace("SERVER", there), services, settings)

    return ask


def test_solutions_from_elsewhere_are_joined(play: Callable[..., list[dict[str, str]]]) -> None:
    rows = play(f"SELECT ?p ?label {{ ?p a bc:Person . SERVICE <SERVER> {PEOPLE} }}")
    assert len(rows) > 20
    assert rows == sorted(rows, key=lambda row: [r["p"] for r in rows].index(row["p"]))
    assert len({row["p"] for row in rows}) == len(rows)


def test_prefixes_of_the_query_hold_there(play: Callable[..., list[dict[str, str]]]) -> None:
    prefix = "PREFIX x: <https://w3id.org/backchannel/ontology#>"
    assert int(play(f"{prefix} SELECT (COUNT(*) AS ?n) {{ SERVICE <SERVER> {{ ?s a x:Person }} }}")[0]["n"]) > 20


def test_silent_calls_that_fail_give_nothing(play: Callable[..., list[dict[str, str]]]) -> None:
    rows = play("SELECT ?x { VALUES ?x { 1 } SERVICE SILENT <http://127.0.0.1:9/x> { ?s ?p ?o } }")
    assert [row["x"] for row in rows] == ["1"]


@pytest.mark.parametrize(
    ("query", "given", "says"),
    [
        ("SELECT * { SERVICE <http://other.example/> { ?s ?p ?o } }", {}, "this endpoint may ask"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/x> { ?s ?p ?o } }", {}, "cannot be asked"),
        ("SELECT * { SERVICE <SERVER> { ?s ?p ?o } }", {"service_bytes": 5000}, "larger answer"),
        ("SELECT * { SERVICE <SERVER> { ?s ?p nope:x } }", {}, "nope:"),
        ("SELECT * { VALUES ?g { <SERVER> } SERVICE ?g { ?s ?p ?o } }", {}, "SERVICE"),
        ("PREFIX s: <SERVER> SELECT * { SERVICE s: { ?s ?p ?o } }", {}, "SERVICE"),
        ("SELECT * { SERVICEsilent<SERVER>{ ?s ?p ?o } }", {}, "SERVICE"),
    ],
)
def test_what_may_not_be_asked_is_refused(
    play: Callable[..., list[dict[str, str]]], query: str, given: dict[str, object], says: str
) -> None:
    with pytest.raises(FaultError) as caught:
        play(query, **given)
    assert says in caught.value.fault.detail


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "2130706433",
        "0x7f.1",
        "0",
        "[::ffff:127.0.0.1]",
        "10.0.0.1",
        "169.254.169.254",
    ],
)
def test_no_listed_address_leads_inside(examples: tuple[Path, Release], host: str) -> None:
    settings = Settings(services=(f"http://{host}:8000/sparql",))
    query = f"SELECT * {{ SERVICE <http://{host}:8000/sparql> {{ ?s ?p ?o }} }}"
    with pytest.raises(FaultError) as caught:
        federated(examples[1], query, Services(settings), settings)
    assert "inner network" in caught.value.fault.detail or "cannot be asked" in caught.value.fault.detail


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),  # noqa: S104
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_which_addresses_are_public(address: str, expected: bool) -> None:
    assert is_public(address) is expected


def test_a_redirect_is_not_followed(address: str) -> None:
    settings = Settings(services=(f"{address}/id/dataset/backchannel",))
    services = Services(settings, lambda _address: True)
    with pytest.raises(QueryError) as caught:
        asyncio.run(services.ask(settings.services[0], "ASK {}"))
    assert "status" in caught.value.found


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?s ?p 'SERVICE <http://a.example/> {}' }",
        "ASK { ?s ?p ?o } # SERVICE <http://a.example/> {}",
        "ASK { ?s <http://a.example/SERVICE> ?service }",
        "SELECT * { SERVICE <http://a.example/> { ?s ?p ?o ",
    ],
)
def test_what_is_no_call_is_left_alone(query: str) -> None:
    assert find_calls(query) == []


def test_values_stand_where_the_call_stood() -> None:
    query = "SELECT * { ?s ?p ?o . SERVICE <http://a.example/> { ?s ?q '}' { ?s ?r ?t } } FILTER(?o > 1) }"
    row = {"s": {"type": "uri", "value": "http://b.example/"}, "q": {"type": "bnode", "value": "x"}}
    content = json.dumps({"head": {"vars": ["s", "q", "r"]}, "results": {"bindings": [row]}}).encode()
    answered = answer_calls(query, lambda _call: content)
    values = "{ VALUES (?s ?q ?r) { (<http://b.example/> <urn:bnode:x> UNDEF) } }"
    assert answered == f"SELECT * {{ ?s ?p ?o . {values} FILTER(?o > 1) }}"


@pytest.mark.parametrize("content", [b"", b"<html>", b'{"head":{},"boolean":true}', b'{"head":{"vars":["s"]}'])
def test_an_answer_that_cannot_be_read_is_said(content: bytes) -> None:
    with pytest.raises(QueryError, match="SERVICE"):
        answer_calls("SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }", lambda _call: content)
