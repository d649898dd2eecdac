"""Which format an answer has: the `format` parameter first, then the Accept header (RFC 9110 section 12.5.1)."""

from dataclasses import dataclass

from flask import Request
from pyoxigraph import QueryResultsFormat, RdfFormat

from server.problems import Problem


@dataclass(frozen=True)
class Format:
    """A format by its short name, media type and what writes it; `writer` is None for a page."""

    name: str
    media_type: str
    writer: RdfFormat | QueryResultsFormat | None

    @property
    def rdf(self) -> RdfFormat:
        """What writes graphs; only formats of `GRAPHS` have it."""
        assert isinstance(self.writer, RdfFormat)  # noqa: S101 - asked after choosing from GRAPHS
        return self.writer


PAGE = Format("html", "text/html", None)
SOLUTIONS = (
    Format("json", "application/sparql-results+json", QueryResultsFormat.JSON),
    Format("xml", "application/sparql-results+xml", QueryResultsFormat.XML),
    Format("csv", "text/csv", QueryResultsFormat.CSV),
    Format("tsv", "text/tab-separated-values", QueryResultsFormat.TSV),
    PAGE,
)
GRAPHS = (
    Format("turtle", "text/turtle", RdfFormat.TURTLE),
    Format("jsonld", "application/ld+json", RdfFormat.JSON_LD),
    Format("ntriples", "application/n-triples", RdfFormat.N_TRIPLES),
    Format("rdfxml", "application/rdf+xml", RdfFormat.RDF_XML),
    PAGE,
)
_ALSO = {"application/json": "application/sparql-results+json", "application/xml": "application/sparql-results+xml"}


def choose(request: Request, formats: tuple[Format, ...]) -> Format:
    """The format to answer in; a 400 Problem for an unknown name, 406 where none is acceptable."""
    name = request.values.get("format")
    if name:
        found = next((f for f in formats if f.name == name), None)
        if found is None:
            raise Problem(400, f"Unknown format {name!r}", f"Use one of: {', '.join(f.name for f in formats)}.")
        return found
    media_types = [f.media_type for f in formats]
    offered = media_types + [also for also, main in _ALSO.items() if main in media_types]
    if "Accept" not in request.headers:
        return formats[0]
    best = request.accept_mimetypes.best_match(offered)
    if best is None:
        raise Problem(406, "No acceptable format", f"This can be had as: {', '.join(media_types)}.")
    return next(f for f in formats if f.media_type == _ALSO.get(best, best))
