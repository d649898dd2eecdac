"""What speaks for and against a candidate: each feature with its value, so that a decision can be read.

name        the class of the likeness of names (see `names`), worth 0 to 1
type        whether its classes fit the kind of thing; a page of Wikipedia is no thing
state       its states against ours, as sets: one state has several items
role        whether it held the post that the text names, on the day that the text speaks of
in office   whether it held any post then
company     whether its statements name somebody or something that our subject is spoken of together with
occupation  whether somebody who acts for a state is known for anything of the kind
life        whether it was alive and grown up when our subject acted
near        how far it lies from our place
"""

import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.lexicon import Lexicon
from kg.linking.items import Held, Item, Span
from kg.linking.subjects import Role, Subject
from kg.linking.wikidata import Post
from kg.names import NameClass, compare, is_acronym, words_of

ALIAS, ACRONYM = 0.99, 0.9
"""What a name is worth that is another name of the item, or letters for one: many bodies share those."""
POINTS = {
    "state agrees": 0.03,
    "state conflicts": -0.2,
    "role": 0.04,
    "in office": 0.02,
    "company": 0.03,
    "posts conflict": -0.15,
    "occupation conflicts": -0.15,
    "date agrees": 0.03,
    "kind": 0.02,
    "untyped": -0.15,
    "near": 0.03,
    "far": -0.2,
    "unborn": -0.15,
}
_GROWN_UP = 18
"""Years of age from which somebody acts for a state."""
_NEAR_KM, _FAR_KM = 30.0, 150.0
_NO_WORDS = {"of", "the", "for", "and", "to", "in", "on", "at", "a"}


@dataclass(frozen=True)
class Candidate:
    """An item with what speaks for and against it; `refused` tells why it cannot be the subject at all."""

    item: Item
    name_class: NameClass
    match: str
    """The name of the subject that was compared with success."""
    score: float
    features: tuple[tuple[str, float], ...]
    is_of_type: bool
    refused: str = ""

    @property
    def context(self) -> frozenset[str]:
        """What beside name and type speaks for it."""
        return frozenset(name for name, points in self.features if points > 0)


@lru_cache(maxsize=1)
def classes() -> dict[str, Any]:
    """The table of classes."""
    return tomllib.loads((Path(__file__).parent / "classes.toml").read_text("utf-8"))


def classes_asked(kind: str) -> tuple[str, ...]:
    """The classes that tell whether an item is of a kind of subject."""
    kinds = [c for of_kind in classes()["kinds"].values() for c in of_kind] if kind == "organization" else []
    return (*classes()["roots"][kind], *kinds)


def weigh(
    subject: Subject, item: Item, above: frozenset[str], posts: Mapping[str, Post], lexicon: Lexicon
) -> Candidate:
    """A candidate with its features; `above` are the classes of those asked about that it is an instance of."""
    name_class, match, worth = _best_name(subject, item)
    found = above | item.types
    is_of_type = bool(found & frozenset(classes()["roots"][subject.kind]))
    features = tuple(_features(subject, item, found, posts, lexicon))
    score = worth + sum(points for _, points in features)
    refused = _refused(subject, item, is_of_type)
    return Candidate(item, name_class, match, round(score, 3), features, is_of_type, refused)


def _best_name(subject: Subject, item: Item) -> tuple[NameClass, str, float]:
    """The class of the likest of all names, the subject's own name in it, and what it is worth."""
    best: tuple[NameClass, str, float] = ("other", subject.name, 0.0)
    names = [(label, 1.0) for label in item.labels] + [
        (alias, ACRONYM if is_acronym(alias) else ALIAS) for alias in item.aliases
    ]
    for name in subject.names:
        if subject.kind == "person" and name != subject.name and len(words_of(name)) == 1:
            continue
        most = ACRONYM if is_acronym(name) else 1.0
        for other, strength in names:
            name_class, worth = compare(name, other, is_person=subject.kind == "person")
            if worth * min(strength, most) > best[2]:
                best = (name_class, name, worth * min(strength, most))
    return best


def _refused(subject: Subject, item: Item, is_of_type: bool) -> str:
    if item.types & frozenset(classes()["pages"]):
        return "a page, no thing"
    if item.types and not is_of_type:
        return "another type of thing"
    if subject.kind == "person":
        return _life(subject, item)
    return ""


def _life(subject: Subject, item: Item) -> str:
    """Why somebody cannot have acted when the subject did."""
    acted = [span.first for span in subject.days] + [role.first for role in subject.roles if role.first]
    if not acted:
        return ""
    if item.died and max(span.last for span in item.died) < min(acted):
        return "dead by then"
    born = min((span.first.year for span in item.born), default=None)
    if born is not None and born + _GROWN_UP > max(day.year for day in acted):
        return "not grown up by then"
    return ""


def _features(
    subject: Subject, item: Item, found: frozenset[str], posts: Mapping[str, Post], lexicon: Lexicon
) -> Iterator[tuple[str, float]]:
    names = list(_agreements(subject, item, lexicon))
    if not item.types:
        names.append("untyped")
    if subject.kind == "person":
        names += _of_person(subject, item, posts, lexicon)
    if subject.kind == "organization" and found & frozenset(
        classes()["kinds"].get(subject.organization_kind or "", ())
    ):
        names.append("kind")
    if item.company & subject.company:
        names.append("company")
    yield from ((name, POINTS[name]) for name in names)


def _agreements(subject: Subject, item: Item, lexicon: Lexicon) -> Iterator[str]:
    ours = frozenset[str]().union(*map(lexicon.gazetteer.items_of_state, subject.states))
    if ours and item.states and subject.kind != "process":
        yield "state agrees" if ours & item.states else "state conflicts"
    if subject.at and item.at:
        apart_km = _distance_km(subject.at, item.at)
        if apart_km <= _NEAR_KM:
            yield "near"
        elif apart_km > _FAR_KM:
            yield "far"
    begun = min((span.first for span in item.begun), default=None)
    if subject.kind != "person" and begun and subject.days and begun > max(span.last for span in subject.days):
        yield "unborn"
    if subject.kind == "process" and any(_overlap(a, b) for a in item.begun for b in subject.days):
        yield "date agrees"


def _overlap(a: Span, b: Span) -> bool:
    return a.first <= b.last and b.first <= a.last


def _of_person(subject: Subject, item: Item, posts: Mapping[str, Post], lexicon: Lexicon) -> Iterator[str]:
    known = [held for held in item.posts if held.post in posts and posts[held.post].label]
    sectors = [lexicon.gazetteer.sector_of_title(posts[held.post].label) for held in known]
    of_state = [held for held in known if lexicon.gazetteer.is_of_state(posts[held.post].label)]
    if any(_held(role, held, posts, lexicon) for role in subject.roles for held in known):
        yield "role"
    elif known and subject.states and ((not of_state and all(sectors)) or _has_ranked_role(subject, lexicon)):
        yield "posts conflict"
    elif any(held.covers(day) for day in _days_of(subject) for held in of_state):
        yield "in office"
    official = frozenset(classes()["official"]["occupations"])
    if subject.states and item.occupations and not item.occupations & official and not item.posts:
        yield "occupation conflicts"


def _has_ranked_role(subject: Subject, lexicon: Lexicon) -> bool:
    """Whether the text gives a post that any list of posts has: head of state, of government, foreign minister."""
    return any(role.first and lexicon.rank_of(role.title, role.state) for role in subject.roles)


def _days_of(subject: Subject) -> tuple[date, ...]:
    held = (role.first for role in subject.roles if role.first)
    return (*(span.first for span in subject.days if (span.last - span.first).days < 366), *held)


def _held(role: Role, held: Held, posts: Mapping[str, Post], lexicon: Lexicon) -> bool:
    """Whether a post held is the one that the text names, at a time that fits."""
    post = posts.get(held.post)
    if post is None or not post.label:
        return False
    day = role.first or role.last
    if day is not None and role.first is not None and not held.covers(day):
        return False
    if role.first is None and day is not None and held.start is not None and held.start.first > day:
        return False
    return _same_post(role.title, role.state, post, lexicon)


def _same_post(title: str, state: str | None, post: Post, lexicon: Lexicon) -> bool:
    """Whether a title and a post's label mean one post: by their rank, or all words of the title being in the label."""
    if state and post.states and not post.states & lexicon.gazetteer.items_of_state(state):
        return False
    rank = lexicon.rank_of(title, state)
    if rank is not None and rank == lexicon.rank_of(post.label, state):
        return True
    names = lexicon.states[state].names if state in lexicon.states else ()
    own = frozenset(word for name, _ in names for word in words_of(name))
    words = frozenset(words_of(title)) - _NO_WORDS - own
    return len(words) > 1 and words <= frozenset(words_of(post.label))


def _distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The distance of two points on the globe, by the haversine formula."""
    (lat_a, lon_a), (lat_b, lon_b) = (tuple(map(math.radians, point)) for point in (a, b))
    half = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))
