"""Titles after a name: "Jayant Prasad, an ex-ambassador to Nepal", "who once served as envoy", "who heads it"."""

from collections.abc import Iterator

from kg.mentions.mention import APOSTROPHE_S
from kg.mentions.reading import PersonMention, TitleMention, TitleStatus, within
from kg.mentions.titles.leading import title_of_leader
from kg.mentions.titles.lists import names_up_to, titles_of_list
from kg.mentions.titles.words import LONGEST, ONCE, TitleWords

_INSIDE = {"ADJ", "NOUN", "PROPN", "NUM", "DET"}
_ARTICLES = {"the", "a", "an", "his", "her", "their", "its", "one", "of", "another"}
_TIMES = {"currently", "now", "recently", "until", "also", "then", "long", "previously"}
_STOPS = {",", ";", ":", ".", ")", "(", "—", "–", '"', "”"}
_OPENING = {",", "(", "—", "–"}
_PICTURED = {"left", "right", "center", "centre", "l", "r", "l.", "r."}


def titles_after(words: TitleWords, person: PersonMention) -> Iterator[TitleMention]:
    """The titles in apposition, to a comma, verb or full stop; then what a relative clause says the person leads."""
    doc, sent_end = words.doc, words.doc[person.start].sent.end
    i = _past_asides(words, person, sent_end)
    if i >= sent_end:
        return
    opened = doc[i].text in _OPENING
    i += opened
    if i >= sent_end:
        return
    if opened or doc[i].lower_ == "who":
        led = title_of_leader(words, person, i, sent_end)
        if led is not None:
            yield led
            return
    served, i = _skip_service(words, i, sent_end)
    if opened or served:
        yield from _titles_from(words, person, i, sent_end, served)


def _titles_from(
    words: TitleWords, person: PersonMention, i: int, sent_end: int, told: TitleStatus | None
) -> Iterator[TitleMention]:
    """One title after the other from token `i`, each with the words of time before it: "formerly A and now B"."""
    doc = words.doc
    while i < sent_end:
        time, i = _skip_times(words, i, sent_end)
        end = _phrase_end(words, i, sent_end)
        i = _past_owner(words, i, end)
        head = _head_of(words, i, end)
        if head is None:
            return  # a list goes on with another's title
        title = words.title(person.name, words.leftmost(head, i), head, end, status=time or told)
        if words.is_plural(head):
            yield from titles_of_list(words, title, names_up_to(words, person))
        else:
            yield title
        if end + 1 < sent_end and doc[end].text == "," and doc[end + 1].lower_ == "who":
            end += 1
        led = title_of_leader(words, person, end, sent_end) if end < sent_end else None
        if led is not None:
            yield led
            return
        following = _next_title(words, end, sent_end)
        if following is None:
            return
        i, told = following[0], following[1] or told


def _next_title(words: TitleWords, end: int, sent_end: int) -> tuple[int, TitleStatus | None] | None:
    """Where the next title begins behind "and" or "who became", and how it is held; None where there is none."""
    word = words.doc[end].lower_ if end < sent_end else ""
    if word == "who":
        served, i = _skip_service(words, end, sent_end)
        return (i, served) if served else None
    return (end + 1, None) if word == "and" else None


def _head_of(words: TitleWords, i: int, end: int) -> int | None:
    """The head noun of the title between two tokens; None where they hold none, or somebody else's."""
    doc = words.doc
    head = next((k for k in range(i, end) if words.is_head(k) and _closes_words(words, i, k)), None)
    if head is None:
        return None
    while head + 1 < end and words.is_head(head + 1):  # "Prime Minister"
        head += 1
    if any(doc[p.end - 1].dep_ != "poss" for p in within(words.people, i, head + 1)):
        return None
    is_others = any(_bears(words, head, p) for p in within(words.people, head + 1, end))
    return None if is_others or _speaks(words, head, end) else head


def _past_owner(words: TitleWords, i: int, end: int) -> int:
    """The "'s" behind the holder of another post at the head of a title: "President Barack Obama's coordinator"."""
    owner = next(within(words.people, i, end), None)
    if owner is None or words.doc[owner.end : owner.end + 1].text not in APOSTROPHE_S:
        return i
    return owner.end if all(words.is_inside(t) or words.is_address(t) for t in words.doc[i : owner.start]) else i


def _speaks(words: TitleWords, head: int, end: int) -> bool:
    """Whether a new clause begins with the noun: "The accord did not bind Sadio, an aide told reporters"."""
    if end >= len(words.doc) or words.doc[end].tag_ != "VBD":
        return False
    token, verb = words.doc[head], words.doc[end]
    says = verb.lemma_.lower() in words.lexicon.speech["verbs"]  # no comma closes what would be an apposition
    return says or (token.dep_ == "nsubj" and token.head == verb)


def _past_asides(words: TitleWords, person: PersonMention, sent_end: int) -> int:
    """Past what stands between a name and a comma: "X of the Daiwa Institute, a former governor", "X, 54, a poet"."""
    doc, i = words.doc, person.end
    if i + 1 < sent_end and doc[i].lower_ in {"of", "from"}:
        body = next(within(words.organizations, i + 1, i + 3), None) or next(within(words.states, i + 1, i + 3), None)
        if body is not None and body.end < sent_end and doc[body.end].text == ",":
            i = body.end
    if i + 2 < sent_end and doc[i].text == "(" and doc[i + 2].text == ")":
        i += 3
    if i + 2 < sent_end and doc[i].text == "," and doc[i + 2].text == ",":
        aside = doc[i + 1]
        i += 2 if aside.lower_ in _PICTURED or (aside.is_digit and len(aside) < 3) else 0
    return i


def _bears(words: TitleWords, head: int, person: PersonMention) -> bool:
    """Whether the title is that of a person after it, "Kenyan president Uhuru Kenyatta", not "adviser to Kenyatta"."""
    doc, i = words.doc, person.start - 1
    while i > head and (words.is_inside(doc[i]) or words.is_address(doc[i])) and doc[i].text not in APOSTROPHE_S:
        i -= 1
    return i == head or doc[i].pos_ not in {"ADP", "PART"}


def _skip_service(words: TitleWords, i: int, sent_end: int) -> tuple[TitleStatus | None, int]:
    """Past "who is", "who once served as": how the post is held by such a verb, None without one."""
    doc, verbs = words.doc, words.lexicon.titles["verbs"]
    start, past = i, False
    while (
        i < sent_end
        and i - start < 5
        and (doc[i].lower_ in {"who", "once", "previously", "had", "has", "also", "used", "to"})
    ):
        past |= doc[i].lower_ in ONCE
        i += 1
    if i < sent_end and doc[i].lemma_ in verbs["serve"] and doc[i].pos_ in {"VERB", "AUX"}:
        past |= doc[i].tag_ in {"VBD", "VBN"} and i > start
        past &= doc[i].lemma_ not in verbs["begin"]
        i += 1
        i += i < sent_end and doc[i].lower_ == "as"
        return ("former" if past else "current"), i
    return None, start


def _skip_times(words: TitleWords, i: int, sent_end: int) -> tuple[TitleStatus | None, int]:
    """Past the words of time before a title, and what they tell: "until recently", "since March", "at that time"."""
    doc, around = words.doc, words.lexicon.titles["around"]
    word = doc[i].lower_
    if word in around["begins-former"]:
        k = i + 1
        while k < min(i + 4, sent_end) and (doc[k].ent_type_ in {"DATE", "TIME"} or doc[k].pos_ == "ADV"):
            k += 1
        return "former", k
    behind = doc[i : i + 3].text.lower()
    then = next((w for w in around["ends-then"] if behind.startswith(w)), None)
    if then is not None:
        return "then", i + len(then.split())
    if word in around["begins-current"]:
        k = i + 1
        while k < min(i + 4, sent_end) and (
            doc[k].ent_type_ in {"DATE", "TIME"} or doc[k].lower_ in around["begins-current"]
        ):
            k += 1
        return "current", k
    return None, i


def _closes_words(words: TitleWords, start: int, head: int) -> bool:
    """Whether only words of a title stand between `start` and its head noun."""
    return all(
        t.pos_ in _INSIDE
        or words.is_inside(t)
        or t.nbor(1).text == "-"  # "under-secretary-general"
        or t.lower_ in _ARTICLES
        or t.lower_ in _TIMES
        for t in words.doc[start:head]
    )


def _phrase_end(words: TitleWords, i: int, sent_end: int) -> int:
    """The end of a noun phrase with its links: the next comma, bracket, verb, relative or "and"."""
    doc, ends = words.doc, words.lexicon.titles["around"]["ends"]
    for k in range(i, min(sent_end, i + LONGEST)):
        token = doc[k]
        if doc[k - 1].text == "-":  # "so-called"
            continue
        if token.lower_ in words.lexicon.title_status or words.is_inside(token):  # "retired", "visiting" read as verbs
            continue
        if token.pos_ in {"VERB", "AUX", "SCONJ"} or token.lower_ in {"who", "which", "that", "but", "or"}:
            return k
        if token.lower_ == "and" and not _goes_on(words, k):
            return k
        if token.text in _STOPS or "\n" in token.text:
            return k
        if k > i and (token.lower_ in ends or words.status_after(k) == "then"):
            return k
    return min(sent_end, i + LONGEST)


def _goes_on(words: TitleWords, i: int) -> bool:
    """Whether "and" joins two fields of one post, or stands in a name: "Minister of Law and Human Rights"."""
    doc = words.doc
    areas = words.lexicon.titles["areas"]
    if any(o.start < i < o.end for o in within(words.organizations, i, i + 1)):
        return True
    return i + 1 < len(doc) and doc[i - 1].lower_ in areas and doc[i + 1].lower_ in areas
