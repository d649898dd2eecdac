"""What was said, and what holds between states."""

from collections.abc import Iterator

from pyoxigraph import Quad

from kg.describe.graph import ArticleGraph, digest
from kg.facts import Actor, Relation, Statement
from kg.resolve import actor_iri, state_iri
from kg.vocab import term, thing


def describe_statement(graph: ArticleGraph, number: int, statement: Statement) -> Iterator[Quad]:
    """A speech act; `number` is its place in the article."""
    iri = thing("speech-act", f"{graph.article.id}-{number}")
    yield from graph.typed(iri, "bc:SpeechAct")
    yield graph.quad(iri, "bc:speechActType", term("bc:act-statement"))
    yield graph.quad(iri, "bc:speaker", actor_iri(statement.speaker))
    if statement.outlet:
        yield graph.quad(iri, "bc:outlet", actor_iri(Actor("organization", statement.outlet)))
    yield from graph.evidence(iri, statement.passages)


def describe_relation(graph: ArticleGraph, relation: Relation) -> Iterator[Quad]:
    """A relation between two states."""
    iri = thing("relation", f"{graph.article.id}-{digest(relation.kind, *relation.states)}")
    yield from graph.typed(iri, "bc:Relation")
    yield graph.quad(iri, "bc:relationKind", term(f"bc:relation-{relation.kind}"))
    for code in relation.states:
        yield graph.quad(iri, "bc:relationBetween", state_iri(code))
    yield from graph.evidence(iri, relation.passages)
