"""The files to download: N-Quads of the named graphs, Turtle of the default graph; same content, same bytes."""

import gzip
import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from pyoxigraph import DefaultGraph, RdfFormat, Store, Triple, serialize

from kg.vocab import PREFIXES

NQUADS, TURTLE, CHECKSUMS = "backchannel.nq.gz", "backchannel.ttl.gz", "SHA256SUMS"


def write_nquads(path: Path, graphs: Iterable[str], graph_of: Callable[[str], bytes]) -> int:
    """Write every named graph, in the order given; the number of quads."""
    count = 0
    with _gzipped(path) as file:
        for iri in graphs:
            content = graph_of(iri)
            count += content.count(b"\n")
            file.write(content)
    return count


def write_turtle(path: Path, store: Store) -> int:
    """Write the default graph; the number of triples.

    A store keeps its terms in the order of their hashes, so the order depends on the content alone.
    """
    counted = _Counted(store)
    with _gzipped(path) as file:
        serialize(counted, cast("IO[bytes]", file), format=RdfFormat.TURTLE, prefixes=PREFIXES)
    return counted.count


def write_checksums(folder: Path) -> None:
    """Write the SHA-256 of each file in a folder, as `sha256sum -c` reads it."""
    lines = [f"{_digest(path)}  {path.name}\n" for path in sorted(folder.iterdir()) if path.name != CHECKSUMS]
    (folder / CHECKSUMS).write_text("".join(lines), "utf-8")


class _Counted:
    """The triples of a store's default graph, counted while they pass."""

    def __init__(self, store: Store) -> None:
        self._store, self.count = store, 0

    def __iter__(self) -> Iterator[Triple]:
        for quad in self._store.quads_for_pattern(None, None, None, DefaultGraph()):
            self.count += 1
            yield quad.triple


@contextmanager
def _gzipped(path: Path) -> Iterator[gzip.GzipFile]:
    """A gzip file without a name and time in its head, so that equal content gives equal bytes."""
    with path.open("wb") as raw, gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=raw, mtime=0) as file:
        yield file


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
