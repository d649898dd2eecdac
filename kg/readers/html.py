"""HTML: text and metadata as trafilatura finds them; comments and tables are left out, headings and lists stay."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import trafilatura
from trafilatura.settings import Document

from kg.article import Article
from kg.errors import SourceError
from kg.readers.sources import Source

# Only a date that the page marks as its own: the extensive search would take any date it finds.
_DATE_SEARCH = {"extensive_search": False, "original_date": True}


def read(source: Source) -> Iterator[Article | SourceError]:
    """The one article of a page."""
    page = trafilatura.bare_extraction(
        source.content, url=source.url, with_metadata=True, include_comments=False, include_tables=False,
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
