"""Facts: what an article says, as values, before anything is known of identity or RDF.

Each fact carries the passages that say it. Things are named as in the article: a state by its code, a person or
organization by the fullest name there; which thing in the world a name means is for `resolve` to say.
"""

from dataclasses import dataclass
from typing import Literal

from kg.article import Article
from kg.dates import Basis, PartialDate
from kg.mentions.reading import TitleStatus

Capacity = Literal["official", "private", "unstated"]
Tie = Literal["acts-for", "acted-for", "comes-from"]
"""Who has an office or is known for one acts for a state; who left it acted for one; others only come from one."""
Role = Literal["party", "head-of-delegation", "delegate", "host", "mediator", "convenor", "observer"]


@dataclass(frozen=True)
class Passage:
    """Code points `start` to `end` of an article's text, the rule that read them and how sure it is (0 to 1)."""

    start: int
    end: int
    rule: str
    confidence: float


@dataclass(frozen=True)
class Actor:
    """Who acts, by the name the article uses; a state by its ISO 3166-1 code; a `source` is somebody unnamed."""

    kind: Literal["person", "organization", "state", "source"]
    name: str


@dataclass(frozen=True)
class Person:
    """A person, every spelling of the name in the article, and the code of the state they are tied to."""

    name: str
    spellings: tuple[str, ...]
    state: str | None
    passages: tuple[Passage, ...]
    tie: Tie = "acts-for"
    """How they are tied to that state."""


@dataclass(frozen=True)
class Organization:
    """An organization, its other spellings, its kind (of `bc:OrganizationKind`), and the state it belongs to."""

    name: str
    spellings: tuple[str, ...]
    kind: str
    state: str | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class NamedState:
    """A state that the article names."""

    code: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Tenure:
    """A person's holding of a post, as worded: `period` is when a "then" holder held it."""

    person: str
    title: str
    status: TitleStatus
    state: str | None
    organization: str | None
    official: bool
    period: PartialDate | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Participation:
    """An actor's part in a meeting; `side` is the code of a state."""

    actor: Actor
    side: str | None
    role: Role
    capacity: Capacity
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class TrackClaim:
    """That a meeting is on a track (local name of a `bc:Track`), as said by somebody, or by the article itself."""

    track: str
    claimant: Actor | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class When:
    """When something happened, in bounds; `end` is None where only one date is given."""

    start: PartialDate
    end: PartialDate | None
    text: str
    basis: Basis
    is_open: bool = False
    """Whether it goes on from `start` without a known end ("since 2008")."""


@dataclass(frozen=True)
class Where:
    """A place by name and the code of its country."""

    name: str
    country: str


@dataclass(frozen=True)
class Meeting:
    """A meeting, or a process where `process` names one and `is_process` says that the whole of it is meant."""

    kind: str
    label: str
    participations: tuple[Participation, ...]
    where: Where | None
    when: When | None
    status: str | None
    topics: tuple[str, ...]
    tracks: tuple[TrackClaim, ...]
    passages: tuple[Passage, ...]
    process: str | None = None
    is_process: bool = False

    @property
    def sides(self) -> tuple[str, ...]:
        """Codes of the states that are sides, sorted."""
        return tuple(sorted({p.side for p in self.participations if p.side}))


@dataclass(frozen=True)
class SpeechAct:
    """Something said with consequence: `kind` is the local name of a `bc:SpeechActType` ("statement", "offer").

    `content` is what is offered, demanded or denied in the article's words; `answers` the place, among the article's
    acts, of the one that this answers.
    """

    kind: str
    speaker: Actor
    passages: tuple[Passage, ...]
    addressee: Actor | None = None
    outlet: str | None = None
    content: str | None = None
    answers: int | None = None


@dataclass(frozen=True)
class Relation:
    """A relation of two states, by local name of a `bc:RelationKind`."""

    kind: str
    states: tuple[str, str]
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class ArticleFacts:
    """All that an article was found to say."""

    article: Article
    people: tuple[Person, ...]
    organizations: tuple[Organization, ...]
    states: tuple[NamedState, ...]
    tenures: tuple[Tenure, ...]
    meetings: tuple[Meeting, ...]
    acts: tuple[SpeechAct, ...]
    relations: tuple[Relation, ...]
    reader: str
    """What read them: the name of the language pipeline, or of a model."""
