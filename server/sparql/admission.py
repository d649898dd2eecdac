"""Whose turn it is: a bounded queue in front of the workers, fair between clients.

The next turn is that of the waiting client with the fewest queries running, among equals of the one that was served
longest ago. So one client's hundred queries delay another's first by one query, not by a hundred.
"""

import asyncio
from collections import Counter, deque
from dataclasses import dataclass


class RefusedError(Exception):
    """A query that may not wait, by the bound that it would break: "client", "queue", or "wait"."""

    def __init__(self, bound: str) -> None:
        super().__init__(bound)
        self.bound = bound


@dataclass(frozen=True)
class Bounds:
    """Queries at a time, queries that wait, queries of one client, seconds of waiting."""

    turns: int
    queue: int
    share: int
    seconds: float


class Admission:
    """The turns that are taken and waited for."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._free = bounds.turns
        self._running: Counter[str] = Counter()
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}
        self.waiting = 0

    @property
    def running(self) -> int:
        """How many turns are taken."""
        return self._bounds.turns - self._free

    async def enter(self, client: str) -> None:
        """Wait for a turn, for `leave` afterwards; RefusedError where too many wait, or for too long."""
        if self._free and not self.waiting:
            self._free -= 1
            self._running[client] += 1
            return
        if self._running[client] + len(self._waiting.get(client, ())) >= self._bounds.share:
            raise RefusedError("client")
        if self.waiting >= self._bounds.queue:
            raise RefusedError("queue")
        await self._wait(client)

    def leave(self, client: str) -> None:
        """End a turn."""
        self._running[client] -= 1
        if not self._running[client]:
            del self._running[client]
        if client in self._waiting:
            self._waiting[client] = self._waiting.pop(client)  # behind the others
        self._free += 1
        self._grant()

    async def _wait(self, client: str) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(turn)
        self.waiting += 1
        try:
            async with asyncio.timeout(self._bounds.seconds):
                await turn
        except (TimeoutError, asyncio.CancelledError) as error:
            self._give_up(client, turn)
            if isinstance(error, TimeoutError):
                raise RefusedError("wait") from error
            raise

    def _give_up(self, client: str, turn: asyncio.Future[None]) -> None:
        if turn.done() and not turn.cancelled():  # it came in the same moment
            self.leave(client)
            return
        queue = self._waiting.get(client, deque())
        if turn not in queue:
            return
        queue.remove(turn)
        self.waiting -= 1
        if not queue:
            del self._waiting[client]

    def _grant(self) -> None:
        while self._free and self._waiting:
            client = min(self._waiting, key=lambda name: self._running[name])
            queue = self._waiting.pop(client)
            turn = queue.popleft()
            if queue:
                self._waiting[client] = queue  # behind the others
            self.waiting -= 1
            if not turn.cancelled():
                self._free -= 1
                self._running[client] += 1
                turn.set_result(None)
