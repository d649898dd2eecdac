"""The whole way: the one module that knows every stage.

sources -> articles -> facts -> quads -> gate -> catalogue
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Literal

from pyoxigraph import Quad

import kg
from kg import paths
from kg.annotate import MODEL
from kg.article import Article
from kg.catalogue import Catalogue
from kg.describe import describe
from kg.errors import SourceError
from kg.extract import extract
from kg.gate import Report, check_quads
from kg.lexicon import load_lexicon
from kg.readers import read_sources
from kg.resolve import resolve

_BATCH = 64


@dataclass(frozen=True)
class Outcome:
    """What became of one source: the article's title or the source's name, and why it was quarantined."""

    kind: Literal["accepted", "unchanged", "quarantined"]
    origin: str
    label: str
    reasons: tuple[str, ...] = ()


def ingest(
    catalogue: Catalogue, sources: Iterable[str], *, published: date | None = None, publisher: str | None = None
) -> Iterator[Outcome]:
    """Read sources into a catalogue; each outcome is told when it is kept, so a kill loses nothing that was told."""
    extractor = extractor_version()
    pending = read_sources(sources, published=published, publisher=publisher)
    while batch := list(islice(pending, _BATCH)):
        fresh: list[Article] = []
        for item in batch:
            if isinstance(item, SourceError):
                catalogue.refuse(item)
                yield Outcome("quarantined", item.where, item.where, (str(item),))
            elif catalogue.has(item, extractor) or item.id in {article.id for article in fresh}:
                yield Outcome("unchanged", item.origin, item.label)
            else:
                fresh.append(item)
        for article, quads in describe_articles(fresh):
            report = check_quads(quads)
            catalogue.record(article, extractor, report, quads)
            yield _outcome(article, report)


def describe_articles(articles: Iterable[Article]) -> Iterator[tuple[Article, list[Quad]]]:
    """Each article with the quads of its graph, in the order given."""
    lexicon = load_lexicon()
    for facts in extract(articles):
        yield facts.article, describe(facts, resolve(facts), lexicon)


@lru_cache(maxsize=1)
def extractor_version() -> str:
    """What articles are read with: version, model, and a digest of the code, lexicon and shapes that make facts."""
    package = Path(kg.__file__).parent
    files = sorted({*package.rglob("*.py"), *paths.LEXICON.iterdir(), *paths.SHAPES.glob("*.ttl")})
    digest = hashlib.sha256()
    for path in files:
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return f"{kg.__version__} {MODEL} {digest.hexdigest()[:12]}"


def _outcome(article: Article, report: Report) -> Outcome:
    if report.conforms:
        return Outcome("accepted", article.origin, article.label)
    reasons = tuple(str(finding) for finding in report.findings if finding.severity == "violation")
    return Outcome("quarantined", article.origin, article.label, reasons)
