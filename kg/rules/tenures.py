"""Who held what post when: a title beside a name is a claim about a span of time, never a property of the person."""

import re

from kg.dates import PartialDate
from kg.facts import Meeting, Tenure
from kg.lexicon import Lexicon
from kg.lexicon.keys import name_key
from kg.mentions.reading import Reading, TitleMention, within
from kg.rules.passages import passages_of

_FILLERS = {"of", "the", "and", "for", "affairs", "s", "republic", "state", "kingdom"}
_PAST = {"former", "then"}


def read_tenures(reading: Reading, meetings: tuple[Meeting, ...]) -> tuple[Tenure, ...]:
    """Each person's posts, one for each title and status, in the order of the text.

    An official post whose state the title does not name is one of the state that the person is known to act for; else
    of that on whose side they sit: "the North Korean team is led by Ri Yong Ho, vice foreign minister".
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
    claims = [(mentions, period) for (*_, period), mentions in by_claim.items() if mentions[0].title]
    kept = [
        (mentions, period)
        for mentions, period in claims
        if not any(_says_more(reading, o, mentions) for o, of_other in claims if of_other == period)
    ]
    return tuple(_tenure(reading, mentions, period, sides) for mentions, period in kept)


def _says_more(reading: Reading, other: list[TitleMention], mentions: list[TitleMention]) -> bool:
    """Whether another claim is of the same post in more words: "Minister" after "Minister of Law and Human Rights".

    A "President Ahtisaari" beside a former president is a form of address.
    """
    full, short = other[0], mentions[0]
    if other is mentions or full.person != short.person or (full.state and short.state and full.state != short.state):
        return False
    if full.organization and short.organization and full.organization != short.organization:
        return False
    words, core = _core(reading.lexicon, full), _core(reading.lexicon, short)
    lesser = set(reading.lexicon.titles["around"]["lesser"])
    if full.status != short.status:
        return words == core and full.status in _PAST and all(_is_address(reading, m) for m in mentions)
    if words == core:  # "foreign minister" and "Minister of Foreign Affairs": the first in the text stays
        return full.start < short.start
    return core < words and not (words - core) & lesser and all(_is_address(reading, m) for m in mentions)


def _is_address(reading: Reading, title: TitleMention) -> bool:
    """Whether a title stands right before a name with a capital, as one addresses: "Minister Awaluddin"."""
    doc = reading.doc
    return doc[title.start].text[:1].isupper() and any(within(reading.people, title.end, title.end + 1))


def _core(lexicon: Lexicon, title: TitleMention) -> frozenset[str]:
    """The words of a title without the names of its state and what links them."""
    words = set(re.findall(r"[^\W\d_]+", title.title.lower())) - _FILLERS
    state = lexicon.states.get(title.state or "")
    names = {word for name, _ in state.names for word in re.findall(r"[^\W\d_]+", name.lower())} if state else set()
    return frozenset(words - names)


def _tenure(
    reading: Reading, mentions: list[TitleMention], period: PartialDate | None, sides: dict[str, str]
) -> Tenure:
    first = next((m for m in mentions if m.organization), mentions[0])  # the body decides whether a post is official
    state = next((m.state for m in mentions if m.state), _known_state(reading, first, sides))
    title, organization = first.title, first.organization
    if state and organization and _is_nameless(reading, organization):
        title, organization = _with_body(reading, first), None
    return Tenure(
        person=first.person,
        title=title,
        status=first.status,
        state=state,
        organization=organization,
        official=first.official,
        period=period,
        passages=passages_of(reading, mentions, "tenures"),
    )


def _is_nameless(reading: Reading, organization: str) -> bool:
    """Whether a body of a government has a name that many states' have: "the Foreign Ministry"."""
    return any(o.name == organization and o.kind == "government" and not o.state for o in reading.organizations)


def _with_body(reading: Reading, title: TitleMention) -> str:
    """A title with the words of the body that it is at: "Foreign Ministry spokesman", "speaker of the Assembly"."""
    if reading.doc[title.start].pos_ == "VERB":  # "who heads the Foreign Ministry"
        return f"{title.title} of the {title.organization}"
    text = str(reading.doc[title.start : title.end].text).strip()
    body = title.organization or ""
    before, after = text.find(body), text.find(title.title)
    if before < 0 or after < 0:  # told by a verb: "who heads the Foreign Ministry's department"
        return title.title
    return text[min(before, after) :]


def _known_state(reading: Reading, title: TitleMention, sides: dict[str, str]) -> str | None:
    """The state of an official post whose words tell none; never that to which an ambassador is sent."""
    nameless = title.organization is None or _is_nameless(reading, title.organization)
    if not title.official or not nameless:
        return None
    named = {state.code for state in within(reading.states, title.start, title.end)}
    states = (
        reading.lexicon.state_of_person(title.person),
        sides.get(title.person),
        reading.side_of(title.person),
    )
    return next((state for state in states if state and state not in named), None)


def _period(reading: Reading, title: TitleMention) -> PartialDate | None:
    """The date in the sentence of a "then" title, if it has exactly one: "In 2008 ... then US nuclear envoy"."""
    if title.status != "then":
        return None
    sentence = reading.doc[title.start].sent
    days = [m.resolve() for m in within(reading.dates, sentence.start, sentence.end)]
    return days[0] if len(days) == 1 and isinstance(days[0], PartialDate) else None
