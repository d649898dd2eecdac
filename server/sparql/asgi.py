"""The few things of ASGI (asgi.readthedocs.io, HTTP) that an endpoint needs, without a framework: it is asked often."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from server.problems import Problem

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Header = tuple[bytes, bytes]

ABORT = "backchannel.abort"
"""Where a scope holds the function that breaks the connection off (server/connection.py)."""


class CutError(Exception):
    """An answer that cannot be completed: the connection ends without the mark that says it is whole."""


class ClientGoneError(Exception):
    """A client that has hung up."""


def header(scope: Scope, name: bytes) -> str | None:
    """The value of a request header, several joined by commas as RFC 9110 section 5.3 allows; None without."""
    values = [value for key, value in scope["headers"] if key == name]
    return b", ".join(values).decode("latin-1") if values else None


async def read_body(receive: Receive, limit: int) -> bytes:
    """The body of a request; a 413 Problem over a limit, ClientGoneError where the client hangs up."""
    pieces: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        piece = message.get("body", b"")
        size += len(piece)
        if size > limit:
            detail = f"At most {limit:,} bytes are read. Shorten the query, or use VALUES with fewer items."
            raise Problem(413, "The request is too large", detail, {"Connection": "close"})
        pieces.append(piece)
        if not message.get("more_body", False):
            return b"".join(pieces)


async def until_gone(receive: Receive) -> None:
    """Wait until the client hangs up."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def start(send: Send, status: int, headers: Iterable[Header]) -> None:
    """Send status and headers."""
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})


async def respond(send: Send, status: int, headers: Iterable[Header], content: bytes, *, has_body: bool = True) -> None:
    """Send a whole response; without its body for HEAD."""
    length = (b"content-length", str(len(content)).encode())
    await start(send, status, [*headers, *(() if status in {204, 304} else (length,))])
    await send({"type": "http.response.body", "body": content if has_body else b""})


async def send_piece(scope: Scope, send: Send, content: bytes, seconds: float) -> None:
    """Send a piece of a body; breaks off, with ClientGoneError, where the client takes nothing for so many seconds."""
    try:
        async with asyncio.timeout(seconds):
            await send({"type": "http.response.body", "body": content, "more_body": True})
    except TimeoutError as error:
        if ABORT in scope:
            scope[ABORT]()
        raise ClientGoneError from error


def encoded(headers: dict[str, str]) -> list[Header]:
    """Headers as ASGI has them."""
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
