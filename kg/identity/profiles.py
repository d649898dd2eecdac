"""Profiles: appearances that are told apart by nothing, counted as one.

The president of a state appears in thousands of articles under one name, with one state and one walk of life. What
decides identity is compared once a profile, so the work grows with what is different and not with what is repeated.
"""

import re
import tomllib
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from kg.identity.appearances import Appearance
from kg.identity.known import known_body, known_person, sector_of
from kg.lexicon import Lexicon
from kg.lexicon.keys import name_key
from kg.names import parse_name
from kg.resolve import slug

_ACRONYM = 5
"""Letters of an acronym that may stand for many bodies."""


@dataclass(frozen=True, order=True)
class Profile:
    """What all appearances of a profile share; `block` is where it is compared.

    `known` is the end of the IRI of the entry of the lexicon that it means, empty where none or several fit. `own` is
    the article of an appearance whose name says too little to be counted with others of the same name.
    """

    kind: str
    block: str
    name: str
    local: str
    state: str = ""
    sector: str = ""
    is_current: bool = False
    known: str = ""
    own: str = ""


def profile_of(appearance: Appearance, article: str, published: str, lexicon: Lexicon) -> Profile:
    """The profile of an appearance in an article published on a day (ISO, empty where unknown)."""
    is_person = appearance.local.startswith("person/")
    made = _person(appearance, published, lexicon) if is_person else _body(appearance, lexicon)
    return replace(made, own=article) if _says_little(made, lexicon) else made


def _person(appearance: Appearance, published: str, lexicon: Lexicon) -> Profile:
    known = known_person(appearance, published, lexicon)
    return Profile(
        "person",
        f"person {parse_name(known.name if known else appearance.label).block}",
        appearance.label,
        appearance.local,
        appearance.state,
        sector_of(appearance, lexicon),
        appearance.is_current,
        (known.key or slug(known.name)) if known else "",
    )


def _body(appearance: Appearance, lexicon: Lexicon) -> Profile:
    known = known_body(appearance, lexicon)
    state = appearance.state or (lexicon.organizations[known].state or "" if known else "")
    key = _body_key(known or appearance.label)
    field = next((name for name, names in _ministries() if names.fullmatch(_bare(key, state, lexicon))), "")
    block = f"ministry {field} {state}" if field and state else key
    return Profile(
        "organization",
        f"organization {block}",
        appearance.label,
        appearance.local,
        state,
        appearance.kind,
        known=slug(known) if known else "",
    )


def _body_key(name: str) -> str:
    words = name_key(re.sub(r"\(.*?\)", " ", name)).split()
    return " ".join(word for word in words if word not in _data()["noise"]["words"]) or name_key(name)


def _bare(key: str, state: str, lexicon: Lexicon) -> str:
    """The name of a body without the state whose it is: "foreign ministry" of "russian foreign ministry"."""
    names = lexicon.states[state].names if state in lexicon.states else ()
    for name in sorted({name_key(each) for each, _ in names}, key=len, reverse=True):
        key = re.sub(rf"\b(?:(?:of|in) )?(?:the )?{re.escape(name)}(?: s)?\b", " ", key)
    return " ".join(key.split())


def _says_little(profile: Profile, lexicon: Lexicon) -> bool:
    """Whether a name is borne by so many that it makes no identity across articles by itself."""
    if profile.known:
        return False
    if profile.kind == "person":
        name = parse_name(profile.name)
        if len(lexicon.gazetteer.persons_named(profile.name)) > 1:  # and what the article says leaves none of them
            return True
        return len(name.words) < 2 or (name.is_short and not (profile.sector and profile.state))
    is_acronym = profile.name.isupper() and len(profile.name) <= _ACRONYM and profile.sector not in {"media", "igo"}
    return is_acronym or (not profile.state and bool(_of_any_state().fullmatch(_body_key(profile.name))))


@lru_cache(maxsize=1)
def _data() -> dict[str, dict[str, str | list[str]]]:
    return tomllib.loads(Path(__file__).with_name("bodies.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def _ministries() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((field, re.compile(str(pattern))) for field, pattern in _data()["ministries"].items())


@lru_cache(maxsize=1)
def _of_any_state() -> re.Pattern[str]:
    fields = "|".join(str(pattern) for pattern in _data()["ministries"].values())
    return re.compile(rf"(?:{fields})|(?:[a-z]+ )?{_data()['any']['pattern']}(?: (?:of|for) .+)?")
