"""References: pronouns and descriptions that stand for what was named before, and speakers without a name.

"He" is the last person who was the subject of a clause, "the minister" the last person with such a title, "the group"
the last organization of such a kind. Where nothing fits, nothing is read: a wrong referent would be an invented fact.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from kg.lexicon import Lexicon
from kg.lexicon.keys import name_key
from kg.mentions.reading import (
    OrganizationMention,
    PersonMention,
    Reference,
    StateMention,
    TitleMention,
    within,
)

_HE = {"he", "him", "his", "himself"}
_SHE = {"she", "her", "herself", "hers"}
_MOVEMENTS = {"party", "other", "military"}
_SUBJECTS = {"nsubj", "nsubjpass"}
_KNOWN = {"the", "this", "that", "his", "her", "their", "its", "no", "whose"}
_SOME = {"one", "some", "another", "several", "two", "many"}
_REACH = 3
"""Sentences that a pronoun may look back; a description looks back over the whole text."""


@dataclass
class _Discourse:
    """What the text has spoken of so far."""

    speakers: list[tuple[int, str]] = field(default_factory=list)
    """Sentence number and name of whoever said something."""
    body: tuple[int, str] | None = None
    """Sentence number and name of the organization that last said something."""
    people: list[tuple[int, str, bool]] = field(default_factory=list)
    """Sentence number, name, and whether it was a subject; the latest last."""
    sources: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Head noun to the sentence number and the speaker without a name that it last stood for."""


def find_references(  # noqa: PLR0913 - one parameter a kind of mention
    doc: Doc,
    sentences: tuple[Span, ...],
    people: tuple[PersonMention, ...],
    titles: tuple[TitleMention, ...],
    organizations: tuple[OrganizationMention, ...],
    *,
    states: tuple[StateMention, ...],
    lexicon: Lexicon,
) -> tuple[Reference, ...]:
    """The references that can be resolved, in the order of the text."""
    finder = _Finder(doc, people, titles, organizations, states=states, lexicon=lexicon)
    return tuple(found for number, sentence in enumerate(sentences) for found in finder.in_sentence(number, sentence))


class _Finder:
    def __init__(  # noqa: PLR0913 - as `find_references`
        self,
        doc: Doc,
        people: tuple[PersonMention, ...],
        titles: tuple[TitleMention, ...],
        organizations: tuple[OrganizationMention, ...],
        *,
        states: tuple[StateMention, ...],
        lexicon: Lexicon,
    ) -> None:
        self._doc, self._lexicon, self._states = doc, lexicon, states
        self._people, self._titles, self._organizations = people, titles, organizations
        self._taken = {i for title in titles for i in range(title.start, title.end)}
        self._so_far = _Discourse()
        self._titles_of: dict[str, list[TitleMention]] = {}
        for title in titles:
            self._titles_of.setdefault(title.person, []).append(title)
        self._women = self._of_gender("feminine")
        self._men = self._of_gender("masculine")

    def in_sentence(self, number: int, sentence: Span) -> Iterator[Reference]:
        named = {person.start: person for person in within(self._people, sentence.start, sentence.end)}
        for token in sentence:
            if token.i in named:
                person = named[token.i]
                last = self._doc[person.end - 1]
                self._so_far.people.append((number, person.name, last.dep_ in _SUBJECTS))
                if self._says(last):
                    self._so_far.speakers.append((number, person.name))
            found = self._at(number, token)
            if found is not None:
                yield found

    def _at(self, number: int, token: Token) -> Reference | None:
        word = token.lower_
        if token.pos_ == "PRON" and word in _HE | _SHE:
            name = self._meant_by_pronoun(number, token)
            if name is None:
                return None
            if token.dep_ in _SUBJECTS:
                self._so_far.people.append((number, name, True))
            if self._says(token):
                self._so_far.speakers.append((number, name))
            return Reference(token.i, token.i + 1, people=(name,))
        if word == "it" and self._says(token) and self._so_far.body and number - self._so_far.body[0] <= 1:
            return Reference(token.i, token.i + 1, organizations=(self._so_far.body[1],))
        self._note_body(number, token)
        if token.pos_ not in {"NOUN", "PROPN", "ADJ"} or token.i in self._taken or token.ent_type_ == "PERSON":
            return None
        return self._described(number, token) or self._source(number, token)

    def _says(self, token: Token) -> bool:
        """Whether it is the subject of a verb of saying."""
        return token.dep_ in _SUBJECTS and token.head.lemma_.lower() in self._lexicon.speech["verbs"]

    def _note_body(self, number: int, token: Token) -> None:
        if self._says(token):
            body = next(within(self._organizations, token.i, token.i + 1), None)
            if body is not None:
                self._so_far.body = (number, body.name)

    def _meant_by_pronoun(self, number: int, token: Token) -> str | None:
        """The last subject of this sentence or those before, else whoever alone was named there."""
        unfit = self._men if token.lower_ in _SHE else self._women
        if self._says(token):  # "..., he said": whoever spoke before, and nobody whom the sentence speaks of
            spoke = [name for n, name in self._so_far.speakers if number - n <= _REACH and name not in unfit]
            if spoke:
                return spoke[-1]
        near = [(n, name, sub) for n, name, sub in self._so_far.people if number - n <= _REACH and name not in unfit]
        for back in range(_REACH + 1):
            here = [(name, sub) for n, name, sub in near if n == number - back]
            subjects = [name for name, sub in here if sub]
            if subjects:
                return subjects[-1] if back == 0 else subjects[0]
            if len({name for name, _ in here}) == 1:
                return here[0][0]
        return None

    def _described(self, number: int, token: Token) -> Reference | None:
        """As in "the minister", "the Russian leader", "the group", "the latter"."""
        before = [c for c in token.children if c.i < token.i]
        after = [c for c in token.children if c.i > token.i and c.dep_ in {"prep", "appos", "acl"}]
        if not any(c.lower_ in {"the", "this", "that"} for c in before if c.dep_ == "det"):
            return None
        if any(c.dep_ == "appos" or c.lower_ in {"of", "for", "from", "in", "at"} for c in after):
            return None
        if token.lower_ == "latter" and self._so_far.people:
            return Reference(token.i, token.i + 1, people=(self._so_far.people[-1][1],))
        modifiers = [c for c in before if c.dep_ != "det"]
        lemma = token.lemma_.lower()
        is_post = lemma in self._lexicon.title_heads or lemma in self._lexicon.titles["stands_for"]
        if token.tag_ in {"NN", "NNP"} and is_post:
            return self._bearer(number, token, lemma, modifiers)
        if modifiers:
            return None
        return self._short(token) or self._body(token, self._lexicon.organization_descriptions.get(lemma, []))

    def _bearer(self, number: int, token: Token, lemma: str, modifiers: list[Token]) -> Reference | None:
        """The last person named with a post of that noun and state, else the speaker without a name it stood for."""
        states = {s.code for m in modifiers for s in within(self._states, m.i, m.i + 1)}
        bodies = {o.name for m in modifiers for o in within(self._organizations, m.i, m.i + 1)}
        other = [m for m in modifiers if not self._is_owner(m) and m.lower_ != "former"]
        if other and (len(other) > 1 or lemma not in {"minister", "secretary", "envoy"}):
            return None
        field_ = other[0].lower_ if other else ""
        posts = [f"{field_} {post}".strip() for post in self._lexicon.titles["stands_for"].get(lemma, [lemma])]
        fitting = {name for _, name, _ in self._so_far.people if self._holds(name, posts, states)}
        if bodies:
            people = {name for _, name, _ in self._so_far.people}
            fitting = {n for n in people if any(t.organization in bodies for t in self._titles_of.get(n, ()))}
        name = next((name for _, name, sub in reversed(self._so_far.people) if name in fitting and sub), None)
        name = name or next((name for _, name, _ in reversed(self._so_far.people) if name in fitting), None)
        source = self._so_far.sources.get(lemma) if not modifiers else None
        if source is not None and (name is None or self._is_nearer(source[0], name)):
            return Reference(token.i, token.i + 1, source=source[1])
        if name is None:
            return None
        if token.dep_ in _SUBJECTS:
            self._so_far.people.append((number, name, True))
        if self._says(token):
            self._so_far.speakers.append((number, name))
        return Reference(token.left_edge.i if modifiers else token.i, token.i + 1, people=(name,))

    def _is_owner(self, token: Token) -> bool:
        """Whether a word before a noun names a state or body: "the Russian leader", "the WTO chief"."""
        return any(within(self._states, token.i, token.i + 1)) or any(within(self._organizations, token.i, token.i + 1))

    def _is_nearer(self, number: int, name: str) -> bool:
        """Whether a speaker without a name was spoken of after a person was."""
        return all(n < number for n, other, _ in self._so_far.people if other == name)

    def _holds(self, name: str, posts: list[str], states: set[str]) -> bool:
        """Whether somebody bears a title of these nouns, and of that state where one is named."""
        known = self._lexicon.persons.get(name_key(name))
        for title in self._titles_of.get(name, ()):
            words = title.title.lower()
            is_prime = "prime minister" in words
            fits = any(words.endswith(post) or f" {post} " in f" {words} " for post in posts)
            state = title.state or (known.state if known else None)
            if fits and (not states or state in states) and not (is_prime and posts == ["minister"]):
                return True
        return bool(states) and known is not None and known.state in states and "president" in posts

    def _short(self, token: Token) -> Reference | None:
        """As in "the Council" after "the Security Council": the last organization named with that word."""
        if not token.text.istitle() or token.is_sent_start:
            return None
        earlier = [o for o in self._organizations if o.end <= token.i and token.text in o.name.split()]
        return Reference(token.i, token.i + 1, organizations=(earlier[-1].name,)) if earlier else None

    def _body(self, token: Token, kinds: list[str]) -> Reference | None:
        """The last organization of one of the kinds; of several only movements: "the rebels"."""
        if not kinds or not (token.tag_ in {"NN", "NNP"} or set(kinds) <= _MOVEMENTS):
            return None
        earlier = [o for o in self._organizations if o.end <= token.i and o.kind in kinds]
        return Reference(token.i, token.i + 1, organizations=(earlier[-1].name,)) if earlier else None

    def _source(self, number: int, token: Token) -> Reference | None:
        """As in "a U.S. official", "diplomatic sources": somebody who speaks and is not named."""
        lemma = token.lemma_.lower()
        if lemma not in self._lexicon.speech["sources"] or token.dep_ not in {*_SUBJECTS, "pobj"}:
            return None
        children = list(token.children)
        if any(c.dep_ == "appos" for c in children) or any(within(self._people, token.left_edge.i, token.i + 1)):
            return None
        determiners = {c.lower_ for c in children if c.dep_ in {"det", "poss", "nummod"}}
        one = token.head.head if token.dep_ == "pobj" and token.head.lower_ == "of" else None
        if one is not None and one.lower_ in _SOME:  # "one of its officials said"
            label = _source_label(token)
            self._so_far.sources[lemma] = number, label
            return Reference(one.i, one.i + 1, source=label)
        if "the" in determiners and lemma in self._so_far.sources and len(determiners) == 1:
            return Reference(token.left_edge.i, token.i + 1, source=self._so_far.sources[lemma][1])
        if determiners & _KNOWN or (not determiners and token.tag_ == "NN"):
            return None
        label = _source_label(token)
        self._so_far.sources[lemma] = number, label
        return Reference(token.left_edge.i, token.i + 1, source=label)

    def _of_gender(self, gender: str) -> set[str]:
        """Who is addressed or titled with a word of that gender, or has a given name of it."""
        words, given = set(self._lexicon.titles["gender"][gender]), self._lexicon.given_names
        found = {t.person for t in self._titles if words & set(t.title.lower().split())}
        found |= {p.name for p in self._people if given.get(p.name.split()[0].lower()) == gender}
        for person in self._people:
            before = self._doc[max(0, person.start - 2) : person.start + 1]
            if any(token.lower_.strip(".") in words for token in before):
                found.add(person.name)
        return found


def _source_label(token: Token) -> str:
    """The noun with the words before it, and the body it belongs to."""
    words = [t for t in token.doc[token.left_edge.i : token.i + 1] if t.dep_ != "det" and not t.is_punct]
    label = "".join(t.text_with_ws for t in words).strip()
    link = next(
        (c for c in token.children if c.i == token.i + 1 and c.lower_ in {"at", "from", "in", "with", "of", "for"}),
        None,
    )
    noun = next((c for c in link.children if c.dep_ == "pobj"), None) if link is not None else None
    if link is not None and noun is not None and noun.i - link.i <= 6:
        label += " " + token.doc[link.i : noun.i + 1].text
    return label
