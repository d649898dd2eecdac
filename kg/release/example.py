"""The worked example of the ontology as a release would hold it: in memory, merged and derived like any other."""

from collections.abc import Iterable
from functools import lru_cache

from pyoxigraph import Quad, RdfFormat, Store, parse

from kg import paths
from kg.release.derive import derive_all
from kg.release.merge import merge_subjects, subject_of
from kg.release.own import own_graphs

EXAMPLE = paths.ONTOLOGY / "examples" / "korea.trig"


@lru_cache(maxsize=1)
def load_example() -> Store:
    """The graphs of the example, as `store_of` makes them a store."""
    return store_of(parse(path=str(EXAMPLE), format=RdfFormat.TRIG))


def store_of(quads: Iterable[Quad]) -> Store:
    """Named graphs with the ontology and the gazetteer, what is derived from them, and their default graph."""
    store = Store()
    for content in own_graphs().values():
        store.load(content, RdfFormat.N_QUADS)
    store.extend(quads)
    merge_subjects(store, {subject_of(quad) for quad in store})
    derive_all(store)
    return store
