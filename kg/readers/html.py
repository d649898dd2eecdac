"""HTML: text and metadata as trafilatura finds them; comments and tables are left out, headings and lists stay."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import trafilatura
from trafilatura.settings import Document

from kg.article import Article
from kg.errors import SourceError
from kg.readers.sources import Source

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([A-Za-z0-9_-]{2,40})", re.IGNORECASE)
# Only a date that the page marks as its own: the extensive search would take any date it finds.
_DATE_SEARCH = {"extensive_search": False, "original_date": True}


def read(source: Source) -> Iterator[Article | SourceError]:
    """The one article of a page."""
    markup = _decoded(source)
    if isinstance(markup, SourceError):
        yield markup
        return
    page = trafilatura.bare_extraction(
        markup, url=source.url, with_metadata=True, include_comments=False, include_tables=False,
        date_extraction_params=_DATE_SEARCH,
    )  # fmt: skip
    if not isinstance(page, Document) or not page.text:
        yield SourceError(
            source.origin,
            "an HTML page without an article's text",
            "a page whose text stands in its HTML",
            "Save the page as the browser shows it, or give the text as .txt.",
        )
        return
    yield Article(
        text=page.text,
        title=page.title,
        url=page.url or source.url,
        publisher=page.sitename,
        published=date.fromisoformat(page.date) if page.date else None,
        origin=source.origin,
        name=Path(source.origin).stem,
    )


def _decoded(source: Source) -> str | SourceError:
    """The page as text by the encoding that the server or the page names, else UTF-8; never by a guess."""
    named = _CHARSET.search(source.content[:2048])
    encoding = source.charset or (named[1].decode("ascii") if named else "utf-8")
    try:
        return source.content.decode(encoding)
    except (LookupError, UnicodeDecodeError) as error:
        problem = f"byte 0x{source.content[error.start]:02x}" if isinstance(error, UnicodeDecodeError) else "its name"
        found = f"a page said to be {encoding}, which {problem} is not"
        return SourceError(source.origin, found, "a page in the encoding it names", "Save it anew as UTF-8.")
