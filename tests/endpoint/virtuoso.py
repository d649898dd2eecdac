"""Virtuoso (Debian package virtuoso-opensource) in a folder of its own, with a graph to ask."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.endpoint.served import Served, free_port, running, wait_for_port

SERVER, SHELL = shutil.which("virtuoso-t"), shutil.which("isql-vt")
GRAPH = "urn:x:graph"
_INI = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{port}
DirsAllowed = {folder}
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
ServerThreads = 10
MaxClientConnections = 10
[HTTPServer]
ServerPort = 127.0.0.1:{http_port}
ServerThreads = 10
[SPARQL]
DefaultGraph = {graph}
ResultSetMaxRows = 100000
"""


@contextmanager
def serve_virtuoso(folder: Path, triples: bytes) -> Iterator[Served]:
    """Virtuoso with N-Triples in its default graph."""
    assert SERVER is not None
    port, http_port = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(
        _INI.format(folder=folder, port=port, http_port=http_port, graph=GRAPH), "utf-8"
    )
    (folder / "graph.nt").write_bytes(triples)
    command = [SERVER, "-f", "-c", str(folder / "virtuoso.ini")]
    with running(command, folder / "output.log") as (process, output):
        wait_for_port(process, http_port, output)
        _say(port, f"DB.DBA.TTLP(file_to_string_output('{folder}/graph.nt'), '', '{GRAPH}')")
        address = f"http://127.0.0.1:{http_port}"
        yield Served(psutil.Process(process.pid), address, f"{address}/sparql")


def _say(port: int, statement: str) -> None:
    """Carry out one statement, as the administrator that a new database has."""
    assert SHELL is not None
    command = [SHELL, str(port), "dba", "dba", "ERRORS=STDOUT", f"exec={statement}"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert "Error" not in result.stdout, result.stdout
