"""Identified facts to quads: one named graph an article, every node with its evidence, no blank nodes.

The graph states outright what its shapes ask for, so that no reasoner is needed to check it: a description gives a
thing its class, and what the ontology holds above classes and properties is added here (see `kg.ontology`). A thing
that several articles speak of has one IRI and is described in each of their graphs with what each says; a release
merges them (see `kg.release.merge`).

    graph   the quads of one article's graph, its head and its evidence
    actors  persons, organizations and their posts
    events  meetings, who took part, their tracks and statuses
    acts    what was said, and what holds between states
    states  the gazetteer's graph, which all others refer to
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad

from kg.describe.actors import describe_organization, describe_person, describe_state, describe_tenure
from kg.describe.acts import describe_act, describe_relation
from kg.describe.events import describe_meeting
from kg.describe.graph import ArticleGraph
from kg.describe.states import GAZETTEER, describe_states
from kg.facts import ArticleFacts
from kg.lexicon import Lexicon
from kg.ontology import Ontology
from kg.resolve import Identities
from kg.vocab import term

__all__ = ["GAZETTEER", "describe", "describe_states"]

_LABEL, _TYPE = term("rdfs:label"), term("rdf:type")
_ONCE = {_LABEL, term("bc:organizationKind"), term("bc:meetingKind")}


def describe(facts: ArticleFacts, identities: Identities, lexicon: Lexicon, ontology: Ontology) -> list[Quad]:
    """The quads of an article's graph, each once, sorted."""
    said = _said_once(_quads(facts, identities, lexicon, ontology))
    return sorted({each for quad in said for each in entailed(quad, ontology)}, key=str)


def entailed(quad: Quad, ontology: Ontology) -> Iterator[Quad]:
    """A quad, and what follows from it by the classes and properties above those it names."""
    yield quad
    if quad.predicate == _TYPE and isinstance(quad.object, NamedNode):
        for above in ontology.classes.get(quad.object, ()):
            yield Quad(quad.subject, _TYPE, above, quad.graph_name)
    for above in ontology.properties.get(quad.predicate, ()):
        yield Quad(quad.subject, above, quad.object, quad.graph_name)


def _said_once(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The quads with one label and one kind for a thing; names that differ in case or hyphens share an IRI."""
    first: dict[tuple[object, object], object] = {}
    for quad in quads:
        if quad.predicate in _ONCE and first.setdefault((quad.subject, quad.predicate), quad.object) != quad.object:
            if quad.predicate == _LABEL:
                yield Quad(quad.subject, term("skos:altLabel"), quad.object, quad.graph_name)
        else:
            yield quad


def _quads(facts: ArticleFacts, identities: Identities, lexicon: Lexicon, ontology: Ontology) -> Iterator[Quad]:
    graph = ArticleGraph(facts.article, identities, facts.reader)
    yield from graph.head()
    for person in facts.people:
        yield from describe_person(graph, person, lexicon, facts)
    for organization in facts.organizations:
        yield from describe_organization(graph, organization, lexicon)
    for state in facts.states:
        yield from describe_state(graph, state)
    for tenure in facts.tenures:
        yield from describe_tenure(graph, tenure, lexicon)
    for iri, meeting in zip(identities.meetings, facts.meetings, strict=True):
        yield from describe_meeting(graph, iri, meeting, lexicon, ontology)
    for number, act in enumerate(facts.acts, 1):
        yield from describe_act(graph, number, act)
    for relation in facts.relations:
        yield from describe_relation(graph, relation)
