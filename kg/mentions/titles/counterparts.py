"""Titles that a text gives by pointing at another's: "his Russian and Chinese counterparts, Lavrov and Wang Yi"."""

from collections.abc import Iterator

from spacy.tokens import Token

from kg.mentions.reading import PersonMention, TitleMention, within
from kg.mentions.titles.lists import Listed, names_from, titles_of_list
from kg.mentions.titles.words import GLUE, TitleWords

_REACH = 8
"""Tokens between the noun and the name it is said of."""
_LINKS = {"in", "at", "from", "of"}


def titles_of_counterparts(words: TitleWords, titles: list[TitleMention]) -> Iterator[TitleMention]:
    """For each counterpart the title of the one it is said of, for the state or body that the words name."""
    held = {title.start for title in titles}
    for noun in words.doc:
        is_number = noun.lower_ in {"number", "numbers"} and noun.i > 0 and noun.nbor(-1).lower_ == "opposite"
        if noun.lemma_.lower() != "counterpart" and not is_number:
            continue
        listed = _named_after(words, noun) or _named_before(words, noun)
        if not listed or any(noun.i < start < listed[0][0].start for start in held):
            continue
        model = _model(words, titles, noun, {person.name for person, _ in listed})
        if model is not None:
            yield from _of(words, model, noun, listed)


def _of(words: TitleWords, model: TitleMention, noun: Token, listed: list[Listed]) -> Iterator[TitleMention]:
    first = listed[0][0]
    start = max(noun.sent.start, noun.i - 6)
    while start < noun.i and words.doc[start].lower_ not in {"his", "her", "their", "its", "the", "with"}:
        start += 1
    end = max(noun.i + 1, first.start) if first.start > noun.i else min(noun.i + 5, noun.sent.end)
    body = next((o for o in within(words.organizations, start, end)), None)
    state = next((s.code for s in within(words.states, start, end)), None)
    title = TitleMention(
        start,
        end,
        first.name,
        _title_of(words, model),
        model.status if model.status == "then" else "current",
        state or (body.state if body else None),
        body.name if body else None,
        official=model.official,
    )
    yield from titles_of_list(words, title, listed)


def _title_of(words: TitleWords, model: TitleMention) -> str:
    """The model's title without its state; what is secretary of state for one is foreign minister for the other."""
    title = _stateless(words, model)
    return "foreign minister" if words.lexicon.rank_of(title, model.state) == "foreign-minister" else title


def _stateless(words: TitleWords, model: TitleMention) -> str:
    own = next(within(words.states, model.start, model.end), None)
    if own is not None and own.start == model.start + (model.status == "then"):
        start = own.end + (words.doc[own.end].text in GLUE)
        return str(words.doc[start : model.end].text)
    return model.title


def _model(words: TitleWords, titles: list[TitleMention], noun: Token, others: set[str]) -> TitleMention | None:
    """The title of the last one named before in the sentence who has a title, else the last official one before."""
    here = [p for p in within(words.people, noun.sent.start, noun.i) if p.name not in others]
    for person in reversed(here):
        own = [t for t in titles if t.person == person.name and t.start <= noun.i and t.status != "former"]
        if own:
            return max(own, key=lambda t: (t.official, t.end))
    earlier = [t for t in titles if t.end <= noun.i and t.official and t.person not in others]
    last = next((p for p in reversed(words.people) if p.end <= noun.sent.start), None)
    if last is not None:  # "his" at the head of a sentence is said of who acts in the one before
        before = list(within(words.people, words.doc[last.start].sent.start, noun.sent.start))
        acting = {p.name for p in before if words.doc[p.end - 1].dep_ in {"nsubj", "nsubjpass"}}
        earlier = [t for t in earlier if t.person in acting] or earlier
    return max(earlier, key=lambda t: t.end, default=None)


def _named_after(words: TitleWords, noun: Token) -> list[Listed]:
    """As in "his Chinese counterpart, Xi Jinping", "his opposite number in the Foreign Office, Mohammad Faisal,"."""
    doc = words.doc
    person = next((p for p in words.people if noun.i < p.start <= noun.i + _REACH), None)
    if person is None or person.start >= noun.sent.end:
        return []
    between = [t for t in doc[noun.i + 1 : person.start] if not words.is_address(t) and t.text != "."]
    if not between or [t.text for t in between] == [","]:
        return names_from(words, person)
    closes = between[-1].text == "," and between[0].lower_ in _LINKS
    return names_from(words, person) if closes and all(t.pos_ != "VERB" for t in between) else []


def _named_before(words: TitleWords, noun: Token) -> list[Listed]:
    """As in "Narendra Modi, his opposite number in India"."""
    doc = words.doc
    for i in range(noun.i - 1, max(noun.sent.start, noun.i - 5), -1):
        if doc[i].text == "," and doc[i + 1].lower_ in {"his", "her", "their"}:
            person = words.person_at(i - 1)
            return [(person, None)] if isinstance(person, PersonMention) else []
    return []
