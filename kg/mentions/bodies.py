"""Bodies of states: ministries, missions and others that a state's name beside a common noun makes one of a kind."""

import re
from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Doc, Span, Token

from kg.lexicon import Lexicon
from kg.mentions.mention import POSSESSIVES
from kg.mentions.reading import OrganizationMention

_MINISTRIES = {"ministry", "ministries"}
_LONGEST_STATE = 3
_LONGEST_BODY = 3


@lru_cache(maxsize=1)
def state_names(lexicon: Lexicon) -> dict[str, str]:
    """Code of the state that each name, demonym, capital and seat belongs to; without those of several states."""
    codes: dict[str, set[str]] = {}
    for state in lexicon.states.values():
        for name, _ in state.names:
            codes.setdefault(name, set()).add(state.code)
    return {name: next(iter(of)) for name, of in codes.items() if len(of) == 1}


def find_bodies(doc: Doc, lexicon: Lexicon) -> Iterator[OrganizationMention]:
    """Ministries, missions and other bodies of a state that the text names beside them."""
    yield from _missions(doc, lexicon)
    yield from _ministries(doc, lexicon)
    yield from _common(doc, lexicon)


def _ministries(doc: Doc, lexicon: Lexicon) -> Iterator[OrganizationMention]:
    """As in "the Chinese foreign ministry", "Cambodia's defence ministry": a field and a state before the word."""
    for token in doc:
        if token.lower_ not in _MINISTRIES or token.i == 0:
            continue
        start = token.i
        while start and (doc[start - 1].lower_ in lexicon.title_areas or doc[start - 1].text in {"and", "&", "-"}):
            start -= 1
        while start < token.i and doc[start].lower_ not in lexicon.title_areas:
            start += 1
        if start == token.i:
            continue
        state = _owner(doc, start, token.i + 1, state_names(lexicon))
        if state is not None:  # a ministry of no known state is none that can be told from others
            name = f"{doc[start : token.i + 1].text.capitalize()} ({lexicon.states[state].name})"
            yield OrganizationMention(start, token.i + 1, name, "government", state)


def _owner(doc: Doc, start: int, end: int, states: dict[str, str]) -> str | None:
    """The state of a ministry: right before it, after "in" or "of" behind it, else the last named in the sentence."""
    after = _state_after(doc, end, states)
    if after is not None:
        return after
    for i in range(start, doc[start].sent.start, -1):
        name = next((doc[k:i].text for k in range(max(0, i - _LONGEST_STATE), i) if doc[k:i].text in states), None)
        if name is not None:
            return states[name]
    return None


def _state_after(doc: Doc, end: int, states: dict[str, str]) -> str | None:
    """The state after "in" or "of": "the parliament of Papua New Guinea"."""
    if end + 1 >= len(doc) or doc[end].lower_ not in {"in", "of"}:
        return None
    first = end + 2 if doc[end + 1].lower_ == "the" else end + 1
    ends = range(min(len(doc), first + _LONGEST_STATE), first, -1)
    return next((states[doc[first:k].text] for k in ends if doc[first:k].text in states), None)


def _state_before(doc: Doc, end: int, states: dict[str, str]) -> int | None:
    """Where a state's name begins that ends right before a token, or before "'s": "Burundi's", "South Korean"."""
    stop = end - 1 if end and doc[end - 1].text in POSSESSIVES else end
    starts = range(max(0, stop - _LONGEST_STATE), stop)
    return next((i for i in starts if doc[i:stop].text in states), None)


def _missions(doc: Doc, lexicon: Lexicon) -> Iterator[OrganizationMention]:
    """As in "US Embassy in Singapore", "Iran's mission to the UN": the state sends, the place after it receives."""
    states = state_names(lexicon)
    for token, length in phrases_in(doc, lexicon, "missions"):
        start = _state_before(doc, token.i, states)
        if start is None:
            continue
        end = token.i + length
        placed = _receiver(doc, end)
        if token.lower_ == "mission" and (placed == end or doc[end].text != "to"):
            continue  # "the Turkish mission" may be a journey
        sender = next(states[doc[start:k].text] for k in range(token.i, start, -1) if doc[start:k].text in states)
        yield OrganizationMention(start, placed, doc[start:placed].text, "government", sender)


def _receiver(doc: Doc, end: int) -> int:
    """The end of "in Singapore", "to the UN" behind a mission; where none stands, the end of the mission."""
    if end + 1 >= len(doc) or doc[end].text not in {"in", "to"}:
        return end
    first = end + 2 if doc[end + 1].lower_ == "the" else end + 1
    stop = next(
        (i for i in range(first, len(doc)) if doc[i].ent_type_ not in {"GPE", "ORG"} or not doc[i].is_alpha), first
    )
    return stop if stop > first else end


def _common(doc: Doc, lexicon: Lexicon) -> Iterator[OrganizationMention]:
    """As in "the Indian navy", "Kenya's central bank", "the parliament of Georgia"."""
    states = state_names(lexicon)
    for token, length in phrases_in(doc, lexicon, "bodies"):
        end = token.i + length
        noun = doc[token.i : end].text
        start = _state_before(doc, token.i, states)
        if start is not None:
            owned = doc[token.i - 1].text in POSSESSIVES
            owner = doc[start : token.i - 1 if owned else token.i].text
            yield _body(doc[token.i if owned else start : end], noun, states[owner], lexicon)
        elif noun.islower() and end < len(doc) and doc[end].lower_ == "of":
            state = _state_after(doc, end, states)
            if state is not None:
                yield _body(doc[token.i : end], noun, state, lexicon)


def _body(span: Span, noun: str, code: str, lexicon: Lexicon) -> OrganizationMention:
    """A body by its noun and state: "Navy (India)"."""
    words = noun.lower()
    kinds = lexicon.organization_words
    kind = kinds.get(words) or kinds.get(words.split()[-1], "government")
    return OrganizationMention(span.start, span.end, f"{noun.capitalize()} ({lexicon.states[code].name})", kind, code)


@lru_cache(maxsize=8)
def _phrases(lexicon: Lexicon, group: str) -> tuple[frozenset[str], frozenset[str]]:
    """The phrases of a group of `organization-words.toml`, and the words that they begin with."""
    known = frozenset(lexicon.organization_other[group])
    return known, frozenset(w for phrase in known for w in (phrase.split()[0], re.split(r"\W", phrase)[0]))


def phrases_in(doc: Doc, lexicon: Lexicon, group: str) -> Iterator[tuple[Token, int]]:
    """Each token where a phrase of the group begins, in whatever case, with how many tokens the longest there has."""
    known, first = _phrases(lexicon, group)
    for token in doc:
        if token.lower_ in first:
            lengths = range(min(_LONGEST_BODY, len(doc) - token.i), 0, -1)
            length = next((n for n in lengths if doc[token.i : token.i + n].text.lower() in known), 0)
            if length:
                yield token, length
