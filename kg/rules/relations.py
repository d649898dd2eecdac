"""Relations of states: diplomatic relations or their absence, and missions."""

import re
from collections.abc import Iterator

from spacy.tokens import Span

from kg.facts import Relation
from kg.mentions.reading import Reading, within
from kg.rules.passages import passage

_RELATIONS = re.compile(r"\bdiplomatic (?:ties|relations)\b", re.IGNORECASE)
_ABSENT = re.compile(
    r"\b(?:no|not|never|without|lack|lacks)\b[^.;]{0,40}\bdiplomatic (?:ties|relations)\b", re.IGNORECASE
)
_RESTORED = re.compile(r"\b(?:restor|resum|establish|re-establish|normali)\w*\b", re.IGNORECASE)


def read_relations(reading: Reading) -> tuple[Relation, ...]:
    """The relations that sentences with exactly two states say they have or lack, and the missions named."""
    found = [*_ties(reading), *_missions(reading)]
    return tuple({(r.kind, r.states): r for r in reversed(found)}.values())[::-1]


def _ties(reading: Reading) -> Iterator[Relation]:
    for sentence in reading.sentences:
        if not _RELATIONS.search(sentence.text) or _RESTORED.search(sentence.text):
            continue
        kind = "none" if _ABSENT.search(sentence.text) else None
        states = _two_states(reading, sentence)
        if kind and states:
            yield Relation(kind, states, (passage(sentence, "relations.ties", 0.85),))


def _two_states(reading: Reading, sentence: Span) -> tuple[str, str] | None:
    codes = sorted({m.code for m in within(reading.states, sentence.start, sentence.end)})
    return (codes[0], codes[1]) if len(codes) == 2 else None


def _missions(reading: Reading) -> Iterator[Relation]:
    """As in "US Embassy in Singapore" says that the one has a mission in the other."""
    for mention in reading.organizations:
        if "mbassy" not in mention.name or mention.state is None:
            continue
        inside = within(reading.places, mention.start + 1, mention.end)
        receiver = next((p.country for p in inside if p.country != mention.state), None)
        if receiver:
            sentence = reading.doc[mention.start].sent
            yield Relation("mission", (mention.state, receiver), (passage(sentence, "relations.mission", 0.85),))
