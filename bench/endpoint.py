"""The endpoint beside Oxigraph's own server and rdflib-endpoint: `python -m bench endpoint [QUADS [SECONDS]]`.

All three run at the same time over the same statements and are asked in turns, so that what else the machine does hurts
all alike. The one who asks runs on the same cores, in the same way for all.
"""

import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from bench.graph import write_bench_release
from bench.load import Result, load
from kg.vocab import term
from tests.endpoint.served import Served, free_port, running, serve_oxigraph, serve_workspace, wait_for_port

OURS, OXIGRAPH, RDFLIB = "backchannel", "oxigraph serve", "rdflib-endpoint"
_ROUNDS = 3
_CLIENTS = 8
_LOADING_S = 900
"""Seconds that rdflib may take to read the statements: a million take about one minute on a machine that is idle."""
_SMALL = 100_000
"""Different small queries, more than are asked in all rounds."""
_LABEL = term("rdfs:label")


@dataclass(frozen=True)
class Measure:
    """What is asked: a name, the queries, from how many connections, and the rates demanded against each peer's."""

    name: str
    queries: Sequence[str]
    clients: int = _CLIENTS
    targets: Mapping[str, float] = field(default_factory=dict)


def main(quads: int = 1_000_000, seconds: float = 4) -> None:
    """Print for each query and server: requests a second, p50 and p99, and our rate against the peer's."""
    with tempfile.TemporaryDirectory() as folder:
        release = write_bench_release(Path(folder), quads)
        print(f"{quads:,} quads, {_ROUNDS} rounds of {seconds} s each, on {psutil.cpu_count()} cores\n")
        compare(Path(folder), release, seconds)


def compare(workspace: Path, release: Path, seconds: float) -> None:
    """Measure the three servers with a workspace's release."""
    with ExitStack() as stack:
        measures = _measures(release / "store")
        servers = {
            OURS: stack.enter_context(serve_workspace(workspace)),
            OXIGRAPH: stack.enter_context(serve_oxigraph(release / "store")),
            RDFLIB: stack.enter_context(_serve_rdflib(release)),
        }
        for measure in measures:
            rounds = [_round(servers, measure, seconds, number) for number in range(_ROUNDS)]
            _print(measure, {name: [results[name] for results in rounds] for name in servers})
        for name, server in servers.items():
            print(f"{name:17}{server.memory() / 1e6:9,.0f} MB in {len(server.processes())} processes")


def _measures(path: Path) -> list[Measure]:
    """All queries but the repeated ones differ from each other, in the names of their variables if in nothing else."""
    rows = "SELECT ?thing{n} ?property ?value {{ ?thing{n} ?property ?value }} LIMIT {limit}"
    things = _labelled(Store.read_only(str(path)))
    small = [
        f"SELECT ?p{n // len(things)} ?o {{ {things[n % len(things)]} ?p{n // len(things)} ?o }}" for n in range(_SMALL)
    ]
    return [
        Measure("small", small, targets={OXIGRAPH: 0.4, RDFLIB: 5}),
        Measure("1,000 rows", [rows.format(n=n, limit=1000) for n in range(10_000)]),
        Measure("50,000 rows", [rows.format(n=n, limit=50_000) for n in range(10_000)], 2, {OXIGRAPH: 0.8}),
        Measure("repeated, small", small[:1], targets={OXIGRAPH: 1.0}),
        Measure("repeated, 1,000 rows", [rows.format(n="", limit=1000)], targets={OXIGRAPH: 1.0}),
    ]


def _labelled(store: Store) -> list[str]:
    """The things of the default graph that have a label, in an order that has nothing to do with how they are kept."""
    quads = store.quads_for_pattern(None, _LABEL, None, DefaultGraph())
    return sorted({str(quad.subject) for quad in quads if isinstance(quad.subject, NamedNode)}, key=lambda s: s[::-1])


def _round(servers: Mapping[str, Served], measure: Measure, seconds: float, number: int) -> dict[str, Result]:
    first = number * len(measure.queries) // _ROUNDS
    return {
        name: load(server.endpoint, measure.queries, clients=measure.clients, seconds=seconds, first=first)
        for name, server in servers.items()
    }


def _print(measure: Measure, results: Mapping[str, list[Result]]) -> None:
    rates = {name: statistics.median(result.rate for result in rounds) for name, rounds in results.items()}
    size = results[OURS][-1].length
    print(f"{measure.name}: {measure.clients} connections, {size:,} bytes an answer", flush=True)
    for name, rounds in results.items():
        p50, p99 = (statistics.median(result.percentile(share) for result in rounds) * 1000 for share in (0.5, 0.99))
        faults = sorted({fault for result in rounds for fault in result.faults})
        ratio = "" if name == OURS else f"   ratio {rates[OURS] / rates[name]:.2f}" if rates[name] else "   no answer"
        target = f" (target {measure.targets[name]})" if name in measure.targets else ""
        print(f"  {name:17}{rates[name]:10,.1f}/s   p50 {p50:9,.2f} ms   p99 {p99:9,.2f} ms{ratio}{target}", *faults)


@contextmanager
def _serve_rdflib(release: Path) -> Iterator[Served]:
    """rdflib-endpoint as it comes, from its own command line, with the statements as N-Quads."""
    port, dump = free_port(), release / "all.nq"
    Store.read_only(str(release / "store")).dump(str(dump), format=RdfFormat.N_QUADS)
    script = str(Path(sys.executable).parent / "rdflib-endpoint")
    command = [script, "serve", str(dump), "--host", "127.0.0.1", "--port", str(port)]
    with running(command, release / "rdflib.log") as (process, output):
        wait_for_port(process, port, output, _LOADING_S)
        address = f"http://127.0.0.1:{port}"
        yield Served(psutil.Process(process.pid), address, f"{address}/")
