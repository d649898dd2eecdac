"""What rules ask of a parse: who a token stands for, which clause it is in, what hangs on it."""

from collections.abc import Iterator

from spacy.tokens import Token

from kg.facts import Actor
from kg.mentions.reading import Reading, within

_CLAUSES = {"ROOT", "ccomp", "advcl", "relcl", "acl", "conj", "parataxis", "pcomp", "xcomp"}
_NEXT_CLAUSE = {"VBD", "VBZ", "VBP", "MD", "WP", "WDT", "WRB", "WP$"}
_STOPS = {";", ":", "–", "—"}
_THEY = {"they", "each", "both"}
_ASKING = {"ask", "invite", "urge", "tell", "order", "send", "allow"}


def actor_of(reading: Reading, token: Token) -> Actor | None:
    """The actor that a noun phrase with head `token` names or stands for: a person, an organization, else a state.

    A demonym alone ("Americans") names no actor; "the American government" is the state.
    """
    named = _named_at(reading, token)
    if named is not None:
        return named
    for child in token.children:  # "South Korea's Yonhap agency", "the scholar Tony Namkung"
        if child.dep_ in {"compound", "appos"} and (named := _named_at(reading, child)) is not None:
            return named
    owner = _owner(reading, token)
    if owner is not None:
        return owner
    state = next((s for s in within(reading.states, token.i, token.i + 1) if s.kind != "demonym"), None)
    if state is None and _stands_for_a_state(reading, token):
        state = next(within(reading.states, token.left_edge.i, token.i), None)
        if state is None:  # "the government of Iran", "the militants of Hamas", "the government in Bamako"
            owners = (*prepositional(token, "of"), *(t for t in prepositional(token, "in") if t.pos_ == "PROPN"))
            return next((a for owner in owners if (a := actor_of(reading, owner))), None)
    return Actor("state", state.code) if state is not None else None


def _owner(reading: Reading, token: Token) -> Actor | None:
    """As in "his government", "her side": the state or the body of whom the pronoun stands for."""
    if lemma_of(token) not in reading.lexicon.meetings["governments"]["nouns"]:
        return None
    pronouns = [t.i for t in children(token, "poss") if t.pos_ == "PRON"]
    names = [name for i in pronouns for r in within(reading.references, i, i + 1) for name in r.people]
    side = next((side for name in names if (side := reading.side_of(name))), None)
    if side is not None:
        return Actor("state", side)
    bodies = (title.organization for name in names for title in reading.titles_by_person.get(name, ()))
    return next((Actor("organization", body) for body in bodies if body), None)


def _stands_for_a_state(reading: Reading, token: Token) -> bool:
    """As in "the Egyptian army", "Syria's envoy": what a state has acts for it."""
    lemma = lemma_of(token)
    return lemma in reading.lexicon.meetings["governments"]["nouns"] or lemma in reading.lexicon.official_nouns


def _named_at(reading: Reading, token: Token) -> Actor | None:
    """The person, organization or reference that a token belongs to."""
    person = reading.person_at(token)
    if person is not None:
        return Actor("person", person.name)
    organization = next(within(reading.organizations, token.i, token.i + 1), None)
    if organization is not None:
        return Actor("organization", organization.name)
    reference = next((r for r in within(reading.references, token.i, token.i + 1) if r.end == token.i + 1), None)
    if reference is None:
        return None
    if reference.source is not None:
        return Actor("source", reference.source)
    if reference.people:
        return Actor("person", reference.people[0])
    return Actor("organization", reference.organizations[0])


def actors_of(reading: Reading, token: Token) -> list[Actor]:
    """The actors of a noun phrase, each of a list: "France and Germany", "the ministers of France and Germany"."""
    tokens = [t for t in (token, *token.conjuncts) if t.i >= token.i]
    is_owned = _stands_for_a_state(reading, token) and not reading.person_at(token)
    owners = list(prepositional(token, "of")) if is_owned else []
    if owners and len(owners[0].conjuncts) > 0:
        tokens = [owners[0], *owners[0].conjuncts]
    found = [actor_of(reading, t) for t in tokens]
    return list(dict.fromkeys(actor for actor in found if actor is not None))


def actor_before(reading: Reading, verb: Token) -> Actor | None:
    """Who stands before a verb, behind an aside in which the parser lost them: "X, until lately minister, slammed"."""
    i = verb.i - 1
    while i > verb.sent.start and verb.doc[i].pos_ in {"AUX", "ADV", "PART"}:
        i -= 1
    if verb.tag_ not in {"VBD", "VBZ", "VBN"} or verb.doc[i].text not in {",", "who"}:
        return None
    for person in reversed(list(within(reading.people, verb.sent.start, i))):
        before = verb.doc[person.start - 1] if person.start > verb.sent.start else None
        opens = before is None or before.text in {",", ":", ";"} or before.dep_ in {"compound", "det"}
        if person.end <= i and opens and verb.doc[person.end].text == ",":
            return Actor("person", person.name)
    return None


def name_beside(reading: Reading, verb: Token) -> Actor | None:
    """Who is named between commas right before a verb: "the spokeswoman of the minister, Dziunik Aghajanian, said"."""
    if verb.i < 3 or verb.doc[verb.i - 1].text != "," or verb.tag_ not in {"VBD", "VBZ"}:
        return None
    person = reading.person_at(verb.doc[verb.i - 2])
    is_between = person is not None and person.start > 0 and verb.doc[person.start - 1].text == ","
    before = verb.doc[person.start - 2] if person is not None and is_between and person.start > 1 else None
    if person is None or before is None or before.tag_ in {"VBD", "VBZ", "VBN"}:
        return None
    return Actor("person", person.name) if before.pos_ in {"NOUN", "PROPN"} else None


def clause_of(token: Token) -> Token:
    """The verb or other head of the smallest clause around a token; the token itself where it heads one."""
    while token.dep_ not in _CLAUSES or (token.dep_ == "conj" and token.pos_ not in {"VERB", "AUX"}):
        if token.head == token:
            break
        token = token.head
    return token


def children(token: Token, *dependencies: str) -> Iterator[Token]:
    """The children of a token with one of these dependencies."""
    return (child for child in token.children if child.dep_ in dependencies)


def prepositional(token: Token, *words: str) -> Iterator[Token]:
    """The objects of a token's prepositions: `prepositional(talks, "with")` of "talks with Iran" is Iran."""
    for preposition in children(token, "prep", "agent", "dative"):
        if preposition.lower_ in words:
            yield from children(preposition, "pobj", "pcomp")


def subjects(verb: Token) -> list[Token]:
    """Who does what a verb says: its subjects, or those of the verb that it shares them with; not "who" but whom."""
    own = [meant(t) for t in children(verb, "nsubj", *(() if verb.dep_ != "xcomp" else ("nsubjpass",)))]
    return own or _shared_subjects(verb)


def _shared_subjects(verb: Token) -> list[Token]:
    """The subjects that a verb has by the verb or noun it hangs on."""
    head = verb.head
    match verb.dep_:
        case "xcomp":
            told = [
                t for t in children(head, "dobj") if head.lemma_.lower() in _ASKING
            ]  # "asked the minister to visit"
            return told or [*subjects(head), *(meant(t) for t in children(head, "nsubjpass"))]  # "is expected to meet"
        case "acomp" | "conj" if head.pos_ in {"VERB", "AUX"}:  # "is due to meet", "came and met"
            return subjects(head)
        case "amod" | "acl" if verb.pos_ == "ADJ" or verb.tag_ == "VBG" or any(children(verb, "xcomp")):
            return [head]  # "due to meet them", "envoys meeting", "delegates said to have met"
        case "advcl" | "pcomp" if verb.tag_ == "VBG" or any(t.lower_ == "to" for t in children(verb, "aux")):
            # "arrived ..., meeting the president", "is in Oslo to see him", "before meeting him"
            return subjects(head if verb.dep_ == "advcl" else head.head)
    return []


def words_after(verb: Token) -> Iterator[Token]:
    """The words from a verb to the next clause, wherever in it the parser hangs them."""
    for token in verb.doc[verb.i + 1 : verb.sent.end]:
        if token.tag_ in _NEXT_CLAUSE or token.text in _STOPS or "\n" in token.text:
            return
        yield token


def next_name(verb: Token) -> list[Token]:
    """The name right after a verb in which the parser sees no object: "rang up Dr Manmohan Singh last week"."""
    for token in words_after(verb):
        if token.pos_ != "PROPN" and token.dep_ != "prt":
            return []
        if token.dep_ != "compound" and token.pos_ == "PROPN":
            return [token]
    return []


def meant(token: Token) -> Token:
    """The noun that "who" or "which" stands for; where that is an apposition, the name that it describes."""
    if token.tag_ not in {"WP", "WDT"}:
        return token
    clause = token.head
    while clause.dep_ == "conj" and clause.head.pos_ in {"VERB", "AUX"}:
        clause = clause.head
    if clause.dep_ != "relcl":
        return token
    noun = clause.head
    return noun.head if noun.dep_ == "appos" else noun


def is_pair(token: Token, words: dict[str, list[str]]) -> bool:
    """Whether it stands for those named before: "the two sides", "both", "the parties", "they"."""
    if token.lower_ in _THEY and token.dep_ in {"nsubj", "nsubjpass", "pobj"}:
        return True
    counted = {c.lower_ for c in children(token, "nummod", "det", "amod", "predet")}
    lemma = lemma_of(token)
    if token.pos_ == "NUM" and token.dep_ == "nsubj":  # "the six met"
        return True
    if token.tag_ in {"NNS", "NNPS"} and lemma in words["always"] and counted == {"the"}:
        return True
    if token.tag_ in {"NNS", "NNPS"} and counted & {"two", "both"} and token.dep_ in {"nsubj", "nsubjpass", "pobj"}:
        return True
    return lemma in words["nouns"] and bool(counted & set(words["counts"]))


def lemma_of(token: Token) -> str:
    """The lemma in lower case, also of a noun that is capitalised as in "the Ministers"."""
    lemma = token.lemma_.lower()
    if token.pos_ == "PROPN" and token.tag_ == "NNPS":
        return lemma.removesuffix("s")
    return lemma
