"""The graphs that come with the product and stand in every release: the ontology, and the gazetteer."""

from functools import lru_cache

from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat

from kg.describe import GAZETTEER, describe_states
from kg.lexicon import load_lexicon
from kg.ontology import load_ontology, ontology_triples
from kg.rdf import written
from kg.vocab import ONTOLOGY


@lru_cache(maxsize=1)
def own_graphs() -> dict[str, bytes]:
    """The graphs by IRI, as sorted N-Quads."""
    return {
        ONTOLOGY: ontology_nquads(),
        GAZETTEER.value: written(describe_states(load_lexicon(), load_ontology()), RdfFormat.N_QUADS),
    }


def ontology_nquads() -> bytes:
    """The ontology as sorted N-Quads in its own graph, blank nodes named by their place in it (RDFC-1.0)."""
    graph = NamedNode(ONTOLOGY)
    dataset = Dataset(Quad(t.subject, t.predicate, t.object, graph) for t in ontology_triples())
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return written(sorted(dataset, key=str), RdfFormat.N_QUADS)
