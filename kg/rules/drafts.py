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
from kg.rules.clauses import EventDate
from kg.rules.delegates import Delegate, find_delegates
from kg.rules.events import EventMention, find_events
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
    inherited: frozenset[str] = frozenset()
    """Sides of meetings that this is one of: "several meetings with US experts ... the last meeting"."""

    @property
    def sides(self) -> frozenset[str]:
        """The states that deal with one another, by code."""
        own = frozenset[str]().union(*(m.sides for m in self.mentions))
        return own if len(own) > 1 else own | self.inherited

    @property
    def organizations(self) -> tuple[str, ...]:
        """The organizations that are a party beside the states."""
        return tuple(dict.fromkeys(name for m in self.mentions for name in m.organizations))

    @property
    def country(self) -> str | None:
        """The code of the country where it takes place."""
        return next((m.place.country for m in self.mentions if m.place), None)

    @property
    def dates(self) -> list[EventDate]:
        """Every date given, in the order of the text."""
        return [d for m in self.mentions for d in m.dates]


def gather_drafts(reading: Reading, speakers: dict[int, Actor]) -> list[Draft]:
    """The meetings that a text speaks of, in the order of their first mention, with delegates and tracks."""
    drafts = _gathered(reading)
    _add_delegates(drafts, find_delegates(reading))
    _add_tracks(drafts, find_tracks(reading, speakers))
    return drafts


def _gathered(reading: Reading) -> list[Draft]:
    drafts: list[Draft] = []
    several: frozenset[str] = frozenset()  # the sides of "several meetings", which "the last meeting" then is one of
    for mention in find_events(reading):
        if mention.is_many:
            several = mention.sides if len(mention.sides) > 1 else several
            continue
        if mention.is_unreal and mention.status not in STRONG:
            _speak_again(reading, mention, drafts)
            continue
        process = mention.process or _process_meant(reading, mention, drafts)
        if process and not (mention.is_subject or mention.status in STRONG):
            _name_process(drafts, mention, process)
            continue
        draft = _same_meeting(mention, process, drafts, reading)
        if draft is None:
            draft = Draft(
                process=process,
                is_process=process is not None,
                inherited=several if mention.reference == "other" else frozenset(),
            )
            drafts.append(draft)
        draft.mentions.append(mention)
    return drafts


def _speak_again(reading: Reading, mention: EventMention, drafts: list[Draft]) -> None:
    """A denial or thought of a meeting that is known: the meeting is spoken of, but nothing said there is so."""
    if mention.reference in {"same", "that"}:
        bare = replace(
            mention, sides=frozenset(), organizations=(), people=(), place=None, dates=(), status=None, process=None
        )
        draft = _same_meeting(bare, None, drafts, reading)
        if draft is not None:
            draft.mentions.append(bare)


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
            order[0] if order and not (mention.people or mention.sides or mention.place) else None,
        )
    return next(
        (
            d
            for d in fitting
            if _shares_sides(mention, d) or (mention.place and not mention.sides and _shares_some(mention, d))
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
    if mention.place and draft.country and mention.place.country != draft.country:
        return True
    if (
        len(mention.sides) > 1
        and len(draft.sides) > 1
        and not (mention.sides <= draft.sides or draft.sides <= mention.sides)
    ):
        return True
    if mention.sides and draft.sides and not mention.sides & draft.sides:
        return True
    registers = {m.register for m in draft.mentions if m.register}
    if mention.register and registers and mention.register not in registers:
        return True
    kinds = {m.kind for m in draft.mentions} | {mention.kind}
    if len(kinds) > 1 and not any(kinds <= set(group) for group in reading.lexicon.meetings["same"]["groups"]):
        return True
    return bool(mention.dates and draft.dates) and not any(_near(a, b) for a in mention.dates for b in draft.dates)


def _near(a: EventDate, b: EventDate) -> bool:
    (a_first, a_last), (b_first, b_last) = _bounds(a.day), _bounds(b.day)
    return a_first <= b_last + _NEAR and b_first <= a_last + _NEAR


def _bounds(day: PartialDate | Interval) -> tuple[date, date]:
    return (day.start.first, day.end.last) if isinstance(day, Interval) else (day.first, day.last)


def _shares_sides(mention: EventMention, draft: Draft) -> bool:
    return len(mention.sides) > 1 and mention.sides == draft.sides


def _shares_some(mention: EventMention, draft: Draft) -> bool:
    same_place = mention.place is not None and mention.place.country == draft.country
    return same_place or bool(mention.sides & draft.sides)


def _shares_all(mention: EventMention, draft: Draft) -> bool:
    return bool(mention.dates) and bool(draft.dates) and _shares_sides(mention, draft)


def _add_delegates(drafts: list[Draft], delegates: Iterable[Delegate]) -> None:
    for delegate in delegates:
        draft = _latest(drafts, delegate.sentence.start, delegate.side)
        if draft is not None:
            draft.delegates.append(delegate)


def _latest(drafts: list[Draft], start: int, side: str | None) -> Draft | None:
    """The meeting that the text was last speaking of at a token, of those that the side may be a side of."""
    fitting = [
        (max(m.anchor for m in d.mentions if m.anchor < start + 1 or m is d.mentions[0]), d)
        for d in drafts
        if not d.is_process and (side is None or side in d.sides or len(d.sides) < 2)
    ]
    before = [(anchor, i) for i, (anchor, _) in enumerate(fitting) if anchor <= start]
    if before:
        return fitting[max(before)[1]][1]
    return fitting[0][1] if fitting else None


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
