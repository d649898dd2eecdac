"""Facts to named things: which IRI each name and meeting of an article has by what the article alone tells.

A name's IRI is its key: case, marks and hyphens make no difference. A meeting's is the article's own, by the place in
the text where it is first told. Which of these are one across articles is for `identity` to say.
"""

import hashlib
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.facts import Actor, ArticleFacts, Meeting, Tenure, Where
from kg.lexicon.keys import name_key
from kg.vocab import thing


@dataclass(frozen=True)
class Identities:
    """The IRIs of an article's meetings, in the order of its facts, and of itself and its graph."""

    article: NamedNode
    graph: NamedNode
    meetings: tuple[NamedNode, ...]


def resolve(facts: ArticleFacts) -> Identities:
    """The identities of an article's own things."""
    meetings: list[NamedNode] = []
    for meeting in facts.meetings:
        iri = _meeting(facts.article.id, meeting)
        told_before = sum(each == iri or each.value.startswith(f"{iri.value}-") for each in meetings)
        meetings.append(NamedNode(f"{iri.value}-{told_before + 1}") if told_before else iri)
    return Identities(article_iri(facts.article.id), graph_iri(facts.article.id), tuple(meetings))


def _meeting(article: str, meeting: Meeting) -> NamedNode:
    if meeting.is_process and meeting.process:
        return thing("process", slug(meeting.process))
    start = min((passage.start for passage in meeting.passages), default=0)
    return thing("process" if meeting.is_process else "meeting", f"{article}-{start}")


def article_iri(article_id: str) -> NamedNode:
    """The IRI of an article."""
    return thing("article", article_id)


def graph_iri(article_id: str) -> NamedNode:
    """The IRI of the named graph that holds what an article says."""
    return thing("graph", article_id)


def actor_iri(actor: Actor) -> NamedNode:
    """The IRI of a person, organization or state."""
    return state_iri(actor.name) if actor.kind == "state" else thing(actor.kind, slug(actor.name))


def speaker_iri(article_id: str, actor: Actor) -> NamedNode:
    """The IRI of who speaks; somebody unnamed is the article's own: two articles' "senior official" may be two."""
    return thing("source", f"{article_id}-{slug(actor.name)}") if actor.kind == "source" else actor_iri(actor)


def state_iri(code: str) -> NamedNode:
    """The IRI of a state."""
    return thing("state", code.lower())


def government_iri(code: str) -> NamedNode:
    """The IRI of the government of a state as a body, for posts whose ministry the text does not name."""
    return thing("organization", f"government-of-{code.lower()}")


def place_iri(where: Where) -> NamedNode:
    """The IRI of a place: its name and country together, since many cities share a name."""
    return thing("place", f"{slug(where.name)}-{where.country.lower()}")


def position_iri(tenure: Tenure) -> NamedNode:
    """The IRI of a post: its title, with its state or organization in front where known."""
    within = tenure.organization or tenure.state or ""
    return thing("position", slug(f"{within} {tenure.title}"))


def slug(name: str) -> str:
    """A name as the last part of an IRI; twelve hexadecimal digits of its hash where no letter is in it."""
    return name_key(name).replace(" ", "-") or hashlib.sha256(name.encode()).hexdigest()[:12]
