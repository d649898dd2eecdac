"""A page, Turtle or JSON-LD for every thing: `/id/person/ri-yong-ho` is where its IRI leads."""

from collections.abc import Iterator

from flask import Blueprint, Response, redirect, render_template, request
from pyoxigraph import NamedNode, RdfFormat, Triple
from werkzeug.wrappers import Response as BaseResponse

from kg.dossier import find_dossier
from kg.query import Source, construct, exists, select
from kg.rdf import written
from kg.vocab import BASE
from server.negotiate import GRAPHS, PAGE, choose
from server.problems import Problem
from server.releases import open_release

blueprint = Blueprint("entities", __name__)
_POINTING = "SELECT DISTINCT ?thing ?node WHERE { ?node ?any ?thing FILTER(isIRI(?node)) } LIMIT 500"


@blueprint.get("/id/<path:key>")
def entity(key: str) -> BaseResponse:
    """The thing with this key."""
    release = open_release()
    iri = BASE + key
    form = choose(request, (PAGE, *GRAPHS[:-1]))
    if key == "dataset/backchannel":
        return redirect("/.well-known/void", 303)
    dossier = find_dossier(release.store, iri)
    if dossier is None and _is_graph(release.store, iri):
        content = written(_description(release.store, NamedNode(iri)), RdfFormat.TURTLE)
        return Response(content, content_type="text/turtle; charset=utf-8")
    if dossier is None:
        raise Problem(404, "Nothing known of this", f"The current release has no thing {iri}.")
    if form is PAGE:
        response = Response(render_template("entity.html", dossier=dossier, about=release.about))
    else:
        content = written(_description(release.store, NamedNode(iri)), form.rdf)
        response = Response(content, content_type=f"{form.media_type}; charset=utf-8")
    response.headers["Vary"] = "Accept"
    return response


def _is_graph(store: Source, iri: str) -> bool:
    try:
        return exists(store, "GRAPH ?graph { ?s ?p ?o }", graph=NamedNode(iri))
    except ValueError:
        return False


def _description(store: Source, thing: NamedNode) -> Iterator[Triple]:
    """All that is said of a thing: its triples, the nodes that point to it, their evidence; of a graph, its triples."""
    if _is_graph(store, thing.value):
        return construct(store, "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?graph { ?s ?p ?o } }", graph=thing)
    pointing = (row["node"] for row in select(store, _POINTING, thing=thing))
    nodes = " ".join(map(str, dict.fromkeys([thing, *pointing])))
    return construct(
        store,
        f"""CONSTRUCT {{ ?node ?p ?o }} WHERE {{
          {{ VALUES ?node {{ {nodes} }} }} UNION {{ VALUES ?about {{ {nodes} }} ?about bc:evidence ?node }}
          ?node ?p ?o }}""",
    )
