"""States: by name, demonym, capital or seat of government."""

from bisect import bisect_right
from functools import lru_cache

from spacy.tokens import Doc, Span

from kg.lexicon import Lexicon
from kg.mentions.names import NameFinder
from kg.mentions.reading import PersonMention, StateMention, longest_first, within

_DOTTED = (("US", "U.S."), ("UN", "U.N."), ("EU", "E.U."), ("UK", "U.K."))


@lru_cache(maxsize=1)
def _finder(lexicon: Lexicon) -> NameFinder:
    return NameFinder(
        (spelling, f"{state.code} {kind}")
        for state in lexicon.states.values()
        for name, kind in state.names
        for spelling in spellings(name)
    )


def spellings(name: str) -> set[str]:
    """A name as papers write it: with straight or curly apostrophes, "US" and "UN" with or without dots."""
    dotted = {
        name,
        *(name.replace(f"{short} ", f"{dots} ", 1) for short, dots in _DOTTED if name.startswith(f"{short} ")),
    }
    return dotted | {each.replace("'", "’") for each in dotted}


def find_states(
    doc: Doc, sentences: tuple[Span, ...], people: tuple[PersonMention, ...], lexicon: Lexicon
) -> tuple[StateMention, ...]:
    """The states named, the longest name where several fit; "the two Koreas" names two."""
    found = {}
    for key, start, end in _finder(lexicon).find(doc):
        code, kind = key.split()
        if (
            is_read(start, sentences)
            and not any(within(people, start, end))
            and not is_namesake(doc, start, end, lexicon)
            and not _is_in_place(doc, start, end, code, lexicon)
        ):
            found[start, end, code] = StateMention(start, end, code, kind)  # type: ignore[arg-type]
    return _unambiguous(longest_first(found.values()))


def is_namesake(doc: Doc, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a name of a state or city means something else that bears it.

    A treaty or group named after a city ("the Minsk Group", "the Treaty of Rome"), an American town or state ("Paris,
    Texas", "Atlanta, Georgia"), a town of two words ("North Carolina", "San Sebastián" and its "San"), or "ABOUT US".
    """
    words = lexicon.organization_other
    before = doc[start - 1] if start else None
    if doc[start:end].text == "US" and before is not None and before.text in words["before_us"]:
        return True
    name = doc[start:end].text
    if name in lexicon.places and (
        (end < len(doc) and doc[end].text in words["named_after"])
        or (before is not None and before.text == "of" and start > 1 and doc[start - 2].text in words["named_after"])
    ):
        return True
    return _is_american(doc, start, end, lexicon)


def _is_in_place(doc: Doc, start: int, end: int, code: str, lexicon: Lexicon) -> bool:
    """Whether it is part of the name of a place elsewhere: "Mexico" in "New Mexico", "Niger" in "Niger Delta"."""
    windows = ((start - 1, end), (start, end + 1), (start - 2, end), (start, end + 2))
    places = (lexicon.places.get(doc[a:b].text) for a, b in windows if a >= 0 and b <= len(doc))
    return any(place is not None and place.country != code for place in places)


def _is_american(doc: Doc, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether an American state stands behind a town, or an American city before "Georgia"."""
    behind = doc[end + 1 : end + 3] if end + 1 < len(doc) and doc[end].text == "," else None
    if behind and any(_is_region_of_us(behind[:n].text, lexicon) for n in (2, 1)):
        return True
    if doc[start:end].text != "Georgia" or start < 2 or doc[start - 1].text != ",":
        return False
    cities = (lexicon.places.get(doc[k : start - 1].text) for k in range(max(0, start - 3), start - 1))
    return any(city is not None and city.country == "US" for city in cities)


def _is_region_of_us(name: str, lexicon: Lexicon) -> bool:
    place = lexicon.places.get(name)
    return place is not None and place.country == "US" and place.is_region


def _unambiguous(states: tuple[StateMention, ...]) -> tuple[StateMention, ...]:
    """The mentions without those that fit several states, unless the text names just one of them otherwise.

    "Congolese" fits two states and is left out where both or neither are named. A name of several states at once, such
    as "the two Koreas", names them all.
    """
    at: dict[tuple[int, int], set[str]] = {}
    for state in states:
        at.setdefault((state.start, state.end), set()).add(state.code)
    sure = {code for codes in at.values() if len(codes) == 1 for code in codes}
    return tuple(
        state
        for state in states
        if state.kind == "name" or len(codes := at[state.start, state.end]) == 1 or codes & sure == {state.code}
    )


def is_read(start: int, sentences: tuple[Span, ...]) -> bool:
    """Whether the token stands in one of the sentences, and not in the furniture of the page."""
    at = bisect_right(sentences, start, key=lambda sentence: sentence.start) - 1
    return at >= 0 and start < sentences[at].end
