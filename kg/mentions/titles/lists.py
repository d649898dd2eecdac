"""Lists of names that share one plural title: "presidents Álvaro Uribe in Bogotá and Rafael Correa in Quito"."""

from collections.abc import Iterator
from dataclasses import replace

from kg.mentions.mention import POSSESSIVES
from kg.mentions.reading import PersonMention, StateMention, TitleMention, within
from kg.mentions.titles.words import TitleWords

_BETWEEN = {",", "and", "&", ".", "the", "with", "both"}
_REACH = 6
"""Tokens between two names of a list, the state of each included."""
Listed = tuple[PersonMention, str | None]


def names_from(words: TitleWords, person: PersonMention) -> list[Listed]:
    """The names of the list that begins with a person, each with the state that stands beside it."""
    found: list[Listed] = [(person, _state_beside(words, person))]
    end = _past_state(words, person)
    for other in words.people:
        if other.start < end:
            continue
        between = _between(words, end, other.start)
        if between is None:
            break
        found.append((other, _state_beside(words, other) or between.get("state")))
        end = _past_state(words, other)
    if any(state is None for _, state in found):  # "received Presidents Tshisekedi and Kagame in Doha"
        return [(p, None if _seat_after(words, p) else state) for p, state in found]
    return found


def names_up_to(words: TitleWords, person: PersonMention) -> list[Listed]:
    """The names of the list that ends with a person."""
    for first in words.people:
        if first.start < person.start and first.start >= words.doc[person.start].sent.start:
            listed = names_from(words, first)
            if any(p == person for p, _ in listed):
                return [entry for entry in listed if entry[0].start <= person.start]
    return [(person, None)]


def titles_of_list(words: TitleWords, title: TitleMention, listed: list[Listed]) -> Iterator[TitleMention]:
    """A plural title for every name of a list: the states in it belong to the names in their order."""
    states = tuple(dict.fromkeys(s.code for s in within(words.states, title.start, title.end)))
    in_order = states if len(states) == len(listed) > 1 else ()
    for k, (person, beside) in enumerate(listed):
        state = beside or (in_order[k] if in_order else title.state if len(states) < 2 else None)
        if person.name == title.person:
            yield replace(title, state=state)
        else:
            yield replace(title, start=person.start, end=person.start, person=person.name, state=state)


def state_after(words: TitleWords, person: PersonMention) -> StateMention | None:
    """The state behind a name, as in "President Moon Jae-in of South Korea"."""
    doc = words.doc
    if person.end + 1 >= len(doc) or doc[person.end].lower_ != "of":
        return None
    return next((s for s in within(words.states, person.end, person.end + 3) if s.kind == "name"), None)


def _state_beside(words: TitleWords, person: PersonMention) -> str | None:
    """The state of one of a list, as in "Rafael Correa in Quito"."""
    state = state_after(words, person) or _seat_after(words, person)
    return state.code if state else None


def _seat_after(words: TitleWords, person: PersonMention) -> StateMention | None:
    if person.end + 1 >= len(words.doc) or words.doc[person.end].lower_ != "in":
        return None
    return next((s for s in within(words.states, person.end, person.end + 3) if s.kind == "capital"), None)


def _past_state(words: TitleWords, person: PersonMention) -> int:
    """The token after a name and the "of Barbados" behind it."""
    state = state_after(words, person) or _seat_after(words, person)
    return state.end if state else person.end


def _between(words: TitleWords, start: int, end: int) -> dict[str, str] | None:
    """What stands between two names of a list: nothing but commas, "and" and a state; None if they make no list."""
    doc = words.doc
    if not 0 < end - start <= _REACH:
        return None
    states = list(within(words.states, start, end))
    stated = {i for s in states for i in range(s.start, s.end)}
    fits = all(
        t.text.lower() in _BETWEEN or t.text in POSSESSIVES or words.is_address(t) or t.i in stated
        for t in doc[start:end]
    )
    has_joint = any(t.text in {",", "and", "&"} for t in doc[start:end])
    if not (fits and has_joint) or len(states) > 1:
        return None
    return {"state": states[0].code} if states else {}
