"""Servers to speak to, each a process of its own, and releases for them to serve."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from pyoxigraph import Store

from kg.release import dumps, folder, void
from kg.release.folder import About

ROOT = Path(__file__).parent.parent.parent
_START_S = 90
_DAY = "2026-01-01"


@dataclass(frozen=True)
class Served:
    """A server that runs: its process, its address and where it answers queries."""

    process: psutil.Process
    address: str
    endpoint: str

    def processes(self) -> list[psutil.Process]:
        """The server and all that it started, in the order in which they were started."""
        return sorted([self.process, *self.process.children(recursive=True)], key=lambda p: (p.create_time(), p.pid))

    def memory(self) -> int:
        """Bytes in memory of all its processes; pages that they share count once."""
        return sum(_pss(process) for process in self.processes())


def write_release(workspace: Path, version: str, fill: Callable[[Store], None]) -> Path:
    """A release that serves what `fill` puts into its store, made the current one of a workspace."""
    path = folder.releases_folder(workspace) / version
    files = path / folder.DUMPS
    files.mkdir(parents=True)
    store = Store(str(path / folder.STORE))
    fill(store)
    store.flush()
    store.optimize()
    triples = dumps.write_turtle(files / dumps.TURTLE, store)
    void.write_void(files / void.FILE, store, version, _DAY, triples)
    dumps.write_checksums(files)
    graphs = "".join(f"{graph.value}\t{'0' * 64}\n" for graph in store.named_graphs())
    (path / folder.GRAPHS).write_text(graphs, "utf-8")
    quads = len(store)
    folder.write_about(path, About(version, _DAY, version, version, 0, triples, quads, None, 0, 0, 0))
    folder.switch(workspace, version)
    return path


@contextmanager
def serve_workspace(workspace: Path, settings: Mapping[str, str] | None = None, *options: str) -> Iterator[Served]:
    """The product's server of a workspace on a free port, with settings given by environment."""
    command = [sys.executable, "-m", "server.command", "serve", "--workspace", str(workspace), "--port", "0", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **(settings or {})}
    with running(command, workspace / "server.log", environment) as (process, output):
        address = _announced(process, output)
        yield Served(psutil.Process(process.pid), address, f"{address}/sparql")


@contextmanager
def serve_oxigraph(store: Path) -> Iterator[Served]:
    """Oxigraph's own server of a store folder, reading only; its log lies beside the store."""
    port = free_port()
    command = [_script("oxigraph"), "serve-read-only", "--location", str(store), "--bind", f"127.0.0.1:{port}"]
    with running(command, store.parent / "oxigraph.log") as (process, output):
        wait_for_port(process, port, output)
        address = f"http://127.0.0.1:{port}"
        yield Served(psutil.Process(process.pid), address, f"{address}/query")


@contextmanager
def running(
    command: list[str], output: Path, environment: dict[str, str] | None = None
) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """A process with its output in a file, ended with all that it started."""
    with output.open("wb") as file, subprocess.Popen(command, stdout=file, stderr=file, env=environment) as process:
        try:
            yield process, output
        finally:
            children = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
            _, left = psutil.wait_procs(children, timeout=5)
            for child in left:
                child.kill()


def _announced(process: subprocess.Popen[bytes], output: Path) -> str:
    """The address that the server prints when it is ready."""
    deadline = time.monotonic() + _START_S
    while not (found := re.search(r"http://127\.0\.0\.1:\d+", output.read_text("utf-8"))):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(output.read_text("utf-8"))
        time.sleep(0.02)
    return found[0]


def wait_for_port(process: subprocess.Popen[bytes], port: int, output: Path, seconds: float = _START_S) -> None:
    """Return when something listens on a port of loopback; a RuntimeError where the process ends or takes too long."""
    deadline = time.monotonic() + seconds
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(output.read_text("utf-8"))
        time.sleep(0.02)


def free_port() -> int:
    """A port of loopback that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert isinstance(port, int)
    return port


def _script(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def _pss(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.NoSuchProcess:
        return 0
