"""The endpoint under mixed load for minutes on end: `python -m bench soak [MINUTES [QUADS]]`.

Small queries at a steady rate, larger ones, pages, updates and broken queries that have to be refused, and clients
that hang up: for three minutes without, and then for so many minutes with a query that never ends always in flight. At
the end stands whether there was an outcome that should not be, how memory went, and what the runaway cost the others.
"""

import itertools
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Store

from bench.graph import write_bench_release
from bench.load import Connection, get_of, request_of
from kg.vocab import term
from tests.endpoint.served import Served, serve_workspace

_ALONE_S = 180
_LIMIT_S = 10
"""Seconds after which a runaway is ended, so that many workers are replaced; all other settings are as they come."""
_LABEL = term("rdfs:label")
_RUNAWAY = "SELECT (COUNT(*) AS ?n{n}) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?i) }}"
_EXPECTED = {
    "small": "200",
    "large": "200",
    "page": "200",
    "update": "400",
    "broken": "400",
    "runaway": "504",
    "hang-up": "",
}


@dataclass
class Record:
    """What happened, noted from many threads: seconds and outcomes of each kind of request."""

    times: dict[str, list[float]] = field(default_factory=dict)
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, outcome: str, seconds: float) -> None:
        """Note a status, or what went wrong."""
        with self.lock:
            self.outcomes[kind, outcome] += 1
            self.times.setdefault(kind, []).append(seconds)

    def percentile_ms(self, kind: str, share: float) -> float:
        """Milliseconds within which that share of the requests was answered."""
        times = sorted(self.times.get(kind) or [float("nan")])
        return times[int(len(times) * share)] * 1000

    def faults(self) -> dict[str, int]:
        """The outcomes that should not have been, and how often."""
        return {f"{kind}: {what}": n for (kind, what), n in self.outcomes.items() if _EXPECTED[kind] != what}


@dataclass(frozen=True)
class Client:
    """Somebody who sends the same kind of request at a steady pace from an address of loopback."""

    kind: str
    every_s: float
    request: Callable[[int], bytes]
    source: str

    def run(self, served: Served, record: Record, stop: threading.Event) -> None:
        """Ask until stopped, at the pace or as fast as answers come."""
        connection = Connection(served.endpoint, self.source)
        due = time.monotonic()
        for number in itertools.count():
            if stop.wait(max(0.0, due - time.monotonic())):
                break
            started = time.perf_counter()
            record.note(self.kind, self._outcome(connection, self.request(number)), time.perf_counter() - started)
            due = max(due + self.every_s, time.monotonic() - 1)
        connection.close()

    def _outcome(self, connection: Connection, request: bytes) -> str:
        try:
            if self.kind == "hang-up":
                connection.send(request)
                connection.close()
                return ""
            return connection.exchange(request)[0].decode()
        except OSError as error:
            connection.close()
            return repr(error)


def main(minutes: float = 20, quads: float = 200_000) -> None:
    """Print a line a minute, then the summary."""
    with tempfile.TemporaryDirectory() as folder:
        release = write_bench_release(Path(folder), int(quads))
        things = _things(release / "store")
        with serve_workspace(Path(folder), {"BACKCHANNEL_TIME_LIMIT": str(_LIMIT_S)}) as served:
            steady, runaway = _clients(served.endpoint, things)
            _run(served, steady, 20)  # every part has been used once
            alone, _ = _run(served, steady, _ALONE_S)
            beside, memory = _run(served, [*steady, runaway], minutes * 60)
    _summary(alone, beside, memory)


def _things(path: Path) -> list[str]:
    quads = Store.read_only(str(path)).quads_for_pattern(None, _LABEL, None, DefaultGraph())
    return sorted({str(quad.subject) for quad in quads if isinstance(quad.subject, NamedNode)})


def _clients(endpoint: str, things: list[str]) -> tuple[list[Client], Client]:
    """Those who ask what can be answered, and the one who has a runaway in flight all the time."""

    def ask(query: str) -> bytes:
        return request_of(endpoint, query)

    def large(number: int) -> bytes:
        return ask(
            f"SELECT ?thing{number} ?label {{ ?thing{number} {_LABEL} ?label }} LIMIT {(1000, 10_000)[number % 2]}"
        )

    pages = ("/", "/sparql", "/ontology", "/quality")
    return [
        Client("small", 0.02, lambda n: ask(f"SELECT ?p ?o {{ {things[n * 7919 % len(things)]} ?p ?o }}"), "127.0.0.2"),
        Client("large", 0.5, large, "127.0.0.3"),
        Client("page", 0.5, lambda n: get_of(endpoint, pages[n % len(pages)]), "127.0.0.4"),
        Client("update", 2, lambda n: ask(f"INSERT DATA {{ <urn:x:{n}> a <urn:x:y> }}"), "127.0.0.4"),
        Client("broken", 2, lambda n: ask(f"SELECT ?v{n} {{"), "127.0.0.4"),
        Client("hang-up", 5, lambda n: ask(_RUNAWAY.format(n=f"h{n}")), "127.0.0.5"),
    ], Client("runaway", 0, lambda n: ask(_RUNAWAY.format(n=n)), "127.0.0.6")


def _run(served: Served, clients: list[Client], seconds: float) -> tuple[Record, list[int]]:
    """What came of so many seconds, and the bytes in memory, minute by minute."""
    record, stop, memory = Record(), threading.Event(), list[int]()
    threads = [threading.Thread(target=client.run, args=(served, record, stop)) for client in clients]
    for thread in threads:
        thread.start()
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        time.sleep(min(60, left))
        memory.append(served.memory())
        print(
            f"{memory[-1] / 1e6:7,.0f} MB in {len(served.processes())} processes; small: {len(record.times['small'])},"
            f" p50 {record.percentile_ms('small', 0.5):.1f} ms, p99 {record.percentile_ms('small', 0.99):.1f} ms",
            record.faults() or "",
            flush=True,
        )
    stop.set()
    for thread in threads:
        thread.join()
    return record, memory


def _summary(alone: Record, beside: Record, memory: list[int]) -> None:
    print("\nkind, outcome, how often")
    for (kind, outcome), count in sorted((alone.outcomes + beside.outcomes).items()):
        print(f"  {kind:8} {outcome or 'left':30} {count:8,}")
    print("outcomes that should not be:", alone.faults() | beside.faults() or "none")
    third = max(1, len(memory) // 3)
    first, last = (statistics.mean(part) / 1e6 for part in (memory[:third], memory[-third:]))
    print(
        f"memory: {first:,.0f} MB in the first third, {last:,.0f} MB in the last, {max(memory) / 1e6:,.0f} MB at most"
    )
    for share in (0.5, 0.99):
        without, with_runaway = (record.percentile_ms("small", share) for record in (alone, beside))
        ratio = f"ratio {with_runaway / without:.2f}"
        print(f"small, p{share * 100:.0f}: {without:.2f} ms alone, {with_runaway:.2f} ms beside a runaway, {ratio}")
