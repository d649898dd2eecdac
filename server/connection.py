"""Connections: uvicorn's, with bounds on what a client may send before it is a request, and on how long it may take.

uvicorn's own limits begin with a request; a client that sends headers without end, or one byte a minute, is none yet.
"""

import asyncio
from typing import Any, cast

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from server.joining import Joining
from server.sparql.asgi import ABORT

_MOST_HEADER_BYTES = 64 * 1024
"""Bytes of request line and headers; a query in an address may be long."""
_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-type: application/problem+json\r\nconnection: close\r\n\r\n"
    b'{"type":"about:blank","status":431,"title":"The address and headers are too long",'
    b'"detail":"Send long queries with POST."}'
)

_MALFORMED = (
    b"HTTP/1.1 400 Bad Request\r\ncontent-type: application/problem+json\r\nconnection: close\r\n\r\n"
    b'{"type":"about:blank","status":400,"title":"This is no HTTP request","detail":"Send one by RFC 9112."}'
)


class Connection(HttpToolsProtocol):
    """A connection that is closed when its next request is not whole in time, or its head too large."""

    seconds = 20.0
    """For a request to arrive, with its body."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._head = 0
        self._is_in_head = True
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Begin to wait for a request."""
        super().connection_made(cast("asyncio.Transport", Joining(transport)))
        self._await_request()

    def connection_lost(self, error: Exception | None) -> None:
        """Stop waiting."""
        self._cancel()
        super().connection_lost(error)

    def data_received(self, content: bytes) -> None:
        """Read on, within the bounds."""
        if self._is_in_head:
            self._head += len(content)
        super().data_received(content)
        if self._is_in_head and self._head > _MOST_HEADER_BYTES and not self.transport.is_closing():
            self.transport.write(_TOO_LARGE)
            self.transport.close()

    def on_message_begin(self) -> None:
        """Begin a request: from now on it has so many seconds to arrive."""
        super().on_message_begin()
        self._is_in_head = True
        self._await_request()
        cast("dict[str, object]", self.scope)[ABORT] = self.transport.abort

    def on_headers_complete(self) -> None:
        """Let the head be done; one that names no host, or two, is refused (RFC 9112, section 3.2)."""
        self._is_in_head, self._head = False, 0
        hosts = sum(name == b"host" for name, _ in self.headers)
        if hosts > 1 or (hosts == 0 and self.parser.get_http_version() == "1.1"):
            raise httptools.HttpParserError("not one host")
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Let the request be whole."""
        self._cancel()
        self._is_in_head = True
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - the one shape of errors, whatever it was
        """Refuse what is no request."""
        self.transport.write(_MALFORMED)
        self.transport.close()

    def _await_request(self) -> None:
        self._cancel()
        self._timer = self.loop.call_later(self.seconds, self._give_up)

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        if not self.transport.is_closing():
            self.transport.abort()
