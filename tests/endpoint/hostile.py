"""What a hostile client does, and how to see that a server is well afterwards."""

import http.client
import socket
import threading
import time
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode, Quad, Store

from tests.endpoint.served import Served

SIMPLE = "SELECT ?o { <urn:x:1> <urn:x:label> ?o }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?i) }"
"""Join it with something that differs from call to call, as answers may be kept."""
TORN = 0
_NODES = 2000
_PATIENCE_S = 10
_SLACK = 80_000_000
"""Bytes that the server may hold more than at first: what allocators keep, and answers that are kept on purpose."""


def fill(store: Store) -> None:
    """A graph in which everything leads to everything: 2,000 things, each with five links and a label."""
    label, link = NamedNode("urn:x:label"), NamedNode("urn:x:link")
    for number in range(_NODES):
        thing = NamedNode(f"urn:x:{number}")
        store.add(Quad(thing, label, Literal(f"{'a' * (number % 40)} {number}")))
        store.extend(
            Quad(thing, link, NamedNode(f"urn:x:{(number * 7 + step * 131 + 1) % _NODES}")) for step in range(5)
        )


@lru_cache(maxsize=1)
def _listed() -> dict[str, list[dict[str, str | int]]]:
    return tomllib.loads((Path(__file__).parent / "hostile.toml").read_text("utf-8"))


def queries() -> dict[str, str]:
    """The hostile queries by name, at their full size."""
    return {str(entry["name"]): _built(entry) for entry in _listed()["query"]}


def _built(entry: dict[str, str | int]) -> str:
    if "text" in entry:
        return str(entry["text"])
    times = int(entry["times"])
    unit, part = str(entry["unit"]), {key: str(entry.get(key, "")) for key in ("head", "middle", "close", "tail")}
    units = "".join(unit.replace("{i}", str(i)).replace("{j}", str(i + 1)) for i in range(times))
    return f"{part['head']}{units}{part['middle']}{part['close'] * times}{part['tail']}"


def service_queries() -> dict[str, list[str]]:
    """By address of loopback, the queries that ask it."""
    service = _listed()["service"]
    assert isinstance(service, dict)
    return {
        address: [query.replace("ADDRESS", address) for query in service["queries"]] for address in service["addresses"]
    }


@dataclass
class Listener:
    """A listener on loopback, IPv4 and IPv6, that notes who connects."""

    port: int
    contacts: list[str] = field(default_factory=list)


@contextmanager
def listening() -> Iterator[Listener]:
    """A listener that answers everybody as a SPARQL service would."""
    with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as server:
        server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        server.bind(("::", 0))
        server.listen()
        listener = Listener(server.getsockname()[1])
        threading.Thread(target=_accept, args=(server, listener), daemon=True).start()
        yield listener
        server.shutdown(socket.SHUT_RDWR)


def _accept(server: socket.socket, listener: Listener) -> None:
    answer = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"literal","value":"stolen"}}]}}'
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: %d\r\n\r\n" % len(
        answer
    )
    while True:
        try:
            connection, peer = server.accept()
        except OSError:
            return
        with connection:
            listener.contacts.append(str(peer))
            connection.sendall(head + answer)


def connect(served: Served, timeout: float = 20, source: str = "") -> socket.socket:
    """A connection to the server, from an address of loopback of one's choice."""
    parts = urlsplit(served.address)
    return socket.create_connection((parts.hostname, parts.port), timeout, (source, 0) if source else None)


def send(served: Served, content: bytes, timeout: float = 20) -> bytes:
    """What the server answers to bytes before it closes the connection; TimeoutError where it never does."""
    host = urlsplit(served.address).netloc.encode()
    received = b""
    with connect(served, timeout) as connection:
        with suppress(OSError):  # it has heard enough, and answered or not
            connection.sendall(content.replace(b"Host: HOST", b"Host: " + host))
        with suppress(ConnectionError):
            while chunk := connection.recv(65536):
                received += chunk
    return received


def ask(served: Served, query: str, timeout: float = 20, source: str = "") -> tuple[int, bytes]:
    """Status and body of a query sent as it is; `TORN` for the status where the answer breaks off."""
    parts = urlsplit(served.address)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout, (source, 0) if source else None)
    try:
        headers = {"Content-Type": "application/sparql-query"}
        connection.request("POST", "/sparql", query.encode(), headers)
        response = connection.getresponse()
        return response.status, response.read()
    except http.client.IncompleteRead as error:
        return TORN, error.partial
    finally:
        connection.close()


def ask_simple(served: Served, source: str = "127.0.0.77") -> bool:
    """Whether a client that has done nothing gets an answer to a new simple query at once, or nearly so."""
    query = f"{SIMPLE} # {time.monotonic_ns()}"
    status, body = ask(served, query, timeout=5, source=source)
    return status == 200 and b"a 1" in body


@dataclass(frozen=True)
class Health:
    """How a server was when it was well: its number of processes, and bytes in memory."""

    processes: int
    memory: int


def measure(served: Served) -> Health:
    """The server's health after it has answered enough for all its parts to have been used."""
    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(lambda _: ask_simple(served), range(64)))
    return Health(len(served.processes()), served.memory())


def complaint(served: Served, before: Health) -> str:
    """What is wrong with a server; empty where it answers and, after a moment, is as it was before."""
    if not ask_simple(served):
        return "a simple query is not answered"
    deadline = time.monotonic() + _PATIENCE_S
    while True:
        now = Health(len(served.processes()), served.memory())
        if now.processes == before.processes and now.memory <= before.memory + _SLACK:
            return ""
        if time.monotonic() > deadline:
            return f"was {before}, is {now}"
        time.sleep(0.1)
