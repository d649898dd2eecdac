import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft7Validator
from pyoxigraph import Literal, NamedNode, Quad, Store
from referencing import Registry, Resource

from kg.release.folder import Release
from kg.vocab import BASE, term
from server.app import create_app

SCHEMAS = {path.stem: json.loads(path.read_text("utf-8")) for path in Path(__file__).parent.glob("schemas/*.json")}
_REGISTRY: Registry[Any] = Registry().with_resources(
    (schema["$id"], Resource.from_contents(schema)) for schema in SCHEMAS.values()
)

Ask = Callable[..., list[dict[str, Any]]]


def valid(content: Any, schema: str) -> Any:
    """The content, which has to be valid by a schema of the specification."""
    Draft7Validator(SCHEMAS[schema], registry=_REGISTRY).validate(content)
    return content


def asking(client: FlaskClient) -> Ask:
    """Asks one query and gives its candidates; query and answer are checked."""

    def ask(query: str | None = None, **rest: Any) -> list[dict[str, Any]]:
        batch = valid({"q": ({} if query is None else {"query": query}) | rest}, "reconciliation-query-batch")
        response = client.post("/reconcile", data={"queries": json.dumps(batch)})
        assert response.status_code == 200, response.text
        found: list[dict[str, Any]] = valid(response.get_json(), "reconciliation-result-batch")["q"]["result"]
        return found

    return ask


@pytest.fixture(scope="session")
def client(examples: tuple[Path, Release]) -> FlaskClient:
    return create_app(examples[0]).test_client()


@pytest.fixture(scope="session")
def ask(client: FlaskClient) -> Ask:
    return asking(client)


@pytest.fixture
def ask_with(examples: tuple[Path, Release], tmp_path: Path) -> Callable[[Iterable[Quad]], FlaskClient]:
    """A site of the example release with more statements in its default graph."""

    def site(quads: Iterable[Quad]) -> FlaskClient:
        shutil.copytree(examples[0] / "releases", tmp_path / "releases", symlinks=True)
        store = Store(str(tmp_path / "releases" / "current" / "store"))
        store.extend(quads)
        store.flush()
        return create_app(tmp_path).test_client()

    return site


def person(key: str, name: str, state: str) -> list[Quad]:
    """Somebody who acts for a state."""
    iri = NamedNode(f"{BASE}person/{key}")
    return [
        Quad(iri, term("rdf:type"), term("bc:Person")),
        Quad(iri, term("rdfs:label"), Literal(name)),
        Quad(iri, term("bc:actsFor"), NamedNode(f"{BASE}state/{state}")),
    ]
