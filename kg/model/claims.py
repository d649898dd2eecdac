"""A model's answer to facts: each is kept only if its passage and names stand in the article to the letter."""

from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

from kg.article import Article
from kg.dates.values import iso_days
from kg.facts import (
    Actor,
    ArticleFacts,
    Meeting,
    NamedState,
    Organization,
    Participation,
    Passage,
    Person,
    Relation,
    SpeechAct,
    Tenure,
    When,
    Where,
)
from kg.lexicon import Lexicon
from kg.mentions.reading import TitleStatus
from kg.model.client import schema

MODEL_CONFIDENCE = 0.5
"""Of every fact of a model, since nothing has measured how often it is right."""

Item = dict[str, Any]
Claim = tuple[Item, tuple[Passage, ...]]
"""An item with the passage that it quotes."""


def facts_from(said: Item, article: Article, lexicon: Lexicon, rule: str) -> ArticleFacts:
    """The facts of an answer that the article bears out; what is malformed or not borne out is left out."""
    return _Claims(said, article, lexicon, rule).facts()


class _Claims:
    def __init__(self, said: Item, article: Article, lexicon: Lexicon, rule: str) -> None:
        self._said, self._article, self._lexicon, self._rule = said, article, lexicon, rule
        self._people, self._organizations = self._named("persons"), self._named("organizations")

    def facts(self) -> ArticleFacts:
        """All that is borne out; a thing named twice is taken once."""
        states = {i["code"]: p for i, p in self._items("states") if self._state(i.get("code"))}
        relations = {self._pair(i): (i, p) for i, p in self._items("relations") if self._pair(i)}
        return ArticleFacts(
            article=self._article,
            people=tuple(Person(name, (), None, p) for name, (_, p) in self._people.items()),
            organizations=tuple(
                Organization(name, (), i["type"], None, p)
                for name, (i, p) in self._organizations.items()
                if i.get("type") in _allowed("organizations", "type")
            ),
            states=tuple(NamedState(code, states[code]) for code in sorted(states)),
            tenures=tuple({t: None for i, p in self._people.values() for t in self._tenures(i, p)}),
            meetings=tuple(m for i, p in self._items("negotiations") if (m := self._meeting(i, p))),
            acts=(*self._acts("statements"), *self._acts("positions")),
            relations=tuple(Relation(i["kind"], pair, p) for pair, (i, p) in relations.items() if pair),
            reader=self._rule,
        )

    def _named(self, key: str) -> dict[str, Claim]:
        """The items of a list by name, where that stands in the article."""
        return {name: (i, p) for i, p in self._items(key) if (name := self._name(i.get("name")))}

    def _items(self, key: str) -> Iterator[Claim]:
        """The items of a list, each with the passage that it quotes, where that stands in the text."""
        items = self._said.get(key)
        for item in items if isinstance(items, list) else []:
            quote = item.get("evidence") if isinstance(item, dict) else None
            quote = quote.strip() if isinstance(quote, str) else ""
            start = self._article.text.find(quote) if quote else -1
            if start >= 0:
                yield item, (Passage(start, start + len(quote), self._rule, MODEL_CONFIDENCE),)

    def _name(self, name: Any) -> str | None:
        """A name that stands in the article."""
        return name if isinstance(name, str) and name.strip() == name != "" and name in self._article.text else None

    def _state(self, code: Any) -> str | None:
        return code if isinstance(code, str) and code in self._lexicon.states else None

    def _pair(self, item: Item) -> tuple[str, str] | None:
        a, b = self._state(item.get("a")), self._state(item.get("b"))
        return (a, b) if a and b and a != b and item.get("kind") in _allowed("relations", "kind") else None

    def _actor(self, name: Any) -> Actor | None:
        """An actor by the code of a state, or by a name that the answer lists as a person or organization."""
        if not isinstance(name, str):
            return None
        if self._state(name):
            return Actor("state", name)
        if name in self._people:
            return Actor("person", name)
        return Actor("organization", name) if name in self._organizations else None

    def _tenures(self, person: Item, passages: tuple[Passage, ...]) -> Iterator[Tenure]:
        roles = person.get("roles")
        for role in roles if isinstance(roles, list) else []:
            title = self._name(role.get("title")) if isinstance(role, dict) else None
            if title and role.get("status") in get_args(TitleStatus):
                body = self._actor(role.get("organization"))
                official = role.get("official") is True
                state = self._state(role.get("state"))
                organization = body.name if body is not None and body.kind == "organization" else None
                yield Tenure(person["name"], title, role["status"], state, organization, official, None, passages)

    def _meeting(self, item: Item, passages: tuple[Passage, ...]) -> Meeting | None:
        sides = [side for side in _texts(item.get("states")) if self._state(side)]
        people = [name for name in _texts(item.get("persons")) if name in self._people]
        if (
            item.get("kind") not in _allowed("negotiations", "kind")
            or item.get("status") not in _allowed("negotiations", "status")
            or len({*sides, *people}) < 2
        ):
            return None
        seats = [
            Participation(Actor("state", side), side, "party", "unstated", passages) for side in dict.fromkeys(sides)
        ]
        seats += [
            Participation(Actor("person", n), None, "delegate", "unstated", passages) for n in dict.fromkeys(people)
        ]
        place, country = self._name(item.get("place")), self._state(item.get("country"))
        names = [self._lexicon.states[side].name for side in dict.fromkeys(sides)] or people
        return Meeting(
            kind=item["kind"],
            label=f"{item['kind'].capitalize()} of {' and '.join(names)}",
            participations=tuple(seats),
            where=Where(place, country) if place and country else None,
            when=_when(item, self._article.published),
            status=item["status"],
            topics=tuple(t for t in _texts(item.get("topics")) if self._name(t)),
            tracks=(),
            passages=passages,
        )

    def _acts(self, key: str) -> Iterator[SpeechAct]:
        kinds = ("statement", *_allowed("positions", "kind"))
        for item, passages in self._items(key):
            speaker = self._actor(item.get("speaker") if key == "statements" else item.get("actor"))
            kind = "statement" if key == "statements" else item.get("kind")
            if speaker and kind in kinds:
                content = self._name(item.get("content"))
                addressee = self._actor(item.get("target"))
                yield SpeechAct(kind, speaker, passages, addressee if addressee != speaker else None, content=content)


def _allowed(key: str, slot: str) -> list[str]:
    """The values that the schema allows in a slot of the items of a list."""
    values: list[str] = schema()["properties"][key]["items"]["properties"][slot]["enum"]
    return values


def _texts(value: Any) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def _when(item: Item, published: date | None) -> When | None:
    """The time that an answer gives; it counts as relative where the day of publication may have been counted from."""
    start, end = iso_days(item.get("start")), iso_days(item.get("end"))
    if start is None:
        return None
    later = end if end is not None and end.last >= start.first and end != start else None
    return When(start, later, item["start"], "relative" if published else "stated")
