"""Measure the reconciliation service on a made-up release: `python -m bench.reconciliation [THINGS]`."""

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad, Store

from bench.articles import _FAMILY, _GIVEN
from kg.release.folder import About, releases_folder, switch, write_about
from kg.vocab import term, thing
from server.app import create_app
from server.reconcile.entities import build_index
from server.reconcile.schema import load_schema

_SYLLABLES = [a + b for a in "bdfghklmnprstv" for b in ("a", "e", "i", "o", "u", "an", "or", "im")]
_RUNS = 200


def main(count: int) -> None:
    """Print how long the index takes, and the median and 95th percentile of batches of ten by what they ask."""
    dice = random.Random(1)  # noqa: S311 - the same things each time
    names = [_name(dice) for _ in range(count // 2)]
    with tempfile.TemporaryDirectory() as folder:
        _release(Path(folder), _quads(dice, names))
        app = create_app(Path(folder))
        with app.app_context():
            started = time.perf_counter()
            index = build_index()
        print(f"{len(index.entities):,} things: index in {time.perf_counter() - started:.2f} s")
        client = app.test_client()
        _measure(client, "names as they are", [{"query": name} for name in names], dice)
        _measure(client, "names misspelt", [{"query": _misspelt(dice, name)} for name in names], dice)
        of_day = [{"pid": "label", "v": "Talks of State 1"}]
        of_state = [{"pid": "state", "v": "France"}]
        _measure(client, "names and a state", [{"query": name, "properties": of_state} for name in names], dice)
        _measure(client, "common words", [{"query": "Talks of France in Paris"}], dice)
        _measure(client, "properties alone", [{"properties": [{"pid": "side", "v": "France"}, *of_day]}], dice)
        _extend(client, list(index.entities))


def _measure(client: FlaskClient, what: str, queries: list[dict[str, object]], dice: random.Random) -> None:
    times = []
    client.post("/reconcile", data={"queries": json.dumps({"0": queries[0]})})
    for _ in range(_RUNS):
        batch = {str(number): dice.choice(queries) for number in range(10)}
        started = time.perf_counter()
        response = client.post("/reconcile", data={"queries": json.dumps(batch)})
        times.append(time.perf_counter() - started)
        assert response.status_code == 200, response.text  # noqa: S101
    times.sort()
    print(f"{what}: p50 {1000 * statistics.median(times):.1f} ms, p95 {1000 * times[int(0.95 * _RUNS)]:.1f} ms")


def _extend(client: FlaskClient, ids: list[str]) -> None:
    """Each property of ten meetings, persons and posts."""
    asked = ids[:: len(ids) // 10][:10]
    for name in load_schema().properties:
        extension = json.dumps({"ids": asked, "properties": [{"id": name}]})
        started = time.perf_counter()
        assert client.post("/reconcile", data={"extend": extension}).status_code == 200  # noqa: S101
        print(f"{name} of ten things: {1000 * (time.perf_counter() - started):.1f} ms")


def _release(workspace: Path, quads: Iterator[Quad]) -> None:
    folder = releases_folder(workspace) / "2026-01-01.1"
    folder.mkdir(parents=True)
    store = Store(str(folder / "store"))
    store.bulk_extend(quads)
    store.flush()
    write_about(folder, About(folder.name, "2026-01-01", "", "", 0, 0, 0, None, 0, 0, 0))
    switch(workspace, folder.name)


def _name(dice: random.Random) -> str:
    family = "".join(dice.choices(_SYLLABLES, k=3)).title() if dice.random() < 0.8 else dice.choice(_FAMILY)
    return f"{dice.choice(_GIVEN)} {family}"


def _misspelt(dice: random.Random, name: str) -> str:
    at = dice.randrange(1, len(name))
    return name[:at] + dice.choice("aeioulmn") + name[at + 1 :]


def _quads(dice: random.Random, names: list[str]) -> Iterator[Quad]:
    """Half of the things are persons with posts, a tenth posts, the rest meetings; each with its articles."""
    states = [thing("state", f"s{number}") for number in range(200)]
    articles = [thing("article", str(number)) for number in range(max(1, len(names) // 5))]
    for number, state in enumerate(states):
        yield from _described(state, ("State", "Polity", "Actor"), f"State {number}" if number else "France")
    posts = [thing("position", str(number)) for number in range(len(names) // 5)]
    for number, post in enumerate(posts):
        yield from _described(post, ("Position",), f"minister of portfolio {number}")
    for number, name in enumerate(names):
        person, tenure = thing("person", str(number)), thing("tenure", str(number))
        yield from _described(person, ("Person", "Actor"), name)
        yield Quad(person, term("bc:actsFor"), dice.choice(states))
        yield Quad(tenure, term("bc:holder"), person)
        yield Quad(tenure, term("bc:position"), dice.choice(posts))
        for article in dice.choices(articles, k=3):
            yield Quad(article, term("schema:mentions"), person)
    for number in range(len(names) * 4 // 5):
        meeting, evidence = thing("meeting", str(number)), thing("evidence", str(number))
        sides = dice.sample(range(200), 2)
        day = f"20{number % 26:02}-0{1 + number % 9}-1{number % 9}"
        label = f"Talks of State {sides[0]} and State {sides[1]} in Paris, {day}"
        yield from _described(meeting, ("Meeting", "DiplomaticEvent"), label)
        yield from (Quad(meeting, term("bc:involvesSide"), states[side]) for side in sides)
        yield Quad(meeting, term("bc:evidence"), evidence)
        yield Quad(evidence, term("bc:inSource"), dice.choice(articles))


def _described(subject: NamedNode, classes: tuple[str, ...], label: str) -> Iterator[Quad]:
    yield from (Quad(subject, term("rdf:type"), term(f"bc:{name}")) for name in classes)
    yield Quad(subject, term("rdfs:label"), Literal(label))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
