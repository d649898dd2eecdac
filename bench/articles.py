"""Articles to measure with: made up by a seeded dice, of the length and make of wire stories."""

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta

from kg.article import Article
from kg.lexicon import load_lexicon

_GIVEN = [
    "Anna",
    "Boris",
    "Chen",
    "Dalia",
    "Emeka",
    "Farah",
    "Goran",
    "Hana",
    "Ivan",
    "Julia",
    "Karim",
    "Lena",
    "Marco",
    "Nadia",
]
_FAMILY = [
    "Abbott",
    "Bauer",
    "Castro",
    "Duval",
    "Eriksen",
    "Fofana",
    "Garcia",
    "Horvat",
    "Ibrahim",
    "Jansen",
    "Kaya",
    "Lopez",
]
_CITIES = ["Geneva", "Vienna", "Doha", "Muscat", "Oslo", "Astana", "Nairobi", "Helsinki", "Brussels", "Cairo"]
_POSTS = ["foreign minister", "deputy foreign minister", "special envoy", "ambassador", "chief negotiator"]
_TOPICS = ["a ceasefire", "the border", "an exchange of prisoners", "trade", "the nuclear programme"]
_TEMPLATE = """{a} and {b} hold talks in {city} on {topic}

{CITY} - {a} and {b} held talks in {city} on {day} on {topic}, officials of the two countries said.

The {a} delegation was led by {p1}, the {post1}. The {b} delegation was led by {p2}, a former {post2}. Others in the
team include {p3} and professor {p4}.

The two-day meeting discussed {topic}. {p1} said that the sides had come closer. {p2} told Reuters that much remained to
be done, and that the next meeting would be held in {other} next month.

The talks were considered Track {track} diplomacy by diplomats in {other}, because people without office took part. {a}
and {b} have held several informal meetings in recent years. The last meeting took place in {other} in May last year.

{a} has accused {b} of breaking its promises, a charge that {b} denies. Analysts said the meeting was largely
exploratory, and that neither capital wanted to walk away from a process that has gone on for a decade.
"""


_TEXT = re.sub(r"(?<!\n)\n(?!\n)", " ", _TEMPLATE)  # a line is a paragraph, as in articles


def make_articles(count: int) -> Iterator[Article]:
    """The same articles every time; persons recur as in news, a few of them often."""
    dice = random.Random(1815)  # noqa: S311 - for the same articles every time
    states = [s.name for s in load_lexicon().states.values() if s.wikidata and " and " not in s.name]
    people = [f"{given} {family}" for given in _GIVEN for family in _FAMILY]
    weights = [1 / (rank + 1) for rank in range(len(people))]
    for number in range(count):
        a, b = dice.sample(states[:60], 2)
        city, other = dice.sample(_CITIES, 2)
        day = date(2010, 1, 1) + timedelta(dice.randrange(5000))
        cast = dict(zip(("p1", "p2", "p3", "p4"), dice.choices(people, weights, k=4), strict=True))
        text = _TEXT.format(
            a=a,
            b=b,
            city=city,
            CITY=city.upper(),
            other=other,
            day=f"{day.day} {day:%B %Y}",
            topic=dice.choice(_TOPICS),
            post1=dice.choice(_POSTS),
            post2=dice.choice(_POSTS),
            track=dice.choice(["2", "1.5"]),
            **cast,
        )
        address, paper = f"https://a.example/{number}", f"Paper {number % 40}"
        yield Article(text=text, publisher=paper, published=day + timedelta(1), url=address)
