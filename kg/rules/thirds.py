"""Third parties: who mediates, by "mediated by", "under Malaysian mediation", "with Norway as mediator"."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from kg.facts import Actor
from kg.mentions.reading import Reading, within
from kg.rules.syntax import actor_of, children, prepositional, subjects
from kg.rules.triggers import Trigger


def find_mediator(reading: Reading, sentence: Span, trigger: Trigger) -> Actor | None:
    """Who mediates in a meeting; None where nobody is named."""
    if trigger.frame in {"mediate", "bring"}:
        return next((actor for s in subjects(trigger.token) if (actor := _third(reading, s))), None)
    return next(mediators_in(reading, sentence), None)


def mediators_in(reading: Reading, sentence: Span) -> Iterator[Actor]:
    """Who a sentence says mediates."""
    words = reading.lexicon.meetings["third_parties"]
    for token in sentence:
        lemma = token.lemma_.lower()
        if lemma in words["mediating"] and token.pos_ == "VERB":
            named = list(prepositional(token, "by")) if token.tag_ == "VBN" else subjects(token)
        elif lemma in words["mediation"]:
            named = [*children(token, "amod", "compound", "poss"), *prepositional(token, "of", "by")]
        elif lemma in words["mediator"]:
            named = _described_as(token)
        else:
            continue
        yield from (actor for t in named if (actor := _third(reading, t)))


def _described_as(noun: Token) -> list[Token]:
    """As in "Norway, as mediator", "Kuala Lumpur is the go-between", "mediator Norway"."""
    if noun.dep_ == "pobj" and noun.head.lower_ == "as":
        return [noun.head.head]
    if noun.dep_ == "attr":
        return subjects(noun.head)
    return [noun.head] if noun.dep_ == "appos" else []


def _third(reading: Reading, token: Token) -> Actor | None:
    """Who is named; a person mediates for the state that they act for, if it is known."""
    actor = actor_of(reading, token)
    if actor is not None and actor.kind in {"state", "organization"}:
        return actor
    if actor is not None:
        side = reading.side_of(actor.name)
        return Actor("state", side) if side else actor
    state = next(within(reading.states, token.left_edge.i, token.i + 1), None)
    return Actor("state", state.code) if state is not None else None
