"""Publishing: a release from what is accepted, as a function of catalogue and ontology.

The new folder is made beside the others under a name that starts with a dot, and gets its own name and the link
`current` only when it is whole. A kill leaves at most a folder with a dot, which the next publishing clears away.
"""

import fcntl
import hashlib
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from pyoxigraph import Literal, Quad, RdfFormat, Store

from kg import paths
from kg.catalogue import Catalogue, IssuedRelease
from kg.identity import IDENTITY, JUDGEMENTS, Identities, identify, load_judgements
from kg.linking.ledger import FILE as LINKS_FILE
from kg.linking.ledger import read_text
from kg.linking.quads import LINKS, link_quads
from kg.rdf import written
from kg.release import dumps, folder, void
from kg.release.derive import derived_graph, derived_graphs
from kg.release.merge import subject_of
from kg.release.own import own_graphs
from kg.release.store import Changes, Origin, build_store, find_changes
from kg.resolve import graph_iri
from kg.vocab import ONTOLOGY, term

Progress = Callable[[int, int], None]
"""Called with the number of graphs written so far and in all."""


@dataclass(frozen=True)
class _Plan:
    """What a release is made from."""

    identities: Identities
    shared: dict[str, bytes]
    """The graphs that are no article's, as sorted N-Quads."""
    graphs: dict[str, str]
    rules: str
    digest: str
    issued: IssuedRelease
    previous: folder.Release | None

    @cached_property
    def changes(self) -> Changes:
        return find_changes(self.previous.graphs() if self.previous else {}, self.graphs)

    def graph_of(self, iri: str) -> bytes:
        graph = self.shared.get(iri)
        return self.identities.graph_of(iri.rpartition("/")[2]) if graph is None else graph


def publish(
    catalogue: Catalogue, workspace: Path, today: date, progress: Progress = lambda _done, _all: None
) -> tuple[folder.Release, bool]:
    """The release of what is accepted, and whether it is new; publishing the same again gives the one that is there."""
    with _only_one(workspace):
        identify(catalogue, load_judgements(workspace / JUDGEMENTS))
        identities = Identities(catalogue)
        shared = own_graphs() | {IDENTITY.value: identities.graph(), LINKS.value: _links(workspace, identities)}
        graphs = dict(_graph_digests(shared, identities))
        rules = hashlib.sha256(repr((_rules_digest(), graphs[ONTOLOGY])).encode()).hexdigest()
        digest = hashlib.sha256(repr((_maker(), rules, sorted(graphs.items()))).encode()).hexdigest()
        issued = catalogue.issue_release(digest, today)
        path = folder.releases_folder(workspace) / issued.version
        is_new = not folder.is_whole(path)
        if is_new:
            current = folder.find_current(workspace)
            previous = (
                folder.read_release(current) if current and current != path and folder.is_whole(current) else None
            )
            building = path.parent / f".{issued.version}"
            _build(building, _Plan(identities, shared, graphs, rules, digest, issued, previous), progress)
            os.sync()
            shutil.rmtree(path, ignore_errors=True)  # of a broken release of this name
            building.rename(path)
        folder.switch(workspace, issued.version)
        return folder.read_release(path), is_new


@lru_cache(maxsize=1)
def _maker() -> str:
    """A digest of the code that makes releases: other code may make other bytes of the same graphs."""
    return paths.digest_of(Path(__file__).parent.glob("*.py"))


@lru_cache(maxsize=1)
def _rules_digest() -> str:
    """A digest of all that decides what is derived: the rules, and the code and queries that run them."""
    here = Path(__file__).parent
    code = (here / "derive.py", here / "merge.py", *here.glob("*.rq"))
    return paths.digest_of([*(paths.ONTOLOGY / "rules").glob("*.rq"), *code])


def _build(building: Path, plan: _Plan, progress: Progress) -> None:
    """Write everything of a release into a new folder."""
    files, version, issued = building / folder.DUMPS, plan.issued.version, plan.issued.issued.isoformat()
    files.mkdir(parents=True)
    store = _build_store(building / folder.STORE, plan, progress)
    triples, quads = _write_dumps(files, store, plan)
    void.write_void(files / void.FILE, store, version, issued, triples)
    del store  # lets go of its files
    dumps.write_checksums(files)
    lines = [f"{iri}\t{digest}\n" for iri, digest in sorted(plan.graphs.items())]
    (building / folder.GRAPHS).write_text("".join(lines), "utf-8")
    folder.write_about(building, _about(plan, triples, quads))


def _write_dumps(files: Path, store: Store, plan: _Plan) -> tuple[int, int]:
    """Write both dumps; the number of triples in the default graph and of quads in named ones."""
    derived = derived_graphs()

    def graph_of(iri: str) -> bytes:
        return derived_graph(store, iri) if iri in derived else plan.graph_of(iri)

    triples = dumps.write_turtle(files / dumps.TURTLE, store)
    return triples, dumps.write_nquads(files / dumps.NQUADS, sorted({*plan.graphs, *derived}), graph_of)


def _build_store(path: Path, plan: _Plan, progress: Progress) -> Store:
    changes = plan.changes
    total = len(changes.added) + len(changes.changed) + len(changes.removed)
    done = itertools.count(1)
    previous = plan.previous
    origin = Origin(previous.store, has_same_rules=previous.about.rules == plan.rules) if previous else None
    return build_store(path, origin, changes, plan.graph_of, lambda: progress(next(done), total))


def _about(plan: _Plan, triples: int, quads: int) -> folder.About:
    changes = plan.changes
    return folder.About(
        version=plan.issued.version,
        issued=plan.issued.issued.isoformat(),
        digest=plan.digest,
        rules=plan.rules,
        articles=len(plan.graphs) - len(plan.shared),
        triples=triples,
        quads=quads,
        previous=plan.previous.about.version if plan.previous else None,
        added=len(changes.added),
        changed=len(changes.changed),
        removed=len(changes.removed),
    )


def _graph_digests(shared: dict[str, bytes], identities: Identities) -> Iterator[tuple[str, str]]:
    for iri, content in shared.items():
        yield iri, hashlib.sha256(content).hexdigest()
    for article_id, digest in identities.digests().items():
        yield graph_iri(article_id).value, digest


def _links(workspace: Path, identities: Identities) -> bytes:
    """The accepted links with Wikidata, of things under the IRIs that they have now."""
    quads = link_quads(read_text(workspace / LINKS_FILE))
    moved = ((identities.now(subject_of(quad)), quad) for quad in quads)
    renamed = {Quad(now, quad.predicate, quad.object, quad.graph_name) for now, quad in moved}
    label = Quad(LINKS, term("rdfs:label"), Literal("Links with Wikidata that were found and decided"), LINKS)
    return written(sorted({label, *renamed}, key=str), RdfFormat.N_QUADS)


@contextmanager
def _only_one(workspace: Path) -> Iterator[None]:
    """Keep a second publishing of the workspace waiting, and clear away what a killed one left."""
    releases = folder.releases_folder(workspace)
    releases.mkdir(parents=True, exist_ok=True)
    with (releases / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for leftover in releases.glob(".*"):
            if leftover.is_dir() and not leftover.is_symlink():
                shutil.rmtree(leftover)
        yield
