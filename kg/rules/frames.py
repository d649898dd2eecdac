"""Frames: whether a verb that may tell of a meeting does so here, by what stands around it.

Each frame of `lexicon/meetings.toml` has its condition; "met" needs none, since whoever is named decides later.
"""

from collections.abc import Callable, Iterator

from spacy.tokens import Token

from kg.mentions.reading import Reading, within
from kg.rules.syntax import children, lemma_of, meant, next_name, prepositional, subjects, words_after


def names_actor(reading: Reading, token: Token) -> bool:
    """Whether a noun phrase names somebody who can deal with others: a person, a state, an official."""
    span = (token.left_edge.i, token.i + 1)
    return (
        any(within(reading.people, *span))
        or any(within(reading.states, *span))
        or any(within(reading.references, *span))
        or is_official(reading, token)
    )


def _sits(_reading: Reading, verb: Token) -> bool:
    """As in "sat down with", "faced each other across a table", "will see each other", "get together"."""
    if verb.lemma_.lower() in {"face", "see"}:
        return any(c.lower_ == "other" for c in children(verb, "dobj"))
    after = [t.lower_ for t in verb.doc[verb.i + 1 : verb.i + 7]]
    is_face_to_face = after[:3] == ["face", "to", "face"]
    if verb.lemma_.lower() in {"come", "get", "return", "go"}:
        is_together = after[:1] == ["together"] and not any(children(verb, "dobj"))
        return is_face_to_face or is_together or ("table" in after[:5] and bool({"to", "back"} & set(after[:2])))
    return (
        is_face_to_face
        or bool({"down", "opposite", "across"} & set(after[:2]))
        or ("table" in after and after[0] in {"around", "round", "at"})
    )


def _spends(reading: Reading, verb: Token) -> bool:
    """As in "spent four hours with Putin", "spent twelve hours haggling", "were closeted with the president"."""
    if verb.lemma_.lower() == "closet":
        return any(t.lower_ in {"with", "in"} for t in words_after(verb))
    words = reading.lexicon.meetings["spent"]
    is_time = any(t.lemma_.lower() in words["times"] for t in children(verb, "dobj"))
    return is_time and any(
        t.lemma_.lower() in words["verbs"]
        or (t.lower_ == "with" and any(names_actor(reading, o) for o in children(t, "pobj")))
        for t in words_after(verb)
    )


def _receives(reading: Reading, verb: Token) -> bool:
    """Somebody receives a person: never "received a letter"."""
    guests = [meant(t) for t in children(verb, "dobj", "nsubjpass")]
    if verb.lemma_.lower() == "see":  # only by appointment: one sees many people without meeting them
        by_appointment = any(t.lower_ == "to" for t in children(verb, "aux")) or _is_appointment(reading, verb)
        return by_appointment and any(
            reading.person_at(g) is not None or g.tag_ == "PRP" or is_official(reading, g) for g in guests
        )
    if not guests and any(children(verb, "auxpass")):  # "and was received by"
        guests = subjects(verb)
    return any(reading.person_at(g) is not None or is_official(reading, g) or _refers(reading, g) for g in guests)


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
    after = [t.lower_ for t in words_after(verb)]
    is_together = "together" in after or after[:3] == ["face", "to", "face"]
    is_together |= any(t.lower_ == "table" for p in verb.subtree if p.lower_ == "to" for t in children(p, "pobj"))
    guests = [t for o in children(verb, "dobj", "nsubjpass") for t in (o, *o.conjuncts)]
    return is_together and any(
        is_official(reading, g) or names_actor(reading, g) or lemma_of(g) in reading.lexicon.meetings["pairs"]["nouns"]
        for g in guests
    )


def visits(reading: Reading, verb: Token) -> bool:
    """Somebody who acts for a state goes to a place."""
    if verb.lemma_.lower() == "visit":
        goals = list(children(verb, "dobj"))
    else:
        goals = [*prepositional(verb, "to", "in", "for", *(("at",) if lemma_of(verb) in {"stop", "touch"} else ()))]
    return any(any(within(reading.places, g.left_edge.i, g.i + 1)) for g in goals)


def _goes(reading: Reading, verb: Token) -> bool:
    """As in "left for Cairo", "went to Kyiv together", "sent a delegation to Tashkent": an official goes somewhere."""
    lemma, collective = verb.lemma_.lower(), reading.lexicon.meetings["delegation"]["collective"]
    if lemma in {"leave", "depart"}:
        goals, travellers = list(prepositional(verb, "for")), subjects(verb)
    elif lemma in {"send", "dispatch", "lead"}:
        goals, travellers = list(prepositional(verb, "to")), list(children(verb, "dobj"))
        goals += [g for t in travellers for g in prepositional(t, "to")]
    else:
        goals, travellers = [*prepositional(verb, "to", "into")], subjects(verb)
    is_somewhere = any(any(within(reading.places, g.left_edge.i, g.i + 1)) for g in goals)
    return is_somewhere and any(
        _is_titled(reading, t) or is_official(reading, t) or lemma_of(t) in collective for t in travellers
    )


def _is_titled(reading: Reading, token: Token) -> bool:
    """Whether it names somebody with an official post."""
    person = reading.person_at(token)
    return person is not None and any(t.official for t in reading.titles_by_person[person.name])


def is_staying(reading: Reading, verb: Token) -> bool:
    """As in "was in Baghdad on Thursday", "is due in Ankara": an official is or will be somewhere."""
    if verb.lemma_ != "be" or any(children(verb, "attr")) or not any(_is_titled(reading, t) for t in subjects(verb)):
        return False
    due = [c for c in children(verb, "acomp") if c.lower_ in {"due", "expected"}]
    places = [p for head in (verb, *due) for p in prepositional(head, "in", "at")]
    is_somewhere = any(any(within(reading.places, p.i, p.i + 1)) for p in places)
    return is_somewhere and (bool(due) or any(within(reading.dates, verb.sent.start, verb.sent.end)))


def _talks(reading: Reading, verb: Token) -> bool:
    """As in "Bush and Putin talked for two hours", not "talked to reporters"."""
    if any(t.lower_ not in {"other", "another"} for t in prepositional(verb, "to")):
        return False
    talkers = [t for s in subjects(verb) for t in (s, *s.conjuncts)]
    is_several = len(talkers) > 1 and all(reading.person_at(t) or is_official(reading, t) for t in talkers)
    return is_several or any(_is_of_two(reading, t) for t in talkers)


def _is_of_two(reading: Reading, token: Token) -> bool:
    """As in "Iranian and American officers": several people of two states in one phrase."""
    states = {state.code for state in within(reading.states, token.left_edge.i, token.i + 1)}
    return len(states) > 1 and token.tag_ in {"NNS", "NNPS"}


def _joins(reading: Reading, verb: Token) -> bool:
    """As in "join the hemisphere's leaders in Panama", "joined his Russian and Chinese counterparts", not a body."""
    return any(
        reading.person_at(t) is not None or (is_official(reading, t) and t.tag_ in {"NNS", "NNPS"})
        for t in children(verb, "dobj")
    )


def _invites(reading: Reading, verb: Token) -> bool:
    """As in "invited Modi to Islamabad": a person or official, to a place."""
    guests = children(verb, "dobj", "nsubjpass")
    is_guest = any(reading.person_at(t) is not None or is_official(reading, t) for t in guests)
    return is_guest and any(any(within(reading.places, p.i, p.i + 1)) for p in prepositional(verb, "to"))


def _before_article(noun: Token) -> Token:
    """The token before a noun and its article: "over" in "over the telephone"."""
    before = noun.doc[max(noun.i - 1, 0)]
    return before.doc[max(before.i - 1, 0)] if before.lower_ in {"the", "a"} else before


def _agrees(reading: Reading, verb: Token) -> bool:
    """As in "At Wakunai in July 2021 the two governments agreed": several sides agree at a place."""
    agreeing = [t for s in subjects(verb) for t in (s, *s.conjuncts)]
    is_several = len(agreeing) > 1 or any(t.tag_ in {"NNS", "NNPS"} for t in agreeing)
    return is_several and any(
        any(within(reading.places, p.i, p.i + 1)) for p in prepositional(verb, "in", "at") if p.head.i < verb.i
    )


def _calls(reading: Reading, verb: Token) -> bool:
    """A telephone verb with a person or official as object."""
    objects = [meant(t) for t in children(verb, "dobj", "dative")] or next_name(verb)
    if any(c.lower_ in {"for", "on", "off"} for c in children(verb, "prep", "prt")):
        return False
    if any(children(verb, "oprd", "ccomp", "acomp")) or len(objects) > 1:  # "called him a traitor"
        return False
    return any(reading.person_at(o) is not None or is_official(reading, o) for o in objects)


def is_by_telephone(reading: Reading, verb: Token) -> bool:
    """As in "raised it by telephone with Lavrov"; what is said to a reporter by telephone is no call."""
    after = list(words_after(verb))
    is_wired = any(
        t.lower_ in reading.lexicon.meetings["wires"]["nouns"]
        and _before_article(t).lower_ in {"by", "on", "over", "via"}
        for t in after
    )
    if not is_wired:
        return False
    partners = [o for t in after if t.lower_ in {"with", "to"} for o in children(t, "pobj")]
    partners += children(verb, "dobj", "dative")
    callers = [t for s in subjects(verb) for t in (s, *s.conjuncts)]
    is_mutual = len(callers) > 1 and all(map(reading.person_at, callers))  # "Obama and Castro settled it by telephone"
    return is_mutual or any(reading.person_at(t) or _refers(reading, t) or is_official(reading, t) for t in partners)


def _calls_on(reading: Reading, verb: Token) -> bool:
    """As in "called on the president": a visit, where it is no appeal."""
    hosts = list(prepositional(verb, "on"))
    is_appeal = any(c.dep_ in {"xcomp", "ccomp", "advcl"} for c in verb.children)
    return not is_appeal and any(reading.person_at(h) is not None for h in hosts)


def _mediates(reading: Reading, verb: Token) -> bool:
    if any(lemma_of(t) in reading.lexicon.meeting_nouns for t in children(verb, "dobj", "nsubjpass")):
        return False  # "mediated talks": the noun tells of them
    if verb.lemma_.lower() in {"ferry", "shuttle"}:  # between them, not passengers
        return any(t.lower_ == "between" for t in words_after(verb))
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


def is_official(reading: Reading, token: Token) -> bool:
    """Whether a noun is one for somebody who acts for a side: "minister", "his opposite number"."""
    if token.lower_ == "number":
        return token.i > 0 and token.nbor(-1).lower_ == "opposite"
    return token.lemma_.lower() in reading.lexicon.official_nouns


def _refers(reading: Reading, token: Token) -> bool:
    return any(r.people for r in within(reading.references, token.i, token.i + 1))


# "meet" stands alone: whoever its subject and object are decides later
FRAMES: dict[str, Callable[[Reading, Token], bool]] = {
    "sit": _sits,
    "go": _goes,
    "talk": _talks,
    "agree": _agrees,
    "join": _joins,
    "invite": _invites,
    "spend": _spends,
    "receive": _receives,
    "bring": _brings,
    "visit": visits,
    "call": _calls,
    "on": _calls_on,
    "mediate": _mediates,
    "sign": _signs,
    "swap": _swaps,
}
