"""What was found in one article, and how the rules look it up.

Positions here are token indexes in the doc, end exclusive; only `facts` counts in code points.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeVar

from spacy.tokens import Doc, Span, Token

from kg.article import Article
from kg.dates import DatePhrase
from kg.lexicon import Lexicon, StateNameKind

TitleStatus = Literal["current", "former", "then", "acting", "designate"]


@dataclass(frozen=True)
class Mention:
    """Tokens `start` to `end` of the doc that name something."""

    start: int
    end: int

    def __contains__(self, i: int) -> bool:
        return self.start <= i < self.end


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
    """An organization by its name, with its kind and the state it belongs to if that is known."""

    name: str
    kind: str
    state: str | None = None


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
    """A date phrase, not yet resolved."""

    phrase: DatePhrase


M = TypeVar("M", bound=Mention)
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

    @cached_property
    def titles_by_person(self) -> dict[str, tuple[TitleMention, ...]]:
        """Every title of each person, in the order of the text."""
        return {p.name: tuple(t for t in self.titles if t.person == p.name) for p in self.people}

    @cached_property
    def title_tokens(self) -> frozenset[int]:
        """Tokens that belong to a title: a state in "envoy for North Korea policy" is no side."""
        return frozenset(i for title in self.titles for i in range(title.start, title.end))

    def person_at(self, token: Token) -> PersonMention | None:
        """The person named by the tokens around `token`."""
        return next(within(self.people, token.i, token.i + 1), None)

    def side_of(self, name: str) -> str | None:
        """The state that a person's titles put them in, the first that any gives."""
        return next((title.state for title in self.titles_by_person.get(name, ()) if title.state), None)


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
