"""Where names of organizations stand, by spaCy and by the words in them, and what those words tell.

In: a doc. Out: token spans, each with the kind that is told where it stands, and the kind that its own words give.
"""

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from kg.lexicon import Lexicon
from kg.lexicon.keys import name_key
from kg.mentions.bodies import state_names
from kg.mentions.mention import APOSTROPHE_S

NameSpan = tuple[int, int, str | None]
"""First token, end, and the kind that is told beside the name; None where only the name itself can tell it."""

ACRONYM = re.compile(r"[A-Z][A-Z&/-]{1,11}\Z")
_LETTERS = re.compile(r"[A-Z][A-Za-z&-]{1,9}\Z")
_LEAST_ACRONYM = 3
"""Letters of an acronym that nothing but spaCy calls an organization: two may be anything."""
_TRAILING = {
    *APOSTROPHE_S, ",", ".", '"', "”", ")", "(", "-", "–", ":", ";", "of", "for", "at", "in", "and", "the", "on", "to",
}  # fmt: skip
ARTICLES = {"the", "a", "an"}
_OF = {"of", "for", "on"}
_SMALL = {"of", "the", "for", "and", "in", "on", "to", "de", "des", "la", "et", "du", "y", "&", "-", "–"}
JOINTS = {"-", "–", "&", "/"}
_NO_NAME_LABELS = {"DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT"}
_LONGEST_NAME = 10


def name_spans(doc: Doc, lexicon: Lexicon) -> Iterator[NameSpan]:
    """Every span that may be the name of an organization; they may overlap."""
    yield from _before_acronyms(doc, lexicon)
    yield from _around_head_words(doc, lexicon)
    yield from _read_as_one(doc, surnames_of(doc), lexicon)


def surnames_of(doc: Doc) -> set[str]:
    """The last words of the names that spaCy calls persons'."""
    return {entity[-1].text for entity in doc.ents if entity.label_ == "PERSON" and len(entity) > 1}


def classify(name: str, lexicon: Lexicon) -> str | None:
    """The kind that the words of a name tell: a phrase of several, then its head, then the others; None where none."""
    words = [word.strip("().,'’").lower().replace("’", "'") for word in name.split()]
    kinds, causes = lexicon.organization_words, lexicon.organization_other["causes"]
    for length in (3, 2):
        phrases = [" ".join(words[i : i + length]) for i in range(len(words) - length + 1)]
        if phrase := next((p for p in phrases if p in kinds), None):
            return kinds[phrase]
    head = next((word for word in ("of", "for", "on") if word in words), None)
    ordered = ([words[words.index(head) - 1]] if head and words.index(head) else []) + [words[-1], *words[:-1]]
    kind = next((kinds[word] for word in ordered if word in kinds), None)
    works_for = set(words[words.index("for") :]) if "for" in words else set()
    return (
        "ngo"
        if kind in {"other", "thinktank"} and works_for.intersection(causes) and "institute" not in words
        else kind
    )


def is_other(span: Span, lexicon: Lexicon) -> bool:
    """Whether it is a treaty, a place, a person, or a common word that stands for a body named before."""
    words = lexicon.organization_other
    text = span.text
    lowered = text.lower()
    head = _head(span)
    is_bare = len(span) == 1 and (head in lexicon.organization_words or head in lexicon.organization_descriptions)
    return (
        is_bare
        or not text[0].isupper()
        or text in lexicon.names_of_places
        or head in words["last"]
        or any(token.lower_ in words["anywhere"] for token in span)
        or any(venue in lowered for venue in words["venues"])
        or name_key(text) in lexicon.persons
        or all(token.lower_ in lexicon.title_areas for token in span)
        or _is_side(span, lexicon)
    )


def _head(span: Span) -> str:
    """The head of a name in lower case: the word before the first "of", "for" or "on", else the last."""
    return next((span[i - 1].lower_ for i in range(1, len(span)) if span[i].lower_ in _OF), span[-1].lower_)


def _is_side(span: Span, lexicon: Lexicon) -> bool:
    """Whether it is a state and a common word, which is no body of its own: "the Russian party", "Government"."""
    states = state_names(lexicon)
    return (span[-1].text.islower() or span[-1].lower_ == "government") and span[:-1].text in states


def line_of(doc: Doc, i: int) -> Span:
    """The line of the text that a token stands in."""
    start, end = i, i + 1
    while start and "\n" not in doc[start - 1].text:
        start -= 1
    while end < len(doc) and "\n" not in doc[end - 1].text:
        end += 1
    return doc[start:end]


def is_prose(sentence: Span) -> bool:
    """Whether it is no headline: there every word may be capitalised."""
    words = [token for token in sentence if token.is_alpha and len(token) > 3]
    capitals = sum(token.text[0].isupper() for token in words)
    return sentence.text.rstrip().endswith((".", "?", "!", '"', "”")) or 3 * capitals <= 2 * len(words)


# What spaCy calls one


def _read_as_one(doc: Doc, surnames: set[str], lexicon: Lexicon) -> Iterator[NameSpan]:
    for entity in doc.ents:
        if entity.label_ == "ORG":
            for start, end in _parts(doc, entity.start, entity.end, surnames, lexicon):
                span = doc[start:end]
                is_told_by_words = classify(span.text, lexicon) is not None
                told = None if is_told_by_words else _told_by_context(span, lexicon)
                if told or is_told_by_words:
                    yield start, end, told


def _parts(doc: Doc, start: int, end: int, surnames: set[str], lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """The entity without what is no name, in two where one owns the other: "Stanford University's Security Project"."""
    stop = next((i for i in range(start + 1, end) if "\n" in doc[i].text or doc[i].text == "("), end)
    for i in range(start + 1, stop - 1):
        left = doc[start:i]
        if doc[i].text in APOSTROPHE_S and (
            left[-1].text in surnames or left.text in state_names(lexicon) or classify(left.text, lexicon)
        ):
            yield from _parts(doc, start, i, surnames, lexicon)
            start = i + 1
    while start < stop and doc[start].lower_ in ARTICLES:
        start += 1
    while start < stop and (doc[stop - 1].lower_ in _TRAILING or "\n" in doc[stop - 1].text):
        stop -= 1
    if start < stop:
        yield start, stop


def _told_by_context(span: Span, lexicon: Lexicon) -> str | None:
    """The kind of what spaCy calls an organization and whose words tell none; None where nothing else confirms it."""
    doc, start = span.doc, span.start
    before = doc[start - 1] if start else None
    if len(span) == 1 and ACRONYM.match(span.text):
        return _kind_of_acronym(span, before, lexicon)
    if not all(t.text[0].isupper() or t.lower_ in _SMALL for t in span):
        return None
    return "other" if _is_owned_by_post(doc, start, lexicon) else None


def _kind_of_acronym(span: Span, before: Token | None, lexicon: Lexicon) -> str | None:
    word = span.text
    if len(word) < _LEAST_ACRONYM or word.lower() in lexicon.title_heads or _is_shouted(span, lexicon):
        return None
    return "media" if before is not None and before.lower_ in lexicon.organization_other["told"] else "other"


def _is_shouted(span: Span, lexicon: Lexicon) -> bool:
    """Whether it is a word in capitals for show: of a dateline ("KARACHI, Dec 14"), a heading, a name."""
    doc, i = span.doc, span.start
    around = [doc[k] for k in (i - 1, i + 1) if 0 <= k < len(doc)]
    opens_line = i == 0 or "\n" in doc[i - 1].text
    return (
        span.text.title() in lexicon.names_of_places
        or any(t.is_alpha and t.text.isupper() and len(t) > 2 for t in around)
        or (opens_line and len(span.text) > 4 and i + 1 < len(doc) and doc[i + 1].text in {",", ":", "—", "-", "("})
    )


def _is_owned_by_post(doc: Doc, start: int, lexicon: Lexicon) -> bool:
    """Whether somebody holds a post there: "creative director at Firaxis", "Bob Iger of Disney"."""
    i = start - 1
    if i > 0 and doc[i].lower_ == "the":
        i -= 1
    if i < 1 or doc[i].lower_ not in {"of", "at", "for", "from"}:
        return False
    holder = doc[i - 1]
    return holder.lower_ in lexicon.organization_other["posts"] or (
        holder.ent_type_ == "PERSON" and doc[i].text != "for"
    )


# Names before their acronym in brackets


def _before_acronyms(doc: Doc, lexicon: Lexicon) -> Iterator[NameSpan]:
    """As in "National Council of Educational Research and Training (NCERT)": words that begin with its letters."""
    for i in range(2, len(doc) - 2):
        if doc[i].text == "(" and doc[i + 2].text in {")", ",", ";"} and _LETTERS.match(doc[i + 1].text):
            start = _spelled_out(doc, i, doc[i + 1].text)
            if start is not None and doc[start:i].text not in state_names(lexicon):
                yield start, i, "other"


def _spelled_out(doc: Doc, end: int, acronym: str) -> int | None:
    """Where the words begin that end at a token and whose capitals spell an acronym; None where none do."""
    letters = [c for c in acronym.upper() if c.isalpha()]
    for start in range(end - 1, max(-1, end - _LONGEST_NAME), -1):
        token = doc[start]
        if "\n" in token.text or token.text in {".", ",", ";", "(", ")"}:
            return None
        if not token.text[0].isupper():
            continue
        words = [t for t in doc[start:end] if t.text[0].isalpha()]
        capitals = [t.text[0] for t in words if t.text[0].isupper()]
        full = [t.text[0].upper() for t in words if t.lower_ != "the"]
        if letters in (capitals, full) and sum(t.text[0].isupper() for t in words) > 1:
            return start
    return None


# Names around a word for an organization


def _around_head_words(doc: Doc, lexicon: Lexicon) -> Iterator[NameSpan]:
    """As in "the Minnesota Orchestra", "the Council of Representatives": capitalised words around a head word."""
    for token in doc:
        if token.lower_ not in lexicon.organization_words or not token.text[0].isupper() or token.text.isupper():
            continue
        start = left_end(doc, token.i, lexicon)
        end = _right_end(doc, token.i + 1)
        follows = doc[end] if end < len(doc) else None
        runs_on = follows is not None and follows.text[0].isupper() and not follows.is_sent_start
        if runs_on and follows is not None and follows.lower_ not in lexicon.title_heads:
            continue
        if end - start > 1 and token.ent_type_ != "PERSON" and is_prose(token.sent):
            yield start, end, None


def left_end(doc: Doc, head: int, lexicon: Lexicon) -> int:
    """Where the capitalised words begin that stand before a token: "Minnesota" in "the Minnesota Orchestra"."""
    start = head
    while start > doc[head].sent.start:
        token = doc[start - 1]
        is_joint = token.text in JOINTS and start - 2 >= 0 and doc[start - 2].text[0].isupper()
        is_word = token.text[0].isupper() and token.pos_ in {"PROPN", "ADJ", "NOUN"} and is_part(token, lexicon)
        if token.is_sent_start and token.pos_ != "PROPN":
            break
        if not (is_joint or is_word):
            break
        start -= 1
    return start


def is_part(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word may belong to a name: no title, form of address or day does."""
    return (
        token.ent_type_ not in _NO_NAME_LABELS
        and token.lower_ not in ARTICLES
        and token.lower_.strip(".") not in lexicon.honorifics
        and (token.lower_ not in lexicon.title_heads or token.lower_ in lexicon.title_areas)
    )


def _right_end(doc: Doc, end: int) -> int:
    """The end of "of", "for" or "on" and the capitalised words after a head word; its own end where none follow."""
    first = end
    while first < len(doc) and first - end < 2 and doc[first].lower_ in ({"the"} if first > end else _OF):
        first += 1
    stop = first
    while stop < len(doc) and _continues(doc, stop):
        stop += 1
    if not stop > first > end:
        return end
    return _right_end(doc, stop) if stop < len(doc) and doc[stop].lower_ == "of" else stop


def _continues(doc: Doc, i: int) -> bool:
    token = doc[i]
    if token.text[0].isupper():
        return not token.is_sent_start
    after = doc[i + 1] if i + 1 < len(doc) else None
    is_joint = token.text in JOINTS or (token.lower_ == "and" and doc[i - 1].ent_type_ == "ORG" == doc[i].ent_type_)
    return is_joint and after is not None and after.text[0].isupper()
