"""Judgements of people: which appearances are the same and which are different, in a file that a team keeps in git.

The file is SSSOM (Matentzoglu et al. 2022, doi:10.1093/database/baac035), tab-separated: a row says that two things are
the same (`skos:exactMatch`), are not (the same with the modifier `Not`), or that it could not be decided
(`skos:relatedMatch`). A thing is named by its IRI in a release, or as one article presents it:
`bcid:appearance/<article>/person/<name>`. The last row about two things counts; a decision is undone by another row,
never by changing one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import kg
from kg import sssom
from kg.errors import WorkspaceError
from kg.identity.clusters import Verdict
from kg.sssom import Cells, Form, author_cells
from kg.vocab import BASE

FILE = "identity.sssom.tsv"
COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_id",
    "author_label",
    "mapping_date",
    "similarity_score",
    "mapping_tool",
    "mapping_tool_version",
    "comment",
)
FORM = Form(
    "https://w3id.org/backchannel/id/mappings/identity",
    "https://creativecommons.org/publicdomain/zero/1.0/",
    COLUMNS,
    frozenset({"subject_id", "predicate_id", "object_id"}),
    lambda _: True,  # what is decided stands before the comment, which may be empty
    WorkspaceError,
)
PROGRAM = "backchannel identity"
"""What stands in `mapping_tool` where the program concluded."""
_PREDICATES: dict[Verdict, tuple[str, str]] = {
    "same": ("skos:exactMatch", ""),
    "different": ("skos:exactMatch", "Not"),
    "unsure": ("skos:relatedMatch", ""),
}
_APPEARANCE = "appearance/"


@dataclass(frozen=True, order=True)
class Judgement:
    """That two things are the same, different, or not to be told; things by their IRIs without the base.

    `author` is who decided, a name or an identifier such as an ORCID, empty for the program; `day` an ISO day.
    """

    subject: str
    object: str
    verdict: Verdict
    author: str = ""
    day: str = ""
    score: float | None = None
    why: str = ""
    subject_label: str = ""
    object_label: str = ""


def appearance_key(article: str, local: str) -> str:
    """The key that names a thing as one article presents it."""
    return f"{_APPEARANCE}{article}/{local}"


def appearance_of(key: str) -> tuple[str, str] | None:
    """The article and the local key that an appearance's key names; None for other keys."""
    article, _, local = key.removeprefix(_APPEARANCE).partition("/")
    return (article, local) if key.startswith(_APPEARANCE) and local else None


def load_judgements(path: Path) -> tuple[Judgement, ...]:
    """The judgements of people that count, the last of each two things, in their order; none where there is no file.

    Rows that the program concluded, as an export has them, are no judgements. Raises WorkspaceError, with the line,
    where a row cannot be read.
    """
    latest: dict[frozenset[str], Judgement] = {}
    for where, cells in sssom.parse_rows(sssom.read_text(path, FORM), str(path), FORM):
        judgement = _judgement(cells, where)
        if judgement.author or cells.get("mapping_tool") != PROGRAM:
            pair = frozenset((judgement.subject, judgement.object))
            latest.pop(pair, None)
            latest[pair] = judgement
    return tuple(latest.values())


def append_judgement(path: Path, judgement: Judgement) -> None:
    """Add a row to the file, made on first use; on the disk when this returns."""
    sssom.append_rows(path, [_cells(judgement)], FORM)


def written_judgements(judgements: Iterable[Judgement]) -> str:
    """A whole table of judgements."""
    return sssom.written_table(map(_cells, judgements), FORM)


def _cells(judgement: Judgement) -> dict[str, str]:
    predicate, modifier = _PREDICATES[judgement.verdict]
    cells = {
        "subject_id": f"bcid:{judgement.subject}",
        "subject_label": judgement.subject_label,
        "predicate_id": predicate,
        "predicate_modifier": modifier,
        "object_id": f"bcid:{judgement.object}",
        "object_label": judgement.object_label,
        "mapping_date": judgement.day,
        "similarity_score": "" if judgement.score is None else f"{judgement.score:g}",
        "comment": judgement.why,
    }
    return cells | (_by_people(judgement.author) if judgement.author else _BY_PROGRAM)


def _by_people(author: str) -> dict[str, str]:
    return {"mapping_justification": "semapv:ManualMappingCuration"} | author_cells(author)


_BY_PROGRAM = {
    "mapping_justification": "semapv:CompositeMatching",
    "mapping_tool": PROGRAM,
    "mapping_tool_version": kg.__version__,
}


def _judgement(row: Cells, where: str) -> Judgement:
    said = (row["predicate_id"], row.get("predicate_modifier", ""))
    verdict = next((verdict for verdict, names in _PREDICATES.items() if names == said), None)
    if verdict is None:
        expected = "skos:exactMatch, the same with Not, or skos:relatedMatch"
        raise WorkspaceError(where, f"predicate {' '.join(said).strip() or '(none)'}", expected)
    day = row.get("mapping_date", "")
    return Judgement(
        _key(row["subject_id"], where),
        _key(row["object_id"], where),
        verdict,
        author=row.get("author_id") or row.get("author_label", ""),
        day=_day(day, where) if day else "",
        why=row.get("comment", ""),
        subject_label=row.get("subject_label", ""),
        object_label=row.get("object_label", ""),
    )


def _key(name: str, where: str) -> str:
    key = name.removeprefix("bcid:").removeprefix(BASE)
    if key == name or "/" not in key:
        raise WorkspaceError(where, f"{name or 'nothing'}", "an IRI of ours, such as bcid:person/ri-yong-ho")
    return key


def _day(day: str, where: str) -> str:
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError as error:
        raise WorkspaceError(where, f"mapping_date {day}", "an ISO day, such as 2026-01-31") from error
