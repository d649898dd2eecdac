"""Canonical IRIs: what a person, body or event is called in a release.

An IRI is a function of the members: the lexicon's entry where they mean one, else the name under which the earliest
article knows it. So the order in which articles were read changes no IRI, and an article that comes later renames
nothing. Of several that bear one name, the earliest keeps it, and the others are told apart by state, walk of life, or
article.
"""

import hashlib
from collections.abc import Mapping, Sequence

from kg.identity.profiles import Profile
from kg.identity.reports import Report
from kg.lexicon import Lexicon

Earliest = tuple[str, str, str]
"""Publication day (ISO; `UNDATED` where unknown), article and local key of the earliest appearance."""
UNDATED = "9999"


def name_clusters(
    clusters: Sequence[Sequence[Profile]], earliest: Mapping[Profile, Earliest], lexicon: Lexicon
) -> dict[Profile, str]:
    """The IRI (without the base) of each profile of one block."""
    named: dict[Profile, str] = {}
    taken: set[str] = set()
    for members in sorted(clusters, key=lambda each: (not _known(each), min(earliest[p] for p in each))):
        iri = next(iri for iri in _candidates(members, earliest, lexicon) if iri not in taken)
        taken.add(iri)
        named |= dict.fromkeys(members, iri)
    return named


def _known(members: Sequence[Profile]) -> str:
    return min((profile.known for profile in members if profile.known), default="")


def _candidates(members: Sequence[Profile], earliest: Mapping[Profile, Earliest], lexicon: Lexicon) -> list[str]:
    """IRIs in order of preference; the last is nobody else's."""
    first = min(members, key=lambda profile: earliest[profile])
    day, article, local = earliest[first]
    known = _known(members)
    plain = f"{first.kind}/{known}" if known else local
    state = next((p.state for p in sorted(members) if p.state), "").lower()
    sector = next((p.sector for p in sorted(members) if p.sector), "")
    own = hashlib.sha256(f"{day} {article} {local}".encode()).hexdigest()[:8]
    qualified = [f"{plain}-{mark}" for mark in (state, sector, own) if mark]
    is_another = not known and _names_a_known_one(first, lexicon)
    return qualified[-1:] if first.own else qualified if is_another else [plain, *qualified]


def _names_a_known_one(profile: Profile, lexicon: Lexicon) -> bool:
    """Whether the plain name is that of somebody in the lexicon, who is not meant."""
    named = lexicon.gazetteer.persons_named if profile.kind == "person" else lexicon.gazetteer.organizations_named
    return bool(named(profile.name))


def age(report: Report) -> Earliest:
    """By what reports are sorted from the earliest to the latest."""
    return report.published or UNDATED, report.article, report.local


def name_events(clusters: Sequence[Sequence[Report]], owners: Mapping[str, Report]) -> dict[Report, str]:
    """The IRI (without the base) of each report; `owners` gives the earliest of all reports that share a name."""
    named: dict[Report, str] = {}
    for members in clusters:
        first = min(members, key=age)
        iri = first.name if owners.get(first.name, first) == first else first.local
        named |= dict.fromkeys(members, iri)
    return named
