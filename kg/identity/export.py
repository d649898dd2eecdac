"""The identities of a workspace as an SSSOM table: what was judged same, different or unsure, and by whom.

In: the tables of identity and the judgements of people. Out: their rows, people's with who and when, the program's with
score, reasons and its version, each thing by its appearance in an article, or by its IRI where a person judged that.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.identity.decide import BY_PEOPLE
from kg.identity.judgements import Judgement, appearance_of, written_judgements
from kg.identity.shown import name_at
from kg.identity.tables import Tables


def export_identity(tables: Tables, judgements: Iterable[Judgement]) -> str:
    """The table, sorted by the two things; people's judgements stand in place of the program's about the same two."""
    decided = {frozenset((each.subject, each.object)): each for each in judgements}
    concluded = {frozenset((each.subject, each.object)): each for each in _concluded(tables)}
    rows = sorted((concluded | decided).values(), key=lambda each: (each.subject, each.object))
    return written_judgements(_labelled(tables, each) for each in rows)


def _concluded(tables: Tables) -> Iterator[Judgement]:
    """What the program concluded by itself."""
    return (each for each in tables.comparisons() if not each.why.startswith(BY_PEOPLE))


def _labelled(tables: Tables, judgement: Judgement) -> Judgement:
    return replace(
        judgement,
        subject_label=judgement.subject_label or _label(tables, judgement.subject),
        object_label=judgement.object_label or _label(tables, judgement.object),
    )


def _label(tables: Tables, key: str) -> str:
    """The name of what a key names, as the article has it; empty for meetings, and for what is not there any more."""
    place = appearance_of(key)
    return name_at(tables, place) if place else ""
