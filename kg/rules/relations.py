"""Relations of states: diplomatic relations or their absence, missions and alliances."""

import re
from collections.abc import Iterator

from spacy.tokens import Span, Token

from kg.facts import Relation
from kg.mentions.reading import Reading, within
from kg.rules.passages import passage
from kg.rules.syntax import children, lemma_of, prepositional, subjects

_MISSIONS = re.compile(r"Embassy|Consulate|High Commission|Interests Section", re.IGNORECASE)
_AFTER = 4
"""Tokens after the word for an envoy in which the receiving state stands."""
_REACH = 90
"""Characters from the words of a relation within which its states stand, where a sentence names more than two."""


def read_relations(reading: Reading) -> tuple[Relation, ...]:
    """The relations that sentences say their two nearest states have or lack, and the missions named."""
    found = [*_ties(reading), *_embassies(reading), *_missions(reading), *_ambassadors(reading)]
    return tuple({(r.kind, r.states): r for r in reversed(found)}.values())[::-1]


def _ties(reading: Reading) -> Iterator[Relation]:
    for sentence in reading.sentences:
        found = _kind_of(reading, reading.text_of(sentence))
        states = _two_states(reading, sentence, found[1]) if found is not None else None
        if found is not None and states is not None:
            yield Relation(found[0], states, (passage(reading, sentence, "relations.ties"),))


def _kind_of(reading: Reading, text: str) -> tuple[str, int] | None:
    """What a sentence says two states have or lack, and where; None where it says nothing, or only that it may be."""
    patterns = reading.lexicon.relations
    lack = patterns["none"].search(text)
    if lack is not None:
        is_open = patterns["restoring"].search(text) or patterns["not-so"].search(text)
        return None if is_open else ("none", lack.start())
    if patterns["unreal"].search(text):
        return None
    return next(
        ((kind, found.start()) for kind in ("diplomatic", "alliance") if (found := patterns[kind].search(text))), None
    )


def _two_states(reading: Reading, sentence: Span, offset: int) -> tuple[str, str] | None:
    """The two states named nearest to a place in a sentence, within reach of it; codes sorted."""
    at = sentence.start_char + offset
    named = sorted(
        within(reading.states, sentence.start, sentence.end), key=lambda s: abs(reading.doc[s.start].idx - at)
    )
    nearest = list(dict.fromkeys(s.code for s in named if abs(reading.doc[s.start].idx - at) <= _REACH))
    if len(nearest) < 2:
        nearest = list(dict.fromkeys(s.code for s in named))
        if len(nearest) != 2:
            return None
    first, second = sorted(nearest[:2])
    return first, second


def _embassies(reading: Reading) -> Iterator[Relation]:
    """As in "US Embassy in Singapore" says that the one has a mission in the other."""
    for mention in reading.organizations:
        if not _MISSIONS.search(mention.name) or mention.state is None:
            continue
        inside = within(reading.places, mention.start + 1, mention.end)
        receiver = next((p.country for p in inside if p.country != mention.state), None)
        if receiver:
            yield _mission(reading, mention.state, receiver, reading.doc[mention.start])


def _missions(reading: Reading) -> Iterator[Relation]:
    """As in "Eritrea reopened its embassy in Addis Ababa", "Pyongyang has a mission here"."""
    for sentence in reading.sentences:
        for token in sentence:
            if token.pos_ not in {"NOUN", "PROPN"} or not _is_mission(reading, token):
                continue
            sender, receiver = _sender(reading, token), _receiver(reading, token)
            if sender and receiver and sender != receiver and not _is_negated(token):
                yield _mission(reading, sender, receiver, token)


def _is_mission(reading: Reading, noun: Token) -> bool:
    """As in "embassy", "Interests Section", "its ambassador"."""
    lemma = lemma_of(noun)
    words = {lemma, f"{noun.nbor(-1).lower_} {lemma}" if noun.i else lemma}
    return bool(words & {*reading.lexicon.missions["nouns"], *reading.lexicon.missions["heads"]})


def _sender(reading: Reading, noun: Token) -> str | None:
    """The state before the noun, or the subject of "reopened its embassy", "has a mission"."""
    before = next(within(reading.states, noun.left_edge.i, noun.i), None)
    if before is not None:
        return before.code
    if noun.i in reading.title_tokens or (noun.dep_ != "dobj" and noun.head.pos_ != "VERB"):
        return None
    owners = (s for t in subjects(noun.head) for s in within(reading.states, t.left_edge.i, t.i + 1))
    return next((s.code for s in owners), None)


def _receiver(reading: Reading, noun: Token) -> str | None:
    """The state where it stands, in the noun's own words or, where something is done with it, in its verb's.

    A mission that does something may be a delegation ("the British mission met in Geneva"), and one to a body is
    accredited to no state.
    """
    accredited = list(prepositional(noun, "to"))
    if accredited and not any(any(within(reading.places, t.left_edge.i, t.i + 1)) for t in accredited):
        return None
    goals = [*prepositional(noun, "in"), *accredited, *children(noun, "advmod")]
    if noun.dep_ not in {"nsubj", "pobj"} or lemma_of(noun) not in reading.lexicon.missions["delegations"]:
        goals += prepositional(noun.head, "in", "from")
        goals += children(noun.head, "advmod") if noun.head.pos_ == "VERB" else []
    found = (p for goal in goals for p in within(reading.places, goal.left_edge.i, goal.i + 1))
    return next((p.country for p in found), None)


def _is_negated(noun: Token) -> bool:
    verb = noun.head
    hints = {c.lower_ for c in (*verb.children, *noun.children)}
    return bool(hints & {"no", "not", "n't", "never", "close", "closed", "if"}) or verb.lemma_ in {"close", "shut"}


def _ambassadors(reading: Reading) -> Iterator[Relation]:
    """As in "India's ambassador to Nepal": an envoy is accredited, so there is a mission."""
    for title in reading.titles:
        tokens = reading.doc[title.start : title.end]
        head = next((t for t in tokens if _is_mission(reading, t)), None)
        sender = title.state or reading.side_of(title.person)
        if head is None or sender is None or title.status in {"former", "then"}:
            continue
        after = within(reading.places, head.i + 1, max(title.end, head.i + _AFTER))
        receiver = next((p.country for p in after if _is_accredited(reading, p.start, p.end)), None)
        if receiver and receiver != sender:
            yield _mission(reading, sender, receiver, head)


def _is_accredited(reading: Reading, start: int, end: int) -> bool:
    """Whether a place is that of an envoy: "to Nepal", "in Moscow", or "here" where the report is written."""
    return reading.doc[start - 1].lower_ in {"to", "in"} or reading.doc[end - 1].lower_ == "here"


def _mission(reading: Reading, sender: str, receiver: str, token: Token) -> Relation:
    return Relation("mission", (sender, receiver), (passage(reading, token.sent, "relations.mission"),))
