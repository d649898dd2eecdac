"""What the clauses around a meeting say of it: where, when, how far it has come, and what about."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Span, Token

from kg.dates import Basis, Interval, PartialDate
from kg.lexicon import Lexicon
from kg.mentions.reading import PlaceMention, Reading, within
from kg.rules.syntax import children, clause_of, prepositional

Bound = Literal["on", "begin", "end", "since"]

_ASIDES = {"before", "after", "than", "like", "unlike", "despite", "besides", "ahead", "following", "until"}


@dataclass(frozen=True)
class EventDate:
    """A date in the clause of a meeting, resolved, and which end of the meeting it is."""

    text: str
    basis: Basis
    day: PartialDate | Interval
    bound: Bound


def subjects(verb: Token) -> Iterator[Token]:
    """The subjects of a verb, those of the verb before it where it shares them."""
    own = list(children(verb, "nsubj"))
    if not own and verb.dep_ in {"conj", "xcomp"}:
        yield from subjects(verb.head)
    yield from own


def clauses_about(noun: Token, verb: Token) -> list[Token]:
    """The heads of the clauses that speak of the noun: its own, "to end" after "is expected", "held in" after it."""
    found = [verb]
    for head in (verb, noun):
        found += children(head, "xcomp")
    found += children(noun, "acl", "relcl")
    for head in found[1:]:
        found += children(head, "xcomp")
    return list(dict.fromkeys(found))


def is_aside(token: Token, clauses: list[Token]) -> bool:
    """Whether the way from the token up to its clause goes through "before", "after" or the like."""
    while token not in clauses and token.head != token:
        token = token.head
        if token.lower_ in _ASIDES:
            return True
    return False


def is_unreal(anchor: Token, clauses: list[Token], lexicon: Lexicon) -> bool:
    """Whether the meeting is denied, refused, doubted or only thought of: "no talks were held", "if they meet"."""
    words = lexicon.meetings["unreal"]
    hints = [t for c in (anchor, *clauses) for t in children(c, "neg", "det", "aux", "mark", "advmod", "preconj")]
    if any(t.lower_ in {*words["negations"], *words["conditions"], *words["modals"]} for t in hints):
        return True
    return any(t.lemma_.lower() in words["verbs"] for t in (*clauses, *anchor.ancestors) if t.pos_ == "VERB")


def find_place(reading: Reading, anchor: Token, verb: Token, clauses: list[Token]) -> PlaceMention | None:
    """The place after "in" or "at" in these clauses nearest to the anchor, or the subject of "was the venue for"."""
    venue = next(
        (t for t in children(verb, "attr") if t.lemma_.lower() in reading.lexicon.meetings["venue"]["nouns"]), None
    )
    if venue is not None and anchor in venue.subtree:
        subject = next(subjects(verb), None)
        if subject is not None:
            return next(within(reading.places, subject.i, subject.i + 1), None)
    found = []
    for place in within(reading.places, anchor.sent.start, anchor.sent.end):
        token = reading.doc[place.end - 1]
        before = reading.doc[place.start - 1] if place.start else token
        if before.dep_ == "det" and before.i:
            before = reading.doc[before.i - 1]
        if (
            before.lower_ not in {"in", "at"}
            or before.i in reading.title_tokens
            or any(within(reading.organizations, place.start, place.end))
        ):
            continue
        if (clause_of(token) in clauses and not is_aside(token, clauses)) or (
            clauses[0] == anchor and anchor in token.ancestors
        ):
            found.append(place)
    return min(found, key=lambda p: abs(p.start - anchor.i), default=None)


def find_dates(reading: Reading, sentence: Span, clauses: list[Token], *, future: bool) -> Iterator[EventDate]:
    """The dates in these clauses, each with the end of the meeting that it is."""
    bounds = reading.lexicon.meetings["bounds"]
    for mention in within(reading.dates, sentence.start, sentence.end):
        token = reading.doc[mention.start : mention.end].root
        clause = clause_of(token)
        if clause not in clauses or is_aside(token, clauses):
            continue
        day = mention.phrase.resolve(reading.article.published, future=future)
        if day is None:
            continue
        preposition = reading.doc[mention.start - 1].lower_ if mention.start else ""
        verb = clause.lemma_.lower()
        bound: Bound = (
            "since"
            if preposition == "since"
            else "begin"
            if verb in bounds["begin"]
            else "end"
            if verb in bounds["end"]
            else "on"
        )
        yield EventDate(mention.phrase.text, mention.phrase.basis, day, bound)


def find_status(clauses: list[Token], anchor: Token, lexicon: Lexicon) -> str | None:
    """What the words around a meeting say of how far it has come, tense last; None where they say nothing."""
    words = lexicon.status_words
    verb = clauses[0]
    hints = [anchor, *children(anchor, "amod", "acomp"), *clauses, *children(verb, "acomp", "advmod", "neg", "prt")]
    found = [words[w] for t in hints for w in (t.lemma_.lower(), t.lower_) if w in words]
    ends = set(lexicon.meetings["bounds"]["end"]) | {"continue", "last"}
    if "planned" in found and any(c.lemma_.lower() in ends for c in clauses):
        return "ongoing"
    if found:
        return found[0]
    if any(t.lower_ in {"will", "would", "'ll"} for c in clauses for t in children(c, "aux")) or _is_to_happen(clauses):
        return "planned"
    return "held" if verb.tag_ in {"VBD", "VBN"} else None


def _is_to_happen(clauses: list[Token]) -> bool:
    """As in "Is to meet", "are to resume"."""
    return any(
        c.dep_ == "xcomp" and c.head.lemma_ == "be" and any(t.lower_ == "to" for t in children(c, "aux"))
        for c in clauses
    )


def find_topics(reading: Reading, anchor: Token, verb: Token, clauses: list[Token]) -> Iterator[str]:
    """What it is about: "nuclear talks", "talks on X", "to cover X", "discussed X"."""
    words = reading.lexicon.meetings["topic"]
    for child in children(anchor, "amod", "compound"):
        if child.lower_ in words["adjectives"]:
            yield child.text
    for topic in prepositional(anchor, *words["prepositions"]):
        if not any(within(reading.dates, topic.i, topic.i + 1)):
            yield _phrase(topic)
    for clause in dict.fromkeys([*clauses, *(x for c in clauses for x in children(c, "xcomp"))]):
        if clause.lemma_.lower() in words["verbs"] and (clause != verb or anchor.dep_ in {"nsubj", "nsubjpass"}):
            for topic in children(clause, "dobj"):
                yield _phrase(topic)


def _phrase(noun: Token) -> str:
    """A noun phrase without its article and without what follows in other clauses."""
    tokens = [
        t
        for t in noun.subtree
        if not any(
            a.dep_ in {"relcl", "advcl", "acl"} for a in (t, *t.ancestors) if a.i > noun.i and noun in a.ancestors
        )
    ]
    run = [t for t in tokens if t.i <= noun.i or t.i - noun.i < 8]
    while run and (run[0].dep_ == "det" or run[0].is_punct):
        run = run[1:]
    text = "".join(t.text_with_ws for t in run)
    return text.partition(",")[0].strip()
