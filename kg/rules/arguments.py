"""Who takes part in a meeting: the tokens that a trigger's frame gives it, and the actors that they name.

A noun takes those after "between" and "with", its possessor and what is compounded with it, and the subject of "held
talks"; a verb takes its subject and object as its frame says (see `triggers`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.lexicon import Lexicon
from kg.mentions.mention import Mention
from kg.mentions.reading import M, PlaceMention, Reading, within
from kg.rules.frames import given_for
from kg.rules.syntax import children, is_pair, lemma_of, meant, next_name, prepositional, subjects, words_after
from kg.rules.triggers import Trigger

_SIDE_LINKS = ("between", "with", "among", "involving", "bringing")
_NOMINAL = ("compound", "amod", "nmod", "poss", "conj", "appos", "nummod")
_AROUND_A_VISIT = {"during", "on", "from", "after", "before", "for", "following", "of"}
_PARTNER_LINKS = {"with", "opposite", "between", "across", "alongside"}
_TAKING_PART = {"attend", "lead", "join", "chair", "head", "co-chair", "moderate"}


@dataclass(frozen=True)
class Parties:
    """Those whom tokens name as dealing with one another."""

    sides: frozenset[str] = frozenset()
    organizations: tuple[str, ...] = ()
    """Movements, armed forces and intergovernmental bodies that deal with the sides."""
    people: tuple[str, ...] = ()
    is_pair: bool = False
    """Whether the text comes back to sides named before: "both countries"."""
    has_factions: bool = False
    """Whether some oppose others inside a state: "the opposition"."""


def parties_in(reading: Reading, tokens: list[Token]) -> Parties:
    """The parties that the tokens name, those in titles by the person who bears the title."""
    own = {t.i for t in tokens} - reading.title_tokens
    people = people_in(reading, tokens)
    states = {state.code for state in _named(reading.states, own)}
    states |= {o.state for o in _named(reading.organizations, own) if o.state and o.kind in {"government", "military"}}
    pairs, factions = reading.lexicon.meetings["pairs"], set(reading.lexicon.meetings["factions"]["nouns"])
    return Parties(
        sides=frozenset(
            states | {side for name in (*people, *_rulers(reading, own)) if (side := reading.side_of(name))}
        ),
        organizations=tuple(
            dict.fromkeys(
                [
                    *(o.name for o in _named(reading.organizations, own) if o.deals_with_states),
                    *(name for r in _named(reading.references, own) for name in r.organizations),
                ]
            )
        ),
        people=people,
        is_pair=any(is_pair(t, pairs) for t in tokens),
        has_factions=any(t.lemma_.lower() in factions or t.lower_ in factions for t in tokens),
    )


def people_in(reading: Reading, tokens: Iterable[Token]) -> tuple[str, ...]:
    """The persons whom the tokens name or stand for, possessors left out: "Obama's ambassador" is not Obama."""
    own = {t.i for t in tokens}
    named: list[tuple[int, str]] = [(p.start, p.name) for p in _named(reading.people, own) if not _is_owner(reading, p)]
    named += [
        (r.start, name) for r in _named(reading.references, own) if not _is_owner(reading, r) for name in r.people
    ]
    return tuple(dict.fromkeys(name for _, name in sorted(named)))


def _rulers(reading: Reading, tokens: set[int]) -> Iterator[str]:
    """Who names a government that takes part, and does not take part in person: "President Maduro's government"."""
    for person in _named(reading.people, tokens):
        last = reading.doc[person.end - 1]
        head = last.head if last.dep_ == "poss" else last.head.head if last.head.lower_ == "of" else last
        if head.lemma_.lower() in reading.lexicon.meetings["governments"]["nouns"]:
            yield person.name


def _is_owner(reading: Reading, mention: Mention) -> bool:
    """Whether it owns another person or a post: the owner of a visit takes part in it."""
    last = reading.doc[mention.end - 1]
    if last.dep_ == "pobj" and last.head.lower_ in {"of", "to", "for"}:  # "the government of President Maduro"
        return last.head.head.lemma_.lower() not in reading.lexicon.meeting_nouns and last.head.head.pos_ == "NOUN"
    return last.dep_ == "poss" and last.head.lemma_.lower() not in reading.lexicon.meeting_nouns


def nominal_tokens(token: Token, *, is_listed: bool = True) -> Iterator[Token]:
    """A noun with what names it: compounds, adjectives, possessors, "of" and "from" phrases, the rest of its list."""
    yield token
    for child in children(token, *_NOMINAL):
        if is_listed or child.dep_ != "conj":
            yield from nominal_tokens(child)
    for child in prepositional(token, "of", "from", "around", *(("on",) if token.pos_ == "PROPN" else ())):
        yield from nominal_tokens(child)


def _named(mentions: tuple[M, ...], tokens: set[int]) -> Iterator[M]:
    """The mentions that have one of the tokens, in the order of the text."""
    if tokens:
        found = within(mentions, min(tokens), max(tokens) + 1)
        yield from (m for m in found if any(i in tokens for i in range(m.start, m.end)))


def expanded(tokens: Iterable[Token], *, is_listed: bool = True) -> list[Token]:
    """The tokens with all that names them, and those of a list with what follows in it."""
    return [t for token in tokens for t in nominal_tokens(token, is_listed=is_listed)]


# ---- nouns


def holder_of(noun: Token, lexicon: Lexicon) -> Token:
    """The noun whose part in the sentence the meeting has: "the venue for talks", "a round of talks"."""
    while (
        noun.dep_ == "pobj"
        and noun.head.lower_ in {"of", "for"}
        and noun.head.head.lemma_.lower() in lexicon.meetings["holders"]["nouns"]
    ):
        noun = noun.head.head
    return noun


def noun_arguments(noun: Token, verb: Token, lexicon: Lexicon) -> list[Token]:
    """The heads of those who deal with one another: linked to the noun, or subject and partner of "held talks"."""
    linked = [*prepositional(noun, *_SIDE_LINKS, "by"), *_involved(noun), *_convened(noun)]
    linked += [t for clause in children(noun, "relcl") if clause.lemma_.lower() in {"make", "pay", "hold", "have"}
               for t in subjects(clause)]  # fmt: skip
    linked += [t for t in prepositional(noun, "of") if t.lemma_.lower() in lexicon.official_nouns]
    holder = holder_of(noun, lexicon)
    if holder != noun:
        linked += prepositional(holder, *_SIDE_LINKS)
    joins = lexicon.meetings["joins"]["verbs"]
    lemma = verb.lemma_.lower()
    is_visit = lemma_of(noun) in lexicon.visit_nouns
    if holder.dep_ in {"dobj", "attr"} and (is_visit or lemma in lexicon.meetings["holds"]["verbs"]):
        linked += [*subjects(verb), *prepositional(verb, "with", "between")]
    elif holder.dep_ == "pobj" and holder.head.head.lemma_.lower() in lexicon.third_party_posts:
        pass  # "are guarantors of the talks"
    elif holder.dep_ == "pobj" and (
        (lemma in joins and holder.head.lower_ in {"for", "in", "to", "at", "of"}) or holder.head.lower_ == "at"
    ):
        linked += [*subjects(verb), *children(verb, "nsubjpass"), *prepositional(verb, "with")]
    elif holder.dep_ == "pobj" and holder.head.lower_ in {"in", "during"} and any(prepositional(noun, "with")):
        linked += subjects(verb)  # "in a call with the president, she urged"
    elif holder.dep_ == "pobj" and holder.head.lower_ in _AROUND_A_VISIT and is_visit:
        linked += subjects(verb)
    elif holder.dep_ == "pobj" and holder.head.lower_ in {"after", "following"} and not linked:
        linked += [s for s in subjects(verb) if any(s.conjuncts)]  # "after eight hours of talks, A and B agreed"
    elif holder.dep_ in {"dobj", "pobj"} and lemma in lexicon.meetings["seeks"]["verbs"] and _is_with(noun, holder):
        linked += subjects(verb)  # "asked for talks with France"
    elif holder.dep_ in {"nsubj", "nsubjpass"}:
        linked += prepositional(verb, "between", "with", "among")
        linked += [o for v in (verb, *children(verb, "xcomp")) if v.lemma_ in {"bring", "include", "involve"}
                   for o in children(v, "dobj")]  # fmt: skip
    return linked


def _is_with(noun: Token, holder: Token) -> bool:
    """Whether it is one with somebody, after "for" if after a preposition: "asked for talks with"."""
    return any(prepositional(noun, "with")) and (holder.dep_ == "dobj" or holder.head.lower_ == "for")


def _involved(noun: Token) -> Iterator[Token]:
    """As in "talks involving Iran", "a meeting attended by envoys"."""
    for clause in children(noun, "acl"):
        if clause.lower_ in {"involving", "including", "bringing", "grouping"}:
            yield from children(clause, "dobj")
        elif clause.lemma_.lower() in _TAKING_PART:
            yield from prepositional(clause, "by")
    verb = noun.head
    if noun.dep_ == "nsubjpass" and verb.lemma_.lower() in _TAKING_PART:  # "the talks were chaired by"
        yield from prepositional(verb, "by")


def _convened(noun: Token) -> Iterator[Token]:
    """As in "a summit at which Kim is to see Moon": who acts in the clause that says what takes place there."""
    for clause in children(noun, "relcl"):
        if any(p.lower_ in {"at", "in", "during"} for p in children(clause, "prep")):
            for verb in (clause, *children(clause, "xcomp")):
                yield from subjects(verb)
                yield from children(verb, "dobj")


def modifiers_of(noun: Token) -> list[Token]:
    """What stands before a noun: "US-Iran talks", "Oli's visit"."""
    return [t for child in children(noun, *_NOMINAL[:4]) for t in nominal_tokens(child)]


def modifying_place(reading: Reading, modifiers: list[Token]) -> PlaceMention | None:
    """The place in "the Singapore meeting": the only name before the noun, and a city."""
    cities = list(_named(reading.places, {t.i for t in modifiers}))
    if len(cities) != 1 or cities[0].name not in reading.lexicon.places:
        return None
    token = reading.doc[cities[0].end - 1]
    is_alone = token.i + 1 < len(reading.doc) and reading.doc[token.i + 1].text != "-"
    return cities[0] if token.dep_ == "compound" and is_alone else None


# ---- verbs


def _looking_on(verb: Token) -> Iterator[Token]:
    """As in "with the UN envoy looking on", "in the presence of the president"."""
    for preposition in children(verb, "prep"):
        if preposition.lower_ == "with":
            for clause in children(preposition, "pcomp", "ccomp"):
                if clause.lemma_.lower() in {"look", "watch", "stand"}:
                    yield from children(clause, "nsubj")
        elif preposition.lower_ == "in":
            for noun in children(preposition, "pobj"):
                if noun.lower_ in {"presence", "company"}:
                    yield from prepositional(noun, "of")


def verb_arguments(trigger: Trigger, lexicon: Lexicon) -> tuple[list[Token], list[list[Token]]]:
    """The heads of the phrases on both ends of a verb: who does it, and with or to whom.

    Of the latter there is a list for each meeting that the verb tells of: "saw both presidents separately", "talked by
    telephone with Uribe on Tuesday and with Correa on Thursday" are two.
    """
    verb = trigger.token
    first, second = [*subjects(verb), *prepositional(verb, "by"), *_looking_on(verb)], list[Token]()
    match trigger.frame:
        case "mediate":
            first = _after_words(verb, "between", "among")
        case "visit" | "stay":
            pass
        case "go" | "invite":
            first += children(verb, "dobj", *(("nsubjpass",) if trigger.frame == "invite" else ()))
        case "host":
            first, second = first or _named_before(verb), _after_words(verb, "to")
        case "bring":  # who brings them together takes part in person, and is no side
            first, second = [t for t in first if t.ent_type_ == "PERSON"], list(children(verb, "dobj", "nsubjpass"))
        case "on":
            second += prepositional(verb, "on")
        case "swap":
            second += [*children(verb, "nsubjpass"), *given_for(verb), *prepositional(verb, "with")]
        case _:
            return _dealing(trigger, first), _groups(verb, _direct(trigger), lexicon)
    return first, [second]


def _dealing(trigger: Trigger, first: list[Token]) -> list[Token]:
    """Who deals with others: the subjects, those of a passive too ("are gathered in Bonn"), and whom "they" are."""
    verb = trigger.token
    if trigger.frame in {"meet", "sit", "receive", "spend", "agree"}:
        first = [*first, *children(verb, "nsubjpass")]
    return [t for s in first or _named_before(verb) for t in (s, *_antecedents(s, verb))]


def _direct(trigger: Trigger) -> list[Token]:
    """Whom a verb names without "with": the object of "met", "received" and "rang"."""
    verb = trigger.token
    if trigger.frame not in {"meet", "receive", "call", "join"}:
        return []
    return [*([meant(t) for t in children(verb, "dobj", "dative")] or next_name(verb)), *prepositional(verb, "to")]


def _groups(verb: Token, direct: list[Token], lexicon: Lexicon) -> list[list[Token]]:
    """The partners of a verb, those of each meeting apart."""
    after = list(words_after(verb))
    linked = [list(children(t, "pobj")) for t in after if t.lower_ in _PARTNER_LINKS]
    linked = [objects for objects in linked if objects and not set(objects) & set(direct)]
    if len(linked) > 1 and not direct and all(_is_name(o) for objects in linked for o in objects):
        return linked
    together = [*direct, *(o for objects in linked for o in objects)]
    if any(t.lower_ in lexicon.meetings["separately"]["words"] for t in after):
        return [[t] for o in together for t in (o, *o.conjuncts)] or [[]]
    return [together]


def _is_name(token: Token) -> bool:
    return token.pos_ in {"PROPN", "PRON"}


def _after_words(verb: Token, *words: str) -> list[Token]:
    """The objects of prepositions in the clause, wherever the parser hangs them: "shuttled between"."""
    return [o for t in words_after(verb) if t.lower_ in words for o in children(t, "pobj")]


def _named_before(verb: Token) -> list[Token]:
    """The nouns before a verb without a subject that the parser hung elsewhere: "In February envoys did confer"."""
    found: list[Token] = []
    for token in reversed(list(verb.doc[verb.sent.start : verb.i])):
        if token.pos_ == "VERB" or token.text in {",", ";", ":"}:
            break
        if token.tag_ in {"NNS", "NNPS", "NNP", "PRP"} and token.dep_ not in {"compound", "poss"}:
            found.append(token)
    return found[::-1] if verb.dep_ in {"ROOT", "ccomp", "amod"} else []


def _antecedents(pronoun: Token, verb: Token) -> list[Token]:
    """Whom "they" stands for in a clause that hangs on another: "leaders will take it up when they gather"."""
    return subjects(verb.head) if pronoun.lower_ == "they" and verb.dep_ in {"advcl", "ccomp"} else []
