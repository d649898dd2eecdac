"""Titles before a name: "then US nuclear envoy Christopher Hill", "Pakistan's foreign minister, Mr Abdul Sattar"."""

from collections.abc import Iterator
from dataclasses import replace

from kg.mentions.reading import PersonMention, TitleMention, within
from kg.mentions.titles.words import LINKS, LONGEST, TitleWords

_OWNERS = {"the", "his", "her", "its", "their"}


def titles_before(words: TitleWords, person: PersonMention) -> Iterator[TitleMention]:
    """The title before a name, for others of its list too where it is plural, and that before a comma."""
    doc = words.doc
    end = person.start
    while end and (words.is_address(doc[end - 1]) or doc[end - 1].text == "."):
        end -= 1
    floor = max(doc[person.start].sent.start, end - LONGEST)
    title = _before_comma(words, person, floor, end) if end > floor and doc[end - 1].text == "," else None
    if title is None:
        title = _adjacent(words, person, floor, end)
        if title is not None and title.start > floor and doc[title.start - 1].text == ",":  # "..., Ambassador X"
            outer = _before_comma(words, person, floor, title.start)
            if outer is not None:
                yield outer
    if title is not None:
        yield title
        yield from _shared(words, title, person)


def _adjacent(words: TitleWords, person: PersonMention, floor: int, end: int) -> TitleMention | None:
    """As in "then US nuclear envoy" right before the name; "of" after the name tells of which state."""
    if end == floor or words.doc[end - 1].lower_ in LINKS:  # "an adviser to Yasser Arafat"
        return None
    head = _head_before(words, floor, end)
    if head is None or any(within(words.people, head, end)):  # "presidents Joe Biden and Xi Jinping": see `_shared`
        return None
    return words.title(person.name, words.leftmost(head, floor), head, end, state=_state_after(words, person))


def _state_after(words: TitleWords, person: PersonMention) -> str | None:
    """As in "President Moon Jae-in of South Korea"."""
    doc = words.doc
    if person.end + 1 >= len(doc) or doc[person.end].lower_ != "of":
        return None
    return next((s.code for s in within(words.states, person.end, person.end + 3) if s.kind == "name"), None)


def _before_comma(words: TitleWords, person: PersonMention, floor: int, end: int) -> TitleMention | None:
    """A title with "the" or an owner that a comma parts from the name, which ends at a comma or the sentence's end."""
    doc = words.doc
    comma = end - 1
    head = _head_before(words, floor, comma)
    after = doc[person.end : person.end + 1].text
    if head is None or after not in {",", ".", "", ";"} or any(within(words.people, head, comma)):
        return None
    if words.is_plural(head):
        return None
    start = words.leftmost(head, floor)
    is_owned = start > floor and doc[start - 1].lower_ in _OWNERS
    if not is_owned and not any(t.text in {"'s", "’s"} for t in doc[start:head]):
        return None
    return words.title(person.name, start, head, comma)


def _head_before(words: TitleWords, floor: int, end: int) -> int | None:
    """The nearest head noun whose words and links reach `end`; "spokesman for President" is two titles."""
    for i in range(end - 1, floor - 1, -1):
        token = words.doc[i]
        if words.is_head(i):
            return i
        if not (words.is_inside(token) or token.lower_ in {*LINKS, "and"} or token.pos_ == "DET"):
            return None
    return None


def _shared(words: TitleWords, title: TitleMention, person: PersonMention) -> Iterator[TitleMention]:
    """As in "Israeli scholars Yair Hirschfeld and Ron Pundak": a plural title holds for every name of the list."""
    doc = words.doc
    if not any(words.is_plural(i) for i in range(title.start, title.end)):
        return
    end = _past_state(words, person)
    for other in words.people:
        between = [t for t in doc[end : other.start] if not words.is_address(t)]
        if other.start > end and all(t.text in {",", "and", "&", "."} for t in between):
            state = _state_after(words, other) or title.state
            yield replace(title, start=other.start, end=other.start, person=other.name, state=state)
            end = _past_state(words, other)


def _past_state(words: TitleWords, person: PersonMention) -> int:
    """The token after a name and the "of Barbados" behind it."""
    if _state_after(words, person) is None:
        return person.end
    return next(s.end for s in within(words.states, person.end, person.end + 3))
