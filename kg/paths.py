"""Where the ontology and the shapes lie: beside the packages in a checkout, inside `kg` in a wheel."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

_PACKAGE = Path(__file__).parent


def _folder(name: str) -> Path:
    packaged = _PACKAGE / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name


ONTOLOGY = _folder("ontology")
SHAPES = _folder("shapes")
LEXICON = _PACKAGE / "lexicon"
NAMES = _PACKAGE / "names"


def digest_of(files: Iterable[Path]) -> str:
    """SHA-256 over the names and contents of files, whatever their order, hexadecimal."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
