"""What a query costs others: nothing. Each limit is said, the worker replaced, and the next query answered."""

import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from kg.release.folder import Release
from tests.server.running import serving

CROSS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = ?i && ?c = ?d) }"
SETTINGS = """
workers = 2
time_limit = 1.5
memory_limit = 200_000_000
byte_limit = 30_000_000
row_limit = 100_000
queue = 4
client_share = 5
"""


@pytest.fixture(scope="module")
def narrow(examples: tuple[Path, Release], tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("narrow")
    (folder / "settings.toml").write_text(SETTINGS, "utf-8")
    with (
        serving(examples[0], folder / "output", "--config", str(folder / "settings.toml")) as (_, address),
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        yield client


def is_well(client: httpx.Client) -> bool:
    """Whether the server answers, and has all its workers again before long."""
    assert client.get("/sparql", params={"query": f"ASK {{}} # {time.monotonic()}"}).json()["boolean"] is True
    deadline = time.monotonic() + 20
    while (workers := client.get("/ready").json()["workers"]) != {"size": 2, "processes": 3, "ready": 3}:
        assert time.monotonic() < deadline, workers
        time.sleep(0.05)
    return True


def connection(client: httpx.Client) -> socket.socket:
    """A connection of its own to a client's server."""
    return socket.create_connection((client.base_url.host, client.base_url.port or 80), timeout=20)


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        (LONG, 504, "1.5 seconds"),
        ("SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?h", 422, "200 MB"),
        ("SELECT * " + "{" * 100_000 + "?s ?p ?o" + "}" * 100_000, 422, "flatter"),
        ("SELECT * { ?s ?p ?o FILTER(" + "(" * 100_000 + "1" + ")" * 100_000 + ") }", 422, "flatter"),
        ("SELECT * { ?s " + "/".join(["bc:x"] * 1000) + " ?o }", 504, "1.5 seconds"),
    ],
    ids=["time", "memory", "groups", "brackets", "path"],
)
def test_a_query_over_a_limit_is_told_which(narrow: httpx.Client, query: str, status: int, says: str) -> None:
    response = narrow.post("/sparql", data={"query": query})
    assert response.status_code == status
    assert says in response.json()["detail"]
    assert is_well(narrow)


@pytest.mark.parametrize("form", ["json", "csv", "xml", "tsv"])
def test_an_answer_that_grows_too_large_is_visibly_cut(narrow: httpx.Client, form: str) -> None:
    with (
        narrow.stream("GET", "/sparql", params={"query": CROSS, "format": form}) as response,
        pytest.raises(httpx.RemoteProtocolError),
    ):
        response.read()
    assert response.status_code == 200
    assert is_well(narrow)


def test_a_query_whose_client_hangs_up_is_stopped(narrow: httpx.Client) -> None:
    with pytest.raises(httpx.ReadTimeout):
        narrow.post("/sparql", data={"query": LONG}, timeout=0.3)
    metrics = narrow.get("/metrics").text
    deadline = time.monotonic() + 1
    while 'outcome="gone"' not in metrics and time.monotonic() < deadline:
        time.sleep(0.05)
        metrics = narrow.get("/metrics").text
    assert 'outcome="gone"' in metrics
    assert is_well(narrow)


def test_too_many_at_once_are_told_to_come_again(narrow: httpx.Client) -> None:
    def ask(number: int) -> httpx.Response:
        return narrow.post("/sparql", data={"query": f"{LONG} # {number}"})

    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(ask, range(12)))
    refused = [answer for answer in answers if answer.status_code in {429, 503}]
    assert refused
    assert all(int(answer.headers["Retry-After"]) > 0 for answer in refused)
    assert is_well(narrow)


def test_a_client_that_reads_slowly_holds_no_worker(narrow: httpx.Client) -> None:
    query = "query=SELECT * { ?a ?b ?c } LIMIT 90000".replace(" ", "+")
    with ExitStack() as stack:
        slow = [stack.enter_context(connection(narrow)) for _ in range(4)]
        for client in slow:
            client.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: a.example\r\n\r\n".encode())
        assert all(client.recv(12) == b"HTTP/1.1 200" for client in slow)
        assert is_well(narrow)


def test_a_head_without_end_is_refused(narrow: httpx.Client) -> None:
    with connection(narrow) as client:
        client.sendall(b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: %s\r\n" % (i, b"x" * 1000) for i in range(80)))
        assert client.recv(12) == b"HTTP/1.1 431"
    assert is_well(narrow)


def test_no_worker_outlives_its_server(examples: tuple[Path, Release], tmp_path: Path) -> None:
    with serving(examples[0], tmp_path / "output") as (process, address):
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("ascii").split()
        assert len(children) == 5
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{address}/sparql", data={"query": LONG}, timeout=0.5)
        with ThreadPoolExecutor(1) as threads:
            asked = threads.submit(httpx.post, f"{address}/sparql", data={"query": LONG}, timeout=20)
            time.sleep(0.3)
            process.kill()
            assert isinstance(asked.exception(), httpx.HTTPError)
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{child}/exe").exists() for child in children):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_metrics_and_health(narrow: httpx.Client) -> None:
    assert narrow.get("/health").json() == {"status": "ok"}
    text = narrow.get("/metrics").text
    for name in ("backchannel_queries_total", "backchannel_query_seconds_bucket", "backchannel_workers "):
        assert name in text


def test_the_log_has_a_line_for_each_query_without_its_text(examples: tuple[Path, Release], tmp_path: Path) -> None:
    with serving(examples[0], tmp_path / "output") as (process, address):
        httpx.get(f"{address}/sparql", params={"query": "ASK { ?secret ?p ?o }"}, timeout=20)
        process.terminate()
        process.wait(20)
    lines = [json.loads(line) for line in (tmp_path / "output").read_text("utf-8").splitlines() if line[:1] == "{"]
    [query] = [line for line in lines if line["event"] == "query"]
    assert query["outcome"] == "answered"
    assert len(query["query_hash"]) == 16
    assert "secret" not in json.dumps(lines)
