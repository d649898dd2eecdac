"""What was found in one article, and how the rules look it up.

Positions here are token indexes in the doc, end exclusive; only `facts` counts in code points.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Literal, TypeVar

from spacy.tokens import Doc, Span, Token

from kg.article import Article
from kg.dates import DatePhrase, Interval, PartialDate
from kg.lexicon import Lexicon, StateNameKind
from kg.mentions.datelines import dateline_place
from kg.mentions.mention import Mention

TitleStatus = Literal["current", "former", "then", "acting", "designate"]


@dataclass(frozen=True)
class PersonMention(Mention):
    """A person by the fullest name the article gives."""

    name: str


@dataclass(frozen=True)
class StateMention(Mention):
    """A state by code, and by what kind of name."""

    code: str
    kind: StateNameKind


@dataclass(frozen=True)
class OrganizationMention(Mention):
    """An organization by its name, with its kind and the state it belongs to if that is known.

    A movement deals with states as a party, as an armed group or an opposition alliance does.
    """

    name: str
    kind: str
    state: str | None = None
    is_movement: bool = False

    @property
    def is_party(self) -> bool:
        """Whether it is a movement or a political party."""
        return self.is_movement or self.kind == "party"

    @property
    def deals_with_states(self) -> bool:
        """Whether it may sit at a table with states: a party, an armed force, an intergovernmental body."""
        return self.is_party or self.kind in {"igo", "military"}


@dataclass(frozen=True)
class PlaceMention(Mention):
    """A city, venue or country as a place, with the code of its country."""

    name: str
    country: str


@dataclass(frozen=True)
class TitleMention(Mention):
    """A title that the text gives a person: `title` without words of time and manner, which are `status`.

    `state` and `organization` are those it is a title of; `official` tells a post in government from others.
    """

    person: str
    title: str
    status: TitleStatus
    state: str | None
    organization: str | None
    official: bool


@dataclass(frozen=True)
class DateMention(Mention):
    """A date phrase, and the day it counts from: that of writing, or one that the text spoke of before."""

    phrase: DatePhrase
    counted_from: date | None

    def resolve(self, *, future: bool = False, past: bool = False) -> PartialDate | Interval | None:
        """The days that it means; `future` and `past` tell where the sentence looks (see `DatePhrase.resolve`)."""
        day = self.phrase.resolve(self.counted_from, future=future)
        if past and isinstance(day, PartialDate) and self.counted_from is not None and day.first > self.counted_from:
            return self.phrase.resolve(self.counted_from - _YEAR, future=future)
        return day


@dataclass(frozen=True)
class Reference(Mention):
    """A pronoun or description for persons or organizations named before, or a speaker without a name (`source`)."""

    people: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    source: str | None = None


M = TypeVar("M", bound=Mention)
_YEAR = timedelta(365)
_LONGEST = 64
"""Tokens that a mention may have."""


@dataclass(frozen=True)
class Reading:
    """An article with all that is named in it, each kind in the order of the text."""

    article: Article
    doc: Doc
    lexicon: Lexicon
    sentences: tuple[Span, ...]
    people: tuple[PersonMention, ...]
    organizations: tuple[OrganizationMention, ...]
    states: tuple[StateMention, ...]
    places: tuple[PlaceMention, ...]
    titles: tuple[TitleMention, ...]
    dates: tuple[DateMention, ...]
    references: tuple[Reference, ...]
    sides: Mapping[str, str | None] = field(default_factory=dict)
    """The state of each person by name: see `kg.mentions.sides`."""

    @cached_property
    def titles_by_person(self) -> dict[str, tuple[TitleMention, ...]]:
        """Every title of each person, in the order of the text."""
        titles: dict[str, list[TitleMention]] = {person.name: [] for person in self.people}
        for title in self.titles:
            if title.person in titles:
                titles[title.person].append(title)
        return {name: tuple(of_name) for name, of_name in titles.items()}

    @cached_property
    def title_tokens(self) -> frozenset[int]:
        """Tokens that belong to a title: a state in "envoy for North Korea policy" is no side."""
        return frozenset(i for title in self.titles for i in range(title.start, title.end))

    @cached_property
    def meeting_acronyms(self) -> dict[str, str]:
        """The acronyms that stand in brackets after the name of a meeting, with its kind: "Mechanism (BCM)"."""
        doc, nouns = self.doc, self.lexicon.meeting_nouns
        found: dict[str, str] = {}
        for token in doc[1:-2]:
            word = doc[token.i - 1].lower_
            if token.text == "(" and doc[token.i + 2].text == ")" and word in nouns and doc[token.i + 1].text.isupper():
                found[doc[token.i + 1].text] = nouns[word]
        return found

    def text_of(self, span: Span) -> str:
        """The text of tokens to the letter: cut from the article's, which spaCy would put together anew each time."""
        return self.article.text[span.start_char : span.end_char]

    def is_headline(self, sentence: Span) -> bool:
        """Whether a sentence stands in the article's title, which the text then tells in full."""
        title = self.article.title or ""
        return bool(title) and sentence.start_char <= len(title) and self.text_of(sentence).strip() in title

    def person_at(self, token: Token) -> PersonMention | None:
        """The person named by the tokens around `token`."""
        return next(within(self.people, token.i, token.i + 1), None)

    def side_of(self, name: str) -> str | None:
        """The code of the state that a person acts for; None for who serves others, or where nothing tells."""
        return self.sides.get(name)

    def has_left(self, name: str) -> bool:
        """Whether a person is known to have left office before the year of writing, and the text gives them none."""
        known, published = self.lexicon.person_named(name), self.article.published
        is_past = (
            known is not None and known.until is not None and published is not None and published.year > known.until
        )
        titles = self.titles_by_person.get(name, ())
        return is_past and not any(t.official and t.status in {"current", "acting"} for t in titles)

    @cached_property
    def dateline(self) -> PlaceMention | None:
        """The place that the report says it is written in."""
        return dateline_place(self.doc, self.places)


def within(mentions: Sequence[M], start: int, end: int) -> Iterator[M]:
    """The mentions that have a token between `start` and `end`, of mentions in the order of the text."""
    first = bisect_left(mentions, start - _LONGEST, key=_start)
    last = bisect_left(mentions, end, lo=first, key=_start)
    return (mention for mention in mentions[first:last] if start < mention.end)


def longest_first(spans: Iterable[M]) -> tuple[M, ...]:
    """The mentions without those that overlap a longer one, in the order of the text; equal spans all stay."""
    kept: list[M] = []
    taken: dict[int, tuple[int, int]] = {}
    for span in sorted(spans, key=lambda m: (m.start - m.end, m.start)):
        place = (span.start, span.end)
        if all(taken.get(i, place) == place for i in range(*place)):
            kept.append(span)
            taken |= dict.fromkeys(range(*place), place)
    return tuple(sorted(kept, key=lambda m: (m.start, m.end)))


def _start(mention: Mention) -> int:
    return mention.start
