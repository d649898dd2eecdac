"""The Flask pages inside the ASGI site: each request in a thread of a pool, for as long as something is made for it.

The thread is not held while a client takes its bytes, so that slow clients cost no threads.
"""

import asyncio
import io
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import unquote_to_bytes

from flask import Flask

from server.sparql import asgi
from server.sparql.asgi import Header, Receive, Scope, Send

_THREADS = 8


class WsgiPages:
    """A WSGI application (PEP 3333) as an ASGI one; `limit` bytes of body, `seconds` to take a piece."""

    def __init__(self, site: Flask, limit: int, seconds: float) -> None:
        self._site, self._limit, self._seconds = site, limit, seconds
        self._threads = ThreadPoolExecutor(_THREADS, "page")

    async def __call__(self, scope: Scope, receive: Receive, send: Send, base: str) -> None:
        """Answer a request; `base` is the address at which the client reached the site."""
        body = await asgi.read_body(receive, self._limit)
        loop = asyncio.get_running_loop()
        made = await loop.run_in_executor(self._threads, _begin, self._site, _environ(scope, base, body))
        pieces = made.pieces
        try:
            await asgi.start(send, made.status, made.headers)
            while piece := await loop.run_in_executor(self._threads, next, pieces, b""):
                await asgi.send_piece(scope, send, piece, self._seconds)
            await send({"type": "http.response.body", "body": b""})
        finally:
            await loop.run_in_executor(self._threads, made.close)


class _Made:
    """What the application made: status, headers, and pieces that are still to be read."""

    def __init__(self, site: Flask, environ: dict[str, Any]) -> None:
        self.status, self.headers = 500, list[Header]()
        content = site.wsgi_app(environ, self._start)
        self.pieces = _non_empty(content)
        self.close: Callable[[], None] = getattr(content, "close", lambda: None)

    def _start(self, status: str, headers: list[tuple[str, str]], _error: object = None) -> Callable[[bytes], object]:
        self.status = int(status.split(" ", 1)[0])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return self._refuse_write

    @staticmethod
    def _refuse_write(_content: bytes) -> object:
        raise NotImplementedError("Flask returns its content")


def _begin(site: Flask, environ: dict[str, Any]) -> _Made:
    return _Made(site, environ)


def _non_empty(pieces: Iterable[bytes]) -> Iterator[bytes]:
    return (piece for piece in pieces if piece)


def _environ(scope: Scope, base: str, body: bytes) -> dict[str, Any]:
    scheme, _, host = base.partition("://")
    address, port = scope.get("server") or ("localhost", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": address,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": (scope["client"] or ("",))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        key = name.decode("latin-1").upper().replace("-", "_")
        key = key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"
        environ[key] = f"{environ[key]},{value.decode('latin-1')}" if key in environ else value.decode("latin-1")
    return environ | {"HTTP_HOST": host, "CONTENT_LENGTH": str(len(body))}
