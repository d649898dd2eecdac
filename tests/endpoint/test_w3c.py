import tomllib
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.endpoint.judge import judge
from tests.endpoint.served import Served
from tests.endpoint.w3c import Case, read_cases

_LISTED = tomllib.loads((Path(__file__).parent / "expected-failures.toml").read_text("utf-8"))
EXPECTED = {name: reason["outcome"] for reason in _LISTED["reason"] for name in reason["tests"]}
_LEFT_OUT = tuple(entry["folder"] for entry in _LISTED["left-out"])
CASES = [case for case in read_cases() if not case.name.startswith(_LEFT_OUT)]


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=40) as client:
        yield client


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_of_the_w3c_comes_out_as_listed(case: Case, client: httpx.Client, w3c_server: Served) -> None:
    verdict = judge(client, w3c_server.endpoint, case)
    assert verdict.outcome == EXPECTED.get(case.name, "passes"), f"{case.text}\n{verdict.found}"


@pytest.mark.parametrize("case", [case for case in CASES if case.name in EXPECTED], ids=lambda case: case.name)
def test_what_does_not_pass_is_the_engines(case: Case, client: httpx.Client, oxigraph_server: Served) -> None:
    assert judge(client, oxigraph_server.endpoint, case).outcome == EXPECTED[case.name]


def test_the_list_names_cases_that_are_there() -> None:
    assert EXPECTED.keys() <= {case.name for case in CASES}
    assert len(CASES) > 700
