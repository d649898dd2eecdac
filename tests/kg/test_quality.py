"""What FOOPS!, ROBOT's report and OOPS! check, as far as it can be checked without a network. Names are the tools' own.

FOOPS! (oeg-upm/fair_ontologies) asks for what a findable and citable ontology says of itself, `robot report`
(ontodev/robot) for mistakes of editing, OOPS! (oeg-upm/OOPS, pitfalls P01 to P41) for mistakes of modelling. ROBOT
reads OBO's properties for definitions and synonyms; here skos:definition and skos:altLabel stand for them.
"""

import re
from collections import Counter

import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, VANN

from kg.vocab import ONTOLOGY, PREFIXES

BC = PREFIXES["bc"]
BIBO = rdflib.Namespace("http://purl.org/ontology/bibo/")
SCHEMA = rdflib.Namespace("https://schema.org/")
HEADER = rdflib.URIRef(ONTOLOGY)

OPEN_DOMAIN = {
    "dateBasis": "events, tenures and relations have dates",
    "dateText": "events, tenures and relations have dates",
    "derivedByRule": "said of claims and of whole graphs",
    "edtf": "events, tenures and relations have dates",
    "endEarliest": "events, tenures and relations have dates",
    "endLatest": "events, tenures and relations have dates",
    "evidence": "every fact has evidence",
    "issue": "events, acts and agreements have issues",
    "confidence": "said of passages, and of what later stages make of them",
    "startEarliest": "events, tenures and relations have dates",
    "startLatest": "events, tenures and relations have dates",
}
"""Properties without a domain, with the reason (P11)."""
OPEN_RANGE = {
    "about": "an act can be about anything",
    "asOf": "xsd:date is no datatype of OWL 2 DL; the shapes ask for it",
    "assertedBy": "an actor or an article",
    "endEarliest": "xsd:date",
    "endLatest": "xsd:date",
    "startEarliest": "xsd:date",
    "startLatest": "xsd:date",
}
"""Properties without a range, with the reason (P11)."""
ROOTS = {
    "Actor", "Agreement", "DiplomaticEvent", "Evidence", "Extraction", "Participation", "Place", "Position", "Relation",
    "Rule", "Source", "StatusAssertion", "Tenure", "TrackAssignment", "Undertaking",
}  # fmt: skip
"""Classes with nothing of ours above them (missing_superclass)."""


def ours(graph: rdflib.Graph, *kinds: rdflib.URIRef) -> list[rdflib.URIRef]:
    found = {s for kind in kinds for s in graph.subjects(RDF.type, kind) if str(s).startswith(BC)}
    return sorted(s for s in found if isinstance(s, rdflib.URIRef))


def name(node: object) -> str:
    return str(node).removeprefix(BC)


def entities(graph: rdflib.Graph) -> list[rdflib.URIRef]:
    return sorted({s for s in graph.subjects(RDF.type, None) if isinstance(s, rdflib.URIRef) and str(s).startswith(BC)})


def members_of(graph: rdflib.Graph, definition: rdflib.term.Node) -> list[rdflib.term.Node]:
    """The classes that a definition intersects."""
    intersection = graph.value(definition, OWL.intersectionOf)
    assert intersection is not None
    return list(Collection(graph, intersection))


def properties(graph: rdflib.Graph) -> list[rdflib.URIRef]:
    return ours(graph, OWL.ObjectProperty, OWL.DatatypeProperty)


# ---- FOOPS!


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (
            "OM1",
            [
                DCTERMS.title,
                DCTERMS.description,
                DCTERMS.license,
                OWL.versionIRI,
                DCTERMS.creator,
                VANN.preferredNamespaceUri,
            ],
        ),
        (
            "OM2",
            [
                VANN.preferredNamespacePrefix,
                OWL.versionInfo,
                DCTERMS.created,
                DCTERMS.bibliographicCitation,
                DCTERMS.contributor,
            ],
        ),
        # OM3 asks for a DOI as well, which comes with the first deposit.
        (
            "OM3",
            [
                DCTERMS.publisher,
                SCHEMA.logo,
                BIBO.status,
                DCTERMS.source,
                DCTERMS.issued,
                DCTERMS.modified,
                OWL.priorVersion,
            ],
        ),
        ("OM4.1", [DCTERMS.license, DCTERMS.rights]),
        ("OM5.1", [DCTERMS.created, DCTERMS.creator]),
        ("OM5.2", [DCTERMS.issued, DCTERMS.publisher]),
        ("FIND1", [VANN.preferredNamespacePrefix]),
    ],
)
def test_foops_metadata(check: str, said: list[rdflib.URIRef], ontology: rdflib.Graph) -> None:
    assert [p for p in said if (HEADER, p, None) not in ontology] == [], check


def test_foops_version_iri_is_its_own(ontology: rdflib.Graph) -> None:
    """VER1, VER2, URI2, PURL1, HTTP1."""
    version = str(ontology.value(HEADER, OWL.versionIRI))
    assert version == f"{ONTOLOGY}/{ontology.value(HEADER, OWL.versionInfo)}"
    assert ONTOLOGY.startswith("https://w3id.org/")
    assert str(ontology.value(HEADER, VANN.preferredNamespaceUri)) == f"{ONTOLOGY}#" == BC


def test_foops_vocabularies_are_reused(ontology: rdflib.Graph) -> None:
    """VOC1, VOC2."""
    foreign = {
        o for p in (RDFS.subClassOf, RDFS.subPropertyOf) for o in ontology.objects(None, p) if not str(o).startswith(BC)
    }
    assert len({str(f).rpartition("/")[0] for f in foreign if isinstance(f, rdflib.URIRef)}) >= 6


def test_foops_terms_are_labelled_and_described(ontology: rdflib.Graph) -> None:
    """VOC3, VOC4; ROBOT missing_label, missing_definition; P08."""
    for entity in entities(ontology):
        assert isinstance(ontology.value(entity, RDFS.label), rdflib.Literal), entity
        assert isinstance(ontology.value(entity, SKOS.definition), rdflib.Literal), entity


@pytest.mark.parametrize("form", ["xml", "turtle", "n3", "json-ld"])
def test_foops_it_parses_in_every_form(form: str, ontology: rdflib.Graph) -> None:
    """RDF1."""
    assert len(rdflib.Graph().parse(data=ontology.serialize(format=form), format=form)) == len(ontology)


# ---- ROBOT report


def test_robot_labels_and_definitions_are_unique(ontology: rdflib.Graph) -> None:
    """duplicate_label, duplicate_definition, multiple_labels, multiple_definitions."""
    for said in (RDFS.label, SKOS.definition):
        values = [(entity, list(ontology.objects(entity, said))) for entity in entities(ontology)]
        assert [entity for entity, found in values if len(found) != 1] == []
        counted = Counter(str(found[0]) for _, found in values)
        assert [value for value, count in counted.items() if count > 1] == []


def test_robot_texts_are_clean(ontology: rdflib.Graph) -> None:
    """annotation_whitespace, label_whitespace, label_formatting, lowercase_definition."""
    texts = [(s, p, str(o)) for s, p, o in ontology if isinstance(o, rdflib.Literal)]
    assert [t for t in texts if t[2] != t[2].strip() or re.search(r"[\n\t]", t[2])] == []
    definitions = [text for _, p, text in texts if p == SKOS.definition]
    assert [d for d in definitions if not re.match(r"^[A-Z].*\.$", d)] == []


def test_robot_synonyms_say_something_new(ontology: rdflib.Graph) -> None:
    """duplicate_label_synonym, duplicate_exact_synonym."""
    counted = Counter(str(o).lower() for o in ontology.objects(None, SKOS.altLabel))
    assert [value for value, count in counted.items() if count > 1] == []
    for entity, synonym in ontology.subject_objects(SKOS.altLabel):
        assert str(synonym).lower() != str(ontology.value(entity, RDFS.label)).lower()


def test_robot_equivalences_have_a_genus(ontology: rdflib.Graph) -> None:
    """equivalent_class_axiom_no_genus, equivalent_pair, multiple_equivalent_classes."""
    for entity in ours(ontology, OWL.Class):
        found = list(ontology.objects(entity, OWL.equivalentClass))
        assert len(found) <= 1
        for definition in found:
            assert isinstance(definition, rdflib.BNode)
            assert any(isinstance(member, rdflib.URIRef) for member in members_of(ontology, definition))


def test_robot_roots_are_meant(ontology: rdflib.Graph) -> None:
    """missing_superclass."""
    roots = {
        name(c)
        for c in ours(ontology, OWL.Class)
        if not any(str(o).startswith(BC) or o == SKOS.Concept for o in ontology.objects(c, RDFS.subClassOf))
        and (c, OWL.equivalentClass, None) not in ontology
    }
    assert roots == ROOTS


def test_robot_nothing_is_deprecated_or_of_the_language_itself(ontology: rdflib.Graph) -> None:
    """deprecated_*, missing_obsolete_label, misused_*, illegal_use_of_built_in_vocabulary."""
    assert list(ontology.subject_objects(OWL.deprecated)) == []
    reserved = tuple(str(ns) for ns in (RDF, RDFS, OWL, rdflib.XSD))
    assert [s for s in ontology.subjects() if str(s).startswith(reserved)] == []


# ---- OOPS!


def test_oops_p02_p12_p30_no_synonyms_among_terms(ontology: rdflib.Graph) -> None:
    names = [re.sub(r"[^a-z]", "", name(p).lower()) for p in properties(ontology)]
    assert len(names) == len(set(names))
    assert list(ontology.subject_objects(OWL.equivalentProperty)) == []


def test_oops_p03_p07_p21_p22_names(ontology: rdflib.Graph) -> None:
    classes, named = ours(ontology, OWL.Class), properties(ontology)
    assert [c for c in classes if not re.fullmatch(r"[A-Z][A-Za-z]+", name(c))] == []
    assert [p for p in named if not re.fullmatch(r"[a-z][A-Za-z]+", name(p)) or name(p) in {"is", "isA"}] == []
    tokens = {token.lower() for c in classes for token in re.findall(r"[A-Z][a-z]+", name(c))}
    assert tokens & {"and", "or", "other", "misc", "miscellaneous"} == set()


def test_oops_p04_every_class_is_connected(ontology: rdflib.Graph) -> None:
    used = {
        o
        for p in (RDFS.domain, RDFS.range, RDFS.subClassOf, OWL.onClass, OWL.someValuesFrom)
        for o in ontology.objects(None, p)
    }
    lists = {m for p in (OWL.unionOf, OWL.members) for o in ontology.objects(None, p) for m in Collection(ontology, o)}
    assert {
        name(c)
        for c in ours(ontology, OWL.Class)
        if c not in used | lists and (c, RDFS.subClassOf, None) not in ontology
    } == set()


def test_oops_p05_p25_p26_p27_p28_p29_inverses_and_kinds_of_properties(ontology: rdflib.Graph) -> None:
    for first, second in ontology.subject_objects(OWL.inverseOf):
        assert first != second
        assert set(ontology.objects(first, RDFS.domain)) == set(ontology.objects(second, RDFS.range))
        assert set(ontology.objects(first, RDFS.range)) == set(ontology.objects(second, RDFS.domain))
    assert ours(ontology, OWL.SymmetricProperty) == []
    for transitive in ours(ontology, OWL.TransitiveProperty):
        assert ontology.value(transitive, RDFS.domain) == ontology.value(transitive, RDFS.range)


def test_oops_p06_p24_no_cycles(ontology: rdflib.Graph) -> None:
    for said, kinds in (
        (RDFS.subClassOf, [OWL.Class]),
        (RDFS.subPropertyOf, [OWL.ObjectProperty, OWL.DatatypeProperty]),
    ):
        for entity in ours(ontology, *kinds):
            above = {a for o in ontology.objects(entity, said) for a in ontology.transitive_objects(o, said)}
            assert entity not in above
    for entity in ours(ontology, OWL.Class):
        for definition in ontology.objects(entity, OWL.equivalentClass):
            assert entity not in members_of(ontology, definition)


def test_oops_p10_there_is_disjointness(ontology: rdflib.Graph) -> None:
    assert len(list(ontology.subjects(RDF.type, OWL.AllDisjointClasses))) >= 4


def test_oops_p11_p19_domains_and_ranges(ontology: rdflib.Graph) -> None:
    for said, meant in ((RDFS.domain, OPEN_DOMAIN), (RDFS.range, OPEN_RANGE)):
        found = {name(p): len(list(ontology.objects(p, said))) for p in properties(ontology)}
        assert {p for p, count in found.items() if count == 0} == set(meant)
        assert {p for p, count in found.items() if count > 1} == set()


def test_oops_p13_inverses_are_left_to_queries(ontology: rdflib.Graph) -> None:
    """A query reads a property backwards with ^; only the property that chains need has a named inverse."""
    assert {name(s) for s in ontology.subjects(OWL.inverseOf, None)} == {"participationIn"}


def test_oops_p14_p15_p16_restrictions(ontology: rdflib.Graph) -> None:
    assert list(ontology.subject_objects(OWL.allValuesFrom)) == []
    assert list(ontology.subject_objects(OWL.complementOf)) == []


def test_oops_p20_p32_definitions_say_more_than_labels(ontology: rdflib.Graph) -> None:
    for entity in entities(ontology):
        label, definition = str(ontology.value(entity, RDFS.label)), str(ontology.value(entity, SKOS.definition))
        assert len(definition.split()) > 2, entity
        assert label.lower() != definition.lower().rstrip(".")


def test_oops_p33_chains_have_links(ontology: rdflib.Graph) -> None:
    chains = list(ontology.objects(None, OWL.propertyChainAxiom))
    assert [len(Collection(ontology, chain)) for chain in chains] == [2, 2]


def test_oops_p34_p35_everything_is_typed(ontology: rdflib.Graph) -> None:
    classes = set(ontology.subjects(RDF.type, OWL.Class))
    used = {o for p in (RDFS.domain, RDFS.range, RDFS.subClassOf, OWL.onClass) for o in ontology.objects(None, p)}
    used |= {o for o in ontology.objects(None, RDF.type) if not str(o).startswith(str(OWL))}
    named = {o for o in used if isinstance(o, rdflib.URIRef) and not str(o).startswith(str(rdflib.XSD))}
    assert {str(o) for o in named - classes - {OWL.Thing, OWL.Restriction}} == set()
    typed = {s for k in (OWL.ObjectProperty, OWL.DatatypeProperty) for s in ontology.subjects(RDF.type, k)}
    assert set(ontology.objects(None, RDFS.subPropertyOf)) - typed == set()


def test_oops_p36_p38_p39_p41_the_header(ontology: rdflib.Graph) -> None:
    assert list(ontology.subjects(RDF.type, OWL.Ontology)) == [HEADER]
    assert not ONTOLOGY.endswith((".ttl", ".owl", ".rdf"))
    assert str(ontology.value(HEADER, DCTERMS.license)).startswith("https://creativecommons.org/licenses/")


@pytest.mark.parametrize("namespace", ["DCTERMS", "FOAF", "ORG", "PROV", "SKOS", "VANN"])
def test_oops_p40_no_term_is_invented_in_a_foreign_namespace(namespace: str, ontology: rdflib.Graph) -> None:
    """By the copies of vocabularies that rdflib has."""
    defined = getattr(rdflib.namespace, namespace)
    used = {str(node) for triple in ontology for node in triple if isinstance(node, rdflib.URIRef)}
    of_it = {iri for iri in used if iri.startswith(str(defined)) and iri != str(defined)}
    assert of_it
    assert {iri for iri in of_it if rdflib.URIRef(iri) not in defined} == set()
