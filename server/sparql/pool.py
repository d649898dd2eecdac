"""Worker processes with a source open: as many as answer at a time, and one more to replace a killed one at once.

They are started by executing Python anew, never by forking: a store that is open when a process forks dies in the
child. One asyncio loop owns them all.
"""

import asyncio
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, cast

from server.sparql.frames import HEADER, JOB, Fault, Job, frame, packed
from server.sparql.worker import READY, Orders

_log = logging.getLogger("backchannel.workers")
_NICE = 10
"""How far a long query steps back behind short ones; the kernel gives it a tenth of their share."""
_WORN = 60_000_000
"""Bytes of memory that a worker may have kept of its queries before it is replaced."""
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_PAUSE = 1.0
"""Seconds before another try where a worker died before it was ready."""
_WAITING = 1 << 20
"""Bytes of an answer that wait here before its worker has to."""


class WorkerLostError(Exception):
    """A worker that died of its query, and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.reason)
        self.fault = fault


class _Link(asyncio.Protocol):
    """The frames that a worker sends, in order."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._bytes = bytearray()
        self._frames: deque[tuple[bytes, bytes]] = deque()
        self._waiting = 0
        self._wake: asyncio.Future[None] | None = None
        self.ready = asyncio.get_running_loop().create_future()
        self.lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, content: bytes) -> None:
        if not self.ready.done():
            self.ready.set_result(None)
            content = content[len(READY) :]
        self._bytes += content
        start = 0
        while len(self._bytes) - start >= HEADER.size:
            kind, length = HEADER.unpack_from(self._bytes, start)
            end = start + HEADER.size + length
            if len(self._bytes) < end:
                break
            self._frames.append((kind, bytes(self._bytes[start + HEADER.size : end])))
            self._waiting += length
            start = end
        del self._bytes[:start]
        if self._waiting > _WAITING and self._transport is not None:
            self._transport.pause_reading()
        self._awake()

    def connection_lost(self, _error: Exception | None) -> None:
        self.lost.set_result(None)
        self._awake()

    def _awake(self) -> None:
        if self._wake is not None and not self._wake.done():
            self._wake.set_result(None)

    def write(self, content: bytes) -> None:
        if self._transport is not None:
            self._transport.write(content)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    @property
    def has_frames(self) -> bool:
        return bool(self._frames)

    async def next(self) -> tuple[bytes, bytes] | None:
        """The next frame; None where the worker is gone."""
        while not self._frames:
            if self.lost.done():
                return None
            self._wake = asyncio.get_running_loop().create_future()
            await self._wake
        kind, content = self._frames.popleft()
        self._waiting -= len(content)
        if self._waiting <= _WAITING // 2 and self._transport is not None and not self._transport.is_closing():
            self._transport.resume_reading()
        return kind, content


class Worker:
    """A process that answers one job at a time."""

    def __init__(self, process: subprocess.Popen[bytes], link: _Link, errors: IO[bytes]) -> None:
        self._process, self._link, self._errors = process, link, errors
        self._killed_for: str | None = None
        self._work_before: float | None = None
        self._has_given_way = False
        self._memory_at_start = 0

    @property
    def id(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def has_frames(self) -> bool:
        """Whether a frame is there without waiting."""
        return self._link.has_frames

    def ask(self, job: Job) -> None:
        """Begin a job."""
        self._work_before = None
        self._link.write(frame(JOB, packed(job)))

    def tell(self, kind: bytes, content: bytes) -> None:
        """Give it what it asked for."""
        self._link.write(frame(kind, content))

    async def next(self) -> tuple[bytes, bytes]:
        """The next frame of the answer; WorkerLostError where the worker died of it."""
        found = await self._link.next()
        if found is None:
            raise WorkerLostError(self._fault())
        return found

    def kill(self, reason: str) -> None:
        """End the process, whatever it does; `reason` is what its query is answered with."""
        self._killed_for = self._killed_for or reason
        self._process.kill()

    def stop(self) -> None:
        """Let the process end when it has nothing to do."""
        self._link.close()

    def give_way(self) -> None:
        """Let shorter queries go first."""
        self._has_given_way = True
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.id, _NICE)

    def work(self) -> float:
        """Seconds of a processor that the job has taken since this was first asked; 0 where the system does not tell.

        Not since it began: to look costs a quick job as much as a fifth of its answer.
        """
        now = self._processor_time()
        if self._work_before is None:
            self._work_before = now
        return now - self._work_before

    def _processor_time(self) -> float:
        try:
            user, system = Path(f"/proc/{self.id}/stat").read_text("ascii").rpartition(")")[2].split()[11:13]
        except OSError:
            return 0.0
        return (int(user) + int(system)) / _TICKS

    @property
    def is_worn(self) -> bool:
        """Whether another should take its place: its priority cannot be raised again, or it keeps much memory."""
        if self._has_given_way and not self._come_back():
            return True
        return self.memory() - self._memory_at_start > _WORN

    def _come_back(self) -> bool:
        """Take the usual priority again, which not every system lets a process do."""
        try:
            os.setpriority(os.PRIO_PROCESS, self.id, os.getpriority(os.PRIO_PROCESS, 0))
        except OSError:
            return False
        self._has_given_way = False
        return True

    def memory(self) -> int:
        """Bytes in memory now; 0 where the system does not tell."""
        try:
            return int(Path(f"/proc/{self.id}/statm").read_text("ascii").split()[1]) * _PAGE
        except OSError:
            return 0

    async def until_ready(self) -> bool:
        """Wait until it can be asked; whether it can."""
        await asyncio.wait({self._link.ready, self._link.lost}, return_when=asyncio.FIRST_COMPLETED)
        self._memory_at_start = self.memory()
        return not self._link.lost.done()

    async def until_lost(self) -> None:
        """Wait until the process has ended."""
        await self._link.lost
        self.status()
        self._errors.close()

    def status(self) -> int:
        """The exit status, negative for a signal."""
        try:
            return self._process.wait(1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()

    def last_words(self) -> str:
        """The end of what the process wrote to standard error."""
        with suppress(OSError, ValueError):
            self._errors.seek(0)
            return self._errors.read()[-500:].decode(errors="replace").strip()
        return ""

    def _fault(self) -> Fault:
        if self._killed_for is not None:
            return Fault(self._killed_for, "")
        status, words = self.status(), self.last_words()
        _log.warning("worker died", extra={"fields": {"status": status, "stderr": words}})
        if status == -signal.SIGSEGV:
            return Fault("depth", "")
        if status in {-signal.SIGABRT, -signal.SIGKILL} or "MemoryError" in words:
            return Fault("memory", "")
        return Fault("engine", "")


class Pool:
    """The workers for one source."""

    def __init__(self, orders: Orders, size: int) -> None:
        self._orders, self.size = orders, size
        self._all: set[Worker] = set()
        self._ready: asyncio.LifoQueue[Worker] = asyncio.LifoQueue()  # the same few stay warm
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_closed = False
        self._tried = asyncio.Event()
        self.replaced = 0

    @property
    def ready(self) -> int:
        """How many workers wait for a job."""
        return self._ready.qsize()

    def workers(self) -> list[Worker]:
        """All that run."""
        return list(self._all)

    def start(self) -> None:
        """Start the workers; they are ready a little later."""
        for _ in range(self.size + 1):
            self._spawn(self._keep())

    async def take(self) -> Worker:
        """A worker that is ready, for `give_back` afterwards."""
        while True:
            worker = await self._ready.get()
            if worker in self._all:
                return worker

    async def can_start(self) -> bool:
        """Whether a worker gets ready, rather than die at its start."""
        await self._tried.wait()
        return self._ready.qsize() > 0

    def give_back(self, worker: Worker, *, is_done: bool) -> None:
        """Let others have a worker; one that is not done with its job is killed."""
        if not is_done:
            worker.kill("cancelled")
        elif self._is_closed or worker.is_worn:
            worker.stop()
        else:
            self._ready.put_nowait(worker)

    def close(self) -> None:
        """Let the workers end, those at work when they are done."""
        self._is_closed = True
        while not self._ready.empty():
            self._ready.get_nowait().stop()

    def kill(self) -> None:
        """End all workers now."""
        self._is_closed = True
        for worker in self._all:
            worker.kill("stopped")

    async def until_ended(self) -> None:
        """Wait until no worker runs."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _keep(self) -> None:
        """Keep one worker alive: start it, and another when it ends."""
        while not self._is_closed:
            worker = await self._start_one()
            self._all.add(worker)
            if await worker.until_ready():
                if self._is_closed:
                    worker.stop()
                else:
                    self._ready.put_nowait(worker)
                self._tried.set()
            else:
                words = {"status": worker.status(), "stderr": worker.last_words()}
                self._tried.set()
                if not self._is_closed:
                    _log.error("worker cannot start", extra={"fields": words})
                    await asyncio.sleep(_PAUSE)
            await worker.until_lost()
            self._all.discard(worker)
            self.replaced += not self._is_closed

    async def _start_one(self) -> Worker:
        ours, theirs = socket.socketpair()
        errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the worker
        command = [sys.executable, "-m", "server.sparql.worker", json.dumps(asdict(self._orders))]
        with theirs:
            process = subprocess.Popen(  # noqa: S603 - our own module; it returns when the child has begun
                command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, stderr=errors
            )
        ours.setblocking(False)
        _, link = await asyncio.get_running_loop().create_unix_connection(_Link, sock=ours)
        return Worker(process, link, errors)
