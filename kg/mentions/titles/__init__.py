"""Titles: the words before a name, after it in apposition, or tied to it by "is", "served as" or "who heads".

before        "then US nuclear envoy Christopher Hill", "the UN envoy, Martin Kobler,"
after         "Jayant Prasad, an ex-ambassador to Nepal", "who used to head the commission"
counterparts  "his North Korean counterpart Kim Kye Gwan"
words         what all share: where a title begins, what it is a title of, and how the post is held
"""

from spacy.tokens import Doc

from kg.lexicon import Lexicon
from kg.mentions.reading import OrganizationMention, PersonMention, StateMention, TitleMention
from kg.mentions.titles.after import titles_after
from kg.mentions.titles.before import titles_before
from kg.mentions.titles.counterparts import titles_of_counterparts
from kg.mentions.titles.described import titles_described
from kg.mentions.titles.leading import titles_of_leaders
from kg.mentions.titles.named import titles_named
from kg.mentions.titles.words import TitleWords

__all__ = ["find_titles"]


def find_titles(
    doc: Doc,
    people: tuple[PersonMention, ...],
    states: tuple[StateMention, ...],
    organizations: tuple[OrganizationMention, ...],
    lexicon: Lexicon,
) -> tuple[TitleMention, ...]:
    """The titles of each person mention, in the order of the text."""
    words = TitleWords(doc, people, states, organizations, lexicon)
    readers = (titles_before, titles_after, titles_of_leaders)
    titles = [title for person in people for reader in readers for title in reader(words, person)]
    titles += titles_of_counterparts(words, titles)
    titles += titles_named(words, titles)
    titles += titles_described(words, titles)
    unique = {(t.start, t.end, t.person): t for t in reversed(titles)}
    return tuple(sorted(unique.values(), key=lambda t: (t.start, t.end)))
