"""Plain text: the title is a first line that stands alone; text or file name may tell the day of publication."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from kg.article import Article
from kg.dates import PartialDate, find_dates
from kg.errors import SourceError
from kg.readers.sources import Source, decode

_PUBLISHED = re.compile(
    r"^\s*(?:this (?:article|story|report) )?(?:was )?(?:first |last )?(?:published|posted|updated)(?: on)?\s*:?\s",
    re.IGNORECASE | re.MULTILINE,
)
_NAMED_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d-\d\d-\d\d)(?!\d)")
_LONGEST_TITLE = 200


def read(source: Source) -> Iterator[Article | SourceError]:
    """The one article of a text file."""
    text = decode(source.content, source.origin, source.charset)
    if isinstance(text, SourceError):
        yield text
        return
    yield Article(
        text=text,
        title=find_title(text),
        url=source.url,
        published=find_publication_day(text) or _day_in_name(Path(source.origin).stem),
        origin=source.origin,
        name=Path(source.origin).stem,
    )


def find_title(text: str) -> str | None:
    """The first line, if an empty line follows and it does not end like a sentence."""
    first, _, rest = text.lstrip().partition("\n")
    is_title = rest.startswith("\n") and len(first) <= _LONGEST_TITLE and not first.rstrip().endswith((".", ":", ";"))
    return first.strip() if is_title else None


def find_publication_day(text: str) -> date | None:
    """The day that a line such as "First published on Jan 19, 2015" or "Updated: 13 May 2020" names in full."""
    for match in _PUBLISHED.finditer(text):
        line = text[match.start() : text.find("\n", match.end()) % (len(text) + 1)]
        for phrase in find_dates(line):
            day = phrase.resolve(None)
            if isinstance(day, PartialDate) and day.first == day.last:
                return day.first
    return None


def _day_in_name(name: str) -> date | None:
    match = _NAMED_DAY.search(name)
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None
