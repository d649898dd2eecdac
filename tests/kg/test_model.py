"""The reader by a language model, against a real server process that answers as models do, well and badly."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from kg.article import Article
from kg.errors import ArticleError, ModelError
from kg.gate import check_quads
from kg.lexicon import load_lexicon
from kg.model import Model, read_with_model
from kg.pipeline import Reader, describe_articles
from kg.records import records_of
from tests.conftest import ROOT

TEXT = (
    "Talks in Bern\n\nEgypt's foreign minister Sami Amin met Sudanese envoy Omar Idris in Bern on Monday. "
    "Egypt offered to reopen the border. Mr Amin said the talks went well."
)
ARTICLE = Article(text=TEXT, title="Talks in Bern", published=date(2019, 3, 5), origin="a.txt", name="a")
MET = "Egypt's foreign minister Sami Amin met Sudanese envoy Omar Idris in Bern on Monday."
OFFERED = "Egypt offered to reopen the border."
ROLE = {"title": "foreign minister", "organization": None, "state": "EG", "status": "current", "official": True}
EMPTY: dict[str, list[object]] = {
    key: [] for key in ("persons", "states", "organizations", "negotiations", "statements", "positions", "relations")
}
MEETING = {
    "kind": "meeting", "states": ["EG", "SD"], "persons": ["Sami Amin", "Omar Idris"], "place": "Bern", "country": "CH",
    "start": "2019-03-04", "end": None, "status": "held", "topics": ["border"], "evidence": MET,
}  # fmt: skip
GOOD = EMPTY | {
    "persons": [
        {"name": "Sami Amin", "roles": [ROLE], "evidence": MET},
        {"name": "Omar Idris", "roles": [], "evidence": MET},
    ],
    "states": [{"code": "EG", "evidence": MET}, {"code": "SD", "evidence": MET}],
    "negotiations": [MEETING],
    "statements": [{"speaker": "Sami Amin", "evidence": "Mr Amin said the talks went well."}],
    "positions": [
        {"actor": "EG", "kind": "offer", "target": None, "content": "to reopen the border", "evidence": OFFERED}
    ],
}

Serve = Callable[..., tuple[Model, Callable[[], list[dict[str, object]]]]]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Starts a model that gives these answers in turn; gives it and a way to see what it was asked."""
    with ExitStack() as stack:

        def start(*answers: dict[str, object]) -> tuple[Model, Callable[[], list[dict[str, object]]]]:
            script, port = tmp_path / "answers.json", tmp_path / "port"
            script.write_text(json.dumps(answers), "utf-8")
            command = [sys.executable, "-m", "tests.kg.model_server", str(port), str(script)]
            process = stack.enter_context(subprocess.Popen(command, cwd=ROOT))
            stack.callback(process.kill)
            deadline = time.monotonic() + 20
            while not (port.exists() and port.read_text("utf-8")):
                assert time.monotonic() < deadline, "the server did not start"
                time.sleep(0.05)
            log = Path(f"{script}.requests")
            asked = lambda: [json.loads(line) for line in log.read_text("utf-8").splitlines()]  # noqa: E731
            return Model(f"http://127.0.0.1:{port.read_text('utf-8')}/v1", "tiny", "secret"), asked

        yield start


def test_what_a_model_says_becomes_a_graph_that_conforms(serve: Serve) -> None:
    model, asked = serve({"records": GOOD})
    [(_, quads)] = describe_articles([ARTICLE], Reader(model=model))
    assert isinstance(quads, list)
    assert check_quads(quads).conforms
    found = records_of(quads, "a")
    [meeting] = found["negotiations"]
    assert (meeting["states"], meeting["start"], meeting["place"]["country"]) == (["EG", "SD"], "2019-03-04", "CH")
    assert [(p["name"], [r["title"] for r in p["roles"]]) for p in found["persons"]] == [
        ("Omar Idris", []),
        ("Sami Amin", ["foreign minister"]),
    ]
    assert [(p["actor"], p["kind"], p["confidence"]) for p in found["positions"]] == [("EG", "offer", 0.5)]
    [request] = asked()
    assert (request["path"], request["key"]) == ("/v1/chat/completions", "Bearer secret")
    body = request["body"]
    assert isinstance(body, dict)
    assert body["response_format"]["json_schema"]["schema"]["required"] == list(EMPTY)
    assert TEXT in body["messages"][1]["content"]
    assert "2019-03-05" in body["messages"][1]["content"]


@pytest.mark.parametrize(
    "records",
    [
        EMPTY | {"negotiations": [MEETING | {"evidence": "They met in secret."}]},
        EMPTY | {"negotiations": [MEETING | {"evidence": ""}]},
        EMPTY | {"negotiations": [MEETING | {"states": ["XX", "ZZ"]}]},
        EMPTY | {"negotiations": [MEETING | {"kind": "coup"}]},
        EMPTY | {"negotiations": "none", "persons": [1, None, {"name": 2, "evidence": MET}]},
        EMPTY | {"persons": [{"name": "Joe Biden", "roles": [], "evidence": MET}]},
        EMPTY | {"statements": [{"speaker": "Joe Biden", "evidence": MET}]},
        EMPTY | {"statements": [{"speaker": [], "evidence": MET}], "positions": [{"actor": {}, "evidence": MET}]},
        EMPTY | {"relations": [{"kind": "none", "a": "EG", "b": "EG", "evidence": MET}]},
        {},
    ],
    ids=["quote", "no-quote", "states", "kind", "shape", "person", "speaker", "lists", "relation", "nothing"],
)
def test_what_the_article_does_not_bear_out_is_dropped(serve: Serve, records: dict[str, object]) -> None:
    facts = read_with_model(ARTICLE, serve({"records": records})[0], load_lexicon())
    assert (facts.people, facts.meetings, facts.acts, facts.relations) == ((), (), (), ())


@pytest.mark.parametrize("body", ["no JSON", "{}", '{"choices": []}', '{"choices": [{"message": {"content": "[]"}}]}'])
def test_an_answer_of_no_use_is_one_articles_error(serve: Serve, body: str) -> None:
    model, _ = serve({"body": body}, {"records": GOOD})
    (_, bad), (_, good) = describe_articles([ARTICLE, ARTICLE], Reader(model=model))
    assert isinstance(bad, ArticleError)
    assert "a.txt" in str(bad)
    assert isinstance(good, list)


def test_a_busy_server_is_asked_again(serve: Serve) -> None:
    model, asked = serve({"status": 429, "headers": {"Retry-After": "0"}}, {"status": 503}, {"records": GOOD})
    assert len(read_with_model(ARTICLE, model, load_lexicon()).meetings) == 1
    assert len(asked()) == 3


def test_a_key_that_is_refused_says_what_to_do(serve: Serve) -> None:
    model, _ = serve({"status": 401})
    with pytest.raises(ModelError, match="BACKCHANNEL_MODEL_KEY"):
        read_with_model(ARTICLE, model, load_lexicon())


def test_an_address_that_is_none_says_so() -> None:
    with pytest.raises(ModelError, match="no answer"):
        read_with_model(ARTICLE, Model("ftp://127.0.0.1", "tiny"), load_lexicon())
