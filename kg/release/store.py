"""The store of a release, made from that of the release before: only graphs that changed are written."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from kg.release.derive import derive_all, derive_changed, premises
from kg.release.merge import Subject, merge_subjects, subject_of

_BATCH = 200
"""Graphs that are written and merged at a time: what bounds the memory of a full build."""


@dataclass(frozen=True)
class Changes:
    """Which graphs a release adds, changes and drops against the one before, by IRI."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    def changed_of(self, iris: Iterable[str]) -> list[str]:
        """Those of the graphs that stood in the release before."""
        before = frozenset(self.changed)
        return [iri for iri in iris if iri in before]


def find_changes(before: Mapping[str, str], after: Mapping[str, str]) -> Changes:
    """The difference of two sets of graphs, each given as IRI to digest."""
    return Changes(
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(sorted(iri for iri in after.keys() & before.keys() if after[iri] != before[iri])),
        removed=tuple(sorted(before.keys() - after.keys())),
    )


@dataclass(frozen=True)
class Origin:
    """The store that a new one is made from, and whether its rules are those of today."""

    path: Path
    has_same_rules: bool


def build_store(
    folder: Path,
    origin: Origin | None,
    changes: Changes,
    graph_of: Callable[[str], bytes],
    on_graph: Callable[[], None],
) -> Store:
    """The store in a new folder, with the previous release's store (files shared by hard link) brought up to date.

    `graph_of` gives a graph's N-Quads by IRI; `on_graph` is called for each graph, for progress.
    """
    before = Store.read_only(str(origin.path)) if origin else None
    if before is not None:
        before.backup(str(folder))
    store = Store(str(folder))
    keep = before if origin and origin.has_same_rules else None
    changed: set[NamedNode] = set()
    for merge in _merges(store, changes, graph_of, on_graph, is_new=before is None):
        if keep is not None:
            changed.update(premises(merge))
    if keep is not None:
        derive_changed(store, keep, changed)
    else:
        derive_all(store)
    store.flush()  # what stands in the write-ahead log alone would be missing from the next release's copy
    return store


def _merges(
    store: Store,
    changes: Changes,
    graph_of: Callable[[str], bytes],
    on_graph: Callable[[], None],
    *,
    is_new: bool,
) -> Iterator[list[Quad]]:
    """Bring the named graphs up to date, batch by batch; what the default graph gained or lost by each."""
    for iris in _batches(changes.removed):
        yield merge_subjects(store, _removed(store, iris, on_graph))
    for iris in _batches((*changes.changed, *changes.added)):
        touched = _removed(store, changes.changed_of(iris), lambda: None)
        quads = [quad for iri in iris for quad in parse(graph_of(iri), format=RdfFormat.N_QUADS)]
        store.bulk_extend(quads) if is_new else store.extend(quads)
        touched.update(map(subject_of, quads))
        yield merge_subjects(store, touched)
        for _ in iris:
            on_graph()


def _removed(store: Store, iris: Iterable[str], on_graph: Callable[[], None]) -> set[Subject]:
    """Remove graphs; the subjects that they spoke of."""
    subjects: set[Subject] = set()
    for iri in iris:
        graph = NamedNode(iri)
        subjects.update(subject_of(quad) for quad in store.quads_for_pattern(None, None, None, graph))
        store.remove_graph(graph)
        on_graph()
    return subjects


def _batches(iris: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return (iris[i : i + _BATCH] for i in range(0, len(iris), _BATCH))
