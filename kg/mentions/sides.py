"""The state that each person acts for: by their titles, as somebody known, by what stands beside them, or at home.

"Foreign Minister Yilmaz" without a state is of the one that stands nearest before in the sentence ("From Baghdad
came"), or of the person with whom they are listed; only then of the state whose officials the text names without it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from kg.mentions.mention import APOSTROPHE_S
from kg.mentions.reading import PersonMention, PlaceMention, Reading, StateMention, TitleMention, within

_BESIDE = 4
"""Tokens before a name in which the state of somebody without an office may stand."""


def find_sides(reading: Reading) -> dict[str, str | None]:
    """The code of the state of each person named in the article; None where nothing tells."""
    origins = _origins(reading)
    known = {name: _told(reading, name, origins) for name in reading.titles_by_person}
    home = _home(reading)
    return {name: side or _of_office(reading, name, known, home) for name, side in known.items()}


def _told(reading: Reading, name: str, origins: dict[str, str]) -> str | None:
    """The state that a title gives, the first that any does, else that they are known to act for or come from."""
    titles = reading.titles_by_person[name]
    title = next((t for t in titles if t.state), None)
    if title is not None:
        return title.state
    if _serves_others(reading, titles):
        return None
    known = reading.lexicon.person_named(name)
    if known is not None:
        return known.state
    return origins.get(name) or _by_surname(reading, name)


def _serves_others(reading: Reading, titles: Sequence[TitleMention]) -> bool:
    """Whether somebody serves an international body or speaks for a movement, and so acts for no state."""
    kinds = {o.name: o.kind for o in reading.organizations}
    return any(kinds.get(t.organization or "") in {"igo", "party", "ngo"} and t.status != "former" for t in titles)


def _by_surname(reading: Reading, name: str) -> str | None:
    """The state of "President Obama": the one whose known persons bear the surname, where the text names it."""
    highest = reading.lexicon.titles["home"]["highest"]
    if " " in name or not any(t.title.lower() in highest for t in reading.titles_by_person[name]):
        return None
    states = reading.lexicon.states_of_surname(name)
    named = {state.code for state in reading.states}
    return next(iter(states)) if len(states) == 1 and states <= named else None


# ---- offices without a state


def _of_office(reading: Reading, name: str, known: dict[str, str | None], home: str | None) -> str | None:
    """The state of who holds an office that only governments give, where nothing tells which one's."""
    titles = reading.titles_by_person[name]
    posts = [t for t in titles if t.official and set(t.title.lower().split()) & _government(reading)]
    if not posts or _serves_others(reading, titles) or reading.lexicon.person_named(name) is not None:
        return None
    first = min(posts[0].start, next(p.start for p in reading.people if p.name == name))
    beside = _beside(reading, first, name, known)
    if beside is not None:
        return beside
    return home if not any(_is_of_others(reading, t, known, home) for t in posts) else None


def _government(reading: Reading) -> frozenset[str]:
    return frozenset(reading.lexicon.titles["home"]["heads"])


def _beside(reading: Reading, start: int, name: str, known: dict[str, str | None]) -> str | None:
    """The state nearest before an office in its sentence, as what acts and not as a place, or that of a companion."""
    begin = reading.doc[start].sent.start
    named: list[tuple[int, str]] = [
        *((s.end, s.code) for s in within(reading.states, begin, start) if not _is_where(reading, s)),
        *((p.end, p.country) for p in within(reading.places, begin, start) if not _is_where(reading, p)),
        *(
            (p.end, side)
            for p in within(reading.people, begin, start)
            if p.name != name and (side := known.get(p.name)) and _are_listed(reading, p, start)
        ),
    ]
    return max(named, default=(0, None))[1]


def _is_where(reading: Reading, mention: StateMention | PlaceMention) -> bool:
    """Whether a name tells where something was ("in Arusha", "in the Lithuanian capital"), or stands in a title."""
    words, i = reading.lexicon.titles["home"], mention.start - 1
    if mention.start in reading.title_tokens:
        return True
    if isinstance(mention, StateMention) and mention.kind == "demonym":
        return mention.end < len(reading.doc) and reading.doc[mention.end].lemma_.lower() in words["places"]
    while i >= 0 and reading.doc[i].pos_ in {"DET", "ADJ"}:
        i -= 1
    return i >= 0 and reading.doc[i].lower_ in words["where"]


def _are_listed(reading: Reading, person: PersonMention, start: int) -> bool:
    """Whether an office is held by a companion: the next of a list, or after "had with him", "accompanied by"."""
    between = reading.doc[person.end : start]
    if any(t.text == ";" for t in between):
        return True
    if any(t.lower_ in reading.lexicon.titles["home"]["companions"] for t in between):
        return True
    return not any(t.pos_ in {"VERB", "AUX", "ADP", "SCONJ"} for t in between) and any(
        t.lower_ == "and" or t.text == "," for t in between
    )


def _is_of_others(reading: Reading, title: TitleMention, known: dict[str, str | None], home: str | None) -> bool:
    """Whether the home state has no such post ("Chancellor" in Brazil), or somebody else holds its only one."""
    post = title.title.lower()
    owners = reading.lexicon.titles["home"]["posts"].get(post)
    if owners is not None and home not in owners:
        return True
    if post not in reading.lexicon.titles["around"]["single"] or title.status != "current":
        return False
    return any(
        t.title.lower().endswith(post) and t.status == "current" and t.person != title.person
        for t in reading.titles
        if home is not None and known.get(t.person) == home
    )


def _home(reading: Reading) -> str | None:
    """The state whose officials a text names without it: where it was written, else the one named by far most.

    A paper's "the minister" is one of its own; a foreign dateline counts only where its state acts as well.
    """
    counts = Counter(state.code for state in reading.states)
    place = reading.dateline
    if place is not None and counts[place.country] > 1:
        return place.country
    (first, most), (_, less), *_ = [*counts.most_common(2), (None, 0), (None, 0)]
    return first if most > max(2, 2 * less) else None


# ---- the state beside a name


def _origins(reading: Reading) -> dict[str, str]:
    """The state beside each name that has one: "Britain's William Hague", "Leymah Gbowee of Liberia"."""
    return dict(reversed(list(_origins_in_order(reading))))


def _origins_in_order(reading: Reading) -> Iterator[tuple[str, str]]:
    for person in reading.people:
        code = _state_before(reading, person.start) or _state_behind(reading, person.end)
        if code is not None:
            yield person.name, code


def _state_before(reading: Reading, start: int) -> str | None:
    """As in "Britain's William Hague", "the American feminist Gloria Steinem"."""
    i = start - 1
    while i >= max(0, start - _BESIDE) and reading.doc[i].pos_ in {"ADJ", "NOUN", "PROPN", "PART"}:
        if i in reading.title_tokens:
            return None
        state = next(within(reading.states, i, i + 1), None)
        if state is not None:
            is_owner = reading.doc[state.end].text in APOSTROPHE_S
            return state.code if is_owner or state.kind == "demonym" else None
        i -= 1
    return None


def _state_behind(reading: Reading, end: int) -> str | None:
    """As in "Leymah Gbowee of Liberia", "Sam Bergman, an American violist"."""
    after = reading.doc[end : end + 3]
    if len(after) == 3 and after[0].lower_ == "of":
        return next((s.code for s in within(reading.states, end + 1, end + 3) if s.kind == "name"), None)
    if len(after) == 3 and after[0].text == "," and after[1].lower_ in {"a", "an", "the"}:
        return next((s.code for s in within(reading.states, end + 2, end + 3) if s.kind == "demonym"), None)
    return None
