"""The service in the real server, asked as OpenRefine asks."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from kg.catalogue import Catalogue
from kg.pipeline import ingest
from kg.release.folder import Release
from kg.release.publish import publish
from server.app import create_app
from server.problems import Problem
from tests.conftest import EXAMPLES
from tests.server.reconciliation.conftest import asking, valid
from tests.server.running import serving


@pytest.fixture(scope="module")
def site(examples: tuple[Path, Release], tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    output = tmp_path_factory.mktemp("served") / "output"
    with serving(examples[0], output) as (_, address), httpx.Client(base_url=address, timeout=30) as client:
        yield client


def test_a_column_is_matched_previewed_and_extended(site: httpx.Client) -> None:
    names = ["Kim Jong-un", "Catherine Ashton", "Nobody Else"]
    batch = {f"q{at}": {"query": name, "type": "Person", "type_strict": "should"} for at, name in enumerate(names)}

    def ask(_: int) -> str:
        response = httpx.post(f"{site.base_url}/reconcile", data={"queries": json.dumps(batch)}, timeout=30)
        assert response.status_code == 200
        return response.text

    with ThreadPoolExecutor(16) as pool:  # the first of them builds the index while the others wait
        [answer] = set(pool.map(ask, range(32)))
    result = valid(json.loads(answer), "reconciliation-result-batch")
    keys = [candidate["id"] for each in result.values() for candidate in each["result"] if candidate["match"]]
    assert keys == ["person/kim-jong-un", "person/catherine-ashton"]

    manifest = valid(site.get("/reconcile").json(), "manifest")
    for part in ("view", "preview"):
        address = manifest[part]["url"].replace("{{id}}", quote(keys[0], safe=""))
        assert address.startswith(str(site.base_url))
        page = site.get(address, headers={"Accept": "text/html"})
        assert (page.status_code, "Kim Jong Un" in page.text) == (200, True)

    asked = {"ids": keys, "properties": [{"id": "wikidata"}, {"id": "meetings"}]}
    rows = valid(site.post("/reconcile", data={"extend": json.dumps(asked)}).json(), "data-extension-response")["rows"]
    assert rows[keys[0]]["wikidata"] == [{"str": "Q56226"}]
    assert all(row["meetings"] for row in rows.values())


def test_a_new_release_has_new_candidates(catalogue: Catalogue, tmp_path: Path) -> None:
    ask = asking(create_app(tmp_path).test_client())
    found = []
    for name in ("2018-06-12-sentosa-summit.txt", "2018-07-09-asmara.json"):
        list(ingest(catalogue, [str(EXAMPLES / name)]))
        publish(catalogue, tmp_path, date(2026, 1, 1))
        found.append([each["id"] for each in ask("Isaias Afwerki") if each["match"]])
    assert found == [[], ["person/isaias-afwerki"]]


def test_while_names_are_read_the_names_of_the_release_before_answer(
    examples: tuple[Path, Release], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(examples[0])
    indexes = app.extensions["reconcile"]
    monkeypatch.setattr("server.reconcile.entities._PATIENCE", 0.01)
    with app.app_context():
        with indexes._lock, pytest.raises(Problem, match="being read"):
            indexes.current()
        index = indexes.current()
        monkeypatch.setattr("server.reconcile.entities.current_release", lambda: Path("another"))
        with indexes._lock:
            assert indexes.current() is index
        assert indexes.current() is not index
