"""Persons, organizations and states that an article names, and the posts it gives persons."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg.describe.graph import ArticleGraph, day, digest
from kg.facts import Actor, ArticleFacts, NamedState, Organization, Person, Tenure
from kg.lexicon import KnownPerson, Lexicon
from kg.resolve import actor_iri, government_iri, position_iri, state_iri
from kg.vocab import term, thing


def describe_state(graph: ArticleGraph, state: NamedState) -> Iterator[Quad]:
    """That the article names a state; what a state is stands in the gazetteer."""
    yield graph.quad(graph.ids.article, "schema:mentions", state_iri(state.code))


_TIES = {"acts-for": "bc:actsFor", "acted-for": "bc:actedFor", "comes-from": "bc:comesFrom"}


def describe_person(graph: ArticleGraph, person: Person, lexicon: Lexicon, facts: ArticleFacts) -> Iterator[Quad]:
    """A person with every spelling of the name, the state they act for, and their Wikidata item, if known."""
    iri = actor_iri(Actor("person", person.name))
    yield from graph.typed(iri, "bc:Person")
    yield graph.label(iri, person.name)
    for spelling in person.spellings:
        yield graph.quad(iri, "skos:altLabel", Literal(spelling))
    if person.state:
        yield graph.quad(iri, _TIES[person.tie], state_iri(person.state))
    known = known_person(person, facts, lexicon)
    if known and known.wikidata:
        yield graph.quad(iri, "skos:exactMatch", term(f"wd:{known.wikidata}"))
    yield graph.quad(graph.ids.article, "schema:mentions", iri)
    yield from graph.evidence(iri, person.passages)


def known_person(person: Person, facts: ArticleFacts, lexicon: Lexicon) -> KnownPerson | None:
    """The person of the gazetteer whom an article means, by its posts, states and day; None where that is not clear."""
    published = facts.article.published
    return lexicon.gazetteer.known_person(
        person.name,
        person.state,
        titles=[tenure.title for tenure in facts.tenures if tenure.person == person.name],
        year=published.year if published else None,
        named=[state.code for state in facts.states],
    )


def describe_organization(graph: ArticleGraph, organization: Organization, lexicon: Lexicon) -> Iterator[Quad]:
    """An organization, with its Wikidata item where the lexicon has one."""
    iri = actor_iri(Actor("organization", organization.name))
    yield from graph.typed(iri, "bc:Organization")
    yield graph.label(iri, organization.name)
    for spelling in organization.spellings:
        yield graph.quad(iri, "skos:altLabel", Literal(spelling))
    yield graph.quad(iri, "bc:organizationKind", term(f"bc:organization-{organization.kind}"))
    if organization.kind == "government" and organization.state:
        yield from graph.typed(iri, "bc:GovernmentBody")
        yield graph.quad(iri, "bc:governmentOf", state_iri(organization.state))
    known = lexicon.organizations.get(organization.name)
    if known and known.wikidata:
        yield graph.quad(iri, "skos:exactMatch", term(f"wd:{known.wikidata}"))
    yield graph.quad(graph.ids.article, "schema:mentions", iri)
    yield from graph.evidence(iri, organization.passages)


def describe_tenure(graph: ArticleGraph, tenure: Tenure, lexicon: Lexicon) -> Iterator[Quad]:
    """A tenure with its post, and the body the post is in."""
    position = position_iri(tenure)
    holder = actor_iri(Actor("person", tenure.person))
    iri = thing(
        "tenure", f"{graph.article.id}-{digest(holder.value, position.value, tenure.status, str(tenure.period))}"
    )
    yield from graph.typed(iri, "bc:Tenure")
    yield graph.quad(iri, "bc:holder", holder)
    yield graph.quad(iri, "bc:position", position)
    if tenure.status in {"acting", "designate"}:
        yield graph.quad(iri, "bc:tenureKind", term(f"bc:tenure-{tenure.status}"))
    yield from _bounds(graph, iri, tenure)
    yield from graph.evidence(iri, tenure.passages)
    yield from graph.typed(position, "bc:OfficialPosition" if tenure.official else "bc:Position")
    yield graph.label(position, tenure.title)
    rank = lexicon.rank_of(tenure.title, tenure.state) if tenure.official and not tenure.organization else None
    if rank:
        yield graph.quad(position, "bc:positionRank", term(f"bc:rank-{rank}"))
    if tenure.organization:
        yield graph.quad(position, "bc:positionIn", actor_iri(Actor("organization", tenure.organization)))
    elif tenure.state and tenure.official:
        government = government_iri(tenure.state)
        yield graph.quad(position, "bc:positionIn", government)
        yield from _government(graph, government, tenure, lexicon)


def _bounds(graph: ArticleGraph, iri: NamedNode, tenure: Tenure) -> Iterator[Quad]:
    """What the wording says of the time: former ended by the day of publication, current covers it, then its own."""
    published = graph.article.published
    if tenure.status == "former" and published:
        yield graph.quad(iri, "bc:endLatest", day(published))
    elif tenure.status == "then" and tenure.period:
        yield graph.quad(iri, "bc:startLatest", day(tenure.period.last))
        yield graph.quad(iri, "bc:endEarliest", day(tenure.period.first))
    elif tenure.status in {"current", "acting"} and published:
        yield graph.quad(iri, "bc:startLatest", day(published))
        yield graph.quad(iri, "bc:endEarliest", day(published))
    if tenure.status in {"former", "then"}:
        yield graph.quad(iri, "bc:dateText", Literal(tenure.status))


def _government(graph: ArticleGraph, iri: NamedNode, tenure: Tenure, lexicon: Lexicon) -> Iterator[Quad]:
    """The government of a state as a body, for a post whose ministry the text does not name."""
    assert tenure.state is not None  # noqa: S101 - asked by the caller
    state = lexicon.states.get(tenure.state)
    yield from graph.typed(iri, "bc:GovernmentBody")
    yield graph.label(iri, f"Government of {state.name if state else tenure.state}")
    yield graph.quad(iri, "bc:organizationKind", term("bc:organization-government"))
    yield graph.quad(iri, "bc:governmentOf", state_iri(tenure.state))
    yield from graph.evidence(iri, tenure.passages)
