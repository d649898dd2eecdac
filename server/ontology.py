"""The vocabulary: a page to read, and RDF for programs, at the IRI of the ontology."""

from dataclasses import dataclass
from functools import lru_cache

from flask import Blueprint, Response, render_template, request
from pyoxigraph import RdfFormat, Store, Triple, parse

from kg import paths
from kg.query import rows, select
from kg.rdf import written
from kg.vocab import term
from server.negotiate import GRAPHS, PAGE, choose
from server.releases import open_release

blueprint = Blueprint("ontology", __name__)


_TERMS = """
SELECT ?term ?label ?definition ?source ?scheme (MIN(?class) AS ?kind) WHERE {
  ?term rdfs:label ?label ; skos:definition ?definition ; a ?class .
  FILTER(STRSTARTS(STR(?term), STR(bc:)) && ?class != skos:ConceptScheme)
  OPTIONAL { ?term dcterms:source ?source }
  OPTIONAL { ?term skos:inScheme/skos:prefLabel ?scheme }
}
GROUP BY ?term ?label ?definition ?source ?scheme
ORDER BY ?scheme ?term
"""


@dataclass(frozen=True)
class Term:
    """A class, property or concept to read about; `group` is what it is listed under."""

    name: str
    label: str
    definition: str
    group: str
    source: str | None


@blueprint.get("/ontology")
def ontology() -> Response:
    """The ontology with its concept schemes."""
    form = choose(request, (PAGE, *GRAPHS[:-1]))
    if form is PAGE:
        response = Response(render_template("ontology.html", groups=load_terms(), about=open_release().release.about))
    else:
        content = written(_triples(), form.rdf)
        response = Response(content, content_type=f"{form.media_type}; charset=utf-8")
    response.headers["Vary"] = "Accept"
    return response


@lru_cache(maxsize=1)
def _triples() -> tuple[Triple, ...]:
    files = sorted(paths.ONTOLOGY.glob("*.ttl"))
    return tuple(
        q.triple for path in files for q in parse(path=str(path), format=RdfFormat.TURTLE, rename_blank_nodes=True)
    )


@lru_cache(maxsize=1)
def load_terms() -> dict[str, tuple[Term, ...]]:
    """The terms by group: classes, properties, then each concept scheme under its title."""
    store = Store()
    store.load(written(_triples(), RdfFormat.N_TRIPLES), format=RdfFormat.N_TRIPLES)
    groups: dict[str, list[Term]] = {"Classes": [], "Properties": []}
    for row in rows(select(store, _TERMS)):
        group = row.get("scheme") or ("Classes" if row["kind"] == term("owl:Class").value else "Properties")
        name = row["term"].rpartition("#")[2]
        groups.setdefault(group, []).append(Term(name, row["label"], row["definition"], group, row.get("source")))
    return {group: tuple(terms) for group, terms in groups.items()}
