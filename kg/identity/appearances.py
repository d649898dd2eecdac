"""What an article's graph tells of who appears in it: the evidence by which people and bodies are told apart.

In: the quads of one article's graph, as they were accepted. Out: its appearances, each a person or an organization as
this one article presents it, under the IRI that the article alone gives it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode, Quad

from kg.vocab import BASE, term


@dataclass(frozen=True)
class Appearance:
    """A person or organization in one article; `local` is its IRI there without the base ("person/ri-yong-ho").

    `state` is the code of the state it is tied to, `titles` the posts of a person, those held at the time first, and
    `is_current` whether the first is; `is_delegate` whether it sits at a table for a state; `kind` is of an
    organization: "government", "media".
    """

    local: str
    label: str
    spellings: tuple[str, ...]
    state: str = ""
    titles: tuple[str, ...] = ()
    is_current: bool = False
    is_delegate: bool = False
    kind: str = ""


class Graph:
    """The quads of an article's graph, looked up by subject and predicate."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._values: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.types: dict[str, set[str]] = defaultdict(set)
        for quad in quads:
            subject, value = quad.subject, quad.object
            if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
                self._values[subject.value, quad.predicate.value].append(value.value)
                if quad.predicate == term("rdf:type"):
                    self.types[value.value].add(subject.value)

    def values(self, subject: str, predicate: str) -> list[str]:
        """The values of a property, the predicate as a prefixed name."""
        return self._values.get((subject, term(predicate).value), [])

    def value(self, subject: str, predicate: str) -> str:
        """The first value of a property, empty where there is none."""
        return next(iter(self.values(subject, predicate)), "")

    def of_class(self, kind: str) -> list[str]:
        """The things of a class, sorted."""
        return sorted(self.types.get(term(kind).value, ()))


def find_appearances(graph: Graph) -> Iterator[Appearance]:
    """The persons and organizations of an article's graph."""
    tenures = defaultdict(list)
    for tenure in graph.of_class("bc:Tenure"):
        tenures[graph.value(tenure, "bc:holder")].append(tenure)
    seats = {
        graph.value(seat, "bc:participant")
        for seat in graph.of_class("bc:Participation")
        if graph.value(seat, "bc:side")
    }
    for iri in graph.of_class("bc:Person"):
        yield replace(_person(graph, iri, tenures[iri]), is_delegate=iri in seats)
    for iri in graph.of_class("bc:Organization"):
        yield _organization(graph, iri)


def _person(graph: Graph, iri: str, tenures: list[str]) -> Appearance:
    ties = [state for tie in ("actsFor", "actedFor", "comesFrom") for state in graph.values(iri, f"bc:{tie}")]
    posts = sorted((not _is_current(graph, tenure), _title(graph, tenure)) for tenure in tenures)
    return Appearance(
        local_key(iri),
        graph.value(iri, "rdfs:label"),
        tuple(sorted(graph.values(iri, "skos:altLabel"))),
        state=state_code(ties[0]) if ties else "",
        titles=tuple(title for _, title in posts),
        is_current=bool(posts) and not posts[0][0],
    )


def _organization(graph: Graph, iri: str) -> Appearance:
    government = graph.value(iri, "bc:governmentOf")
    return Appearance(
        local_key(iri),
        graph.value(iri, "rdfs:label"),
        tuple(sorted(graph.values(iri, "skos:altLabel"))),
        state=state_code(government),
        kind=graph.value(iri, "bc:organizationKind").rpartition("-")[2],
    )


def _title(graph: Graph, tenure: str) -> str:
    return graph.value(graph.value(tenure, "bc:position"), "rdfs:label")


def _is_current(graph: Graph, tenure: str) -> bool:
    """Whether the post is held on the day of the article: `describe` gives it bounds on both sides then."""
    return bool(graph.value(tenure, "bc:startLatest")) and not graph.value(tenure, "bc:dateText")


def state_code(iri: str) -> str:
    """The code of a state by its IRI; empty for an empty one."""
    return local_key(iri).rpartition("/")[2].upper()


def local_key(iri: str) -> str:
    """An IRI of ours without the base."""
    return iri.removeprefix(BASE)
