"""Places: cities and venues of the lexicon, states as countries, and what stands for one: "the Qatari capital"."""

from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Doc, Span

from kg.lexicon import Lexicon
from kg.mentions.datelines import dateline_place
from kg.mentions.names import NameFinder
from kg.mentions.reading import PersonMention, PlaceMention, StateMention, longest_first, within
from kg.mentions.states import is_namesake, is_read, spellings

_PLACE_LABELS = {"GPE", "LOC", "FAC"}
_SETTLEMENTS = {"capital", "city", "town", "resort", "port", "island", "village"}


@lru_cache(maxsize=1)
def _finder(lexicon: Lexicon) -> NameFinder:
    names = [(each, f"place {name}") for name in lexicon.places for each in spellings(name)]
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
        elif not lexicon.places[name].is_common or _is_read_as_place(doc, start, end):
            place = lexicon.places[name]
            found[start, end] = PlaceMention(start, end, place.name, place.country)
    named = longest_first(found.values())
    return longest_first([*named, *_described(doc, sentences, states, dateline_place(doc, named), lexicon)])


def _is_read_as_place(doc: Doc, start: int, end: int) -> bool:
    """Whether spaCy, too, reads a place there and no longer name: "San" in "San Sebastián" is no town of its own."""
    return any(
        entity.label_ in _PLACE_LABELS
        and entity.start <= start
        and entity.end >= end
        and not any(t.pos_ == "PROPN" for t in (*doc[entity.start : start], *doc[end : entity.end]))
        for entity in doc[start:end].ents
        or [doc[t.i : t.i + 1] for t in doc[start:end] if t.ent_type_ in _PLACE_LABELS and t.ent_iob_ == "B"]
    )


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
