"""What follows from a release's facts under a closed world: the rules of the ontology, each with a graph of its own.

A rule is a SPARQL CONSTRUCT about events, which it names in one place: `VALUES ?event { UNDEF }` stands for all of
them, so the file can be run as it is, and is filled with those that matter here. What a rule says of an event depends
on it and what stands around it (`affected.rq`), so only events near a change are decided again: what the rule said of
them in the release before is taken away, and what it says now is added.
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
_NAME = re.compile(r"\b(?:bc|rdf|skos):\w[\w-]*")
_AFFECTED = Path(__file__).with_name("affected.rq")
_BATCH = 500
"""Events that a rule is asked about at a time."""


@dataclass(frozen=True)
class Rule:
    """A rule: its name (`bc:rule-…`), its question and reasons, and the query."""

    name: str
    comment: str
    query: str

    @property
    def iri(self) -> NamedNode:
        """The rule in the ontology."""
        return term(f"bc:rule-{self.name}")

    @property
    def graph(self) -> NamedNode:
        """The graph that holds what the rule derives."""
        return thing("graph", f"derived/{self.name}")


@lru_cache(maxsize=1)
def load_rules() -> tuple[Rule, ...]:
    """The rules in the order of their files; one may build on what those before it derive."""
    return tuple(_rule(path) for path in sorted((paths.ONTOLOGY / "rules").glob("*.rq")))


def _rule(path: Path) -> Rule:
    query = path.read_text("utf-8")
    return Rule(path.stem.partition("-")[2], commented(query)[0], query)


def derive_all(store: Store) -> None:
    """Decide every event of a store, in place of what was derived before."""
    for rule in load_rules():
        stale = {subject_of(quad) for quad in store.quads_for_pattern(None, None, None, rule.graph)}
        store.remove_graph(rule.graph)
        merge_subjects(store, stale)
        store.add(Quad(rule.graph, term("bc:derivedByRule"), rule.iri, rule.graph))
        merge_subjects(store, [rule.graph])
    events = _events(store)
    for rule in load_rules():
        _replace(rule, store, set(), derived_triples(rule, store, events))


def derive_changed(store: Store, before: Store, changed: set[NamedNode]) -> None:
    """Decide the events near what changed since the release `before`; `changed` are things as `premises` gives them."""
    events = {event for each in (store, before) for event in _near(each, sorted(changed, key=str))}
    for rule in load_rules():
        _replace(rule, store, derived_triples(rule, before, events), derived_triples(rule, store, events))


def premises(changed: Iterable[Quad]) -> Iterator[NamedNode]:
    """The things of which something changed that rules ask for: a new passage of an old fact derives nothing."""
    names = _names_in_rules()
    return (q.subject for q in changed if q.predicate in names and isinstance(q.subject, NamedNode))


def derived_graphs() -> frozenset[str]:
    """The IRIs of the graphs that hold what is derived."""
    return frozenset(rule.graph.value for rule in load_rules())


def derived_graph(store: Store, iri: str) -> bytes:
    """A derived graph of a store as sorted N-Quads."""
    quads = store.quads_for_pattern(None, None, None, NamedNode(iri))
    return written(sorted(quads, key=str), RdfFormat.N_QUADS)


def derived_triples(rule: Rule, store: Store, events: Iterable[NamedNode]) -> set[Triple]:
    """What a rule says of events by the default graph of a store."""
    pending, found = list(events), set[Triple]()
    for start in range(0, len(pending), _BATCH):
        triples = store.query(_asked_of(rule.query, pending[start : start + _BATCH]), prefixes=PREFIXES)
        assert isinstance(triples, QueryTriples)  # noqa: S101 - a rule is a CONSTRUCT
        found.update(triples)
    return found


def _replace(rule: Rule, store: Store, then: set[Triple], now: set[Triple]) -> None:
    for triple in then - now:
        store.remove(_quad(triple, rule))
    store.extend(_quad(triple, rule) for triple in now - then)
    merge_subjects(store, {subject_of(triple) for triple in now ^ then})


def _quad(triple: Triple, rule: Rule) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, rule.graph)


def _events(store: Store) -> set[NamedNode]:
    found = store.quads_for_pattern(None, term("rdf:type"), term("bc:DiplomaticEvent"), DefaultGraph())
    return {quad.subject for quad in found if isinstance(quad.subject, NamedNode)}


def _near(store: Store, subjects: list[NamedNode]) -> Iterator[NamedNode]:
    query = _AFFECTED.read_text("utf-8")
    for start in range(0, len(subjects), _BATCH):
        solutions = store.query(_asked_of(query, subjects[start : start + _BATCH]), prefixes=PREFIXES)
        assert isinstance(solutions, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
        for solution in solutions:
            event = solution["event"]
            assert isinstance(event, NamedNode)  # noqa: S101 - no event is a blank node
            yield event


@lru_cache(maxsize=1)
def _names_in_rules() -> frozenset[NamedNode]:
    """Every name that a rule uses."""
    return frozenset(term(name) for rule in load_rules() for name in _NAME.findall(rule.query))


def _asked_of(query: str, subjects: Iterable[NamedNode]) -> str:
    """The query about these subjects alone."""
    return _PLACE.sub(lambda place: f"VALUES ?{place[1]} {{ {' '.join(map(str, subjects))} }}", query, count=1)
