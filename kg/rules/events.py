"""Mentions of meetings: every noun and verb that names one, with what its clause says of sides, place, time and status.

Nothing is joined here: "informal talks", "the meeting" and "the Singapore meeting" are three mentions. `meetings`
finds out that they are one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Span, Token

from kg.dates import find_duration
from kg.lexicon import Lexicon
from kg.mentions.reading import M, PlaceMention, Reading, within
from kg.rules.clauses import (
    EventDate,
    clauses_about,
    find_dates,
    find_place,
    find_status,
    find_topics,
    is_aside,
    is_unreal,
    subjects,
)
from kg.rules.syntax import children, clause_of, prepositional

Reference = Literal["new", "same", "that", "other"]

_SIDE_LINKS = ("between", "with", "among", "involving")
_NOMINAL = ("compound", "amod", "nmod", "poss", "conj", "appos", "nummod")
_PARTIES = {"party", "military", "igo"}


@dataclass(frozen=True)
class EventMention:
    """One mention of a meeting; `anchor` is the token that names it."""

    anchor: int
    sentence: Span
    kind: str
    reference: Reference
    is_unreal: bool
    """Whether the sentence denies it or only thinks of it: it may speak again of a meeting but tells of none."""
    is_past: bool
    is_subject: bool
    """Whether it is what the clause speaks of, and not named in passing."""
    is_many: bool
    sides: frozenset[str]
    organizations: tuple[str, ...]
    """Movements, armed forces and intergovernmental bodies that deal with the sides."""
    people: tuple[str, ...]
    place: PlaceMention | None
    dates: tuple[EventDate, ...]
    register: str | None
    """Formal or informal, where the text says so; a track other than the first is informal."""
    duration: int | None
    status: str | None
    topics: tuple[str, ...]
    process: str | None
    is_round: bool = False
    """Whether the clause takes place in the process ("met for the Neemrana Dialogue") and does not only speak of it."""


def find_events(reading: Reading) -> Iterator[EventMention]:
    """The mentions of meetings in the order of the text."""
    for sentence in reading.sentences:
        processes = [
            (match.start() + sentence.start_char, match.end() + sentence.start_char, process.name)
            for process in reading.lexicon.processes
            for match in process.pattern.finditer(sentence.text)
        ]
        for token in sentence:
            process = next((name for start, end, name in processes if start <= token.idx < end), None)
            if _is_meeting_noun(token, reading.lexicon):
                yield _from_noun(reading, sentence, token, process)
            elif token.pos_ == "VERB" and token.lemma_.lower() in reading.lexicon.meeting_verbs:
                mention = _from_verb(reading, sentence, token)
                if mention is not None:
                    yield mention


def nominal_tokens(token: Token) -> Iterator[Token]:
    """A noun with what names it: compounds, adjectives, possessors, members of a list, "of" and "from" phrases."""
    yield token
    for child in children(token, *_NOMINAL):
        yield from nominal_tokens(child)
    for child in prepositional(token, "of", "from"):
        yield from nominal_tokens(child)


def sides_in(reading: Reading, tokens: list[Token]) -> frozenset[str]:
    """The states that the tokens name, those in titles by the person who bears the title."""
    own = {t.i for t in tokens} - reading.title_tokens
    states = {state.code for state in _named(reading.states, own)}
    return frozenset(states | {side for name in people_in(reading, tokens) if (side := reading.side_of(name))})


def parties_in(reading: Reading, tokens: list[Token]) -> tuple[str, ...]:
    """The organizations that the tokens name and that can be a party to talks."""
    own = {t.i for t in tokens} - reading.title_tokens
    return tuple(dict.fromkeys(o.name for o in _named(reading.organizations, own) if o.kind in _PARTIES))


def people_in(reading: Reading, tokens: list[Token]) -> tuple[str, ...]:
    """The persons that the tokens name, possessors left out: "Obama's ambassador" is not Obama."""
    people = _named(reading.people, {t.i for t in tokens})
    return tuple(dict.fromkeys(p.name for p in people if reading.doc[p.end - 1].dep_ != "poss"))


def _named(mentions: tuple[M, ...], tokens: set[int]) -> Iterator[M]:
    """The mentions that have one of the tokens, in the order of the text."""
    if tokens:
        found = within(mentions, min(tokens), max(tokens) + 1)
        yield from (m for m in found if any(i in tokens for i in range(m.start, m.end)))


# ---- nouns


def _is_meeting_noun(token: Token, lexicon: Lexicon) -> bool:
    lemma = token.lemma_.lower()
    if lemma not in lexicon.meeting_nouns or token.pos_ not in {"NOUN", "PROPN"}:
        return False
    if token.dep_ == "compound" and token.head.pos_ in {"NOUN", "PROPN"} and not token.head.ent_type_:
        return False  # "summit venue", "talks process"
    return lemma not in lexicon.meetings["weak"]["nouns"] or any(
        c.lower_ in {"between", "with"} for c in children(token, "prep")
    )


def _from_noun(reading: Reading, sentence: Span, noun: Token, process: str | None) -> EventMention:
    lexicon = reading.lexicon
    verb = clause_of(_holder(noun, lexicon))
    arguments = _arguments(noun, verb, lexicon)
    modifiers = [t for child in children(noun, *_NOMINAL[:4]) for t in nominal_tokens(child)]
    place_modifier = _modifying_place(reading, modifiers)
    sides = sides_in(reading, [*arguments, *([] if place_modifier else modifiers)])
    clauses = clauses_about(noun, verb)
    if is_aside(noun, clauses[:1]):  # "a day after the summit": the clause speaks of something else
        clauses = [noun, *clauses[1:]]
    status = find_status(clauses, noun, lexicon)
    return EventMention(
        anchor=noun.i,
        sentence=sentence,
        kind=_kind(noun, lexicon),
        reference="other" if _is_earlier(verb) and noun not in clauses else _reference(noun, lexicon),
        is_unreal=is_unreal(noun, clauses, lexicon),
        is_subject=_holder(noun, lexicon).dep_ in {"nsubj", "nsubjpass"},
        is_past=verb.tag_ in {"VBD", "VBN"}
        and not any(t.tag_ in {"MD", "VBZ", "VBP"} for t in children(verb, "aux", "auxpass")),
        is_many=_is_many(noun, lexicon),
        sides=sides,
        organizations=parties_in(reading, arguments),
        people=people_in(reading, arguments),
        place=place_modifier or find_place(reading, noun, verb, clauses),
        dates=tuple(find_dates(reading, sentence, clauses, future=status in {"planned", "proposed"})),
        register=_register(noun, sentence, lexicon),
        duration=find_duration(" ".join(t.text_with_ws for t in noun.subtree if t.i < noun.i).replace(" - ", "-")),
        status=status,
        topics=tuple(dict.fromkeys(find_topics(reading, noun, verb, clauses))),
        process=process,
        is_round=process is not None and _is_round(reading, noun, verb),
    )


def _is_round(reading: Reading, noun: Token, verb: Token) -> bool:
    """Whether the clause is in the process: after "for", "in", "at" or "under", and not in an envoy's title."""
    holder = _holder(noun, reading.lexicon)
    preposition = holder.head
    return (
        holder.dep_ == "pobj"
        and preposition.lower_ in {"for", "in", "at", "under"}
        and preposition.i not in reading.title_tokens
        and clause_of(preposition) == verb
    )


def _register(noun: Token, sentence: Span, lexicon: Lexicon) -> str | None:
    before = {t.lower_ for t in children(noun, "amod", "compound")}
    said = next((name for name, words in lexicon.meetings["register"].items() if before & set(words)), None)
    on_track = any(p.search(sentence.text) for concept, p in lexicon.tracks if concept != "track-1")
    return said or ("informal" if on_track else None)


def _kind(noun: Token, lexicon: Lexicon) -> str:
    return lexicon.meeting_nouns[noun.lemma_.lower()]


def _holder(noun: Token, lexicon: Lexicon) -> Token:
    """The noun whose part in the sentence the meeting has: "the venue for talks", "a round of talks"."""
    while (
        noun.dep_ == "pobj"
        and noun.head.lower_ in {"of", "for"}
        and noun.head.head.lemma_.lower() in lexicon.meetings["holders"]["nouns"]
    ):
        noun = noun.head.head
    return noun


def _arguments(noun: Token, verb: Token, lexicon: Lexicon) -> list[Token]:
    """Who deals with whom: after "between" and "with", and the subject of "held talks"."""
    linked = [*prepositional(noun, *_SIDE_LINKS)]
    linked += [o for c in children(noun, "acl") if c.lower_ == "involving" for o in children(c, "dobj")]
    holder = _holder(noun, lexicon)
    if holder.dep_ == "dobj" and verb.lemma_.lower() in lexicon.meetings["holds"]["verbs"]:
        linked += [*subjects(verb), *prepositional(verb, "with", "between")]
    elif (
        holder.dep_ == "pobj"
        and verb.lemma_.lower() in lexicon.meetings["joins"]["verbs"]
        and holder.head.lower_ in {"for", "in", "to", "at"}
    ):
        linked += [*subjects(verb), *prepositional(verb, "with")]
    elif holder.dep_ in {"nsubj", "nsubjpass"}:
        linked += prepositional(verb, "between", "with", "among")
    return [t for token in linked for t in nominal_tokens(token)]


def _modifying_place(reading: Reading, modifiers: list[Token]) -> PlaceMention | None:
    """The place in "the Singapore meeting": the only name before the noun, and a city."""
    cities = list(_named(reading.places, {t.i for t in modifiers}))
    if len(cities) != 1 or cities[0].name not in reading.lexicon.places:
        return None
    token = reading.doc[cities[0].end - 1]
    return (
        cities[0]
        if token.dep_ == "compound" and token.i + 1 < len(reading.doc) and reading.doc[token.i + 1].text != "-"
        else None
    )


def _reference(noun: Token, lexicon: Lexicon) -> Reference:
    words = lexicon.meetings["reference"]
    before = {t.lower_ for t in children(noun, "det", "amod", "poss", "nummod", "nmod")}
    if before & set(words["other"]):
        return "other"
    if before & set(words["that"]):
        return "that"
    return "same" if before & set(words["same"]) else "new"


def _is_earlier(verb: Token) -> bool:
    """As in "Had met": before what the text is speaking of."""
    return any(t.lower_ == "had" for t in children(verb, "aux"))


def _is_many(noun: Token, lexicon: Lexicon) -> bool:
    """Whether it speaks of several meetings at once, of which none is told apart."""
    holder = _holder(noun, lexicon)
    if holder != noun:
        return holder.lower_ in lexicon.meetings["holders"]["many"]
    return noun.tag_ in {"NNS", "NNPS"} and noun.lemma_.lower() not in lexicon.meetings["reference"]["pluralia"]


# ---- verbs


def _from_verb(reading: Reading, sentence: Span, verb: Token) -> EventMention | None:
    """As in "Kerry met Zarif": a meeting where both are named and one is a person or acts for a side."""
    lexicon = reading.lexicon
    agents = [t for s in subjects(verb) for t in nominal_tokens(s)]
    objects = [t for o in (*children(verb, "dobj"), *prepositional(verb, "with")) for t in nominal_tokens(o)]
    tokens = agents + objects
    if not _names_somebody(reading, agents) or not (
        _names_somebody(reading, objects) or len(sides_in(reading, agents)) > 1
    ):
        return None
    if not people_in(reading, tokens) and not any(
        t.lemma_.lower() in lexicon.meetings["officials"]["nouns"] for t in tokens
    ):
        return None
    clauses = [verb, *children(verb, "xcomp")]
    status = find_status(clauses, verb, lexicon)
    return EventMention(
        anchor=verb.i,
        sentence=sentence,
        kind=lexicon.meeting_verbs[verb.lemma_.lower()],
        reference="other" if _is_earlier(verb) else "new",
        is_unreal=is_unreal(verb, clauses, lexicon),
        is_subject=True,
        is_past=verb.tag_ in {"VBD", "VBN"},
        is_many=False,
        sides=sides_in(reading, tokens),
        organizations=parties_in(reading, tokens),
        people=people_in(reading, tokens),
        place=find_place(reading, verb, verb, clauses),
        dates=tuple(find_dates(reading, sentence, clauses, future=status in {"planned", "proposed"})),
        register=_register(verb, sentence, lexicon),
        duration=None,
        status=status,
        topics=tuple(dict.fromkeys(find_topics(reading, verb, verb, clauses))),
        process=None,
    )


def _names_somebody(reading: Reading, tokens: list[Token]) -> bool:
    return bool(people_in(reading, tokens) or sides_in(reading, tokens))
