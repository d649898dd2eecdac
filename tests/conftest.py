from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Quad, RdfFormat, Store

from kg.annotate import annotate
from kg.article import Article
from kg.catalogue import Catalogue
from kg.extract import facts_of as read_facts
from kg.facts import ArticleFacts
from kg.ontology import ontology_triples
from kg.pipeline import describe_articles, ingest
from kg.rdf import written
from kg.readers import read_sources
from kg.release.folder import Release
from kg.release.publish import publish

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples" / "articles"
SHARED = ROOT.parent / "shared"


def extracted(articles: list[Article]) -> list[ArticleFacts]:
    """The facts of the articles."""
    return [read_facts(article, doc) for article, doc in annotate(articles)]


def described(articles: list[Article]) -> list[tuple[Article, list[Quad]]]:
    """The articles with their quads, none of which may be refused."""
    found = list(describe_articles(articles))
    return [(article, quads) for article, quads in found if isinstance(quads, list) or pytest.fail(str(quads))]


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Release]:
    """A workspace with the example articles, published."""
    workspace = tmp_path_factory.mktemp("examples")
    with Catalogue(workspace) as catalogue:
        outcomes = list(ingest(catalogue, [str(EXAMPLES)]))
        assert {outcome.kind for outcome in outcomes} == {"accepted"}
        release, _ = publish(catalogue, workspace, date(2026, 1, 1))
    return workspace, release


@pytest.fixture(scope="session")
def ontology() -> rdflib.Graph:
    """The ontology with all its files."""
    content = written(ontology_triples(), RdfFormat.N_TRIPLES).decode()
    return rdflib.Graph().parse(data=content, format="nt")


@pytest.fixture
def store(examples: tuple[Path, Release]) -> Store:
    """The store of the example release."""
    return Store.read_only(str(examples[1].store))


@pytest.fixture(scope="session")
def example_articles() -> list[Article]:
    """The example articles."""
    return [article for article in read_sources([str(EXAMPLES)]) if isinstance(article, Article)]


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """An empty catalogue in `tmp_path`."""
    with Catalogue(tmp_path) as catalogue:
        yield catalogue


@pytest.fixture
def facts_of() -> Callable[..., ArticleFacts]:
    """Reads a text as an article of a day."""

    def read(text: str, published: str | None = "2020-06-15") -> ArticleFacts:
        day = date.fromisoformat(published) if published else None
        [facts] = extracted([Article(text=text, published=day, publisher="The Example Courier")])
        return facts

    return read
