"""The worked example of the ontology as a release would hold it: in memory, merged and derived like any other."""

from functools import lru_cache

from pyoxigraph import RdfFormat, Store

from kg import paths
from kg.release.derive import derive_all
from kg.release.merge import merge_subjects, subject_of
from kg.release.own import own_graphs

EXAMPLE = paths.ONTOLOGY / "examples" / "korea.trig"


@lru_cache(maxsize=1)
def load_example() -> Store:
    """The example's graphs with the ontology and the gazetteer, what is derived from them, and their default graph."""
    store = Store()
    for content in own_graphs().values():
        store.load(content, RdfFormat.N_QUADS)
    store.load(path=str(EXAMPLE), format=RdfFormat.TRIG)
    merge_subjects(store, {subject_of(quad) for quad in store})
    derive_all(store)
    return store
