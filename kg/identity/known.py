"""Who of the lexicon an appearance means: nobody where its evidence fits none, or more than one."""

from collections.abc import Iterable
from functools import lru_cache

from kg.identity.appearances import Appearance
from kg.lexicon import KnownPerson, Lexicon, load_lexicon
from kg.names import SCORES, likeness, parse_name


def known_person(appearance: Appearance, published: str, lexicon: Lexicon) -> KnownPerson | None:
    """The one person that an appearance in an article of a day (ISO, empty where unknown) can mean.

    A name of many bearers, or of few letters, needs a post that fits; a surname alone needs a post, its state, and a
    lexicon in which nobody else of that state and walk of life has it.
    """
    year = int(published[:4]) if published else None
    named = lexicon.gazetteer.persons_named(appearance.label) or _sounding_like(appearance.label)
    if not named:
        return _by_surname(appearance, year)
    if not sector_of(appearance, lexicon) and (len(named) > 1 or parse_name(appearance.label).is_short):
        return None
    return _fitting(named, appearance, appearance.state, year) or _in_spite_of_state(named, appearance, year)


def _fitting(named: Iterable[KnownPerson], appearance: Appearance, state: str, year: int | None) -> KnownPerson | None:
    """The one of several that the gazetteer takes the evidence to mean."""
    gazetteer = load_lexicon().gazetteer
    titles = appearance.titles or _SEATED[appearance.is_delegate]
    found = {gazetteer.known_person(p.name, state or None, titles=titles, year=year) for p in named}
    fitting = [p for p in found if p is not None and not (_has_left(appearance) and _is_in_office(p, year))]
    if len(fitting) > 1:
        told = {gazetteer.sector_of_title(title) for title in titles}
        fitting = [person for person in fitting if person.sector in told]
    return fitting[0] if len(fitting) == 1 else None


def _has_left(appearance: Appearance) -> bool:
    """Whether it is given posts, none of which it holds on the day of the article."""
    return bool(appearance.titles) and not appearance.is_current


def _is_in_office(person: KnownPerson, year: int | None) -> bool:
    """Whether a year lies between those in which somebody came to high office and left it, where both are known."""
    return None not in {person.since, person.until, year} and person.since < year < person.until  # type: ignore[operator]


def _in_spite_of_state(named: tuple[KnownPerson, ...], appearance: Appearance, year: int | None) -> KnownPerson | None:
    """The only bearer of a long name, in public life: a wrong state was read more often than there is a namesake."""
    lexicon = load_lexicon()
    is_public = lexicon.gazetteer.is_public(sector_of(appearance, lexicon))
    if len(named) > 1 or parse_name(appearance.label).is_short or not is_public:
        return None
    return _fitting(named, appearance, "", year)


def sector_of(appearance: Appearance, lexicon: Lexicon) -> str:
    """The walk of life that somebody's posts tell, or a seat at a table for a state; empty where nothing does."""
    told = filter(None, map(lexicon.gazetteer.sector_of_title, appearance.titles))
    return next(told, "diplomacy" if appearance.is_delegate and not appearance.titles else "")


def _by_surname(appearance: Appearance, year: int | None) -> KnownPerson | None:
    """Whose surname it is, where initials, or a post and a state, tell it: "S. Lavrov", "Russian Minister Lavrov"."""
    name = parse_name(appearance.label)
    if len(name.words) != 1 or len(name.key) < _LONG:
        return None
    agreeing = [
        person
        for person in _surnames().get(name.words[0], ())
        if appearance.state in {"", person.state} and _has_initials(person, name.initials)
    ]
    if name.initials:
        return agreeing[0] if len(agreeing) == 1 else None
    is_told = appearance.is_current and appearance.state and sector_of(appearance, load_lexicon())
    return _fitting(agreeing, appearance, appearance.state, year) if is_told else None


def _has_initials(person: KnownPerson, initials: tuple[str, ...]) -> bool:
    given = parse_name(person.name).key.split()
    return all(word.startswith(initial) for word, initial in zip(given, initials, strict=False))


_SEATED = {True: ("delegate",), False: ()}
"""The title of somebody with none, by whether they sit at a table for a state."""
_LONG = 4
"""Letters of a surname that a post and a state can tell whose it is: Kim and Lee are many."""


def _sounding_like(name: str) -> tuple[KnownPerson, ...]:
    """The persons with a name that may be another spelling of this one."""
    parsed = parse_name(name)
    candidates = _blocks().get(parsed.block, ())
    return tuple({p: None for p, spelling in candidates if likeness(parsed, parse_name(spelling)) >= SCORES["fuller"]})


@lru_cache(maxsize=1)
def _blocks() -> dict[str, tuple[tuple[KnownPerson, str], ...]]:
    """The persons of the lexicon with each of their names, by block."""
    found: dict[str, tuple[tuple[KnownPerson, str], ...]] = {}
    for person in load_lexicon().gazetteer.persons:
        for name in (person.name, *person.aliases):
            block = parse_name(name).block
            found[block] = (*found.get(block, ()), (person, name))
    return found


@lru_cache(maxsize=1)
def _surnames() -> dict[str, tuple[KnownPerson, ...]]:
    """The persons of the lexicon by how their last word sounds."""
    found: dict[str, tuple[KnownPerson, ...]] = {}
    for person in load_lexicon().gazetteer.persons:
        words = parse_name(person.name).words
        if len(words) > 1:
            found[words[-1]] = (*found.get(words[-1], ()), person)
    return found


def known_body(appearance: Appearance, lexicon: Lexicon) -> str:
    """The name of the one organization of the lexicon that an appearance can mean, empty where there is none.

    Its own name counts before other spellings; of two bodies of one name, the one of its state.
    """
    for name in (appearance.label, *appearance.spellings):
        named = lexicon.gazetteer.organizations_named(name)
        fitting = [body for body in named if not appearance.state or body.state in {None, appearance.state}]
        if len(fitting) == 1:
            return fitting[0].name
    return ""
