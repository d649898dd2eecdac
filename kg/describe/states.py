"""The gazetteer's graph: the states that articles' graphs refer to."""

from collections.abc import Iterator

from pyoxigraph import Literal, Quad

from kg.lexicon import Lexicon, State
from kg.resolve import state_iri
from kg.vocab import term, thing

GAZETTEER = thing("graph", "gazetteer")


def describe_states(lexicon: Lexicon) -> list[Quad]:
    """The quads of the gazetteer's graph, sorted."""
    return sorted({quad for state in lexicon.states.values() for quad in _quads(state)}, key=str)


def _quads(state: State) -> Iterator[Quad]:
    iri = state_iri(state.code)
    for kind in ("bc:State", "bc:Polity", "bc:Actor"):
        yield Quad(iri, term("rdf:type"), term(kind), GAZETTEER)
    yield Quad(iri, term("rdfs:label"), Literal(state.name), GAZETTEER)
    yield Quad(iri, term("skos:notation"), Literal(state.code), GAZETTEER)
    if state.wikidata:
        yield Quad(iri, term("skos:exactMatch"), term(f"wd:{state.wikidata}"), GAZETTEER)
