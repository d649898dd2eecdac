"""What the clauses around a meeting say of it: where, when, and how far it has come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from kg.dates import Basis, Interval, PartialDate
from kg.lexicon import Lexicon
from kg.mentions.reading import DateMention, PlaceMention, Reading, within
from kg.rules.reach import ASIDES, belongs, is_at_that_time
from kg.rules.syntax import children, clause_of, prepositional, subjects, words_after

Bound = Literal["on", "begin", "end", "since"]


@dataclass(frozen=True)
class EventDate:
    """A date in the clause of a meeting, resolved, and which end of the meeting it is."""

    text: str
    basis: Basis
    day: PartialDate | Interval
    bound: Bound
    at: int
    """The token at which it stands."""


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
        if token.lower_ in ASIDES:
            return True
    return False


def is_unreal(anchor: Token, clauses: list[Token], lexicon: Lexicon) -> bool:
    """Whether the meeting is denied, refused, doubted or only thought of: "no talks were held", "if they meet"."""
    words = lexicon.meetings["unreal"]
    hints = [t for c in (anchor, *clauses) for t in children(c, "neg", "det", "aux", "mark", "advmod", "preconj")]
    if any(t.lower_ in {*words["negations"], *words["conditions"]} for t in hints):
        return not _should_have(hints)
    if _is_counterfactual(hints):
        return True
    return any(t.lemma_.lower() in words["verbs"] for t in (*clauses, *anchor.ancestors) if t.pos_ == "VERB")


def _should_have(hints: list[Token]) -> bool:
    """As in "should have met": it was planned, and did not take place."""
    return {"should", "have"} <= {t.lower_ for t in hints}


def _is_counterfactual(hints: list[Token]) -> bool:
    """As in "might have gone to Peking": nobody went, and nothing says that it was planned."""
    auxiliaries = {t.lower_ for t in hints}
    return "have" in auxiliaries and bool(auxiliaries & {"might", "could", "would"})


def find_place(reading: Reading, anchor: Token, verb: Token, rivals: Sequence[Token]) -> PlaceMention | None:
    """The place after "in" or "at" that belongs to the anchor, or the subject of "was the venue for"."""
    venue = next(
        (t for t in children(verb, "attr") if t.lemma_.lower() in reading.lexicon.meetings["venue"]["nouns"]), None
    )
    if venue is not None and anchor in venue.subtree:
        subject = next(iter(subjects(verb)), None)
        if subject is not None:
            return next(within(reading.places, subject.i, subject.i + 1), None)
    found, words = [], reading.lexicon.meetings["clause"]
    for place in within(reading.places, anchor.sent.start, anchor.sent.end):
        token = reading.doc[place.end - 1]
        before = reading.doc[place.start - 1] if place.start else token
        if before.dep_ == "det" and before.i:
            before = reading.doc[before.i - 1]
        is_where = (
            before.lower_ in {"in", "at", "near", "outside"}
            or token.lower_ == "here"
            or (before.lower_ == "to" and anchor.lemma_ in words["welcoming"])
            or (before.lower_ == "for" and before.head.lemma_.lower() in words["planning"])
            or _is_in_settlement(reading, before)
        )
        if not is_where or before.i in reading.title_tokens or _names_another(reading, place):
            continue
        is_only = token.lower_ == "here" and len(rivals) == 1
        if is_only or belongs(token, anchor, rivals, reading.lexicon):
            found.append(place)
    return min(found, key=lambda p: abs(p.start - anchor.i), default=None)


def _names_another(reading: Reading, place: PlaceMention) -> bool:
    """Whether a place is of a body's name or of an owner: "at the US president's request", "at Russia's behest"."""
    token = reading.doc[place.end - 1]
    if token.dep_ in {"compound", "nmod", "amod"} and token.head.dep_ == "poss":
        return True
    if token.dep_ == "poss" and token.head.lemma_.lower() in reading.lexicon.meetings["acts_on"]["nouns"]:
        return True
    return any(o.end - o.start > place.end - place.start for o in within(reading.organizations, place.start, place.end))


def _is_in_settlement(reading: Reading, before: Token) -> bool:
    """As in "on the island of Barbados", "at the village of Panmunjom"; never "talks on Syria"."""
    settlements = reading.lexicon.meetings["clause"]["settlements"]
    return before.lower_ == "of" and before.i > 0 and reading.doc[before.i - 1].lemma_.lower() in settlements


def find_dates(reading: Reading, anchor: Token, rivals: Sequence[Token], status: str | None) -> Iterator[EventDate]:
    """The dates that belong to the anchor, each with the end of the meeting that it is.

    What became of a meeting tells where its dates look: who called it off in the past may speak of a day to come.
    """
    future, is_called_off = status in {"planned", "proposed"}, status in {"cancelled", "postponed"}
    bounds = reading.lexicon.meetings["bounds"]
    for mention in within(reading.dates, anchor.sent.start, anchor.sent.end):
        token = reading.doc[mention.start : mention.end].root
        if not belongs(token, anchor, rivals, reading.lexicon):
            continue
        clause = clause_of(token)
        looks_ahead = future or (is_called_off and anchor in token.ancestors) or _is_scheduled(clause, bounds)
        day = mention.resolve(future=looks_ahead, past=_is_told(clause) and not (future or is_called_off))
        if day is None or _is_day_of_act(reading, mention, anchor, clause):
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
        if bound == "since" and is_at_that_time(anchor):
            bound = "on"  # "since February, when they met"
        elif bound == "since" and not _goes_on(anchor, clause):
            continue  # "the first since 2006": when it was not
        yield EventDate(mention.phrase.text, mention.phrase.basis, day, bound, mention.start)


def _is_day_of_act(reading: Reading, mention: DateMention, anchor: Token, verb: Token) -> bool:
    """Whether a day up to that of writing is the one on which a meeting was asked for, called off or left.

    As in "asked on Friday for talks", "on Monday scrapped the summit"; never the day in "his June 12 summit".
    """
    if anchor == verb or not verb.i or reading.article.published is None:
        return False
    token = reading.doc[mention.start : mention.end].root
    words, said = reading.lexicon.meetings["acts_on"], {verb.lemma_.lower(), *_phrases(verb)}
    is_asked = bool(said & set(words["asks"]))
    is_of_verb = is_asked or token.i < anchor.i or any(children(verb, "nsubjpass"))
    preposition = reading.doc[mention.start - 1].lower_ if mention.start else ""
    if anchor in token.ancestors or not is_of_verb or preposition in {"for", "until", "to", "from"}:
        return False
    day = mention.resolve(past=True)
    return (
        (is_asked or bool(said & set(words["ends"])))
        and isinstance(day, PartialDate)
        and day.first <= reading.article.published
    )


def _is_scheduled(verb: Token, bounds: dict[str, list[str]]) -> bool:
    """As in "the talks open on Thursday": the present tense of such a verb with a date tells what is to come."""
    is_bound = any(verb.lemma_.lower() in words for words in bounds.values())
    return is_bound and verb.tag_ in {"VBZ", "VBP"} and not any(children(verb, "aux"))


def _is_told(verb: Token) -> bool:
    """As in "had inked on New Year's Day": the past tense, which looks at no later day."""
    return verb.tag_ == "VBD" or any(t.lower_ == "had" for t in children(verb, "aux"))


def _goes_on(anchor: Token, clause: Token) -> bool:
    """Whether something has been so since: "have stalled since 2008"; the first of its kind since then is another."""
    is_perfect = any(t.lower_ in {"have", "has", "'ve"} for t in children(clause, "aux"))
    return is_perfect and not any(t.lower_ in {"first", "last"} for t in children(anchor, "amod"))


def find_status(clauses: list[Token], anchor: Token, lexicon: Lexicon) -> str | None:
    """What the words around a meeting say of how far it has come, tense last; None where they say nothing."""
    verb = clauses[0]
    auxiliaries = [t for c in clauses for t in children(c, "aux")]
    if _should_have(auxiliaries):
        return "cancelled"
    said = _said_outright(clauses, anchor, lexicon)
    if said is not None:
        return said
    if any(t.lower_ in lexicon.meetings["clause"]["future"] for t in auxiliaries) or any(
        _is_to_happen(c) for c in clauses
    ):
        return "planned"
    return "held" if verb.tag_ in {"VBD", "VBN"} else None


def _said_outright(clauses: list[Token], anchor: Token, lexicon: Lexicon) -> str | None:
    """What a word says of it: "called off", "scheduled", "never took place", "denied that"."""
    verb = clauses[0]
    said = _by_word(clauses, anchor, lexicon) or _halted(verb, lexicon)
    if said is not None:
        return said
    if verb.lemma_ == "be" and verb.tag_ in {"VBZ", "VBP"} and anchor.dep_ == "pobj" and anchor.head.lower_ == "on":
        return "ongoing"  # "is on a visit to"
    if _is_denied(anchor, lexicon):
        return "denied"
    return "proposed" if _is_proposed(anchor, clauses, lexicon) else None


def _by_word(clauses: list[Token], anchor: Token, lexicon: Lexicon) -> str | None:
    words, verb = lexicon.status_words, clauses[0]
    hints = [anchor, *children(anchor, "amod", "acomp"), *clauses, *children(verb, "acomp", "advmod", "neg", "prt")]
    found = [words[w] for t in hints for w in (*_phrases(t), t.lemma_.lower(), t.lower_) if w in words]
    if any(anchor == c for c in children(verb, "nsubj")):  # "the conference urged both sides": it took place
        found = [status for status in found if status != "proposed"]
    ends = set(lexicon.meetings["bounds"]["end"]) | {"continue", "last"}
    if "planned" in found and any(c.lemma_.lower() in ends for c in clauses):
        return "ongoing"
    return found[0] if found else None


def _halted(verb: Token, lexicon: Lexicon) -> str | None:
    """What did not take place or go on: "failed to materialise", "have not met since 2008", "is on hold"."""
    is_negated = any(c.dep_ == "neg" or c.lower_ == "never" for c in verb.children)
    happens = any(c.lemma_.lower() in lexicon.meetings["clause"]["happening"] for c in (verb, *children(verb, "xcomp")))
    if happens and (is_negated or verb.lemma_.lower() == "fail"):
        return "cancelled"
    is_since = is_negated and any(c.lower_ == "since" for c in words_after(verb))
    is_on_hold = any(
        t.lower_ in lexicon.meetings["halted"]["nouns"] for t in prepositional(verb, "on", "at", "in", "to")
    )
    return "stalled" if is_since or is_on_hold else None


def _is_proposed(anchor: Token, clauses: list[Token], lexicon: Lexicon) -> bool:
    """As in "are urged to open talks", "a second round might be convened in July", "would like them to meet"."""
    words = lexicon.meetings["proposing"]
    verb = clauses[0]
    is_open = verb.tag_ in {"VB", "VBG"}  # "urged them to meet", not "asked why they had met"
    urging = [
        *(t for t in clauses if t != anchor and anchor not in children(t, "nsubj")),
        *(anchor.ancestors if is_open else ()),
    ]
    is_urged = any(t.pos_ == "VERB" and t.lemma_.lower() in words["verbs"] for t in urging)
    return is_urged or is_only_possible(clauses, lexicon)


def is_only_possible(clauses: list[Token], lexicon: Lexicon) -> bool:
    """As in "Iraq could host talks"."""
    modals = lexicon.meetings["proposing"]["modals"]
    return any(t.lower_ in modals for clause in clauses for t in children(clause, "aux"))


def _is_denied(anchor: Token, lexicon: Lexicon) -> bool:
    """As in "denied that they had met", "rejected claims that talks were held"."""
    words, claims = lexicon.meetings["clause"], lexicon.acts["claims"]["nouns"]
    for verb in (t for t in anchor.ancestors if t.pos_ == "VERB"):
        lemma = verb.lemma_.lower()
        is_of_claims = any(c.lemma_.lower() in claims for c in children(verb, "dobj"))
        if lemma in words["denying"] or (lemma in words["dismissing"] and is_of_claims):
            return True
    return False


def _phrases(token: Token) -> Iterator[str]:
    """A verb with each of its particles: "call off"."""
    if token.pos_ == "VERB":
        yield from (f"{token.lemma_.lower()} {c.lower_}" for c in children(token, "prt", "advmod"))


def _is_to_happen(clause: Token) -> bool:
    """As in "is to meet", "are to resume", "were to have opened", which did not."""
    has_to = any(t.lower_ == "to" for t in children(clause, "aux"))
    return has_to and clause.dep_ in {"xcomp", "acl", "relcl"} and (clause.head.lemma_ == "be" or clause.dep_ == "acl")
