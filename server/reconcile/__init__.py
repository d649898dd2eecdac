"""The Reconciliation Service API 0.2 over the things of the release: what OpenRefine matches its columns with.

The protocol: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/

graph       the one place that knows the store
schema      types and properties, from schema.toml
values      what the graph says by a property
index       names in memory
entities    the index of a release
requests    batches and extensions read, or a Problem
scores      how well a thing fits, from scores.toml
candidates  the candidates of a batch
answers     what the protocol answers with
"""

import json
from typing import cast

from flask import Blueprint, Response, current_app, render_template, request
from flask.blueprints import BlueprintSetupState

from server.problems import Problem
from server.reconcile import answers
from server.reconcile.candidates import find_candidates
from server.reconcile.entities import Indexes
from server.reconcile.index import Entity, Index
from server.reconcile.requests import MAX_PROPERTIES, read_callback, read_extension, read_number, read_queries
from server.reconcile.schema import Property, Type, load_schema
from server.reconcile.scores import load_features, load_numbers
from server.releases import open_release

blueprint = Blueprint("reconcile", __name__, url_prefix="/reconcile")
_KINDS = "<any(entity, property, type):kind>"
_MOST_SKIPPED = 10_000
_MOST_SHOWN = 3
_NOT_SHOWN = {"label", "meeting"}
"""Properties that a preview leaves out: the label is its title, and of many meetings the first three tell nothing."""
_FRAMED = "default-src 'self'; frame-ancestors *; form-action 'none'; base-uri 'none'"
"""The policy of a preview: OpenRefine, wherever it runs, shows it in a frame; there is nothing to press in it."""


@blueprint.record_once
def _prepare(state: BlueprintSetupState) -> None:
    state.app.extensions["reconcile"] = Indexes()


def _index() -> Index:
    return cast("Indexes", current_app.extensions["reconcile"]).current()


@blueprint.route("", methods=["GET", "POST"])
def service() -> Response:
    """Candidates for `queries`, values for `extend`, or else what the service is."""
    if "queries" in request.values:
        found = find_candidates(_index(), read_queries(request.values["queries"]))
        return _json({key: answers.result(candidates) for key, candidates in found.items()})
    if "extend" in request.values:
        return _json(answers.extension(_index(), read_extension(request.values["extend"])))
    if request.method == "POST":
        raise Problem(
            400, "Nothing is asked", "Send `queries` or `extend` as a form (application/x-www-form-urlencoded)."
        )
    return _json(answers.manifest(_site()))


@blueprint.get(f"/suggest/{_KINDS}")
def suggest(kind: str) -> Response:
    """Things, properties or types whose names begin with `prefix`, without the first `cursor` of them."""
    prefix = request.args.get("prefix", "")[:200].strip()
    cursor = read_number(request.args.get("cursor"), "cursor", _MOST_SKIPPED, 0)
    if kind == "entity":
        return _json(answers.suggest_entities(_index(), prefix, cursor))
    return _json(answers.suggest_terms(_terms(kind).values(), prefix, cursor))


@blueprint.get(f"/flyout/{_KINDS}")
def flyout(kind: str) -> Response:
    """A few lines of HTML about a suggestion."""
    name = request.args.get("id", "")
    found = _entity(name) if kind == "entity" else _terms(kind).get(name)
    if found is None:
        raise Problem(404, "Nothing known of this", f"There is no {kind} {name[:100]!r}.")
    address = f"{_site()}/id/{found.id}" if isinstance(found, Entity) else f"{_site()}/reconcile/about"
    return _json({"id": name, "html": render_template("reconcile/flyout.html", found=found, address=address)})


@blueprint.get("/properties")
def properties() -> Response:
    """The properties that can be fetched of things of a `type`, at most `limit`."""
    most = len(load_schema().properties)
    limit = read_number(request.args.get("limit"), "limit", most, most)
    return _json(answers.properties(request.args.get("type", ""), limit))


@blueprint.get("/preview")
def preview() -> Response:
    """A small page about a thing, to be shown in a frame."""
    entity = _entity(request.args.get("id", ""))
    types = load_schema().types
    asked = [
        each for each in load_schema().properties_of(types[entity.types[0]]) if each.id not in {"label", "meeting"}
    ]
    facts = [(each, answers.texts(_index(), each, entity, _MOST_SHOWN)) for each in asked[:MAX_PROPERTIES]]
    kinds = [types[name] for name in entity.types]
    page = render_template("reconcile/preview.html", entity=entity, kinds=kinds, facts=facts)
    return Response(page, headers={"Content-Security-Policy": _FRAMED})


@blueprint.get("/about")
def about() -> str:
    """How to use the service, with its types, properties and features."""
    return render_template(
        "reconcile/about.html",
        about=open_release().release.about,
        site=_site(),
        schema=load_schema(),
        features=load_features(),
        match=load_numbers()["match"],
    )


def _terms(kind: str) -> dict[str, Type] | dict[str, Property]:
    return load_schema().types if kind == "type" else load_schema().properties


def _entity(name: str) -> Entity:
    found = _index().find(name)
    if found is None:
        raise Problem(404, "Nothing known of this", f"The current release has no thing {name[:100]!r}.")
    return found


def _site() -> str:
    """The address that this site was asked at; a proxy that speaks https for it says so in X-Forwarded-Proto."""
    root = request.url_root.rstrip("/")
    is_forwarded = request.headers.get("X-Forwarded-Proto") == "https"
    return f"https:{root.partition(':')[2]}" if is_forwarded else root


def _json(content: object) -> Response:
    """An answer as JSON, or as a script that calls the function that a GET names as `callback` (JSONP)."""
    text = json.dumps(content)  # ASCII alone, so nothing ends a line of script early
    name = request.args.get("callback") if request.method == "GET" else None
    if name is None:
        return Response(text, content_type="application/json; charset=utf-8")
    return Response(f"/**/{read_callback(name)}({text});", content_type="application/javascript; charset=utf-8")
