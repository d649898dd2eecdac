"""The application: every part registered, every response with the same safe headers."""

from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, Response
from pyoxigraph import NamedNode

from kg.vocab import BASE, ONTOLOGY, compact
from server import downloads, entities, home, ontology, problems, quality, reconcile, sparql
from server.releases import Releases

_MAX_BODY = 1_000_000
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "Accept, Content-Type",
}


def create_app(workspace: Path) -> Flask:
    """The site of a workspace's current release."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = _MAX_BODY
    app.extensions["releases"] = Releases(workspace)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters |= {"local": local_address, "short": _short, "is_thing": _is_thing}
    app.jinja_env.globals["query_address"] = _query_address
    problems.register(app)
    for part in (home, sparql, entities, ontology, downloads, quality, reconcile):
        app.register_blueprint(part.blueprint)
    app.after_request(_with_headers)
    return app


def local_address(iri: str) -> str:
    """Where this site shows a thing; other IRIs lead to where they always do."""
    if iri.startswith(BASE):
        return f"/id/{iri[len(BASE) :]}"
    if iri.startswith(f"{ONTOLOGY}#"):
        return f"/ontology#{iri.rpartition('#')[2]}"
    return iri if iri.startswith(("http://", "https://")) else "#"


def _short(term: object) -> str:
    """A term as people read it: prefixed names for IRIs, the bare value for literals."""
    if term is None:
        return ""
    value = str(getattr(term, "value", term))
    return compact(value).strip("<>") if _is_thing(term) else value


def _is_thing(term: object) -> bool:
    return isinstance(term, NamedNode)


def _query_address(query: str, form: str | None = None) -> str:
    return "/sparql?" + urlencode({"query": query} | ({"format": form} if form else {}))


def _with_headers(response: Response) -> Response:
    response.headers.update({name: value for name, value in _HEADERS.items() if name not in response.headers})
    return response
