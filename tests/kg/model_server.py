"""A server that speaks as much of the OpenAI API as a reader of articles asks for; a process of its own in tests.

    python -m tests.kg.model_server PORT_FILE ANSWERS

ANSWERS is a JSON file: a list of what to say, one after the other, each `{"status", "headers", "body"}` or
`{"records"}`, which is put into a message as a model would. Requests are appended to ANSWERS + ".requests".
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any


def serve(port_file: Path, answers: Path) -> None:
    """Answer until stopped; the port is written once it is known."""
    said: list[dict[str, Any]] = json.loads(answers.read_text("utf-8"))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            request = {"path": self.path, "key": self.headers.get("Authorization"), "body": json.loads(body)}
            with Path(f"{answers}.requests").open("a", encoding="utf-8") as log:
                log.write(json.dumps(request) + "\n")
            answer: dict[str, Any] = said.pop(0) if said else {"status": 500}
            content = answer.get("body")
            if "records" in answer:
                content = json.dumps({"choices": [{"message": {"content": json.dumps(answer["records"])}}]})
            self.send_response(answer.get("status", 200))
            for name, value in answer.get("headers", {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write((content or "").encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        port_file.write_text(str(server.server_address[1]), "utf-8")
        server.serve_forever()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), Path(sys.argv[2]))
