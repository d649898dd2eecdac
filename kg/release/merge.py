"""The default graph of a release: every thing described once, whatever number of articles speak of it.

Article graphs repeat the class and name of each person they speak of, so a join over their union multiplies by the
number of articles (decision 0002). The default graph holds each triple once and gives a thing one label, the one that
most articles use; its other names are skos:altLabel.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store, Triple

from kg.vocab import term

Subject = NamedNode | BlankNode
_LABEL, _ALT_LABEL = term("rdfs:label"), term("skos:altLabel")
_DEFAULT = DefaultGraph()


def merge_subjects(store: Store, subjects: Iterable[Subject]) -> list[Quad]:
    """Bring the default graph up to date with what the named graphs say of these subjects; what it gained or lost."""
    added: list[Quad] = []
    removed: list[Quad] = []
    for subject in subjects:
        quads = list(store.quads_for_pattern(subject, None, None, None))
        present = {quad for quad in quads if quad.graph_name == _DEFAULT}
        wanted = set(merged(subject, [quad for quad in quads if quad.graph_name != _DEFAULT]))
        removed += present - wanted
        added += wanted - present
    for quad in removed:
        store.remove(quad)
    store.extend(added)
    return added + removed


def subject_of(statement: Triple | Quad) -> Subject:
    """The subject of a statement; there are no statements about triples here."""
    assert not isinstance(statement.subject, Triple)  # noqa: S101
    return statement.subject


def merged(subject: Subject, quads: list[Quad]) -> Iterator[Quad]:
    """What the default graph says of a subject, from the quads of the named graphs about it."""
    labels = Counter(quad.object for quad in quads if quad.predicate == _LABEL)
    best = min(labels, key=lambda label: (-labels[label], str(label)), default=None)
    for quad in quads:
        other_name = quad.predicate == _LABEL and quad.object != best
        predicate = _ALT_LABEL if other_name else quad.predicate
        if predicate != _ALT_LABEL or quad.object != best:
            yield Quad(subject, predicate, quad.object, _DEFAULT)
