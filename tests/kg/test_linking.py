"""Asking Wikidata's services, against a real server process that answers and fails as they do."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest

from kg.errors import LinkError
from kg.lexicon import load_lexicon
from kg.linking.cache import Cache
from kg.linking.client import Client, Services
from kg.linking.decide import Decision
from kg.linking.items import Span, read_item, read_time
from kg.linking.ledger import FILE, read_ledger
from kg.linking.rows import standings
from kg.linking.run import decide_together, link
from kg.linking.subjects import Role, Subject
from kg.linking.wikidata import Wikidata
from tests.kg.linking_cases import CONTACT, services

MINISTER = "Q12592509"
WORLD: dict[str, Any] = {
    "classes": {"Q515": ["Q486972"], "Q155271": ["Q43229"]},
    "redirects": {"Q9000099": "Q9000001"},
    "items": {
        MINISTER: {"labels": {"en": "Foreign minister of South Korea"}, "P1001": ["Q884"]},
        "Q9000001": {
            "labels": {"en": "Yun Byung-se"}, "aliases": {"en": ["Yun Byeong-se"]}, "P31": ["Q5"], "P27": ["Q884"],
            "P106": ["Q193391"], "born": "1953", "sitelinks": 9,
            "posts": [{"post": MINISTER, "start": "2013-03-11", "end": "2017-06-18"}],
        },
        "Q9000002": {"labels": {"en": "Yun Byung-se"}, "P31": ["Q5"], "P27": ["Q884"], "P106": ["Q937857"]},
        "Q9000003": {"labels": {"en": "Yun Byung-se"}, "P31": ["Q4167410"]},
        "Q9000004": {"labels": {"mul": "Twin City"}, "P31": ["Q515"], "P17": ["Q39"], "at": [46.2, 6.1]},
        "Q9000005": {"labels": {"en": "Anders Two"}, "P31": ["Q5"], "P27": ["Q20"], "P106": ["Q82955"]},
        "Q9000006": {"labels": {"en": "Anders Two"}, "P31": ["Q5"], "P27": ["Q20"], "P106": ["Q82955"]},
        "Q9000007": {"labels": {"ko": "정문호"}, "P31": ["Q5"], "P27": ["Q884"]},
        "Q9000008": {
            "labels": {"en": "Olga Nordlund"}, "P31": ["Q5"], "P106": ["Q82955"], "died": "novalue",
            "born": "somevalue", "P27": ["Q34"], "deprecated": {"P27": ["Q20"]},
        },
    },
}  # fmt: skip
YUN = Subject(
    "https://w3id.org/backchannel/id/person/yun-byung-se",
    "person",
    "Yun Byung-se",
    states=frozenset({"KR"}),
    roles=(Role("Foreign Minister", "KR", date(2015, 5, 1), date(2015, 5, 1)),),
    articles=3,
)
TODAY = date(2026, 3, 1)
Ask = Callable[..., Wikidata]
Log = Callable[[], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Services, Path]]:
    """The services, and the folder of their log."""
    folder = tmp_path_factory.mktemp("wikidata")
    world = folder / "world.json"
    world.write_text(json.dumps(WORLD), "utf-8")
    with services(folder, world) as asked:
        yield asked, folder


@pytest.fixture
def ask(server: tuple[Services, Path], tmp_path: Path) -> Iterator[Ask]:
    """Gives Wikidata through the services, which fail as told."""
    asked, _ = server
    with ExitStack() as stack:

        def start(faults: list[dict[str, Any]] | None = None, **settings: Any) -> Wikidata:
            httpx.post(asked.api.replace("/w/api.php", "/faults"), json=faults or [])
            client = stack.enter_context(Client(replace(asked, **settings)))
            return Wikidata(client, stack.enter_context(Cache(tmp_path)))

        yield start


@pytest.fixture
def log(server: tuple[Services, Path]) -> Log:
    """Reads the requests that the services have had."""
    return lambda: [json.loads(line) for line in (server[1] / "log.jsonl").read_text("utf-8").splitlines()]


def decision(wikidata: Wikidata, subject: Subject) -> Decision:
    [found] = decide_together([subject], wikidata, load_lexicon(), {})
    return found


@pytest.mark.parametrize("contact", ["", "me", "Jane Doe"])
def test_nothing_is_asked_without_a_contact(contact: str) -> None:
    with pytest.raises(LinkError, match="contact"):
        Services(contact)


def test_the_service_hears_who_asks_one_request_at_a_time(ask: Ask, log: Log) -> None:
    decision(ask(), YUN)
    requests = log()
    assert all(CONTACT in request["agent"] and "backchannel" in request["agent"] for request in requests)
    assert {request["busy"] for request in requests} == {1}
    assert {request["maxlag"] for request in requests if request["path"] == "/w/api.php"} == {"5"}


def test_requests_keep_their_distance(ask: Ask, log: Log) -> None:
    decision(ask(interval_s=0.05), YUN)
    times = [request["at"] for request in log()]
    assert min(b - a for a, b in pairwise(times)) >= 0.05


def test_a_person_is_found_by_post_and_state_among_people_of_the_name(ask: Ask) -> None:
    found = decision(ask(), YUN)
    assert (found.verdict, found.best and found.best.item.id) == ("accept", "Q9000001")
    assert found.best is not None
    assert {"role", "state agrees"} <= found.best.context
    assert [candidate.item.id for candidate in found.refused] == ["Q9000003"]  # a page, no person


FAULTS: list[dict[str, Any]] = [
    {"kind": "429", "seconds": 0},
    {"kind": "date", "seconds": 0},
    {"kind": "503"},
    {"kind": "500"},
    {"kind": "error", "code": "maxlag", "seconds": 0},
    {"kind": "error", "code": "ratelimited"},
    {"kind": "cut"},
    {"kind": "gone"},
    {"kind": "slow", "seconds": 0.1},
]


@pytest.mark.parametrize("path", ["/w/api.php", "/sparql", "/reconcile"])
def test_what_goes_wrong_for_now_is_asked_again(ask: Ask, path: str) -> None:
    wikidata = ask([fault | {"path": path} for fault in FAULTS[:4]])
    assert decision(wikidata, YUN).verdict == "accept"


@pytest.mark.parametrize("fault", FAULTS[4:], ids=lambda fault: f"{fault['kind']}-{fault.get('code', '')}")
def test_errors_inside_an_answer_and_answers_cut_short_are_asked_again(ask: Ask, fault: dict[str, Any]) -> None:
    wikidata = ask([fault | {"path": "/w/api.php"}])
    assert decision(wikidata, YUN).verdict == "accept"


def test_a_service_that_says_when_is_waited_for(ask: Ask, log: Log) -> None:
    decision(ask([{"path": "/sparql", "kind": "429", "seconds": 1}], backoff_s=0.0), YUN)
    times = [request["at"] for request in log() if request["path"] == "/sparql"]
    assert times[1] - times[0] >= 1


@pytest.mark.parametrize("kind", ["429", "date"])
def test_a_service_that_asks_for_too_long_a_wait_is_left_alone(ask: Ask, log: Log, kind: str) -> None:
    wikidata = ask([{"path": "/w/api.php", "kind": kind, "seconds": 3600}])
    with pytest.raises(LinkError, match=r"asked again in 3,[56]\d\d s"):
        decision(wikidata, YUN)
    assert [request["path"] for request in log()].count("/w/api.php") == 1


@pytest.mark.parametrize(
    ("faults", "message"),
    [
        ([{"kind": "403"}], "--contact"),
        ([{"kind": "404"}], "Check the address"),
        ([{"kind": "error", "code": "badvalue"}], "badvalue"),
        ([{"kind": "cut"}] * 5, "cut short"),
        ([{"kind": "gone"}] * 5, "no answer"),
        ([{"kind": "503"}] * 5, "503"),
    ],
)
def test_without_an_answer_nothing_is_changed(
    ask: Ask, tmp_path: Path, faults: list[dict[str, Any]], message: str
) -> None:
    wikidata = ask([fault | {"path": "/w/api.php"} for fault in faults])
    with pytest.raises(LinkError, match=message):
        list(link([YUN], wikidata, tmp_path / FILE, load_lexicon(), TODAY))
    assert not (tmp_path / FILE).exists()


def test_an_address_where_nobody_listens_is_told(tmp_path: Path) -> None:
    nobody = Services(CONTACT, "http://127.0.0.1:9/", "http://127.0.0.1:9/", "", interval_s=0, backoff_s=0)
    with (
        Client(nobody) as client,
        Cache(tmp_path) as cache,
        pytest.raises(LinkError, match=r"127\.0\.0\.1:9.*no answer.*Nothing was changed"),
    ):
        Wikidata(client, cache).search("Yun Byung-se")


def test_an_answer_is_asked_for_once(ask: Ask, log: Log) -> None:
    wikidata = ask()
    first = decision(wikidata, YUN)
    asked = len(log())
    assert decision(wikidata, YUN) == first
    assert len(log()) == asked


def test_a_stopped_run_goes_on_with_what_is_left(ask: Ask, tmp_path: Path) -> None:
    others = [replace(YUN, iri=f"{YUN.iri}-{n}", name=f"Nobody {n}") for n in range(11)]
    wikidata, ledger = ask(), tmp_path / FILE
    steps = link([YUN, *others], wikidata, ledger, load_lexicon(), TODAY)
    assert next(steps).decision.verdict == "accept"
    steps.close()  # type: ignore[attr-defined]
    assert len(standings(read_ledger(ledger))) == 10
    again = list(link([YUN, *others], wikidata, ledger, load_lexicon(), TODAY))
    assert [step.decision.subject.name for step in again] == ["Nobody 9", "Nobody 10"]
    assert list(link([YUN, *others], wikidata, ledger, load_lexicon(), TODAY)) == []


def test_what_has_no_item_is_asked_for_again_after_its_day(ask: Ask, tmp_path: Path) -> None:
    nobody, ledger = replace(YUN, name="Nobody At All"), tmp_path / FILE
    wikidata = ask()
    for today, count in ((TODAY, 1), (date(2026, 3, 30), 0), (date(2026, 3, 31), 1)):
        assert len(list(link([nobody], wikidata, ledger, load_lexicon(), today))) == count


def test_an_item_that_is_merged_is_found_by_its_old_number(ask: Ask) -> None:
    item = ask().items(["Q9000099"])["Q9000099"]
    assert (item.id, item.asked) == ("Q9000001", "Q9000099")


def test_items_that_are_missing_are_left_out(ask: Ask) -> None:
    assert list(ask().items(["Q9000001", "Q77", "P31", "Q0", "x"])) == ["Q9000001"]


def test_a_hundred_items_are_asked_for_in_two_calls(ask: Ask, log: Log) -> None:
    ask().items([f"Q{n}" for n in range(1, 101)])
    assert [len(request["ids"].split("|")) for request in log()] == [50, 50]


def test_a_label_for_many_languages_is_a_label(ask: Ask) -> None:
    twin = Subject(
        "https://w3id.org/backchannel/id/place/t", "place", "Twin City", states=frozenset({"CH"}), at=(46.2, 6.1)
    )
    found = decision(ask(), twin)
    assert (found.verdict, found.best and found.best.item.id) == ("accept", "Q9000004")


def test_two_equal_candidates_are_left_for_review(ask: Ask) -> None:
    found = decision(ask(), replace(YUN, name="Anders Two", states=frozenset({"NO"}), roles=()))
    assert (found.verdict, found.gap) == ("review", 0.0)


def test_a_label_in_another_language_only_is_no_match(ask: Ask) -> None:
    assert decision(ask(), replace(YUN, name="Jeong Mun-ho")).verdict == "none"


def test_deprecated_statements_and_values_that_are_none_say_nothing(ask: Ask) -> None:
    item = ask().items(["Q9000008"])["Q9000008"]
    assert (item.states, item.is_dead, item.born) == (frozenset({"Q34"}), False, ())


@pytest.mark.parametrize(
    ("time_", "precision", "span"),
    [
        ("+1956-07-10T00:00:00Z", 11, (date(1956, 7, 10), date(1956, 7, 10))),
        ("+1956-07-00T00:00:00Z", 10, (date(1956, 7, 1), date(1956, 7, 31))),
        ("+1956-00-00T00:00:00Z", 9, (date(1956, 1, 1), date(1956, 12, 31))),
        ("+1956-01-01T00:00:00Z", 8, (date(1950, 1, 1), date(1959, 12, 31))),
        ("+1900-02-29T00:00:00Z", 11, (date(1900, 2, 1), date(1900, 2, 28))),  # a day of another calendar
        ("+2000-00-00T00:00:00Z", 7, (date(1901, 1, 1), date(2000, 12, 31))),
        ("-0044-03-15T00:00:00Z", 11, None),
        ("+1000000-00-00T00:00:00Z", 3, None),
        ("+1956-17-00T00:00:00Z", 10, None),
    ],
)
def test_dates_are_as_precise_as_they_say(time_: str, precision: int, span: tuple[date, date] | None) -> None:
    assert read_time({"time": time_, "precision": precision}) == (Span(*span) if span else None)


def test_what_is_no_item_is_refused() -> None:
    with pytest.raises((ValueError, KeyError)):
        read_item({"id": 'Q1> } ; DROP ALL # "'}, "Q1")


def test_labels_cannot_drive_a_terminal() -> None:
    item = read_item({"id": "Q1", "labels": {"en": {"value": "A\x1b[2J\tB"}}}, "Q1")
    assert item is not None
    assert item.label == "A [2J B"


@pytest.mark.parametrize("latitude", ["inf", "nan", 1e300])
def test_a_place_nowhere_on_earth_has_no_coordinates(latitude: Any) -> None:
    value = {"snaktype": "value", "datavalue": {"value": {"latitude": latitude, "longitude": 0}}}
    item = read_item({"id": "Q1", "claims": {"P625": [{"mainsnak": value, "rank": "normal"}]}}, "Q1")
    assert item is not None
    assert item.at is None


def test_a_cache_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "wikidata.sqlite").write_bytes(b"x" * 5000)
    with pytest.raises(LinkError, match="Delete it"):
        Cache(tmp_path)


def test_answers_grow_old(ask: Ask, log: Log, tmp_path: Path) -> None:
    wikidata = ask()
    wikidata.search("Yun Byung-se")
    with sqlite3.connect(tmp_path / "wikidata.sqlite") as database:
        database.execute("UPDATE answer SET fetched = '2020-01-01T00:00:00+00:00'")
    database.close()
    wikidata.search("Yun Byung-se")
    assert len(log()) == 2
