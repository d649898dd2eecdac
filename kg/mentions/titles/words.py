"""The words of a title: its head noun, where it begins, which state or body it belongs to and how the post is held."""

from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from kg.lexicon import Lexicon
from kg.mentions.mention import APOSTROPHE_S, POSSESSIVES
from kg.mentions.reading import (
    OrganizationMention,
    PersonMention,
    StateMention,
    TitleMention,
    TitleStatus,
    within,
)

LONGEST = 16
"""Tokens that a title may have."""
LINKS = {"for", "of", "to", "on", "at", "in", "with", "from"}
GLUE = {"-", "&", "–", "/", *POSSESSIVES}
ONCE = {"once", "previously", "used", "formerly"}
OFFICIAL = {"government", "igo", "military"}
"""Kinds of organizations whose posts are official."""
_VOICES = {"spokesman", "spokeswoman", "spokesperson"}
_INSIDE = {"ADJ", "NOUN", "PROPN", "NUM"}
_TIMES = {"DATE", "TIME"}


@dataclass(frozen=True)
class TitleWords:
    """What titles are made from: a doc with its persons, states and organizations."""

    doc: Doc
    people: tuple[PersonMention, ...]
    states: tuple[StateMention, ...]
    organizations: tuple[OrganizationMention, ...]
    lexicon: Lexicon

    def is_head(self, i: int) -> bool:
        """Whether a token may be the head noun of a title."""
        token, heads = self.doc[i], self.lexicon.title_heads
        if token.lemma_ in self.lexicon.titles["around"]["relations"] and self._is_owned(i):
            return False
        return token.pos_ in {"NOUN", "PROPN"} and (
            token.lemma_.lower() in heads or token.lower_ in heads or _is_capital_plural(token, self.lexicon)
        )

    def _is_owned(self, i: int) -> bool:
        """Whether a word is of an owner or state, or stands alone: "his host", "the Turkish host", "was the host"."""
        if not i:
            return False
        before = self.doc[i - 1]
        is_bare = before.pos_ == "DET" and self.doc[i + 1 : i + 2].text != "of" and self.doc[i].tag_ == "NN"
        return is_bare or before.tag_ in {"PRP$", "POS"} or any(within(self.states, i - 1, i))

    def is_plural(self, i: int) -> bool:
        """Whether it is a head noun for several: "ministers"."""
        token = self.doc[i]
        return self.is_head(i) and (token.tag_ in {"NNS", "NNPS"} or _is_capital_plural(token, self.lexicon))

    def is_inside(self, token: Token) -> bool:
        """Whether a token may stand in a title before its head; "last week President Xi" begins after the week."""
        if token.lower_ in self.lexicon.title_status:
            return True
        if token.tag_ in {"VBG", "VBN"} and token.dep_ in {"amod", "compound"}:  # "visiting fellow"
            return True
        is_joined = token.i + 1 < len(self.doc) and token.nbor(1).text == "-" and token.is_alpha  # "second-ranking"
        return (token.pos_ in _INSIDE and token.ent_type_ not in _TIMES) or token.text in GLUE or is_joined

    def is_address(self, token: Token) -> bool:
        """Whether a token is a form of address: "Mr", "Dr."."""
        return token.lower_.strip(".") in self.lexicon.honorifics

    def person_at(self, i: int) -> PersonMention | None:
        """The person whose name a token is part of."""
        return next(within(self.people, i, i + 1), None)

    def leftmost(self, head: int, floor: int) -> int:
        """Where the words that belong to a head noun begin; a person before them is no part: "Trudeau's adviser"."""
        start = head
        while start > floor and self.is_inside(self.doc[start - 1]) and self.person_at(start - 1) is None:
            start -= 1
        return start

    def title(  # noqa: PLR0913 - what a title is made of
        self,
        person: str,
        start: int,
        head: int,
        end: int,
        *,
        status: TitleStatus | None = None,
        state: str | None = None,
    ) -> TitleMention:
        """The title with a head noun, between two tokens; `status` and `state` are what the words around it tell."""
        doc, lexicon = self.doc, self.lexicon
        organization = next(within(self.organizations, start, end), None)
        own_state = state or self._state_of(start, head, end)
        if own_state and organization is not None and organization.kind == "igo" and organization.start > head:
            organization = None  # "Syria's ambassador to the United Nations" is in Syria's service
        own_state = own_state or (organization.state if organization else None)
        forms = (doc[head].lemma_.lower(), doc[head].lower_, doc[head].lower_.removesuffix("s"))
        kind = next((lexicon.title_heads[form] for form in forms if form in lexicon.title_heads), None)
        official = kind == "official" if organization is None else organization.kind in OFFICIAL
        own = (t for t in doc[start:end] if organization is None or t.i not in organization)
        official &= not any(word.lower_ in lexicon.opposing_words for word in own)
        if official and own_state is None and organization is None:
            own_state = self._state_of_owner(start, end)
        return TitleMention(
            start=start,
            end=end,
            person=person,
            title=plain_title(doc[self._past_owner(start, head) : end], head, lexicon, organization),
            status=self._status(start, head, end, status),
            state=own_state,
            organization=organization.name if organization else None,
            official=official,
        )

    def _past_owner(self, start: int, head: int) -> int:
        """Where a title begins behind the state or "country" that owns it, since the state is told apart."""
        state = next(within(self.states, start, start + 1), None)
        owner = state.end if state else start + 1
        word = self.doc[start]
        is_owner = state is not None or word.pos_ == "PROPN" or word.lower_ in self.lexicon.titles["around"]["owners"]
        is_owner &= not any(within(self.organizations, start, owner))
        return owner + 1 if is_owner and owner < head and self.doc[owner].text in APOSTROPHE_S else start

    def _status(self, start: int, head: int, end: int, told: TitleStatus | None) -> TitleStatus:
        """How the post is held, by the words before the head, then by those after it, else as told."""
        doc, lexicon = self.doc, self.lexicon
        status: TitleStatus | None = None
        floor = max(doc[head].sent.start, start - 2)  # "then a senior official": before the article, too
        for word in doc[floor:head]:
            status = lexicon.title_status.get(word.lower_, status)  # type: ignore[assignment]
        if start > 1 and doc[start - 2].lower_ == "until":  # "until recently"
            status = "former"
        after = doc[head + 1 : head + 3]
        if len(after) == 2 and after[0].text == "-":  # "Prime Minister-designate"
            status = lexicon.title_status.get(after[1].lower_, status)  # type: ignore[assignment]
        return status or self.status_after(end) or told or "current"

    def status_after(self, end: int) -> TitleStatus | None:
        """What the words behind a title tell of its time: "justice minister until 2001", "president at the time"."""
        around = self.lexicon.titles["around"]
        end += end < len(self.doc) and self.doc[end].text == ","
        behind = self.doc[end : end + 3].text.lower()
        if any(behind.startswith(words) for words in around["ends-then"]):
            return "then"
        if behind.split(" ")[0] in around["ends-former"]:
            return "former"
        return None

    def _state_of(self, start: int, head: int, end: int) -> str | None:
        """The state before the head noun or right after it: "minister of Iran", not "for Iran policy"."""
        before = list(within(self.states, start, head))
        word = self.doc[head].lemma_.lower()
        is_field = before and before[-1].kind == "name" and self.doc[before[-1].end].text not in POSSESSIVES
        if is_field and before[-1].end < head and self.lexicon.title_heads.get(word) == "private":
            return None  # "Iran project director"
        if before:
            return before[0 if self.doc[head - 1].text == "-" else -1].code
        of = head + 1
        if of < end and self.doc[of].lower_ == "of":
            return next((s.code for s in within(self.states, of, min(end, of + 3))), None)
        if of < end and self.doc[of].lower_ == "for" and self.doc[head].lemma_.lower() in _VOICES:
            return next((s.code for s in within(self.states, of, min(end, of + 4))), None)
        return None

    def _state_of_owner(self, start: int, end: int) -> str | None:
        """The state of the person whose post it is: "Trudeau's adviser", "spokesman for President Lourenço"."""
        has_owner = start > 0 and self.doc[start].text in POSSESSIVES
        if self.doc[start].pos_ == "PROPN" and self.doc[start + 1 : start + 2].text in APOSTROPHE_S:
            states = self.lexicon.states_of_surname(self.doc[start].text)  # "Rouhani's chief of staff"
            return next(iter(states)) if len(states) == 1 else None
        owner = self.person_at(start - 1) if has_owner else next(within(self.people, start, end), None)
        return self.lexicon.state_of_person(owner.name) if owner else None


def plain_title(span: Span, head: int, lexicon: Lexicon, organization: OrganizationMention | None) -> str:
    """The title without words of time and manner, articles and the organization it is at."""
    doc, start, end = span.doc, span.start, span.end
    if organization is not None and organization.start > head:
        end = organization.start
        while end > head + 1 and (doc[end - 1].lower_ in LINKS or doc[end - 1].pos_ == "DET"):
            end -= 1
    elif organization is not None and organization.end <= head:
        start = organization.end
    marked = [i for i in range(start, head) if doc[i].lower_ in lexicon.title_status]
    start = marked[-1] + 1 if marked else start  # "Norway's then foreign minister"
    while start < head and (doc[start].text in GLUE or doc[start].pos_ in {"DET", "NUM"}):
        start += 1
    own = "".join(_singular(token, lexicon) for token in doc[start : head + 1])
    return f"{own}{doc[head + 1 : end].text}".strip()


def _singular(token: Token, lexicon: Lexicon) -> str:
    """A token with the blank after it, a plural head noun in the singular: one of "ambassadors" is "ambassador"."""
    if _is_capital_plural(token, lexicon):
        return token.text[:-1] + token.whitespace_
    if token.tag_ in {"NNS", "NNPS"} and token.lemma_.lower() in lexicon.title_heads:
        return token.lemma_ + token.whitespace_
    return token.text_with_ws


def _is_capital_plural(token: Token, lexicon: Lexicon) -> bool:
    """Whether it is a plural before names that reads as a name: "Advisers Ajit Doval and Nasser Khan Janjua"."""
    return token.tag_ in {"NNP", "NNPS"} and token.lower_.endswith("s") and token.lower_[:-1] in lexicon.title_heads
