"""What this is, what is in it, and a form to ask."""

from flask import Blueprint, render_template

from kg.query import rows, select
from server.examples import load_examples
from server.releases import open_release

blueprint = Blueprint("home", __name__)
_RECENT = """
SELECT ?event ?label ?start WHERE {
  ?event a bc:Meeting ; rdfs:label ?label . OPTIONAL { ?event bc:startEarliest ?start }
}
ORDER BY DESC(?start) ?label LIMIT 12
"""
_COUNTS = """
SELECT ?kind ?label (COUNT(?thing) AS ?count) WHERE {
  VALUES ?kind { bc:Article bc:Meeting bc:Process bc:Person bc:Organization bc:SpeechAct bc:TrackAssignment }
  ?thing a ?kind . ?kind rdfs:label ?label
} GROUP BY ?kind ?label ORDER BY DESC(?count)
"""


@blueprint.get("/")
def home() -> str:
    """The home page."""
    release = open_release()
    examples = load_examples()
    return render_template(
        "home.html",
        about=release.about,
        counts=list(rows(select(release.store, _COUNTS))),
        recent=list(rows(select(release.store, _RECENT))),
        examples=examples,
        query=examples[0].text,
    )
