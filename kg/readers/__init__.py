"""Sources to articles: files, folders and http addresses; text, HTML, JSON, JSON lines, feeds and web archives.

In: what a user names. Out: an `Article` for each one found, or a `SourceError` in its place, so that one bad source
never stops the rest. A format is a module with `read(source)`; the file name's ending or the media type chooses it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from kg.article import Article
from kg.errors import SourceError
from kg.readers import feeds, html, jsonlines, plain, warc
from kg.readers.sources import Source, find_sources

__all__ = ["read_sources"]

MAX_TEXT = 200_000
"""Code points an article may have; the longest features have 60,000."""

_COMMON = re.compile(
    r"the|of|and|to|in|that|is|was|for|with|as|by|at|from|has|have|said|it|not|which|will|on|were|been|who|their|its"
)
_FEW_WORDS, _LEAST_COMMON = 20, 0.18
"""English news has 0.3 to 0.5 of these words, other languages in Latin script less than 0.13."""

_READERS: dict[str, Callable[[Source], Iterable[Article | SourceError]]] = {
    "text/plain": plain.read,
    "text/html": html.read,
    "application/json": jsonlines.read_one,
    "application/x-ndjson": jsonlines.read_lines,
    "application/rss+xml": feeds.read,
    "application/warc": warc.read,
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


def is_english(text: str) -> bool:
    """Whether the commonest words of English are as common as English has them; short texts are taken to be.

    Words with a capital are not counted, since news is full of names; but all are where most of a text is in capitals.
    """
    words = re.findall(r"\b[a-z]+\b", text)
    if 5 * sum(map(len, words)) < sum(c.isalpha() for c in text):
        words = re.findall(r"[a-z]+", text.lower())
    return len(words) < _FEW_WORDS or sum(_COMMON.fullmatch(word) is not None for word in words) >= _LEAST_COMMON * len(
        words
    )


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
    if not is_english(article.text):
        return SourceError(article.origin, "a text that is not English", "an article in English", "Translate it first.")
    return replace(article, published=article.published or published, publisher=article.publisher or publisher)
