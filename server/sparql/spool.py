"""What a client has yet to take of an answer: a little in memory, the rest in a file without a name.

So a worker is free when it has written its answer, however slowly a client reads.
"""

import asyncio
import tempfile
from collections import deque
from typing import IO

_IN_MEMORY = 1 << 20
_PIECE = 1 << 16


class Budget:
    """Bytes on disk for all spools together."""

    def __init__(self, size: int) -> None:
        self.free = size


class Spool:
    """Pieces in order, put in by one task and taken out by another."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._pieces: deque[bytes] = deque()
        self._in_memory = 0
        self._file: IO[bytes] | None = None
        self._written = self._read = 0
        self._is_ended = False
        self._changed = asyncio.Event()

    async def put(self, piece: bytes) -> None:
        """Add a piece; waits where there is no room on disk."""
        while self._is_behind and self._budget.free < len(piece):
            self._changed.clear()
            await self._changed.wait()
        if self._is_behind:
            self._append(piece)
        else:
            self._pieces.append(piece)
            self._in_memory += len(piece)
        self._changed.set()

    def end(self) -> None:
        """Say that there is no more."""
        self._is_ended = True
        self._changed.set()

    async def get(self) -> bytes | None:
        """The next piece; None at the end."""
        while not self._pieces and self._read == self._written:
            if self._is_ended:
                return None
            self._changed.clear()
            await self._changed.wait()
        self._changed.set()
        if self._pieces:
            piece = self._pieces.popleft()
            self._in_memory -= len(piece)
            return piece
        return self._next_of_file()

    def close(self) -> None:
        """Give the room on disk back."""
        self._budget.free += self._written
        self._written = self._read = 0
        if self._file is not None:
            self._file.close()

    @property
    def _is_behind(self) -> bool:
        return self._in_memory >= _IN_MEMORY or self._written > 0

    def _append(self, piece: bytes) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close()
        self._file.seek(self._written)
        self._file.write(piece)
        self._written += len(piece)
        self._budget.free -= len(piece)

    def _next_of_file(self) -> bytes:
        assert self._file is not None  # noqa: S101 - something was written
        self._file.seek(self._read)
        piece = self._file.read(min(_PIECE, self._written - self._read))
        self._read += len(piece)
        if self._read == self._written:
            self._budget.free += self._written
            self._written = self._read = 0
            self._file.truncate(0)
        return piece
