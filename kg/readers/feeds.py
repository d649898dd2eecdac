"""RSS and Atom feeds, as feedparser reads them: an article for each entry with text, the feed's title as publisher."""

import calendar
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from time import struct_time
from typing import Any

import feedparser
from trafilatura import html2txt

from kg.article import Article
from kg.errors import SourceError
from kg.readers.sources import Source


def read(source: Source) -> Iterator[Article | SourceError]:
    """The entries of a feed in its order (RSS 0.9x to 2.0, RSS 1.0, Atom 0.3 and 1.0)."""
    feed = feedparser.parse(source.content, response_headers={"content-location": source.url or ""})
    if not feed.version:
        yield SourceError(
            source.origin, "XML that is no feed", "RSS or Atom", "Give the feed's own address, or the articles as HTML."
        )
        return
    if not feed.entries:
        yield SourceError(source.origin, "a feed without entries", "entries with text")
    for number, entry in enumerate(feed.entries, 1):
        yield _article(entry, f"{source.origin}#{number}", feed.feed.get("title"), Path(source.origin).stem)


def _article(entry: Any, origin: str, publisher: str | None, name: str) -> Article | SourceError:
    text = _text(entry)
    if not text.strip():
        return SourceError(origin, "an entry without text", "a summary or content", "Fetch the article itself.")
    title = entry.get("title")
    return Article(
        text=f"{title}\n\n{text}" if title and not text.startswith(title) else text,
        title=title,
        url=entry.get("link"),
        publisher=publisher,
        published=_day(entry.get("published_parsed") or entry.get("updated_parsed")),
        origin=origin,
        name=f"{name}-{origin.rpartition('#')[2]}",
    )


def _text(entry: Any) -> str:
    """The longest of the entry's contents, as text."""
    markups = [content.get("value", "") for content in entry.get("content", [])] + [entry.get("summary", "")]
    markup = max(markups, key=len)
    return str(html2txt(f"<html><body>{markup}</body></html>")) if markup else ""


def _day(moment: struct_time | None) -> date | None:
    """The day of a moment in universal time, as feedparser gives it."""
    return datetime.fromtimestamp(calendar.timegm(moment), UTC).date() if moment else None
