"""What follows from a release's facts under a closed world: the rules of the ontology, each with a graph of its own.

A rule is a SPARQL CONSTRUCT about participations or events. `VALUES ?event { UNDEF }` in it stands for all of them, so
the file can be run as it is, and is filled with those that matter here. What a rule says of one depends on it and what
stands around it (`affected-*.rq`), so only those near a change are decided again: what the rule said of them in the
release before is taken away, and what it says now is added. What one rule changes is a change to the next.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, QuerySolutions, QueryTriples, RdfFormat, Store, Triple

from kg import paths
from kg.ontology import commented
from kg.rdf import written
from kg.release.merge import merge_subjects, subject_of
from kg.vocab import PREFIXES, term, thing

_PLACE = re.compile(r"VALUES \?(\w+) \{ UNDEF \}")
_NAME = re.compile(r"\b(?:bc|dcterms|rdf|skos):\w[\w-]*")
_EVIDENCE, _EVENTS = term("bc:evidence"), (thing("meeting", "").value, thing("process", "").value)
"""Passages count for whole events alone: one more that names a busy person must not decide all their meetings anew."""
_OF_PASSAGES = {term("bc:inSource")}
"""What is said of passages: these come and go with `bc:evidence`, which is said of what they speak of."""
_FOLDER = Path(__file__).parent
_CLASSES = {"participations": term("bc:Participation"), "events": term("bc:DiplomaticEvent")}
"""What rules decide, by the name in `affected-*.rq`."""
_BATCH = 5000
"""Things that a rule is asked about at a time: bounds the memory; each query costs something of its own."""


@dataclass(frozen=True)
class Rule:
    """A rule: its name (`bc:rule-…`), its question and reasons, and the query without them."""

    name: str
    comment: str
    query: str

    @property
    def iri(self) -> NamedNode:
        """The rule in the ontology."""
        return term(f"bc:rule-{self.name}")

    @property
    def focus(self) -> str:
        """What the rule decides: `participations` or `events`."""
        place = _PLACE.search(self.query)
        return "participations" if place and place[1] == "part" else "events"

    @property
    def graph(self) -> NamedNode:
        """The graph that holds what the rule derives."""
        return thing("graph", f"derived/{self.name}")


@lru_cache(maxsize=1)
def load_rules() -> tuple[Rule, ...]:
    """The rules in the order of their files; one may build on what those before it derive."""
    return tuple(_rule(path) for path in sorted((paths.ONTOLOGY / "rules").glob("*.rq")))


def _rule(path: Path) -> Rule:
    return Rule(path.stem.partition("-")[2], *commented(path.read_text("utf-8")))


def derive_all(store: Store) -> None:
    """Decide everything in a store, in place of what was derived before."""
    for graph in _derived_in(store):
        stale = {subject_of(quad) for quad in store.quads_for_pattern(None, None, None, graph)}
        store.remove_graph(graph)
        merge_subjects(store, stale)
    for rule in load_rules():
        store.add(Quad(rule.graph, term("bc:derivedByRule"), rule.iri, rule.graph))
        merge_subjects(store, [rule.graph])
    for rule in load_rules():
        for foci in _batches(_all_of(store, rule.focus)):
            _replace(rule, store, set(), derived_triples(rule, store, foci))


def derive_changed(store: Store, before: Store, changed: set[NamedNode]) -> None:
    """Decide what is near a change since the release `before`; `changed` are things as `premises` gives them."""
    pending = set(changed)
    for rule in load_rules():
        near = {focus for each in (store, before) for focus in _near(each, rule.focus, pending)}
        for foci in _batches(near):
            then, now = derived_triples(rule, before, foci), derived_triples(rule, store, foci)
            _replace(rule, store, then, now)
            pending.update(subject for t in then ^ now if isinstance(subject := subject_of(t), NamedNode))


def _derived_in(store: Store) -> list[NamedNode]:
    """The graphs that hold what any rule derived, also one that is no longer among the rules."""
    prefix = thing("graph", "derived/").value
    return [g for g in store.named_graphs() if isinstance(g, NamedNode) and g.value.startswith(prefix)]


def premises(changed: Iterable[Quad]) -> Iterator[NamedNode]:
    """The things of which something changed that rules ask for: a new passage of an old fact derives nothing."""
    names = _names_in_rules()
    told = ((q.subject, q.predicate) for q in changed if q.predicate in names)
    for subject, predicate in told:
        if isinstance(subject, NamedNode) and (predicate != _EVIDENCE or subject.value.startswith(_EVENTS)):
            yield subject


def derived_graphs() -> frozenset[str]:
    """The IRIs of the graphs that hold what is derived."""
    return frozenset(rule.graph.value for rule in load_rules())


def derived_graph(store: Store, iri: str) -> bytes:
    """A derived graph of a store as sorted N-Quads."""
    quads = store.quads_for_pattern(None, None, None, NamedNode(iri))
    return written(sorted(quads, key=str), RdfFormat.N_QUADS)


def derived_triples(rule: Rule, store: Store, foci: Iterable[NamedNode]) -> set[Triple]:
    """What a rule says of participations or events by the default graph of a store."""
    triples = store.query(_asked_of(rule.query, foci), prefixes=PREFIXES)
    assert isinstance(triples, QueryTriples)  # noqa: S101 - a rule is a CONSTRUCT
    return set(triples)


def _replace(rule: Rule, store: Store, then: set[Triple], now: set[Triple]) -> None:
    for triple in then - now:
        store.remove(_quad(triple, rule))
    store.extend(_quad(triple, rule) for triple in now - then)
    merge_subjects(store, {subject_of(triple) for triple in now ^ then})


def _quad(triple: Triple, rule: Rule) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, rule.graph)


def _all_of(store: Store, focus: str) -> set[NamedNode]:
    found = store.quads_for_pattern(None, term("rdf:type"), _CLASSES[focus], DefaultGraph())
    return {quad.subject for quad in found if isinstance(quad.subject, NamedNode)}


def _near(store: Store, focus: str, changed: set[NamedNode]) -> Iterator[NamedNode]:
    query = (_FOLDER / f"affected-{focus}.rq").read_text("utf-8")
    for subjects in _batches(changed):
        solutions = store.query(_asked_of(query, subjects), prefixes=PREFIXES)
        assert isinstance(solutions, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
        for solution in solutions:
            found = solution["focus"]
            assert isinstance(found, NamedNode)  # noqa: S101 - nothing of ours is a blank node
            yield found


def _batches(things: set[NamedNode]) -> Iterator[list[NamedNode]]:
    pending = sorted(things, key=str)
    return (pending[start : start + _BATCH] for start in range(0, len(pending), _BATCH))


@lru_cache(maxsize=1)
def _names_in_rules() -> frozenset[NamedNode]:
    """Every name that a rule uses."""
    return frozenset(term(name) for rule in load_rules() for name in _NAME.findall(rule.query)) - _OF_PASSAGES


def _asked_of(query: str, subjects: Iterable[NamedNode]) -> str:
    """The query about these subjects alone."""
    terms = " ".join(map(str, subjects))
    return _PLACE.sub(lambda place: f"VALUES ?{place[1]} {{ {terms} }}", query)
