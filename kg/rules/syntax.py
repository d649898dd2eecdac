"""What rules ask of a parse: who a token stands for, which clause it is in, what hangs on it."""

from collections.abc import Iterator

from spacy.tokens import Token

from kg.facts import Actor
from kg.mentions.reading import Reading, within

_CLAUSES = {"ROOT", "ccomp", "advcl", "relcl", "acl", "conj", "parataxis", "pcomp", "xcomp"}


def actor_of(reading: Reading, token: Token) -> Actor | None:
    """The actor that a noun phrase with head `token` names: a person, an organization, else a state's name or metonym.

    A demonym alone ("Americans") names no actor.
    """
    person = reading.person_at(token)
    if person is not None:
        return Actor("person", person.name)
    organization = next(within(reading.organizations, token.i, token.i + 1), None)
    if organization is not None:
        return Actor("organization", organization.name)
    for child in token.children:  # "South Korea's Yonhap agency", "the scholar Tony Namkung"
        if child.dep_ in {"compound", "appos"}:
            named = next(within(reading.organizations, child.i, child.i + 1), None)
            if named is not None:
                return Actor("organization", named.name)
            person = reading.person_at(child)
            if person is not None:
                return Actor("person", person.name)
    state = next((s for s in within(reading.states, token.i, token.i + 1) if s.kind != "demonym"), None)
    return Actor("state", state.code) if state is not None else None


def clause_of(token: Token) -> Token:
    """The verb or other head of the smallest clause around a token; the token itself where it heads one."""
    while token.dep_ not in _CLAUSES or (token.dep_ == "conj" and token.pos_ not in {"VERB", "AUX"}):
        if token.head == token:
            break
        token = token.head
    return token


def subtree_until_clause(token: Token) -> Iterator[Token]:
    """The tokens below `token` without those of clauses that hang on it."""
    yield token
    for child in token.children:
        if child.dep_ not in {"relcl", "advcl", "ccomp", "acl", "parataxis"}:
            yield from subtree_until_clause(child)


def children(token: Token, *dependencies: str) -> Iterator[Token]:
    """The children of a token with one of these dependencies."""
    return (child for child in token.children if child.dep_ in dependencies)


def prepositional(token: Token, *words: str) -> Iterator[Token]:
    """The objects of a token's prepositions: `prepositional(talks, "with")` of "talks with Iran" is Iran."""
    for preposition in children(token, "prep", "agent", "dative"):
        if preposition.lower_ in words:
            yield from children(preposition, "pobj", "pcomp")
