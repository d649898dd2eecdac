"""Datelines: the place that a report says it is written in."""

import re
from collections.abc import Iterable
from typing import TypeVar

from spacy.tokens import Doc

from kg.mentions.mention import Mention

P = TypeVar("P", bound=Mention)
_DATELINE = re.compile(
    r"(?:, [A-Z][\w. ]{2,20})?(?:,? (?:[A-Z][a-z]+\.? \d{1,2}|\d{1,2} [A-Z][a-z]+)(?:,? \d{4})?)?"
    r"\s?(?:\([^)\n]{2,60}\))?\s?(?:-{1,2}|–|—|:|\n)\s?"
)
"""What follows the place of a dateline: country, day and agency, then a dash, a colon or the end of the line."""
_LONGEST = 24
"""Tokens after the place in which it is looked for."""


def dateline_place(doc: Doc, places: Iterable[P]) -> P | None:
    """The place that a report says it is written in: at the beginning of a line, before a dash or colon."""
    for place in places:
        is_first = place.start == 0 or "\n" in doc[place.start - 1].text
        line = doc[place.end - 1 : place.end + _LONGEST] if is_first else None
        if line is not None and _DATELINE.match(line.text, len(line[0])):
            return place
    return None
