"""The whole way: the one module that knows every stage.

sources -> articles -> facts -> quads -> gate -> catalogue
"""

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
from kg.annotate import MODEL, annotate
from kg.article import Article
from kg.catalogue import Catalogue
from kg.describe import describe
from kg.errors import ArticleError, MissingSourceError, SourceError
from kg.extract import facts_of
from kg.gate import Report, check_quads
from kg.lexicon import load_lexicon
from kg.ontology import load_ontology
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
    seen: dict[str, str] = {}  # id to digest of what this run has read
    while batch := list(islice(pending, _BATCH)):
        fresh: list[Article] = []
        for item in batch:
            if isinstance(item, SourceError):
                yield _refused(catalogue, item)
            elif seen.setdefault(item.id, item.digest) != item.digest:
                yield _refused(catalogue, _second_text(item))
            elif catalogue.has(item, extractor) or item.id in {article.id for article in fresh}:
                catalogue.forgive(item.origin)
                yield Outcome("unchanged", item.origin, item.label)
            else:
                fresh.append(item)
        for article, quads in describe_articles(fresh):
            if isinstance(quads, ArticleError):
                yield _refused(catalogue, quads)
                continue
            report = check_quads(quads)
            catalogue.record(article, extractor, report, quads)
            yield _outcome(article, report)


def _refused(catalogue: Catalogue, error: SourceError | ArticleError) -> Outcome:
    if not isinstance(error, MissingSourceError):
        catalogue.refuse(error)
    return Outcome("quarantined", error.where, error.where, (str(error),))


def _second_text(article: Article) -> SourceError:
    found = f"other text or metadata than in an article read before ({article.url or 'the same text'})"
    return SourceError(article.origin, found, "one article an address", "Correct or leave out what is wrong.")


def describe_articles(articles: Iterable[Article]) -> Iterator[tuple[Article, list[Quad] | ArticleError]]:
    """Each article with the quads of its graph, or why it cannot be read, in the order given."""
    lexicon, ontology = load_lexicon(), load_ontology()
    for article, doc in annotate(articles):
        try:
            facts = facts_of(article, doc)
            yield article, describe(facts, resolve(facts), lexicon, ontology)
        except (
            RecursionError,
            ValueError,
            OverflowError,
        ) as error:  # texts made to be hostile, days at the end of time
            found = f"a text that cannot be read ({type(error).__name__})"
            yield article, ArticleError(article.origin, found, "sentences and dates of news")


@lru_cache(maxsize=1)
def extractor_version() -> str:
    """What articles are read with: version, model, and a digest of the code, lexicon, ontology and shapes."""
    package = Path(kg.__file__).parent
    turtle = (*paths.ONTOLOGY.glob("*.ttl"), *paths.SHAPES.glob("*.ttl"))
    lexicon = (path for path in paths.LEXICON.iterdir() if path.suffix != ".py" and path.is_file())
    digest = paths.digest_of([*package.rglob("*.py"), *lexicon, *turtle])
    return f"{kg.__version__} {MODEL} {digest[:12]}"


def _outcome(article: Article, report: Report) -> Outcome:
    if report.conforms:
        return Outcome("accepted", article.origin, article.label)
    reasons = tuple(str(finding) for finding in report.findings if finding.severity == "violation")
    return Outcome("quarantined", article.origin, article.label, reasons)
