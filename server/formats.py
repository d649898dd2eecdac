"""The formats of answers, by short name and media type."""

from dataclasses import dataclass

from pyoxigraph import QueryResultsFormat, RdfFormat


@dataclass(frozen=True, eq=False)  # each stands once; comparing and hashing all fields would cost with every request
class Format:
    """A format by its short name, its media types, the one to name first, and what writes it.

    `writer` is None for a page; `aliases` are other short names that clients use.
    """

    name: str
    media_type: str
    writer: RdfFormat | QueryResultsFormat | None
    also: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def rdf(self) -> RdfFormat:
        """What writes graphs; only formats of graphs have it."""
        assert isinstance(self.writer, RdfFormat)  # noqa: S101 - asked after choosing from GRAPHS
        return self.writer

    @property
    def content_type(self) -> str:
        """The media type with its charset."""
        return f"{self.media_type}; charset=utf-8"


PAGE = Format("html", "text/html", None, ("application/xhtml+xml",))
SOLUTIONS = (
    Format("json", "application/sparql-results+json", QueryResultsFormat.JSON, ("application/json",)),
    Format("xml", "application/sparql-results+xml", QueryResultsFormat.XML, ("application/xml", "text/xml")),
    Format("csv", "text/csv", QueryResultsFormat.CSV),
    Format("tsv", "text/tab-separated-values", QueryResultsFormat.TSV),
    PAGE,
)
DATASETS = (
    Format("trig", "application/trig", RdfFormat.TRIG),
    Format("nquads", "application/n-quads", RdfFormat.N_QUADS),
)
GRAPHS = (
    Format("turtle", "text/turtle", RdfFormat.TURTLE, ("application/x-turtle",), ("ttl", "n3")),
    Format("jsonld", "application/ld+json", RdfFormat.JSON_LD, ("application/json",), ("json-ld", "json")),
    Format("ntriples", "application/n-triples", RdfFormat.N_TRIPLES, ("text/plain",)),
    Format(
        "rdfxml", "application/rdf+xml", RdfFormat.RDF_XML, ("application/xml", "text/xml"), ("xml", "rdf", "rdf+xml")
    ),
    *DATASETS,
    PAGE,
)
FORMATS = {form.name: form for form in (*SOLUTIONS, *GRAPHS, *DATASETS)}
