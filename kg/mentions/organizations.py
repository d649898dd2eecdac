"""Organizations: those of the lexicon, bodies of states, what spaCy or the text calls one, and their acronyms."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from spacy.tokens import Doc, Span

from kg.lexicon import Lexicon
from kg.mentions.bodies import find_bodies, state_names
from kg.mentions.bodynames import classify, is_other, line_of, name_spans
from kg.mentions.described import find_described
from kg.mentions.names import NameFinder
from kg.mentions.reading import OrganizationMention, longest_first
from kg.mentions.states import is_read, spellings

_IN_BRACKETS = re.compile(r"[A-Z][A-Za-z&/-]{1,9}\Z")
_CLOSING = {")", ",", ";"}


@lru_cache(maxsize=1)
def _finder(lexicon: Lexicon) -> NameFinder:
    return NameFinder(
        (spelling, organization.name)
        for organization in lexicon.organizations.values()
        for name in (organization.name, *organization.aliases)
        for spelling in spellings(name)
    )


def find_organizations(doc: Doc, sentences: tuple[Span, ...], lexicon: Lexicon) -> tuple[OrganizationMention, ...]:
    """The organizations named, an acronym that follows a name in brackets being that name from there on."""
    found: dict[tuple[int, int], OrganizationMention] = {}
    for mention in (*find_bodies(doc, lexicon), *_known(doc, lexicon), *_named(doc, lexicon)):
        if is_read(mention.start, sentences) and not _is_menu(line_of(doc, mention.start), lexicon):
            found.setdefault((mention.start, mention.end), mention)
    return _one_name_each(_with_acronyms(doc, longest_first(found.values()), sentences), lexicon)


def _known(doc: Doc, lexicon: Lexicon) -> Iterator[OrganizationMention]:
    for name, start, end in _finder(lexicon).find(doc):
        known = lexicon.organizations[name]
        if not _runs_on(doc, start, end):
            yield OrganizationMention(start, end, known.name, known.kind, known.state, known.is_movement)


def _runs_on(doc: Doc, start: int, end: int) -> bool:
    """Whether "The National", "The Times" is only the beginning of a longer name: "The National Assembly"."""
    return doc[start].text == "The" and end < len(doc) and doc[end].pos_ == "PROPN" and doc[end].text[0].isupper()


def _named(doc: Doc, lexicon: Lexicon) -> Iterator[OrganizationMention]:
    """What spaCy calls an organization or the words beside a name do, where its own words do not deny it."""
    states = state_names(lexicon)
    for start, end, told in (*find_described(doc, lexicon), *name_spans(doc, lexicon)):
        name = doc[start:end].text
        if is_other(doc[start:end], lexicon):
            continue
        kind = classify(name, lexicon) or told
        state = next((states[word.text] for word in doc[start:end] if word.text in states), None)
        if kind == "movement":
            yield OrganizationMention(start, end, name, "other", state, is_movement=True)
        elif kind is not None:
            yield OrganizationMention(start, end, name, kind, state)


def _is_menu(line: Span, lexicon: Lexicon) -> bool:
    """Whether a line is a row of links: "Share: Facebook Twitter", "NEWS | WORLD | SPORT"."""
    text = line.text.rstrip()
    words = {token.lower_ for token in line}
    return not text.endswith((".", "?", "!", '"', "”")) and (
        "|" in text or len(words.intersection(lexicon.organization_other["menu"])) > 1
    )


def _with_acronyms(
    doc: Doc, found: tuple[OrganizationMention, ...], sentences: tuple[Span, ...]
) -> tuple[OrganizationMention, ...]:
    """The mentions, and one for each acronym that stands in brackets after a name: "(ICWA)", later "the ICWA"."""
    full: dict[str, OrganizationMention] = {}
    for mention in found:
        after = doc[mention.end : mention.end + 3]
        if after.text.startswith("(") and _IN_BRACKETS.match(after[1:2].text) and after[2:3].text in _CLOSING:
            full.setdefault(after[1].text, mention)
    named = [replace(full[t.text], start=t.i, end=t.i + 1) for t in doc if t.text in full]
    spans = {(m.start, m.end) for m in named}
    rest = (m for m in found if (m.start, m.end) not in spans)
    return longest_first([m for m in named if is_read(m.start, sentences)] + list(rest))


def _one_name_each(found: tuple[OrganizationMention, ...], lexicon: Lexicon) -> tuple[OrganizationMention, ...]:
    """The mentions with a shorter name for the longer one that begins or ends with it: "Pole Institute (of Goma)"."""
    names = {m.name: m for m in found}
    longer: dict[str, OrganizationMention] = {}
    for name in names:
        if name not in lexicon.organizations and "(" not in name:
            fits = [n for n in names if n.startswith(f"{name} ") or n.endswith(f" {name}")]
            fits = fits or [
                n for n in names if n in lexicon.organizations and name.startswith((f"{n} of ", f"{n} at "))
            ]
            if len(fits) == 1:
                longer[name] = names[fits[0]]
    return tuple(replace(longer[m.name], start=m.start, end=m.end) if m.name in longer else m for m in found)
