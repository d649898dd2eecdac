"""The ledger: every decision on a link, in one file that is only added to, in SSSOM's table form.

`links.sssom.tsv` in the workspace can be kept in git and edited by hand; `kg.sssom` tells how it is written, and `rows`
which rows hold. What the linker leaves to people stands here with `"verdict": "review"` in its comment: it is no link.

    predicate_modifier Not                the subject is not that item
    object_id sssom:NoTermFound           Wikidata has no item of it; asked again after the day in the comment
    author_id, author_label               who decided; the linker has neither, and mapping_tool in their place
    comment                               JSON: verdict, why, score, features, the second best; or words of a person
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from kg import sssom
from kg.errors import LinkError
from kg.linking.rows import COLUMNS, LINKER, Row, checked, json_of
from kg.sssom import Cells, Form

FILE = "links.sssom.tsv"


def _is_whole(cells: Cells) -> bool | None:
    """Whether a last line is whole: where its comment is. One of a person may have none, which nobody can tell."""
    if json_of(cells.get("comment", "")):
        return True
    return False if cells.get("mapping_tool") == LINKER else None


FORM = Form(
    "https://w3id.org/backchannel/links.sssom.tsv",
    "https://creativecommons.org/licenses/by/4.0/",
    COLUMNS,
    frozenset({"subject_id", "object_id", "predicate_id", "author_id"}),
    _is_whole,
    LinkError,
)


def read_ledger(path: Path) -> tuple[Row, ...]:
    """The rows of a ledger, oldest first; none where there is no file. Raises LinkError for a line that is none."""
    return tuple(parse(read_text(path), str(path)))


def read_text(path: Path) -> str:
    """The content of a ledger without a line that was cut off; empty where there is no file."""
    return sssom.read_text(path, FORM)


def parse(text: str, where: str) -> Iterator[Row]:
    """The rows of a ledger's text."""
    return (checked(cells, line) for line, cells in sssom.parse_rows(text, where, FORM))


def append(path: Path, rows: Iterable[Row]) -> None:
    """Add rows at the end, whole and on the disk before this returns."""
    sssom.append_rows(path, map(asdict, rows), FORM)


def table(rows: Iterable[Row]) -> str:
    """A whole table with its head."""
    return sssom.written_table(map(asdict, rows), FORM)
