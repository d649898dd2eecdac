"""Answers of SPARQL services, read into values that can be compared."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import rdflib
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)
from rdflib.namespace import RDF, Namespace

Term = NamedNode | BlankNode | Literal | Triple
Row = frozenset[tuple[str, Term]]
RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")


@dataclass(frozen=True)
class Table:
    """Solutions; `is_ordered` where their order is part of the answer."""

    variables: frozenset[str]
    rows: tuple[Row, ...]
    is_ordered: bool = False


@dataclass(frozen=True)
class Graph:
    """Triples in their canonical form (RDFC-1.0)."""

    triples: frozenset[str]


Answer = bool | Table | Graph


def read_results(content: bytes, form: QueryResultsFormat) -> Answer:
    """The answer in one of the W3C's result formats."""
    results = parse_query_results(content, format=form)
    if isinstance(results, QueryBoolean):
        return bool(results)
    assert isinstance(results, QuerySolutions)
    names = [variable.value for variable in results.variables]
    rows = tuple(
        frozenset((n, value) for n, value in zip(names, row, strict=True) if value is not None) for row in results
    )
    return Table(frozenset(names), rows)


def read_csv(content: bytes) -> tuple[tuple[str, ...], ...]:
    """The cells of a CSV answer with columns and rows sorted, and its blank nodes without their names."""
    head, *rows = csv.reader(io.StringIO(content.decode(), newline=""))
    order = sorted(range(len(head)), key=lambda column: head[column])
    cells = [tuple("_:" if row[column].startswith("_:") else row[column] for column in order) for row in rows]
    return (tuple(head[column] for column in order), *sorted(cells))


def read_graph(content: bytes, form: RdfFormat, base: str | None = None) -> Graph:
    """The triples of a graph."""
    quads = Dataset(Quad(q.subject, q.predicate, q.object) for q in parse(content, format=form, base_iri=base))
    quads.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return Graph(frozenset(str(quad) for quad in quads))


def read_result_set(content: bytes, form: str, base: str) -> Answer | None:
    """The answer in the vocabulary for result sets of the SPARQL 1.0 tests; None where the graph holds none."""
    graph = rdflib.Graph().parse(data=content, format=form, publicID=base)
    found = graph.value(predicate=RDF.type, object=RS.ResultSet)
    if found is None:
        return None
    boolean = graph.value(found, RS.boolean)
    if boolean is not None:
        return str(boolean) == "true"
    solutions = sorted(graph.objects(found, RS.solution), key=lambda s: int(str(graph.value(s, RS["index"]) or 0)))
    return Table(
        frozenset(str(name) for name in graph.objects(found, RS.resultVariable)),
        tuple(_row(graph, solution) for solution in solutions),
        is_ordered=any(graph.value(s, RS["index"]) is not None for s in solutions),
    )


def _row(graph: rdflib.Graph, solution: rdflib.term.Node) -> Row:
    bindings = graph.objects(solution, RS.binding)
    return frozenset((str(graph.value(b, RS.variable)), _term(graph.value(b, RS.value))) for b in bindings)


def _term(value: rdflib.term.Node | None) -> Term:
    if isinstance(value, rdflib.URIRef):
        return NamedNode(str(value))
    if isinstance(value, rdflib.BNode):
        return BlankNode(str(value))
    assert isinstance(value, rdflib.Literal)
    if value.language:
        return Literal(str(value), language=value.language)
    return Literal(str(value), datatype=NamedNode(str(value.datatype))) if value.datatype else Literal(str(value))


def is_same(found: Answer, expected: Answer) -> bool:
    """Whether two answers say the same, whatever their blank nodes are called."""
    if not (isinstance(found, Table) and isinstance(expected, Table)):
        return found == expected
    if found.variables != expected.variables or len(found.rows) != len(expected.rows):
        return False
    if expected.is_ordered:
        return all(_unify(a, b, {}) is not None for a, b in zip(found.rows, expected.rows, strict=True))
    plain = Counter(row for row in found.rows if not _has_blank(row))
    return plain == Counter(row for row in expected.rows if not _has_blank(row)) and _matches(
        [row for row in found.rows if _has_blank(row)], [row for row in expected.rows if _has_blank(row)], {}
    )


def is_reduced(found: Answer, expected: Answer) -> bool:
    """Whether `found` has every row of `expected`, each at least once and at most as often (SPARQL 1.1, 15.3.2)."""
    assert isinstance(found, Table)
    assert isinstance(expected, Table)
    return set(found.rows) == set(expected.rows) and not Counter(found.rows) - Counter(expected.rows)


def in_value_space(answer: Answer) -> Answer:
    """The answer with its numbers, booleans and times in one lexical form a value."""
    if not isinstance(answer, Table):
        return answer
    rows = tuple(frozenset((name, _canonical(value)) for name, value in row) for row in answer.rows)
    return Table(answer.variables, rows, answer.is_ordered)


def _canonical(value: Term) -> Term:
    if not isinstance(value, Literal) or value.language:
        return value
    read = rdflib.Literal(value.value, datatype=rdflib.URIRef(value.datatype.value)).value
    if isinstance(read, Decimal):
        read = read.normalize()
    return Literal(str(read), datatype=value.datatype) if read is not None else value


def _has_blank(row: Row) -> bool:
    return any(isinstance(value, BlankNode) for _, value in row)


def _matches(found: Sequence[Row], expected: Sequence[Row], named: dict[BlankNode, BlankNode]) -> bool:
    """Whether the rows can be paired with one renaming of blank nodes."""
    if not found:
        return True
    for number, row in enumerate(expected):
        renamed = _unify(found[0], row, named)
        if renamed is not None and _matches(found[1:], [*expected[:number], *expected[number + 1 :]], renamed):
            return True
    return False


def _unify(found: Row, expected: Row, named: dict[BlankNode, BlankNode]) -> dict[BlankNode, BlankNode] | None:
    """The renaming with what this pair of rows adds; None where they differ."""
    left, right, renamed = dict(found), dict(expected), dict(named)
    if left.keys() != right.keys():
        return None
    for name, value in left.items():
        other = right[name]
        if isinstance(value, BlankNode) and isinstance(other, BlankNode):
            if renamed.setdefault(value, other) != other:
                return None
        elif value != other:
            return None
    return renamed if len(set(renamed.values())) == len(renamed) else None
