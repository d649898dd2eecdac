"""What a meeting is about: the phrases tied to it ("talks on X"), else the topics that its sentences name."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from spacy.tokens import Span, Token

from kg.mentions.reading import Reading, within
from kg.rules.syntax import children, prepositional

_LONGEST = 60
"""Characters of a topic; a longer phrase says more than what the talks are about."""


def find_topics(reading: Reading, anchor: Token, verb: Token, clauses: list[Token]) -> Iterator[str]:
    """The phrases that say what it is about: "nuclear talks", "talks on X", "to cover X", "discussed X"."""
    words = reading.lexicon.meetings["topic"]
    for child in children(anchor, "amod", "compound"):
        if child.lower_ in words["adjectives"]:
            yield child.text
    about = [*prepositional(anchor, *words["prepositions"])]
    if anchor.dep_ == "dobj" or anchor == verb:
        about += prepositional(verb, *words["prepositions"])
    for clause in dict.fromkeys([*clauses, *(x for c in clauses for x in children(c, "xcomp", "advcl"))]):
        if clause.lemma_.lower() in words["verbs"] and (clause != verb or anchor.dep_ in {"nsubj", "nsubjpass"}):
            about += children(clause, "dobj")
    for topic in about:
        phrase = _phrase(topic)
        if phrase and len(phrase) <= _LONGEST and not _is_other(reading, topic):
            yield phrase


def _is_other(reading: Reading, topic: Token) -> bool:
    """Whether it is a day, a place or somebody: "on the sidelines of the assembly" is where, and not what about."""
    at = (topic.i, topic.i + 1)
    named = (
        any(within(reading.dates, topic.left_edge.i, topic.i + 1))
        or any(within(reading.people, *at))
        or any(within(reading.references, *at))
    )
    return named or topic.pos_ == "PRON" or topic.lower_ in reading.lexicon.meetings["topic"]["none"]


class TopicsOfText:
    """The topics that each sentence of a text names; the text is searched once."""

    def __init__(self, reading: Reading) -> None:
        self._counts = {
            sentence.start: Counter(
                topic for topics in reading.lexicon.topics for topic in topics.find(reading.text_of(sentence))
            )
            for sentence in reading.sentences
        }

    def of(self, sentences: Sequence[Span]) -> tuple[str, ...]:
        """The topics that sentences name, the most often named first."""
        counts = sum((self._counts.get(sentence.start, Counter()) for sentence in sentences), Counter[str]())
        return tuple(topic for topic, _ in counts.most_common())

    @cached_property
    def main(self) -> str | None:
        """The topic that the whole text speaks of: named in most sentences, the first of several that are."""
        counts = Counter(topic for topics in self._counts.values() for topic in topics)
        topic, most = next(iter(counts.most_common(1)), (None, 0))
        return topic if most > 1 else None


def _phrase(noun: Token) -> str:
    """A noun phrase without its article and without what follows in other clauses."""
    tokens = [
        t
        for t in noun.subtree
        if not any(
            a.dep_ in {"relcl", "advcl", "acl"} for a in (t, *t.ancestors) if a.i > noun.i and noun in a.ancestors
        )
    ]
    run = [t for t in tokens if t.i <= noun.i or t.i - noun.i < 8]
    while run and (run[0].dep_ == "det" or run[0].is_punct):
        run = run[1:]
    text = "".join(t.text_with_ws for t in run)
    return text.partition(",")[0].strip()
