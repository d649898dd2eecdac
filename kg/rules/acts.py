"""What actors do by saying something: offers, demands, rejections, accusations, denials, agreements, threats.

Each act is found by its verb or noun in `lexicon/acts.toml`, its actor is the subject or owner, its addressee stands
where the table says for that act. An act that is negated, only possible or a condition is none. The model is PLOVER's
events (2023) with the speech acts of Searle; what is offered or demanded is kept in the words of the text.
"""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Span, Token

from kg.facts import Actor, SpeechAct
from kg.mentions.reading import Reading, within
from kg.rules.act_kinds import act_of_adjective, act_of_noun, act_of_verb
from kg.rules.passages import content_of, passage
from kg.rules.stances import read_stances
from kg.rules.statements import Saying
from kg.rules.syntax import (
    actor_before,
    actor_of,
    actors_of,
    children,
    is_pair,
    prepositional,
    subjects,
    words_after,
)

_ANSWERS = {"rejection": ("offer", "demand"), "agreement": ("offer", "demand"), "denial": ("accusation",)}
_NEAR_WORDS = 8
_NEAR = 2
"""Sentences before "the two sides" that may name them."""


def read_acts(
    reading: Reading, pairs: dict[int, tuple[Actor, ...]], sayings: tuple[Saying, ...]
) -> tuple[SpeechAct, ...]:
    """The acts in the order of the text, each actor's once a sentence and kind, with what it answers.

    `pairs` gives for a token of "the two sides" or "they" the actors that are meant.
    """
    found: dict[tuple[str, Actor, int], SpeechAct] = {}
    for sentence in reading.sentences:
        if reading.is_headline(sentence) or reading.text_of(sentence).rstrip().endswith("?"):
            continue
        for act in _acts_in(reading, sentence, pairs):
            found.setdefault((act.kind, act.speaker, act.passages[0].start), act)
    for act in read_stances(reading, sayings):
        found.setdefault((act.kind, act.speaker, act.passages[0].start), act)
    return _with_answers(tuple(found.values()))


def _acts_in(reading: Reading, sentence: Span, pairs: dict[int, tuple[Actor, ...]]) -> Iterator[SpeechAct]:
    for token in sentence:
        match token.pos_:
            case "VERB" if kind := act_of_verb(reading, token):
                yield from _acts_of(reading, token, kind, _actors(reading, token, pairs))
            case "ADJ" if kind := act_of_adjective(reading, token):
                yield from _acts_of(reading, token, kind, _actors(reading, token.head, pairs))
            case "NOUN" if kind := act_of_noun(reading, token):
                owners = list(children(token, "poss")) or subjects(token.head)
                yield from _acts_of(reading, token, kind, [a for owner in owners for a in actors_of(reading, owner)])


def _acts_of(reading: Reading, token: Token, kind: str, actors: list[Actor]) -> Iterator[SpeechAct]:
    target = _target(reading, token, kind)
    for actor in dict.fromkeys(actors):
        other = target if target is not None and target.name not in {actor.name, _side(reading, actor)} else None
        if other is None and len(actors) == 2:
            other = next(a for a in actors if a != actor) if kind == "agreement" and actors[0] != actors[1] else None
        yield SpeechAct(
            kind,
            actor,
            (passage(reading, token.sent, f"acts.{kind}"),),
            addressee=other,
            content=_content(reading, token),
        )


def _side(reading: Reading, actor: Actor) -> str | None:
    return reading.side_of(actor.name) if actor.kind == "person" else None


def _actors(reading: Reading, verb: Token, pairs: dict[int, tuple[Actor, ...]]) -> list[Actor]:
    """Who does it: the subject, the agent of a passive, or those that "both sides" stands for."""
    found: list[Actor] = []
    for token in _doers(verb):
        named = pairs.get(token.i, ()) or actors_of(reading, token) or _spoken_for(reading, token)
        found += (_represented(reading, token, actor) for actor in named)
    if found or any(children(verb, "nsubjpass")):
        return found
    named_before = actor_before(reading, verb)
    return [named_before] if named_before is not None else []


def _doers(verb: Token) -> list[Token]:
    """Who does it: the subject, or of a passive the agent, wherever in the clause "by" stands."""
    is_after_noun = verb.dep_ == "acl" and verb.tag_ == "VBN"
    if is_after_noun and verb.head.i == verb.i - 1 and any(children(verb, "dobj", "ccomp")):
        return [verb.head]  # "both camps accepted the plan", which the parser takes for "camps that were accepted"
    if is_after_noun or any(children(verb, "nsubjpass")) or any(children(verb, "agent")):
        return [o for t in words_after(verb) if t.lower_ == "by" for o in children(t, "pobj")]
    return subjects(verb)


def _spoken_for(reading: Reading, pronoun: Token) -> list[Actor]:
    """Whom a pronoun in reported speech stands for: the speaker, as in "Turkey said it had agreed"."""
    if pronoun.lower_ not in {"it", "we", "i"}:
        return []
    for verb in pronoun.ancestors:
        if verb.dep_ == "ccomp" and verb.head.lemma_.lower() in reading.lexicon.speech["verbs"]:
            return [actor for subject in subjects(verb.head) for actor in actors_of(reading, subject)]
    return []


def _represented(reading: Reading, token: Token, actor: Actor) -> Actor:
    """The state for which somebody unnamed acts: "US officials", "a spokesman for Burundi's embassy"."""
    if actor.kind != "source":
        return actor
    start, end = token.left_edge.i, min(token.right_edge.i, token.i + _NEAR_WORDS) + 1
    state = next((s.code for s in within(reading.states, start, end)), None)
    body = next((o.state for o in within(reading.organizations, start, end) if o.state), None)
    code = body or state
    return Actor("state", code) if code is not None else actor


def _target(reading: Reading, token: Token, kind: str) -> Actor | None:
    """The addressee, where the table says it stands for the act."""
    is_passive = any(c.dep_ == "nsubjpass" for c in token.children)
    for place in reading.lexicon.acts["target"][kind]:
        objects = list(children(token, "nsubjpass" if is_passive else "dobj", "dative"))
        if place.startswith("object"):
            tokens = [t for o in objects for t in ([o] if place != "object-owner" else children(o, "poss"))]
        else:
            tokens = list(prepositional(token, place.removesuffix("-actor")))
        for found in (actor_of(reading, t) for t in tokens):
            if found is not None and found.kind != "source" and (place != "object-person" or found.kind == "person"):
                return found
    if kind in {"demand", "accusation"}:  # "insists that Russia withdraw", "Morocco, he alleged, had spied"
        clauses = [*children(token, "ccomp"), *([token.head] if token.dep_ in {"parataxis", "ccomp"} else [])]
        doers = (t for c in clauses for t in children(c, "nsubj"))
        return next((a for t in doers if (a := actor_of(reading, t)) and a.kind != "source"), None)
    return None


def _content(reading: Reading, token: Token) -> str | None:
    """What is offered, demanded or denied, in the words of the text: the clause or object after the verb or noun."""
    dependents = [c for c in token.children if c.dep_ in {"xcomp", "ccomp", "dobj", "acl", "prep"} and c.i > token.i]
    if not dependents:
        return None
    clause = next((c for c in dependents if c.dep_ in {"xcomp", "ccomp", "acl"}), dependents[0])
    return content_of(reading, clause)


def _with_answers(acts: tuple[SpeechAct, ...]) -> tuple[SpeechAct, ...]:
    """The acts with what each answers: the last act of a kind that it may answer, between the same two."""
    answered: list[SpeechAct] = []
    for number, act in enumerate(acts):
        kinds = _ANSWERS.get(act.kind, ())
        earlier = (
            i
            for i in reversed(range(number))
            if acts[i].kind in kinds
            and acts[i].speaker != act.speaker
            and (act.addressee == acts[i].speaker if act.addressee else acts[i].addressee == act.speaker)
        )
        answered.append(replace(act, answers=next(earlier, None)))
    return tuple(answered)


def find_pairs(reading: Reading, sides: tuple[Actor, ...], thirds: frozenset[str]) -> dict[int, tuple[Actor, ...]]:
    """Tokens such as "sides" in "the two sides" with the actors they stand for.

    Those are the two that the text is about, where its sentence or the two before name both, else the only two that
    these name beside third parties (codes of states).
    """
    words = reading.lexicon.meetings["pairs"]
    found: dict[int, tuple[Actor, ...]] = {}
    for number, sentence in enumerate(reading.sentences):
        if reading.is_headline(sentence):
            continue
        pairs = [t for t in sentence if is_pair(t, words) and not any(within(reading.states, t.i, t.i + 1))]
        if not pairs:
            continue
        named = _named_in(reading, reading.sentences[max(0, number - _NEAR)].start, sentence.end)
        named -= {Actor("state", code) for code in thirds} - set(sides)
        if len(sides) == 2 and set(sides) <= named:
            found |= {token.i: sides for token in pairs}
        elif len(named) == 2:
            found |= {token.i: tuple(sorted(named, key=lambda actor: actor.name)) for token in pairs}
    return found


def _named_in(reading: Reading, start: int, end: int) -> set[Actor]:
    """The states, also those of persons, and the movements named between two tokens."""
    codes = {state.code for state in within(reading.states, start, end)}
    codes |= {side for person in within(reading.people, start, end) if (side := reading.side_of(person.name))}
    movements = {o.name for o in within(reading.organizations, start, end) if o.is_party}
    return {*(Actor("state", code) for code in codes), *(Actor("organization", name) for name in movements)}
