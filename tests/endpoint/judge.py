"""How a SPARQL service does in a case of the W3C's suites."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

import httpx
from pyoxigraph import QueryResultsFormat, RdfFormat

from tests.endpoint.results import (
    Answer,
    in_value_space,
    is_reduced,
    is_same,
    read_csv,
    read_graph,
    read_result_set,
    read_results,
)
from tests.endpoint.w3c import Case, read_file

_RESULTS = {
    "srx": ("application/sparql-results+xml", QueryResultsFormat.XML),
    "srj": ("application/sparql-results+json", QueryResultsFormat.JSON),
    "tsv": ("text/tab-separated-values", QueryResultsFormat.TSV),
}
_GRAPHS = "application/n-triples"
_PLACE = re.compile(r'"line"|line \d+|error at \d+:\d+')
_IN_RDF = {"ttl": ("turtle", RdfFormat.TURTLE), "rdf": ("xml", RdfFormat.RDF_XML)}


@dataclass(frozen=True)
class Verdict:
    """`passes`, `differs in form` (equal values, other lexical forms) or `fails`, and what was found."""

    outcome: str
    found: str = ""


def judge(client: httpx.Client, endpoint: str, case: Case) -> Verdict:
    """The verdict on one case, asked by a form in a POST."""
    accept = _accept(case)
    content = urlencode([("query", case.text), *case.parameters]).encode()
    headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
    try:
        response = client.post(endpoint, content=content, headers=headers)
    except httpx.TransportError as error:
        return Verdict("fails", repr(error))
    if "Syntax" in case.kind:
        return _judge_syntax(case, response)
    if response.status_code != 200:
        return Verdict("fails", f"{response.status_code} {response.text[:300]}")
    return _judge_answer(case, response)


def _accept(case: Case) -> str:
    suffix = (case.result or "").rpartition(".")[2]
    if suffix == "csv":
        return "text/csv"
    return _RESULTS[suffix][0] if suffix in _RESULTS else f"application/sparql-results+json, {_GRAPHS}"


def _judge_syntax(case: Case, response: httpx.Response) -> Verdict:
    """A query that is wrong gets a 400 that says where; one that is right does not, though it may be refused."""
    is_refused = response.status_code == 400 and bool(_PLACE.search(response.text))
    is_right = is_refused == case.kind.startswith("Negative")
    return Verdict("passes" if is_right else "fails", f"{response.status_code} {response.text[:300]}")


def _judge_answer(case: Case, response: httpx.Response) -> Verdict:
    media_type = response.headers["Content-Type"].partition(";")[0]
    if media_type == "text/csv":
        found, expected = read_csv(response.content), read_csv(read_file(case.result or ""))
        return Verdict("passes" if found == expected else "fails", response.text[:300])
    answer = _answer(response.content, media_type)
    expected_answer = expected_of(case)
    if case.may_leave_out_duplicates and is_reduced(answer, expected_answer):
        return Verdict("passes")
    if is_same(answer, expected_answer):
        return Verdict("passes")
    same_value = is_same(in_value_space(answer), in_value_space(expected_answer))
    return Verdict("differs in form" if same_value else "fails", response.text[:300])


def _answer(content: bytes, media_type: str) -> Answer:
    if media_type == _GRAPHS:
        return read_graph(content, RdfFormat.N_TRIPLES)
    return read_results(content, next(form for name, form in _RESULTS.values() if name == media_type))


def expected_of(case: Case) -> Answer:
    """The answer that the W3C gives for a case."""
    iri = case.result
    assert iri is not None
    suffix = iri.rpartition(".")[2]
    if suffix in _RESULTS:
        return read_results(read_file(iri), _RESULTS[suffix][1])
    name, form = _IN_RDF[suffix]
    found = read_result_set(read_file(iri), name, iri)
    return read_graph(read_file(iri), form, iri) if found is None else found
