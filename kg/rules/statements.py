"""Who said something: the subject of a verb of saying, before or after it, "according to", "quoted as saying"."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from kg.facts import Actor, SpeechAct
from kg.mentions.reading import Reading, within
from kg.rules.act_kinds import is_denied
from kg.rules.passages import passage
from kg.rules.syntax import actor_before, actors_of, children, name_beside, prepositional, subjects, words_after

_QUOTES = {'"', "“", "”"}
_FORESEEN = {"expect", "due", "likely", "plan", "set", "schedule", "intend", "about"}
_CONTENT = {"ccomp", "xcomp", "dobj", "parataxis", "advcl"}


@dataclass(frozen=True)
class Saying:
    """That somebody says something in a sentence, with the verb of saying; none for "according to"."""

    sentence: Span
    speaker: Actor
    verb: Token | None


def find_sayings(reading: Reading) -> tuple[Saying, ...]:
    """Who says something in each sentence that is no headline, in the order of the text."""
    return tuple(
        Saying(sentence, speaker, verb)
        for sentence in reading.sentences
        if not reading.is_headline(sentence)
        for speaker, verb in _speakers_in(reading, sentence)
    )


def read_statements(reading: Reading, sayings: tuple[Saying, ...]) -> tuple[SpeechAct, ...]:
    """One statement for each speaker and sentence, in the order of the text."""
    found: dict[tuple[Actor, int], SpeechAct] = {}
    for saying in sayings:
        outlet = _outlet(reading, saying.verb) if saying.verb is not None else None
        passages = (passage(reading, saying.sentence, "statements"),)
        act = SpeechAct("statement", saying.speaker, passages, outlet=outlet)
        found.setdefault((saying.speaker, saying.sentence.start), act)
    return tuple(found.values())


def _speakers_in(reading: Reading, sentence: Span) -> Iterator[tuple[Actor, Token | None]]:
    speech = reading.lexicon.speech
    for token in sentence:
        lemma = token.lemma_.lower()
        if token.pos_ == "VERB" and _is_speech(token, speech) and not (_is_unsaid(token) or is_denied(reading, token)):
            for speaker in _speakers_of(reading, token):
                if speaker.kind != "state" or lemma in speech["announcing"]:
                    yield speaker, token
        elif token.lower_ == "according" and token.i + 2 < len(reading.doc):
            sources = (t for p in children(token, "prep") for t in children(p, "pobj"))
            yield from ((speaker, None) for source in sources for speaker in actors_of(reading, source))
        elif token.lower_ in speech["accounts"] and token.dep_ == "pobj" and token.head.lower_ in {"in", "by", "to"}:
            owners = [*prepositional(token, "of"), *children(token, "poss")]
            yield from ((speaker, None) for owner in owners for speaker in actors_of(reading, owner))


def _is_speech(verb: Token, speech: dict[str, list[str]]) -> bool:  # noqa: PLR0911 - a line a way to say it
    """Whether it says something: with a clause, an object or a quotation, or beside what is said ("..., he said")."""
    lemma = verb.lemma_.lower()
    if f"{lemma} {_particle(verb)}" in speech["phrases"]:
        return True
    if lemma in speech["with_clause"]:
        return any(children(verb, "ccomp")) or verb.dep_ == "parataxis"
    if lemma not in speech["verbs"]:
        return False
    if lemma == "call" and not any(c.dep_ in {"oprd", "ccomp", "xcomp"} for c in verb.children):
        return False
    if any(child.dep_ in _CONTENT for child in verb.children) or verb.dep_ in {"parataxis", "pcomp"}:
        return True
    if verb.tag_ == "VBN" and any(prepositional(verb, "by")):  # "was hailed by"
        return True
    before = verb.doc[verb.left_edge.i - 1] if verb.left_edge.i else verb
    return (
        any(t.text in _QUOTES for t in verb.sent) or before.text == "," or bool(list(prepositional(verb, "of", "on")))
    )


def _particle(verb: Token) -> str:
    return next((c.lower_ for c in children(verb, "prt", "advmod", "prep")), "")


def _is_unsaid(verb: Token) -> bool:
    """Whether it was not said, or may be: "did not say", "could argue"."""
    if any(c.dep_ == "neg" for c in verb.children) and verb.lemma_ in {"say", "comment", "announce", "confirm"}:
        return True
    if verb.dep_ == "xcomp" and (verb.head.lemma_.lower() in _FORESEEN or verb.head.lower_ in _FORESEEN):
        return True  # "is expected to say"
    return any(c.lower_ in {"may", "might", "could", "if"} for c in children(verb, "aux", "mark"))


def _speakers_of(reading: Reading, verb: Token) -> Iterator[Actor]:
    """The verb's subject, also after it and after "by"; that of "was quoted as" for the saying in it."""
    speakers = [t for t in subjects(verb) if t.i < verb.i or t.i - verb.i < 4]
    if not speakers and verb.dep_ != "xcomp":
        speakers = [t for t in _after(verb) if _is_inverted(reading, verb, t)][:1]
    speakers += [t for t in prepositional(verb, "by") if verb.tag_ == "VBN"]
    if not speakers and verb.dep_ == "pcomp" and verb.head.head.lemma_.lower() in reading.lexicon.speech["quoted"]:
        speakers = list(children(verb.head.head, "nsubj", "nsubjpass"))
    beside = name_beside(reading, verb)
    if beside is not None:
        yield beside
        return
    found = [actor for token in speakers for actor in actors_of(reading, token)]
    if not found and not any(children(verb, "nsubjpass")):
        found = [actor for actor in [actor_before(reading, verb)] if actor is not None]
    yield from found


def _after(verb: Token) -> list[Token]:
    """The nouns after a verb, of which the first may be its speaker though the parser hangs it elsewhere."""
    return [*children(verb, "dobj"), *(t for t in words_after(verb) if t.pos_ in {"NOUN", "PROPN"})]


def _is_inverted(reading: Reading, verb: Token, token: Token) -> bool:
    """As in "..., conceded Solheim": what the parser takes for an object is the speaker."""
    start = verb.i - 1
    mention = reading.person_at(token)
    is_next = token.left_edge.i == verb.i + 1 or (mention is not None and mention.start <= verb.i + 2)
    return start > 0 and verb.doc[start].text in {",", *_QUOTES} and is_next and token.pos_ in {"PROPN", "PRON", "NOUN"}


def _outlet(reading: Reading, verb: Token) -> str | None:
    """The news outlet that is told."""
    if verb.lemma_.lower() not in reading.lexicon.speech["outlet_verbs"]:
        return None
    told = next((child for child in verb.children if child.dep_ in {"dobj", "dative"}), None)
    if told is None:
        return None
    edges = within(reading.organizations, told.left_edge.i, told.right_edge.i + 1)
    return next((mention.name for mention in edges if mention.kind == "media"), None)
