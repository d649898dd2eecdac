"""The ledger: every decision on a link, in one file that is only added to, in SSSOM's table form.

`links.sssom.tsv` in the workspace can be kept in git and edited by hand; SSSOM 1.0 (mapping-commons.github.io/sssom)
says what its columns mean. A later row beats an earlier one of the same pair, a person's row beats every row of the
linker, a refusal stays until it is undone, and undoing is a new row. What the linker leaves to people stands here with
`"verdict": "review"` in its comment: it is no link.

    predicate_modifier Not                the subject is not that item
    object_id sssom:NoTermFound           Wikidata has no item of it; asked again after the day in the comment
    comment                               JSON: verdict, why, score, features, the second best; or words of a person
"""

import csv
import io
import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Literal

from kg.errors import LinkError
from kg.vocab import BASE

FILE = "links.sssom.tsv"
LINKER = "bc:linker"
NO_TERM = "sssom:NoTermFound"
Verdict = Literal["accept", "reject", "review", "none", "undo"]

_HEAD = """\
#curie_map:
#  bc: https://w3id.org/backchannel/ontology#
#  bcid: https://w3id.org/backchannel/id/
#  orcid: https://orcid.org/
#  skos: http://www.w3.org/2004/02/skos/core#
#  semapv: https://w3id.org/semapv/vocab/
#  sssom: https://w3id.org/sssom/
#  wd: http://www.wikidata.org/entity/
#mapping_set_id: https://w3id.org/backchannel/links.sssom.tsv
#license: https://creativecommons.org/licenses/by/4.0/
"""
_SUBJECT = re.compile(r"bcid:[a-z-]+/[^\s|]+")
_OBJECT = re.compile(r"wd:Q[1-9][0-9]{0,11}")


@dataclass(frozen=True)
class Row:
    """A row; the fields are columns of SSSOM, empty where nothing is said."""

    subject_id: str
    subject_label: str
    predicate_modifier: str
    predicate_id: str
    object_id: str
    object_label: str
    mapping_justification: str
    confidence: str
    author_id: str
    mapping_date: str
    match_string: str
    mapping_tool_version: str
    object_source_version: str
    comment: str

    @property
    def subject(self) -> str:
        """The IRI of the subject."""
        return BASE + self.subject_id.removeprefix("bcid:")

    @property
    def item(self) -> str | None:
        """The number of the item; None where the row says that there is none."""
        return None if self.object_id == NO_TERM else self.object_id.removeprefix("wd:")

    @property
    def is_human(self) -> bool:
        """Whether a person decided."""
        return self.author_id != LINKER

    @property
    def details(self) -> dict[str, Any]:
        """The JSON of the comment; empty where a person wrote words."""
        return _json_of(self.comment)

    @property
    def verdict(self) -> Verdict:
        """What the row decides; a person's row need not name it."""
        said = self.details.get("verdict")
        if said in {"review", "undo"}:
            return "review" if said == "review" else "undo"
        if self.predicate_modifier == "Not":
            return "reject"
        return "none" if self.item is None else "accept"


COLUMNS = tuple(field.name for field in fields(Row))


@dataclass(frozen=True)
class Standing:
    """What the ledger says of one subject, all rows weighed."""

    accepted: Row | None
    rejected: tuple[Row, ...]
    review: Row | None
    none: Row | None

    @property
    def denied(self) -> frozenset[str]:
        """The items that it is not."""
        return frozenset(row.item for row in self.rejected if row.item)

    def is_open(self, today: date) -> bool:
        """Whether the linker may ask for it: nothing is decided by a person, found, or awaits review or its day."""
        if self.accepted or self.review:
            return False
        if self.none is None:
            return True
        recheck = self.none.details.get("recheck")
        return isinstance(recheck, str) and recheck <= today.isoformat()


def human_row(  # noqa: PLR0913, PLR0917 - one parameter a column
    name: str, label: str, item: str, verdict: str, author: str, comment: str, today: date
) -> Row:
    """The row of a person's decision: of the thing `name` ("person/ri-yong-ho") and an item, or "none".

    Raises LinkError where name or item are none.
    """
    row = Row(
        subject_id=f"bcid:{name}",
        subject_label=label,
        predicate_modifier="Not" if verdict == "reject" else "",
        predicate_id="skos:exactMatch",
        object_id=NO_TERM if item == "none" else f"wd:{item.removeprefix('wd:')}",
        object_label="",
        mapping_justification="semapv:ManualMappingCuration",
        confidence="",
        author_id=author,
        mapping_date=today.isoformat(),
        match_string="",
        mapping_tool_version="",
        object_source_version="",
        comment=json.dumps({"verdict": verdict, "why": comment}, ensure_ascii=False),
    )
    return _checked({column: getattr(row, column) for column in COLUMNS}, name)


def read_ledger(path: Path) -> tuple[Row, ...]:
    """The rows of a ledger, oldest first; none where there is no file. Raises LinkError for a line that is none."""
    try:
        return tuple(parse(_whole(path.read_bytes(), str(path)).decode(), str(path)))
    except FileNotFoundError:
        return ()
    except UnicodeDecodeError:
        raise LinkError(str(path), "bytes that are no UTF-8", "a table in UTF-8") from None


def parse(text: str, where: str) -> Iterator[Row]:
    """The rows of a ledger's text."""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line and not line.startswith("#")]
    if not lines:
        return
    header = lines[0][1].rstrip("\r").split("\t")
    missing = {"subject_id", "object_id", "predicate_id", "author_id"} - set(header)
    if missing:
        found = f"a head without {', '.join(sorted(missing))}"
        raise LinkError(f"{where}, line {lines[0][0]}", found, "the columns of SSSOM")
    for number, line in lines[1:]:
        cells = next(csv.reader([line.rstrip("\r")], delimiter="\t"), [])
        if len(cells) != len(header):
            found = f"{len(cells)} cells"
            raise LinkError(f"{where}, line {number}", found, str(len(header)), "Mend or delete the line.")
        yield _checked(dict(zip(header, cells, strict=True)), f"{where}, line {number}")


def _checked(cells: dict[str, str], where: str) -> Row:
    row = Row(**{column: cells.get(column, "") for column in COLUMNS})
    if not _SUBJECT.fullmatch(row.subject_id):
        raise LinkError(where, f"subject_id {row.subject_id!r}", "bcid: with a kind and a name")
    if row.object_id != NO_TERM and not _OBJECT.fullmatch(row.object_id):
        raise LinkError(where, f"object_id {row.object_id!r}", "wd: with a number such as wd:Q42, or sssom:NoTermFound")
    if row.predicate_id != "skos:exactMatch" or row.predicate_modifier not in {"", "Not"}:
        raise LinkError(
            where, f"{row.predicate_modifier} {row.predicate_id}".strip(), "skos:exactMatch, with Not or without"
        )
    if row.author_id == LINKER and not row.details:
        raise LinkError(where, "a comment of the linker that is no JSON", "its verdict", "Delete the line.")
    if not row.author_id:
        raise LinkError(where, "no author_id", "who decided, as orcid:… or a name")
    return row


def append(path: Path, rows: Iterable[Row]) -> None:
    """Add rows at the end, whole and on the disk before this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        file.seek(0)
        found = file.read()
        has = _whole(found, str(path))
        if has != found:
            file.truncate(len(has))
        head = b"" if has else (_HEAD + "\t".join(COLUMNS) + "\n").encode()
        gap = b"\n" if has and not has.endswith(b"\n") else b""
        file.write(head + gap + written(rows, _header_of(has)).encode())
        file.flush()
        os.fsync(file.fileno())


def _whole(content: bytes, where: str) -> bytes:
    """A ledger's content without a last line that was cut off while it was written.

    A line that ends in no line break is whole where its comment is; one of a person may have none, which nobody can tell
    from one that was cut off.
    """
    rest, _, last = content.rpartition(b"\n")
    if not last or last.startswith(b"#"):
        return content
    cells = next(csv.reader([last.decode("utf-8", "replace")], delimiter="\t"), [])
    columns = _header_of(content)
    if len(cells) == len(columns):
        row = dict(zip(columns, cells, strict=True))
        if tuple(cells) == columns or _json_of(row.get("comment", "")):
            return content
        if row.get("author_id") != LINKER:
            found = "a last line without its line break"
            raise LinkError(where, found, "a whole line", "End it with a line break, or delete it.")
    return rest + b"\n" * bool(rest)


def _json_of(comment: str) -> dict[str, Any]:
    """The object that a comment is; empty where it is words."""
    try:
        said = json.loads(comment)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _header_of(content: bytes) -> tuple[str, ...]:
    """The columns of a file in its own order, so that one made elsewhere stays whole."""
    lines = (line for line in content.splitlines() if line and not line.startswith(b"#"))
    return tuple(next(lines, b"\t".join(map(str.encode, COLUMNS))).decode().split("\t"))


def written(rows: Iterable[Row], columns: Iterable[str] = COLUMNS) -> str:
    """Rows as lines of a table, line breaks and tabs in cells as spaces."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    names = tuple(columns)
    for row in rows:
        writer.writerow([re.sub(r"[\t\r\n]+", " ", getattr(row, name, "")) for name in names])
    return out.getvalue()


def table(rows: Iterable[Row]) -> str:
    """A whole table with its head."""
    return _HEAD + "\t".join(COLUMNS) + "\n" + written(rows)


def standings(rows: Iterable[Row]) -> dict[str, Standing]:
    """What the ledger says of each subject, by its IRI."""
    by_subject: dict[str, dict[str, list[Row]]] = {}
    for row in rows:
        by_subject.setdefault(row.subject, {}).setdefault(row.object_id, []).append(row)
    return {subject: _standing(pairs) for subject, pairs in by_subject.items()}


def _standing(pairs: dict[str, list[Row]]) -> Standing:
    held = [row for of_pair in pairs.values() if (row := _held(of_pair))]
    accepted = [row for row in held if row.verdict == "accept"]
    best = max(accepted, key=_weight, default=None)
    none = next((row for row in held if row.verdict == "none"), None)
    if none is not None and best is not None:
        best, none = (best, None) if _weight(best) >= _weight(none) else (None, none)
    reviews = [row for row in held if row.verdict == "review"]
    is_settled = best is not None or (none is not None and none.is_human)
    return Standing(
        best,
        tuple(row for row in held if row.verdict == "reject"),
        None if is_settled or not reviews else reviews[-1],
        none,
    )


def _weight(row: Row) -> tuple[bool, str]:
    return row.is_human, row.mapping_date


def _held(rows: list[Row]) -> Row | None:
    """The row of a pair that holds: a person's last, else the linker's last refusal, else its last word.

    Undoing takes away all that was said of the pair before.
    """
    last_undo = max((n for n, row in enumerate(rows) if row.verdict == "undo"), default=-1)
    rows = rows[last_undo + 1 :]
    human = [row for row in rows if row.is_human]
    refusals = [row for row in rows if row.verdict == "reject"]
    return next(reversed(human or refusals or rows), None)
