"""Triggers: the words that tell of a meeting, with the frame that says who takes part in it.

A noun names a meeting ("talks"); a verb tells of one by its frame ("Kerry met Zarif", "flew to Cairo", "signed an
accord"). The words of each frame stand in `lexicon/meetings.toml`, after PETRARCH2's and PLOVER's lists of consult,
visit and mediate.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from spacy.tokens import Span, Token

from kg.lexicon import Lexicon
from kg.mentions.reading import Reading, within
from kg.rules.frames import FRAMES, is_by_telephone, is_staying, names_actor, visits
from kg.rules.syntax import children, lemma_of, prepositional, words_after


@dataclass(frozen=True)
class Trigger:
    """A token that tells of a meeting of a kind; the frame is `noun` or one of `meetings.toml`.

    The frame `again` is a noun that tells of a meeting only where one was spoken of before: "the session".
    """

    token: Token
    kind: str
    frame: str


def find_triggers(reading: Reading, sentence: Span) -> Iterator[Trigger]:
    """The triggers of a sentence in the order of its words."""
    kind, is_told = None, False
    for token in sentence:
        found = _noun(reading, token) if token.pos_ in {"NOUN", "PROPN"} else _verb(reading, token)
        if found is None and kind is not None and _stands_for_another(reading, token):
            found = Trigger(token, kind, "again")
        if found is not None:
            kind, is_told = found.kind if found.frame in {"noun", "again"} else kind, True
            yield found
    if not is_told and (stay := next((t for t in sentence if is_staying(reading, t)), None)) is not None:
        yield Trigger(stay, "visit", "stay")


def _stands_for_another(reading: Reading, token: Token) -> bool:
    """As in "the one slated for September 17", "the third will be in Bukavu": a meeting like that just named."""
    words = {"one", *reading.lexicon.meetings["reference"]["ordinals"]}
    is_head = token.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj", "attr", "conj"} and token.tag_ in {"NN", "CD", "JJ"}
    return (
        is_head
        and token.lower_ in words
        and any(c.lower_ in {"the", "a", "this", "that"} for c in children(token, "det"))
    )


def _noun(reading: Reading, token: Token) -> Trigger | None:
    lexicon = reading.lexicon
    lemma = _lemma(token, lexicon)
    kind = lexicon.meeting_nouns.get(lemma) or reading.meeting_acronyms.get(token.text)
    if kind is None or _names_something_else(reading, token) or (lemma == "talk" and token.tag_ == "NN"):
        return None
    if lemma == "round" and any(lemma_of(t) not in lexicon.meeting_nouns for t in prepositional(token, "of")):
        return None  # "a round of voting"
    is_weak = lemma in lexicon.meetings["weak"]["nouns"] and not _is_diplomatic(reading, token)
    return Trigger(token, kind, "again" if is_weak else "noun")


def _names_something_else(reading: Reading, token: Token) -> bool:
    """Whether the noun is in a name or says what sort of thing another is: "summit venue", "a news conference"."""
    if reading.person_at(token) is not None:
        return True
    if any(within(reading.organizations, token.i, token.i + 1)) and token.text not in reading.meeting_acronyms:
        return True  # "the Munich Security Conference" as a body
    before = {c.lower_ for c in children(token, "compound", "amod", "nmod") if not _is_counted(c)}
    if before & set(reading.lexicon.meetings["other_things"]["modifiers"]):
        return True
    is_modifier = token.dep_ == "compound" and token.head.pos_ in {"NOUN", "PROPN"} and not token.head.ent_type_
    return is_modifier and (token.head.i > token.i or token.head.lemma_.lower() in reading.lexicon.meeting_nouns)


def _is_counted(token: Token) -> bool:
    """As in "six-party talks", which no party holds."""
    return token.i > 1 and token.nbor(-1).text == "-"


def _lemma(token: Token, lexicon: Lexicon) -> str:
    """The lemma, with hyphens for a noun of several words: "tête-à-tête", "face-to-face"."""
    start = token.i
    while start >= 2 and token.doc[start - 1].text == "-":
        start -= 2
        compound = token.doc[start : token.i + 1].text.lower()
        if compound in lexicon.meeting_nouns:
            return compound
    if token.lemma_ == "table" and token.i and token.nbor(-1).lower_ == "round":
        return "roundtable"
    return lemma_of(token)


def _is_diplomatic(reading: Reading, noun: Token) -> bool:
    """Whether somebody is named as taking part, since not every call, trip or exchange is diplomacy."""
    words = reading.lexicon.meetings["weak"]
    if any(c.lower_ in words["modifiers"] for c in children(noun, "compound", "amod")):
        return True
    if noun.dep_ == "nsubj" and noun.head.lemma_.lower() in words["verbs"]:
        return True
    if noun.dep_ == "pobj" and noun.head.lower_ in {"during", "on"} and visits(reading, noun):
        return True
    links = [*prepositional(noun, "between", "with", "by", "to", "of"), *children(noun, "poss", "compound", "nmod")]
    return any(names_actor(reading, token) for token in links)


def _verb(reading: Reading, token: Token) -> Trigger | None:
    if token.pos_ != "VERB":
        return None
    if is_by_telephone(reading, token):
        return Trigger(token, "call", "call")
    lemma = token.lemma_.lower()
    nouns = [*children(token, "dobj", "prt"), *(t for t in islice(words_after(token), 1))]
    phrases = dict.fromkeys(f"{lemma} {noun.lemma_.lower()}" for noun in nouns)  # "shake hands"
    known = reading.lexicon.meeting_frames
    for frame, kind in (each for words in (*phrases, lemma) for each in known.get(words, ())):
        if frame not in FRAMES or FRAMES[frame](reading, token):
            return Trigger(token, kind, frame)
    return None
