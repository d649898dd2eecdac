"""The whole way: the one module that knows every stage.

sources -> articles -> facts -> quads -> gate -> catalogue
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from itertools import islice
from multiprocessing import get_context
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
from kg.facts import ArticleFacts
from kg.gate import Report, check_quads
from kg.lexicon import load_lexicon
from kg.model import Model, read_with_model
from kg.ontology import load_ontology
from kg.readers import read_sources
from kg.resolve import resolve

_BATCH, _BATCH_OF_JOB = 64, 32
_JOB = 16
"""Articles that a process is given at a time."""


@dataclass(frozen=True)
class Outcome:
    """What became of one source: the article's title or the source's name, and why it was quarantined."""

    kind: Literal["accepted", "unchanged", "quarantined"]
    origin: str
    label: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reader:
    """How articles are read: by the rules, in so many processes, or by a language model."""

    jobs: int = 1
    model: Model | None = None

    @property
    def version(self) -> str:
        """What articles are read with; another version reads them anew."""
        return extractor_version() + (f" {self.model.name}" if self.model else "")


def ingest(
    catalogue: Catalogue,
    sources: Iterable[str],
    *,
    published: date | None = None,
    publisher: str | None = None,
    reader: Reader = Reader(),
) -> Iterator[Outcome]:
    """Read sources into a catalogue; each outcome is told when it is kept, so a kill loses nothing that was told."""
    extractor = reader.version
    pending = read_sources(sources, published=published, publisher=publisher)
    seen: dict[str, str] = {}  # id to digest of what this run has read
    size = max(_BATCH, _BATCH_OF_JOB * reader.jobs)
    while batch := list(islice(pending, size)):
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
        for article, quads in describe_articles(fresh, reader):
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


Described = tuple[Article, list[Quad] | ArticleError]


def describe_articles(
    articles: Iterable[Article],
    reader: Reader = Reader(),
) -> Iterator[Described]:
    """Each article with the quads of its graph, or why it cannot be read, in the order given.

    Raises `ModelError` where a language model is to read them and does not answer.
    """
    if reader.model is not None:
        model, lexicon = reader.model, load_lexicon()
        return (_described(article, partial(read_with_model, article, model, lexicon)) for article in articles)
    return _in_processes(articles, reader.jobs) if reader.jobs > 1 else _by_rules(articles)


def _by_rules(articles: Iterable[Article]) -> Iterator[Described]:
    for article, doc in annotate(articles):
        yield _described(article, partial(facts_of, article, doc))


def _in_processes(articles: Iterable[Article], jobs: int) -> Iterator[Described]:
    """The same in several processes; a few batches are under way at a time, so memory does not grow."""
    pending, waiting = iter(articles), deque[Future[list[Described]]]()
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        while True:
            while len(waiting) < 2 * jobs and (batch := list(islice(pending, _JOB))):
                waiting.append(pool.submit(_batch, batch))
            if not waiting:
                return
            yield from waiting.popleft().result()


def _batch(articles: list[Article]) -> list[Described]:
    return list(_by_rules(articles))


def _described(article: Article, read: Callable[[], ArticleFacts]) -> Described:
    try:
        facts = read()
        return article, describe(facts, resolve(facts), load_lexicon(), load_ontology())
    except ArticleError as error:
        return article, error
    except (RecursionError, ValueError, OverflowError) as error:  # made to be hostile, days at the end of time
        found = f"a text that cannot be read ({type(error).__name__})"
        return article, ArticleError(article.origin, found, "sentences and dates of news")


@lru_cache(maxsize=1)
def extractor_version() -> str:
    """What articles are read with: version, model, and a digest of the code, lexicon, ontology and shapes."""
    package = Path(kg.__file__).parent
    turtle = (*paths.ONTOLOGY.glob("*.ttl"), *paths.SHAPES.glob("*.ttl"))
    lexicon = (path for path in paths.LEXICON.iterdir() if path.suffix != ".py" and path.is_file())
    code = (*package.rglob("*.py"), *package.glob("model/*.json"), *package.glob("model/*.md"))
    digest = paths.digest_of([*code, *lexicon, *turtle])
    return f"{kg.__version__} {MODEL} {digest[:12]}"


def _outcome(article: Article, report: Report) -> Outcome:
    if report.conforms:
        return Outcome("accepted", article.origin, article.label)
    reasons = tuple(str(finding) for finding in report.findings if finding.severity == "violation")
    return Outcome("quarantined", article.origin, article.label, reasons)
