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


def dateline_place(doc: Doc, places: Iterable[P]) -> P | None:
    """The place that a report says it is written in: at the beginning of a line, before a dash or colon."""
    text = doc.text  # made anew each time it is asked for
    for place in places:
        is_first = place.start == 0 or "\n" in doc[place.start - 1].text
        if is_first and _DATELINE.match(text, doc[place.end - 1].idx + len(doc[place.end - 1])):
            return place
    return None
