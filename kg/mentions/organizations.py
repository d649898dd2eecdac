"""Organizations: those of the lexicon, embassies, and what spaCy reads as one and its name confirms."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from spacy.tokens import Doc, Span

from kg.lexicon import Lexicon
from kg.lexicon.keys import name_key
from kg.mentions.names import NameFinder
from kg.mentions.reading import OrganizationMention, longest_first
from kg.mentions.states import is_read

_ACRONYM = re.compile(r"[A-Z][A-Z&-]{1,9}\Z")
_MISSIONS = {"Embassy", "embassy", "Consulate", "consulate"}
_MINISTRIES = {"ministry", "ministries"}
_TRAILING = {"'s", "’s", ",", ".", '"', "”", ")", "(", "-", "–"}


@lru_cache(maxsize=1)
def _finder(lexicon: Lexicon) -> NameFinder:
    return NameFinder(
        (name, organization.name)
        for organization in lexicon.organizations.values()
        for name in (organization.name, *organization.aliases)
    )


@lru_cache(maxsize=1)
def _state_names(lexicon: Lexicon) -> dict[str, str]:
    return {name: state.code for state in lexicon.states.values() for name, _ in state.names}


def find_organizations(doc: Doc, sentences: tuple[Span, ...], lexicon: Lexicon) -> tuple[OrganizationMention, ...]:
    """The organizations named, an acronym that follows a name in brackets being that name from there on."""
    known = [
        OrganizationMention(
            start, end, organization.name, organization.kind, organization.state, organization.is_movement
        )
        for name, start, end in _finder(lexicon).find(doc)
        for organization in [lexicon.organizations[name]]
    ]
    found: dict[tuple[int, int], OrganizationMention] = {}
    for mention in (*known, *_missions(doc, lexicon), *_ministries(doc, lexicon), *_read_as_one(doc, lexicon)):
        if is_read(mention.start, sentences):
            found.setdefault((mention.start, mention.end), mention)
    return _with_acronyms(doc, longest_first(found.values()))


def classify(name: str, lexicon: Lexicon) -> str | None:
    """The kind that the words of a name tell, its last word before the others; None where they tell none."""
    words = [word.strip("().,'’").lower() for word in name.split()]
    head = next((word for word in ("of", "for", "on") if word in words), None)
    ordered = ([words[words.index(head) - 1]] if head and words.index(head) else []) + [words[-1], *words[:-1]]
    return next((lexicon.organization_words[word] for word in ordered if word in lexicon.organization_words), None)


def _read_as_one(doc: Doc, lexicon: Lexicon) -> Iterator[OrganizationMention]:
    """What spaCy calls an organization and whose name tells a kind or is an acronym."""
    states = _state_names(lexicon)
    for entity in doc.ents:
        if entity.label_ != "ORG" or "\n" in entity.text:
            continue
        start, end = entity.start, entity.end
        while start < end and doc[start].lower_ in {"the", "a", "an"}:
            start += 1
        while start < end and doc[end - 1].text in _TRAILING:
            end -= 1
        name = doc[start:end].text
        if start == end or name in states or not name[0].isupper() or _is_none(doc[start:end], lexicon):
            continue
        kind = classify(name, lexicon)
        if kind is None and not (_ACRONYM.match(name) or _is_proper(doc[start:end], lexicon)):
            continue
        state = _state_in(doc[start:end], states)
        if kind == "movement":
            yield OrganizationMention(start, end, name, "other", state, is_movement=True)
        else:
            yield OrganizationMention(start, end, name, kind or "other", state)


def _is_none(span: Span, lexicon: Lexicon) -> bool:
    """Whether what looks like a name is a treaty, a person, or a common word that stands for a body named before."""
    words = lexicon.organization_other
    last = span[-1].lower_
    is_bare = len(span) == 1 and (last in lexicon.organization_words or last in lexicon.organization_descriptions)
    return (
        last in words["last"]
        or any(token.lower_ in words["anywhere"] for token in span)
        or is_bare
        or name_key(span.text) in lexicon.persons
        or all(token.lower_ in lexicon.title_areas for token in span)
    )


def _is_proper(span: Span, lexicon: Lexicon) -> bool:
    """Whether each word of a longer name is one of a name, and none belongs to a title: "Guyana Defence Force"."""
    return len(span) > 1 and all(
        t.pos_ == "PROPN" and t.text[0].isupper() and t.lower_ not in lexicon.title_areas and t.ent_iob_ != "O"
        for t in span
    )


def _ministries(doc: Doc, lexicon: Lexicon) -> Iterator[OrganizationMention]:
    """As in "the Chinese foreign ministry", "Cambodia's defence ministry": a field and a state before the word."""
    states = _state_names(lexicon)
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
        state = _owner(doc, start, token.i + 1, states)
        if state is not None:  # a ministry of no known state is none that can be told from others
            name = f"{doc[start : token.i + 1].text.capitalize()} ({lexicon.states[state].name})"
            yield OrganizationMention(start, token.i + 1, name, "government", state)


def _owner(doc: Doc, start: int, end: int, states: dict[str, str]) -> str | None:
    """The state of a ministry: right before it, after "in" or "of" behind it, else the last named in the sentence."""
    if end + 1 < len(doc) and doc[end].lower_ in {"in", "of"}:
        after = next((doc[end + 1 : k].text for k in (end + 3, end + 2) if doc[end + 1 : k].text in states), None)
        if after is not None:
            return states[after]
    for i in range(start, doc[start].sent.start, -1):
        name = next((doc[k:i].text for k in range(max(0, i - 3), i) if doc[k:i].text in states), None)
        if name is not None:
            return states[name]
    return None


def _missions(doc: Doc, lexicon: Lexicon) -> Iterator[OrganizationMention]:
    """As in "US Embassy in Singapore": the state before the word sends, the place after it receives."""
    states = _state_names(lexicon)
    for token in doc:
        if token.text not in _MISSIONS or token.i == 0:
            continue
        start = next((i for i in range(max(0, token.i - 3), token.i) if doc[i : token.i].text in states), None)
        if start is None:
            continue
        end = token.i + 1
        if end + 1 < len(doc) and doc[end].text in {"in", "to"} and doc[end + 1].ent_type_ == "GPE":
            end = next((i for i in range(end + 1, len(doc)) if doc[i].ent_type_ != "GPE"), len(doc))
        yield OrganizationMention(start, end, doc[start:end].text, "government", states[doc[start : token.i].text])


def _state_in(span: Span, states: dict[str, str]) -> str | None:
    return next((states[word.text] for word in span if word.text in states), None)


def _with_acronyms(doc: Doc, found: tuple[OrganizationMention, ...]) -> tuple[OrganizationMention, ...]:
    named: dict[str, OrganizationMention] = {}
    for mention in found:
        after = doc[mention.end : mention.end + 3]
        if len(after) == 3 and after[0].text == "(" and _ACRONYM.match(after[1].text) and after[2].text == ")":
            named[after[1].text] = mention
    return tuple(replace(full, start=m.start, end=m.end) if (full := named.get(m.name)) else m for m in found)
