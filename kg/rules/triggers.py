"""Triggers: the words that tell of a meeting, with the frame that says who takes part in it.

A noun names a meeting ("talks"); a verb tells of one by its frame ("Kerry met Zarif", "flew to Cairo", "signed an
accord"). The words of each frame stand in `lexicon/meetings.toml`, after PETRARCH2's and PLOVER's lists of consult,
visit and mediate.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from kg.mentions.reading import Reading, within
from kg.rules.syntax import children, lemma_of, meant, next_name, prepositional, subjects, words_after


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
    kind: str | None = None
    for token in sentence:
        found = _noun(reading, token) if token.pos_ in {"NOUN", "PROPN"} else _verb(reading, token)
        if found is None and kind is not None and _stands_for_another(reading, token):
            found = Trigger(token, kind, "again")
        if found is not None:
            kind = found.kind if found.frame in {"noun", "again"} else kind
            yield found


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
    lexicon, lemma = reading.lexicon, _lemma(token)
    kind = lexicon.meeting_nouns.get(lemma) or reading.meeting_acronyms.get(token.text)
    if kind is None or _names_something_else(reading, token) or (lemma == "talk" and token.tag_ == "NN"):
        return None
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


def _lemma(token: Token) -> str:
    """The lemma, with hyphens for a noun of several words: "face-to-face"."""
    if token.lower_ in {"face", "down", "together"} and token.i >= 2 and token.nbor(-1).text == "-":
        start = token.i
        while start >= 2 and token.doc[start - 1].text == "-":
            start -= 2
        return token.doc[start : token.i + 1].text.lower()
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
    if noun.dep_ == "pobj" and noun.head.lower_ in {"during", "on"} and _visits(reading, noun):
        return True
    links = [*prepositional(noun, "between", "with", "by", "to", "of"), *children(noun, "poss", "compound", "nmod")]
    return any(_names_actor(reading, token) for token in links)


def _names_actor(reading: Reading, token: Token) -> bool:
    span = (token.left_edge.i, token.i + 1)
    return (
        any(within(reading.people, *span))
        or any(within(reading.states, *span))
        or any(within(reading.references, *span))
        or _is_official(reading, token)
    )


def _verb(reading: Reading, token: Token) -> Trigger | None:
    if token.pos_ != "VERB":
        return None
    if _is_by_telephone(reading, token):
        return Trigger(token, "call", "call")
    frames = reading.lexicon.meeting_frames.get(token.lemma_.lower())
    for frame, kind in frames or ():
        if frame not in _FRAMES or _FRAMES[frame](reading, token):
            return Trigger(token, kind, frame)
    return None


def _sits(_reading: Reading, verb: Token) -> bool:
    """As in "sat down with", "faced each other across a table", "will see each other", "get together"."""
    if verb.lemma_.lower() in {"face", "see"}:
        return any(c.lower_ == "other" for c in children(verb, "dobj"))
    after = [t.lower_ for t in verb.doc[verb.i + 1 : verb.i + 7]]
    if verb.lemma_.lower() in {"come", "get"}:
        return after[:3] == ["face", "to", "face"] or (after[:1] == ["together"] and not any(children(verb, "dobj")))
    return bool({"down", "opposite", "across"} & set(after[:2])) or (
        "table" in after and after[0] in {"around", "round", "at"}
    )


def _spends(reading: Reading, verb: Token) -> bool:
    """As in "spent four hours with Putin", "spent twelve hours haggling", "were closeted with the president"."""
    if verb.lemma_.lower() == "closet":
        return any(t.lower_ in {"with", "in"} for t in words_after(verb))
    words = reading.lexicon.meetings["spent"]
    is_time = any(t.lemma_.lower() in words["times"] for t in children(verb, "dobj"))
    return is_time and any(
        t.lemma_.lower() in words["verbs"]
        or (t.lower_ == "with" and any(_names_actor(reading, o) for o in children(t, "pobj")))
        for t in words_after(verb)
    )


def _receives(reading: Reading, verb: Token) -> bool:
    """Somebody receives a person: never "received a letter"."""
    guests = [meant(t) for t in children(verb, "dobj", "nsubjpass")]
    if verb.lemma_.lower() == "see":  # only by appointment: one sees many people without meeting them
        by_appointment = any(t.lower_ == "to" for t in children(verb, "aux")) or _is_appointment(reading, verb)
        return by_appointment and any(
            reading.person_at(g) is not None or g.tag_ == "PRP" or _is_official(reading, g) for g in guests
        )
    if not guests and any(children(verb, "auxpass")):  # "and was received by"
        guests = subjects(verb)
    return any(reading.person_at(g) is not None or _is_official(reading, g) or _refers(reading, g) for g in guests)


def _is_appointment(reading: Reading, verb: Token) -> bool:
    """As in "saw both presidents separately", "saw Abbas in Amman on Friday": a way, day or place of its own."""
    if any(children(verb, "ccomp", "xcomp", "oprd")) or any(t.lower_ == "as" for t in children(verb, "prep")):
        return False
    words = list(words_after(verb))
    if any(t.lower_ in reading.lexicon.meetings["separately"]["words"] for t in words):
        return True
    start, end = verb.i + 1, verb.i + 1 + len(words)
    return any(within(reading.dates, start, end)) or any(
        _follows_where(p.start, verb) for p in within(reading.places, start, end)
    )


def _follows_where(start: int, verb: Token) -> bool:
    return verb.doc[start - 1].lower_ in {"in", "at"}


def _brings(reading: Reading, verb: Token) -> bool:
    """As in "brought the foreign ministers together"."""
    is_together = any(c.lower_ == "together" for c in words_after(verb))
    is_together |= any(t.lower_ == "table" for p in verb.subtree if p.lower_ == "to" for t in children(p, "pobj"))
    guests = [t for o in children(verb, "dobj") for t in (o, *o.conjuncts)]
    return is_together and any(
        _is_official(reading, g)
        or _names_actor(reading, g)
        or lemma_of(g) in reading.lexicon.meetings["pairs"]["nouns"]
        for g in guests
    )


def _visits(reading: Reading, verb: Token) -> bool:
    """Somebody who acts for a state goes to a place."""
    if verb.lemma_.lower() == "visit":
        goals = list(children(verb, "dobj"))
    else:
        goals = [*prepositional(verb, "to", "in", "for")]
    return any(any(within(reading.places, g.left_edge.i, g.i + 1)) for g in goals)


def _calls(reading: Reading, verb: Token) -> bool:
    """A telephone verb with a person or official as object."""
    if verb.lemma_.lower() in {"speak", "talk"}:
        return False  # only by telephone
    objects = [meant(t) for t in children(verb, "dobj", "dative")] or next_name(verb)
    if any(c.lower_ in {"for", "on", "off"} for c in children(verb, "prep", "prt")):
        return False
    if any(children(verb, "oprd", "ccomp", "acomp")) or len(objects) > 1:  # "called him a traitor"
        return False
    return any(reading.person_at(o) is not None or _is_official(reading, o) for o in objects)


def _is_by_telephone(reading: Reading, verb: Token) -> bool:
    """As in "raised it by telephone with Lavrov"; what is said to a reporter by telephone is no call."""
    after = list(words_after(verb))
    is_wired = any(
        t.lower_ in reading.lexicon.meetings["wires"]["nouns"]
        and verb.doc[t.i - 1].lower_ in {"by", "on", "over", "via", "the"}
        for t in after
    )
    if not is_wired:
        return False
    partners = [o for t in after if t.lower_ in {"with", "to"} for o in children(t, "pobj")]
    partners += children(verb, "dobj", "dative")
    callers = [t for s in subjects(verb) for t in (s, *s.conjuncts)]
    is_mutual = len(callers) > 1 and all(
        reading.person_at(t) for t in callers
    )  # "Obama and Castro settled it by telephone"
    return is_mutual or any(reading.person_at(t) or _refers(reading, t) or _is_official(reading, t) for t in partners)


def _calls_on(reading: Reading, verb: Token) -> bool:
    """As in "called on the president": a visit, where it is no appeal."""
    hosts = list(prepositional(verb, "on"))
    is_appeal = any(c.dep_ in {"xcomp", "ccomp", "advcl"} for c in verb.children)
    return not is_appeal and any(reading.person_at(h) is not None for h in hosts)


def _mediates(_reading: Reading, verb: Token) -> bool:
    return any(prepositional(verb, "between", "in", "among")) or any(children(verb, "dobj", "nsubjpass"))


def _signs(reading: Reading, verb: Token) -> bool:
    """An agreement is signed."""
    texts = [meant(t) for t in children(verb, "dobj", "nsubjpass")]
    if verb.dep_ == "acl":
        texts.append(verb.head)
    if not texts and verb.dep_ == "conj":  # "was brokered by the Norwegians and signed in 2002"
        texts = list(children(verb.head, "nsubjpass"))
    if not texts and any(children(verb, "auxpass")):  # "is to be signed"
        texts = subjects(verb)
    agreements = reading.lexicon.meetings["agreements"]["nouns"]
    if verb.lemma_.lower() == "put":  # "put their names to a pact"
        names = any(t.lemma_.lower() in {"name", "signature", "pen"} for t in texts)
        return names and any(lemma_of(t) in agreements for p in children(verb, "prep") for t in children(p, "pobj"))
    is_text = any(lemma_of(t) in agreements for text in texts for t in text.subtree if abs(t.i - text.i) < 6)
    is_text |= verb.tag_ != "VBN" and any(lemma_of(t) in agreements and t.dep_ != "pobj" for t in words_after(verb))
    return is_text or (verb.lemma_ == "sign" and any(t.lower_ == "it" for t in texts))


def _swaps(reading: Reading, verb: Token) -> bool:
    """As in "swapped prisoners", "was traded for a pilot": people, not words or goods."""
    swapped = [*children(verb, "dobj", "nsubjpass")]
    if any(t.lemma_.lower() in reading.lexicon.meetings["swapped"]["nouns"] for t in swapped):
        return True
    return any(reading.person_at(t) for t in swapped) and any(reading.person_at(t) for t in given_for(verb))


def given_for(verb: Token) -> Iterator[Token]:
    """Who is given for those released: after "for", "in return for", "in exchange for"."""
    yield from prepositional(verb, "for")
    for noun in prepositional(verb, "in"):
        if noun.lower_ in {"return", "exchange"}:
            yield from prepositional(noun, "for")


def _is_official(reading: Reading, token: Token) -> bool:
    return token.lemma_.lower() in reading.lexicon.meetings["officials"]["nouns"]


def _refers(reading: Reading, token: Token) -> bool:
    return any(r.people for r in within(reading.references, token.i, token.i + 1))


# "meet" stands alone: whoever its subject and object are decides later
_FRAMES: dict[str, Callable[[Reading, Token], bool]] = {
    "sit": _sits,
    "spend": _spends,
    "receive": _receives,
    "bring": _brings,
    "visit": _visits,
    "call": _calls,
    "on": _calls_on,
    "mediate": _mediates,
    "sign": _signs,
    "swap": _swaps,
}
