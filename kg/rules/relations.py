"""Relations of states: diplomatic relations or their absence, and missions."""

import re
from collections.abc import Iterator

from spacy.tokens import Span

from kg.facts import Relation
from kg.mentions.reading import Reading, within
from kg.rules.passages import passage

_ABSENT = re.compile(
    r"\b(?:(?:have|has|had|having|maintain\w*|with) (?:had )?no|(?:do|does|did) not (?:currently )?(?:have|maintain)"
    r"|lack\w*) (?:\w+ ){0,2}diplomatic (?:ties|relations)\b",
    re.IGNORECASE,
)
_UNREAL = re.compile(
    r"\b(?:not true|untrue|false|den(?:y|ies|ied)|no longer|if|whether"
    r"|restor\w*|resum\w*|re-?establish\w*|normali\w*)\b",
    re.IGNORECASE,
)


def read_relations(reading: Reading) -> tuple[Relation, ...]:
    """The relations that sentences with exactly two states say they have or lack, and the missions named."""
    found = [*_ties(reading), *_missions(reading)]
    return tuple({(r.kind, r.states): r for r in reversed(found)}.values())[::-1]


def _ties(reading: Reading) -> Iterator[Relation]:
    for sentence in reading.sentences:
        states = _two_states(reading, sentence)
        if states and _ABSENT.search(sentence.text) and not _UNREAL.search(sentence.text):
            yield Relation("none", states, (passage(sentence, "relations.ties", 0.85),))


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
