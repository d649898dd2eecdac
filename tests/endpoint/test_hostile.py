import contextlib
import socket
import struct
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.endpoint import hostile
from tests.endpoint.hostile import RUNAWAY, TORN, Health, Listener, ask, ask_simple, complaint, connect, listening, send
from tests.endpoint.served import Served, serve_workspace, write_release
from tests.endpoint.wire import WIRE

LIMITS = {
    "BACKCHANNEL_TIME_LIMIT": "1",
    "BACKCHANNEL_MEMORY_LIMIT": "400000000",
    "BACKCHANNEL_BYTE_LIMIT": "50000000",
    "BACKCHANNEL_WORKERS": "3",
    "BACKCHANNEL_CLIENT_SHARE": "40",
    "BACKCHANNEL_QUEUE": "60",
    "BACKCHANNEL_QUEUE_TIME": "3",
    "BACKCHANNEL_HEADER_TIME": "2",
    "BACKCHANNEL_SEND_TIME": "2",
    "BACKCHANNEL_CACHE": "4000000",
}
QUERIES = hostile.queries()
SERVICES = hostile.service_queries()
STREAMED = {"cross-product-distinct", "cross-product-streamed", "cross-product-as-graph"}
"""Queries of which some rows are on their way when the limit comes; the client sees that the answer breaks off."""


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with listening() as listener:
        yield listener


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, listener: Listener) -> Iterator[Served]:
    """A server with short limits; its list of services names loopback, which may not be asked all the same."""
    workspace = tmp_path_factory.mktemp("hostile")
    write_release(workspace, "2026.01.01", hostile.fill)
    allowed = " ".join(f"http://{host}:{listener.port}/sparql" for host in ("127.0.0.1", "localhost", "[::1]"))
    with serve_workspace(workspace, {**LIMITS, "BACKCHANNEL_SERVICES": allowed}) as served:
        yield served


@pytest.fixture(scope="module")
def health(served: Served) -> Health:
    return hostile.measure(served)


@pytest.fixture(autouse=True)
def _well_after_each(served: Served, health: Health, listener: Listener) -> Iterator[None]:
    yield
    assert complaint(served, health) == ""
    assert listener.contacts == []


@pytest.mark.parametrize("name", QUERIES)
def test_a_hostile_query_gets_an_answer_or_a_refusal(served: Served, listener: Listener, name: str) -> None:
    status, body = ask(served, QUERIES[name].replace("LISTENER", str(listener.port)))
    assert status in {200, 400, 403, 413, 422, 504} | ({TORN} if name in STREAMED else set()), body[:500]


@pytest.mark.parametrize("address", SERVICES)
def test_no_query_reaches_this_machine(served: Served, listener: Listener, address: str) -> None:
    for query in SERVICES[address]:
        status, body = ask(served, query.replace("LISTENER", str(listener.port)))
        assert status in {200, 400, 403, 502, 504}, body[:500]
        assert b"stolen" not in body
        assert b"root:" not in body


@pytest.mark.parametrize("name", WIRE)
def test_hostile_bytes_get_a_refusal_or_their_plain_meaning(served: Served, name: str) -> None:
    answer = send(served, WIRE[name])
    assert not answer or answer.startswith(
        (b"HTTP/1.1 2", b"HTTP/1.1 3", b"HTTP/1.1 4", b"HTTP/1.1 501", b"HTTP/1.1 505", b"HTTP/1.0")
    )
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"set-cookie" not in head.lower()
    assert b"evil.example" not in answer
    assert b"<script>" not in body
    assert b"Traceback" not in answer


@pytest.mark.parametrize("name", [name for name in WIRE if b"smuggled" in WIRE[name]])
def test_one_request_is_not_read_as_two(served: Served, name: str) -> None:
    assert send(served, WIRE[name]).count(b"HTTP/1.") <= 1


def test_heads_that_never_end_do_not_keep_others_waiting(served: Served) -> None:
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(connect(served)) for _ in range(200)]
        for connection in slow:
            connection.sendall(b"POST /sparql HTTP/1.1\r\nHost: a\r\nX: ")
        for _ in range(4):
            assert ask_simple(served)
            for connection in slow:
                with contextlib.suppress(OSError):
                    connection.sendall(b"x")
            time.sleep(0.1)


def test_bodies_that_trickle_do_not_keep_others_waiting(served: Served) -> None:
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\nContent-Length: 90000\r\n\r\n"
    )
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(connect(served)) for _ in range(100)]
        for connection in slow:
            connection.sendall(head)
        for _ in range(4):
            assert ask_simple(served)
            for connection in slow:
                with contextlib.suppress(OSError):
                    connection.sendall(b"A")
            time.sleep(0.1)


def test_readers_that_do_not_read_do_not_keep_others_waiting(served: Served) -> None:
    query = b"SELECT%20*%20%7B?a%20?b%20?c.?d%20?e%20?f%7D"
    with contextlib.ExitStack() as stack:
        for number in range(20):
            connection = stack.enter_context(connect(served, source="127.0.0.8"))
            connection.sendall(b"GET /sparql?query=%s&n=%d HTTP/1.1\r\nHost: a\r\n\r\n" % (query, number))
        for _ in range(5):
            assert ask_simple(served)
            time.sleep(0.3)


def test_clients_that_hang_up_leave_nothing_behind(served: Served) -> None:
    query = b"SELECT%20(COUNT(*)%20AS%20?n)%20%7B?a%20?b%20?c.?d%20?e%20?f.?g%20?h%20?i%7D"
    for number in range(30):
        with connect(served, source="127.0.0.9") as connection:
            connection.sendall(b"GET /sparql?query=%s%%23%d HTTP/1.1\r\nHost: a\r\n\r\n" % (query, number))
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # closes by a reset
    assert ask_simple(served)


def test_two_hundred_at_once_are_answered(served: Served) -> None:
    sources = [f"127.0.1.{number % 50 + 1}" for number in range(200)]
    with ThreadPoolExecutor(200) as pool:
        answers = pool.map(lambda source: ask(served, hostile.SIMPLE, source=source), sources)
        assert {status for status, _ in answers} == {200}


def test_two_hundred_runaways_of_one_client_do_not_keep_another_waiting(served: Served) -> None:
    with ThreadPoolExecutor(201) as pool:
        runaways = [pool.submit(ask, served, f"{RUNAWAY} # {number}", 60, "127.0.0.10") for number in range(200)]
        for _ in range(3):
            time.sleep(0.3)
            assert ask_simple(served)
        statuses = {future.result()[0] for future in runaways}
    assert statuses <= {429, 503, 504}
    assert statuses & {429, 503}


@pytest.mark.parametrize("name", ["no-host", "two-hosts"])
def test_a_request_names_one_host(served: Served, name: str) -> None:
    assert send(served, WIRE[name]).startswith(b"HTTP/1.1 400")
