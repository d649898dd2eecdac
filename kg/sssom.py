"""Tables in SSSOM, the form in which decisions are kept and shared: read, healed, written and added to.

A table has a head of lines with `#`, a line of columns and then a row a line, parted by tabs. What rows mean is up to
those who read them. SSSOM 1.0 (mapping-commons.github.io/sssom;
Matentzoglu et al. 2022, doi:10.1093/database/baac035) says what the columns are. Files are only added to, can be edited
by hand, and survive being killed while they are written.
"""

import csv
import io
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import KGError
from kg.vocab import PREFIXES

Cells = Mapping[str, str]
"""The cells of a row by column; those that are not there are empty."""
_PREFIXES = {name: PREFIXES[name] for name in ("bcid", "skos", "wd")} | {
    "orcid": "https://orcid.org/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sssom": "https://w3id.org/sssom/",
}
_REFERENCE = re.compile(r"(?:orcid:|https?://)\S+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True)
class Form:
    """What a kind of table is: its name as an IRI, its license, its columns, and those that every file must have.

    `is_whole` tells of a last line that ends in no line break, and has a cell for each column, whether it was written
    to its end; None where nobody can tell. `error` is raised where a file cannot be read.
    """

    set_id: str
    license: str
    columns: tuple[str, ...]
    required: frozenset[str]
    is_whole: Callable[[Cells], bool | None]
    error: type[KGError]

    @property
    def head(self) -> str:
        """The lines that a new table begins with, the columns last."""
        prefixes = "".join(f"#  {name}: {iri}\n" for name, iri in sorted(_PREFIXES.items()))
        about = f"#mapping_set_id: {self.set_id}\n#license: {self.license}\n"
        return f"#curie_map:\n{prefixes}{about}" + "\t".join(self.columns) + "\n"


def read_text(path: Path, form: Form) -> str:
    """The content of a table without a line that was cut off; empty where there is no file."""
    try:
        return _whole(path.read_bytes(), str(path), form).decode()
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        raise form.error(str(path), "bytes that are no UTF-8", "a table in UTF-8") from None


def parse_rows(text: str, where: str, form: Form) -> Iterator[tuple[str, Cells]]:
    """The rows of a table, each with where it stands. Raises the form's error for a line that is none."""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip() and line[0] != "#"]
    if not lines:
        return
    columns = _cells(lines[0][1])
    if missing := form.required.difference(columns):
        found = f"no column {', '.join(sorted(missing))}"
        raise form.error(f"{where}, line {lines[0][0]}", found, "the columns of SSSOM")
    for number, line in lines[1:]:
        cells = _cells(line)
        if len(cells) != len(columns):
            found = f"{len(cells)} cells"
            raise form.error(f"{where}, line {number}", found, str(len(columns)), "Mend or delete the line.")
        yield f"{where}, line {number}", dict(zip(columns, cells, strict=True))


def append_rows(path: Path, rows: Iterable[Cells], form: Form) -> None:
    """Add rows at the end, whole and on the disk before this returns; the file is made where there is none.

    A line that was cut off is taken away. A file keeps its own columns in its own order. Raises the form's error where
    it lacks a column in which a row says something.
    """
    added = list(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        file.seek(0)
        found = file.read()
        kept = _whole(found, str(path), form)
        columns = _columns_of(kept, form)
        if lost := {name for row in added for name, cell in row.items() if cell} - set(columns):
            found_there = f"no column {', '.join(sorted(lost))}"
            raise form.error(str(path), found_there, "all that a decision has", "Add it.")
        if kept != found:
            file.truncate(len(kept))
        head = "" if kept else form.head
        gap = "\n" if kept and not kept.endswith(b"\n") else ""
        file.write((head + gap + written_rows(added, columns)).encode())
        file.flush()
        os.fsync(file.fileno())


def written_rows(rows: Iterable[Cells], columns: Iterable[str]) -> str:
    """Rows as lines, with spaces for line breaks, tabs and control characters in cells."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    names = tuple(columns)
    for row in rows:
        writer.writerow([_CONTROLS.sub(" ", row.get(name, "")) for name in names])
    return out.getvalue()


def written_table(rows: Iterable[Cells], form: Form) -> str:
    """A whole table."""
    return form.head + written_rows(rows, form.columns)


def author_cells(author: str) -> dict[str, str]:
    """Who decided, in the column for identifiers (`orcid:…`, an address) or in that for names."""
    return {"author_id" if _REFERENCE.fullmatch(author) else "author_label": author}


def _cells(line: str) -> list[str]:
    return next(csv.reader([line.rstrip("\r")], delimiter="\t"), [])


def _whole(content: bytes, where: str, form: Form) -> bytes:
    """A table's content without a last line that was cut off while it was written.

    One with a cell for each column, of which nobody can tell whether it was, is an error.
    """
    rest, _, last = content.rpartition(b"\n")
    if not last or last.startswith(b"#"):
        return content
    cells, columns = _cells(last.decode("utf-8", "replace")), _columns_of(content, form)
    if tuple(cells) == columns:
        return content
    is_whole = form.is_whole(dict(zip(columns, cells, strict=True))) if len(cells) == len(columns) else False
    if is_whole is None:
        found = "a last line without its line break"
        raise form.error(where, found, "a whole line", "End it with a line break, or delete it.")
    return content if is_whole else rest + b"\n" * bool(rest)


def _columns_of(content: bytes, form: Form) -> tuple[str, ...]:
    """The columns of a file in its own order, so that one made elsewhere stays whole."""
    lines = (line for line in content.splitlines() if line and not line.startswith(b"#"))
    first = next(lines, None)
    return form.columns if first is None else tuple(_cells(first.decode("utf-8", "replace")))
