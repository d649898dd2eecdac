"""Titles before a name: "then US nuclear envoy Christopher Hill", "Pakistan's foreign minister, Mr Abdul Sattar"."""

from collections.abc import Iterator

from kg.mentions.mention import POSSESSIVES
from kg.mentions.reading import PersonMention, TitleMention, within
from kg.mentions.titles.lists import names_from, state_after, titles_of_list
from kg.mentions.titles.words import LINKS, LONGEST, TitleWords

_OWNERS = {"the", "his", "her", "its", "their", "our", "my", "whose"}
_ONE = {"a", "an", "another", "one"}


def titles_before(words: TitleWords, person: PersonMention) -> Iterator[TitleMention]:
    """The title before a name, for others of its list too where it is plural, and that before a comma."""
    doc = words.doc
    end = person.start
    while end and (words.is_address(doc[end - 1]) or doc[end - 1].text == "."):
        end -= 1
    floor = max(doc[person.start].sent.start, end - LONGEST)
    title = _before_comma(words, person, floor, end) if end > floor and doc[end - 1].text == "," else None
    if title is None:
        title = _before_copula(words, person, floor, end)
    if title is None:
        title = _adjacent(words, person, floor, end) or _abbreviated(words, person, end)
        if title is not None and title.start > floor and doc[title.start - 1].text == ",":  # "..., Ambassador X"
            outer = _before_comma(words, person, floor, title.start)
            if outer is not None:
                yield outer
    if title is None:
        return
    if any(words.is_plural(i) for i in range(title.start, title.end)):
        yield from titles_of_list(words, title, names_from(words, person))
    else:
        yield title


def _adjacent(words: TitleWords, person: PersonMention, floor: int, end: int) -> TitleMention | None:
    """As in "then US nuclear envoy" right before the name; "of" after the name tells of which state."""
    if end == floor or words.doc[end - 1].lower_ in {*LINKS, "and"}:  # "an adviser to Yasser Arafat"
        return None
    head = _head_before(words, floor, end)
    if head is None or any(within(words.people, head, end)):  # "presidents Joe Biden and Xi Jinping": see `lists`
        return None
    state = state_after(words, person)
    return words.title(person.name, words.leftmost(head, floor), head, end, state=state.code if state else None)


def _abbreviated(words: TitleWords, person: PersonMention, end: int) -> TitleMention | None:
    """As in "Sen. Robert Menendez", "PM Modi"."""
    full = words.lexicon.titles["abbreviations"].get(words.doc[end : end + 1].text.lower().strip("."))
    if full is None or end >= person.start:
        return None
    state = next((s.code for s in within(words.states, end - 1, end)), None) if end else None
    return TitleMention(end, person.start, person.name, full, "current", state, None, official=True)


def _before_comma(words: TitleWords, person: PersonMention, floor: int, end: int) -> TitleMention | None:
    """A title that a comma parts from the name, which ends at a comma or the sentence's end.

    It begins with "the", an owner or "a", or opens the sentence: "Railway Minister, Shri Ashwini Vaishnaw,".
    """
    doc = words.doc
    comma = end - 1
    end_of_title = _before_owner(words, floor, comma)
    head = _head_before(words, floor, end_of_title)
    if head is None or any(within(words.people, head, end_of_title)):
        return None
    listed = names_from(words, person)
    if words.is_plural(head):
        if len(listed) < 2:
            return None
    elif not _is_closed(words, person):
        return None
    start = words.leftmost(head, floor)
    first = doc[start - 1].lower_ if start > doc[head].sent.start else ""
    is_owned = first in _OWNERS or any(t.text in POSSESSIVES for t in doc[start:head])
    opens = not first and doc[start].text[0].isupper() and person.start > end
    is_one = first in _ONE and not words.is_plural(head)
    numbered = words.is_plural(head) and doc[start].pos_ == "NUM"
    if not (is_owned or opens or is_one or numbered):
        return None
    state = state_after(words, person)
    return words.title(person.name, start, head, end_of_title, state=state.code if state else None)


def _is_closed(words: TitleWords, person: PersonMention) -> bool:
    """Whether a name, with the state behind it, ends at a comma or with its sentence."""
    state = state_after(words, person)
    end = state.end if state else person.end
    return words.doc[end : end + 1].text in {",", ".", "", ";", ":", "—", "–", "(", ")", '"', "”"}


def _before_owner(words: TitleWords, floor: int, comma: int) -> int:
    """Where a title ends that goes on with another and its holder: "the spokeswoman of Foreign Minister Oskanian,"."""
    owner = words.person_at(comma - 1)
    if owner is None:
        return comma
    start = words.leftmost(owner.start, floor)
    while start > floor and words.is_address(words.doc[start - 1]):
        start -= 1
    return start - 1 if start > floor and words.doc[start - 1].lower_ in LINKS else comma


def _before_copula(words: TitleWords, person: PersonMention, floor: int, end: int) -> TitleMention | None:
    """As in "whose chairman is Martti Ahtisaari"."""
    doc = words.doc
    if end - 2 < floor or doc[end - 1].lemma_ != "be" or doc[end - 1].tag_ not in {"VBZ", "VBD"}:
        return None
    head = _head_before(words, floor, end - 1)
    if head is None or words.is_plural(head) or any(within(words.people, head, end)):
        return None
    start = words.leftmost(head, floor)
    is_owned = (start > floor and doc[start - 1].lower_ in _OWNERS) or doc[start].text in POSSESSIVES
    return words.title(person.name, start, head, end - 1) if is_owned else None


def _head_before(words: TitleWords, floor: int, end: int) -> int | None:
    """The nearest head noun whose words and links reach `end`; "spokesman for President" is two titles."""
    for i in range(end - 1, floor - 1, -1):
        token = words.doc[i]
        if words.is_head(i):
            return i
        if not (words.is_inside(token) or token.lower_ in {*LINKS, "and"} or token.pos_ == "DET"):
            return None
    return None
