"""Names of files, folders and addresses to their bytes, with a limit on size and a check that bytes are text."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

import kg
from kg.errors import MissingSourceError, SourceError

MAX_BYTES = 5_000_000
"""Bytes that one document may have. JSON lines files are not bound by it as a whole, each of their lines is."""

_TIMEOUT_S = 30
_USER_AGENT = f"backchannel/{kg.__version__} (news archive reader)"
_ENDINGS = {
    ".txt": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".ndjson": "application/x-ndjson",
    ".rss": "application/rss+xml",
    ".atom": "application/rss+xml",
    ".xml": "application/rss+xml",
    ".warc": "application/warc",
    ".warc.gz": "application/warc",
}
_STREAMED = {"application/x-ndjson", "application/warc"}
"""Kinds that are read from the file piece by piece, and are not bound by `MAX_BYTES` as a whole."""

_MEDIA_TYPES = {kind: kind for kind in _ENDINGS.values()} | {
    "application/xhtml+xml": "text/html",
    "application/jsonl": "application/x-ndjson",
    "application/atom+xml": "application/rss+xml",
    "application/xml": "application/rss+xml",
    "text/xml": "application/rss+xml",
}
del _MEDIA_TYPES["application/warc"]  # an archive is a file: nobody reads gigabytes over one request


@dataclass(frozen=True)
class Source:
    """The bytes of one document, where they came from and what they are.

    `path` stands for the bytes of JSON lines and web archives, which are read piece by piece.
    """

    origin: str
    media_type: str
    content: bytes = b""
    path: Path | None = None
    charset: str | None = None
    """The encoding that the server says it has."""
    address: str | None = None
    """Where an archive says that it was."""

    @property
    def url(self) -> str | None:
        """The address, if it came from one."""
        return self.address or (self.origin if _is_address(self.origin) else None)


def find_sources(names: Iterable[str]) -> Iterator[Source | SourceError]:
    """The documents behind names, folders walked in the order of their names, what starts with a dot left out."""
    for name in names:
        if _is_address(name):
            yield _fetch(name)
        else:
            yield from map(_read, _files(Path(name)))


def _files(path: Path) -> list[Path]:
    """The file itself, or the articles of a folder."""
    try:
        if not path.is_dir():
            return [path]
    except OSError:  # a name that no file can have; reading it will say so
        return [path]
    files = (file for file in path.rglob("*") if _ending(file) in _ENDINGS and not _is_hidden(file.relative_to(path)))
    return sorted(file for file in files if file.is_file())


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _ending(path: Path) -> str:
    """The ending of a name that tells its kind, with that before it for compressed files: ".warc.gz"."""
    endings = [ending.lower() for ending in path.suffixes[-2:]]
    return "".join(endings) if endings[-1:] == [".gz"] else "".join(endings[-1:])


def decode(content: bytes, origin: str, charset: str | None = None) -> str | SourceError:
    r"""The text of bytes as `charset` or a byte order mark of UTF-16 says, else in UTF-8; lines end in "\n"."""
    has_mark = content[:2] in {b"\xff\xfe", b"\xfe\xff"}
    named = charset if charset and charset.lower() not in {"utf-8", "utf8"} else "utf-8-sig"
    encoding = "utf-16" if has_mark else named
    try:
        text = content.decode(encoding)
    except (LookupError, UnicodeDecodeError) as error:
        where = "the text"
        if isinstance(error, UnicodeDecodeError):
            where = f"byte 0x{content[error.start]:02x} at offset {error.start}"
        return SourceError(
            origin,
            f"{where} is not {encoding.removesuffix('-sig').upper()}",
            "text in UTF-8, in the encoding that the server names, or in UTF-16 with a byte order mark",
            "Convert it first, for example with `iconv -f windows-1252 -t utf-8`.",
        )
    if "\0" in text:
        return SourceError(origin, "a NUL character, so this is no text", "an article as text, HTML or JSON")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_address(name: str) -> bool:
    return name.startswith(("http://", "https://"))


def _read(path: Path) -> Source | SourceError:
    origin = os.fsencode(path).decode("utf-8", "replace")  # a name may have bytes that are no text
    media_type = _ENDINGS.get(_ending(path))
    if media_type is None:
        known = ", ".join(sorted(_ENDINGS))
        return SourceError(origin, f"a file that ends in {_ending(path) or 'nothing'}", f"one of {known}")
    try:
        if media_type in _STREAMED:
            with path.open("rb"):
                return Source(origin, media_type, path=path)
        size = path.stat().st_size
        return _too_large(origin, size) if size > MAX_BYTES else Source(origin, media_type, path.read_bytes())
    except FileNotFoundError:
        return MissingSourceError(origin, "no such file", "one that is there")
    except OSError as error:
        return SourceError(origin, error.strerror or str(error), "a file that can be read")


def _too_large(origin: str, size: int) -> SourceError:
    return SourceError(
        origin, f"{size:,} bytes", f"at most {MAX_BYTES:,}", "Give one article a file, or many as JSON lines."
    )


def _fetch(address: str) -> Source | SourceError:
    try:
        with httpx.stream(
            "GET", address, timeout=_TIMEOUT_S, follow_redirects=True, headers={"User-Agent": _USER_AGENT}
        ) as response:
            if response.status_code != 200:
                return SourceError(address, f"HTTP status {response.status_code}", "200")
            kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            media_type = _MEDIA_TYPES.get(kind)
            if media_type is None:
                return SourceError(address, f"media type {kind or 'none'}", f"one of {', '.join(_MEDIA_TYPES)}")
            content = bytearray()
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > MAX_BYTES:
                    return _too_large(address, len(content))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return MissingSourceError(
            address, f"no answer ({error or type(error).__name__})", "an address that can be reached"
        )
    return Source(address, media_type, bytes(content), charset=response.charset_encoding)
