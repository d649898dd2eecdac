"""JSON `{"id", "url", "publisher", "published", "title", "text"}`, an object a file or a line; only text is needed."""

import json
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from kg.article import Article
from kg.errors import SourceError
from kg.readers.sources import MAX_BYTES, Source, decode

_KEYS = ("id", "url", "publisher", "published", "title", "text")


def read_one(source: Source) -> Iterator[Article | SourceError]:
    """The article of a JSON file that holds one object, or those of a list of objects."""
    text = decode(source.content, source.origin, source.charset)
    if isinstance(text, SourceError):
        yield text
        return
    value = _parsed(text, source.origin)
    if isinstance(value, list):
        yield from (_article(item, f"{source.origin}[{i}]", source) for i, item in enumerate(value))
    else:
        yield value if isinstance(value, SourceError) else _article(value, source.origin, source)


def read_lines(source: Source) -> Iterator[Article | SourceError]:
    """The article of each line; empty lines are passed over. The file is never in memory as a whole."""
    with source.path.open("rb") if source.path else BytesIO(source.content) as lines:
        if lines.read(2) in {b"\xff\xfe", b"\xfe\xff"}:
            yield SourceError(source.origin, "lines in UTF-16", "lines in UTF-8", "Convert the file first.")
            return
        lines.seek(0)
        yield from _articles(iter(lambda: lines.readline(MAX_BYTES + 1), b""), source)


def _articles(lines: Any, source: Source) -> Iterator[Article | SourceError]:
    for number, line in enumerate(lines, 1):
        origin = f"{source.origin}:{number}"
        if len(line) > MAX_BYTES:
            yield SourceError(origin, "a longer line", f"at most {MAX_BYTES:,} bytes")
            return  # what follows is the rest of the same line
        text = decode(line.strip(), origin)
        if isinstance(text, SourceError):
            yield text
        elif text:
            value = _parsed(text, origin)
            yield value if isinstance(value, SourceError) else _article(value, origin, source)


def _parsed(text: str, origin: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        return SourceError(
            origin, f"no JSON at line {error.lineno}, column {error.colno} ({error.msg})", "one JSON object"
        )
    except ValueError as error:  # a number of more digits than Python reads
        return SourceError(origin, f"no JSON ({error})", "one JSON object")
    except RecursionError:
        return SourceError(origin, "JSON nested too deeply", "one flat JSON object")


def _article(value: Any, origin: str, source: Source) -> Article | SourceError:
    if not isinstance(value, dict):
        return SourceError(origin, f"a JSON {type(value).__name__}", f"an object with {', '.join(_KEYS)}")
    wrong = [key for key in _KEYS if not isinstance(value.get(key), str | None)]
    if wrong:
        return SourceError(origin, f"{wrong[0]} is {json.dumps(value[wrong[0]])[:60]}", "a string or null")
    for key in _KEYS:
        text = value.get(key) or ""
        unfit = next((c for c in text if c == "\0" or "\ud800" <= c <= "\udfff"), None)
        if unfit is not None:
            return SourceError(origin, f"{key} has U+{ord(unfit):04X} in it, which is no character", "text")
    if not value.get("text"):
        return SourceError(origin, "no text in it", 'an object with "text"', "Give the article's text under that key.")
    published = _day(value.get("published"))
    if isinstance(published, str):
        return SourceError(origin, f"published is {published!r}", "a date as YYYY-MM-DD")
    return Article(
        text=value["text"].replace("\r\n", "\n").replace("\r", "\n"),
        title=value.get("title"),
        url=value.get("url") or source.url,
        publisher=value.get("publisher"),
        published=published,
        origin=origin,
        name=value.get("id") or Path(source.origin).stem,
    )


def _day(text: str | None) -> date | str | None:
    """The day of an ISO date or date and time; the text itself where it is neither."""
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return text
