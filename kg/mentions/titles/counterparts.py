"""Titles that a text gives by pointing at another's: "his North Korean counterpart Kim Kye Gwan"."""

from collections.abc import Iterator

from kg.mentions.reading import PersonMention, TitleMention, within
from kg.mentions.titles.words import GLUE, TitleWords

_REACH = 6


def titles_of_counterparts(words: TitleWords, titles: list[TitleMention]) -> Iterator[TitleMention]:
    """For each counterpart the title of the one named before, for the state that the words name."""
    for person in words.people:
        place = _counterpart_before(words, person) or _counterpart_after(words, person)
        if place is None:
            continue
        start, end = place
        state = next(within(words.states, start, end), None)
        earlier = [t for t in titles if t.end <= person.start and t.official and t.person != person.name]
        if state is None or not earlier:
            continue
        model = max(earlier, key=lambda t: t.end)
        own = next(within(words.states, model.start, model.end), None)
        title = model.title
        if own is not None and own.start == model.start + (model.status == "then"):
            start_of_title = own.end + (words.doc[own.end].text in GLUE)
            title = words.doc[start_of_title : model.end].text
        status = model.status if model.status == "then" else "current"
        yield TitleMention(start, end, person.name, title, status, state.code, None, official=True)


def _counterpart_before(words: TitleWords, person: PersonMention) -> tuple[int, int] | None:
    """As in "his Chinese counterpart, Xi Jinping"."""
    doc, end = words.doc, person.start
    while end and (words.is_address(doc[end - 1]) or doc[end - 1].text in {".", ","}):
        end -= 1
    if end and (doc[end - 1].lemma_ == "counterpart" or doc[max(0, end - 2) : end].text == "opposite number"):
        return max(0, end - 4), person.start
    return None


def _counterpart_after(words: TitleWords, person: PersonMention) -> tuple[int, int] | None:
    """As in "Narendra Modi, his opposite number in India"."""
    doc = words.doc
    phrase = doc[person.end : person.end + _REACH]
    if len(phrase) < 3 or phrase[0].text != "," or phrase[1].lower_ not in {"his", "her", "their"}:
        return None
    if any(t.lemma_ == "counterpart" or t.lower_ == "number" for t in phrase):
        return person.end, person.end + _REACH
    return None
