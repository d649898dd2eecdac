"""Who is named: persons, organizations and states, each with the first sentence that names it."""

from kg.facts import NamedState, Organization, Person, Tie
from kg.mentions.mention import Mention
from kg.mentions.reading import OrganizationMention, Reading, within
from kg.rules.passages import passages_of


def read_people(reading: Reading) -> tuple[Person, ...]:
    """The persons, in the order of their first mention."""
    by_name: dict[str, list[Mention]] = {}
    for mention in reading.people:
        by_name.setdefault(mention.name, []).append(mention)
    return tuple(
        Person(
            name,
            tuple(
                dict.fromkeys(
                    reading.doc[m.start : m.end].text for m in mentions if reading.doc[m.start : m.end].text != name
                )
            ),
            reading.side_of(name),
            passages_of(reading, mentions[:1], "actors.person"),
            _tie(reading, name),
        )
        for name, mentions in by_name.items()
    )


def _tie(reading: Reading, name: str) -> Tie:
    posts = {title.status for title in reading.titles_by_person.get(name, ()) if title.official}
    if reading.has_left(name) or posts == {"former"}:
        return "acted-for"
    return "acts-for" if posts or reading.lexicon.person_named(name) else "comes-from"


def read_organizations(reading: Reading) -> tuple[Organization, ...]:
    """The organizations, in the order of their first mention."""
    by_name: dict[str, list[OrganizationMention]] = {}
    for mention in reading.organizations:
        by_name.setdefault(mention.name, []).append(mention)
    return tuple(_organization(reading, name, mentions) for name, mentions in by_name.items())


def _organization(reading: Reading, name: str, mentions: list[OrganizationMention]) -> Organization:
    """An organization with the passages that name it first and in full."""
    spellings = {reading.doc[m.start : m.end].text: m for m in reversed(mentions)}
    fullest = max(spellings.items(), key=lambda each: len(each[0]))[1]
    return Organization(
        name,
        tuple(sorted(spelling for spelling in spellings if spelling != name)),
        mentions[0].kind,
        next((m.state for m in mentions if m.state), None),
        passages_of(reading, [mentions[0], fullest], "actors.organization"),
    )


def read_states(reading: Reading) -> tuple[NamedState, ...]:
    """The states that act or are a place, also as the country of a city, sorted by code."""
    first: dict[str, Mention] = {}
    for mention in reading.states:
        first.setdefault(mention.code, mention)
    for place in reading.places:
        # "the University of Virginia" is no place of what is told
        if place.country in reading.lexicon.states and not any(within(reading.organizations, place.start, place.end)):
            first.setdefault(place.country, place)
    return tuple(NamedState(code, passages_of(reading, [first[code]], "actors.state")) for code in sorted(first))
