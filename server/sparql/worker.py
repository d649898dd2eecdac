"""A worker: a process that answers one query at a time from a release that it opens read-only, or from an endpoint.

In: a socket as standard input, and the address of what is asked with the limits as arguments. Out: frames. It is
killed from outside when a query takes too long, and dies by itself of one that nests too deep or takes all memory; the
server finds out by the signal.
"""

import json
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from pyoxigraph import QueryBoolean, QuerySolutions, Store

from kg.errors import QueryError, StoreError
from kg.query import ANY, Dataset, Results, ask, ask_elsewhere, ask_sealed, check
from server.formats import FORMATS, PAGE, Format
from server.sparql import sandbox
from server.sparql.federation import Call, answer_calls
from server.sparql.frames import (
    ASK,
    DATA,
    END,
    HEAD,
    HEADER,
    PROBLEM,
    UNSAID,
    Fault,
    Head,
    Job,
    Summary,
    Wanted,
    frame,
    packed,
    unpacked_job,
)
from server.sparql.writing import LimitError, Limits, Writer, write_dataset, write_results

READY = b"R"
"""The one byte with which a worker says that it can be asked."""


_TOGETHER = 1 << 15
"""Bytes of frames that are sent at once."""


@dataclass(frozen=True)
class Orders:
    """What a worker is started with: the folder of a store or an address, and the limits of each query."""

    source: str
    memory: int
    size: int
    rows: int
    seconds: float


def main() -> None:
    """Answer until the server closes its end."""
    orders = Orders(**json.loads(sys.argv[1]))
    with socket.socket(fileno=0) as server:
        sandbox.die_with_parent()
        sandbox.widen_stack()
        answer = partial(_answer, _open(orders), Limits(orders.size, orders.rows))
        sandbox.limit_memory(orders.memory)
        server.sendall(READY)
        try:
            while True:
                _give(server, answer, unpacked_job(_receive(server)[1]))
        except OSError:  # the server is gone, or has no use for the answer any more
            sys.exit(0)


@dataclass(frozen=True)
class _Opened:
    """What is asked, and how; `store` is None where it is an endpoint."""

    ask: Callable[[str, Dataset, str], Results]
    store: Store | None


def _open(orders: Orders) -> _Opened:
    """The store, and from then on no way to the network; or an endpoint, to whose worker the network is left."""
    if "://" in orders.source:
        from server.remote import Endpoint  # noqa: PLC0415 - needs an HTTP client, which other workers do not

        return _Opened(partial(ask_elsewhere, Endpoint(orders.source, orders.seconds)), None)
    store = Store.read_only(orders.source)
    return _Opened(partial(ask_sealed if sandbox.deny_network() else ask, store), store)


def _receive(server: socket.socket) -> tuple[bytes, bytes]:
    """The next frame; ConnectionResetError where the server is gone."""
    header = server.recv(HEADER.size, socket.MSG_WAITALL)
    if len(header) < HEADER.size:
        raise ConnectionResetError
    kind, length = HEADER.unpack(header)
    return kind, server.recv(length, socket.MSG_WAITALL)


def _give(server: socket.socket, answer: Callable[[Job, "_Outgoing"], Summary], job: Job) -> None:
    """Answer a job, with a fault where it cannot be answered."""
    outgoing = _Outgoing(server)
    summary = Summary(0, 0)
    try:
        summary = answer(job, outgoing)
    except (QueryError, StoreError, NotAcceptableError, LimitError, ValueError, OSError, RuntimeError) as error:
        if isinstance(error, BrokenPipeError | ConnectionResetError):
            raise
        outgoing.put(PROBLEM, packed(_fault(error)))
    outgoing.put(END, packed(summary))
    outgoing.leave()


class _Outgoing:
    """Frames on their way: gathered, so that a small answer is one write."""

    def __init__(self, server: socket.socket) -> None:
        self._server, self._frames = server, bytearray()

    def put(self, kind: bytes, content: bytes) -> None:
        """Add a frame."""
        self._frames += frame(kind, content)
        if len(self._frames) >= _TOGETHER:
            self.leave()

    def ask(self, call: Call) -> bytes:
        """What the server is told by another endpoint; QueryError where nothing."""
        self.put(ASK, packed(Wanted(call.address, call.query)))
        self.leave()
        kind, content = _receive(self._server)
        if kind == UNSAID:
            raise QueryError("SERVICE", content.decode())
        return content

    def leave(self) -> None:
        """Send what is there."""
        self._server.sendall(self._frames)
        self._frames.clear()


class NotAcceptableError(Exception):
    """No format that the client accepts can hold what the query gives."""


def _answer(opened: _Opened, limits: Limits, job: Job, outgoing: _Outgoing) -> Summary:
    results = None if job.whole else opened.ask(_federated(opened, job, outgoing), _dataset(job), job.base)
    form = _format(job.solutions if isinstance(results, QuerySolutions | QueryBoolean) else job.graphs)

    def begin(coding: str) -> None:
        outgoing.put(HEAD, packed(Head(form.name, form.media_type, coding)))

    coding = "" if form is PAGE else job.coding  # a page is still to be made
    writer = Writer(form, coding, limits, begin, partial(outgoing.put, DATA))
    if results is not None:
        write_results(results, form, writer)
    elif opened.store is not None:
        write_dataset(opened.store, form, writer)
    else:
        raise QueryError("graphs", "a request for all of them", "one graph at a time", "This store is asked elsewhere.")
    writer.close()
    return Summary(writer.rows, writer.size)


def _federated(opened: _Opened, job: Job, outgoing: _Outgoing) -> str:
    """The query, with the solutions of what it asks elsewhere where the server may be asked to ask."""
    if not job.may_call or opened.store is None or "service" not in job.query.lower():
        return job.query
    check(job.query, job.base)
    return answer_calls(job.query, outgoing.ask)


def _dataset(job: Job) -> Dataset:
    given = bool(job.default_graphs or job.named_graphs)
    return Dataset(job.default_graphs, job.named_graphs) if given else ANY


def _format(name: str | None) -> Format:
    if name is None:
        raise NotAcceptableError
    return FORMATS[name]


def _fault(error: Exception) -> Fault:
    if isinstance(error, NotAcceptableError):
        return Fault("format", "")
    if isinstance(error, StoreError):
        return Fault("store", str(error))
    if isinstance(error, LimitError):
        return Fault(error.limit, "")
    if isinstance(error, QueryError):
        return Fault("query", str(error), error.line, error.column)
    return Fault("query", str(QueryError("query", str(error).strip(".") or "an error of the engine")))


if __name__ == "__main__":
    main()
