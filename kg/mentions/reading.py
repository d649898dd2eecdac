"""What was found in one article, and how the rules look it up.

Positions here are token indexes in the doc, end exclusive; only `facts` counts in code points.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal, TypeVar

from spacy.tokens import Doc, Span, Token

from kg.article import Article
from kg.dates import DatePhrase, Interval, PartialDate
from kg.lexicon import Lexicon, StateNameKind
from kg.mentions.datelines import dateline_place
from kg.mentions.mention import APOSTROPHE_S, Mention

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
_HIGHEST = {"president", "chancellor", "prime minister"}
_BESIDE = 4
"""Tokens before a name in which the state of somebody without an office may stand."""
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
        """The state that a person's titles put them in, the first that any gives, else that they are known to act for.

        Who serves an international body or speaks for a movement acts for no state.
        """
        titles = self.titles_by_person.get(name, ())
        for title in titles:
            if title.state:
                return title.state
        if any(
            self._kinds.get(t.organization or "") in {"igo", "party", "ngo"} and t.status != "former" for t in titles
        ):
            return None
        known = self.lexicon.person_named(name)
        if known is not None:
            return known.state
        return self._origins.get(name) or self._side_by_surname(name) or self._side_at_home(titles)

    @cached_property
    def _kinds(self) -> dict[str, str]:
        """The kind of each organization by its name."""
        return {o.name: o.kind for o in self.organizations}

    def has_left(self, name: str) -> bool:
        """Whether a person is known to have left office before the year of writing, and the text gives them none."""
        known, published = self.lexicon.person_named(name), self.article.published
        is_past = (
            known is not None and known.until is not None and published is not None and published.year > known.until
        )
        titles = self.titles_by_person.get(name, ())
        return is_past and not any(t.official and t.status in {"current", "acting"} for t in titles)

    def _side_by_surname(self, name: str) -> str | None:
        """The state of "President Obama": the one whose known persons bear the surname, where the text names it."""
        if " " in name or not any(t.title.lower() in _HIGHEST for t in self.titles_by_person.get(name, ())):
            return None
        states = self.lexicon.states_of_surname(name)
        named = {state.code for state in self.states}
        return next(iter(states)) if len(states) == 1 and states <= named else None

    def _side_at_home(self, titles: Sequence[TitleMention]) -> str | None:
        return self.home if any(t.official for t in titles) else None

    @cached_property
    def dateline(self) -> PlaceMention | None:
        """The place that the report says it is written in."""
        return dateline_place(self.doc, self.places)

    @cached_property
    def home(self) -> str | None:
        """The state whose officials a text names without it: where it was written, else the one named by far most.

        A paper's "the minister" is one of its own; a foreign dateline counts only where its state acts as well.
        """
        counts = Counter(state.code for state in self.states)
        place = self.dateline
        if place is not None and counts[place.country] > 1:
            return place.country
        (first, most), (_, less), *_ = [*counts.most_common(2), (None, 0), (None, 0)]
        return first if most > max(2, 2 * less) else None

    @cached_property
    def _origins(self) -> dict[str, str]:
        """The state beside each name that has one: "Britain's William Hague", "Leymah Gbowee of Liberia"."""
        origins: dict[str, str] = {}
        for person in self.people:
            code = self._state_before(person.start) or self._state_behind(person.end)
            if code is not None:
                origins.setdefault(person.name, code)
        return origins

    def _state_before(self, start: int) -> str | None:
        """As in "Britain's William Hague", "the American feminist Gloria Steinem"."""
        i = start - 1
        while i >= max(0, start - _BESIDE) and self.doc[i].pos_ in {"ADJ", "NOUN", "PROPN", "PART"}:
            if i in self.title_tokens:
                return None
            state = next(within(self.states, i, i + 1), None)
            if state is not None:
                is_owner = self.doc[state.end].text in APOSTROPHE_S
                return state.code if is_owner or state.kind == "demonym" else None
            i -= 1
        return None

    def _state_behind(self, end: int) -> str | None:
        """As in "Leymah Gbowee of Liberia", "Sam Bergman, an American violist"."""
        after = self.doc[end : end + 3]
        if len(after) == 3 and after[0].lower_ == "of":
            return next((s.code for s in within(self.states, end + 1, end + 3) if s.kind == "name"), None)
        if len(after) == 3 and after[0].text == "," and after[1].lower_ in {"a", "an", "the"}:
            return next((s.code for s in within(self.states, end + 2, end + 3) if s.kind == "demonym"), None)
        return None


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
