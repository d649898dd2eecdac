"""Sources to articles: files, folders and http addresses; text, HTML, JSON and JSON lines.

In: what a user names. Out: an `Article` for each one found, or a `SourceError` in its place, so that one bad source
never stops the rest. A format is a module with `read(source)`; the file name's ending or the media type chooses it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from kg.article import Article
from kg.errors import SourceError
from kg.readers import html, jsonlines, plain
from kg.readers.sources import Source, find_sources

__all__ = ["read_sources"]

MAX_TEXT = 200_000
"""Code points an article may have; the longest features have 60,000."""

_READERS: dict[str, Callable[[Source], Iterable[Article | SourceError]]] = {
    "text/plain": plain.read,
    "text/html": html.read,
    "application/json": jsonlines.read_one,
    "application/x-ndjson": jsonlines.read_lines,
}


def read_sources(
    names: Iterable[str], *, published: date | None = None, publisher: str | None = None
) -> Iterator[Article | SourceError]:
    """The articles of the named files, folders and addresses, in the order of their names.

    `published` and `publisher` are used where a source does not say its own.
    """
    for source in find_sources(names):
        outcomes = [source] if isinstance(source, SourceError) else _READERS[source.media_type](source)
        for outcome in outcomes:
            yield _completed(outcome, published, publisher) if isinstance(outcome, Article) else outcome


def _completed(article: Article, published: date | None, publisher: str | None) -> Article | SourceError:
    if not any(c.isalnum() for c in article.text):
        return SourceError(
            article.origin, "no text in it", "an article's text", "Check that the file is the article itself."
        )
    if len(article.text) > MAX_TEXT:
        return SourceError(
            article.origin,
            f"a text of {len(article.text):,} characters",
            f"at most {MAX_TEXT:,}",
            "Split it into its articles.",
        )
    return replace(article, published=article.published or published, publisher=article.publisher or publisher)
