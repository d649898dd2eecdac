"""The vocabulary at its own address: pages to read, RDF for programs.

reference  every term with what is said of it
tracks     the track schemes side by side, and what each says of one meeting
guides     how to model ten things; the rules with their reasons
"""

from functools import lru_cache

from flask import Blueprint, Response, render_template, send_from_directory
from flask import request as current
from pyoxigraph import RdfFormat, Triple, parse

from kg import paths
from kg.ontology import ontology_triples
from kg.rdf import triples_of, written
from kg.release.derive import load_rules
from kg.vocab import ONTOLOGY, term
from server.negotiate import GRAPHS, PAGE, choose
from server.ontology.guides import load_guides
from server.ontology.reference import load_topics
from server.ontology.tracks import load_table, load_worked_example
from server.problems import Problem
from server.releases import open_release

blueprint = Blueprint("ontology", __name__)
_IMAGES = ("diagram.svg", "logo.svg")


@blueprint.get("/ontology")
def ontology() -> Response:
    """The ontology with its concept schemes."""
    form = choose(current, (PAGE, *GRAPHS[:-1]))
    if form is PAGE:
        about = open_release().about
        page = render_template("ontology/reference.html", topics=load_topics(), version=_version(), about=about)
        response = Response(page)
    else:
        content = written(ontology_triples(), form.rdf)
        response = Response(content, content_type=f"{form.media_type}; charset=utf-8")
    response.headers["Vary"] = "Accept"
    return response


@blueprint.get("/ontology/<name>")
def part(name: str) -> Response:
    """The version that is named, where it is this one; or a drawing."""
    if name == _version():
        return ontology()
    if name in _IMAGES:
        return send_from_directory("static", name)
    raise Problem(404, "No such version", f"This is version {_version()} of the ontology; others are not kept here.")


@blueprint.get("/ontology/tracks")
def tracks() -> str:
    """The track schemes side by side, with a worked example."""
    about = open_release().about
    return render_template("ontology/tracks.html", table=load_table(), example=load_worked_example(), about=about)


@blueprint.get("/ontology/modelling")
def modelling() -> str:
    """How to model what people ask for."""
    return render_template("ontology/modelling.html", guides=load_guides(), about=open_release().about)


@blueprint.get("/ontology/rules")
def rules() -> str:
    """The rules with their reasons."""
    return render_template("ontology/rules.html", rules=load_rules(), about=open_release().about)


@blueprint.get("/ontology/<any(mappings, examples, rules, queries):folder>/<name>")
def file(folder: str, name: str) -> Response:
    """A file that belongs to the ontology, as it stands."""
    return send_from_directory(paths.ONTOLOGY / folder, name, mimetype="text/plain")


@blueprint.get("/shapes")
def shapes() -> Response:
    """The SHACL shapes that every article's graph conforms to; Turtle for people as well."""
    form = choose(current, (*GRAPHS[:-1], PAGE))
    is_page = form is PAGE
    content = written(_shapes(), RdfFormat.TURTLE if is_page else form.rdf)
    media_type = "text/plain" if is_page else form.media_type
    return Response(content, content_type=f"{media_type}; charset=utf-8", headers={"Vary": "Accept"})


@lru_cache(maxsize=1)
def _shapes() -> tuple[Triple, ...]:
    from kg.gate import shapes_turtle  # noqa: PLC0415 - brings the engines of the shapes

    return tuple(triples_of(parse(shapes_turtle(), format=RdfFormat.TURTLE)))


@lru_cache(maxsize=1)
def _version() -> str:
    said = (t.object for t in ontology_triples() if t.predicate == term("owl:versionIRI"))
    return next(str(getattr(o, "value", "")).removeprefix(f"{ONTOLOGY}/") for o in said)
