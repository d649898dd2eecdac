"""What a release takes from identity: articles' graphs with canonical IRIs, and what became of earlier ones."""

import hashlib
from collections.abc import Iterator
from functools import cached_property

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat

from kg.catalogue import Catalogue
from kg.identity.history import retired
from kg.identity.rewrite import canonical_graph
from kg.identity.tables import Tables
from kg.rdf import written
from kg.vocab import BASE, term, thing

IDENTITY = thing("graph", "identity")
Subject = NamedNode | BlankNode


class Identities:
    """The identities of a catalogue, as `identify` left them."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        with catalogue.transaction() as connection:
            self._tables = Tables(connection)
            for article, accepted in self._tables.unmade():
                content = self._made(article, accepted)
                self._tables.keep_published(article, hashlib.sha256(content).hexdigest())

    def digests(self) -> dict[str, str]:
        """Article to the SHA-256 of its graph, by article."""
        return self._tables.published()

    def graph_of(self, article: str) -> bytes:
        """An article's graph as sorted N-Quads."""
        return self._made(article, self._tables.digest_of(article))

    def _made(self, article: str, accepted: str) -> bytes:
        return canonical_graph(self._catalogue.graph(article, accepted), self._tables.renamed(article))

    def now(self, thing: Subject) -> Subject:
        """What a thing of an earlier release is now: what replaced it, where that is one thing."""
        replacements = self._replaced.get(thing.value.removeprefix(BASE), ())
        return NamedNode(BASE + replacements[0]) if len(replacements) == 1 else thing

    @cached_property
    def _replaced(self) -> dict[str, tuple[str, ...]]:
        return retired(self._tables)

    def graph(self) -> bytes:
        """The graph that says of each IRI of an earlier release what replaced it, as sorted N-Quads."""
        return written(sorted(self._retired(), key=str), RdfFormat.N_QUADS)

    def _retired(self) -> Iterator[Quad]:
        yield Quad(IDENTITY, term("rdfs:label"), Literal("IRIs of earlier releases, and what replaced them"), IDENTITY)
        for iri, replacements in self._replaced.items():
            old = NamedNode(BASE + iri)
            yield Quad(old, term("owl:deprecated"), Literal(True), IDENTITY)
            for new in replacements:
                yield Quad(old, term("dcterms:isReplacedBy"), NamedNode(BASE + new), IDENTITY)
