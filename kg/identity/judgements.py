"""Judgements of people: which appearances are the same and which are different, in a file that a team keeps in git.

The file is SSSOM (Matentzoglu et al. 2022, doi:10.1093/database/baac035), tab-separated: a row says that two things are
the same (`skos:exactMatch`), are not (the same with the modifier `Not`), or that it could not be decided
(`skos:relatedMatch`). A thing is named by its IRI in a release, or as one article presents it:
`bcid:appearance/<article>/person/<name>`. The last row about two things counts; a decision is undone by another row,
never by changing one.
"""

import csv
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.errors import WorkspaceError
from kg.identity.clusters import Verdict
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
    "mapping_date",
    "confidence",
    "mapping_tool",
    "comment",
)
_HEAD = (
    "#curie_map:",
    f"#  bcid: {BASE}",
    "#  skos: http://www.w3.org/2004/02/skos/core#",
    "#  semapv: https://w3id.org/semapv/vocab/",
    "#  orcid: https://orcid.org/",
    "#mapping_set_id: https://w3id.org/backchannel/id/mappings/identity",
    "#license: https://creativecommons.org/publicdomain/zero/1.0/",
)
_PREDICATES: dict[Verdict, tuple[str, str]] = {
    "same": ("skos:exactMatch", ""),
    "different": ("skos:exactMatch", "Not"),
    "unsure": ("skos:relatedMatch", ""),
}
VERDICTS: tuple[Verdict, ...] = ("same", "different", "unsure")
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
    """The judgements that count, the last of each two things, in their order; none where the file is not there.

    Raises WorkspaceError, with the line, where a row cannot be read.
    """
    if not path.exists():
        return ()
    latest: dict[frozenset[str], Judgement] = {}
    for judgement in _rows(path):
        pair = frozenset((judgement.subject, judgement.object))
        latest.pop(pair, None)
        latest[pair] = judgement
    return tuple(latest.values())


def append_judgement(path: Path, judgement: Judgement) -> None:
    """Add a row to the file, made on first use; on the disk when this returns."""
    is_new = not path.exists() or path.stat().st_size == 0
    with path.open("a", encoding="utf-8", newline="") as file:
        if is_new:
            file.write("\n".join((*_HEAD, "\t".join(COLUMNS))) + "\n")
        file.write(row_of(judgement))
        file.flush()
        os.fsync(file.fileno())


def written_judgements(judgements: Iterable[Judgement]) -> str:
    """A whole file of judgements."""
    return "\n".join((*_HEAD, "\t".join(COLUMNS))) + "\n" + "".join(map(row_of, judgements))


def row_of(judgement: Judgement) -> str:
    """A judgement as a line of the file."""
    predicate, modifier = _PREDICATES[judgement.verdict]
    justification = "semapv:ManualMappingCuration" if judgement.author else "semapv:CompositeMatching"
    values = (
        f"bcid:{judgement.subject}",
        judgement.subject_label,
        predicate,
        modifier,
        f"bcid:{judgement.object}",
        judgement.object_label,
        justification,
        judgement.author,
        judgement.day,
        "" if judgement.score is None else f"{judgement.score:g}",
        "" if judgement.author else "backchannel",
        judgement.why,
    )
    return "\t".join(" ".join(value.split()) for value in values) + "\n"


def _rows(path: Path) -> Iterator[Judgement]:
    with path.open(encoding="utf-8", newline="") as file:
        numbered = ((n, line.rstrip("\r\n")) for n, line in enumerate(file, 1))
        lines = [(number, line) for number, line in numbered if line.strip() and not line.startswith("#")]
    if not lines:
        return
    columns = lines[0][1].split("\t")
    if missing := {"subject_id", "predicate_id", "object_id"}.difference(columns):
        raise WorkspaceError(
            f"{path}, line {lines[0][0]}", f"no column {', '.join(sorted(missing))}", "the columns of SSSOM"
        )
    for number, line in lines[1:]:
        yield _judgement(
            dict(zip(columns, next(csv.reader([line], delimiter="\t", quoting=csv.QUOTE_NONE)), strict=False)),
            f"{path}, line {number}",
        )


def _judgement(row: dict[str, str], where: str) -> Judgement:
    said = (row.get("predicate_id", ""), row.get("predicate_modifier") or "")
    verdict = next((verdict for verdict in VERDICTS if _PREDICATES[verdict] == said), None)
    if verdict is None:
        expected = "skos:exactMatch, the same with Not, or skos:relatedMatch"
        raise WorkspaceError(where, f"predicate {' '.join(said).strip() or '(none)'}", expected)
    day = row.get("mapping_date", "")
    return Judgement(
        _key(row.get("subject_id", ""), where),
        _key(row.get("object_id", ""), where),
        verdict,
        author=row.get("author_id", ""),
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
