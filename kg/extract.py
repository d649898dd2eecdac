"""Annotated articles to facts: every rule applied to each."""

from dataclasses import replace

from spacy.tokens import Doc

from kg.annotate import MODEL
from kg.article import Article
from kg.facts import Actor, ArticleFacts, SpeechAct
from kg.mentions import Reading, find_mentions
from kg.rules.actors import read_organizations, read_people, read_states
from kg.rules.acts import find_pairs, read_acts
from kg.rules.genre import is_about_diplomacy
from kg.rules.meetings import read_meetings
from kg.rules.passages import passage
from kg.rules.principals import Principals, find_principals
from kg.rules.relations import read_relations
from kg.rules.statements import find_sayings, read_statements
from kg.rules.tenures import read_tenures


def facts_of(article: Article, doc: Doc) -> ArticleFacts:
    """The facts of one annotated article."""
    reading = find_mentions(article, doc)
    is_diplomacy = is_about_diplomacy(reading)
    principals = find_principals(reading)
    sayings = find_sayings(reading) if is_diplomacy else ()
    statements = read_statements(reading, sayings)
    meetings = read_meetings(reading, _speakers(reading, statements), principals) if is_diplomacy else ()
    pairs = find_pairs(reading, _actors(principals), principals.thirds) if is_diplomacy else {}
    acts = read_acts(reading, pairs, sayings) if is_diplomacy else ()
    acts = tuple(
        replace(act, answers=act.answers + len(statements)) if act.answers is not None else act for act in acts
    )
    return ArticleFacts(
        article=article,
        people=read_people(reading),
        organizations=read_organizations(reading),
        states=read_states(reading),
        tenures=read_tenures(reading, meetings),
        meetings=meetings,
        acts=(*statements, *acts),
        relations=read_relations(reading) if is_diplomacy else (),
        reader=MODEL,
    )


def _actors(principals: Principals) -> tuple[Actor, ...]:
    """The two whom the text is about, as actors."""
    states = (Actor("state", code) for code in sorted(principals.sides))
    return (*states, *(Actor("organization", name) for name in principals.organizations))


def _speakers(reading: Reading, statements: tuple[SpeechAct, ...]) -> dict[int, Actor]:
    """Who speaks first in each sentence, by the sentence's first token."""
    by_offset = {passage.start: s.speaker for s in reversed(statements) for passage in s.passages}
    starts = {sentence.start: passage(reading, sentence, "statements").start for sentence in reading.sentences}
    return {token: by_offset[offset] for token, offset in starts.items() if offset in by_offset}
