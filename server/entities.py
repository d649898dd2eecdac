"""A page, Turtle or JSON-LD for every thing: `/id/person/ri-yong-ho` is where its IRI leads."""

from collections.abc import Iterator

from flask import Blueprint, Response, redirect, render_template, request
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple
from werkzeug.wrappers import Response as BaseResponse

from kg.dossier import find_dossier
from kg.rdf import written
from kg.vocab import BASE, term
from server.negotiate import GRAPHS, PAGE, choose
from server.problems import Problem
from server.releases import open_release

blueprint = Blueprint("entities", __name__)
_MOST_NODES = 500


@blueprint.get("/id/<path:key>")
def entity(key: str) -> BaseResponse:
    """The thing with this key."""
    release = open_release()
    iri = BASE + key
    form = choose(request, (PAGE, *GRAPHS[:-1]))
    if key == "dataset/backchannel":
        return redirect("/dumps/void.ttl", 303)
    dossier = find_dossier(release.store, iri)
    if dossier is None and _is_graph(release.store, iri):
        content = written(_description(release.store, NamedNode(iri)), RdfFormat.TURTLE)
        return Response(content, content_type="text/turtle; charset=utf-8")
    if dossier is None:
        raise Problem(404, "Nothing known of this", f"The current release has no thing {iri}.")
    if form is PAGE:
        response = Response(render_template("entity.html", dossier=dossier, about=release.release.about))
    else:
        content = written(_description(release.store, NamedNode(iri)), form.rdf)
        response = Response(content, content_type=f"{form.media_type}; charset=utf-8")
    response.headers["Vary"] = "Accept"
    return response


def _is_graph(store: Store, iri: str) -> bool:
    try:
        return store.contains_named_graph(NamedNode(iri))
    except ValueError:
        return False


def _description(store: Store, thing: NamedNode) -> Iterator[Triple]:
    """All that is said of a thing: its triples, the nodes that point to it, their evidence; of a graph, its triples."""
    if next(store.quads_for_pattern(None, None, None, thing), None) is not None:
        yield from (quad.triple for quad in store.quads_for_pattern(None, None, None, thing))
        return
    nodes = dict.fromkeys([thing])
    for quad in _default(store, None, None, thing):
        if len(nodes) < _MOST_NODES and isinstance(quad.subject, NamedNode):
            nodes[quad.subject] = None
    for node in list(nodes):
        for quad in _default(store, node, term("bc:evidence"), None):
            if isinstance(quad.object, NamedNode):
                nodes[quad.object] = None
    for node in nodes:
        yield from (quad.triple for quad in _default(store, node, None, None))


def _default(
    store: Store, subject: NamedNode | None, predicate: NamedNode | None, value: NamedNode | None
) -> Iterator[Quad]:
    return store.quads_for_pattern(subject, predicate, value, DefaultGraph())
