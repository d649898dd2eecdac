"""Prefixes and IRIs: the one place where names of the vocabulary and of our own things are made."""

from functools import cache

from pyoxigraph import NamedNode

ONTOLOGY = "https://w3id.org/backchannel/ontology"
BASE = "https://w3id.org/backchannel/id/"

PREFIXES = {
    "bc": f"{ONTOLOGY}#",
    "bcid": BASE,
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The prefixes that queries may use without declaring them, and that Turtle is written with."""


@cache
def term(name: str) -> NamedNode:
    """The IRI of a prefixed name: `term("bc:Meeting")`."""
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def thing(kind: str, key: str) -> NamedNode:
    """The IRI of a thing of ours, such as `thing("person", "ri-yong-ho")`; the key is made by `resolve`."""
    return NamedNode(f"{BASE}{kind}/{key}")


def compact(iri: str) -> str:
    """An IRI as a prefixed name where a prefix fits, else in angle brackets."""
    prefix, base = max(
        ((p, b) for p, b in PREFIXES.items() if iri.startswith(b)), key=lambda pb: len(pb[1]), default=("", "")
    )
    return f"{prefix}:{iri[len(base) :]}" if base else f"<{iri}>"
