"""Places: cities and venues of the lexicon, and states as countries."""

from functools import lru_cache

from spacy.tokens import Doc, Span

from kg.lexicon import Lexicon
from kg.mentions.names import NameFinder
from kg.mentions.reading import PersonMention, PlaceMention, longest_first, within
from kg.mentions.states import is_read

_PLACE_LABELS = {"GPE", "LOC", "FAC"}


@lru_cache(maxsize=1)
def _finder(lexicon: Lexicon) -> NameFinder:
    names = [(name, f"place {name}") for name in lexicon.places]
    names += [
        (name, f"state {state.code}")
        for state in lexicon.states.values()
        for name, kind in state.names
        if kind == "name"
    ]
    return NameFinder(names)


def find_places(
    doc: Doc, sentences: tuple[Span, ...], people: tuple[PersonMention, ...], lexicon: Lexicon
) -> tuple[PlaceMention, ...]:
    """The places named, the longest name where several fit.

    The name of a city that is not in the hand-kept list counts where spaCy, too, reads a place there: many cities are
    called like people and things.
    """
    found: dict[tuple[int, int], PlaceMention] = {}
    for key, start, end in _finder(lexicon).find(doc):
        kind, _, name = key.partition(" ")
        if not is_read(start, sentences) or any(within(people, start, end)):
            continue
        if kind == "state":
            state = lexicon.states[name]
            found.setdefault((start, end), PlaceMention(start, end, state.name, state.code))
        elif doc[end - 1].ent_type_ in _PLACE_LABELS or not lexicon.places[name].is_common:
            place = lexicon.places[name]
            found[start, end] = PlaceMention(start, end, place.name, place.country)
    return longest_first(found.values())
