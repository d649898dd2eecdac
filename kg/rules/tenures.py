"""Who held what post when: a title beside a name is a claim about a span of time, never a property of the person."""

from kg.dates import PartialDate
from kg.facts import Meeting, Tenure
from kg.lexicon.keys import name_key
from kg.mentions.reading import Reading, TitleMention, within
from kg.rules.passages import passages_of


def read_tenures(reading: Reading, meetings: tuple[Meeting, ...]) -> tuple[Tenure, ...]:
    """Each person's posts, one for each title and status, in the order of the text.

    An official post whose state the title does not name is one of the state on whose side the person sits: "the North
    Korean team is led by Ri Yong Ho, vice foreign minister"; else of the one they are known to act for.
    """
    sides = {
        participation.actor.name: participation.side
        for meeting in reversed(meetings)
        for participation in meeting.participations
        if participation.actor.kind == "person" and participation.side
    }
    by_claim: dict[tuple[str, str, str, PartialDate | None], list[TitleMention]] = {}
    for title in reading.titles:
        claim = (title.person, name_key(title.title), title.status, _period(reading, title))
        by_claim.setdefault(claim, []).append(title)
    return tuple(
        _tenure(reading, mentions, period, sides) for (*_, period), mentions in by_claim.items() if mentions[0].title
    )


def _tenure(
    reading: Reading, mentions: list[TitleMention], period: PartialDate | None, sides: dict[str, str]
) -> Tenure:
    first = next((m for m in mentions if m.organization), mentions[0])  # the body decides whether a post is official
    return Tenure(
        person=first.person,
        title=first.title,
        status=first.status,
        state=next((m.state for m in mentions if m.state), _known_state(reading, first, sides)),
        organization=first.organization,
        official=first.official,
        period=period,
        passages=passages_of(reading, mentions, "tenures"),
    )


def _known_state(reading: Reading, title: TitleMention, sides: dict[str, str]) -> str | None:
    if not title.official or title.organization:
        return None
    return sides.get(title.person) or reading.side_of(title.person)


def _period(reading: Reading, title: TitleMention) -> PartialDate | None:
    """The date in the sentence of a "then" title, if it has exactly one: "In 2008 ... then US nuclear envoy"."""
    if title.status != "then":
        return None
    sentence = reading.doc[title.start].sent
    days = [m.resolve() for m in within(reading.dates, sentence.start, sentence.end)]
    return days[0] if len(days) == 1 and isinstance(days[0], PartialDate) else None
