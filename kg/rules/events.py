"""Mentions of meetings: every trigger with what its clause says of sides, place, time and status.

Nothing is joined here: "informal talks", "the meeting" and "the Singapore meeting" are three mentions. `drafts` finds
out that they are one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from spacy.tokens import Span, Token

from kg.dates import find_duration
from kg.lexicon import Lexicon
from kg.mentions.reading import PlaceMention, Reading, within
from kg.rules.arguments import (
    Parties,
    expanded,
    holder_of,
    modifiers_of,
    modifying_place,
    noun_arguments,
    parties_in,
    verb_arguments,
)
from kg.rules.clauses import (
    EventDate,
    clauses_about,
    find_dates,
    find_place,
    find_status,
    is_aside,
    is_only_possible,
    is_unreal,
)
from kg.rules.syntax import children, clause_of, lemma_of, prepositional, words_after
from kg.rules.thirds import Third, find_thirds
from kg.rules.topics import find_topics
from kg.rules.triggers import Trigger, find_triggers

Reference = Literal["new", "same", "that", "other"]
_VISITS = {"visit", "go", "stay", "invite"}


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
    is_weak: bool
    """Whether it tells of no meeting unless one was spoken of before: "the session"."""
    is_many: bool
    parties: Parties
    place: PlaceMention | None
    dates: tuple[EventDate, ...]
    register: str | None
    """Formal or informal, where the text says so; a track other than the first is informal."""
    duration: int | None
    status: str | None
    topics: tuple[str, ...]
    process: str | None
    ordinal: str | None = None
    """As in "the eighth meeting", "the next round": two of different ordinals are two."""
    thirds: tuple[Third, ...] = ()
    """Who mediates, hosts or looks on."""
    is_round: bool = False
    """Whether the clause takes place in the process ("met for the Neemrana Dialogue") and does not only speak of it."""

    @property
    def sides(self) -> frozenset[str]:
        """The states that it names as dealing with one another."""
        return self.parties.sides


def find_events(reading: Reading) -> Iterator[EventMention]:
    """The mentions of meetings in the order of the text."""
    for sentence in reading.sentences:
        text = reading.text_of(sentence)
        processes = [
            (match.start() + sentence.start_char, match.end() + sentence.start_char, process.name)
            for process in reading.lexicon.processes
            for match in process.pattern.finditer(text)
        ]
        triggers = list(find_triggers(reading, sentence))
        rivals = [trigger.token for trigger in triggers if trigger.frame != "again"]
        for trigger in triggers:
            offset = trigger.token.idx
            process = next((name for start, end, name in processes if start <= offset < end), None)
            if trigger.frame in {"noun", "again"}:
                yield _from_noun(reading, trigger, rivals, process)
            else:
                yield from _from_verb(reading, trigger, rivals)


def _from_noun(reading: Reading, trigger: Trigger, rivals: list[Token], process: str | None) -> EventMention:
    lexicon, noun, sentence = reading.lexicon, trigger.token, trigger.token.sent
    holder = holder_of(noun, lexicon)
    verb = clause_of(holder)
    arguments = expanded(noun_arguments(noun, verb, lexicon))
    modifiers = modifiers_of(noun)
    place_modifier = modifying_place(reading, modifiers)
    visited = _visited(reading, noun) if trigger.kind == "visit" else None
    parties = parties_in(reading, [*arguments, *([] if place_modifier else modifiers)])
    clauses = clauses_about(noun, verb)
    if verb.dep_ == "xcomp":  # "is expected to host the talks"
        clauses.append(verb.head)
    if is_aside(noun, clauses[:1]):  # "a day after the summit": the clause speaks of something else
        clauses = [noun, *clauses[1:]]
    status = find_status(clauses, noun, lexicon)
    is_setting = _is_setting(holder, verb, lexicon)
    if is_setting:  # what the clause says is said there, and not of the meeting
        status = "held" if verb.tag_ in {"VBD", "VBN"} else None
    place = visited or place_modifier or find_place(reading, noun, verb, rivals)
    dates = tuple(find_dates(reading, noun, rivals, status))
    is_alone = len(rivals) == 1
    thirds = find_thirds(reading, sentence, trigger)
    before = reading.text_of(sentence if is_alone else noun.doc[noun.left_edge.i : noun.i])
    return EventMention(
        anchor=noun.i,
        sentence=sentence,
        kind=trigger.kind,
        reference=_reference(noun, verb, lexicon),
        is_weak=trigger.frame == "again"
        and not (_is_attended(parties, place, dates) or _is_told_fully(reading, noun, place, dates, status)),
        is_unreal=not is_setting
        and (is_unreal(noun, clauses, lexicon) or (is_only_possible(clauses, lexicon) and not (place or dates))),
        is_subject=holder.dep_ in {"nsubj", "nsubjpass"},
        is_past=_is_past(verb),
        is_many=_is_many(noun, lexicon) and not (place and len(dates) == 1 and len(parties.sides) > 1),
        parties=_without(_with_country(parties, visited), thirds),
        place=place,
        dates=dates,
        register=_register(reading, noun),
        duration=find_duration(before),
        status=status,
        topics=tuple(dict.fromkeys(find_topics(reading, noun, verb, clauses))),
        process=process,
        ordinal=_ordinal(noun, lexicon),
        thirds=thirds,
        is_round=process is not None and _is_round(reading, noun, verb),
    )


def _is_setting(holder: Token, verb: Token, lexicon: Lexicon) -> bool:
    """Whether a meeting is where something was said: "in a call with the president, she urged", "at talks in Oslo"."""
    is_where = holder.dep_ == "pobj" and holder.head.lower_ in {"in", "at", "during"}
    return is_where and holder.head.dep_ == "prep" and verb.lemma_.lower() in lexicon.speech["verbs"]


def _is_attended(parties: Parties, place: PlaceMention | None, dates: tuple[EventDate, ...]) -> bool:
    """Whether it is said who takes part, or of one of them where or when."""
    named = len(parties.sides) + len(parties.organizations)
    return named > 1 or len(parties.people) > 1 or bool((named or parties.people) and (place or dates))


def _is_told_fully(
    reading: Reading, noun: Token, place: PlaceMention | None, dates: tuple[EventDate, ...], status: str | None
) -> bool:
    """Whether a noun of many uses is one meeting by what is said of it: where and when, or that it was called off."""
    is_another = _reference(noun, noun, reading.lexicon) == "other"
    if is_another and (place or dates or status in {"planned", "proposed", "postponed", "cancelled"}):
        return True  # "a last session in May", "the third in Bukavu", "offered to host its next session"
    if status in {"cancelled", "postponed"} and (place or dates):
        return True
    is_definite = any(c.lower_ in {"the", "this", "that", "their", "its"} for c in children(noun, "det", "poss"))
    return bool(place and dates) or (is_definite and bool(place or dates))


def _from_verb(reading: Reading, trigger: Trigger, rivals: list[Token]) -> Iterator[EventMention]:
    """As in "Kerry met Zarif": a meeting where both are named and one is a person or acts for a side."""
    lexicon, verb = reading.lexicon, trigger.token
    heads, groups = verb_arguments(trigger, lexicon)
    first = expanded(heads)
    visited = _visited(reading, verb) if trigger.frame in _VISITS else None
    clauses = [verb, *children(verb, "xcomp"), *([verb.head] if verb.dep_ in {"xcomp", "pcomp"} else [])]
    status = find_status(clauses, verb, lexicon)
    place = visited or find_place(reading, verb, verb, rivals)
    dates = tuple(find_dates(reading, verb, rivals, status))
    common = EventMention(
        anchor=verb.i,
        sentence=verb.sent,
        kind=trigger.kind,
        reference="other" if _is_earlier(verb) else "new",
        is_unreal=is_unreal(verb, clauses, lexicon),
        is_subject=True,
        is_past=verb.tag_ in {"VBD", "VBN"},
        is_weak=False,
        is_many=False,
        parties=Parties(),
        place=place,
        dates=dates,
        register=_register(reading, verb),
        duration=None,
        status=status,
        topics=tuple(dict.fromkeys(find_topics(reading, verb, verb, clauses))),
        process=None,
        thirds=find_thirds(reading, verb.sent, trigger),
    )
    goals = _goals(reading, verb) if visited is not None else []
    if len(goals) > 1:
        groups = [[goal] for goal in goals]
    for number, group in enumerate(groups):
        if len(goals) > 1:
            visited = next(within(reading.places, group[0].left_edge.i, group[0].i + 1))
            common = replace(common, place=visited)
        second = expanded(group, is_listed=len(groups) == 1)
        is_gathering = trigger.frame in {"meet", "sit"} and bool(place or dates) and _is_gathering(first, lexicon)
        if is_gathering or _is_told(reading, trigger, first, second, visited):
            parties = _with_country(parties_in(reading, [*first, *second]), visited)
            parties = _without(parties, common.thirds)
            own_dates = _dates_of(dates, group, groups[number + 1 :]) if len(groups) > 1 else dates
            yield replace(common, parties=parties, dates=own_dates)


def _goals(reading: Reading, verb: Token) -> list[Token]:
    """The places of a journey to several: "travelled to Shanghai in April and to Tianjin in September"."""
    goals = [o for t in words_after(verb) if t.lower_ == "to" for o in children(t, "pobj")]
    return [o for o in goals if any(within(reading.places, o.left_edge.i, o.i + 1))]


def _dates_of(dates: tuple[EventDate, ...], group: list[Token], later: list[list[Token]]) -> tuple[EventDate, ...]:
    """Of the dates of a verb those of one of its meetings: after its partners, before the next ones."""
    start = group[0].i if group else 0
    end = later[0][0].i if later and later[0] else None
    own = tuple(d for d in dates if start < d.at and (end is None or d.at < end))
    return own or dates


def _is_gathering(subjects: list[Token], lexicon: Lexicon) -> bool:
    """Whether several meet who need no name: "the group gathered in Quito", "it will reconvene", "the seven met"."""
    words = lexicon.meetings["gathering"]
    return any(
        lemma_of(t) in words["nouns"] or t.lower_ in words["pronouns"] or (t.pos_ == "NUM" and t.dep_ == "nsubj")
        for t in subjects
    )


def _is_told(
    reading: Reading, trigger: Trigger, first: list[Token], second: list[Token], visited: PlaceMention | None
) -> bool:
    """Whether those are named whom the frame asks for, and one of them is a person or acts for a side."""
    ours, theirs = parties_in(reading, first), parties_in(reading, second)
    officials = reading.lexicon.official_nouns
    acts = ours.is_pair or bool(ours.people or theirs.people)
    acts |= any(lemma_of(t) in officials for t in (*first, *second))
    acts |= trigger.kind == "talks" and len(ours.sides) > 1  # "Israelis and Palestinians negotiated", not "met"
    match trigger.frame:
        case frame if frame in _VISITS:
            goes = bool(ours.people or ours.sides or ours.organizations) and acts
            return visited is not None and goes and visited.country not in ours.sides
        case "sign" | "swap":
            return True
        case "mediate":
            return _somebody(ours)
        case "bring":
            return (
                theirs.is_pair or len(theirs.sides) > 1 or len(theirs.people) > 1 or _are_officials(second, officials)
            )
    several = ours.is_pair or len(ours.people) > 1 or len(ours.sides) > 1 or _are_officials(first, officials)
    both = [_somebody(parties) or _is_post(tokens, officials) for parties, tokens in ((ours, first), (theirs, second))]
    return acts and (several or (all(both) and (_somebody(ours) or _somebody(theirs))))


def _is_post(tokens: list[Token], officials: frozenset[str]) -> bool:
    """As in "the Pope received", "met Lebanese officials": who acts for somebody, without a name."""
    return any(lemma_of(t) in officials and t.dep_ != "compound" for t in tokens)


def _are_officials(subjects: list[Token], officials: frozenset[str]) -> bool:
    """As in "foreign ministers will gather": several who act for somebody, though the words do not say for whom."""
    return any(lemma_of(t) in officials and t.tag_ in {"NNS", "NNPS"} and t.dep_ != "poss" for t in subjects)


def _somebody(parties: Parties) -> bool:
    return bool(parties.people or parties.sides or parties.organizations or parties.is_pair)


def _visited(reading: Reading, token: Token) -> PlaceMention | None:
    """The place that a visit goes to."""
    near = [c for c in children(token, "relcl", "acl") if c.lemma_.lower() in {"make", "pay", "undertake"}]
    near += children(token, "dobj", "acomp")  # "sent a delegation to", "is due in"
    goals = [
        *children(token, "dobj"),
        *(g for t in (token, *near) for g in prepositional(t, "to", "into", "in", "for")),
    ]
    found = (place for goal in goals for place in within(reading.places, goal.left_edge.i, goal.i + 1))
    return next(found, None)


def _with_country(parties: Parties, visited: PlaceMention | None) -> Parties:
    """The parties of a visit with the state that is visited."""
    return parties if visited is None else replace(parties, sides=parties.sides | {visited.country})


def _without(parties: Parties, thirds: tuple[Third, ...]) -> Parties:
    """The parties but those who mediate or look on by what they are called."""
    others = {third.actor.name for third in thirds if third.is_post and third.role != "host"}
    organizations = tuple(name for name in parties.organizations if name not in others)
    return replace(parties, sides=parties.sides - others, organizations=organizations) if others else parties


def _is_past(verb: Token) -> bool:
    is_past = verb.tag_ in {"VBD", "VBN"}
    return is_past and not any(t.tag_ in {"MD", "VBZ", "VBP"} for t in children(verb, "aux", "auxpass"))


def _is_round(reading: Reading, noun: Token, verb: Token) -> bool:
    """Whether the clause is in the process: after "for", "in", "at" or "under", and not in an envoy's title."""
    holder = holder_of(noun, reading.lexicon)
    preposition = holder.head
    return (
        holder.dep_ == "pobj"
        and preposition.lower_ in {"for", "in", "at", "under"}
        and preposition.i not in reading.title_tokens
        and clause_of(preposition) == verb
    )


def _register(reading: Reading, noun: Token) -> str | None:
    lexicon, text = reading.lexicon, reading.text_of(noun.sent)
    before = {t.lower_ for t in children(noun, "amod", "compound")}
    said = next((name for name, words in lexicon.meetings["register"].items() if before & set(words)), None)
    on_track = any(p.search(text) for concept, p in lexicon.tracks if concept != "track-1")
    return said or ("informal" if on_track else None)


def _reference(noun: Token, verb: Token, lexicon: Lexicon) -> Reference:
    words = lexicon.meetings["reference"]
    before = {t.lower_ for t in children(noun, "det", "amod", "poss", "nummod", "nmod")}
    if before & set(words["other"]) or noun.lower_ in {"one", *words["ordinals"]}:
        return "other"
    if before & set(words["that"]):
        return "that"
    if before & set(words["same"]):
        return "same"
    return "other" if _is_earlier(verb) else "new"


def _ordinal(noun: Token, lexicon: Lexicon) -> str | None:
    ordinals = lexicon.meetings["reference"]["ordinals"]
    return next((t.lower_ for t in children(noun, "amod", "nummod", "compound") if t.lower_ in ordinals), None)


def _is_earlier(verb: Token) -> bool:
    """As in "Had met": before what the text is speaking of."""
    return any(t.lower_ == "had" for t in children(verb, "aux"))


def _is_many(noun: Token, lexicon: Lexicon) -> bool:
    """Whether it speaks of several meetings at once, of which none is told apart."""
    holder = holder_of(noun, lexicon)
    if holder != noun:
        return holder.lower_ in lexicon.meetings["holders"]["many"]
    return noun.tag_ in {"NNS", "NNPS"} and noun.lemma_.lower() not in lexicon.meetings["reference"]["pluralia"]
