"""The catalogue: the system of record of a workspace, one SQLite file.

What was read, by which version of the extractor, what the gate said, and the graphs that were accepted. One
transaction an article: a kill at any instant loses nothing that was reported as done and leaves nothing half done. No
row holds the time of day it was written, so two ways to the same state give the same rows.
"""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Self

from pyoxigraph import Quad, RdfFormat

from kg.article import Article
from kg.errors import KGError, WorkspaceError
from kg.gate import Report
from kg.rdf import written

_FORMAT = 1
_SCHEMA = """
CREATE TABLE article (
  id TEXT PRIMARY KEY,
  digest TEXT NOT NULL,        -- of all that facts are made from
  title TEXT, url TEXT, publisher TEXT, published TEXT,
  origin TEXT NOT NULL,
  text TEXT NOT NULL,
  extractor TEXT NOT NULL,     -- the version that read it
  accepted INTEGER NOT NULL,   -- 1 accepted, 0 quarantined
  report TEXT NOT NULL,        -- the gate's findings, JSON
  quads BLOB NOT NULL,         -- its graph as N-Quads, deflated
  graph_digest TEXT NOT NULL   -- SHA-256 of the N-Quads
);
CREATE TABLE refusal (         -- sources that yielded no article
  origin TEXT PRIMARY KEY,
  reason TEXT NOT NULL
);
CREATE TABLE release (
  number INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE, -- of all that the release is made from
  issued TEXT NOT NULL,
  version TEXT NOT NULL UNIQUE
);
"""


@dataclass(frozen=True)
class IssuedRelease:
    """A release's version and the day it was first published."""

    version: str
    issued: date


@dataclass(frozen=True)
class AcceptedArticle:
    """An article that a release is made from: the digest of its graph, and its ISO day, empty where unknown."""

    id: str
    digest: str
    published: str


@dataclass(frozen=True)
class Quarantined:
    """An article or source that reaches no release, and why."""

    origin: str
    reasons: tuple[str, ...]


class Catalogue:
    """The catalogue in a folder, made on first use; closed at the end of its `with`."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "catalogue.sqlite"
        folder.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(self.path, timeout=60, isolation_level=None)
        try:
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            self._create()
        except WorkspaceError:
            self.close()
            raise
        except sqlite3.DatabaseError as error:
            self.close()
            raise WorkspaceError(
                str(self.path), f"no catalogue ({error})", "a SQLite file made by this program"
            ) from error

    def _create(self) -> None:
        with self.transaction() as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version == 0:
                for statement in _SCHEMA.split(";\n"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {_FORMAT}")
            elif version != _FORMAT:
                raise WorkspaceError(
                    str(self.path),
                    f"a catalogue of format {version}",
                    str(_FORMAT),
                    "Use the version of Backchannel that made it, or ingest into a new workspace.",
                )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All that is written in a `with` together, or nothing of it where it raises."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield self._connection
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def has(self, article: Article, extractor: str) -> bool:
        """Whether this very article was read by this version of the extractor."""
        row = self._connection.execute("SELECT digest, extractor FROM article WHERE id = ?", [article.id]).fetchone()
        return bool(row == (article.digest, extractor))

    def record(self, article: Article, extractor: str, report: Report, quads: Iterable[Quad]) -> None:
        """Keep an article with its graph and the gate's report, in place of an earlier reading of it."""
        graph = written(quads, RdfFormat.N_QUADS)
        row = (
            article.id, article.digest, article.title, article.url, article.publisher,
            article.published and article.published.isoformat(), article.origin, article.text, extractor,
            int(report.conforms), json.dumps([asdict(finding) for finding in report.findings]),
            zlib.compress(graph), _sha256(graph),
        )  # fmt: skip
        with self.transaction() as connection:
            connection.execute(f"INSERT OR REPLACE INTO article VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608
            connection.execute("DELETE FROM refusal WHERE origin = ?", [article.origin])

    def refuse(self, error: KGError) -> None:
        """Keep why a source yielded no article."""
        with self.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO refusal VALUES (?, ?)", [error.where, str(error)])

    def forgive(self, origin: str) -> None:
        """Forget that a source yielded no article, since it does now; writes only where it was refused before."""
        if self._connection.execute("SELECT 1 FROM refusal WHERE origin = ?", [origin]).fetchone():
            with self.transaction() as connection:
                connection.execute("DELETE FROM refusal WHERE origin = ?", [origin])

    def accepted(self) -> Iterator[AcceptedArticle]:
        """The accepted articles, by id."""
        rows = "SELECT id, graph_digest, published FROM article WHERE accepted ORDER BY id"
        for article_id, digest, published in self._connection.execute(rows):
            yield AcceptedArticle(article_id, digest, published or "")

    def graph(self, article_id: str, digest: str) -> bytes:
        """The accepted graph of an article as sorted N-Quads; a WorkspaceError if it is no longer the one asked for."""
        query = "SELECT quads FROM article WHERE id = ? AND graph_digest = ? AND accepted"
        row = self._connection.execute(query, [article_id, digest]).fetchone()
        if row is None:
            raise WorkspaceError(
                str(self.path), f"article {article_id} changed while it was published", remedy="Run `publish` again."
            )
        return zlib.decompress(row[0])

    def quarantined(self) -> Iterator[Quarantined]:
        """What reaches no release, by origin."""
        rows = self._connection.execute(
            "SELECT origin, report FROM article WHERE NOT accepted ORDER BY origin"
        ).fetchall()
        for origin, report in rows:
            yield Quarantined(origin, tuple(f["message"] for f in json.loads(report) if f["severity"] == "violation"))
        for origin, reason in self._connection.execute("SELECT origin, reason FROM refusal ORDER BY origin").fetchall():
            yield Quarantined(origin, (reason,))

    def issue_release(self, digest: str, today: date) -> IssuedRelease:
        """The release made from what has this digest: the one issued before, or a new one of today."""
        with self.transaction() as connection:
            row = connection.execute("SELECT version, issued FROM release WHERE digest = ?", [digest]).fetchone()
            if row is None:
                count = connection.execute(
                    "SELECT count(*) FROM release WHERE issued = ?", [today.isoformat()]
                ).fetchone()
                row = (f"{today.isoformat()}.{count[0] + 1}", today.isoformat())
                connection.execute(
                    "INSERT INTO release (digest, issued, version) VALUES (?, ?, ?)", [digest, row[1], row[0]]
                )
        return IssuedRelease(row[0], date.fromisoformat(row[1]))


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
