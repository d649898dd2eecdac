"""OWL 2 DL: the restrictions that make the ontology one that a reasoner decides.

After the OWL 2 Structural Specification (W3C 2012), sections 4 (datatypes), 5 (typing) and 11 (global restrictions on
axioms); a decidable ontology breaks none of them.
"""

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, XSD

KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
PROPERTY_KINDS = KINDS[1:]
BUILT_IN_ANNOTATIONS = {
    RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy, OWL.versionInfo, OWL.priorVersion,
    OWL.backwardCompatibleWith, OWL.versionIRI,
}  # fmt: skip
DATATYPES = {
    XSD.string, XSD.integer, XSD.decimal, XSD.boolean, XSD.nonNegativeInteger, XSD.dateTime, XSD.anyURI, RDF.langString,
}  # fmt: skip
"""Those of the OWL 2 datatype map (section 4) that are used; xsd:date is not in it."""


def declared(graph: rdflib.Graph, kind: rdflib.URIRef) -> set[rdflib.term.Node]:
    return {s for s in graph.subjects(RDF.type, kind) if isinstance(s, rdflib.URIRef)}


def not_simple(graph: rdflib.Graph) -> set[rdflib.term.Node]:
    """Object properties that are transitive, implied by a chain, or above such a one (section 11.1)."""
    found = declared(graph, OWL.TransitiveProperty) | set(graph.subjects(OWL.propertyChainAxiom, None))
    return {above for p in found for above in graph.transitive_objects(p, RDFS.subPropertyOf) if above}


def test_every_name_is_of_one_kind(ontology: rdflib.Graph) -> None:
    """Section 5.8.1: no IRI is two sorts of property, nor a class and a datatype."""
    for kind in KINDS:
        others = {name for other in KINDS if other != kind for name in declared(ontology, other)}
        assert declared(ontology, kind) & others == set()


def test_every_property_used_is_declared(ontology: rdflib.Graph) -> None:
    known = {p for kind in PROPERTY_KINDS for p in declared(ontology, kind)} | BUILT_IN_ANNOTATIONS
    language = tuple(str(ns) for ns in (RDF, RDFS, OWL))
    used = {p for p in ontology.predicates() if not str(p).startswith(language)}
    assert used - known == set()


def test_datatypes_are_of_the_datatype_map(ontology: rdflib.Graph) -> None:
    """Section 4; in annotations too, though they are not reasoned with."""
    ranges = {r for p in declared(ontology, OWL.DatatypeProperty) for r in ontology.objects(p, RDFS.range)}
    literals = {o.datatype for o in ontology.objects() if isinstance(o, rdflib.Literal) and o.datatype}
    assert (ranges | literals) - DATATYPES == set()


def test_only_simple_properties_are_restricted(ontology: rdflib.Graph) -> None:
    """Section 11.2: no cardinality, functionality, irreflexivity or disjointness of a property that is not simple."""
    restricted = {
        ontology.value(r, OWL.onProperty)
        for p in (OWL.qualifiedCardinality, OWL.cardinality, OWL.maxCardinality, OWL.minCardinality, OWL.hasSelf)
        for r in ontology.subjects(p, None)
    }
    for kind in (
        OWL.FunctionalProperty,
        OWL.InverseFunctionalProperty,
        OWL.IrreflexiveProperty,
        OWL.AsymmetricProperty,
    ):
        restricted |= declared(ontology, kind)
    restricted |= set(ontology.subjects(OWL.propertyDisjointWith, None))
    assert restricted & not_simple(ontology) == set()


def test_chains_are_regular(ontology: rdflib.Graph) -> None:
    """Section 11.2: there is an order in which no chain uses what it implies; here no chain uses a chain at all."""
    implied = set(ontology.subjects(OWL.propertyChainAxiom, None))
    links = {link for c in ontology.objects(None, OWL.propertyChainAxiom) for link in Collection(ontology, c)}
    above = {a for link in links for a in ontology.transitive_subjects(RDFS.subPropertyOf, link)}
    assert implied & (links | above) == set()


def test_nothing_is_anonymous_but_expressions(ontology: rdflib.Graph) -> None:
    """Section 11.2: no cycles among anonymous individuals; here there are none."""
    kinds = {k for s, k in ontology.subject_objects(RDF.type) if isinstance(s, rdflib.BNode)}
    assert kinds <= {OWL.Class, OWL.Restriction, OWL.AllDisjointClasses}


def test_annotations_are_not_restricted(ontology: rdflib.Graph) -> None:
    annotations = declared(ontology, OWL.AnnotationProperty)
    assert (
        annotations & {ontology.value(r, OWL.onProperty) for r in ontology.subjects(RDF.type, OWL.Restriction)} == set()
    )
    assert annotations & set(ontology.subjects(RDFS.domain, None)) == set()
