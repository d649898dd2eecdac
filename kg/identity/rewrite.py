"""Graphs with canonical IRIs: an article's graph as a release holds it, made from the graph that was accepted.

The accepted graph is kept as it is; what is written here can be made again whenever identities change. Nodes that are
named after what they join (a person's part in a meeting, a post in a body) are named anew.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.describe.graph import participation_iri
from kg.identity.appearances import Graph, local_key
from kg.lexicon.keys import name_key
from kg.rdf import written
from kg.vocab import BASE, thing


def canonical_graph(content: bytes, renamed: Mapping[str, str]) -> bytes:
    """An article's sorted N-Quads with its things under other IRIs, both without the base; sorted again."""
    quads = list(parse(content, format=RdfFormat.N_QUADS))
    iris = {BASE + local: NamedNode(BASE + iri) for local, iri in renamed.items()}
    iris |= _joining(Graph(quads), iris)
    if not iris:
        return content
    return written(sorted(set(_renamed(quads, iris)), key=str), RdfFormat.N_QUADS)


def _renamed(quads: Iterable[Quad], iris: Mapping[str, NamedNode]) -> Iterator[Quad]:
    for quad in quads:
        subject, value = quad.subject, quad.object
        new_subject = iris.get(subject.value, subject) if isinstance(subject, NamedNode) else subject
        new_value = iris.get(value.value, value) if isinstance(value, NamedNode) else value
        yield Quad(new_subject, quad.predicate, new_value, quad.graph_name)


def _joining(graph: Graph, iris: Mapping[str, NamedNode]) -> dict[str, NamedNode]:
    """New IRIs of the nodes that are named after others."""

    def now(iri: str) -> str:
        return iris[iri].value if iri in iris else iri

    found: dict[str, NamedNode] = {}
    for part in graph.of_class("bc:Participation"):
        meeting, actor = graph.value(part, "bc:participationIn"), graph.value(part, "bc:participant")
        found[part] = participation_iri(now(meeting), now(actor))
    for post in graph.of_class("bc:Position"):
        found[post] = _office(graph.value(post, "rdfs:label"), now(graph.value(post, "bc:positionIn")), post)
    return {iri: new for iri, new in found.items() if new.value != iri}


def _office(title: str, within: str, post: str) -> NamedNode:
    """The IRI of an office: its title in one wording, behind the body or the state it belongs to."""
    body = local_key(within).rpartition("/")[2].removeprefix("government-of-")
    office = name_key(title)
    for pattern, to in _wordings():
        office = pattern.sub(to, office)
    return thing("position", f"{body}-{office}".replace(" ", "-")) if body and office else NamedNode(post)


@lru_cache(maxsize=1)
def _wordings() -> tuple[tuple[re.Pattern[str], str], ...]:
    table = tomllib.loads(Path(__file__).with_name("offices.toml").read_text("utf-8"))
    return tuple((re.compile(each["pattern"]), each["to"]) for each in table["wordings"])
