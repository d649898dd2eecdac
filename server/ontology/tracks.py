"""The track schemes side by side, and what each of them says of the Singapore talks of the worked example."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.query import rows, select

_FOLDER = Path(__file__).parent
_MANY = 4
"""Tracks of a scheme that numbers sorts of actors; the others have three at most."""
Row = dict[str, str]


@dataclass(frozen=True)
class Scheme:
    """A scheme with its tracks by the number that they are called."""

    iri: str
    label: str
    definition: str
    tracks: dict[str, Row]


@dataclass(frozen=True)
class Table:
    """The schemes that share numbers, and those numbers; `others` number their tracks by sorts of actors."""

    numbers: tuple[str, ...]
    schemes: tuple[Scheme, ...]
    others: tuple[Scheme, ...]


@dataclass(frozen=True)
class WorkedExample:
    """Who sat at the table, what is held of the track, and which of the schemes is silent."""

    participants: tuple[Row, ...]
    claims: tuple[Row, ...]
    silent: tuple[str, ...]


@lru_cache(maxsize=1)
def load_table() -> Table:
    """The schemes as the ontology has them."""
    found: dict[str, Scheme] = {}
    for row in _rows("schemes"):
        scheme = Scheme(row["scheme"], row["schemeLabel"], row["schemeDefinition"], {})
        found.setdefault(row["scheme"], scheme).tracks[row["number"]] = row
    shared = tuple(scheme for scheme in found.values() if len(scheme.tracks) < _MANY)
    others = tuple(scheme for scheme in found.values() if len(scheme.tracks) >= _MANY)
    return Table(tuple(sorted({number for scheme in shared for number in scheme.tracks})), shared, others)


@lru_cache(maxsize=1)
def load_worked_example() -> WorkedExample:
    """What the rules make of the example, computed."""
    claims = _rows("claims")
    decided = {row.get("scheme") for row in claims}
    silent = tuple(scheme.label for scheme in load_table().schemes if scheme.label not in decided)
    return WorkedExample(_rows("participants"), claims, silent)


def _rows(name: str) -> tuple[Row, ...]:
    from kg.release.example import load_example  # noqa: PLC0415 - brings the reading of articles: 1.5 s and 80 MB

    return tuple(rows(select(load_example(), (_FOLDER / f"{name}.rq").read_text("utf-8"))))
