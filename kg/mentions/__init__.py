"""Docs to mentions: the persons, states, organizations, places and dates that a text names, and where.

In: an article and its doc. Out: a `Reading`, which every rule reads from. A room a kind of thing: `states`,
`organizations`, `people`, `titles`; names found once are shared, so "Mr Sigal" is the Leon Sigal of an earlier line.
"""

from dataclasses import replace
from datetime import date, timedelta

from spacy.tokens import Doc, Span

from kg.article import Article
from kg.dates import CountsFrom, PartialDate, find_dates
from kg.lexicon import Lexicon, load_lexicon
from kg.mentions.organizations import find_organizations
from kg.mentions.people import find_people
from kg.mentions.places import find_places
from kg.mentions.reading import DateMention, Reading
from kg.mentions.references import find_references
from kg.mentions.sides import find_sides
from kg.mentions.states import find_states
from kg.mentions.titles import find_titles

__all__ = ["Reading", "find_mentions"]

_MONTH = timedelta(31)


def find_mentions(article: Article, doc: Doc, lexicon: Lexicon | None = None) -> Reading:
    """Everything named in the article, furniture of the page left out."""
    lexicon = lexicon or load_lexicon()
    sentences = tuple(
        sentence for sentence in doc.sents if sentence.text.strip() and not _is_furniture(sentence, lexicon)
    )
    organizations = find_organizations(doc, sentences, lexicon)
    people = find_people(doc, sentences, organizations, lexicon)
    taken = {i for person in people for i in range(person.start, person.end)}
    organizations = tuple(o for o in organizations if not taken.intersection(range(o.start, o.end)))
    states = find_states(doc, sentences, people, lexicon)
    titles = find_titles(doc, people, states, organizations, lexicon)
    reading = Reading(
        article=article,
        doc=doc,
        lexicon=lexicon,
        sentences=sentences,
        people=people,
        organizations=organizations,
        states=states,
        places=find_places(doc, sentences, people, states, lexicon),
        titles=titles,
        dates=_find_date_mentions(article, doc, sentences),
        references=find_references(doc, sentences, people, titles, organizations, states=states, lexicon=lexicon),
    )
    return replace(reading, sides=find_sides(reading))


def _is_furniture(sentence: Span, lexicon: Lexicon) -> bool:
    text = sentence.text.strip()  # a sentence never goes over the end of a line
    return len(text) <= lexicon.longest_furniture and lexicon.furniture.search(text) is not None


def _find_date_mentions(article: Article, doc: Doc, sentences: tuple[Span, ...]) -> tuple[DateMention, ...]:
    dates: list[DateMention] = []
    from_day: dict[CountsFrom, date | None] = {"writing": article.published, "day": None, "month": article.published}
    for sentence in sentences:
        for phrase in find_dates(sentence.text):
            if phrase.text.isupper():  # of a dateline: "AGRA, JULY 17"
                continue
            offset = sentence.start_char
            span = doc.char_span(offset + phrase.start, offset + phrase.end, alignment_mode="expand")
            if span is None:
                continue
            mention = DateMention(span.start, span.end, phrase, from_day[phrase.counts_from])
            dates.append(mention)
            day = mention.resolve()
            if isinstance(day, PartialDate) and day.last - day.first < _MONTH:
                from_day["month"] = day.first
                from_day["day"] = day.first if day.first == day.last else from_day["day"]
    return tuple(dates)
