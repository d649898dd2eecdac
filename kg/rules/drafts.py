"""The mentions of meetings joined to meetings, each with the delegates and tracks that the text gives it.

A text names a meeting and comes back to it: "informal talks", "the meeting", "the Singapore meeting". A mention with
"that" or in the past tense joins the latest meeting that nothing speaks against; one with "the" in the present or
future the first, since news leads with what is new; one with "last", "another" or "next" is a meeting of its own.
Everything joined is a claim of its own sentence, so a meeting carries as many passages as it has mentions.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from kg.dates import Interval, PartialDate
from kg.facts import Actor
from kg.mentions.reading import Reading
from kg.rules.arguments import Parties
from kg.rules.clauses import EventDate
from kg.rules.delegates import Delegate, find_delegates
from kg.rules.events import EventMention, find_events
from kg.rules.principals import Principals
from kg.rules.tracks import TrackMention, find_tracks

STRONG = (  # statuses that are said outright and outweigh what dates tell
    "cancelled",
    "postponed",
    "stalled",
    "denied",
)
_NEAR = timedelta(3)


@dataclass
class Draft:
    """A meeting while its mentions are gathered."""

    mentions: list[EventMention] = field(default_factory=list)
    delegates: list[Delegate] = field(default_factory=list)
    tracks: list[TrackMention] = field(default_factory=list)
    process: str | None = None
    """The process that the meeting is a round of, or, with `is_process`, that is meant as a whole."""
    is_process: bool = False
    inherited: Parties = field(default_factory=Parties)
    """Parties that the text takes as known: "several meetings with US experts ... the last meeting"."""

    @property
    def own_sides(self) -> frozenset[str]:
        """The states that its own mentions name."""
        return frozenset[str]().union(*(m.sides for m in self.mentions))

    @property
    def own_parties(self) -> frozenset[str]:
        """The states and organizations that its own mentions name."""
        return self.own_sides.union(*(m.parties.organizations for m in self.mentions))

    @property
    def sides(self) -> frozenset[str]:
        """The states that deal with one another, by code."""
        return self.own_sides | self.inherited.sides

    @property
    def organizations(self) -> tuple[str, ...]:
        """The organizations that are a party beside the states."""
        own = (name for m in self.mentions for name in m.parties.organizations)
        return tuple(dict.fromkeys((*own, *self.inherited.organizations)))

    @property
    def people(self) -> tuple[str, ...]:
        """The persons whom its mentions name."""
        return tuple(dict.fromkeys(name for m in self.mentions for name in m.parties.people))

    @property
    def country(self) -> str | None:
        """The code of the country where it takes place."""
        return next((m.place.country for m in self.mentions if m.place), None)

    @property
    def dates(self) -> list[EventDate]:
        """Every date given, in the order of the text."""
        return [d for m in self.mentions for d in m.dates]

    @property
    def is_informal(self) -> bool:
        """Whether a mention calls it informal or unofficial."""
        return any(m.register == "informal" for m in self.mentions)

    @property
    def is_real(self) -> bool:
        """Whether any mention tells of it, rather than denying or thinking of it, or says what became of it."""
        return any(not m.is_unreal or m.status in STRONG for m in self.mentions)


def gather_drafts(reading: Reading, speakers: dict[int, Actor], principals: Principals) -> list[Draft]:
    """The meetings that a text speaks of, in the order of their first mention, with delegates and tracks."""
    drafts = _without_headlines(reading, _gathered(reading))
    _complete(drafts, principals)
    _add_delegates(drafts, find_delegates(reading))
    _add_tracks(drafts, find_tracks(reading, speakers))
    return [draft for draft in drafts if draft.is_real]


def _gathered(reading: Reading) -> list[Draft]:
    drafts: list[Draft] = []
    several = Parties()  # of "several meetings", which "the last meeting" then is one of
    for mention in find_events(reading):
        if mention.is_many and len(mention.dates) > 1 and mention.place:  # "the meetings in March, June and August"
            drafts += [Draft([replace(mention, dates=(day,), is_many=False)]) for day in mention.dates]
            continue
        if mention.is_many and not _is_series(mention):
            several = mention.parties if len(mention.sides) > 1 else several
            continue
        process = mention.process or _process_meant(reading, mention, drafts)
        if process and not (mention.is_subject or mention.status in STRONG):
            _name_process(drafts, mention, process)
            continue
        draft = _same_meeting(mention, process, drafts, reading)
        if draft is None and mention.is_weak:
            continue
        if draft is None:
            draft = Draft(
                process=process,
                is_process=process is not None,
                inherited=several if mention.reference == "other" else Parties(),
            )
            drafts.append(draft)
            draft.mentions.append(mention)
        elif mention.is_unreal and mention.status not in STRONG:  # spoken of again, but nothing said there is so
            draft.mentions.append(replace(mention, parties=Parties(), place=None, dates=(), status=None, process=None))
        else:
            draft.mentions.append(mention)
    return drafts


def _is_series(mention: EventMention) -> bool:
    """Whether several meetings are told together, by who takes part and where or when: "sessions in New York with"."""
    return bool(mention.place or mention.dates) and (len(mention.sides) > 1 or bool(mention.parties.people))


def _without_headlines(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """The meetings without those that only the headline names, where the text tells of one that may be meant."""
    told = [d for d in drafts if not all(reading.is_headline(m.sentence) for m in d.mentions)]
    sides = frozenset[str]().union(*(d.own_sides for d in told))
    countries = {d.country for d in told}
    return [d for d in drafts if d in told or not (told and (d.own_sides <= sides or d.country in countries))]


def _complete(drafts: list[Draft], principals: Principals) -> None:
    """Give each meeting whose mentions name too few the parties that the text takes as known.

    Those are the sides of the meeting spoken of before where the text comes back to them ("both sides", "another
    round"), else the two that the whole text is about, where nothing that is named speaks against them.
    """
    for number, draft in enumerate(drafts):
        if draft.is_process or len(draft.sides) > 1:
            continue
        if draft.sides and (draft.organizations or any(m.parties.has_factions for m in draft.mentions)):
            continue
        before = next((d for d in reversed(drafts[:number]) if len(d.sides) > 1 and draft.own_sides <= d.sides), None)
        refers = any(m.parties.is_pair or m.reference != "new" for m in draft.mentions)
        if before is not None and refers and not draft.organizations:
            draft.inherited = Parties(sides=before.sides)
        elif draft.own_sides <= principals.sides and not _is_bilateral_with_other(draft):
            draft.inherited = Parties(principals.sides, principals.organizations)


def _is_bilateral_with_other(draft: Draft) -> bool:
    """Whether both ends are named, though one of them has no state: "Kerry met Palestinian officials"."""
    return len(draft.people) + len(draft.organizations) > 1 and bool(draft.organizations)


def _name_process(drafts: list[Draft], mention: EventMention, process: str) -> None:
    """A process named in passing; what took place in it is a round of it."""
    for draft in drafts:
        if (
            mention.is_round
            and draft.process is None
            and any(m.sentence.start == mention.sentence.start for m in draft.mentions)
        ):
            draft.process = process
    if not any(d.process == process for d in drafts):
        drafts.append(Draft([mention], process=process, is_process=True))


def _same_meeting(mention: EventMention, process: str | None, drafts: list[Draft], reading: Reading) -> Draft | None:
    """The meeting that a mention speaks of again, the latest that fits; None for one not spoken of before."""
    if process:
        return next((d for d in reversed(drafts) if d.is_process and d.process == process), None)
    fitting = [d for d in reversed(drafts) if not d.is_process and not _conflict(reading, mention, d)]
    if mention.reference == "other":
        return next((d for d in fitting if _shares_all(mention, d)), None)
    if mention.reference in {"same", "that"}:
        order = fitting if mention.is_past or mention.reference == "that" else fitting[::-1]
        return next(
            (d for d in order if _shares_some(mention, d)),
            order[0] if order and not (mention.parties.people or mention.sides or mention.place) else None,
        )
    return next(
        (
            d
            for d in fitting
            if _tells_again(mention, d) or (mention.place and not mention.sides and _shares_some(mention, d))
        ),
        None,
    )


def _process_meant(reading: Reading, mention: EventMention, drafts: list[Draft]) -> str | None:
    """As in "The denuclearisation talks", after the six-party talks were named: a word of the process's own issue."""
    if mention.reference not in {"same", "that"} or not mention.topics:
        return None
    named = {d.process for d in drafts}
    for process in reading.lexicon.processes:
        issue = process.issue.lower().replace("z", "s").split()
        if process.name in named and any(topic.lower().replace("z", "s") in issue for topic in mention.topics):
            return process.name
    return None


def _conflict(reading: Reading, mention: EventMention, draft: Draft) -> bool:
    """Whether a mention cannot be of the meeting: another place, time, side, kind, register or place in the series."""
    elsewhere = mention.place is not None and draft.country is not None and mention.place.country != draft.country
    dated = bool(mention.dates and draft.dates)
    another_day = dated and not any(_near(a, b) for a in mention.dates for b in draft.dates)
    another_round = mention.ordinal is not None and mention.ordinal not in {m.ordinal for m in draft.mentions}
    registers = {m.register for m in draft.mentions if m.register}
    another_register = mention.register is not None and bool(registers) and mention.register not in registers
    kinds = {m.kind for m in draft.mentions} | {mention.kind}
    groups = reading.lexicon.meetings["same"]["groups"]
    another_kind = len(kinds) > 1 and not any(kinds <= set(group) for group in groups)
    people = set(draft.people)
    others = _other_sides(mention, draft) or (
        len(people) > 1 and len(mention.parties.people) > 1 and not people & set(mention.parties.people)
    )
    return elsewhere or another_day or another_round or another_register or another_kind or others


def _other_sides(mention: EventMention, draft: Draft) -> bool:
    if not (mention.sides and draft.sides):
        return False
    if not mention.sides & draft.sides:
        return True
    both_tell = len(mention.sides) > 1 and len(draft.sides) > 1
    return both_tell and not (mention.sides <= draft.sides or draft.sides <= mention.sides)


def _near(a: EventDate, b: EventDate) -> bool:
    (a_first, a_last), (b_first, b_last) = _bounds(a.day), _bounds(b.day)
    return a_first <= b_last + _NEAR and b_first <= a_last + _NEAR


def _bounds(day: PartialDate | Interval) -> tuple[date, date]:
    return (day.start.first, day.end.last) if isinstance(day, Interval) else (day.first, day.last)


def _shares_sides(mention: EventMention, draft: Draft) -> bool:
    return len(mention.sides) > 1 and mention.sides == draft.sides


def _tells_again(mention: EventMention, draft: Draft) -> bool:
    """Whether a mention without "the" may speak of the meeting again: its sides, and nothing of its own beside them."""
    if not _shares_sides(mention, draft):
        return False
    same_place = mention.place is not None and mention.place.country == draft.country
    same_date = any(_near(a, b) for a in mention.dates for b in draft.dates)
    return same_place or same_date or not (mention.place or mention.dates)


def _shares_some(mention: EventMention, draft: Draft) -> bool:
    same_place = mention.place is not None and mention.place.country == draft.country
    return same_place or bool(mention.sides & draft.sides)


def _shares_all(mention: EventMention, draft: Draft) -> bool:
    return bool(mention.dates) and bool(draft.dates) and _shares_sides(mention, draft)


def _add_delegates(drafts: list[Draft], delegates: Iterable[Delegate]) -> None:
    for delegate in delegates:
        draft = _attended(drafts, delegate)
        if draft is not None:
            draft.delegates.append(delegate)


def _attended(drafts: list[Draft], delegate: Delegate) -> Draft | None:
    """The meeting that a delegate took part in: one of the same or the last sentence, else the first of the text."""
    side, start = delegate.side, delegate.sentence.start
    fitting = [
        d for d in drafts if not d.is_process and d.is_real and (side is None or side in d.sides or len(d.sides) < 2)
    ]
    near = [d for d in fitting if any(start in {m.sentence.start, m.sentence.end} for m in d.mentions)]
    return next(iter([*near[::-1], *fitting]), None)


def _add_tracks(drafts: list[Draft], tracks: Iterable[TrackMention]) -> None:
    for track in tracks:
        near = [
            (abs(mention.anchor - track.sentence.start), i)
            for i, draft in enumerate(drafts)
            for mention in draft.mentions
            if mention.sentence.start == track.sentence.start and not draft.is_process
        ]
        if near:
            drafts[min(near)[1]].tracks.append(track)
