"""The description of the data set at its well-known address (VoID, section 7.2): VoID, DCAT and the example queries."""

from collections.abc import Iterator

from flask import Blueprint, Response, current_app, request
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.rdf import triples_of, written
from kg.release.void import FILE
from kg.vocab import term, thing
from server.negotiate import GRAPHS, choose
from server.releases import OpenRelease, open_release
from server.sparql.description import examples

blueprint = Blueprint("metadata", __name__)


@blueprint.get("/.well-known/void")
def void() -> Response:
    """The description of the current release and of this site as its service."""
    form = choose(request, GRAPHS[:-1])
    site = current_app.extensions["settings"].public_url or request.host_url.rstrip("/")
    content = written(_described(open_release(), site), form.rdf)
    return Response(content, content_type=form.content_type, headers={"Vary": "Accept"})


def _described(release: OpenRelease, site: str) -> Iterator[Triple]:
    """What the release says of itself, and where it can be asked and had here."""
    dataset, service = thing("dataset", "backchannel"), NamedNode(f"{site}/sparql")
    if release.folder is not None:
        yield from triples_of(parse(path=str(release.folder.dumps / FILE), format=RdfFormat.TURTLE))
        for path in sorted(release.folder.dumps.glob("*.gz")):
            yield from _distribution(dataset, NamedNode(f"{site}/dumps/{path.name}"), path.stat().st_size)
    yield Triple(dataset, term("rdf:type"), term("dcat:Dataset"))
    yield Triple(dataset, term("void:sparqlEndpoint"), service)
    yield Triple(service, term("rdf:type"), term("dcat:DataService"))
    yield Triple(service, term("dcterms:title"), Literal("SPARQL endpoint", language="en"))
    yield Triple(service, term("dcat:endpointURL"), service)
    yield Triple(service, term("dcat:servesDataset"), dataset)
    yield Triple(service, term("dcterms:conformsTo"), NamedNode("https://www.w3.org/TR/sparql11-protocol/"))
    yield from examples()


def _distribution(dataset: NamedNode, address: NamedNode, size: int) -> Iterator[Triple]:
    yield Triple(dataset, term("dcat:distribution"), address)
    yield Triple(address, term("rdf:type"), term("dcat:Distribution"))
    yield Triple(address, term("dcat:downloadURL"), address)
    yield Triple(address, term("dcat:compressFormat"), NamedNode(f"{_MEDIA_TYPES}/application/gzip"))
    yield Triple(address, term("dcat:mediaType"), NamedNode(f"{_MEDIA_TYPES}/{_media_type(address.value)}"))
    yield Triple(address, term("dcat:byteSize"), Literal(str(size), datatype=term("xsd:nonNegativeInteger")))


_MEDIA_TYPES = "https://www.iana.org/assignments/media-types"


def _media_type(address: str) -> str:
    return "text/turtle" if ".ttl" in address else "application/n-quads"
