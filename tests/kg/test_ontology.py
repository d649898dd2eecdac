"""The ontology as a vocabulary: every term named, defined and sourced, every name used is defined, mappings hold."""

import csv
import re
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from kg import paths
from kg.ontology import load_ontology
from kg.vocab import PREFIXES, term
from tests.conftest import ROOT

BC = PREFIXES["bc"]
_NAME = re.compile(r"\bbc:([A-Za-z][\w.-]*\w)")
_FILES = [
    *(ROOT / "kg").rglob("*.py"),
    *(ROOT / "kg").rglob("*.rq"),
    *(ROOT / "server").rglob("*.py"),
    *(ROOT / "server").rglob("*.html"),
    *(ROOT / "ontology").rglob("*.rq"),
    *(ROOT / "ontology").rglob("*.trig"),
    *(ROOT / "shapes").glob("*.ttl"),
    *(ROOT / "docs").rglob("*.md"),
    ROOT / "README.md",
]
_STEMS = {
    "act",
    "x",
    "name",
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
}
"""What stands before a hyphen where code makes a concept's name from a part."""
MATCHES = {SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch}


def is_ours(node: object) -> bool:
    return isinstance(node, rdflib.URIRef) and str(node).startswith(BC)


@pytest.fixture(scope="module")
def terms(ontology: rdflib.Graph) -> set[rdflib.URIRef]:
    """Every class, property, concept, scheme and rule of ours."""
    return {s for s in ontology.subjects(RDF.type, None) if isinstance(s, rdflib.URIRef) and is_ours(s)}


@pytest.mark.parametrize("path", _FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_name_used_is_defined(path: Path, ontology: rdflib.Graph) -> None:
    names = set(_NAME.findall(path.read_text("utf-8"))) - _STEMS
    assert {n for n in names if (rdflib.URIRef(BC + n), RDF.type, None) not in ontology} == set()


def test_every_term_has_a_label_a_definition_and_its_source(ontology: rdflib.Graph, terms: set[rdflib.URIRef]) -> None:
    assert len(terms) > 250
    for said in (RDFS.label, SKOS.definition, DCTERMS.source, RDFS.isDefinedBy):
        assert {str(t) for t in terms if (t, said, None) not in ontology} == set()


def test_every_source_is_a_work_that_can_be_cited(ontology: rdflib.Graph) -> None:
    cited = set(ontology.objects(None, DCTERMS.source))
    works = set(ontology.subjects(RDF.type, DCTERMS.BibliographicResource))
    assert cited == works
    assert all(str(ontology.value(work, DCTERMS.bibliographicCitation)).endswith(".") for work in works)


def test_every_statement_is_about_a_term_that_is_declared(ontology: rdflib.Graph, terms: set[rdflib.URIRef]) -> None:
    mentioned = {node for triple in ontology for node in triple if is_ours(node)}
    assert mentioned - terms == set()


def test_concept_schemes_are_sound(ontology: rdflib.Graph) -> None:
    """The integrity conditions of the SKOS Reference (2009), and one label for one concept of a scheme."""
    schemes = set(ontology.subjects(RDF.type, SKOS.ConceptScheme))
    concepts = [s for s in ontology.subjects(SKOS.inScheme, None) if is_ours(s)]
    assert len(schemes) > 15
    for concept in concepts:
        [scheme] = ontology.objects(concept, SKOS.inScheme)
        [label] = ontology.objects(concept, SKOS.prefLabel)
        assert scheme in schemes
        assert label == ontology.value(concept, RDFS.label)
        assert label not in set(ontology.objects(concept, SKOS.altLabel))
        broader = set(ontology.transitive_objects(concept, SKOS.broader)) - {concept}
        assert concept not in {b for each in broader for b in ontology.objects(each, SKOS.broader)}
        assert bool(broader) != ((concept, SKOS.topConceptOf, scheme) in ontology)
    labels = [
        (scheme, str(label).lower())
        for concept in concepts
        for scheme in ontology.objects(concept, SKOS.inScheme)
        for label in [*ontology.objects(concept, SKOS.prefLabel), *ontology.objects(concept, SKOS.altLabel)]
    ]
    assert len(labels) == len(set(labels))


def test_tracks_say_whose_definition_they_are(ontology: rdflib.Graph) -> None:
    tracks = set(ontology.subjects(RDF.type, rdflib.URIRef(f"{BC}Track")))
    schemes = {ontology.value(track, SKOS.inScheme) for track in tracks}
    assert {str(scheme).removeprefix(f"{BC}scheme-") for scheme in schemes} == {
        "usip", "asiapacific", "mapendere", "peacebuilding", "multitrack",
    }  # fmt: skip
    assert {str(t).removeprefix(BC) for t in tracks} >= {
        "track-1", "track-1.5", "track-2", "track-1-ap", "track-2-ap", "track-1.5-mapendere", "track-3", "mtd-1",
        "mtd-9",
    }  # fmt: skip


def test_nothing_is_imported(ontology: rdflib.Graph) -> None:
    assert list(ontology.subject_objects(OWL.imports)) == []


@pytest.mark.parametrize("path", sorted((paths.ONTOLOGY / "mappings").glob("*.tsv")), ids=lambda path: path.name)
def test_sssom_says_what_the_ontology_says(path: Path, ontology: rdflib.Graph) -> None:
    lines = path.read_text("utf-8").splitlines()
    head = dict(line[1:].split(": ", 1) for line in lines if line.startswith("#") and ": " in line)
    curies = {key.strip(): value for key, value in head.items() if value.startswith("http") and key.startswith("  ")}
    rows = list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))

    def iri(curie: str) -> rdflib.URIRef:
        prefix, _, local = curie.partition(":")
        return rdflib.URIRef(curies[prefix] + local)

    assert {"mapping_set_id", "license", "mapping_set_version", "mapping_date"} <= head.keys()
    target = next(base for prefix, base in curies.items() if prefix not in {"bc", "skos", "semapv"})
    said = {(s, p, o) for s, p, o in ontology if is_ours(s) and p in MATCHES and str(o).startswith(target)}
    assert {(iri(r["subject_id"]), iri(r["predicate_id"]), iri(r["object_id"])) for r in rows} == said
    assert len(said) > 20
    for row in rows:
        assert row["subject_label"] == str(ontology.value(iri(row["subject_id"]), RDFS.label))
        assert row["comment"].endswith(".")
        assert row["mapping_justification"] == "semapv:ManualMappingCuration"


@pytest.mark.parametrize(
    "target", ["sem/", "prov#", "org#", "schema.org/", "foaf/", "core#", "oa#", "geosparql#", "wikidata", "plover"]
)
def test_it_is_aligned_with(target: str, ontology: rdflib.Graph) -> None:
    bridges = {RDFS.subClassOf, RDFS.subPropertyOf, *MATCHES}
    assert any(is_ours(s) and p in bridges and target in str(o) for s, p, o in ontology)


@pytest.mark.parametrize(
    ("words", "issue"),
    [
        ("Pyongyang’s nuclear programme", "issue-nuclear"),
        ("denuclearisation of the Korean peninsula", "issue-denuclearization"),
        ("a prisoner swap", "issue-prisoners"),
        ("Lunch", None),
        ("the warehouse", None),  # not war
    ],
)
def test_words_find_their_issue(words: str, issue: str | None) -> None:
    assert load_ontology().issue_of(words) == (issue and term(f"bc:{issue}"))
