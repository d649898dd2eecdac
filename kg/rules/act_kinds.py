"""Which act a verb or noun does: by its word, and by what makes it that act in this clause."""

from collections.abc import Callable
from itertools import pairwise

from spacy.tokens import Token

from kg.mentions.reading import Reading, within
from kg.rules.syntax import children, prepositional, subjects


def act_of_verb(reading: Reading, verb: Token) -> str | None:
    """The act of a verb, with its particle or preposition if it has one; None where it does none."""
    if _is_refused(reading, verb):
        return "rejection"
    if _is_unreal(reading, verb):
        return None
    return _by_phrase(reading, verb) or _by_word(reading, verb)


def _is_refused(reading: Reading, verb: Token) -> bool:
    """As in "will not accept", "would never recognise": what is not done is refused."""
    hints = {c.lower_ for c in children(verb, "neg", "aux", "advmod")}
    refusing = {"will", "would", "wo", "can", "ca", "could"}
    if not hints & {"had", "has", "have"}:
        refusing.add("never")
    is_never = bool(hints & {"not", "n't", "n’t", "never"}) and bool(hints & refusing)
    return is_never and verb.lemma_.lower() in reading.lexicon.acts["refused"]["verbs"] and _has_content(verb)


def _by_phrase(reading: Reading, verb: Token) -> str | None:
    """The act of a verb with its particle or preposition: "turned down", "called on Iran to stop"."""
    for child in children(verb, "prt", "prep", "advmod", "mark", "intj", "dobj"):
        if child.dep_ == "prep" and any(children(verb, "prt")):
            continue  # "called off a visit for other reasons"
        word, phrase = child.lower_, f"{verb.lemma_.lower()} {child.lemma_.lower()}"
        objects = list(children(child, "pobj", "pcomp"))
        if child.dep_ == "prep" and (not objects or any(any(within(reading.dates, o.i, o.i + 1)) for o in objects)):
            continue  # "called its ambassador home on 18 July", "everything it asked for"
        is_left = word == "out" and any(children(verb, "dobj"))  # "pull out all the stops"
        is_visit = phrase == "call on" and not any(
            c.dep_ in {"xcomp", "ccomp", "advcl"} for c in verb.subtree if c != verb
        )
        if phrase in reading.lexicon.act_verbs and not (is_left or is_visit):
            return reading.lexicon.act_verbs[phrase]
    return None


def _by_word(reading: Reading, verb: Token) -> str | None:
    lexicon, lemma = reading.lexicon, verb.lemma_.lower()
    if lemma in lexicon.acts["as"]["verbs"]:
        return _judgement(reading, verb)
    kind, objects = lexicon.act_verbs.get(lemma), list(children(verb, "dobj"))
    has_content = _has_content(verb) or verb.dep_ in {"parataxis", "acl", "relcl"}
    is_foreseen = kind == "threat" and lemma == "warn" and not _is_threatening(reading, verb)
    is_guest = lemma == "welcome" and any(
        any(within(reading.people, o.left_edge.i, o.right_edge.i + 1)) for o in objects
    )
    if (
        not (has_content and _has_its_content(verb, lemma))
        or is_foreseen
        or is_guest
        or _is_for_reporters(reading, verb)
    ):
        return None
    claims = [o for o in objects if o.lemma_.lower() in lexicon.acts["claims"]["nouns"]]
    if kind == "rejection" and claims and not any(prepositional(claims[0], "to")):  # "rejected claims that", not "to"
        return "denial"
    is_refused = kind == "denial" and any(o.lemma_.lower() in lexicon.acts["granted"]["nouns"] for o in objects)
    return "rejection" if is_refused else kind  # "denied them entry"


def _is_for_reporters(reading: Reading, verb: Token) -> bool:
    """As in "asked not to be named", "requested anonymity", "refused to be drawn on"."""
    words = set(reading.lexicon.acts["reporters"]["words"])
    return any(c.lemma_.lower() in words for c in children(verb, "xcomp", "dobj"))


def act_of_adjective(reading: Reading, adjective: Token) -> str | None:
    """As in "is ready to negotiate": who says so offers it."""
    is_offer = adjective.lemma_.lower() in reading.lexicon.acts["ready"]["adjectives"]
    has_clause = any(children(adjective, "xcomp", "ccomp"))
    is_said = adjective.dep_ in {"acomp", "attr"} and not any(c.dep_ == "neg" for c in adjective.head.children)
    return "offer" if is_offer and has_clause and is_said else None


def _has_content(verb: Token) -> bool:
    """Whether something is offered, demanded or denied: an object, a clause, or "to" and "on" after the verb."""
    for child in verb.children:
        if child.dep_ in {"dobj", "xcomp", "ccomp", "nsubjpass"}:
            return True
        if child.i > verb.i and (child.dep_ == "prep" and child.lower_ in {"to", "on", "against", "of"}):
            return True
        if child.dep_ == "advcl" and any(a.lower_ == "to" for a in children(child, "aux")):
            return True
    return False


def _has_its_content(verb: Token, lemma: str) -> bool:
    """Whether a verb of many uses has what makes it an act: "asked them to leave", "insisted that it be"."""
    needs = _NEEDS.get(lemma)
    return needs is None or needs(verb)


def _clauses(verb: Token) -> list[Token]:
    return list(children(verb, "xcomp", "ccomp"))


def _asks(verb: Token) -> bool:
    return any(c.dep_ == "xcomp" or (c.tag_ == "VB" and not any(children(c, "aux"))) for c in _clauses(verb))


def _commits(verb: Token) -> bool:
    is_oneself = any(o.lower_ in {"themselves", "itself", "himself", "herself"} for o in children(verb, "dobj"))
    return is_oneself or any(c.lower_ == "to" for c in children(verb, "prep"))


def _promises(verb: Token) -> bool:
    """Several sides do: what one alone pledges may be a plan or a threat."""
    several = [t for s in subjects(verb) for t in (s, *s.conjuncts)]
    return bool(_clauses(verb)) and (len(several) > 1 or any(t.tag_ == "NNS" for t in several))


def _wants(verb: Token) -> bool:
    """Another to do something, or as in "the code that Manila had wanted"; not what others are quoted to want."""
    others = [t for c in _clauses(verb) for t in children(c, "nsubj", "nsubjpass")]
    is_quoted = any(t.text in {'"', "“", "”"} for t in verb.sent)
    return (bool(others) and not is_quoted) or verb.dep_ == "relcl"


def _seeks(verb: Token) -> bool:
    is_told = verb.tag_ != "VBG" and verb.dep_ != "advcl"
    return bool(_clauses(verb)) or (is_told and any(children(verb, "dobj")))


def _extends(verb: Token) -> bool:
    return any(c.lemma_.lower() in {"invitation", "hand", "offer", "proposal", "branch"} for c in verb.children)


def _is_subjunctive(clause: Token) -> bool:
    """As in "that it be settled", "that Pakistan put an end", "that they must leave"."""
    auxiliaries = {a.lower_ for a in children(clause, "aux", "auxpass")}
    is_base = clause.lower_ == clause.lemma_.lower() and not auxiliaries
    return is_base or bool(auxiliaries & {"be", "must", "should"})


_NEEDS: dict[str, Callable[[Token], bool]] = {
    "insist": lambda verb: any(map(_is_subjunctive, _clauses(verb))),
    "ask": _asks,
    "commit": _commits,
    "promise": _promises,
    "pledge": _promises,
    "wish": lambda verb: any(c.lemma_.lower() == "see" for c in _clauses(verb)),
    "want": _wants,
    "seek": _seeks,
    "suggest": lambda verb: bool(_clauses(verb)),
    "press": lambda verb: any(children(verb, "xcomp", "ccomp", "dobj")),
    "invite": lambda verb: bool(_clauses(verb)) or verb.dep_ not in {"relcl", "acl"},
    "extend": _extends,
    "table": _extends,
    "bind": lambda verb: any(o.lower_ == "themselves" for o in children(verb, "dobj")),
}
"""What else verbs of many uses need."""


def _is_threatening(reading: Reading, verb: Token) -> bool:
    words = set(reading.lexicon.acts["threatening"]["words"])
    return any(t.lemma_.lower() in words for c in children(verb, "ccomp", "prep") for t in c.subtree)


def _judgement(reading: Reading, verb: Token) -> str | None:
    """As in "called it an important step", "branded the flights a provocation"."""
    words = reading.lexicon.acts["as"]
    said = {t.lemma_.lower() for c in children(verb, "oprd", "prep", "ccomp", "dobj", "xcomp") for t in c.subtree}
    return next((kind for kind in ("denial", "condemnation", "praise") if said & set(words[kind])), None)


def act_of_noun(reading: Reading, noun: Token) -> str | None:
    """The act of a noun with an owner or a verb that reports it: "Pyongyang's offer", "lodged a protest"."""
    kind = reading.lexicon.act_nouns.get(noun.lemma_.lower())
    if kind is None:
        return None
    is_done = noun.dep_ == "dobj" and noun.head.lemma_.lower() in reading.lexicon.acts["light"]["verbs"]
    if is_done and not _is_unreal(reading, noun.head):
        return kind
    has_content = any(c.dep_ in {"acl", "relcl", "prep", "ccomp"} and c.i > noun.i for c in noun.children)
    return kind if any(children(noun, "poss")) and has_content else None


def _is_unreal(reading: Reading, verb: Token) -> bool:  # noqa: PLR0911 - a line a way not to be done
    """Whether it was not done: negated, only possible, asked or a condition."""
    words = reading.lexicon.acts["unreal"]
    hints = [c.lower_ for c in children(verb, "neg", "aux", "mark", "preconj")]
    if _is_instead(verb):
        return True
    if verb.dep_ == "advcl" and "because" in hints:  # a reason given, and nothing told
        return True
    if any(h in words["words"] or h in words["modals"] for h in hints):
        return True
    if any(c.lower_ in words["nearly"] for c in children(verb, "advmod")) or is_denied(reading, verb):
        return True
    head = verb.head
    if verb.dep_ == "xcomp" and any(c.lower_ == "yet" for c in head.children):  # "has yet to say yes"
        return True
    if verb.dep_ in {"xcomp", "conj"} and head.pos_ == "VERB" and any(c.dep_ == "neg" for c in head.children):
        return True
    return verb.dep_ == "xcomp" and head.lemma_.lower() in words["heads"]


def _is_instead(verb: Token) -> bool:
    """As in "resigned rather than endorse the texts", "instead of accepting"."""
    before = [t.lower_ for t in verb.doc[max(verb.left_edge.i - 2, verb.sent.start) : verb.i]]
    return any(pair in {("rather", "than"), ("instead", "of")} for pair in pairwise(before)) or "without" in before[:2]


def is_denied(reading: Reading, verb: Token) -> bool:
    """Whether the text denies it: "denied that Egypt had offered", "reports that Syria demanded it are false"."""
    if verb.dep_ not in {"ccomp", "acl"}:
        return False
    is_denial = reading.lexicon.act_verbs.get(verb.head.lemma_.lower()) == "denial"
    false = set(reading.lexicon.acts["as"]["denial"])
    is_false = any(c.lemma_.lower() in false for c in children(verb.head.head, "acomp", "attr"))
    return is_denial or (verb.head.pos_ == "NOUN" and is_false)
