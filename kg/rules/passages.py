"""The passage that says a fact: the sentence it was read in, to the letter and without white space around it."""

from collections.abc import Iterable

from spacy.tokens import Span, Token

from kg.facts import Passage
from kg.mentions.mention import Mention
from kg.mentions.reading import Reading

_LONGEST_CONTENT = 240


def passage(reading: Reading, sentence: Span, rule: str) -> Passage:
    """The sentence as a passage, as sure as the rule is (`lexicon/confidence.toml`)."""
    text = reading.text_of(sentence)
    start = sentence.start_char + len(text) - len(text.lstrip())
    return Passage(start, start + len(text.strip()), rule, reading.lexicon.confidence[rule])


def content_of(reading: Reading, clause: Token) -> str | None:
    """The words of the clause that a token heads, at most 240 characters; None where it runs over lines."""
    text = reading.text_of(reading.doc[clause.left_edge.i : clause.right_edge.i + 1]).strip(" ,;:.\"“”'")
    return text[:_LONGEST_CONTENT] if text and "\n" not in text else None


def passages_of(reading: Reading, mentions: Iterable[Mention], rule: str) -> tuple[Passage, ...]:
    """The sentences that the mentions stand in, each once, in the order of the text."""
    sentences = {mention.start: reading.doc[mention.start].sent for mention in mentions}
    return tuple(dict.fromkeys(passage(reading, sentences[i], rule) for i in sorted(sentences)))
