"""The quads of one article's graph: what every description is made with, the article itself, and its evidence."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad

import kg
from kg.article import Article
from kg.facts import Actor, Passage
from kg.resolve import Identities, actor_iri, slug
from kg.vocab import term, thing

Object = NamedNode | Literal
_CONTEXT = 32
"""Characters of prefix and suffix in a quote selector, as much as the Web Annotation examples give."""


@dataclass(frozen=True)
class ArticleGraph:
    """Makes the quads of an article's graph."""

    article: Article
    ids: Identities
    reader: str
    """What read the article: see `ArticleFacts.reader`."""
    _told: set[str] = field(default_factory=set)
    """IRIs of the evidence and passages described already, which many facts share."""

    def quad(self, subject: NamedNode, predicate: str, value: Object) -> Quad:
        """A quad of this graph; the predicate as a prefixed name."""
        return Quad(subject, term(predicate), value, self.ids.graph)

    def typed(self, subject: NamedNode, *kinds: str) -> Iterator[Quad]:
        """The classes of a thing."""
        return (self.quad(subject, "rdf:type", term(kind)) for kind in kinds)

    def label(self, subject: NamedNode, label: str) -> Quad:
        """The name of a thing."""
        return self.quad(subject, "rdfs:label", Literal(label))

    def head(self) -> Iterator[Quad]:
        """The article, its publisher, the extraction that read it, and where the graph comes from."""
        article, iri, extraction = self.article, self.ids.article, extraction_iri(self.reader)
        yield from self.typed(iri, "bc:Article")
        yield self.label(iri, article.label)
        yield self.quad(iri, "bc:textDigest", Literal(article.text_digest))
        yield self.quad(iri, "dcterms:language", Literal("en"))
        if article.title:
            yield self.quad(iri, "dcterms:title", Literal(article.title))
        if article.published:
            yield self.quad(iri, "dcterms:issued", day(article.published))
        if article.url:
            yield self.quad(iri, "schema:url", Literal(article.url, datatype=term("xsd:anyURI")))
        if article.publisher:
            yield from self._publisher(article.publisher)
        yield from self.typed(extraction, "bc:Extraction")
        yield self.label(extraction, f"Backchannel {kg.__version__} with {self.reader}")
        yield self.quad(self.ids.graph, "prov:wasDerivedFrom", iri)
        yield self.quad(self.ids.graph, "prov:wasGeneratedBy", extraction)

    def _publisher(self, name: str) -> Iterator[Quad]:
        """The publisher, which is known from metadata: no passage names it."""
        publisher = actor_iri(Actor("organization", name))
        yield self.quad(self.ids.article, "dcterms:publisher", publisher)
        yield from self.typed(publisher, "bc:Organization")
        yield self.label(publisher, name)
        yield self.quad(publisher, "bc:organizationKind", term("bc:organization-media"))

    def evidence(self, subject: NamedNode, passages: Iterable[Passage]) -> Iterator[Quad]:
        """The passages that say what is said of a subject."""
        for passage in passages:
            tail = digest(passage.rule, str(passage.confidence))[:6]
            iri = thing("evidence", f"{self.article.id}-{passage.start}-{passage.end}-{tail}")
            yield self.quad(subject, "bc:evidence", iri)
            if self._is_new(iri):
                yield from self._passage(iri, passage)

    def _is_new(self, iri: NamedNode) -> bool:
        is_new = iri.value not in self._told
        self._told.add(iri.value)
        return is_new

    def _passage(self, iri: NamedNode, passage: Passage) -> Iterator[Quad]:
        quote = self.article.text[passage.start : passage.end]
        target = thing("passage", f"{self.article.id}-{passage.start}-{passage.end}")
        yield from self.typed(iri, "bc:Evidence")
        yield self.quad(iri, "bc:inSource", self.ids.article)
        yield self.quad(iri, "bc:quote", Literal(quote))
        yield self.quad(iri, "bc:startOffset", Literal(passage.start))
        yield self.quad(iri, "bc:endOffset", Literal(passage.end))
        yield self.quad(iri, "bc:confidence", Literal(f"{passage.confidence:g}", datatype=term("xsd:decimal")))
        yield self.quad(iri, "bc:extractedBy", extraction_iri(self.reader))
        yield self.quad(iri, "bc:readByRule", Literal(passage.rule))
        yield self.quad(iri, "oa:hasTarget", target)
        if self._is_new(target):
            yield from self._selectors(target, passage, quote)

    def _selectors(self, target: NamedNode, passage: Passage, quote: str) -> Iterator[Quad]:
        """The passage in the form of the Web Annotation Data Model (W3C 2017), sections 4.2.4 and 4.2.5."""
        text, start, end = self.article.text, passage.start, passage.end
        by_quote, by_position = NamedNode(f"{target.value}/quote"), NamedNode(f"{target.value}/position")
        yield from self.typed(target, "oa:SpecificResource")
        yield self.quad(target, "oa:hasSource", self.ids.article)
        yield self.quad(target, "oa:hasSelector", by_quote)
        yield self.quad(target, "oa:hasSelector", by_position)
        yield from self.typed(by_quote, "oa:TextQuoteSelector")
        yield self.quad(by_quote, "oa:exact", Literal(quote))
        yield self.quad(by_quote, "oa:prefix", Literal(text[max(0, start - _CONTEXT) : start]))
        yield self.quad(by_quote, "oa:suffix", Literal(text[end : end + _CONTEXT]))
        yield from self.typed(by_position, "oa:TextPositionSelector")
        yield self.quad(by_position, "oa:start", Literal(str(start), datatype=term("xsd:nonNegativeInteger")))
        yield self.quad(by_position, "oa:end", Literal(str(end), datatype=term("xsd:nonNegativeInteger")))


def extraction_iri(reader: str) -> NamedNode:
    """The IRI of the reading by this version of the extractor with a language pipeline or model."""
    return thing("extraction", slug(f"backchannel {kg.__version__} {reader}"))


def participation_iri(event: str, actor: str) -> NamedNode:
    """The IRI of an actor's part in an event, both given by their IRIs: one part, however many articles tell of it."""
    return thing("participation", digest(event, actor))


def day(value: date) -> Literal:
    """An xsd:date."""
    return Literal(value.isoformat(), datatype=term("xsd:date"))


def digest(*parts: str) -> str:
    """Twenty hexadecimal digits that stand for the parts in an IRI."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]
