"""What awaits a person's judgement: pairs that may be one, the most useful first.

In: the tables of identity. Out: doubts, each with the two appearances that stand for its sides. A doubt is worth more
the more articles it touches and the nearer its score is to being accepted.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kg.identity.events import SAME as SAME_EVENT
from kg.identity.judgements import Judgement, appearance_key, appearance_of
from kg.identity.people import REVIEW, SAME
from kg.identity.shown import Seen, iri_at, profiles_seen, sizes_of
from kg.identity.tables import Tables
from kg.names import parse_name


@dataclass(frozen=True)
class Doubt:
    """Two things that may be one: what each is called in a release, the judgement to be made, and its worth."""

    one: str
    other: str
    judgement: Judgement
    worth: float


def find_doubts(tables: Tables) -> list[Doubt]:
    """The doubts that nobody has decided, the most useful first."""
    sizes, decided = sizes_of(tables), {frozenset((each.one, each.other)) for each in tables.decisions()}
    best: dict[frozenset[str], Doubt] = {}
    for judgement in (*tables.unsure(), *_of_short_names(tables)):
        places = [appearance_of(judgement.subject), appearance_of(judgement.object)]
        one, other = (iri_at(tables, place) for place in places if place)
        if one and other and one != other and frozenset(places) not in decided:
            doubt = Doubt(one, other, judgement, _worth(judgement, sizes.get(one, 1) + sizes.get(other, 1)))
            pair = frozenset((one, other))
            best[pair] = max(best.get(pair, doubt), doubt, key=lambda each: each.worth)
    return sorted(best.values(), key=lambda doubt: (-doubt.worth, doubt.judgement))


def _worth(judgement: Judgement, articles: int) -> float:
    accepted = SAME if "/person/" in judgement.subject or "/organization/" in judgement.subject else SAME_EVENT
    return articles * (1 - min(1.0, abs(accepted - (judgement.score or 0))))


def _of_short_names(tables: Tables) -> Iterator[Judgement]:
    """For each person whom an article names too shortly, those of its state who end in that name."""
    full, short = _by_last_word(tables)
    for seen in short:
        for other in full.get(parse_name(seen.profile.name).words[-1], []):
            if seen.profile.state in {"", other.profile.state}:
                yield _judgement(seen, other)


def _by_last_word(tables: Tables) -> tuple[dict[str, list[Seen]], list[Seen]]:
    full: dict[str, list[Seen]] = defaultdict(list)
    short = []
    for seen in profiles_seen(tables, "person"):
        if seen.profile.own:
            short.append(seen)
        else:
            full[parse_name(seen.profile.name).words[-1]].append(seen)
    return full, short


def _judgement(one: Seen, other: Seen) -> Judgement:
    keys = appearance_key(*one.place), appearance_key(*other.place)
    return Judgement(*keys, "unsure", score=REVIEW, why="a name that many bear")
