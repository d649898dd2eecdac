"""WARC files (ISO 28500), plain or gzipped: the HTML pages that a crawl kept, read record by record."""

from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from kg.article import Article
from kg.errors import SourceError
from kg.readers import html
from kg.readers.sources import MAX_BYTES, Source

_PAGES = {"text/html", "application/xhtml+xml"}


def read(source: Source) -> Iterator[Article | SourceError]:
    """The pages of a web archive; records of other kinds and of other statuses than 200 are passed over."""
    assert source.path is not None  # noqa: S101 - archives are files, see `sources`
    number = 0
    with source.path.open("rb") as stream:
        try:
            for number, record in enumerate(ArchiveIterator(stream), 1):
                if _is_page(record):
                    yield from _page(record, f"{source.origin}#{number}")
        except (ArchiveLoadFailed, OSError, EOFError, ValueError) as error:
            found = f"a record after number {number} that cannot be read ({error})"
            yield SourceError(source.origin, found, "records as ISO 28500 has them", "Check that the file is whole.")


def _is_page(record: ArcWarcRecord) -> bool:
    if record.rec_type != "response" or record.http_headers is None or record.http_headers.get_statuscode() != "200":
        return False
    kind = record.http_headers.get_header("Content-Type") or ""
    return kind.partition(";")[0].strip().lower() in _PAGES


def _page(record: ArcWarcRecord, origin: str) -> Iterator[Article | SourceError]:
    content = record.content_stream().read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        yield SourceError(origin, f"a page of more than {MAX_BYTES:,} bytes", f"at most {MAX_BYTES:,}")
        return
    headers = Message()
    headers["Content-Type"] = record.http_headers.get_header("Content-Type") or ""
    url = record.rec_headers.get_header("WARC-Target-URI")
    page = Source(origin, "text/html", content, charset=headers.get_content_charset(), address=url)
    name = Path(origin).name.replace(".warc", "").replace(".gz", "").replace("#", "-")
    for article in html.read(page):
        yield replace(article, name=name) if isinstance(article, Article) else article
