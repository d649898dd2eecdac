"""Titles at a distance that "as" or a verb of naming ties to a person: "sent her as envoy", "was elected chairman"."""

from collections.abc import Iterator

from spacy.tokens import Token

from kg.mentions.reading import PersonMention, TitleMention, TitleStatus
from kg.mentions.titles.lists import names_from, names_up_to, titles_of_list
from kg.mentions.titles.words import LONGEST, TitleWords

_SUBJECTS = {"nsubj", "nsubjpass"}
_MODALS = {"will", "would", "could", "may", "might", "should"}


def titles_named(words: TitleWords, titles: list[TitleMention]) -> Iterator[TitleMention]:
    """The titles that stand neither before nor after a name, but behind "as" or a verb of naming."""
    taken = {i for title in titles for i in range(title.start, title.end)}
    for head in words.doc:
        if head.i in taken or not words.is_head(head.i):
            continue
        verb = _verb_of(words, head)
        read = _holder(words, verb, head) if verb is not None else None
        if read is None or verb is None:
            continue
        person, status = read
        start = words.leftmost(head.i, max(head.sent.start, verb.i + 1) if verb.i < head.i else head.sent.start)
        end = _end(words, head)
        title = words.title(person.name, start, head.i, end, status=status)
        if words.is_plural(head.i):
            listed = names_from(words, person) if person.start > head.i else names_up_to(words, person)
            yield from titles_of_list(words, title, listed)
        else:
            yield title


def _verb_of(words: TitleWords, head: Token) -> Token | None:
    """The verb that a title belongs to by "as", or as what its object is made."""
    verbs = words.lexicon.titles["verbs"]
    if head.dep_ == "pobj" and head.head.lower_ == "as":
        verb = head.head.head
        return verb if verb.pos_ in {"VERB", "AUX"} else None
    verb = head.head
    makes = verb.pos_ == "VERB" and verb.lemma_ in verbs["call"]
    return verb if makes and head.dep_ in {"oprd", "attr", "dobj", "xcomp"} and head.i > verb.i else None


def _holder(words: TitleWords, verb: Token, head: Token) -> tuple[PersonMention, TitleStatus] | None:
    """Who holds the title, and how: the object of a verb of naming, the subject of one of serving or leaving."""
    verbs = words.lexicon.titles["verbs"]
    lemma = verb.lemma_
    subject = _subject(words, verb)
    is_passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children) or verb.dep_ == "acl"
    status: TitleStatus = "current"
    if lemma in verbs["make"]:
        named = subject if is_passive else _object(words, verb, head)
        if any(c.lower_ in _MODALS for c in verb.children) or (verb.dep_ == "xcomp" and verb.head.lemma_ == "be"):
            status = "designate"
        return (named, status) if named is not None else None
    if subject is None:
        return None
    if lemma in verbs["leave"]:
        return subject, "former"
    if lemma in {*verbs["act"], *verbs["succeed"]} and not is_passive:
        return subject, status
    return None


def _subject(words: TitleWords, verb: Token) -> PersonMention | None:
    """The person who does what a verb says; a verb without a subject shares that of the one it hangs on."""
    for _ in range(3):
        own = next((c for c in verb.children if c.dep_ in _SUBJECTS), None)
        if own is not None:
            if own.lower_ in {"who", "that"}:
                return _at(words, verb.head) if verb.dep_ == "relcl" else None
            return _at(words, own)
        if verb.dep_ == "acl":
            return _at(words, verb.head)
        if verb.dep_ not in {"conj", "xcomp", "advcl"}:
            return None
        verb = verb.head
    return None


def _object(words: TitleWords, verb: Token, head: Token) -> PersonMention | None:
    """The person that a verb of naming has for its object: "named Kerry envoy", "whom Beijing had sent as envoy"."""
    for child in verb.children:
        if child.dep_ in {"dobj", "dative", "nsubj"} and child != head:
            if child.lower_ == "whom" and verb.dep_ == "relcl":
                return _at(words, verb.head)
            if child.lower_ in {"himself", "herself"}:
                return _subject(words, verb)
            if child.dep_ != "nsubj" and (person := _at(words, child)) is not None:
                return person
    clause = next((c for c in verb.children if c.dep_ == "ccomp"), None)
    return None if clause is None else next((_at(words, c) for c in clause.children if c.dep_ in _SUBJECTS), None)


def _at(words: TitleWords, token: Token) -> PersonMention | None:
    """The person that a token names, or that an apposition is said of: "Wang Yi, a vice minister whom Beijing sent"."""
    return words.person_at(token.i) or (words.person_at(token.head.i) if token.dep_ == "appos" else None)


def _end(words: TitleWords, head: Token) -> int:
    """The end of the head noun's links: "adviser to the GAM delegation"."""
    doc = words.doc
    end = head.i + 1
    limit = min(head.sent.end, head.i + LONGEST)
    while end < limit and (
        doc[end].lower_ in {"of", "to", "for", "on"}
        or (end > head.i + 1 and (words.is_inside(doc[end]) or doc[end].pos_ == "DET") and doc[end - 1].text != ",")
    ):
        end += 1
    while end > head.i + 1 and (doc[end - 1].pos_ in {"ADP", "DET"} or doc[end - 1].is_punct):
        end -= 1
    return end
