"""The ledger: every decision on a link, in one file that is only added to, in SSSOM's table form.

`links.sssom.tsv` in the workspace can be kept in git and edited by hand; SSSOM 1.0 (mapping-commons.github.io/sssom)
says what its columns mean; `rows` says which rows hold. What the linker leaves to people stands here with
`"verdict": "review"` in its comment: it is no link.

    predicate_modifier Not                the subject is not that item
    object_id sssom:NoTermFound           Wikidata has no item of it; asked again after the day in the comment
    comment                               JSON: verdict, why, score, features, the second best; or words of a person
"""

import csv
import io
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.errors import LinkError
from kg.linking.rows import COLUMNS, LINKER, Row, checked, json_of

FILE = "links.sssom.tsv"

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


def read_ledger(path: Path) -> tuple[Row, ...]:
    """The rows of a ledger, oldest first; none where there is no file. Raises LinkError for a line that is none."""
    return tuple(parse(read_text(path), str(path)))


def read_text(path: Path) -> str:
    """The content of a ledger without a line that was cut off; empty where there is no file."""
    try:
        return _whole(path.read_bytes(), str(path)).decode()
    except FileNotFoundError:
        return ""
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
        yield checked(dict(zip(header, cells, strict=True)), f"{where}, line {number}")


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
        columns = _header_of(has)
        if missing := set(COLUMNS) - set(columns):
            raise LinkError(str(path), f"no column {', '.join(sorted(missing))}", "all that a decision has", "Add it.")
        file.write(head + gap + written(rows, columns).encode())
        file.flush()
        os.fsync(file.fileno())


def _whole(content: bytes, where: str) -> bytes:
    """A ledger's content without a last line that was cut off while it was written.

    A line that ends in no line break is whole where its comment is; one of a person may have none, which nobody can
    tell from one that was cut off.
    """
    rest, _, last = content.rpartition(b"\n")
    if not last or last.startswith(b"#"):
        return content
    cells = next(csv.reader([last.decode("utf-8", "replace")], delimiter="\t"), [])
    columns = _header_of(content)
    if len(cells) == len(columns):
        row = dict(zip(columns, cells, strict=True))
        if tuple(cells) == columns or json_of(row.get("comment", "")):
            return content
        if row.get("author_id") != LINKER:
            found = "a last line without its line break"
            raise LinkError(where, found, "a whole line", "End it with a line break, or delete it.")
    return rest + b"\n" * bool(rest)


def _header_of(content: bytes) -> tuple[str, ...]:
    """The columns of a file in its own order, so that one made elsewhere stays whole."""
    lines = (line for line in content.splitlines() if line and not line.startswith(b"#"))
    return tuple(next(lines, b"\t".join(map(str.encode, COLUMNS))).decode().split("\t"))


def written(rows: Iterable[Row], columns: Iterable[str] = COLUMNS) -> str:
    """Rows as lines of a table, line breaks, tabs and control characters in cells as spaces."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    names = tuple(columns)
    for row in rows:
        writer.writerow([re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", getattr(row, name, "")) for name in names])
    return out.getvalue()


def table(rows: Iterable[Row]) -> str:
    """A whole table with its head."""
    return _HEAD + "\t".join(COLUMNS) + "\n" + written(rows)
