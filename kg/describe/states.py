"""The gazetteer's graph: the states that articles' graphs refer to."""

from collections.abc import Iterator

from pyoxigraph import Literal, Quad

from kg.lexicon import Lexicon, State
from kg.ontology import Ontology
from kg.resolve import state_iri
from kg.vocab import term, thing

GAZETTEER = thing("graph", "gazetteer")


def describe_states(lexicon: Lexicon, ontology: Ontology) -> list[Quad]:
    """The quads of the gazetteer's graph, sorted."""
    return sorted({quad for state in lexicon.states.values() for quad in _quads(state, ontology)}, key=str)


def _quads(state: State, ontology: Ontology) -> Iterator[Quad]:
    iri, kind = state_iri(state.code), term("bc:Polity" if state.dependency_of else "bc:State")
    for each in (kind, *ontology.classes[kind]):
        yield Quad(iri, term("rdf:type"), each, GAZETTEER)
    yield Quad(iri, term("rdfs:label"), Literal(state.name), GAZETTEER)
    yield Quad(iri, term("skos:notation"), Literal(state.code), GAZETTEER)
    if state.wikidata:
        yield Quad(iri, term("skos:exactMatch"), term(f"wd:{state.wikidata}"), GAZETTEER)
