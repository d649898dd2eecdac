"""The tables of identity in a workspace's catalogue: evidence, what was concluded from it, and which IRIs are retired.

Evidence and conclusions can be made again from the accepted graphs at any time; `retired` is history, and is kept.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from kg.catalogue import AcceptedArticle
from kg.identity.appearances import Appearance
from kg.identity.canonical import UNDATED, Earliest
from kg.identity.clusters import Comparison, Verdict
from kg.identity.judgements import Judgement
from kg.identity.profiles import Profile
from kg.identity.reports import Report, cells

_SCHEMA = """
CREATE TABLE IF NOT EXISTS identity_maker (   -- of code and lexicon that the rest is made with
  digest TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS evidence (         -- accepted graphs that were looked through
  article TEXT PRIMARY KEY,
  digest TEXT NOT NULL,
  published TEXT                              -- digest of the graph with canonical IRIs; NULL where it is to be made
);
CREATE TABLE IF NOT EXISTS appearance (       -- persons and bodies of articles
  article TEXT NOT NULL, local TEXT NOT NULL, day TEXT NOT NULL,
  profile TEXT NOT NULL, block TEXT NOT NULL, own INTEGER NOT NULL,
  names TEXT NOT NULL,                        -- other spellings there, JSON
  iri TEXT,
  PRIMARY KEY (article, local)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS appearance_by_block ON appearance (block, own, profile, day, article, local);
CREATE INDEX IF NOT EXISTS appearance_by_iri ON appearance (iri);
CREATE INDEX IF NOT EXISTS appearance_by_profile ON appearance (profile, iri);
CREATE TABLE IF NOT EXISTS report (           -- meetings and unnamed processes of articles
  article TEXT NOT NULL, local TEXT NOT NULL, name TEXT NOT NULL, content TEXT NOT NULL,
  iri TEXT,
  PRIMARY KEY (article, local)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS report_by_name ON report (name);
CREATE INDEX IF NOT EXISTS report_by_iri ON report (iri);
CREATE TABLE IF NOT EXISTS cell (             -- where reports are looked up
  cell TEXT NOT NULL, article TEXT NOT NULL, local TEXT NOT NULL,
  PRIMARY KEY (cell, article, local)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS cell_by_article ON cell (article, local);
CREATE TABLE IF NOT EXISTS comparison (       -- what the program concluded, by appearances that stand for each
  one TEXT NOT NULL, other TEXT NOT NULL,
  scope TEXT NOT NULL,                        -- the block it was made in, empty for reports
  verdict TEXT NOT NULL, score REAL NOT NULL, why TEXT NOT NULL,
  PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS comparison_by_other ON comparison (other);
CREATE INDEX IF NOT EXISTS comparison_by_scope ON comparison (scope);
CREATE TABLE IF NOT EXISTS standing (         -- the appearance that stands for an IRI which people judged
  key TEXT PRIMARY KEY, article TEXT NOT NULL, local TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS decision (         -- judgements of people about appearances, as they were last applied
  one TEXT NOT NULL, one_local TEXT NOT NULL, other TEXT NOT NULL, other_local TEXT NOT NULL, verdict TEXT NOT NULL,
  PRIMARY KEY (one, one_local, other, other_local)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS moved (            -- IRIs that a member left since the last publishing, and for which
  iri TEXT NOT NULL, now TEXT, PRIMARY KEY (iri, now)
);
CREATE TABLE IF NOT EXISTS retired (          -- IRIs that releases had and no longer have, and what replaced each
  iri TEXT PRIMARY KEY, replacements TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS evidence_unmade ON evidence (article) WHERE published IS NULL;
"""


Place = tuple[str, str]
"""An article and the local key of a thing in it."""


@dataclass(frozen=True, order=True)
class Decision:
    """That two appearances are the same or different, as a person judged; the lesser first."""

    one: Place
    other: Place
    verdict: Verdict


@dataclass(frozen=True)
class Evidence:
    """What an article's graph tells: its persons and bodies, each with its profile, and its reports."""

    profiles: tuple[tuple[Appearance, Profile], ...]
    reports: tuple[Report, ...]


@dataclass(frozen=True)
class Member:
    """A profile of a block with its earliest appearance and the days of its first and last dated article."""

    profile: Profile
    earliest: Earliest
    span: tuple[str, str]


class Tables:
    """The tables, over the connection of a catalogue."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        for statement in _SCHEMA.split(";\n"):
            connection.execute(statement)

    def rows(self, query: str, *values: object) -> list[Any]:
        """The rows of a query of SQL."""
        return self.connection.execute(query, values).fetchall()

    # evidence

    def digests(self) -> dict[str, str]:
        """Article to digest of the graph that was looked through."""
        return dict(self.connection.execute("SELECT article, digest FROM evidence"))

    def digest_of(self, article: str) -> str:
        """The digest of an article's graph that was looked through."""
        return str(self.rows("SELECT digest FROM evidence WHERE article = ?", article)[0][0])

    def replace_evidence(self, article: AcceptedArticle, evidence: Evidence) -> tuple[set[str], set[Place]]:
        """Keep an article's evidence in place of what there was: blocks that changed, and reports to look at again."""
        old = dict(self.rows("SELECT local, iri FROM appearance WHERE article = ?", article.id))
        blocks, near = self.drop_evidence(article.id)
        day = article.published or UNDATED
        for appearance, profile in evidence.profiles:
            self._insert_appearance(article.id, day, appearance, profile, old.get(appearance.local))
            blocks.add(profile.block)
        for report in evidence.reports:
            self._insert_report(report)
            near.add((report.article, report.local))
        self.connection.execute("INSERT INTO evidence VALUES (?, ?, NULL)", (article.id, article.digest))
        return blocks, near

    def _insert_appearance(
        self, article: str, day: str, appearance: Appearance, profile: Profile, iri: str | None
    ) -> None:
        names = json.dumps(appearance.spellings, ensure_ascii=False)
        row = (article, appearance.local, day, _dumped(profile), profile.block, int(bool(profile.own)), names, iri)
        self.connection.execute("INSERT INTO appearance VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def _insert_report(self, report: Report) -> None:
        row = (report.article, report.local, report.name, _dumped(report))
        self.connection.execute("INSERT INTO report VALUES (?, ?, ?, ?, NULL)", row)
        self.connection.executemany(
            "INSERT INTO cell VALUES (?, ?, ?)", [(cell, report.article, report.local) for cell in cells(report)]
        )

    def drop_evidence(self, article: str) -> tuple[set[str], set[Place]]:
        """Forget an article: the blocks it was in, and the reports that stood beside its own."""
        blocks = {block for (block,) in self.rows("SELECT block FROM appearance WHERE article = ?", article)}
        beside = self.rows(
            "SELECT article, local FROM report WHERE article <> ?1"
            " AND (iri IN (SELECT iri FROM report WHERE article = ?1)"
            " OR name IN (SELECT name FROM report WHERE article = ?1))",
            article,
        )
        for table in ("appearance", "report"):
            self.connection.execute(
                f"INSERT OR IGNORE INTO moved SELECT iri, NULL FROM {table} WHERE article = ? AND iri IS NOT NULL",  # noqa: S608
                (article,),
            )
        for table in ("appearance", "report", "cell", "evidence"):
            self.connection.execute(f"DELETE FROM {table} WHERE article = ?", (article,))  # noqa: S608
        return blocks, {(row[0], row[1]) for row in beside}

    # persons and bodies

    def members(self, block: str, also: Iterable[Place] = ()) -> list[Member]:
        """The profiles of a block that are compared, and those of the appearances that decisions speak of."""
        grouped = (
            "SELECT profile, MIN(day), MIN(day || ' ' || article || ' ' || local), MAX(CASE WHEN day < ? THEN day END)"
        )
        rows = self.rows(f"{grouped} FROM appearance WHERE block = ? AND NOT own GROUP BY profile", UNDATED, block)
        for article, local in also:
            query = f"{grouped} FROM appearance WHERE article = ? AND local = ? AND own GROUP BY profile"
            rows += self.rows(query, UNDATED, article, local)
        return [_member(*row) for row in rows]

    def name_profile(self, profile: Profile, iri: str) -> None:
        """Give all appearances of a profile an IRI."""
        self._rename("appearance", iri, "profile = ?", _dumped(profile))

    def profile_at(self, place: Place) -> Profile | None:
        """The profile of an appearance; None where it is not there."""
        rows = self.rows("SELECT profile FROM appearance WHERE article = ? AND local = ?", *place)
        return read_profile(rows[0][0]) if rows else None

    def carve(self, place: Place) -> None:
        """Take an appearance out of its profile, into one of its own."""
        profile = self.profile_at(place)
        if profile is not None and not profile.own:
            own = _dumped(replace(profile, own=place[0]))
            self.connection.execute(
                "UPDATE appearance SET profile = ?, own = 1 WHERE article = ? AND local = ?", (own, *place)
            )

    def stand_for(self, key: str) -> Place | None:
        """The appearance that stands for an IRI in judgements: the earliest when it was first judged."""
        rows = self.rows("SELECT article, local FROM standing WHERE key = ?", key)
        if not rows:
            rows = self.rows(
                "SELECT article, local FROM appearance WHERE iri = ?1 UNION SELECT article, local FROM report"
                " WHERE iri = ?1 ORDER BY article, local LIMIT 1",
                key,
            )
            self.connection.executemany("INSERT INTO standing VALUES (?, ?, ?)", [(key, *row) for row in rows])
        return (rows[0][0], rows[0][1]) if rows else None

    # events

    def report(self, place: Place) -> Report | None:
        """A report; None where it is not there."""
        rows = self.rows("SELECT content FROM report WHERE article = ? AND local = ?", *place)
        return read_report(rows[0][0]) if rows else None

    def near(self, report: Report) -> list[Report]:
        """The reports that share a cell with one."""
        rows = self.rows(
            "SELECT DISTINCT content FROM cell JOIN report USING (article, local) WHERE cell IN"
            " (SELECT cell FROM cell WHERE article = ? AND local = ?)",
            report.article,
            report.local,
        )
        return [each for (content,) in rows if (each := read_report(content)) != report]

    def named(self, name: str) -> list[Report]:
        """The reports that would have a name by themselves."""
        return [read_report(content) for (content,) in self.rows("SELECT content FROM report WHERE name = ?", name)]

    def name_report(self, report: Report, iri: str) -> None:
        """Give a report's event an IRI."""
        self._rename("report", iri, "article = ? AND local = ?", report.article, report.local)

    def _rename(self, table: str, iri: str, condition: str, *values: str) -> None:
        """Set an IRI where it is another, keep which one it leaves, and mark the articles."""
        which = f"FROM {table} WHERE {condition} AND iri IS NOT ?"
        self.connection.execute(
            f"INSERT OR IGNORE INTO moved SELECT iri, ? {which} AND iri IS NOT NULL",
            (iri, *values, iri),
        )
        self.connection.execute(
            f"UPDATE evidence SET published = NULL WHERE article IN (SELECT article {which})",  # noqa: S608
            (*values, iri),
        )
        self.connection.execute(f"UPDATE {table} SET iri = ? WHERE {condition} AND iri IS NOT ?", (iri, *values, iri))  # noqa: S608

    # what was concluded

    def keep_comparisons(
        self, compared: Iterable[tuple[str, str, Comparison]], *, scope: str = "", keys: Iterable[str] = ()
    ) -> None:
        """Keep comparisons in place of those of a block, or of the reports with these keys."""
        if scope:
            self.connection.execute("DELETE FROM comparison WHERE scope = ?", (scope,))
        self.connection.executemany("DELETE FROM comparison WHERE one = ?1 OR other = ?1", [(key,) for key in keys])
        self.connection.executemany(
            "INSERT OR REPLACE INTO comparison VALUES (?, ?, ?, ?, ?, ?)",
            [(one, other, scope, each.verdict, each.score, each.why) for one, other, each in compared],
        )

    def comparisons(self) -> Iterator[Judgement]:
        """What the program concluded, in order."""
        rows = "SELECT one, other, verdict, score, why FROM comparison ORDER BY one, other"
        for one, other, verdict, score, why in self.connection.execute(rows):
            yield Judgement(one, other, verdict, score=score, why=why)

    def unsure(self) -> list[Judgement]:
        """What the program left to people."""
        return [each for each in self.comparisons() if each.verdict == "unsure"]

    # what articles are published with

    def renamed(self, article: str) -> dict[str, str]:
        """The IRIs (without the base) of an article's things that differ from those it gives them itself."""
        found: dict[str, str] = {}
        for table in ("appearance", "report"):
            found |= self.rows(f"SELECT local, iri FROM {table} WHERE article = ? AND iri <> local", article)  # noqa: S608
        return found

    def unmade(self) -> list[tuple[str, str]]:
        """The articles, with the digests of their graphs, whose published graphs have to be made."""
        rows = self.rows("SELECT article, digest FROM evidence WHERE published IS NULL ORDER BY article")
        return [(row[0], row[1]) for row in rows]

    def keep_published(self, article: str, digest: str) -> None:
        """Keep the digest of an article's graph with canonical IRIs."""
        self.connection.execute("UPDATE evidence SET published = ? WHERE article = ?", (digest, article))

    def published(self) -> dict[str, str]:
        """Article to digest of its graph with canonical IRIs, by article."""
        return dict(self.connection.execute("SELECT article, published FROM evidence ORDER BY article"))

    # judgements of people and the maker

    def decisions(self) -> frozenset[Decision]:
        """The decisions that were last applied."""
        rows = self.rows("SELECT one, one_local, other, other_local, verdict FROM decision")
        return frozenset(Decision((row[0], row[1]), (row[2], row[3]), row[4]) for row in rows)

    def keep_decisions(self, decisions: Iterable[Decision]) -> None:
        """Keep the decisions that are applied now."""
        self.connection.execute("DELETE FROM decision")
        rows = [(*each.one, *each.other, each.verdict) for each in sorted(decisions)]
        self.connection.executemany("INSERT OR REPLACE INTO decision VALUES (?, ?, ?, ?, ?)", rows)

    def mark_old(self, maker: str) -> None:
        """Mark all evidence as old where it was found by other code or another lexicon than this digest stands for."""
        if self.rows("SELECT digest FROM identity_maker") != [(maker,)]:
            self.connection.execute("UPDATE evidence SET digest = ''")
            self.connection.execute("DELETE FROM comparison")
            self.connection.execute("DELETE FROM identity_maker")
            self.connection.execute("INSERT INTO identity_maker VALUES (?)", (maker,))


def _dumped(value: Profile | Report) -> str:
    return json.dumps(asdict(value), ensure_ascii=False, sort_keys=True)


def read_report(content: str) -> Report:
    """The report that was kept as JSON."""
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in json.loads(content).items()}
    return Report(**fields)


def read_profile(content: str) -> Profile:
    """The profile that was kept as JSON."""
    return Profile(**json.loads(content))


def _member(profile: str, first: str, earliest: str, last: str | None) -> Member:
    day, article, local = earliest.split(" ", 2)
    return Member(read_profile(profile), (day, article, local), (first if first != UNDATED else "", last or ""))
