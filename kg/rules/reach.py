"""Reach: which meeting of a sentence a date or place belongs to.

A date belongs to the trigger that is nearest to it in the parse, unless it says when something else was: when it was
said ("said on Monday that talks ..."), when somebody took office ("minister since 2004"), or what came before or after.
"""

from collections.abc import Sequence

from spacy.tokens import Token

from kg.lexicon import Lexicon

ASIDES = {"before", "after", "than", "like", "unlike", "despite", "besides", "ahead", "following", "until", "eve"}
"""Words before which a clause goes over to another matter."""
_BARRIERS = {"relcl", "acl", "ccomp", "parataxis"}
_FAR = 9
"""Steps in the parse beyond which nothing belongs together."""


def belongs(modifier: Token, anchor: Token, rivals: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a date or place is about `anchor`, rather than about another of the sentence's meetings or about none."""
    own = steps_between(modifier, anchor, lexicon)
    if own is None:
        return False
    others = (
        steps_between(modifier, r, lexicon) for r in rivals if r != anchor and not _is_shared(modifier, anchor, r)
    )
    return all(other is None or own <= other for other in others)


def _is_shared(modifier: Token, anchor: Token, rival: Token) -> bool:
    """Whether two verbs share what stands before the first: "Yesterday they came face to face and signed a pact"."""
    return anchor.dep_ == "conj" and anchor.head == rival and modifier.i < rival.i


def steps_between(modifier: Token, anchor: Token, lexicon: Lexicon) -> int | None:
    """How many steps the parse has between the two; None where what lies between parts them."""
    if modifier in anchor.ancestors:  # "on July 1, when they met"
        return 1
    down = [anchor, *anchor.ancestors]
    up = [modifier, *modifier.ancestors]
    common = next((t for t in up if t in down), None)
    if common is None:
        return None
    rising, falling = up[: up.index(common)], down[: down.index(common)]
    if len(rising) + len(falling) > _FAR or _is_parted(rising, falling, common, anchor, lexicon):
        return None
    return len(rising) + (0 if is_at_that_time(anchor) else len(falling))


def is_at_that_time(anchor: Token) -> bool:
    """Whether it stands in a clause with "when", which tells of the day named before it."""
    clauses = (t for t in (anchor, *anchor.ancestors) if t.dep_ in {"advcl", "relcl"})
    return any(any(c.lower_ == "when" for c in clause.children) for clause in clauses)


def _is_parted(rising: list[Token], falling: list[Token], common: Token, anchor: Token, lexicon: Lexicon) -> bool:
    """Whether what lies between a modifier (`rising` from it) and the anchor (`falling` to it) is another matter."""
    above = {anchor, *anchor.ancestors}
    if any(t.dep_ == "advcl" and any(c.lower_ in ASIDES for c in t.children) for t in rising):
        return True  # "before he flew home on Friday"
    if any(t.lower_ in ASIDES and t.nbor(-1).lower_ not in {"later", "earlier"} for t in rising if t.i):
        return True
    if any(t.dep_ in _BARRIERS and t.head not in {anchor, *falling} for t in rising[:-1]):
        return True
    if rising and rising[-1].dep_ in _BARRIERS and common not in above:
        return True
    if any(t.dep_ == "ccomp" and t.head.lemma_.lower() in lexicon.speech["verbs"] for t in falling):
        return True  # the day on which it was said
    return common.pos_ in {"VERB", "AUX"} and any(t.dep_ in {"relcl", "acl"} for t in falling)
