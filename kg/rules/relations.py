"""Relations of states: diplomatic relations or their absence, missions and alliances."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from kg.facts import Relation
from kg.mentions.reading import Reading, within
from kg.rules.passages import passage
from kg.rules.syntax import children, lemma_of, prepositional, subjects


def read_relations(reading: Reading) -> tuple[Relation, ...]:
    """The relations that sentences with exactly two states say they have or lack, and the missions named."""
    found = [*_ties(reading), *_embassies(reading), *_missions(reading), *_ambassadors(reading)]
    return tuple({(r.kind, r.states): r for r in reversed(found)}.values())[::-1]


def _ties(reading: Reading) -> Iterator[Relation]:
    for sentence in reading.sentences:
        states = _two_states(reading, sentence)
        kind = _kind_of(reading, reading.text_of(sentence)) if states else None
        if states and kind:
            yield Relation(kind, states, (passage(reading, sentence, "relations.ties"),))


def _kind_of(reading: Reading, text: str) -> str | None:
    """What a sentence says two states have or lack; None where it says nothing, or only that it may be."""
    patterns = reading.lexicon.relations
    if patterns["none"].search(text):
        return None if patterns["restoring"].search(text) or patterns["not-so"].search(text) else "none"
    if patterns["unreal"].search(text):
        return None
    return next((kind for kind in ("diplomatic", "alliance") if patterns[kind].search(text)), None)


def _two_states(reading: Reading, sentence: Span) -> tuple[str, str] | None:
    codes = sorted({m.code for m in within(reading.states, sentence.start, sentence.end)})
    return (codes[0], codes[1]) if len(codes) == 2 else None


def _embassies(reading: Reading) -> Iterator[Relation]:
    """As in "US Embassy in Singapore" says that the one has a mission in the other."""
    for mention in reading.organizations:
        if "mbassy" not in mention.name or mention.state is None:
            continue
        inside = within(reading.places, mention.start + 1, mention.end)
        receiver = next((p.country for p in inside if p.country != mention.state), None)
        if receiver:
            yield _mission(reading, mention.state, receiver, reading.doc[mention.start])


def _missions(reading: Reading) -> Iterator[Relation]:
    """As in "Eritrea reopened its embassy in Addis Ababa", "Pyongyang has a mission here"."""
    nouns = set(reading.lexicon.missions["nouns"])
    for sentence in reading.sentences:
        for token in sentence:
            if token.lemma_.lower() not in nouns or token.pos_ not in {"NOUN", "PROPN"}:
                continue
            sender, receiver = _sender(reading, token), _receiver(reading, token)
            if sender and receiver and sender != receiver and not _is_negated(token):
                yield _mission(reading, sender, receiver, token)


def _sender(reading: Reading, noun: Token) -> str | None:
    """The state before the noun, or the subject of "reopened its embassy", "has a mission"."""
    before = next(within(reading.states, noun.left_edge.i, noun.i), None)
    if before is not None:
        return before.code
    if noun.dep_ != "dobj" and noun.head.pos_ != "VERB":
        return None
    owners = (s for t in subjects(noun.head) for s in within(reading.states, t.left_edge.i, t.i + 1))
    return next((s.code for s in owners), None)


def _receiver(reading: Reading, noun: Token) -> str | None:
    goals = [*prepositional(noun, "in", "to"), *prepositional(noun.head, "in"), *children(noun, "advmod")]
    goals += children(noun.head, "advmod") if noun.head.pos_ == "VERB" else []
    found = (p for goal in goals for p in within(reading.places, goal.left_edge.i, goal.i + 1))
    return next((p.country for p in found), None)


def _is_negated(noun: Token) -> bool:
    verb = noun.head
    hints = {c.lower_ for c in (*verb.children, *noun.children)}
    return bool(hints & {"no", "not", "n't", "never", "close", "closed", "if"}) or verb.lemma_ in {"close", "shut"}


def _ambassadors(reading: Reading) -> Iterator[Relation]:
    """As in "India's ambassador to Nepal": an envoy is accredited, so there is a mission."""
    heads = set(reading.lexicon.missions["heads"])
    for title in reading.titles:
        tokens = reading.doc[title.start : title.end]
        head = next((t for t in tokens if lemma_of(t) in heads), None)
        sender = title.state or reading.side_of(title.person)
        if head is None or sender is None or title.status not in {"current", "acting", "designate"}:
            continue
        after = within(reading.places, head.i + 1, title.end)
        receiver = next((p.country for p in after if reading.doc[p.start - 1].lower_ in {"to", "in"}), None)
        if receiver and receiver != sender:
            yield _mission(reading, sender, receiver, head)


def _mission(reading: Reading, sender: str, receiver: str, token: Token) -> Relation:
    return Relation("mission", (sender, receiver), (passage(reading, token.sent, "relations.mission"),))
