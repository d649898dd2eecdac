"""What somebody does by what they say: demands that others must do something, denies, refuses or makes a condition.

The verb only says that it was said ("stressed", "added"); the clause that is said tells what it amounts to.
"""

from collections.abc import Iterator

from spacy.tokens import Token

from kg.facts import Actor, SpeechAct
from kg.mentions.reading import Reading
from kg.rules.passages import content_of, passage
from kg.rules.statements import Saying
from kg.rules.syntax import actor_of, children

_REFUSING = {"will", "would", "wo", "'ll", "’ll", "can", "could", "ca"}
_BODIES = {"government", "igo", "party", "military", "ngo", "other"}
"""Kinds of organizations that take a stance; what a paper or company says is its opinion."""


def read_stances(reading: Reading, sayings: tuple[Saying, ...]) -> Iterator[SpeechAct]:
    """The acts that what is said by those who act for somebody amounts to, in the order of the text."""
    for saying in sayings:
        if saying.verb is None or not _acts(reading, saying.speaker):
            continue
        for clause in _said(saying.verb):
            kind = _stance(reading, saying.verb, clause)
            if kind is not None:
                target = _doer(clause, reading) if kind == "demand" else None
                yield SpeechAct(
                    kind,
                    saying.speaker,
                    (passage(reading, saying.sentence, f"acts.{kind}"),),
                    addressee=target if target != saying.speaker else None,
                    content=content_of(reading, clause),
                )


def _acts(reading: Reading, speaker: Actor) -> bool:
    """Whether a speaker acts for somebody: a state, a body, or a person with a post or on a side."""
    match speaker.kind:
        case "state":
            return True
        case "organization":
            return any(o.name == speaker.name and o.kind in _BODIES for o in reading.organizations)
        case "person":
            titles = reading.titles_by_person.get(speaker.name, ())
            return any(t.official or t.organization for t in titles)
    return False


def _said(verb: Token) -> Iterator[Token]:
    """The heads of the clauses that are said: after the verb, or around it ("..., he stressed")."""
    found = [*children(verb, "ccomp"), *([verb.head] if verb.dep_ in {"parataxis", "ccomp"} else [])]
    for clause in found:
        yield from (clause, *(c for c in children(clause, "conj") if c.pos_ in {"VERB", "AUX"}))


def _stance(reading: Reading, verb: Token, clause: Token) -> str | None:  # noqa: PLR0911 - a line a kind
    words = reading.lexicon.acts
    auxiliaries = {t.lower_ for t in children(clause, "aux")}
    is_negated = any(children(clause, "neg")) or _is_of_none(clause)
    text = clause.doc[clause.left_edge.i : clause.right_edge.i + 1].text
    if reading.lexicon.conditions.search(text) and (is_negated or auxiliaries & _REFUSING):
        return "condition"
    if auxiliaries & set(words["demanding"]["strong"]) or _has_to(clause, words["demanding"]["verbs"]):
        return "demand"
    if auxiliaries & set(words["demanding"]["weak"]) and not is_negated:
        return "demand"
    if is_negated and any(children(clause, "expl")) and auxiliaries & _REFUSING:  # "there would be no talks"
        return "rejection"
    if any(c.lemma_.lower() in words["as"]["denial"] for c in children(clause, "acomp", "attr")) and not is_negated:
        return "denial"
    is_asserted = verb.lemma_.lower() in words["asserting"]["verbs"]
    if is_negated and is_asserted and not auxiliaries & {*_REFUSING, "should"}:
        return "denial"
    return "denial" if reading.lexicon.apart.search(text) else None


def _is_of_none(clause: Token) -> bool:
    """As in "was no initiative of the government", "there would be no talks", "neither side"."""
    parts = children(clause, "attr", "dobj", "nsubj", "nsubjpass")
    return any(c.lower_ in {"no", "neither", "none"} for part in parts for c in (part, *children(part, "det")))


def _has_to(clause: Token, verbs: list[str]) -> bool:
    """As in "Armenia has to withdraw", "needs to change"."""
    return clause.lemma_.lower() in verbs and any(
        any(a.lower_ == "to" for a in children(c, "aux")) for c in children(clause, "xcomp")
    )


def _doer(clause: Token, reading: Reading) -> Actor | None:
    """Who is to do what is demanded."""
    doers = (actor_of(reading, t) for t in children(clause, "nsubj", "nsubjpass"))
    return next((actor for actor in doers if actor is not None and actor.kind != "source"), None)
