"""A transport that sends what is written in one turn of the loop at once: the head of a response with its body.

Two system calls, and two wake-ups of the client, cost a small answer as much as all else.
"""

import asyncio
from typing import Any

_MOST = 64 * 1024
"""Bytes that wait for the end of the turn; more leave at once, so that the transport can ask for a pause."""


class Joining:
    """A transport around another; all but writing and closing is the other's."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._pieces: list[bytes] = []
        self._waiting = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, content: bytes) -> None:
        """Send a piece, with what else is written in this turn."""
        if not self._pieces:
            self._loop.call_soon(self.leave)
        self._pieces.append(content)
        self._waiting += len(content)
        if self._waiting >= _MOST:
            self.leave()

    def leave(self) -> None:
        """Send what waits."""
        pieces, self._pieces, self._waiting = self._pieces, [], 0
        if pieces and not self._transport.is_closing():
            self._transport.write(pieces[0] if len(pieces) == 1 else b"".join(pieces))

    def close(self) -> None:
        """Close the connection when all is sent."""
        self.leave()
        self._transport.close()
