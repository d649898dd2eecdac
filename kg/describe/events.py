"""Meetings and processes: where and when, who took part, on which track and how far they have come."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg.describe.graph import ArticleGraph, day, digest, participation_iri
from kg.facts import Meeting, Participation, TrackClaim, When, Where
from kg.lexicon import Lexicon
from kg.ontology import Ontology
from kg.resolve import actor_iri, place_iri, slug, state_iri
from kg.vocab import term, thing


def describe_meeting(
    graph: ArticleGraph, iri: NamedNode, meeting: Meeting, lexicon: Lexicon, ontology: Ontology
) -> Iterator[Quad]:
    """A meeting or process with all that is said of it."""
    yield from graph.typed(iri, "bc:Process" if meeting.is_process else "bc:Meeting")
    yield graph.label(iri, meeting.label)
    yield graph.quad(iri, "bc:meetingKind", term(f"bc:kind-{meeting.kind}"))
    yield from graph.evidence(iri, meeting.passages)
    if meeting.process and not meeting.is_process:
        yield from _round(graph, iri, meeting, lexicon)
    if meeting.where:
        yield from _where(graph, iri, meeting.where, lexicon)
    if meeting.when:
        yield from _when(graph, iri, meeting.when)
    for topic in meeting.topics:
        yield from _issue(graph, iri, topic, ontology)
    for participation in meeting.participations:
        yield from _participation(graph, iri, participation)
    for claim in meeting.tracks:
        yield from _track(graph, iri, claim)
    if meeting.status:
        yield from _status(graph, iri, meeting)


def _round(graph: ArticleGraph, iri: NamedNode, meeting: Meeting, lexicon: Lexicon) -> Iterator[Quad]:
    """The process that a meeting is a round of, described as far as the meeting tells of it."""
    process = meeting.process or ""
    whole = thing("process", slug(process))
    known = next((p for p in lexicon.processes if p.name == process), None)
    yield graph.quad(iri, "bc:roundOf", whole)
    yield from graph.typed(iri, "bc:Round")
    if known is not None:
        yield from graph.typed(whole, "bc:Process")
        yield graph.label(whole, process)
        yield graph.quad(whole, "bc:meetingKind", term(f"bc:kind-{known.kind}"))
        yield from graph.evidence(whole, meeting.passages[:1])


def _issue(graph: ArticleGraph, iri: NamedNode, topic: str, ontology: Ontology) -> Iterator[Quad]:
    """A matter in the article's own words, under the issue of the scheme that they name."""
    issue = thing("issue", slug(topic))
    yield graph.quad(iri, "bc:issue", issue)
    yield from graph.typed(issue, "bc:Issue")
    yield graph.label(issue, topic)
    broader = ontology.issue_of(topic)
    if broader:
        yield graph.quad(issue, "skos:broader", broader)


def _where(graph: ArticleGraph, iri: NamedNode, where: Where, lexicon: Lexicon) -> Iterator[Quad]:
    place = place_iri(where)
    yield graph.quad(iri, "bc:place", place)
    yield graph.quad(iri, "bc:country", state_iri(where.country))
    yield from graph.typed(place, "bc:Place")
    yield graph.label(place, where.name)
    yield graph.quad(place, "bc:country", state_iri(where.country))
    known = lexicon.places.get(where.name)
    if known and known.wikidata:
        yield graph.quad(place, "skos:exactMatch", term(f"wd:{known.wikidata}"))
    if known and known.at and known.country == where.country:
        for predicate, degrees in zip(("schema:latitude", "schema:longitude"), known.at, strict=True):
            yield graph.quad(place, predicate, Literal(degrees, datatype=term("xsd:decimal")))


def _when(graph: ArticleGraph, iri: NamedNode, when: When) -> Iterator[Quad]:
    edtf = when.start.edtf + (f"/{when.end.edtf}" if when.end else "/.." if when.is_open else "")
    yield graph.quad(iri, "bc:startEarliest", day(when.start.first))
    if when.end or when.is_open:
        yield graph.quad(
            iri, "bc:startLatest", day(min(when.start.last, when.end.last) if when.end else when.start.last)
        )
    if when.end:
        yield graph.quad(iri, "bc:endEarliest", day(max(when.end.first, when.start.first)))
    if not when.is_open:
        yield graph.quad(iri, "bc:endLatest", day((when.end or when.start).last))
    yield graph.quad(iri, "bc:edtf", Literal(edtf))
    yield graph.quad(iri, "bc:dateText", Literal(when.text))
    yield graph.quad(iri, "bc:dateBasis", term(f"bc:basis-{when.basis}"))


def _participation(graph: ArticleGraph, meeting: NamedNode, participation: Participation) -> Iterator[Quad]:
    actor = actor_iri(participation.actor)
    iri = participation_iri(meeting.value, actor.value)
    yield from graph.typed(iri, "bc:Participation")
    yield graph.quad(iri, "bc:participationIn", meeting)
    yield graph.quad(iri, "bc:participant", actor)
    yield graph.quad(meeting, "bc:involves", actor)
    yield graph.quad(iri, "bc:participationRole", term(f"bc:role-{participation.role}"))
    yield graph.quad(iri, "bc:capacity", term(f"bc:capacity-{participation.capacity}"))
    if participation.side:
        yield graph.quad(iri, "bc:side", state_iri(participation.side))
        yield graph.quad(meeting, "bc:involvesSide", state_iri(participation.side))
    yield from graph.evidence(iri, participation.passages)


def _track(graph: ArticleGraph, meeting: NamedNode, claim: TrackClaim) -> Iterator[Quad]:
    claimant = actor_iri(claim.claimant) if claim.claimant else graph.ids.article
    iri = thing("track-assignment", f"{graph.article.id}-{digest(meeting.value, claim.track, claimant.value)}")
    yield from graph.typed(iri, "bc:TrackAssignment")
    yield graph.quad(iri, "bc:trackOf", meeting)
    yield graph.quad(iri, "bc:track", term(f"bc:{claim.track}"))
    yield graph.quad(iri, "bc:assertedBy", claimant)
    yield from graph.evidence(iri, claim.passages)


def _status(graph: ArticleGraph, event: NamedNode, meeting: Meeting) -> Iterator[Quad]:
    iri = thing("status-assertion", f"{graph.article.id}-{digest(event.value)}")
    yield from graph.typed(iri, "bc:StatusAssertion")
    yield graph.quad(iri, "bc:statusOf", event)
    yield graph.quad(iri, "bc:status", term(f"bc:status-{meeting.status}"))
    if graph.article.published:
        yield graph.quad(iri, "bc:asOf", day(graph.article.published))
    yield from graph.evidence(iri, meeting.passages)
