"""Clients as people use them, against the example release."""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rdflib
import SPARQLWrapper
from pyoxigraph import Store
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from kg.release.folder import Release
from kg.vocab import PREFIXES
from tests.endpoint.served import Served, serve_workspace

CLIENTS = Path(__file__).parent / "clients"
PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
NAMES = f"{PROLOGUE}SELECT ?name {{ ?meeting a bc:Meeting ; rdfs:label ?name }} ORDER BY ?name"
GRAPH = f"{PROLOGUE}CONSTRUCT {{ ?meeting rdfs:label ?name }} {{ ?meeting a bc:Meeting ; rdfs:label ?name }}"
ANY = f"{PROLOGUE}ASK {{ ?meeting a bc:Meeting }}"


@pytest.fixture(scope="module")
def served(examples: tuple[Path, Release]) -> Iterator[Served]:
    with serve_workspace(examples[0]) as served:
        yield served


@pytest.fixture(scope="module")
def names(examples: tuple[Path, Release]) -> list[str]:
    """What the query NAMES has to give."""
    solutions = Store.read_only(str(examples[1].store)).query(NAMES)
    found = [row["name"].value for row in solutions]  # type: ignore[union-attr]
    assert found
    return found


def _wrapper(served: Served) -> Any:
    return SPARQLWrapper.SPARQLWrapper(served.endpoint)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("post", ["urlencoded", "postdirectly"])
def test_sparqlwrapper(served: Served, names: list[str], method: str, post: str) -> None:
    client = _wrapper(served)
    client.setMethod(method)
    client.setRequestMethod(post)
    client.setQuery(NAMES)
    client.setReturnFormat(SPARQLWrapper.JSON)
    assert [row["name"]["value"] for row in client.query().convert()["results"]["bindings"]] == names
    client.setReturnFormat(SPARQLWrapper.XML)
    found = client.query().convert().getElementsByTagName("literal")
    assert [element.firstChild.nodeValue for element in found] == names
    client.setReturnFormat(SPARQLWrapper.CSV)
    assert len(client.query().convert().splitlines()) >= len(names)
    client.setQuery(ANY)
    client.setReturnFormat(SPARQLWrapper.JSON)
    assert client.query().convert()["boolean"] is True


@pytest.mark.parametrize("form", ["turtle", "xml", "json-ld"])
def test_sparqlwrapper_reads_graphs(served: Served, names: list[str], form: str) -> None:
    client = _wrapper(served)
    client.setQuery(GRAPH)
    client.setReturnFormat(form)
    found = client.query().convert()
    graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found, format=form)
    assert sorted({str(name) for name in graph.objects()}) == sorted(set(names))


def test_sparqlwrapper_understands_a_refusal(served: Served) -> None:
    client = _wrapper(served)
    client.setQuery("SELECT {")
    with pytest.raises(SPARQLWrapper.SPARQLExceptions.QueryBadFormed, match="line"):
        client.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_sparqlstore_of_rdflib(served: Served, names: list[str], method: str) -> None:
    graph = rdflib.Graph(SPARQLStore(served.endpoint, method=method, returnFormat="json"))
    assert [str(row[0]) for row in graph.query(NAMES)] == names  # type: ignore[index]
    assert graph.query(ANY).askAnswer
    meetings = set(graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{PREFIXES['bc']}Meeting")))
    assert meetings
    assert all((meeting, rdflib.RDFS.label, None) in graph for meeting in meetings)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--get", "--data-urlencode", "query@-"],
        ["--data-urlencode", "query@-"],
        ["-H", "Content-Type: application/sparql-query", "--data-binary", "@-"],
        ["--compressed", "--http1.0", "--data-urlencode", "query@-"],
    ],
    ids=["get", "form", "post", "compressed-1.0"],
)
def test_curl(served: Served, names: list[str], arguments: list[str]) -> None:
    curl = shutil.which("curl") or pytest.skip("curl is not installed")
    command = [curl, "--silent", "--show-error", "--fail", *arguments, "-H", "Accept: text/csv", served.endpoint]
    result = subprocess.run(command, input=NAMES.encode(), capture_output=True, timeout=30, check=True)
    assert len(result.stdout.decode().splitlines()) >= len(names)
    assert names[0] in result.stdout.decode()


@pytest.fixture(scope="module")
def modules() -> Path:
    """The folder with the clients from npm, installed once for a lock file."""
    npm = shutil.which("npm") or pytest.skip("npm is not installed")
    files = [path for path in sorted(CLIENTS.iterdir()) if path.is_file()]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "backchannel-tests"
    folder = cache / f"clients-{digest}"
    if not folder.exists():
        _install(npm, files, folder)
    return folder


def _install(npm: str, files: list[Path], folder: Path) -> None:
    """Install beside the folder and give it its name when it is whole."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(dir=folder.parent))
    for path in files:
        shutil.copy(path, place)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    result = subprocess.run(command, cwd=place, capture_output=True, text=True, timeout=240, check=False)
    if result.returncode != 0:
        shutil.rmtree(place)
        pytest.skip(f"npm could not install the clients: {result.stderr[-300:]}")
    place.rename(folder)


def _node(modules: Path, script: str, *arguments: str) -> object:
    node = shutil.which("node") or pytest.skip("node is not installed")
    command = [node, str(modules / script), *arguments]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_comunica(served: Served, names: list[str], modules: Path) -> None:
    assert _node(modules, "comunica.mjs", served.endpoint, NAMES) == [{"name": name} for name in names]
    assert _node(modules, "comunica.mjs", served.endpoint, ANY) is True
    triples = _node(modules, "comunica.mjs", served.endpoint, GRAPH)
    assert isinstance(triples, list)
    assert sorted(set(triples)) == sorted(set(names))


def test_sparql_http_client(served: Served, names: list[str], modules: Path) -> None:
    found = _node(modules, "sparql-http-client.mjs", served.endpoint, NAMES, GRAPH, ANY)
    assert isinstance(found, dict)
    rows = [{"name": name} for name in names]
    assert [found[way] for way in ("byGet", "byForm", "byPost", "streamed")] == [rows] * 4
    assert found["triples"] >= len(set(names))
    assert (found["ask"], found["status"]) == (True, 200)
