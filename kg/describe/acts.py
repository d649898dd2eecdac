"""What was said, and what holds between states."""

from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad

from kg.describe.graph import ArticleGraph, digest
from kg.facts import Actor, Relation, SpeechAct
from kg.resolve import actor_iri, speaker_iri, state_iri
from kg.vocab import term, thing


def describe_act(graph: ArticleGraph, number: int, act: SpeechAct) -> Iterator[Quad]:
    """A speech act; `number` is its place in the article, from 1."""
    iri = _act_iri(graph, number)
    speaker = speaker_iri(graph.article.id, act.speaker)
    yield from graph.typed(iri, "bc:SpeechAct")
    yield graph.quad(iri, "bc:speechActType", term(f"bc:act-{act.kind}"))
    yield graph.quad(iri, "bc:speaker", speaker)
    if act.speaker.kind == "source":
        yield from graph.typed(speaker, "bc:Actor")
        yield graph.label(speaker, act.speaker.name)
    if act.addressee:
        yield graph.quad(iri, "bc:addressee", actor_iri(act.addressee))
    if act.outlet:
        yield graph.quad(iri, "bc:outlet", actor_iri(Actor("organization", act.outlet)))
    if act.content:
        content = thing("undertaking", f"{graph.article.id}-{digest(act.content)}")
        yield graph.quad(iri, "bc:content", content)
        yield from graph.typed(content, "bc:Undertaking")
        yield graph.label(content, act.content)
        yield from graph.evidence(content, act.passages)
    if act.answers is not None:
        yield graph.quad(iri, "bc:respondsTo", _act_iri(graph, act.answers + 1))
    yield from graph.evidence(iri, act.passages)


def _act_iri(graph: ArticleGraph, number: int) -> NamedNode:
    return thing("speech-act", f"{graph.article.id}-{number}")


def describe_relation(graph: ArticleGraph, relation: Relation) -> Iterator[Quad]:
    """A relation between two states."""
    iri = thing("relation", f"{graph.article.id}-{digest(relation.kind, *relation.states)}")
    yield from graph.typed(iri, "bc:Relation")
    yield graph.quad(iri, "bc:relationKind", term(f"bc:relation-{relation.kind}"))
    for code in relation.states:
        yield graph.quad(iri, "bc:relationBetween", state_iri(code))
    yield from graph.evidence(iri, relation.passages)
