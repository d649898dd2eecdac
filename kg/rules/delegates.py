"""Who sat at the table for a side: "part of the US delegation", "others in the team include", "the team is led by"."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from kg.facts import Role
from kg.mentions.reading import PersonMention, Reading, within
from kg.rules.syntax import children, prepositional, subjects

_BULLETS = {"–", "-", "•", "*", "—"}


@dataclass(frozen=True)
class Delegate:
    """A person who sat at a table for a side, known by its code where the text tells, in a role."""

    sentence: Span
    person: str
    side: str | None
    role: Role


def find_delegates(reading: Reading) -> Iterator[Delegate]:
    """The delegates in the order of the text; "the team" alone is the side of the delegation named before."""
    collective = set(reading.lexicon.meetings["delegation"]["collective"])
    side, is_list, is_item = None, False, False
    for sentence in reading.sentences:
        text = reading.text_of(sentence).strip()
        starts, is_bullet = text[:1] in _BULLETS, text in _BULLETS
        if is_list and (starts or is_item):
            yield from _item(reading, sentence, side)
        elif not starts:
            is_list = _opens_list(reading, sentence)
            side = _represented(reading, sentence) or side if is_list else side
        is_item = is_bullet  # the parser may part a bullet from its line
        yield from _present(reading, sentence)
        for token in sentence:
            if token.pos_ == "NOUN" and token.lemma_.lower() in collective:
                side = _side_of(reading, token) or side
                yield from _delegates(reading, sentence, token, side)


def _opens_list(reading: Reading, sentence: Span) -> bool:
    """As in "The Government of Indonesia was represented by:", "Reported to be in the American party are:"."""
    words = reading.lexicon.meetings["delegation"]
    if not reading.text_of(sentence).rstrip().endswith(":"):
        return False
    lists = {*words["collective"], *words["attend"], *words["include"], "participant", "delegate"}
    return any(token.lemma_.lower() in lists for token in sentence)


def _represented(reading: Reading, sentence: Span) -> str | None:
    """The side whose people are listed: the only state that the sentence names."""
    codes = {state.code for state in within(reading.states, sentence.start, sentence.end)}
    return codes.pop() if len(codes) == 1 else None


def _item(reading: Reading, sentence: Span, side: str | None) -> Iterator[Delegate]:
    """The persons of one line of a list."""
    for person in within(reading.people, sentence.start, sentence.end):
        yield Delegate(sentence, person.name, side, "delegate")


def _present(reading: Reading, sentence: Span) -> Iterator[Delegate]:
    """As in "Mr Feltman attended", "also took part", "among those present was Jibril Rajoub", "chaired by"."""
    words = reading.lexicon.meetings["delegation"]
    for verb in sentence:
        if verb.pos_ not in {"VERB", "AUX"}:
            continue
        lemma = verb.lemma_.lower()
        is_there = lemma == "be" and any(
            c.lower_ in {"present", "attendance"} for c in verb.subtree if c.i - verb.i < 3
        )
        takes_part = lemma == "take" and any(c.lower_ == "part" for c in verb.children)
        if not (lemma in words["attend"] or is_there or takes_part):
            continue
        if any(c.dep_ == "neg" or c.lower_ in {"no", "never", "will", "would"} for c in verb.children):
            continue
        if lemma in words["attend"] and not _is_of_meetings(reading, verb):
            continue
        who = [*subjects(verb), *(children(verb, "attr", "dobj") if is_there else ())]
        if lemma in words["with_agent"] and verb.tag_ == "VBN":
            who = list(prepositional(verb, "by"))
        for token in who:
            for person in {p.name: p for t in (token, *token.conjuncts) if (p := reading.person_at(t))}.values():
                yield Delegate(sentence, person.name, None, "delegate")


def is_absent(reading: Reading, token: Token) -> bool:
    """Whether somebody is the subject of staying away: "did not travel", "skipped the talks", "was absent"."""
    while token.dep_ in {"appos", "compound"}:  # "the minister Omar Belkacem"
        token = token.head
    if token.dep_ not in {"nsubj", "nsubjpass"}:
        return False
    words, verb = reading.lexicon.meetings["delegation"]["absent"], token.head
    said = {verb.lemma_.lower(), *(c.lower_ for c in children(verb, "acomp", "advmod", "prt"))}
    return any(children(verb, "neg")) or bool(said & set(words))


def _is_of_meetings(reading: Reading, verb: Token) -> bool:
    """Whether what is attended may be a meeting: "attended the signing", not "attended a memorial service"."""
    things = [t for t in children(verb, "dobj") if t.pos_ == "NOUN" and reading.person_at(t) is None]
    meetings = {*reading.lexicon.meeting_nouns, *reading.lexicon.meetings["delegation"]["collective"]}
    return not things or any(t.lemma_.lower() in meetings for t in things)


def _side_of(reading: Reading, delegation: Token) -> str | None:
    """The state before the noun ("the North Korean team") or after "of" or "from"."""
    before = list(within(reading.states, delegation.left_edge.i, delegation.i))
    after = delegation.i + 1
    if not before and after < len(reading.doc) and reading.doc[after].lower_ in {"of", "from"}:
        before = list(within(reading.states, after, min(after + 4, delegation.sent.end)))
    return before[-1].code if before else None


def _delegates(reading: Reading, sentence: Span, delegation: Token, side: str | None) -> Iterator[Delegate]:
    words = reading.lexicon.meetings["delegation"]
    verb = _verb_of(delegation)
    if any(children(verb or delegation.sent.root, "neg")):
        return  # "will not lead the team", "was not part of the delegation"
    if verb is not None and verb.lemma_.lower() in words["lead"]:
        for person in _leaders(reading, delegation, verb):
            yield Delegate(sentence, person.name, side, "head-of-delegation")
    elif verb is not None and verb.lemma_.lower() in words["include"] and delegation.i < verb.i:
        for person in _listed(reading, verb, sentence):
            yield Delegate(sentence, person.name, side, "delegate")
    else:
        for ancestor in delegation.ancestors:  # "Leon Sigal, ... who is part of the US delegation"
            owner = reading.person_at(ancestor)
            if owner is not None and _is_membership(delegation):
                yield Delegate(sentence, owner.name, side, "delegate")
                return


def _verb_of(delegation: Token) -> Token | None:
    """The verb that says who leads or is in the delegation, also of "others in the team" and "a team led by"."""
    participle = next((c for c in children(delegation, "acl") if c.tag_ == "VBN"), None)
    if participle is not None:
        return participle
    token = delegation
    while token.dep_ in {"pobj", "prep"} and token.head != token:
        token = token.head
    return token.head if token.dep_ in {"nsubj", "nsubjpass", "dobj"} and token.head.pos_ == "VERB" else None


def _leaders(reading: Reading, delegation: Token, verb: Token) -> Iterator[PersonMention]:
    """The person after "led by", or the subject of "led the delegation"."""
    by = [o for agent in children(verb, "agent", "prep") if agent.lower_ == "by" for o in children(agent, "pobj")]
    leads = by if by or delegation.dep_ != "dobj" else list(children(verb, "nsubj"))
    for token in leads[:1]:
        person = next(within(reading.people, token.left_edge.i, token.i + 1), None)
        if person is not None:
            yield person


def _listed(reading: Reading, verb: Token, sentence: Span) -> Iterator[PersonMention]:
    """Every person named after "include", up to the end of the sentence or the next clause."""
    end = next(
        (t.i for t in sentence if t.i > verb.i and t.dep_ in {"advcl", "conj", "parataxis"} and t.pos_ == "VERB"),
        sentence.end,
    )
    return within(reading.people, verb.i + 1, end)


def _is_membership(delegation: Token) -> bool:
    """Whether "part of", "member of" or "in" stands before the delegation."""
    preposition = delegation.head
    if preposition.lower_ == "in":
        return True
    return preposition.lower_ == "of" and preposition.head.lemma_.lower() in {"part", "member", "leader", "head"}
