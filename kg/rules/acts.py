"""What actors do by saying something: offers, demands, rejections, accusations, denials, agreements, threats.

Each act is found by its verb or noun in `lexicon/acts.toml`, its actor is the subject or owner, its addressee stands
where the table says for that act. An act that is negated, only possible or a condition is none. The model is PLOVER's
events (2023) with the speech acts of Searle; what is offered or demanded is kept in the words of the text.
"""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Span, Token

from kg.facts import Actor, SpeechAct
from kg.mentions.reading import Reading, within
from kg.rules.passages import passage
from kg.rules.syntax import actor_of, actors_of, children, prepositional, subjects

_ANSWERS = {"rejection": ("offer", "demand"), "agreement": ("offer", "demand"), "denial": ("accusation",)}
_CONDITION = "acts.condition"
_LONGEST_CONTENT = 240


def read_acts(
    reading: Reading, pairs: dict[int, tuple[Actor, ...]], statements: tuple[SpeechAct, ...]
) -> tuple[SpeechAct, ...]:
    """The acts in the order of the text, each actor's once a sentence and kind, with what it answers.

    `pairs` gives for a token of "the two sides" or "they" the actors that are meant; `statements` are searched for
    conditions.
    """
    found: dict[tuple[str, Actor, int], SpeechAct] = {}
    for sentence in reading.sentences:
        if reading.is_headline(sentence):
            continue
        for act in _acts_in(reading, sentence, pairs):
            found.setdefault((act.kind, act.speaker, sentence.start), act)
    for act in _conditions(reading, statements):
        found.setdefault((act.kind, act.speaker, act.passages[0].start), act)
    return _with_answers(tuple(found.values()))


def _conditions(reading: Reading, statements: tuple[SpeechAct, ...]) -> Iterator[SpeechAct]:
    """What somebody says is only to be under a condition: "there would be no meeting until the hostage was freed"."""
    for statement in statements:
        place = statement.passages[0]
        if reading.lexicon.conditions.search(reading.article.text[place.start : place.end]):
            passages = (replace(place, rule=_CONDITION, confidence=reading.lexicon.confidence[_CONDITION]),)
            yield SpeechAct("condition", statement.speaker, passages)


def _acts_in(reading: Reading, sentence: Span, pairs: dict[int, tuple[Actor, ...]]) -> Iterator[SpeechAct]:
    for token in sentence:
        if token.pos_ == "VERB":
            kind = _kind_of_verb(reading, token)
            if kind is None or _is_unreal(reading, token):
                continue
            yield from _acts_of(reading, token, kind, _actors(reading, token, pairs))
        elif token.pos_ == "NOUN" and (kind := _kind_of_noun(reading, token)) is not None:
            owners = [t for t in children(token, "poss") if t.pos_ != "PRON" or reading.references]
            yield from _acts_of(reading, token, kind, [a for owner in owners for a in actors_of(reading, owner)])


def _acts_of(reading: Reading, token: Token, kind: str, actors: list[Actor]) -> Iterator[SpeechAct]:
    target = _target(reading, token, kind)
    for actor in dict.fromkeys(actors):
        other = target if target != actor else None
        if other is None and len(actors) == 2:
            other = next(a for a in actors if a != actor) if kind == "agreement" and actors[0] != actors[1] else None
        yield SpeechAct(
            kind, actor, (passage(reading, token.sent, f"acts.{kind}"),), addressee=other, content=_content(token)
        )


def _kind_of_verb(reading: Reading, verb: Token) -> str | None:
    """The act of a verb with its particle or preposition, else of the verb alone where something is its object."""
    lexicon, lemma = reading.lexicon, verb.lemma_.lower()
    for word in (c.lower_ for c in children(verb, "prt", "prep", "advmod", "mark")):
        kind = lexicon.act_verbs.get(f"{lemma} {word}")
        if (
            kind
            and f"{lemma} {word}" == "call on"
            and not any(c.dep_ in {"xcomp", "ccomp", "advcl"} for c in verb.subtree)
        ):
            return None  # a visit: "called on the president in Sochi"
        if kind and not (word == "out" and lemma in {"pull", "walk"} and any(children(verb, "dobj"))):
            return kind
    if lemma in lexicon.acts["as"]["verbs"]:
        return _judgement(reading, verb)
    kind = lexicon.act_verbs.get(lemma)
    has_content = _has_content(verb) or verb.dep_ in {"parataxis", "acl", "relcl"}
    is_foreseen = kind == "threat" and lemma == "warn" and not _is_threatening(reading, verb)
    if lemma in {"welcome", "greet"} and any(
        any(within(reading.people, c.left_edge.i, c.right_edge.i + 1)) for c in children(verb, "dobj")
    ):
        return None  # a guest, and nothing praised
    if kind == "rejection" and {c.lemma_.lower() for c in children(verb, "dobj")} & set(
        lexicon.acts["claims"]["nouns"]
    ):
        return "denial"  # "rejected claims that"
    return kind if has_content and _has_its_content(verb, lemma) and not is_foreseen else None


def _has_content(verb: Token) -> bool:
    """Whether something is offered, demanded or denied: an object, a clause, or "to" and "on" after the verb."""
    for child in verb.children:
        if child.dep_ in {"dobj", "xcomp", "ccomp", "nsubjpass"}:
            return True
        if child.i > verb.i and (child.dep_ == "prep" and child.lower_ in {"to", "on"}):
            return True
        if child.dep_ == "advcl" and any(a.lower_ == "to" for a in children(child, "aux")):
            return True
    return False


def _has_its_content(verb: Token, lemma: str) -> bool:
    """Whether a verb of many uses has what makes it an act: "asked them to leave", "insisted that it be"."""
    clauses = [c for c in verb.children if c.dep_ in {"xcomp", "ccomp"}]
    match lemma:
        case "insist":
            return any(_is_subjunctive(c) for c in clauses)
        case "ask":
            return any(c.dep_ == "xcomp" or c.tag_ == "VB" for c in clauses)
        case "want" | "seek" | "suggest":  # what somebody quoted says that others want is none
            return bool(clauses) and not (lemma == "want" and any(t.text in {'"', "“", "”"} for t in verb.sent))
        case "press" | "invite":
            return bool(clauses) or (any(children(verb, "dobj")) if lemma == "press" else verb.dep_ != "relcl")
        case "bind":
            return any(c.lower_ == "themselves" for c in children(verb, "dobj"))
    return True


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


def _kind_of_noun(reading: Reading, noun: Token) -> str | None:
    """The act of a noun that has an owner: "Pyongyang's offer to suspend"."""
    kind = reading.lexicon.act_nouns.get(noun.lemma_.lower())
    if kind is None or not any(True for _ in children(noun, "poss")):
        return None
    has_content = any(c.dep_ in {"acl", "relcl", "prep", "ccomp"} and c.i > noun.i for c in noun.children)
    return kind if has_content else None


def _is_unreal(reading: Reading, verb: Token) -> bool:
    """Whether it was not done: negated, only possible, asked or a condition."""
    words = reading.lexicon.acts["unreal"]
    hints = [c.lower_ for c in children(verb, "neg", "aux", "mark", "preconj")]
    if verb.dep_ == "advcl" and "because" in hints:  # a reason given, and nothing told
        return True
    if any(h in words["words"] or h in words["modals"] for h in hints):
        return True
    head = verb.head
    if verb.dep_ in {"xcomp", "conj"} and head.pos_ == "VERB" and any(c.dep_ == "neg" for c in head.children):
        return True
    return verb.dep_ == "xcomp" and head.lemma_.lower() in reading.lexicon.acts["unreal"]["heads"]


def _actors(reading: Reading, verb: Token, pairs: dict[int, tuple[Actor, ...]]) -> list[Actor]:
    """Who does it: the subject, the agent of a passive, or those that "both sides" stands for."""
    is_passive = any(c.dep_ == "nsubjpass" for c in verb.children) or (verb.dep_ == "acl" and verb.tag_ == "VBN")
    tokens = list(prepositional(verb, "by")) if is_passive else subjects(verb)
    found: list[Actor] = []
    for token in tokens:
        found += pairs.get(token.i, ()) or (_represented(reading, token, a) for a in actors_of(reading, token))
    return found


def _represented(reading: Reading, token: Token, actor: Actor) -> Actor:
    """The state for which somebody unnamed acts: "US officials" accuse for the United States."""
    if actor.kind != "source":
        return actor
    state = next(within(reading.states, token.left_edge.i, token.i), None)
    return Actor("state", state.code) if state is not None else actor


def _target(reading: Reading, token: Token, kind: str) -> Actor | None:
    """The addressee, where the table says it stands for the act."""
    is_passive = any(c.dep_ == "nsubjpass" for c in token.children)
    for place in reading.lexicon.acts["target"][kind]:
        objects = list(children(token, "nsubjpass" if is_passive else "dobj", "dative"))
        if place.startswith("object"):
            tokens = [t for o in objects for t in ([o] if place != "object-owner" else children(o, "poss"))]
        else:
            tokens = list(prepositional(token, place.removesuffix("-actor")))
        for found in (actor_of(reading, t) for t in tokens):
            if found is not None and found.kind != "source" and (place != "object-person" or found.kind == "person"):
                return found
    return None


def _content(token: Token) -> str | None:
    """What is offered, demanded or denied, in the words of the text: the clause or object after the verb or noun."""
    dependents = [c for c in token.children if c.dep_ in {"xcomp", "ccomp", "dobj", "acl", "prep"} and c.i > token.i]
    if not dependents:
        return None
    clause = next((c for c in dependents if c.dep_ in {"xcomp", "ccomp", "acl"}), dependents[0])
    text = token.doc[clause.left_edge.i : clause.right_edge.i + 1].text.strip(" ,;:.\"“”'")
    return text[:_LONGEST_CONTENT] if text and "\n" not in text else None


def _with_answers(acts: tuple[SpeechAct, ...]) -> tuple[SpeechAct, ...]:
    """The acts with what each answers: the last act of a kind that it may answer, between the same two."""
    answered: list[SpeechAct] = []
    for number, act in enumerate(acts):
        kinds = _ANSWERS.get(act.kind, ())
        earlier = (
            i
            for i in reversed(range(number))
            if acts[i].kind in kinds
            and acts[i].speaker != act.speaker
            and (act.addressee == acts[i].speaker if act.addressee else acts[i].addressee == act.speaker)
        )
        answered.append(replace(act, answers=next(earlier, None)))
    return tuple(answered)


def find_pairs(reading: Reading, sides: tuple[Actor, ...]) -> dict[int, tuple[Actor, ...]]:
    """Tokens such as "sides" in "the two sides" with the actors they stand for: those that the text is about."""
    words = reading.lexicon.meetings["pairs"]
    if len(sides) != 2:
        return {}
    found: dict[int, tuple[Actor, ...]] = {}
    for sentence in reading.sentences:
        if reading.is_headline(sentence):
            continue
        for token in sentence:
            counted = {c.lower_ for c in children(token, "nummod", "det", "amod", "predet")}
            is_pair = token.lemma_.lower() in words["nouns"] and counted & {"two", "both"}
            if (is_pair or (token.lower_ == "both" and token.dep_ in {"nsubj", "nsubjpass"})) and not any(
                within(reading.states, token.i, token.i + 1)
            ):
                found[token.i] = sides
    return found
