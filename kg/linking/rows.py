"""Decisions on links as rows, and what holds of them all.

A later row beats an earlier one of the same pair, a person's row beats every row of the linker, a refusal stays until
it is undone, and undoing is a new row.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

from kg.errors import LinkError
from kg.sssom import Cells, author_cells
from kg.vocab import BASE

LINKER = "backchannel link"
"""What stands in `mapping_tool` where the linker decided."""
NO_TERM = "sssom:NoTermFound"
Verdict = Literal["accept", "reject", "review", "none", "undo"]

_SUBJECT = re.compile(r"bcid:[a-z-]+/[^\s|<>\"{}\\^`]+")
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
    author_label: str
    mapping_date: str
    match_string: str
    mapping_tool: str
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
        return bool(self.author_id or self.author_label)

    @property
    def details(self) -> dict[str, Any]:
        """The JSON of the comment; empty where a person wrote words."""
        return json_of(self.comment)

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
    cells = {
        "subject_id": f"bcid:{name}",
        "subject_label": label,
        "predicate_modifier": "Not" if verdict == "reject" else "",
        "predicate_id": "skos:exactMatch",
        "object_id": NO_TERM if item == "none" else f"wd:{item.removeprefix('wd:')}",
        "mapping_justification": "semapv:ManualMappingCuration",
        "mapping_date": today.isoformat(),
        "comment": json.dumps({"verdict": verdict, "why": comment}, ensure_ascii=False),
    }
    return checked(cells | author_cells(author), name)


def checked(cells: Cells, where: str) -> Row:
    """The row of some cells; raises LinkError where they are none that a decision can have."""
    row = Row(**{column: cells.get(column, "") for column in COLUMNS})
    if not _SUBJECT.fullmatch(row.subject_id):
        raise LinkError(where, f"subject_id {row.subject_id!r}", "bcid: with a kind and a name")
    if row.object_id != NO_TERM and not _OBJECT.fullmatch(row.object_id):
        raise LinkError(where, f"object_id {row.object_id!r}", "wd: with a number such as wd:Q42, or sssom:NoTermFound")
    if row.predicate_id != "skos:exactMatch" or row.predicate_modifier not in {"", "Not"}:
        raise LinkError(
            where, f"{row.predicate_modifier} {row.predicate_id}".strip(), "skos:exactMatch, with Not or without"
        )
    if not row.is_human and row.mapping_tool == LINKER and not row.details:
        raise LinkError(where, "a comment of the linker that is no JSON", "its verdict", "Delete the line.")
    if not row.is_human and not row.mapping_tool:
        raise LinkError(where, "no author_id", "who decided, as orcid:…, or in author_label a name")
    return row


def json_of(comment: str) -> dict[str, Any]:
    """The object that a comment is; empty where it is words."""
    try:
        said = json.loads(comment)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


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
