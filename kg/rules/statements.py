"""Who said something: the subject of a verb of saying, "according to", "quoted as saying"."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from kg.facts import Actor, Statement
from kg.mentions.reading import Reading, within
from kg.rules.passages import passage
from kg.rules.syntax import actor_of

_SUBJECTS = {"nsubj", "nsubjpass"}


def read_statements(reading: Reading) -> tuple[Statement, ...]:
    """One statement for each speaker and sentence, in the order of the text."""
    found: dict[tuple[Actor, int], Statement] = {}
    for sentence in reading.sentences:
        for speaker, verb in _speakers(reading, sentence):
            outlet = _outlet(reading, verb) if verb is not None else None
            statement = Statement(speaker, outlet, (passage(sentence, "statements", 0.8),))
            found.setdefault((speaker, sentence.start), statement)
    return tuple(found.values())


def _speakers(reading: Reading, sentence: Span) -> Iterator[tuple[Actor, Token | None]]:
    speech = reading.lexicon.speech
    for token in sentence:
        if token.pos_ == "VERB" and token.lemma_.lower() in speech["verbs"] and _has_content(token):
            subject = _subject_of(token, speech["quoted"])
            actor = actor_of(reading, subject) if subject is not None else None
            if actor is not None:
                yield actor, token
        elif token.lower_ == "according" and token.i + 2 < len(reading.doc):
            source = next((t for t in token.subtree if t.dep_ == "pobj"), None)
            actor = actor_of(reading, source) if source is not None else None
            if actor is not None:
                yield actor, None


def _has_content(verb: Token) -> bool:
    """Whether the verb has something that is said: a clause, a quotation or an object."""
    said = {"ccomp", "xcomp", "dobj", "parataxis", "advcl"}
    return (
        any(child.dep_ in said for child in verb.children)
        or verb.dep_ in {"parataxis", "pcomp"}
        or _is_inside_quote(verb)
    )


def _is_inside_quote(verb: Token) -> bool:
    return any(token.text in {'"', "“", "”"} for token in verb.sent)


def _subject_of(verb: Token, quoted: list[str]) -> Token | None:
    """The verb's subject; that of "was quoted as" for the saying in it."""
    own = next((child for child in verb.children if child.dep_ in _SUBJECTS), None)
    if own is not None:
        return own
    if verb.dep_ == "pcomp" and verb.head.head.lemma_.lower() in quoted:
        return next((child for child in verb.head.head.children if child.dep_ in _SUBJECTS), None)
    if verb.dep_ == "conj":
        return _subject_of(verb.head, quoted)
    return None


def _outlet(reading: Reading, verb: Token) -> str | None:
    """The news outlet that is told."""
    if verb.lemma_.lower() not in reading.lexicon.speech["outlet_verbs"]:
        return None
    told = next((child for child in verb.children if child.dep_ in {"dobj", "dative"}), None)
    if told is None:
        return None
    edges = within(reading.organizations, told.left_edge.i, told.right_edge.i + 1)
    return next((mention.name for mention in edges if mention.kind == "media"), None)
