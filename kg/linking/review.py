"""What awaits a person's decision, the most useful first: things of many articles, and scores near the threshold."""

from pyoxigraph import Store

from kg.linking.decide import MEASURED
from kg.linking.rows import Row, standings
from kg.linking.subjects import find_subjects
from kg.query import rows, select


def awaiting(store: Store, ledger: tuple[Row, ...]) -> list[Row]:
    """The rows of links left for review, of things in the release."""
    articles = {subject.iri: subject.articles for subject in find_subjects(store)}
    held = standings(ledger)
    waiting = [s.review for iri, s in held.items() if s.review and iri in articles]
    return sorted(waiting, key=lambda row: (-(1 + articles[row.subject]) * _closeness(row), row.subject_id))


def _closeness(row: Row) -> float:
    """How near a score is to the threshold, 0 to 1."""
    return max(0.0, 1.0 - abs(MEASURED.accept - float(row.confidence or 0)))


def quote_of(store: Store, iri: str) -> str:
    """A passage that names a thing: the longest; empty where the release has none."""
    query = f"SELECT DISTINCT ?quote WHERE {{ <{iri}> bc:evidence/bc:quote ?quote }}"
    quotes = (row["quote"] for row in rows(select(store, query)))
    return " ".join(max(quotes, key=lambda quote: (len(quote), quote), default="").split())
