"""The article: what every reader yields and every fact points back to."""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Article:
    r"""A text with what is known of its publication.

    `text` is what offsets count in: Unicode code points, lines ended by "\\n", otherwise as published. `origin` is
    the file or address it was read from and `name` what its source calls it; neither is part of its identity.
    """

    text: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: date | None = None
    origin: str = ""
    name: str = ""

    @cached_property
    def text_digest(self) -> str:
        """SHA-256 of the text in UTF-8, hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @cached_property
    def id(self) -> str:
        """Twelve hexadecimal digits that stay the same when the article is read again.

        They come from the address where there is one, since a publisher may correct a text; otherwise from publisher
        and text: two papers may print one wire story.
        """
        is_own = self.url is not None and urlsplit(self.url).path not in {"", "/"}  # a home page is many articles
        key = f"url {self.url}" if is_own else f"text {self.publisher} {self.text_digest}"
        return hashlib.sha256(key.encode()).hexdigest()[:12]

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that facts are made from; equal digests need no second reading."""
        parts = [
            self.id,
            self.text,
            self.title,
            self.url,
            self.publisher,
            self.published and self.published.isoformat(),
        ]
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    @property
    def label(self) -> str:
        """The title, or how the text begins."""
        return self.title or self.text.strip().partition("\n")[0][:80]
