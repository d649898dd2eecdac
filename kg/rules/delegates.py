"""Who sat at the table for a side: "part of the US delegation", "others in the team include", "the team is led by"."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from kg.facts import Role
from kg.mentions.reading import PersonMention, Reading, within
from kg.rules.syntax import children


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
    side = None
    for sentence in reading.sentences:
        for token in sentence:
            if token.lemma_.lower() in collective and token.pos_ == "NOUN":
                side = _side_of(reading, token) or side
                yield from _delegates(reading, sentence, token, side)


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
