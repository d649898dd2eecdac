"""Answers that were given, for when they are asked for again; of one release, the oldest unused let go of first."""

from collections import OrderedDict
from dataclasses import dataclass

_LARGEST_SHARE = 16
"""An answer may take one in this many of the bytes."""
_OVERHEAD = 500
"""Bytes that an entry costs beside its content, about."""


@dataclass(frozen=True)
class Cached:
    """An answer: its headers, ready to send, its content, its ETag; its query and rows for the log."""

    headers: tuple[tuple[bytes, bytes], ...]
    content: bytes
    etag: str
    query: str
    rows: int


class Cache:
    """Answers by release and request, at most `size` bytes of them."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._entries: OrderedDict[tuple[object, ...], Cached] = OrderedDict()
        self.used = 0

    @property
    def largest(self) -> int:
        """Bytes of the largest answer that is kept."""
        return self._size // _LARGEST_SHARE

    def get(self, key: tuple[object, ...]) -> Cached | None:
        """The answer to a request."""
        found = self._entries.get(key)
        if found is not None:
            self._entries.move_to_end(key)
        return found

    def put(self, key: tuple[object, ...], answer: Cached) -> None:
        """Keep an answer."""
        size = _size_of(key, answer)
        if size > self.largest or key in self._entries:
            return
        self._entries[key] = answer
        self.used += size
        while self.used > self._size:
            self.used -= _size_of(*self._entries.popitem(last=False))

    def clear(self) -> None:
        """Forget all, as for another release."""
        self._entries.clear()
        self.used = 0


def _size_of(key: tuple[object, ...], answer: Cached) -> int:
    return len(answer.content) + sum(len(part) for part in key if isinstance(part, bytes | str)) + _OVERHEAD
