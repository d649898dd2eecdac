"""Third parties: who mediates, hosts or looks on ("mediated by", "under Malaysian mediation", "Norway as mediator")."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from kg.facts import Actor, Role
from kg.mentions.reading import Reading, within
from kg.rules.syntax import actor_of, children, prepositional, subjects
from kg.rules.triggers import Trigger


@dataclass(frozen=True)
class Third:
    """Who takes part on no side, and as what; a `post` is a third party by its name: "guarantors of the talks"."""

    actor: Actor
    role: Role
    is_post: bool = False


def find_thirds(reading: Reading, sentence: Span, trigger: Trigger) -> tuple[Third, ...]:
    """The third parties of a meeting in the order of the text."""
    if trigger.frame in {"mediate", "bring"}:
        named = (_third(reading, s) for s in subjects(trigger.token))
        return tuple(Third(actor, "mediator") for actor in named if actor is not None)[:1]
    return tuple(dict.fromkeys(thirds_in(reading, sentence)))


def thirds_in(reading: Reading, sentence: Span) -> Iterator[Third]:
    """The third parties that a sentence names."""
    words, posts = reading.lexicon.meetings["third_parties"], reading.lexicon.third_party_posts
    for token in sentence:
        lemma = token.lemma_.lower()
        if lemma in words["mediating"] and token.pos_ == "VERB":
            named = list(prepositional(token, "by")) if token.tag_ == "VBN" else subjects(token)
        elif lemma in words["mediation"]:
            named = [*children(token, "amod", "compound", "poss"), *prepositional(token, "of", "by")]
        elif lemma in posts:
            named = [t for head in _described_as(token) for t in (head, *head.conjuncts)]
        else:
            continue
        role: Role = posts.get(lemma, "mediator")
        yield from (Third(actor, role, lemma in posts) for t in named if (actor := _third(reading, t)))


def _described_as(noun: Token) -> list[Token]:
    """As in "Norway, as mediator", "Kuala Lumpur is the go-between", "mediator Norway", "Kenya acts as an observer"."""
    if noun.dep_ == "pobj" and noun.head.lower_ == "as":
        return _before_as(noun.head)
    if noun.dep_ == "attr":
        return subjects(noun.head)
    return [noun.head] if noun.dep_ == "appos" else []


def _before_as(word: Token) -> list[Token]:
    """The name right before "as", else what it hangs on, by the subject of a verb ("serves as mediator")."""
    before = word.nbor(-1) if word.i else word
    if before.text == "," and before.i:
        before = before.nbor(-1)
    if before.pos_ == "PROPN":
        return [before]
    return subjects(word.head) if word.head.pos_ in {"VERB", "AUX"} else [word.head]


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
