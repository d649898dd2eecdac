"""Identity brought up to date with a catalogue: only what stands near a change is compared again.

What is concluded is a function of the accepted graphs, the lexicon and the judgements of people: the order in which
articles came, or whether they came one by one, makes no difference.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from kg import paths
from kg.catalogue import AcceptedArticle, Catalogue
from kg.identity.appearances import Graph, find_appearances
from kg.identity.canonical import UNDATED, name_clusters
from kg.identity.decide import decide_profiles, decide_reports
from kg.identity.history import retire
from kg.identity.judgements import Judgement, appearance_of
from kg.identity.profiles import profile_of
from kg.identity.reports import find_reports
from kg.identity.tables import Decision, Evidence, Place, Tables
from kg.lexicon import Lexicon, load_lexicon

_BATCH = 200
"""Articles looked through in one transaction."""


def identify(catalogue: Catalogue, judgements: Iterable[Judgement] = ()) -> None:
    """Bring the identities of a catalogue up to date with its accepted graphs and with what people decided."""
    with catalogue.transaction() as connection:
        tables = Tables(connection)
        tables.mark_old(_maker())
    decided = [each for each in judgements if each.verdict != "unsure"]
    if any(_place_of(tables, key) is None for each in decided for key in (each.subject, each.object)):
        _bring_up_to_date(catalogue, tables, frozenset())  # so that there are the IRIs that people judged
    _bring_up_to_date(catalogue, tables, frozenset(_decisions(tables, decided)))


def _place_of(tables: Tables, key: str) -> Place | None:
    """The appearance that a judgement speaks of; None where its IRI is nobody's."""
    return appearance_of(key) or tables.stand_for(key)


def _decisions(tables: Tables, judgements: Iterable[Judgement]) -> Iterator[Decision]:
    """The judgements in terms of appearances; those that are nobody's any more are left out."""
    for each in judgements:
        one, other = _place_of(tables, each.subject), _place_of(tables, each.object)
        if one and other and one != other:
            yield Decision(min(one, other), max(one, other), each.verdict)


def _bring_up_to_date(catalogue: Catalogue, tables: Tables, decisions: frozenset[Decision]) -> None:
    changed = decisions ^ tables.decisions()
    places = {place for decision in decisions for place in (decision.one, decision.other)}
    stale = {place[0] for decision in changed for place in (decision.one, decision.other)}
    blocks, near = _look_through(catalogue, tables, stale, places)
    with catalogue.transaction():
        decide_profiles(tables, blocks, decisions)
        decide_reports(tables, near, decisions)
        tables.keep_decisions(decisions)
        retire(tables)


@lru_cache(maxsize=1)
def _maker() -> str:
    """A digest of the code and data that decide identity."""
    here = Path(__file__).parent
    below = (path for folder in (paths.NAMES, paths.LEXICON) for path in folder.iterdir() if path.is_file())
    return paths.digest_of([*here.glob("*.py"), *here.glob("*.toml"), *below])


def _look_through(
    catalogue: Catalogue, tables: Tables, stale: set[str], decided: set[Place]
) -> tuple[set[str], set[Place]]:
    """Keep the evidence of graphs that are new, changed or stale: the blocks and reports to decide anew."""
    lexicon, known = load_lexicon(), tables.digests()
    accepted = list(catalogue.accepted())
    fresh = iter([each for each in accepted if known.get(each.id) != each.digest or each.id in stale])
    blocks: set[str] = set()
    near: set[Place] = set()
    with catalogue.transaction():
        for gone in known.keys() - {each.id for each in accepted}:
            _add(blocks, near, tables.drop_evidence(gone))
    while batch := list(islice(fresh, _BATCH)):
        with catalogue.transaction():
            for article in batch:
                evidence = _evidence(article, catalogue.graph(article.id, article.digest), lexicon)
                _add(blocks, near, tables.replace_evidence(article, evidence))
                _name_own(tables, evidence, article, decided, lexicon)
    return blocks, near


def _add(blocks: set[str], near: set[Place], found: tuple[set[str], set[Place]]) -> None:
    blocks |= found[0]
    near |= found[1]


def _evidence(article: AcceptedArticle, content: bytes, lexicon: Lexicon) -> Evidence:
    graph = Graph(parse(content, format=RdfFormat.N_QUADS))
    profiles = [(each, profile_of(each, article.id, article.published, lexicon)) for each in find_appearances(graph)]
    return Evidence(tuple(profiles), tuple(find_reports(graph, article.id, article.published)))


def _name_own(
    tables: Tables, evidence: Evidence, article: AcceptedArticle, decided: set[Place], lexicon: Lexicon
) -> None:
    """Name what is this article's alone and stands beside nothing, unless people decided about it."""
    for appearance, profile in evidence.profiles:
        if profile.own and (profile.own, appearance.local) not in decided:
            earliest = {profile: (article.published or UNDATED, article.id, appearance.local)}
            tables.name_profile(profile, name_clusters([[profile]], earliest, lexicon)[profile])
