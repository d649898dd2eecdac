"""Persons: what spaCy reads as one, what follows a form of address or a title, joined under the fullest name given."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from spacy.tokens import Doc, Span, Token

from kg.lexicon import Lexicon
from kg.lexicon.keys import name_key
from kg.mentions.bodynames import is_prose
from kg.mentions.mention import Mention
from kg.mentions.names import NameFinder
from kg.mentions.reading import OrganizationMention, PersonMention, longest_first, within
from kg.mentions.states import is_read

_PARTICLES = {
    "al",
    "el",
    "bin",
    "ibn",
    "abu",
    "ben",
    "de",
    "da",
    "del",
    "di",
    "von",
    "van",
    "der",
    "den",
    "la",
    "le",
    "ul",
    "-",
    "’",
    "'",
}
_LONGEST_NAME = 6
_MISREAD = {"", "ORG", "GPE", "FAC", "WORK_OF_ART", "NORP", "PRODUCT", "LOC", "EVENT"}
_OWNERS = {"a", "an", "the", "its", "his", "her", "their", "our", "whose", "'s", "’s"}
_NO_NAME = re.compile(r"[\d@/|\n]")


def find_people(
    doc: Doc, sentences: tuple[Span, ...], organizations: tuple[OrganizationMention, ...], lexicon: Lexicon
) -> tuple[PersonMention, ...]:
    """The persons named, each by the fullest name in the article.

    A single word is a name when the article has a fuller one that ends or begins with it, or a form of address or a
    title stands before it.
    """
    read = (
        *_read_as_one(doc, lexicon),
        *_after_address(doc, lexicon),
        *_before_apposition(doc, lexicon),
        *_known(doc, lexicon),
        *_speaking(doc, lexicon),
    )
    spans = longest_first({span for span in read if is_read(span.start, sentences)})
    spans = tuple(
        s for s in spans if _is_name(doc[s.start : s.end], lexicon) and not _is_organization(s, organizations)
    )
    names = [doc[span.start : span.end].text for span in spans]
    full = _fullest(_trusted(doc, spans, names))
    people = []
    for span, name in zip(spans, names, strict=True):
        known = full.get(name_key(name)) or (None if " " in name else _by_part(name, full))
        is_explained = any(name in other.split() for other in full.values())
        is_named = _is_addressed(doc, span.start, lexicon) or (not is_explained and _is_well_known(doc, span, lexicon))
        if known or (" " not in name and is_named):
            people.append(PersonMention(span.start, span.end, known or name))
    named = {i for person in people for i in range(person.start, person.end)}
    people += (p for p in _by_one_word(doc, full, lexicon) if p.start not in named and is_read(p.start, sentences))
    return tuple(sorted(people, key=lambda p: p.start))


def _by_one_word(doc: Doc, full: dict[str, str], lexicon: Lexicon) -> Iterator[PersonMention]:
    """Later mentions by one word of a full name, which spaCy may take for something else: "Phumtham said"."""
    owners: dict[str, set[str]] = {}
    for name in full.values():
        words = name.split()
        for word in {words[-1], words[0]} if len(words) > 1 else ():
            if len(word) > 2 and word[0].isupper():
                owners.setdefault(word, set()).add(name)
    for token in doc:
        names = owners.get(token.text, set())
        if (
            len(names) == 1
            and token.pos_ == "PROPN"
            and not _is_in_longer_name(token)
            and not _is_listed(token, lexicon)
        ):
            yield PersonMention(token.i, token.i + 1, next(iter(names)))


def _is_in_longer_name(token: Token) -> bool:
    """Whether another capitalised word beside it makes it part of another name: "Hun Sen University"."""
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    before = token.nbor(-1) if token.i else None
    return any(
        t is not None and t.pos_ == "PROPN" and t.dep_ in {"compound", "flat"} and t.head in {token, token.head}
        for t in (before, after)
    ) or (token.dep_ == "compound" and after is not None and after.pos_ == "PROPN" and token.head == after)


def _is_listed(token: Token, lexicon: Lexicon) -> bool:
    return (
        token.text in lexicon.names_of_places
        or token.lower_ in lexicon.title_heads
        or token.text in lexicon.organizations
    )


def _trusted(doc: Doc, spans: tuple[Mention, ...], names: list[str]) -> list[str]:
    """The names of prose, and those of headlines and captions that make one of them fuller."""
    told = [name for span, name in zip(spans, names, strict=True) if _is_prose(doc[span.start].sent)]
    prose = [name for name in told if " " in name]
    tails = tuple({f" {name_key(name)}" for name in told})
    fuller = [name for name in names if " " in name and name_key(name).endswith(tails)]
    return list(dict.fromkeys((*prose, *fuller)))


def _is_prose(sentence: Span) -> bool:
    """Whether it is no headline, which adds no names of its own; a line of a list that goes on is none either."""
    return is_prose(sentence) or sentence.text.rstrip().endswith((";", "; and"))


def _read_as_one(doc: Doc, lexicon: Lexicon) -> Iterator[Mention]:
    for entity in doc.ents:
        if entity.label_ == "PERSON":
            yield _trimmed(doc, entity.start, entity.end, lexicon)


@lru_cache(maxsize=1)
def _finder(lexicon: Lexicon) -> NameFinder:
    names = {name for person in lexicon.persons.values() for name in (person.name, *person.aliases) if " " in name}
    return NameFinder((name, name) for name in sorted(names))


def _known(doc: Doc, lexicon: Lexicon) -> Iterator[Mention]:
    """The persons of the lexicon."""
    for _, start, end in _finder(lexicon).find(doc):
        trimmed = _trimmed(doc, start, end, lexicon)
        yield trimmed if trimmed.end - trimmed.start > 1 else Mention(start, end)  # "Mohammed VI", but "Pope Francis"


def _speaking(doc: Doc, lexicon: Lexicon) -> Iterator[Mention]:
    """Two or three capitalised words that speak and that spaCy takes for a body or place: "Majed Habbo said"."""
    for entity in doc.ents:
        if entity.label_ not in {"ORG", "GPE", "FAC", "NORP"} or not 2 <= len(entity) <= 3:
            continue
        head = entity.root
        speaks = head.dep_ == "nsubj" and head.head.lemma_.lower() in lexicon.speech["verbs"]
        words = {token.lower_ for token in entity}
        if (
            speaks
            and not words & lexicon.organization_words.keys()
            and all(t.pos_ == "PROPN" and t.text.istitle() and t.text.isalpha() for t in entity)
            and entity.text not in lexicon.places
            and entity.text not in lexicon.organizations
        ):
            yield Mention(entity.start, entity.end)


def _after_address(doc: Doc, lexicon: Lexicon) -> Iterator[Mention]:
    """As in "Mr Sigal", "Vice President Wang Qishan": capitalised words after a form of address or a title."""
    for token in doc:
        if _is_address(token, lexicon) or token.lower_ in lexicon.title_heads:
            start = token.i + 1
            while start < len(doc) and (doc[start].text == "." or _is_address(doc[start], lexicon)):
                start += 1
            end = start
            while end < len(doc) and end - start < _LONGEST_NAME and _continues_name(doc, start, end):
                end += 1
            least = 1 if _is_address(token, lexicon) else 2
            if end - start >= least:
                yield _trimmed(doc, start, end, lexicon)


def _before_apposition(doc: Doc, lexicon: Lexicon) -> Iterator[Mention]:
    """As in "Bhekh Bahadur Thapa, a former foreign minister": a name that spaCy takes for an organization or place."""
    for entity in (*doc.ents, *_unread(doc)):
        has_post = _is_before_post(doc, entity, lexicon) or _is_after_post(doc, entity, lexicon)
        if has_post and entity.label_ in _MISREAD and _looks_named(entity, lexicon):
            yield Mention(entity.start, entity.end)


def _is_before_post(doc: Doc, entity: Span, lexicon: Lexicon) -> bool:
    """As in "Suresh Prabhu, who", "Bhekh Bahadur Thapa, a former foreign minister"."""
    after = doc[entity.end : entity.end + 8]
    if len(after) < 3 or after[0].text != ",":
        return False
    if after[1].lower_ == "who":
        return True
    phrase = list(after[1:])
    head = next((t for t in phrase if t.lower_ in lexicon.title_heads and t.text[0].islower()), None)
    return head is not None and all(
        t.pos_ in {"DET", "ADJ", "NOUN", "PROPN", "ADV", "NUM", "PART"} or t.lower_ == "of"
        for t in phrase[: head.i - phrase[0].i]
    )


def _unread(doc: Doc) -> Iterator[Span]:
    """Two to four names in a row that spaCy reads as nothing, if the text gives them a comma: "Mo Mowlam, until"."""
    start = 0
    while start < len(doc):
        end = start
        while end < len(doc) and doc[end].pos_ == "PROPN" and not doc[end].ent_type_ and doc[end].text.istitle():
            end += 1
        if 2 <= end - start <= 4 and end < len(doc) and doc[end].text == ",":
            yield doc[start:end]
        start = max(end, start + 1)


def _is_after_post(doc: Doc, entity: Span, lexicon: Lexicon) -> bool:
    """As in "Its chairman, Alieu Momar Njai, tells us": a noun of a post with its owner before the comma."""
    if entity.start < 3 or doc[entity.start - 1].text != ",":
        return False
    head, owner = doc[entity.start - 2], doc[entity.start - 3]
    return head.lower_ in lexicon.title_heads and head.text[0].islower() and owner.lower_ in _OWNERS


def _is_place(name: str, lexicon: Lexicon) -> bool:
    """Whether it names a state or a place of the short list; many small towns are called like people."""
    place = lexicon.places.get(name)
    return not place.is_common if place else name in lexicon.names_of_places


def _looks_named(entity: Span, lexicon: Lexicon) -> bool:
    """Whether a name of two to four words has none of an organization or place."""
    words = [token.lower_ for token in entity]
    return (
        2 <= len(entity) <= 4
        and all(t.pos_ == "PROPN" and t.text[0].isupper() for t in entity)
        and not lexicon.organization_words.keys() & set(words)
        and not any(_is_place(t.text, lexicon) or (t.text.isupper() and len(t) > 2) for t in entity)
    )


def _continues_name(doc: Doc, start: int, i: int) -> bool:
    token = doc[i]
    if token.text in _PARTICLES:
        return i > start or (token.text.isalpha() and i + 1 < len(doc))
    return (
        token.pos_ == "PROPN"
        and token.text[0].isupper()
        and token.text.replace("’", "").isalpha()
        and not token.is_sent_start
    )


def _trimmed(doc: Doc, start: int, end: int, lexicon: Lexicon) -> Mention:
    """The tokens without forms of address before and without "'s" and punctuation after."""
    while start < end and (
        doc[start].lower_.strip(".") in lexicon.honorifics
        or doc[start].lower_ in lexicon.title_heads
        or (doc[start].lower_.removesuffix("s") in lexicon.title_heads and end - start > 2)
        or doc[start].lower_ in lexicon.title_areas
        or not doc[start].text[0].isalpha()
    ):
        start += 1
    while (
        start
        and doc[start - 1].dep_ == "compound"
        and doc[start - 1].head.i in range(start, end)
        and _is_given_name(doc[start - 1], lexicon)
    ):
        start -= 1
    stop = next((i for i in range(start, end) if "\n" in doc[i].text), end)
    while stop > start and (doc[stop - 1].text in {"'s", "’s", "-", "–", "’", "'", "."} or doc[stop - 1].is_punct):
        stop -= 1
    while (
        stop + 1 < len(doc)
        and stop > start
        and doc[stop].text == "-"
        and not doc[stop - 1].whitespace_
        and doc[stop + 1].text.islower()
    ):
        stop += 2  # "Moon Jae" + "-" + "in"
    return Mention(start, stop)


def _is_given_name(token: Token, lexicon: Lexicon) -> bool:
    return (
        token.pos_ == "PROPN"
        and token.text.istitle()
        and token.text.isalpha()
        and not token.is_sent_start
        and token.ent_type_ not in {"GPE", "ORG", "NORP"}
        and not {token.lower_, token.lower_.removesuffix("s")} & lexicon.title_heads.keys()
        and token.lower_ not in lexicon.title_areas
        and token.lower_ not in lexicon.honorifics
    )


def _is_address(token: Token, lexicon: Lexicon) -> bool:
    return token.text[0].isupper() and token.lower_.strip(".") in lexicon.honorifics


def _is_addressed(doc: Doc, start: int, lexicon: Lexicon) -> bool:
    before = doc[start - 1] if start else None
    if before is not None and before.text == "." and start > 1:
        before = doc[start - 2]
    return before is not None and (
        _is_address(before, lexicon) or (before.lower_ in lexicon.title_heads and before.text[0].isupper())
    )


def _is_name(span: Span, lexicon: Lexicon) -> bool:
    if not len(span) or len(span) > _LONGEST_NAME or _NO_NAME.search(span.text):
        return False
    if not span.text[0].isupper() and span[0].text not in _PARTICLES:
        return False
    unnamed = lexicon.titles["unnamed"]
    if len(span) > 1 and (span[-1].lower_ in unnamed["last"] or span[0].lower_.strip(".") in unnamed["first"]):
        return False
    if all(len(token.text.strip(".")) < 2 for token in span):  # "H H"
        return False
    if span.start and span.doc[span.start - 1 : span.end].text in lexicon.names_of_places:  # "Sri Lankan"
        return False
    return span.text not in lexicon.names_of_places and not all(token.lower_ in lexicon.title_heads for token in span)


def _is_well_known(doc: Doc, span: Mention, lexicon: Lexicon) -> bool:
    """Whether a lone surname that no fuller name explains is that of a person of the lexicon: "Castro replied"."""
    token = doc[span.start]
    return (
        token.pos_ == "PROPN"
        and token.text.istitle()
        and len(token) > 3
        and token.ent_type_ not in {"GPE", "NORP", "LOC", "FAC"}
        and not _is_in_longer_name(token)
        and not _is_listed(token, lexicon)
        and bool(lexicon.states_of_surname(token.text))
        and _is_prose(token.sent)
    )


def _is_organization(span: Mention, organizations: tuple[OrganizationMention, ...]) -> bool:
    return any(
        o.start <= span.start and span.end <= o.end and o.kind != "other"
        for o in within(organizations, span.start, span.end)
    )


def _fullest(names: Iterable[str]) -> dict[str, str]:
    """Key of each full name to the longest name that holds all its words ("Félix Tshisekedi" in one with "Antoine")."""
    by_key: dict[str, str] = {}
    for name in names:
        by_key.setdefault(name_key(name), name)
    keys = sorted(by_key, key=lambda key: -len(key.split()))
    return {
        key: by_key[
            next(
                k for k in keys if k == key or (set(key.split()) < set(k.split()) and k.split()[-1] == key.split()[-1])
            )
        ]
        for key in by_key
    }


def _by_part(name: str, full: dict[str, str]) -> str | None:
    """The one full name that ends with the word, else the one that begins with it; None where several do."""
    part = name_key(name)
    for fits in (str.endswith, str.startswith):
        matches = {fullest for key, fullest in full.items() if fits(f" {key} ", f" {part} ")}
        if len(matches) == 1:
            return matches.pop()
    return None
