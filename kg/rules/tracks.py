"""Who says that a meeting is on which track: "considered Track 2 diplomacy", "in a statement ... Track 2 meetings"."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span

from kg.facts import Actor
from kg.mentions.reading import Reading

_DENIED = {"not", "no", "never", "n't", "neither", "nor", "than"}
_REACH = 4


@dataclass(frozen=True)
class TrackMention:
    """A track named in a sentence, and who names it; None where the article does so in its own voice."""

    sentence: Span
    offset: int
    track: str
    claimant: Actor | None


def find_tracks(reading: Reading, speakers: dict[int, Actor]) -> Iterator[TrackMention]:
    """The tracks named and not denied; `speakers` tells who speaks in the sentence that starts at a token."""
    for sentence in reading.sentences:
        taken: list[tuple[int, int]] = []
        text = reading.text_of(sentence)
        for concept, pattern in reading.lexicon.tracks:
            for match in pattern.finditer(text):
                if any(start < match.end() and match.start() < end for start, end in taken):
                    continue
                taken.append(match.span())
                if not _is_denied(sentence, match.start()):
                    yield TrackMention(
                        sentence, sentence.start_char + match.start(), concept, speakers.get(sentence.start)
                    )


def _is_denied(sentence: Span, offset: int) -> bool:
    """Whether a negation stands within a few words before the track."""
    before = [token.lower_ for token in sentence if token.idx - sentence.start_char < offset]
    return bool(_DENIED & set(before[-_REACH:]))
