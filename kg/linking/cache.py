"""Answers kept on disk, so that nothing is asked twice and work that was stopped goes on where it was.

One SQLite file; a search is kept 7 days, an item 30, that there is nothing 7. Every answer has the day it was fetched
and an item its revision, so that a decision can say what it rests on.
"""

import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from kg.errors import LinkError

FILE = "wikidata.sqlite"
Kind = Literal["search", "item", "negative"]
KEPT_DAYS: dict[Kind, int] = {"search": 7, "item": 30, "negative": 7}

_SCHEMA = """
CREATE TABLE IF NOT EXISTS answer (
  key TEXT PRIMARY KEY, kind TEXT NOT NULL, body TEXT NOT NULL, fetched TEXT NOT NULL, revision INTEGER
) STRICT
"""


@dataclass(frozen=True)
class Answer:
    """What was said, and when (UTC)."""

    body: Any
    fetched: datetime


class Cache:
    """The answers of a workspace; a context manager that closes its file."""

    def __init__(self, workspace: Path) -> None:
        self._path = workspace / FILE
        self._database = sqlite3.connect(self._path)
        try:
            self._database.execute("PRAGMA journal_mode = WAL")  # with it, a commit need not wait for the disk:
            self._database.execute("PRAGMA synchronous = NORMAL")  # an answer that is lost is asked for again
            self._database.execute(_SCHEMA)
        except sqlite3.DatabaseError as error:
            self._database.close()
            raise LinkError(
                str(self._path), f"no cache of answers ({error})", "an SQLite file", "Delete it; it is made anew."
            ) from None

    def __enter__(self) -> "Cache":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._database.close()

    def find(self, key: str) -> Answer | None:
        """The answer that is still fresh; None where there is none."""
        row = self._database.execute("SELECT kind, body, fetched FROM answer WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        fetched = datetime.fromisoformat(row[2])
        fresh = datetime.now(UTC) - fetched < timedelta(days=KEPT_DAYS[row[0]])
        return Answer(json.loads(row[1]), fetched) if fresh else None

    def keep(self, key: str, kind: Kind, body: Any, revision: int | None = None) -> Answer:
        """Keep an answer of now."""
        now = datetime.now(UTC).replace(microsecond=0)
        with self._database:
            self._database.execute(
                "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?)",
                (key, kind, json.dumps(body, ensure_ascii=False), now.isoformat(), revision),
            )
        return Answer(body, now)
