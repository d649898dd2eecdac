"""A server that answers as Wikidata's services do, from a small world of items; a process of its own in tests.

    python -m tests.kg.wikidata_server PORT_FILE WORLD [LOG]

WORLD is a JSON file as `wikidata_world` tells. A list sent to /faults is what goes wrong from then on, one after the
other, each {path, kind, seconds}, consumed by the first request to that path; the log begins anew with it. Kinds: a
status; `date`, 429 with a date in Retry-After; `error`, 200 with an error of a `code`; `cut`, JSON cut short; `slow`;
`gone`, no answer at all. The query service evaluates SPARQL on the world with Oxigraph. LOG gets a line of JSON a
request: time, path, agent, how many were answered at once.
"""

import json
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pyoxigraph import QueryResultsFormat, QuerySolutions

from tests.kg.wikidata_world import World, entity, graph, reconcile, search


class Server(ThreadingHTTPServer):
    """The services on one port: /w/api.php, /sparql and /reconcile."""

    def __init__(self, world: World, log: Path | None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.world, self.store, self.log = world, graph(world), log
        self.faults: list[dict[str, Any]] = []
        self.lock, self.busy = threading.Lock(), 0

    def expect(self, faults: list[dict[str, Any]]) -> None:
        """Forget what was, and fail as told from now on."""
        with self.lock:
            self.faults = faults
            if self.log:
                self.log.unlink(missing_ok=True)

    def begin(self, path: str, agent: str, asked: dict[str, str]) -> dict[str, Any] | None:
        """Note a request; what is to go wrong with it."""
        with self.lock:
            self.busy += 1
            line = {"at": time.monotonic(), "path": path, "agent": agent, "busy": self.busy}
            line |= {key: asked[key] for key in ("action", "search", "ids", "maxlag") if key in asked}
            if self.log:
                with self.log.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(line) + "\n")
            fault = next((f for f in self.faults if f["path"] == path), None)
            if fault:
                self.faults.remove(fault)
            return fault

    def end(self) -> None:
        """Note that a request is answered."""
        with self.lock:
            self.busy -= 1

    def content(self, path: str, asked: dict[str, str]) -> bytes:
        """What a service says."""
        if path == "/sparql":
            results = self.store.query(asked["query"])
            assert isinstance(results, QuerySolutions)
            return results.serialize(format=QueryResultsFormat.JSON) or b""
        if path == "/reconcile":
            queries = json.loads(asked["queries"])
            found = {key: {"result": reconcile(self.world, query)} for key, query in queries.items()}
            return json.dumps(found).encode()
        if asked["action"] == "wbsearchentities":
            names = search(self.world, asked["search"], asked["language"], int(asked["limit"]))
            return json.dumps({"search": names, "success": 1}).encode()
        entities = [entity(self.world, number) for number in asked["ids"].split("|")]
        return json.dumps({"entities": {each["id"]: each for each in entities}, "success": 1}).encode()


class Handler(BaseHTTPRequestHandler):
    """Answers one request, or fails as it is told to."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet, which a client need not wait for twice
    server: Server

    def do_GET(self) -> None:
        self._answer(urlsplit(self.path).query)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/faults":
            self.server.expect(json.loads(body))
            self._send(200, b"")
        else:
            self._answer(body)

    def _answer(self, form: str) -> None:
        asked = {key: values[0] for key, values in parse_qs(form, keep_blank_values=True).items()}
        path, agent = urlsplit(self.path).path, self.headers.get("User-Agent", "")
        fault = self.server.begin(path, agent, asked)
        try:
            if "(" not in agent or ("@" not in agent and "://" not in agent):
                self._send(403, b"Please set a User-Agent with contact information")
            elif fault:
                self._fail(fault, path, asked)
            else:
                self._send(200, self.server.content(path, asked))
        except SyntaxError as error:
            self._send(400, str(error).encode())
        finally:
            self.server.end()

    def _fail(self, fault: dict[str, Any], path: str, asked: dict[str, str]) -> None:
        kind, seconds = fault["kind"], fault.get("seconds", 0)
        headers = {"Retry-After": str(seconds)} if "seconds" in fault else {}
        if kind == "date":
            when = datetime.now(UTC) + timedelta(seconds=seconds)
            self._send(429, b"slow down", {"Retry-After": format_datetime(when, usegmt=True)})
        elif kind == "error":
            error = {"error": {"code": fault["code"], "info": "as the server says"}}
            self._send(200, json.dumps(error).encode(), headers)
        elif kind == "cut":
            self._send(200, self.server.content(path, asked)[:-20])
        elif kind == "slow":
            time.sleep(seconds)
            self._send(200, self.server.content(path, asked))
        elif kind == "gone":
            self.close_connection = True
        else:
            self._send(int(kind), b"<html>trouble</html>", headers)

    def _send(self, status: int, content: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def serve(port_file: Path, world: Path, log: Path | None) -> None:
    """Answer until stopped; the port is written once it is known."""
    with Server(json.loads(world.read_text("utf-8")), log) as server:
        part = port_file.with_suffix(".part")
        part.write_text(str(server.server_address[1]), "utf-8")
        part.rename(port_file)
        server.serve_forever()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else None)
