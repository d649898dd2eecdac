from pathlib import Path

import pytest
from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store

from kg import paths
from kg.errors import QueryError
from kg.query import MAX_DEPTH, MAX_LENGTH, ask

EXAMPLE_QUERIES = sorted((paths.ONTOLOGY / "queries").glob("*.rq"))
NOT_HERE = {
    "05", "06", "07", "10", "11", "12", "13", "18", "20", "22",
}  # fmt: skip
"""Questions of what the example articles do not tell; test_questions.py answers them from the worked example."""


@pytest.mark.parametrize("path", EXAMPLE_QUERIES, ids=lambda path: path.stem)
def test_example_queries_have_answers(path: Path, store: Store) -> None:
    if path.stem.startswith("22"):
        with pytest.raises(QueryError, match="federated"):
            ask(store, path.read_text("utf-8"))
        return
    results = ask(store, path.read_text("utf-8"))
    assert isinstance(results, (QuerySolutions, QueryTriples))
    assert (next(results, None) is not None) == (path.stem[:2] not in NOT_HERE)


def test_the_kinds_of_query(store: Store) -> None:
    assert isinstance(ask(store, "ASK { ?p a bc:Person }"), QueryBoolean)
    assert isinstance(ask(store, "CONSTRUCT WHERE { ?p a bc:Person }"), QueryTriples)
    assert isinstance(ask(store, "DESCRIBE <https://w3id.org/backchannel/id/state/us>"), QueryTriples)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT*{SERVICE<http://127.0.0.1:9/>{?s ?p ?o}}",
        "# SELECT\nASK { ?s ?p '''x''' . SERVICE ?where { ?s ?p ?o } }",
        'SELECT * { ?s ?p "a\\"" . SERVICE <http://127.0.0.1:9/> {} }',
        "SELECT * { #\r SERVICE <http://127.0.0.1:9/x> {?s ?p ?o} \n}",
        "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:foo { ?s ?p ?o } }",
        "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICEsilent:foo { ?s ?p ?o } }",
        "SELECT * { SERVICEsilent<http://127.0.0.1:9/>{ ?s ?p ?o } }",
        "SELECT * { ?s ?p trueSERVICE <http://127.0.0.1:9/>{ ?s ?p ?o } }",
        "PREFIX : <http://127.0.0.1:9/> SELECT * { ?s ?p ?o FILTER(?o<1)SERVICE:foo{} FILTER(2>1) }",
    ],
)
def test_no_query_makes_the_engine_fetch(store: Store, query: str) -> None:
    with pytest.raises(QueryError, match="SERVICE"):
        ask(store, query)


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?s ?p 'SERVICE <http://127.0.0.1:9/> {}' }",
        "ASK { ?s ?p ?service } # SERVICE",
        "ASK { ?s <http://a.example/SERVICE> ?o }",
        "PREFIX a: <http://a.example/> ASK { ?s a:SERVICE ?o }",
    ],
)
def test_the_word_alone_is_no_reason_to_refuse(store: Store, query: str) -> None:
    assert isinstance(ask(store, query), QueryBoolean)


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <a:a> <a:a> <a:a> }",
        "PREFIX a: <a:> DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1:9/>",
        "drop all",
    ],
)
def test_updates_are_refused(store: Store, query: str) -> None:
    with pytest.raises(QueryError, match="read-only"):
        ask(store, query)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "nothing"),
        ("ASK { ?s ?p ?o }" + " " * MAX_LENGTH, "at most"),
        ("ASK " + "{" * (MAX_DEPTH + 1), "deep"),
        ("ASK { ?a ?b ?c FILTER(?c<" + "(" * 6000 + "1" + ")" * 6000 + ">2) }", "deep"),
        ("ASK { FILTER(" + "!" * 12_000 + "true) }", "operators"),
        ("ASK { FILTER(" + "1+" * 9_000 + "1) }", "operators"),
        ("ASK { ?x " + "a/" * 14_000 + "a ?y }", "operators"),
        ("ASK { ?x " + "a|" * 14_000 + "a ?y }", "operators"),
        ("SELECT ?x WHERE {\n  ?x a nope:Thing }", "line 2, column 8: unknown prefix nope:"),
        ("SELECT ?x WHERE { ?x a bc:Person ", "expected }"),
        ("SELECT ?y (COUNT(?x) AS ?n) WHERE { ?x ?p ?y }", "neither grouped"),
        ("SELEC ?x WHERE { ?x ?p ?y }", "line 1"),
        ("SELECT ?x { ?x a \\u0062c:Person }", "backslash"),
    ],
)
def test_what_cannot_be_answered_says_where_and_why(store: Store, query: str, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        ask(store, query)
    assert says in str(caught.value)
