"""One job at a worker: its turn, its limits, its answer in pieces; the worker is free again as soon as it has written.

An answer is gathered up to `_TOGETHER` bytes before anything is sent, so that what fails until then is a proper error.
"""

import asyncio
import json
import time
from dataclasses import dataclass, field

from kg.errors import QueryError
from server.settings import Settings
from server.sparql.admission import Admission
from server.sparql.frames import ASK, DATA, END, HEAD, SAID, UNSAID, Fault, Head, Job, Summary, Wanted
from server.sparql.pool import Pool, Worker, WorkerLostError
from server.sparql.services import Services
from server.sparql.spool import Spool

_TOGETHER = 256 * 1024
_LONG = 0.5
"""Seconds after which a query's work is looked at, and of work from then on after which it gives way to others."""


class FaultError(Exception):
    """A job that has no answer, or no whole one."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.reason)
        self.fault = fault


@dataclass
class Run:
    """A job on its way, from `begin` to `end`; use it as a context, which ends what was begun."""

    settings: Settings
    admission: Admission
    pool: Pool
    services: Services
    client: str
    started: float = field(default_factory=time.monotonic)
    worker: Worker | None = None
    summary: Summary | None = None
    is_admitted: bool = False
    waited: float = 0.0
    timers: list[asyncio.TimerHandle] = field(default_factory=list)

    async def begin(self, job: Job) -> tuple[Head, bytes]:
        """Head and first part of the answer, all of it where `summary` is set; RefusedError, FaultError."""
        await self.admission.enter(self.client)
        self.is_admitted = True
        self.worker = worker = await self.pool.take()
        self.waited = time.monotonic() - self.started
        loop = asyncio.get_running_loop()
        self.timers = [
            loop.call_later(self.settings.time_limit, worker.kill, "time"),
        ]
        self._give_way_later(_LONG)
        worker.ask(job)
        return await self._first_part()

    def _give_way_later(self, seconds: float) -> None:
        """Let others go first when a query has worked long; one that only waits for its turn has not."""

        def look() -> None:
            if self.worker is None:
                return
            left = _LONG - self.worker.work()
            if left > 0:
                self._give_way_later(max(left, _LONG / 2))
            else:
                self.worker.give_way()

        self.timers.append(asyncio.get_running_loop().call_later(seconds, look))

    async def rest(self, spool: Spool) -> None:
        """Put what follows into a spool; FaultError where it is cut."""
        try:
            while (piece := await self._piece()) is not None:
                await spool.put(piece)
        finally:
            self.end()
            spool.end()

    def end(self) -> None:
        """Let go of the worker, by killing it where it is still at work."""
        for timer in self.timers:
            timer.cancel()
        if self.worker is not None:
            self.pool.give_back(self.worker, is_done=self.summary is not None)
            self.worker = None
        if self.is_admitted:
            self.is_admitted = False
            self.admission.leave(self.client)

    def __enter__(self) -> "Run":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    async def _first_part(self) -> tuple[Head, bytes]:
        kind, content = await self._frame()
        if kind != HEAD:
            raise FaultError(await self._fault(kind, content))
        head, pieces, size = Head(**json.loads(content)), [], 0
        while size < _TOGETHER and (piece := await self._piece()) is not None:
            pieces.append(piece)
            size += len(piece)
        if self.summary is not None:
            self.end()
        return head, b"".join(pieces)

    async def _piece(self) -> bytes | None:
        kind, content = await self._frame()
        if kind == DATA:
            return content
        if kind == END:
            self.summary = Summary(**json.loads(content))
            return None
        raise FaultError(await self._fault(kind, content))

    async def _fault(self, kind: bytes, content: bytes) -> Fault:
        """The fault in a frame; the END that follows it is read, so that the worker can be asked again."""
        if kind == END:
            self.summary = Summary(**json.loads(content))
            return Fault("engine", "")
        end, summary = await self._frame()
        if end == END:
            self.summary = Summary(**json.loads(summary))
        return Fault(**json.loads(content))

    async def _asked(self, wanted: Wanted) -> tuple[bytes, bytes]:
        """What another endpoint says, for the worker."""
        try:
            return SAID, await self.services.ask(wanted.address, wanted.query)
        except QueryError as error:
            return UNSAID, f"{error.found}; expected {error.expected}".encode()

    async def _frame(self) -> tuple[bytes, bytes]:
        assert self.worker is not None  # noqa: S101 - begin() has taken one
        try:
            kind, content = await self.worker.next()
            while kind == ASK:
                self.worker.tell(*await self._asked(Wanted(**json.loads(content))))
                kind, content = await self.worker.next()
            return kind, content  # noqa: TRY300
        except WorkerLostError as error:
            self.summary = Summary(0, 0)  # nothing is left to be killed
            raise FaultError(error.fault) from error
