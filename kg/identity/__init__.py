"""Identity: which appearances in articles are one person, body or event, and what each is called in a release.

appearances  persons and bodies of an article's graph, as evidence
reports      meetings and processes of an article's graph, as evidence
known        who of the lexicon an appearance means
profiles     appearances that nothing tells apart, counted as one
people       whether two profiles are one person or body
events       whether two reports are of one event
clusters     groups from comparisons two by two
canonical    the IRI of a group
judgements   what people decided, in a file that a team keeps
tables       evidence and conclusions in the catalogue
history      IRIs that nobody has any more, and what replaced each
shown        who is where, in how many articles, under which IRI
review       what awaits a person's judgement
decide       profiles and reports near a change, decided anew
identify     all of it in order
rewrite      an article's graph with canonical IRIs
export       all that was judged, as a table for others
released     what a release takes from it

Facts are never rewritten: the accepted graphs stay as they are, and what a release holds is made from them.
"""

from kg.identity.identify import identify
from kg.identity.judgements import FILE as JUDGEMENTS
from kg.identity.judgements import load_judgements
from kg.identity.released import IDENTITY, Identities

__all__ = ["IDENTITY", "JUDGEMENTS", "Identities", "identify", "load_judgements"]
