"""Load on an HTTP server, from threads that do as little as can be done for a request: two cores serve both sides."""

import itertools
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

_JSON = "application/sparql-results+json"
_BUFFER = 1 << 18


@dataclass(frozen=True)
class Result:
    """What came of a load: seconds of each request that was answered, what else was answered, and how long it took."""

    times: tuple[float, ...]
    faults: tuple[str, ...]
    seconds: float
    length: int
    """Bytes of the last answer."""

    @property
    def rate(self) -> float:
        """Requests answered a second."""
        return len(self.times) / self.seconds

    def percentile(self, share: float) -> float:
        """Seconds within which that share of the requests was answered."""
        times = sorted(self.times)
        return times[min(len(times) - 1, int(len(times) * share))] if times else float("nan")


def request_of(endpoint: str, query: str) -> bytes:
    """A GET of a query's answer in JSON, on a connection that stays open."""
    return get_of(endpoint, f"{urlsplit(endpoint).path or '/'}?query={quote(query, safe='')}", _JSON)


def get_of(endpoint: str, target: str, accept: str = "*/*") -> bytes:
    """A GET of a path of the same server."""
    return f"GET {target} HTTP/1.1\r\nHost: {urlsplit(endpoint).netloc}\r\nAccept: {accept}\r\n\r\n".encode()


def load(endpoint: str, queries: Sequence[str], *, clients: int, seconds: float, first: int = 0) -> Result:
    """Ask the queries in turn, over and over, from the `first` on, from so many connections for so long."""
    requests = [request_of(endpoint, query) for query in queries]
    turns = itertools.count(first)
    started = time.perf_counter()
    tallies = [Tally() for _ in range(clients)]
    threads = [
        threading.Thread(target=_ask, args=(endpoint, requests, turns, started + seconds, tally)) for tally in tallies
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - started
    times = tuple(t for tally in tallies for t in tally.times)
    faults = tuple(fault for tally in tallies for fault in tally.faults)
    return Result(times, faults, took, max(tally.length for tally in tallies))


class Tally:
    """What one connection has seen."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.faults: list[str] = []
        self.length = 0


def _ask(endpoint: str, requests: list[bytes], turns: Iterator[int], end: float, tally: Tally) -> None:
    connection = Connection(endpoint)
    while (now := time.perf_counter()) < end:
        try:
            status, length = connection.exchange(requests[next(turns) % len(requests)])
        except OSError as error:
            tally.faults.append(repr(error))
            connection.close()
            continue
        if status == b"200":
            tally.times.append(time.perf_counter() - now)
            tally.length = length
        else:
            tally.faults.append(status.decode())
    connection.close()


class Connection:
    """A connection, opened anew where the server closed it; OSError where that is in the middle of an answer."""

    def __init__(self, endpoint: str, source: str = "") -> None:
        parts = urlsplit(endpoint)
        self._place, self._source = (parts.hostname or "", parts.port or 80), (source, 0) if source else None
        self._socket: socket.socket | None = None

    def close(self) -> None:
        """Close it where it is open."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def send(self, request: bytes) -> None:
        """Send a request, on a new connection where none is open."""
        if self._socket is None:
            self._socket = socket.create_connection(self._place, 60, self._source)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)

    def exchange(self, request: bytes) -> tuple[bytes, int]:
        """The status of the answer and its length in bytes, all of it read."""
        self.send(request)
        content = self._received(b"")
        while b"\r\n\r\n" not in content:
            content = self._received(content)
        head, _, body = content.partition(b"\r\n\r\n")
        fields = head.lower()
        length = self._read_body(fields, body)
        if b"connection: close" in fields or b"http/1.0" in fields:
            self.close()
        return head[9:12], length

    def _read_body(self, fields: bytes, body: bytes) -> int:
        assert self._socket is not None  # noqa: S101 - it was written to
        have, tail = len(body), body[-5:]
        _, is_sized, rest = fields.partition(b"\r\ncontent-length:")
        size = int(rest.partition(b"\r\n")[0]) if is_sized else None
        is_chunked = b"\r\ntransfer-encoding: chunked" in fields
        while have < size if size is not None else not (is_chunked and tail == b"0\r\n\r\n"):
            chunk = self._socket.recv(_BUFFER)
            if not chunk:
                if size is None and not is_chunked:
                    return have
                raise ConnectionError("closed in the middle of an answer")
            have, tail = have + len(chunk), (tail + chunk)[-5:]
        return have

    def _received(self, content: bytes) -> bytes:
        assert self._socket is not None  # noqa: S101 - it was written to
        chunk = self._socket.recv(_BUFFER)
        if not chunk:
            raise ConnectionError("closed without an answer")
        return content + chunk
