"""Who met whom, where and when: each gathered meeting as a fact, with those who took part, its time and its status."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from spacy.tokens import Span

from kg.dates import Interval, PartialDate
from kg.facts import Actor, Capacity, Meeting, Participation, Role, TrackClaim, When, Where
from kg.mentions.reading import PlaceMention, Reading, within
from kg.rules.clauses import EventDate
from kg.rules.delegates import is_absent
from kg.rules.drafts import STRONG, Draft, gather_drafts
from kg.rules.passages import passage
from kg.rules.principals import Principals
from kg.rules.topics import TopicsOfText

_UNOFFICIAL = {"track-1.5", "track-2", "track-3"}
_MOST_TOPICS = 3
_DAYS_AGO = timedelta(4)
"""How long before a report something is that took place where it was written, where nothing else is said."""
_CLOSED_KINDS = {"visit", "call", "exchange"}
"""Kinds that are diplomacy only if it is known who takes part; another meeting is one by its place and time."""
_FRESH = timedelta(2)
"""How long after its beginning a meeting without a known end is taken to go on."""


def read_meetings(reading: Reading, speakers: dict[int, Actor], principals: Principals) -> tuple[Meeting, ...]:
    """The meetings in the order of their first mention; those of which too little is known are left out.

    Those between the `principals` are about what the whole text is about, where nothing else is said.
    """
    drafts = gather_drafts(reading, speakers, principals)
    topics = TopicsOfText(reading) if drafts else None
    meetings = (_meeting(reading, draft, _topics(reading, draft, topics, principals)) for draft in drafts if topics)
    return tuple(m for m in meetings if m is not None)


def _meeting(reading: Reading, draft: Draft, topics: tuple[str, ...]) -> Meeting | None:
    process = next((p for p in reading.lexicon.processes if draft.is_process and p.name == draft.process), None)
    sides = draft.sides | (frozenset(process.sides) if process else frozenset())
    when = _when(draft)
    status = _status(draft, when, reading.article.published)
    tracks = _track_claims(reading, draft)
    participations = _participations(reading, draft, sides, tracks)
    people = {*draft.people, *(delegate.person for delegate in draft.delegates)}
    parties = {p.side or p.actor.name for p in participations if p.side or p.role == "party"}
    if len(parties) < 2 and len(people) < 2 and not _is_told_apart(draft, when, parties):
        return None
    is_known = draft.country or when or _is_strong(draft) or _is_mediated(draft)
    if len(draft.own_parties) < 2 and len(people) < 2 and not process and not is_known:
        return None  # sides that the text takes as known, and nothing that tells which meeting
    if process and status not in STRONG and not (draft.dates and any(m.is_subject for m in draft.mentions)):
        return None  # named, but nothing said of it
    place = next((m.place for m in draft.mentions if m.place), None) or _where_written(reading, draft, when)
    sentences = [m.sentence for m in draft.mentions]
    if place is not None and place == reading.dateline:
        sentences.append(reading.doc[place.start].sent)
    known = bool(place) + bool(when)
    rule = ("meetings.named", "meetings.placed-or-dated", "meetings.placed-and-dated")[known]
    return Meeting(
        kind=process.kind if process else _kind(draft),
        label=process.name if process else _label(reading, draft, sorted(sides), place.name if place else None, when),
        participations=participations,
        where=Where(place.name, place.country) if place else None,
        when=when,
        status=status,
        topics=topics,
        tracks=tracks,
        passages=tuple(dict.fromkeys(passage(reading, sentence, rule) for sentence in sentences)),
        process=draft.process,
        is_process=draft.is_process,
    )


def _where_written(reading: Reading, draft: Draft, when: When | None) -> PlaceMention | None:
    """The place of the dateline for what took place within days of the report, in person and on no journey."""
    written, published = reading.dateline, reading.article.published
    if written is None or published is None or when is None or _kind(draft) in _CLOSED_KINDS:
        return None
    is_fresh = when.start.first <= published and published - when.start.last <= _DAYS_AGO
    return written if is_fresh else None


def _topics(reading: Reading, draft: Draft, topics: TopicsOfText, principals: Principals) -> tuple[str, ...]:
    """What it is about by its own words, else by the process, its sentences, or, of the principals, the whole text."""
    own = [t for m in draft.mentions for t in m.topics]
    issue = next((p.issue for p in reading.lexicon.processes if draft.is_process and p.name == draft.process), None)
    if issue is not None:
        return tuple(dict.fromkeys([*own, issue]))[:_MOST_TOPICS]
    named = topics.of([m.sentence for m in draft.mentions])
    found = [*own, *named[: 0 if len(own) > 1 else 2]]
    if not found and topics.main and draft.sides & principals.sides:
        found = [topics.main]
    return tuple(dict.fromkeys(found))[:_MOST_TOPICS]


def _is_told_apart(draft: Draft, when: When | None, parties: set[str]) -> bool:
    """Whether it is one meeting with a place or time, though just one party is named, or sides inside one state."""
    has_factions = any(m.parties.has_factions for m in draft.mentions)
    is_somewhen = bool(draft.country and when) and _kind(draft) not in _CLOSED_KINDS
    return is_somewhen or (bool(parties) and bool(draft.country or when or has_factions))


def _is_mediated(draft: Draft) -> bool:
    """As in "is mediating between the two neighbours": the sides are meant."""
    return any(m.kind == "mediation" and m.parties.is_pair for m in draft.mentions)


def _is_strong(draft: Draft) -> bool:
    return any(m.status in STRONG for m in draft.mentions)


def _kind(draft: Draft) -> str:
    """The first kind that says more than "meeting", else that."""
    kinds = [m.kind for m in draft.mentions]
    return next((k for k in kinds if k != "meeting"), kinds[0])


def _label(reading: Reading, draft: Draft, sides: list[str], place: str | None, when: When | None) -> str:
    """As in "Talks of North Korea and United States in Singapore, 2015-01-18": what people read in place of an IRI."""
    names = [
        *(reading.lexicon.states[code].name if code in reading.lexicon.states else code for code in sides),
        *draft.organizations,
    ]
    of = f" of {' and '.join([', '.join(names[:-1]), names[-1]] if len(names) > 1 else names)}" if names else ""
    return f"{_kind(draft).capitalize()}{of}{f' in {place}' if place else ''}{f', {when.start.iso}' if when else ''}"


def _when(draft: Draft) -> When | None:
    """The time that the mentions give together: begin and end, or the first date, and how many days it lasts."""
    dates = draft.dates
    if not dates:
        return None
    begin = next((d for d in dates if d.bound in {"begin", "since"} or isinstance(d.day, Interval)), None)
    end = next((d for d in dates if d.bound == "end"), None)
    first = begin or next((d for d in dates if d.bound == "on"), None)
    days = next((m.duration for m in draft.mentions if m.duration), None)
    start_day, end_day = _start_and_end(first, end)
    if days and end_day is not None and end_day.first == end_day.last:
        start = _shifted(end_day, 1 - days)
        start_day = start if start_day is None or _fits(start, start_day) else start_day
    elif days and start_day is not None and start_day.first == start_day.last and end_day is None:
        end_day = _shifted(start_day, days - 1)
    used = [d for d in (first, end) if d is not None]
    if start_day is None:
        return None
    if end_day is not None and end_day.last < start_day.first:
        end_day = None
    return When(
        start=start_day,
        end=end_day,
        text="; ".join(dict.fromkeys(d.text for d in used)),
        basis="relative" if any(d.basis == "relative" for d in used) else "stated",
        is_open=first is not None and first.bound == "since",
    )


def _start_and_end(first: EventDate | None, end: EventDate | None) -> tuple[PartialDate | None, PartialDate | None]:
    if first is not None and isinstance(first.day, Interval):
        return first.day.start, first.day.end
    start_day = first.day if first is not None else None
    end_day = (end.day.end if isinstance(end.day, Interval) else end.day) if end is not None else None
    return start_day if isinstance(start_day, PartialDate) else None, end_day


def _shifted(day: PartialDate, days: int) -> PartialDate:
    return PartialDate(day.first + timedelta(days), day.last + timedelta(days))


def _fits(day: PartialDate, loose: PartialDate) -> bool:
    return loose.first <= day.first and day.last <= loose.last


def _status(draft: Draft, when: When | None, published: date | None) -> str | None:
    """How far it has come on the day of publication: what the text says outright, else what its dates say."""
    said = [m.status for m in draft.mentions if m.status]
    outright = next((s for s in reversed(said) if s in STRONG), None)
    dated = _status_by_dates(draft, when, published, said) if when and published and not when.is_open else None
    undated = next((s for s in ("ongoing", "planned", "proposed") if s in said), said[0] if said else None)
    return outright or dated or undated


def _status_by_dates(draft: Draft, when: When, published: date, said: list[str]) -> str | None:
    """How far it has come by its dates: before, on or after the day of publication."""
    last = (when.end or when.start).last
    has_begun = any(d.bound == "begin" for d in draft.dates)
    is_only_proposed = set(said) == {"proposed"}
    if when.start.first > published:
        return "planned"
    if when.end is None and has_begun and published - when.start.last <= _FRESH:
        return "ongoing"
    if is_only_proposed and len(draft.mentions) == 1:
        return None  # a day gone by tells of no meeting that was only proposed
    if last < published or (last == published and said[-1:] == ["held"] and "ongoing" not in said):
        return "held"
    return "ongoing" if when.end is not None else None


def _track_claims(reading: Reading, draft: Draft) -> tuple[TrackClaim, ...]:
    claims = {
        (t.track, t.claimant): TrackClaim(t.track, t.claimant, (passage(reading, t.sentence, "tracks"),))
        for t in reversed(draft.tracks)
    }
    return tuple(claims.values())[::-1]


def _participations(
    reading: Reading, draft: Draft, sides: frozenset[str], tracks: tuple[TrackClaim, ...]
) -> tuple[Participation, ...]:
    """The sides, then the persons, each once: those the meeting names, then its delegates.

    A state acts in its own capacity, which is official, unless the talks are called unofficial.
    """
    unofficial = any(claim.track in _UNOFFICIAL for claim in tracks) or draft.is_informal
    acting: Capacity = "unstated" if unofficial else "official"
    parties = [
        *(_party(reading, draft, Actor("state", side), acting) for side in sorted(sides)),
        *(_party(reading, draft, Actor("organization", name), "unstated") for name in draft.organizations),
    ]
    people: dict[str, Participation] = {}
    for found in _people(reading, draft, unofficial=unofficial):
        own = people.get(found.actor.name)
        people[found.actor.name] = found if own is None else _joined(own, found)
    return (*parties, *_thirds(reading, draft, sides), *(_on_known_side(p, sides) for p in people.values()))


def _thirds(reading: Reading, draft: Draft, sides: frozenset[str]) -> Iterator[Participation]:
    """Who mediates, hosts or looks on, each once, by the first sentence that says so; a third party sits on no side.

    One mediates, unless the text calls several so: a sentence about a meeting may name the mediator of another.
    """
    found: dict[str, Participation] = {}
    for mention in draft.mentions:
        for third in mention.thirds:
            actor = third.actor
            is_other = actor.kind in {"state", "organization"} and actor.name not in {*sides, *draft.organizations}
            if is_other and (third.is_post or not any(p.role == "mediator" for p in found.values())):
                capacity: Capacity = "official" if actor.kind == "state" else "unstated"
                passages = (passage(reading, mention.sentence, "meetings.mediator"),)
                found.setdefault(actor.name, Participation(actor, None, third.role, capacity, passages))
    yield from found.values()


def _party(reading: Reading, draft: Draft, actor: Actor, capacity: Capacity) -> Participation:
    """A state or organization as a party, by the first mention that names it."""
    said = (m.sentence for m in draft.mentions if actor.name in {*m.sides, *m.parties.organizations})
    sentence = next(said, draft.mentions[0].sentence)
    side = actor.name if actor.kind == "state" else None
    return Participation(actor, side, "party", capacity, (passage(reading, sentence, "meetings.party"),))


def _people(reading: Reading, draft: Draft, *, unofficial: bool) -> Iterator[Participation]:
    """A participation for every sentence that names somebody at the meeting."""
    named: list[tuple[Span, str, str | None, Role]] = [
        (mention.sentence, name, None, "delegate") for mention in draft.mentions for name in mention.parties.people
    ]
    named += [(d.sentence, d.person, d.side, d.role) for d in draft.delegates]
    named += [(sentence, name, None, "delegate") for sentence, name in _beside(reading, draft)]
    for sentence, name, side, role in named:
        capacity = _capacity(reading, name, role, unofficial=unofficial)
        passages = (passage(reading, sentence, "meetings.person"),)
        yield Participation(Actor("person", name), side or reading.side_of(name), role, capacity, passages)


def _beside(reading: Reading, draft: Draft) -> Iterator[tuple[Span, str]]:
    """Who is named beside a meeting for one of its sides, and does not only speak of it."""
    for mention in draft.mentions:
        if mention.is_unreal:
            continue
        for person in within(reading.people, mention.sentence.start, mention.sentence.end):
            last = reading.doc[person.end - 1]
            speaks = last.dep_ == "nsubj" and last.head.lemma_.lower() in reading.lexicon.speech["verbs"]
            if (
                not (speaks or is_absent(reading, last))
                and last.dep_ != "poss"
                and reading.side_of(person.name) in draft.sides
            ):
                yield mention.sentence, person.name


def _joined(first: Participation, second: Participation) -> Participation:
    """Two participations of one person as one: who leads is more than a delegate, and all passages stay."""
    role = second.role if first.role == "delegate" else first.role
    passages = tuple(dict.fromkeys((*first.passages, *second.passages)))
    return replace(first, role=role, side=first.side or second.side, passages=passages)


def _on_known_side(participation: Participation, sides: frozenset[str]) -> Participation:
    """Without a side that is none of the meeting's: an envoy's own state need not be the one they sit for."""
    if not sides or participation.side in sides:
        return participation
    return replace(participation, side=None)


def _capacity(reading: Reading, name: str, role: Role, *, unofficial: bool) -> Capacity:
    """Official for who serves, or served when it happened; private for who left office or never held it.

    Who left office and leads a delegation may have a mandate, unless the talks are called unofficial.
    """
    titles = reading.titles_by_person.get(name, ())
    if any(t.official and t.status in {"current", "acting", "then"} for t in titles):
        return "official"
    if reading.has_left(name):
        return "private"
    movements = {o.name for o in reading.organizations if o.is_party}
    opposing = reading.lexicon.opposing_words
    if any(t.organization in movements or opposing & set(t.title.lower().split()) for t in titles):
        return "unstated"  # who acts for a movement acts neither for a government nor for themselves alone
    if role == "head-of-delegation" and titles and not unofficial:
        return "unstated"
    if any(t.status == "former" or not t.official for t in titles) or unofficial:
        return "private"
    return "unstated"
