"""Titles after a name: "Jayant Prasad, an ex-ambassador to Nepal", "who once served as envoy", "who heads it"."""

from collections.abc import Iterator

from kg.mentions.reading import PersonMention, TitleMention, TitleStatus, within
from kg.mentions.titles.words import GLUE, LONGEST, TitleWords

_INSIDE = {"ADJ", "NOUN", "PROPN", "NUM", "DET"}
_ARTICLES = {"the", "a", "an", "his", "her", "their", "its", "one", "of"}
_TIMES = {"currently", "now", "recently", "until", "also", "then", "long", "previously"}
_ONCE = {"once", "previously", "used", "formerly"}
_STOPS = {",", ";", ":", ".", ")", "(", "—", "–", '"', "”"}


def titles_after(words: TitleWords, person: PersonMention) -> Iterator[TitleMention]:
    """The titles in apposition, to a comma, verb or full stop; then what a relative clause says the person leads."""
    doc, sent_end = words.doc, words.doc[person.start].sent.end
    i = person.end
    if i >= sent_end:
        return
    opened = doc[i].text in {",", "("}
    i += opened
    led = _led(words, person, i, sent_end) if opened else None
    if led is not None:
        yield led
        return
    served, i = _skip_service(words, i, sent_end)
    if not (opened or served):
        return
    while i < sent_end:
        end = _phrase_end(words, i, sent_end)
        head = next((k for k in range(i, end) if words.is_head(k) and _closes_words(words, i, k)), None)
        if head is None or any(doc[p.end - 1].dep_ != "poss" for p in within(words.people, i, head + 1)):
            return  # a list goes on with another's title
        if any(_bears(words, head, p) for p in within(words.people, head + 1, end)):
            return
        yield words.title(person.name, words.leftmost(head, i), head, end, past=served == "past")
        if end >= sent_end or doc[end].lower_ != "and":
            return
        i = end + 1


def _bears(words: TitleWords, head: int, person: PersonMention) -> bool:
    """Whether the title is that of a person after it, "Kenyan president Uhuru Kenyatta", not "adviser to Kenyatta"."""
    doc, i = words.doc, person.start - 1
    while i > head and (words.is_head(i) or words.is_address(doc[i])):
        i -= 1
    return i == head or doc[i].pos_ not in {"ADP", "PART"}


def _led(words: TitleWords, person: PersonMention, i: int, sent_end: int) -> TitleMention | None:
    """As in ", who used to head the Foreign Intelligence Service": a verb of leading and the body that is led."""
    doc, leads = words.doc, words.lexicon.titles["leads"]
    if doc[i].lower_ != "who":
        return None
    verb = next((t for t in doc[i + 1 : min(i + 5, sent_end)] if t.lemma_.lower() in leads and t.pos_ == "VERB"), None)
    if verb is None:
        return None
    past = any(t.lower_ in _ONCE for t in doc[i : verb.i])
    body = next(within(words.organizations, verb.i + 1, min(verb.i + 6, sent_end)), None)
    if body is None or not (past or verb.tag_ == "VBZ"):
        return None
    official = body.kind in {"government", "igo", "military"}
    status: TitleStatus = "former" if past else "current"
    return TitleMention(
        verb.i, body.end, person.name, leads[verb.lemma_.lower()], status, body.state, body.name, official=official
    )


def _skip_service(words: TitleWords, i: int, sent_end: int) -> tuple[str | None, int]:
    """Past "who is", "who once served as": whether there was such a verb, and of what time."""
    doc, verbs = words.doc, words.lexicon.titles["verbs"]["serve"]
    start, past = i, False
    while (
        i < sent_end
        and i - start < 5
        and (doc[i].lower_ in {"who", "once", "previously", "had", "has", "also", "used", "to"})
    ):
        past |= doc[i].lower_ in _ONCE
        i += 1
    if i < sent_end and doc[i].lemma_ in verbs and doc[i].pos_ in {"VERB", "AUX"}:
        past |= doc[i].tag_ in {"VBD", "VBN"} and i > start
        i += 1
        i += i < sent_end and doc[i].lower_ == "as"
        return ("past" if past else "present"), i
    return None, start


def _closes_words(words: TitleWords, start: int, head: int) -> bool:
    """Whether only words of a title stand between `start` and its head noun."""
    return all(
        t.pos_ in _INSIDE
        or t.text in GLUE
        or t.lower_ in words.lexicon.title_status
        or t.lower_ in _ARTICLES
        or t.lower_ in _TIMES
        for t in words.doc[start:head]
    )


def _phrase_end(words: TitleWords, i: int, sent_end: int) -> int:
    """The end of a noun phrase with its links: the next comma, bracket, verb, relative or "and"."""
    doc = words.doc
    for k in range(i, min(sent_end, i + LONGEST)):
        token = doc[k]
        if doc[k - 1].text == "-":  # "so-called"
            continue
        if token.pos_ in {"VERB", "AUX", "SCONJ"} or token.lower_ in {"who", "which", "that", "but", "or"}:
            return k
        if token.lower_ == "and" and not _goes_on(words, k):
            return k
        if token.text in _STOPS or "\n" in token.text:
            return k
    return min(sent_end, i + LONGEST)


def _goes_on(words: TitleWords, i: int) -> bool:
    """Whether "and" joins two fields of one post: "Minister of Law and Human Rights"."""
    doc = words.doc
    areas = words.lexicon.titles["areas"]
    return i + 1 < len(doc) and doc[i - 1].lower_ in areas and doc[i + 1].lower_ in areas
