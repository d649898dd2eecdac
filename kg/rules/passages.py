"""The passage that says a fact: the sentence it was read in, to the letter and without white space around it."""

from collections.abc import Iterable

from spacy.tokens import Span

from kg.facts import Passage
from kg.mentions.mention import Mention
from kg.mentions.reading import Reading


def passage(sentence: Span, rule: str, confidence: float) -> Passage:
    """The sentence as a passage."""
    text = sentence.text
    start = sentence.start_char + len(text) - len(text.lstrip())
    return Passage(start, start + len(text.strip()), rule, confidence)


def passages_of(reading: Reading, mentions: Iterable[Mention], rule: str, confidence: float) -> tuple[Passage, ...]:
    """The sentences that the mentions stand in, each once, in the order of the text."""
    sentences = {mention.start: reading.doc[mention.start].sent for mention in mentions}
    return tuple(dict.fromkeys(passage(sentences[i], rule, confidence) for i in sorted(sentences)))
