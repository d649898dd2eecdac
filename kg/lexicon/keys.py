"""Keys of names: what stays of a name when case, marks and hyphens are taken away."""

import re
import unicodedata

_LETTERS = str.maketrans(
    dict(zip("łŁøØıđĐðÐ", "lLoOidDdD", strict=True))
    | {"æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th"}
)
"""Letters that Unicode does not take apart into a Latin letter and a mark."""


def name_key(name: str) -> str:
    """A name without case, marks and hyphens: "Ri Yong-ho" and "RI YONG HO" are both "ri yong ho".

    Letters of other scripts stay as they are.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.translate(_LETTERS)) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", plain.casefold()))
