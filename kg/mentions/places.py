"""Places: cities and venues of the lexicon, states as countries, and what stands for one: "the Qatari capital"."""

from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Doc, Span

from kg.lexicon import Lexicon
from kg.mentions.datelines import dateline_place
from kg.mentions.mention import APOSTROPHE_S
from kg.mentions.names import NameFinder
from kg.mentions.reading import PersonMention, PlaceMention, StateMention, longest_first, within
from kg.mentions.states import is_namesake, is_read, spellings

_PLACE_LABELS = {"GPE", "LOC", "FAC"}
_LARGE = 60
"""Thousands who live in a city that needs no country beside it."""
_LONGEST_CITY = 3
"""Words that the name of a city in a dateline may have."""
_SETTLEMENTS = {"capital", "city", "town", "resort", "port", "island", "village"}


@lru_cache(maxsize=1)
def _finder(lexicon: Lexicon) -> NameFinder:
    kept = (name for name, place in lexicon.places.items() if not place.is_common)
    names = [(each, f"place {name}") for name in kept for each in spellings(name)]
    names += [
        (name, f"state {state.code}")
        for state in lexicon.states.values()
        for name, kind in state.names
        if kind == "name"
    ]
    return NameFinder(names)


def find_places(
    doc: Doc,
    sentences: tuple[Span, ...],
    people: tuple[PersonMention, ...],
    states: tuple[StateMention, ...],
    lexicon: Lexicon,
) -> tuple[PlaceMention, ...]:
    """The places named, the longest name where several fit.

    The name of a city that is not in the hand-kept list counts where spaCy, too, reads a place there: many cities are
    called like people and things.
    """
    found: dict[tuple[int, int], PlaceMention] = {}
    for key, start, end in _finder(lexicon).find(doc):
        kind, _, name = key.partition(" ")
        if not is_read(start, sentences) or any(within(people, start, end)) or is_namesake(doc, start, end, lexicon):
            continue
        if kind == "state":
            state = lexicon.states[name]
            found.setdefault((start, end), PlaceMention(start, end, state.name, state.code))
        else:
            place = lexicon.places[name]
            found[start, end] = PlaceMention(start, end, place.name, place.country)
    for city in _cities(doc, states, lexicon):
        span = (city.start, city.end)
        if is_read(city.start, sentences) and not any(within(people, *span)) and not is_namesake(doc, *span, lexicon):
            found.setdefault(span, city)
    named = longest_first(found.values())
    return longest_first([*named, *_described(doc, sentences, states, dateline_place(doc, named), lexicon)])


def _cities(doc: Doc, states: tuple[StateMention, ...], lexicon: Lexicon) -> Iterator[PlaceMention]:
    """The cities of the long list: where spaCy, too, reads a place and no longer name, and in datelines.

    "San" in "San Sebastián" is no town of its own. Of several of one name, that whose country the text names is meant.
    """
    named = {state.code for state in states}
    for start, end in (*_read_as_places(doc), *_datelines(doc)):
        text = doc[start:end].text
        of_name = lexicon.cities.get(text) or lexicon.cities.get(text.title() if text.isupper() else "", ())
        if of_name:
            city = next((c for c in of_name if c.country in named), of_name[0])
            if city.country in named or city.thousands >= _LARGE:
                yield PlaceMention(start, end, city.name, city.country)


def _read_as_places(doc: Doc) -> Iterator[tuple[int, int]]:
    for entity in doc.ents:
        if entity.label_ in _PLACE_LABELS:
            start = entity.start + (entity[0].lower_ == "the")
            end = entity.end - (entity[-1].text in APOSTROPHE_S)
            yield start, end


def _datelines(doc: Doc) -> Iterator[tuple[int, int]]:
    """Words in capitals at the beginning of a line: "KARACHI, Dec 14"."""
    for token in doc:
        is_first = token.i == 0 or "\n" in doc[token.i - 1].text
        if is_first and token.is_upper and token.is_alpha:
            end = token.i + 1
            while end < len(doc) and end - token.i < _LONGEST_CITY and doc[end].is_upper and doc[end].is_alpha:
                end += 1
            yield token.i, end


def _described(
    doc: Doc,
    sentences: tuple[Span, ...],
    states: tuple[StateMention, ...],
    dateline: PlaceMention | None,
    lexicon: Lexicon,
) -> Iterator[PlaceMention]:
    """As in "the Qatari capital", "this Moroccan resort", and "here" for where the report was written."""
    for token in doc:
        if token.lower_ == "here" and dateline is not None and is_read(token.i, sentences):
            yield PlaceMention(token.i, token.i + 1, dateline.name, dateline.country)
        if token.lemma_.lower() not in _SETTLEMENTS or not is_read(token.i, sentences):
            continue
        state = next((s for s in within(states, token.left_edge.i, token.i)), None)
        if state is None:
            continue
        code = state.code
        capital = next((name for name, kind in lexicon.states[code].names if kind == "capital"), None)
        if token.lemma_.lower() == "capital" and capital:
            yield PlaceMention(token.left_edge.i, token.i + 1, capital, code)
        elif dateline is not None and dateline.country == code and dateline.name != lexicon.states[code].name:
            yield PlaceMention(token.left_edge.i, token.i + 1, dateline.name, code)
        else:
            yield PlaceMention(token.left_edge.i, token.i + 1, lexicon.states[code].name, code)
