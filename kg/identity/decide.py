"""Which appearances and reports are one, near a change; what people decided stands above what the program concludes."""

from collections.abc import Iterable, Iterator

from kg.identity.canonical import age, name_clusters, name_events
from kg.identity.clusters import Comparison, cluster, compare_all, without_ties
from kg.identity.events import compare_reports
from kg.identity.judgements import appearance_key
from kg.identity.people import compare_bodies, compare_persons
from kg.identity.profiles import Profile
from kg.identity.reports import Report
from kg.identity.tables import Decision, Member, Place, Tables
from kg.lexicon import load_lexicon

_WORTH_KEEPING = 0.3
"""Score from which a comparison is kept: those below are of names that only begin and end alike."""

BY_PEOPLE = "as people decided"
"""The reason of what the program takes from people."""

Decisions = frozenset[Decision]


def decide_profiles(tables: Tables, blocks: set[str], decisions: Decisions) -> None:
    """Decide blocks of persons and bodies anew, each with the blocks that decisions join to it."""
    _carve(tables, decisions)
    for group, places in _groups(tables, blocks, decisions):
        _decide_group(tables, group, places, decisions)


def _carve(tables: Tables, decisions: Decisions) -> None:
    """Part what was counted as one profile and was decided to be different."""
    for each in decisions:
        if each.verdict == "different" and tables.profile_at(each.one) == tables.profile_at(each.other) is not None:
            tables.carve(each.other)


def _groups(
    tables: Tables, blocks: set[str], decisions: Decisions
) -> Iterator[tuple[frozenset[str], dict[Place, Profile]]]:
    """The blocks, in groups that decisions join, and the profiles of the appearances decided about in each."""
    group: dict[str, set[str]] = {}
    profiles: dict[Place, Profile] = {}
    for each in sorted(decisions):
        pair = {place: profile for place in (each.one, each.other) if (profile := tables.profile_at(place))}
        profiles |= pair
        joined = {block for profile in pair.values() for block in (profile.block, *group.get(profile.block, ()))}
        group |= dict.fromkeys(joined, joined)
    for blocks_joined in {frozenset(group.get(block, {block})) for block in blocks}:
        yield blocks_joined, {place: profile for place, profile in profiles.items() if profile.block in blocks_joined}


def _decide_group(tables: Tables, blocks: frozenset[str], decided: dict[Place, Profile], decisions: Decisions) -> None:
    members: dict[Profile, Member] = {}
    compared: dict[tuple[Profile, Profile], Comparison] = {}
    for block in sorted(blocks):
        also = [place for place, profile in decided.items() if profile.block == block and profile.own]
        here = {member.profile: member for member in tables.members(block, also)}
        compared |= _compared(here)
        members |= here
    compared |= _decided(decided, decisions)
    clusters = cluster(members, compared)
    earliest = {profile: member.earliest for profile, member in members.items()}
    for profile, iri in name_clusters(clusters, earliest, load_lexicon()).items():
        tables.name_profile(profile, iri)
    keys = {profile: appearance_key(*member.earliest[1:]) for profile, member in members.items()}
    kept = [(keys[a], keys[b], each) for (a, b), each in compared.items() if each.score >= _WORTH_KEEPING]
    tables.keep_comparisons(kept, scope=min(blocks))


def _compared(members: dict[Profile, Member]) -> dict[tuple[Profile, Profile], Comparison]:
    spans = {profile: member.span for profile, member in members.items()}

    def compare(one: Profile, other: Profile) -> Comparison:
        return (compare_persons if one.kind == "person" else compare_bodies)(one, other, spans)

    return without_ties(compare_all(members, compare))


def _decided(profiles: dict[Place, Profile], decisions: Decisions) -> dict[tuple[Profile, Profile], Comparison]:
    found = {}
    for each in sorted(decisions):
        if each.one in profiles and each.other in profiles:
            one, other = sorted((profiles[each.one], profiles[each.other]))
            found[one, other] = _by_people(each)
    return found


def _by_people(decision: Decision) -> Comparison:
    return Comparison(float(decision.verdict == "same"), decision.verdict, ((BY_PEOPLE, 0.0),))


def decide_reports(tables: Tables, places: set[Place], decisions: Decisions) -> None:
    """Decide reports anew, each with all that may be of its event; those of new decisions are among them already."""
    ruled = {(each.one, each.other): _by_people(each) for each in decisions}
    pending = [report for place in sorted(places) if (report := tables.report(place))]
    pending += [namesake for report in pending if report.name != report.local for namesake in tables.named(report.name)]
    done: set[Report] = set()
    for report in pending:
        if report not in done:
            component, outside = _component(tables, report, ruled)
            done |= component
            _decide_component(tables, component, outside, ruled)


Ruled = dict[tuple[Place, Place], Comparison]
Pairs = dict[tuple[Report, Report], Comparison]


def _component(tables: Tables, start: Report, ruled: Ruled) -> tuple[set[Report], Pairs]:
    """All reports that are the same as one, or as one that is, and so on; and the doubtful pairs at their edge."""
    component, pending = {start}, [start]
    doubtful: Pairs = {}
    while pending:
        report = pending.pop()
        for other in [*tables.near(report), *_ruled_beside(tables, report, ruled)]:
            compared = _compare(report, other, ruled)
            if compared.verdict == "same" and other not in component:
                component.add(other)
                pending.append(other)
            elif compared.verdict == "unsure":
                doubtful[min(report, other), max(report, other)] = compared
    return component, doubtful


def _ruled_beside(tables: Tables, report: Report, ruled: Ruled) -> Iterable[Report]:
    place = (report.article, report.local)
    beside = {other for pair in ruled if place in pair for other in pair} - {place}
    return [other for each in sorted(beside) if (other := tables.report(each))]


def _compare(one: Report, other: Report, ruled: Ruled) -> Comparison:
    places = sorted(((one.article, one.local), (other.article, other.local)))
    return ruled.get((places[0], places[1])) or compare_reports(*sorted((one, other)))


def _decide_component(tables: Tables, component: set[Report], doubtful: Pairs, ruled: Ruled) -> None:
    compared = without_ties(compare_all(component, lambda one, other: _compare(one, other, ruled)))
    names = {report.name for report in component}
    owners = {name: min(tables.named(name), key=age) for name in names}
    for report, iri in name_events(cluster(component, compared), owners).items():
        tables.name_report(report, iri)
    kept = doubtful | {pair: each for pair, each in compared.items() if each.score >= _WORTH_KEEPING}
    tables.keep_comparisons(
        [(_key(one), _key(other), each) for (one, other), each in kept.items()], keys=map(_key, component)
    )


def _key(report: Report) -> str:
    return appearance_key(report.article, report.local)
