"""The graph of links: what of the ledger's content stands in a release.

`skos:exactMatch` is what a reader of names and posts needs; `schema:sameAs` says the same to search engines.
`owl:sameAs` is not asserted: it would put all that Wikidata says of an item into our thing, and a wrong one is hard to
undo (Halpin and Hayes 2010; Raad et al. 2019).
"""

from pyoxigraph import NamedNode, Quad

from kg.linking.ledger import parse
from kg.linking.rows import standings
from kg.vocab import term, thing

LINKS = thing("graph", "links")
_PREDICATES = (term("skos:exactMatch"), term("schema:sameAs"))


def link_quads(ledger: str) -> list[Quad]:
    """The quads of the accepted links in a ledger's text, sorted; the same text gives the same quads.

    Raises LinkError where a line cannot be read.
    """
    held = standings(parse(ledger, "links.sssom.tsv"))
    return sorted(
        (
            Quad(NamedNode(subject), predicate, term(f"wd:{standing.accepted.item}"), LINKS)
            for subject, standing in held.items()
            if standing.accepted
            for predicate in _PREDICATES
        ),
        key=str,
    )
