import re
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from kg import paths
from kg.vocab import PREFIXES, compact, term
from tests.conftest import ROOT

BC = PREFIXES["bc"]
_NAME = re.compile(r"\bbc:([A-Za-z][\w.-]*\w)")
_FILES = [
    *(ROOT / "kg").rglob("*.py"),
    *(ROOT / "kg").rglob("*.rq"),
    *(ROOT / "server").rglob("*.py"),
    *(ROOT / "ontology").rglob("*.rq"),
    *(ROOT / "shapes").glob("*.ttl"),
]


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in sorted(paths.ONTOLOGY.glob("*.ttl")):
        graph.parse(path)
    return graph


@pytest.mark.parametrize("path", _FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_name_used_is_defined(path: Path, ontology: rdflib.Graph) -> None:
    names = set(_NAME.findall(path.read_text("utf-8"))) - {"x", "name"}
    families = tuple(
        f"{kind}-"
        for kind in (
            "kind",
            "status",
            "role",
            "capacity",
            "organization",
            "relation",
            "basis",
            "tenure",
            "rank",
            "rule",
        )
    )
    unknown = {n for n in names if (rdflib.URIRef(BC + n), RDF.type, None) not in ontology and f"{n}-" not in families}
    assert unknown == set()


def test_every_term_has_a_label_and_a_definition(ontology: rdflib.Graph) -> None:
    terms = {s for s in ontology.subjects(RDF.type, None) if str(s).startswith(BC)}
    schemes = set(ontology.subjects(RDF.type, SKOS.ConceptScheme))
    assert {t for t in terms if (t, RDFS.label, None) not in ontology} == set()
    assert {t for t in terms - schemes if (t, SKOS.definition, None) not in ontology} == set()
    assert len(terms) > 150


def test_tracks_say_whose_definition_they_are(ontology: rdflib.Graph) -> None:
    tracks = set(ontology.subjects(RDF.type, rdflib.URIRef(f"{BC}Track")))
    assert {compact(str(t)) for t in tracks} >= {
        "bc:track-1",
        "bc:track-1.5",
        "bc:track-2",
        "bc:track-2-ap",
        "bc:mtd-9",
    }
    source = rdflib.URIRef(term("dcterms:source").value)
    assert all((t, SKOS.inScheme, None) in ontology and (t, source, None) in ontology for t in tracks)


def test_nothing_is_imported(ontology: rdflib.Graph) -> None:
    assert list(ontology.subject_objects(OWL.imports)) == []
