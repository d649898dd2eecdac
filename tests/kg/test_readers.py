import gzip
import http.server
import json
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kg.article import Article
from kg.errors import SourceError
from kg.readers import read_sources
from kg.readers.sources import MAX_BYTES

PAGE = """<html><head><title>Talks in Bern</title><meta property="og:site_name" content="Bern Courier">
<meta property="article:published_time" content="2019-03-04"></head><body><nav>Home Subscribe</nav><article>
<h1>Talks in Bern</h1><p>Envoys of two states met in Bern on Monday to talk about a border that neither has marked.</p>
<p>They agreed to meet again in the spring, when the passes are open and the surveyors can do their work.</p>
</article></body></html>"""


def read(path: Path, **options: object) -> list[Article | SourceError]:
    return list(read_sources([str(path)], **options))  # type: ignore[arg-type]


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "no text"),
        ("blank.txt", b" \n\n ", "no text"),
        ("binary.txt", b"\x00\x01\x02", "NUL"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\xff\xfe", "not UTF-8"),
        ("latin.txt", "Entretien à Genève".encode("latin-1"), "iconv"),
        ("large.txt", b"a" * (MAX_BYTES + 1), "at most"),
        ("long.txt", b"word " * 100_000, "at most"),
        ("empty.html", b"", "without an article"),
        ("script.html", b"<html><body><script>render()</script></body></html>", "without an article"),
        ("empty.json", b"", "no JSON"),
        ("cut.json", b'{"text": "They met', "line 1, column"),
        ("textless.json", b'{"title": "Talks"}', "no text"),
        ("number.json", b"12", "an object with"),
        ("typed.json", b'{"text": ["They met"]}', "text is"),
        ("dated.json", b'{"text": "They met.", "published": "last week"}', "YYYY-MM-DD"),
        ("surrogate.json", b'{"text": "They met \\ud800."}', "U+D800"),
        ("title.json", b'{"text": "They met.", "title": "\\udfff"}', "title has U+DFFF"),
        ("nul.json", b'{"text": "They met.", "publisher": "a\\u0000"}', "publisher has U+0000"),
        ("digits.json", b"9" * 5000, "no JSON"),
        ("deep.json", b"[" * 100_000, "nested"),
        ("table.csv", b"a,b", "ends in .csv"),
        ("lines.jsonl", '{"text": "They met."}'.encode("utf-16"), "UTF-16"),
        ("cp1252.html", b'<meta charset="utf-8"><p>Iran\x92s minister</p>', "byte 0x92"),
        ("odd.html", b'<meta charset="klingon"><p>They met.</p>', "klingon"),
    ],
)
def test_a_source_without_an_article_says_what_is_wrong(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    path = write(tmp_path, name, content)
    [error] = read(path)
    assert isinstance(error, SourceError)
    assert str(path) in str(error)
    assert says in str(error)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    [error] = read(tmp_path / "nowhere.txt")
    assert isinstance(error, SourceError)
    assert "no such file" in str(error)


def test_text_keeps_its_letters_and_tells_title_and_day(tmp_path: Path) -> None:
    body = "Talks in Bern\r\n\r\nEnvoys met in Bern.\r\n\r\nFirst published on March 4, 2019."
    [article] = read(write(tmp_path, "bern.txt", body))
    assert isinstance(article, Article)
    assert article.text == body.replace("\r\n", "\n")
    assert (article.title, article.published) == ("Talks in Bern", date(2019, 3, 4))


def test_the_name_of_a_file_may_tell_the_day(tmp_path: Path) -> None:
    [article] = read(write(tmp_path, "2019-03-04-bern.txt", "Envoys met in Bern."))
    assert isinstance(article, Article)
    assert article.published == date(2019, 3, 4)


def test_options_count_only_where_the_source_is_silent(tmp_path: Path) -> None:
    said = write(tmp_path, "a.json", json.dumps({"text": "They met.", "published": "2019-03-04", "publisher": "A"}))
    silent = write(tmp_path, "b.json", json.dumps({"text": "They met."}))
    options = {"published": date(2000, 1, 1), "publisher": "B"}
    found = [
        (a.published, a.publisher) for a in [*read(said, **options), *read(silent, **options)] if isinstance(a, Article)
    ]
    assert found == [(date(2019, 3, 4), "A"), (date(2000, 1, 1), "B")]


def test_html_gives_text_without_navigation_and_its_metadata(tmp_path: Path) -> None:
    [article] = read(write(tmp_path, "bern.html", PAGE))
    assert isinstance(article, Article)
    assert "border that neither has marked" in article.text
    assert "Subscribe" not in article.text
    assert (article.title, article.publisher, article.published) == ("Talks in Bern", "Bern Courier", date(2019, 3, 4))


def test_utf16_with_a_mark_is_read(tmp_path: Path) -> None:
    [article] = read(write(tmp_path, "bern.txt", "Entretien à Genève".encode("utf-16")))
    assert isinstance(article, Article)
    assert article.text == "Entretien à Genève"


def test_a_bad_line_does_not_stop_the_others(tmp_path: Path) -> None:
    lines = [json.dumps({"id": "a", "text": "They met."}), "{", "", json.dumps({"id": "b", "text": "They parted."})]
    path = write(tmp_path, "many.jsonl", "\n".join(lines))
    first, error, last = read(path)
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert (first.name, last.name) == ("a", "b")
    assert isinstance(error, SourceError)
    assert error.where == f"{path}:2"


def test_a_folder_is_read_in_order_and_the_rest_goes_on(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "They met.")
    write(tmp_path, "a.txt", b"\xff\xfe\xff")
    write(tmp_path, "notes.md", "not an article")
    write(tmp_path, ".hidden.txt", "not an article")
    (tmp_path / ".cache").mkdir()
    write(tmp_path / ".cache", "c.txt", "not an article")
    found = read(tmp_path)
    assert [type(item) for item in found] == [SourceError, Article]


def test_an_address_keeps_the_identity_of_an_article_whose_text_changes() -> None:
    first, second = (Article(text=text, url="https://a.example/1") for text in ("They met.", "They met again."))
    assert first.id == second.id
    assert first.digest != second.digest
    assert Article(text="They met.").id != Article(text="They met again.").id


class _Site(http.server.BaseHTTPRequestHandler):
    pages = {  # noqa: RUF012 - a table of what the site has
        "/page": (200, "text/html; charset=utf-8", PAGE.encode()),
        "/latin": (200, "text/plain; charset=ISO-8859-1", "Talks in Málaga\n\nThe ministers met.".encode("latin-1")),
        "/unknown": (200, "text/plain; charset=x-none", b"Talks in Rome"),
        "/picture": (200, "image/png", b"\x89PNG"),
        "/gone": (404, "text/html", b"<p>gone</p>"),
        "/huge": (200, "text/plain", b"a" * (MAX_BYTES + 10)),
    }

    def do_GET(self) -> None:
        status, kind, body = self.pages[self.path]
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """Keep the test's output clean."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_an_address_is_fetched(site: str) -> None:
    [article] = read_sources([f"{site}/page"])
    assert isinstance(article, Article)
    assert (article.title, article.url) == ("Talks in Bern", f"{site}/page")


def test_text_is_read_in_the_encoding_that_the_server_names(site: str) -> None:
    [article] = read_sources([f"{site}/latin"])
    assert isinstance(article, Article)
    assert article.title == "Talks in Málaga"


@pytest.mark.parametrize(
    ("path", "says"),
    [("/picture", "image/png"), ("/gone", "404"), ("/huge", "at most"), ("/unknown", "not X-NONE")],
)
def test_an_address_without_an_article_says_why(site: str, path: str, says: str) -> None:
    [error] = read_sources([site + path])
    assert isinstance(error, SourceError)
    assert says in str(error)


def test_an_address_that_does_not_answer_says_so() -> None:
    [error] = read_sources(["http://127.0.0.1:9/article"])
    assert isinstance(error, SourceError)
    assert "no answer" in str(error)


RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Bern Courier</title><item><title>Envoys meet</title><link>https://courier.example/1</link>
<pubDate>Mon, 04 Mar 2019 10:00:00 GMT</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>Envoys of Chad and Mali met in Bern on Monday.</p>
<p>They will meet again.</p>]]></content:encoded>
</item><item><title>Only a picture</title></item></channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Ministry</title><entry><title>Visit</title>
<link href="https://mfa.example/2"/><updated>2021-05-06T07:08:09Z</updated>
<summary type="html">&lt;p&gt;The minister visits Oslo.&lt;/p&gt;</summary></entry></feed>"""


def test_the_entries_of_a_feed_are_articles(tmp_path: Path) -> None:
    article, picture = read(write(tmp_path, "news.rss", RSS))
    assert isinstance(article, Article)
    assert (article.title, article.publisher, article.published) == ("Envoys meet", "Bern Courier", date(2019, 3, 4))
    assert (article.url, article.name) == ("https://courier.example/1", "news-1")
    assert "Envoys of Chad and Mali met in Bern on Monday." in article.text
    assert "<p>" not in article.text
    assert isinstance(picture, SourceError)
    assert "news.rss#2: an entry without text" in str(picture)
    [visit] = read(write(tmp_path, "mfa.atom", ATOM))
    assert isinstance(visit, Article)
    assert (visit.published, visit.text.splitlines()[-1]) == (date(2021, 5, 6), "The minister visits Oslo.")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("<not><a/>feed</not>", "XML that is no feed"),
        ("<rss version='2.0'><channel><title>Empty</title></channel></rss>", "a feed without entries"),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel>&a;</channel></rss>', ""),
    ],
)
def test_xml_that_has_no_articles_says_so(tmp_path: Path, content: str, found: str) -> None:
    [error] = read(write(tmp_path, "a.xml", content))
    assert isinstance(error, SourceError)
    assert found in str(error)
    assert "root:" not in str(error)


def archive(path: Path, *pages: tuple[str, str, str, bytes]) -> Path:
    """A web archive of responses (address, status, media type, body), each a gzip member as ISO 28500 asks."""
    pack = gzip.compress if path.suffix == ".gz" else bytes
    path.write_bytes(b"".join(pack(_record(*page)) for page in pages))
    return path


def _record(address: str, status: str, kind: str, body: bytes) -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:6f1c4f3e-0000-4000-8000-000000000000>\r\n"
        f"WARC-Date: 2020-01-01T00:00:00Z\r\nWARC-Target-URI: {address}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_the_pages_of_a_web_archive_are_articles(tmp_path: Path, name: str) -> None:
    path = archive(
        tmp_path / name,
        ("https://courier.example/a", "200 OK", "text/html; Charset=utf-8; profile=x", PAGE.encode()),
        ("https://courier.example/b.png", "200 OK", "image/png", b"\x89PNG"),
        ("https://courier.example/c", "404 Not Found", "text/html", b"<p>gone</p>"),
        ("https://courier.example/d", "200 OK", "text/html", b"<html></html>"),
    )
    article, empty = read(path)
    assert isinstance(article, Article)
    assert (article.url, article.published, article.name) == ("https://courier.example/a", date(2019, 3, 4), "crawl-1")
    assert isinstance(empty, SourceError)
    assert f"{name}#4" in str(empty)


def test_a_broken_archive_keeps_what_came_before(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.warc.gz", ("https://a.example/", "200 OK", "text/html", PAGE.encode()))
    path.write_bytes(path.read_bytes() + b"no record")
    article, error = read(path)
    assert isinstance(article, Article)
    assert "cannot be read" in str(error)


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        (
            """Envoys meet in Oslo

            OSLO, March 12, 2015 - North Korean Vice Foreign Minister Ri Yong Ho met US Special Representative Sung Kim
            in Oslo on Wednesday for talks on denuclearisation. North Korea offered to suspend nuclear tests if joint
            exercises were called off. Mr Ri and Ambassador Kim were joined by Jo Chol Su.""",
            True,
        ),
        ("TALKS IN OSLO ENDED ON FRIDAY WITH NO DATE FOR THE NEXT ROUND, AND THE TWO SIDES SAID THAT THEY " * 3, True),
        ("Les ministres des affaires étrangères se sont réunis mardi à Genève pour discuter de la paix. " * 5, False),
        ("Die Außenminister trafen sich am Dienstag in Genf, um über den Frieden zu sprechen. " * 5, False),
        ("Los ministros de Exteriores se reunieron el martes en Ginebra para hablar de la paz. " * 5, False),
        ("Menteri luar negeri kedua negara bertemu di Jenewa pada hari Selasa untuk membahas perdamaian. " * 5, False),
    ],
)
def test_the_language_is_checked(tmp_path: Path, text: str, is_read: bool) -> None:
    [outcome] = read(write(tmp_path, "a.txt", text))
    assert isinstance(outcome, Article) is is_read
