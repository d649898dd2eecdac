"""What is said between the server and a worker: frames over a socket, each one kind byte, its length, its content.

The server sends a `Job`; the worker answers with one HEAD and any DATA, or with a PROBLEM, and ends with END. A PROBLEM
after DATA says that the answer is cut. Before its HEAD it may ASK for a SERVICE, and is told what that SAID, or why it
is UNSAID.
"""

import json
import struct
from dataclasses import dataclass

JOB, HEAD, DATA, PROBLEM, END = b"J", b"H", b"D", b"P", b"E"
ASK, SAID, UNSAID = b"A", b"S", b"U"
HEADER = struct.Struct("!cI")
"""Kind and number of bytes that follow."""


@dataclass(frozen=True)
class Job:
    """A query with its data set and the formats to write solutions and graphs in, None where none is acceptable.

    `coding` compresses ("gzip", "zstd", or "" for none); `whole` asks for the data set itself instead of a query;
    `may_call` says that SERVICE may be asked for.
    """

    query: str
    base: str
    solutions: str | None
    graphs: str | None
    coding: str = ""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    whole: bool = False
    may_call: bool = False


@dataclass(frozen=True)
class Head:
    """What comes before an answer's content: its format's name, media type and coding."""

    form: str
    media_type: str
    coding: str


@dataclass(frozen=True)
class Summary:
    """What is known when an answer is done: rows as far as its format shows them, bytes before compression."""

    rows: int
    size: int


@dataclass(frozen=True)
class Fault:
    """Why there is no answer: "query", "format", "rows", "size", and what the server finds out by itself.

    Line and column count from 1.
    """

    reason: str
    detail: str
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True)
class Wanted:
    """A query for another endpoint."""

    address: str
    query: str


def frame(kind: bytes, content: bytes) -> bytes:
    """A frame as bytes."""
    return HEADER.pack(kind, len(content)) + content


def packed(value: Job | Head | Summary | Fault | Wanted) -> bytes:
    """A value as the content of a frame."""
    return json.dumps(vars(value)).encode()


def unpacked_job(content: bytes) -> Job:
    """The job in a frame."""
    found = json.loads(content)
    for name in ("default_graphs", "named_graphs"):
        found[name] = tuple(found[name])
    return Job(**found)
