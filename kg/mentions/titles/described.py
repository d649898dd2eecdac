"""Titles by which a text comes back to somebody: "Lapid flew to Rabat, where the Israeli foreign minister"."""

from collections.abc import Iterator

from spacy.tokens import Token

from kg.mentions.reading import PersonMention, TitleMention, within
from kg.mentions.titles.words import TitleWords


def titles_described(words: TitleWords, titles: list[TitleMention]) -> Iterator[TitleMention]:
    """For each definite description of a post without a name, the one person before who fits and has no title yet.

    Only persons of the lexicon are meant, whose state is known; nobody else may hold such a post in the text.
    """
    taken = {i for title in titles for i in range(title.start, title.end)}
    bearers = {title.person for title in titles if title.official}
    for head in words.doc:
        post = _post_at(words, head)
        if post is None or head.i in taken:
            continue
        start, name = post
        state = next((s.code for s in within(words.states, start, head.i)), None)
        person = _meant(words, head, state, bearers)
        if person is None or any(_is_held(words, t, name, state, person) for t in titles):
            continue
        bearers.add(person.name)
        state = state or words.lexicon.state_of_person(person.name)
        yield words.title(person.name, start, head.i, head.i + 1, state=state)


def _post_at(words: TitleWords, head: Token) -> tuple[int, str] | None:
    """Where the description that ends with a token begins behind "the", and its post; None where it is another's."""
    doc, single = words.doc, words.lexicon.titles["around"]["single"]
    if head.tag_ not in {"NN", "NNP"} or not words.is_head(head.i):
        return None
    start = words.leftmost(head.i, head.sent.start)
    before = doc[start - 1].lower_ if start > head.sent.start else ""
    after = doc[head.i + 1] if head.i + 1 < len(doc) else None
    if before != "the" or (
        after is not None and (after.pos_ in {"PROPN", "NOUN"} or after.lower_ in {"of", "-", "in"})
    ):
        return None
    if after is not None and after.text == "," and words.person_at(head.i + 2) is not None:
        return None
    stated = next((s.end for s in within(words.states, start, head.i)), start)
    name = doc[stated : head.i + 1].text.lower().removeprefix("'s ").removeprefix("’s ")
    return (start, name) if name in single else None


def _meant(words: TitleWords, head: Token, state: str | None, bearers: set[str]) -> PersonMention | None:
    """The one person of the state in this sentence before the noun, else in the one before; None where two fit."""
    sentence = head.sent
    previous = words.doc[sentence.start - 1].sent if sentence.start else sentence
    for start, end in ((sentence.start, head.i), (previous.start, sentence.start)):
        people = {p.name: p for p in within(words.people, start, end)}
        fitting = [p for p in people.values() if state is None or words.lexicon.state_of_person(p.name) == state]
        if fitting:
            only = fitting[0]
            is_sure = len(fitting) == 1 and only.name not in bearers and words.lexicon.state_of_person(only.name)
            return only if is_sure else None
    return None


def _is_held(words: TitleWords, title: TitleMention, post: str, state: str | None, person: PersonMention) -> bool:
    """Whether somebody else of the same state, or of none told, bears the post."""
    if not title.title.lower().endswith(post) or title.person == person.name:
        return False
    other = title.state or words.lexicon.state_of_person(title.person)
    return other is None or other == (state or words.lexicon.state_of_person(person.name))
