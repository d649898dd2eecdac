"""The gate: an article's graph against the shapes, before it may enter a release.

pySHACL is the reference. It takes some 200 ms for a graph, twice what reading the article takes, so a fast engine
goes first: what it passes is accepted, but for one in `_SAMPLE`, which pySHACL decides as it decides all that the
fast engine rejects. Where the fast engine is not installed, pySHACL does it all. No entailment is assumed by either:
a graph states the classes its shapes rely on.

The shapes' own SPARQL must not compare xsd:date: the fast engine cannot (decision 0003).
"""

import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import pyshacl
import rdflib
from pyoxigraph import Quad, RdfFormat
from rdflib.namespace import RDF, SH

from kg import paths
from kg.errors import GraphError
from kg.rdf import triples_of, written
from kg.vocab import compact

Severity = Literal["violation", "warning", "info"]
_SEVERITIES: dict[str, Severity] = {
    str(SH.Violation): "violation",
    str(SH.Warning): "warning",
    str(SH.Info): "info",
}
_SAMPLE = 256


@dataclass(frozen=True)
class Finding:
    """One result of validation: which thing, by which path, with which value, and what is wrong in plain words."""

    severity: Severity
    focus_node: str
    path: str
    value: str
    message: str

    def __str__(self) -> str:
        where = " ".join(part for part in (self.focus_node, self.path, self.value) if part)
        return f"{self.severity}: {self.message} ({where})"


@dataclass(frozen=True)
class Report:
    """What the shapes say of a graph; `findings` are sorted."""

    findings: tuple[Finding, ...]

    @property
    def conforms(self) -> bool:
        """Whether nothing is a violation; warnings are kept with an article and do not stop it."""
        return all(finding.severity != "violation" for finding in self.findings)


def check_quads(quads: Iterable[Quad]) -> Report:
    """The report on an article's graph, by the fast engine where it is sure and by pySHACL where it is not."""
    triples = written(triples_of(quads), RdfFormat.N_TRIPLES).decode()
    fast = check_fast(triples)
    if fast is None or not fast.conforms or _is_sampled(triples):
        return check_reference(rdflib.Graph().parse(data=triples, format="nt"))
    return fast


def check_fast(triples: str) -> Report | None:
    """The fast engine's report on N-Triples; None where it is not installed."""
    shapes = _fast_shapes()
    if shapes is None:
        return None
    results = shapes.validate_text(triples, "nt").results
    return Report(
        tuple(
            sorted(
                (
                    Finding(
                        _SEVERITIES.get(str(r.severity_iri).strip("<>"), "violation"),
                        _shown(str(r.focus_node)),
                        _shown(str(r.path or "")),
                        str(r.value_plain or ""),
                        str(r.message),
                    )
                    for r in results
                ),
                key=str,
            )
        )
    )


def check_reference(graph: rdflib.Graph) -> Report:
    """PySHACL's report on a graph."""
    _, results, _ = pyshacl.validate(graph, shacl_graph=shapes_graph(), inference="none", allow_warnings=True)
    found = (_finding(results, node) for node in results.subjects(RDF.type, SH.ValidationResult))
    return Report(tuple(sorted(found, key=str)))


@lru_cache(maxsize=1)
def shapes_turtle() -> str:
    """The shapes of all files as one Turtle document."""
    return "\n".join(path.read_text("utf-8") for path in sorted(paths.SHAPES.glob("*.ttl")))


@lru_cache(maxsize=1)
def shapes_graph() -> rdflib.Graph:
    """The shapes, parsed once."""
    return rdflib.Graph().parse(data=shapes_turtle(), format="turtle")


@lru_cache(maxsize=1)
def _fast_shapes() -> Any:
    if importlib.util.find_spec("shacl") is None:
        return None
    import shacl  # noqa: PLC0415 - there is no wheel for every machine

    shapes = shacl.Shapes.from_turtle(shapes_turtle())
    if not len(shapes):  # a graph conforms to no shapes at all
        raise GraphError(str(paths.SHAPES), "no shapes", "at least one")
    return shapes


def _is_sampled(triples: str) -> bool:
    """Whether the graph is one of the few that pySHACL decides all the same; its text tells, so it is so every time."""
    return sum(triples.encode()) % _SAMPLE == 0


def _finding(results: rdflib.Graph, node: Any) -> Finding:
    def value(predicate: Any) -> str:
        found = results.value(node, predicate)
        return "" if found is None else str(found)

    return Finding(
        _SEVERITIES.get(value(SH.resultSeverity), "violation"),
        compact(value(SH.focusNode)),
        compact(value(SH.resultPath)) if value(SH.resultPath) else "",
        value(SH.value),
        value(SH.resultMessage),
    )


def _shown(term: str) -> str:
    return compact(term[1:-1]) if term.startswith("<") and term.endswith(">") else term
