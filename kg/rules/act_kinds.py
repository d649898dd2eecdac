"""Which act a verb or noun does: by its word, and by what makes it that act in this clause."""

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
    is_never = bool(hints & {"not", "n't", "n’t", "never"}) and bool(
        hints
        & {"will", "would", "wo", "can", "could", "never"} - ({"never"} if hints & {"had", "has", "have"} else set())
    )
    return is_never and verb.lemma_.lower() in reading.lexicon.acts["refused"]["verbs"] and _has_content(verb)


def _by_phrase(reading: Reading, verb: Token) -> str | None:
    """The act of a verb with its particle or preposition: "turned down", "called on Iran to stop"."""
    for child in children(verb, "prt", "prep", "advmod", "mark", "intj", "dobj"):
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
    clauses = [c for c in verb.children if c.dep_ in {"xcomp", "ccomp"}]
    objects = list(children(verb, "dobj"))
    has_content = True
    match lemma:
        case "insist":
            has_content = any(_is_subjunctive(c) for c in clauses)
        case "ask":
            has_content = any(c.dep_ == "xcomp" or (c.tag_ == "VB" and not any(children(c, "aux"))) for c in clauses)
        case "commit":
            has_content = any(o.lower_ in {"themselves", "itself", "himself", "herself"} for o in objects) or any(
                c.lower_ == "to" for c in children(verb, "prep")
            )
        case "promise" | "pledge":  # several sides: what one alone pledges may be a plan or a threat
            several = [t for s in subjects(verb) for t in (s, *s.conjuncts)]
            has_content = bool(clauses) and (len(several) > 1 or any(t.tag_ == "NNS" for t in several))
        case "wish":
            has_content = any(c.lemma_.lower() == "see" for c in clauses)
        case "want":  # another to do something; and what somebody quoted says that others want is none
            others = [t for c in clauses for t in children(c, "nsubj", "nsubjpass")]
            is_quoted = any(t.text in {'"', "“", "”"} for t in verb.sent)
            has_content = (
                bool(others) and not is_quoted
            ) or verb.dep_ == "relcl"  # "the code that the Philippines had wanted"
        case "seek":
            has_content = bool(clauses) or (bool(objects) and verb.tag_ != "VBG" and verb.dep_ != "advcl")
        case "suggest":
            has_content = bool(clauses)
        case "press":
            has_content = bool(clauses or objects)
        case "invite":
            has_content = bool(clauses) or verb.dep_ not in {"relcl", "acl"}
        case "extend" | "table":
            has_content = any(
                c.lemma_.lower() in {"invitation", "hand", "offer", "proposal", "branch"} for c in verb.children
            )
        case "bind":
            has_content = any(o.lower_ == "themselves" for o in objects)
    return has_content


def _is_subjunctive(clause: Token) -> bool:
    """As in "that it be settled", "that Pakistan put an end", "that they must leave"."""
    auxiliaries = {a.lower_ for a in children(clause, "aux", "auxpass")}
    is_base = clause.lower_ == clause.lemma_.lower() and not auxiliaries
    return is_base or bool(auxiliaries & {"be", "must", "should"})


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


def _is_unreal(reading: Reading, verb: Token) -> bool:
    """Whether it was not done: negated, only possible, asked or a condition."""
    words = reading.lexicon.acts["unreal"]
    hints = [c.lower_ for c in children(verb, "neg", "aux", "mark", "preconj")]
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


def is_denied(reading: Reading, verb: Token) -> bool:
    """Whether the text denies it: "denied that Egypt had offered", "reports that Syria demanded it are false"."""
    if verb.dep_ not in {"ccomp", "acl"}:
        return False
    is_denial = reading.lexicon.act_verbs.get(verb.head.lemma_.lower()) == "denial"
    false = set(reading.lexicon.acts["as"]["denial"])
    is_false = any(c.lemma_.lower() in false for c in children(verb.head.head, "acomp", "attr"))
    return is_denial or (verb.head.pos_ == "NOUN" and is_false)
