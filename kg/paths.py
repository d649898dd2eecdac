"""Where the ontology and the shapes lie: beside the packages in a checkout, inside `kg` in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def _folder(name: str) -> Path:
    packaged = _PACKAGE / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name


ONTOLOGY = _folder("ontology")
SHAPES = _folder("shapes")
LEXICON = _PACKAGE / "lexicon"
