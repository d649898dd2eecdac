"""The dossier of a thing: every fact about it with the article, the day and the passage that says so.

In: a store and an IRI. Out: a `Dossier`, which the command line prints and the site shows. Everything comes from the
queries in this folder.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.query import Source, exists, select
from kg.vocab import compact, term

_FOLDER = Path(__file__).parent
_HIDDEN = {term(name).value for name in ("rdf:type", "rdfs:label", "bc:evidence")}
MOST_CLAIMS = 200
"""Facts that a dossier lists; a state takes part in thousands."""


@dataclass(frozen=True)
class Link:
    """A value to read: its label, and its IRI where it is a thing."""

    label: str
    iri: str | None = None


@dataclass(frozen=True)
class Statement:
    """A property and a value."""

    property: Link
    value: Link


@dataclass(frozen=True)
class Quote:
    """A passage and the article it stands in."""

    text: str
    article: Link
    publisher: str | None
    issued: str | None
    url: str | None
    confidence: str | None


@dataclass(frozen=True)
class Claim:
    """A node that speaks of the thing, what it says, and the passages that say so."""

    iri: str
    kind: str
    statements: tuple[Statement, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class Dossier:
    """All that the graph holds of a thing; `total` is how many claims there are, of which `claims` are the first."""

    iri: str
    label: str
    kinds: tuple[Link, ...]
    statements: tuple[Statement, ...]
    quotes: tuple[Quote, ...]
    claims: tuple[Claim, ...]
    total: int


def find_dossier(store: Source, iri: str) -> Dossier | None:
    """The dossier of a thing; None where the graph does not speak of it."""
    try:
        thing = NamedNode(iri)
    except ValueError:
        return None
    statements = _statements(store, thing)
    if not statements and not exists(store, "?thing ?p ?o", thing=thing):
        return None
    claims = list(_rows(store, "claims", thing))
    return Dossier(
        iri=iri,
        label=next((s.value.label for s in statements if s.property.iri == term("rdfs:label").value), compact(iri)),
        kinds=tuple(s.value for s in statements if s.property.iri == term("rdf:type").value),
        statements=_shown(statements, thing),
        quotes=_quotes(store, thing),
        claims=tuple(_claim(store, row, thing) for row in claims[:MOST_CLAIMS]),
        total=len(claims),
    )


Row = dict[str, NamedNode | BlankNode | Literal]


def _rows(store: Source, query: str, thing: NamedNode) -> list[Row]:
    solutions = select(store, _query(query), thing=thing)
    names = [variable.value for variable in solutions.variables]
    return [{n: value for n in names if (value := row[n]) is not None} for row in solutions]


@lru_cache(maxsize=4)
def _query(name: str) -> str:
    return (_FOLDER / f"{name}.rq").read_text("utf-8")


def _statements(store: Source, thing: NamedNode) -> tuple[Statement, ...]:
    return tuple(
        Statement(_link(row["property"], row.get("propertyLabel")), _link(row["value"], row.get("valueLabel")))
        for row in _rows(store, "statements", thing)
        if not isinstance(row["value"], BlankNode)
    )


def _shown(statements: tuple[Statement, ...], thing: NamedNode) -> tuple[Statement, ...]:
    """The statements that a reader wants: without class and label, and without the thing that is being looked at."""
    return tuple(s for s in statements if s.property.iri not in _HIDDEN and s.value.iri != thing.value)


def _link(value: NamedNode | BlankNode | Literal, label: NamedNode | BlankNode | Literal | None) -> Link:
    if isinstance(value, NamedNode):
        return Link(label.value if label is not None else compact(value.value), value.value)
    return Link(value.value)


def _claim(store: Source, row: Row, thing: NamedNode) -> Claim:
    claim = row["claim"]
    assert isinstance(claim, NamedNode)  # noqa: S101 - article graphs have no blank nodes
    return Claim(claim.value, row["kindLabel"].value, _shown(_statements(store, claim), thing), _quotes(store, claim))


def _quotes(store: Source, thing: NamedNode) -> tuple[Quote, ...]:
    return tuple(
        Quote(
            text=row["quote"].value,
            article=_link(row["article"], row.get("articleLabel")),
            publisher=_text(row, "publisher"),
            issued=_text(row, "issued"),
            url=_text(row, "url"),
            confidence=_text(row, "confidence"),
        )
        for row in _rows(store, "evidence", thing)
    )


def _text(row: Row, name: str) -> str | None:
    return row[name].value if name in row else None
