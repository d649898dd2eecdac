"""Third parties: who mediates, by "mediated by", "under Malaysian mediation", "with Norway as mediator"."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from kg.mentions.reading import Reading, within
from kg.rules.syntax import actor_of, children, prepositional, subjects
from kg.rules.triggers import Trigger


def find_mediator(reading: Reading, sentence: Span, trigger: Trigger) -> str | None:
    """The name, or code of the state, of who mediates in a meeting; None where nobody is named."""
    if trigger.frame == "mediate":
        return next((name for s in subjects(trigger.token) if (name := _name(reading, s))), None)
    return next(mediators_in(reading, sentence), None)


def mediators_in(reading: Reading, sentence: Span) -> Iterator[str]:
    """Who a sentence says mediates, each by name or code."""
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
        yield from (name for t in named if (name := _name(reading, t)))


def _described_as(noun: Token) -> list[Token]:
    """As in "Norway, as mediator", "Kuala Lumpur is the go-between", "mediator Norway"."""
    if noun.dep_ == "pobj" and noun.head.lower_ == "as":
        return [noun.head.head]
    if noun.dep_ == "attr":
        return subjects(noun.head)
    return [noun.head] if noun.dep_ == "appos" else []


def _name(reading: Reading, token: Token) -> str | None:
    actor = actor_of(reading, token)
    if actor is not None and actor.kind in {"state", "organization"}:
        return actor.name
    if actor is not None:
        return reading.side_of(actor.name) or actor.name
    state = next(within(reading.states, token.left_edge.i, token.i + 1), None)
    return state.code if state is not None else None
