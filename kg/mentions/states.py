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
    dotted = {name, *(name.replace(f"{short} ", f"{dots} ", 1) for short, dots in _DOTTED if name.startswith(f"{short} "))}
    return dotted | {each.replace("'", "’") for each in dotted}


def find_states(
    doc: Doc, sentences: tuple[Span, ...], people: tuple[PersonMention, ...], lexicon: Lexicon
) -> tuple[StateMention, ...]:
    """The states named, the longest name where several fit; "the two Koreas" names two."""
    found = {}
    for key, start, end in _finder(lexicon).find(doc):
        code, kind = key.split()
        if is_read(start, sentences) and not any(within(people, start, end)):
            found[start, end, code] = StateMention(start, end, code, kind)  # type: ignore[arg-type]
    return _unambiguous(longest_first(found.values()))


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
