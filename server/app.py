"""The application: every part registered, every response with the same safe headers."""

from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, Response

from kg.errors import StoreError
from kg.vocab import BASE, ONTOLOGY, compact
from server import downloads, entities, home, metadata, ontology, problems, quality
from server.headers import COMMON
from server.problems import Problem
from server.releases import Releases
from server.settings import Settings


def create_app(workspace: Path, settings: Settings | None = None) -> Flask:
    """The pages of a workspace's current release; server/site.py puts the endpoint beside them."""
    settings = settings or Settings()
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = settings.body_limit
    app.extensions["releases"] = Releases(workspace, settings.endpoint, settings.time_limit)
    app.extensions["settings"] = settings
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters |= {"local": local_address, "compacted": _compacted}
    app.jinja_env.globals["query_address"] = _query_address
    problems.register(app)
    app.register_error_handler(StoreError, _store_problem)
    for part in (home, entities, ontology, downloads, quality, metadata):
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


def _compacted(iri: str) -> str:
    """An IRI as people read it."""
    return compact(iri).strip("<>")


def _store_problem(error: StoreError) -> Response:
    return problems.respond(Problem(502, "The store cannot be asked", str(error)))


def _query_address(query: str, form: str | None = None) -> str:
    return "/sparql?" + urlencode({"query": query} | ({"format": form} if form else {}))


def _with_headers(response: Response) -> Response:
    response.headers.update({name: value for name, value in COMMON.items() if name not in response.headers})
    return response
