"""The questions that the ontology has to answer, over its worked example, on two engines against written answers."""

import csv
import hashlib
import http.server
import io
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, unquote_plus

import pytest
import rdflib
from pyoxigraph import QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, Store
from rdflib.compare import isomorphic

from kg import paths
from kg.rdf import written
from kg.release.example import EXAMPLE, load_example
from kg.vocab import PREFIXES
from tests.conftest import ROOT

ANSWERS = ROOT / "tests" / "answers"
QUERIES = sorted((paths.ONTOLOGY / "queries").glob("*.rq"))
FEDERATED = "22-posts-beside-wikidata"
WIKIDATA = """
@prefix p: <http://www.wikidata.org/prop/> . @prefix ps: <http://www.wikidata.org/prop/statement/> .
@prefix pq: <http://www.wikidata.org/prop/qualifier/> . @prefix wd: <http://www.wikidata.org/entity/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
wd:Q12594422 p:P39 <http://www.wikidata.org/entity/statement/1> .
<http://www.wikidata.org/entity/statement/1> ps:P39 wd:Q7330070 ; pq:P580 "2016-05-09T00:00:00Z"^^xsd:dateTime .
"""


@pytest.fixture(scope="module")
def dataset() -> rdflib.Dataset:
    """The example in rdflib: its default graph, and the graphs of its articles."""
    content = written(load_example(), RdfFormat.N_QUADS).decode()
    return rdflib.Dataset(default_union=False).parse(data=content, format="nquads")


@pytest.fixture(scope="module")
def wikidata() -> Iterator[str]:
    """The address of a SPARQL endpoint on loopback that holds a few statements in the form of Wikidata's."""
    store = Store()
    store.load(WIKIDATA, RdfFormat.TURTLE)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(parse_qs(self.path.partition("?")[2])["query"][0])

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = "form" in self.headers["Content-Type"]
            self.answer(parse_qs(body)["query"][0] if form else unquote_plus(body))

        def answer(self, query: str) -> None:
            results = store.query(query)
            assert isinstance(results, QuerySolutions)
            content = results.serialize(format=QueryResultsFormat.JSON) or b""
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/sparql"
    server.shutdown()
    server.server_close()


def text_of(path: Path, wikidata: str) -> str:
    return path.read_text("utf-8").replace("https://query.wikidata.org/sparql", wikidata)


def table(content: bytes) -> tuple[list[str], list[list[str]]]:
    text = content.decode().replace("+00:00", "Z")  # as rdflib writes it
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    return head, rows


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_question(path: Path, dataset: rdflib.Dataset, wikidata: str) -> None:
    query = text_of(path, wikidata)
    ours = load_example().query(query, prefixes=PREFIXES)
    theirs = dataset.query(query, initNs=PREFIXES)
    if isinstance(ours, QueryTriples):
        answer = rdflib.Graph().parse(ANSWERS / f"{path.stem}.ttl")
        found = rdflib.Graph().parse(data=written(ours, RdfFormat.N_TRIPLES).decode(), format="nt")
        assert theirs.graph is not None
        assert isomorphic(found, answer)
        assert isomorphic(theirs.graph, answer)
        return
    assert isinstance(ours, QuerySolutions)
    head, expected = table((ANSWERS / f"{path.stem}.csv").read_bytes())
    assert expected, "a question that the example does not answer is not tried"
    assert table(ours.serialize(format=QueryResultsFormat.CSV) or b"") == (head, expected)
    their_head, their_rows = table(theirs.serialize(format="csv") or b"")
    assert their_head == head
    assert sorted(their_rows) == sorted(expected)


def test_every_question_starts_with_itself_and_says_what_order() -> None:
    for path in QUERIES:
        text = path.read_text("utf-8")
        assert text.startswith("# ")
        assert "?" in text.partition("\n")[0]
        assert "ORDER BY" in text or "CONSTRUCT" in text


def test_the_answers_belong_to_questions() -> None:
    assert {path.stem for path in ANSWERS.iterdir()} == {path.stem for path in QUERIES}
    assert {path.stem[:2] for path in QUERIES} >= {f"{number:02}" for number in range(1, 27)}


def test_quotes_of_the_example_stand_in_its_texts() -> None:
    quotes = """SELECT ?quote ?start ?end ?digest WHERE {
      ?e bc:quote ?quote ; bc:startOffset ?start ; bc:endOffset ?end ; bc:inSource/bc:textDigest ?digest }"""

    texts = {}
    for path in EXAMPLE.parent.glob("*.txt"):
        text = path.read_text("utf-8")
        texts[hashlib.sha256(text.encode()).hexdigest()] = text
    solutions = load_example().query(quotes, prefixes=PREFIXES)
    assert isinstance(solutions, QuerySolutions)
    rows = [[term.value for term in row] for row in solutions]
    assert len(rows) > 20
    assert all(texts[digest][int(start) : int(end)] == quote for quote, start, end, digest in rows)
