"""Titles: the words before a name, after it in apposition, or tied to it by "is" or "served as"."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from kg.lexicon import Lexicon
from kg.mentions.reading import (
    OrganizationMention,
    PersonMention,
    StateMention,
    TitleMention,
    TitleStatus,
    within,
)

_LONGEST = 16
_OFFICIAL = {"government", "igo", "military"}
_LINKS = {"for", "of", "to", "on", "at", "in", "with", "from"}
_INSIDE = {"ADJ", "NOUN", "PROPN", "NUM"}
_GLUE = {"-", "'s", "’s", "&", "–", "/", "'", "’"}
_ARTICLES = {"the", "a", "an", "his", "her", "their", "its", "one", "of"}


def find_titles(
    doc: Doc,
    people: tuple[PersonMention, ...],
    states: tuple[StateMention, ...],
    organizations: tuple[OrganizationMention, ...],
    lexicon: Lexicon,
) -> tuple[TitleMention, ...]:
    """The titles of each person mention, in the order of the text."""
    finder = _TitleFinder(doc, people, states, organizations, lexicon)
    titles = [title for person in people for title in finder.titles_of(person)]
    return tuple(sorted(_with_counterparts(doc, titles, people, states), key=lambda t: (t.start, t.end)))


class _TitleFinder:
    def __init__(
        self,
        doc: Doc,
        people: tuple[PersonMention, ...],
        states: tuple[StateMention, ...],
        organizations: tuple[OrganizationMention, ...],
        lexicon: Lexicon,
    ) -> None:
        self.doc, self.lexicon = doc, lexicon
        self.people, self.states, self.organizations = people, states, organizations

    def titles_of(self, person: PersonMention) -> Iterator[TitleMention]:
        before = self._before(person)
        if before is not None:
            yield before
            yield from self._shared(before, person)
        yield from self._after(person)

    def _shared(self, title: TitleMention, person: PersonMention) -> Iterator[TitleMention]:
        """As in "Israeli scholars Yair Hirschfeld and Ron Pundak": a plural title holds for every name of the list."""
        doc = self.doc
        if not any(t.tag_ in {"NNS", "NNPS"} and self._is_head(t.i) for t in doc[title.start : title.end]):
            return
        end = person.end
        for other in self.people:
            if (
                other.start >= end
                and all(t.text in {",", "and", "&"} for t in doc[end : other.start])
                and other.start > end
            ):
                yield replace(title, start=other.start, end=other.start, person=other.name)
                end = other.end

    def _before(self, person: PersonMention) -> TitleMention | None:
        """As in "then US nuclear envoy" before the name, up to a comma, verb or the beginning of the sentence."""
        doc = self.doc
        end = person.start
        while end and (doc[end - 1].lower_.strip(".") in self.lexicon.honorifics or doc[end - 1].text == "."):
            end -= 1
        floor = max(doc[person.start].sent.start, end - _LONGEST)
        if end > floor and doc[end - 1].text == ",":  # "the UN secretary-general, Antonio Guterres, said"
            return self._before_comma(person, floor, end - 1)
        head = self._head_before(floor, end)
        return None if head is None else self._title(person, self._leftmost(head, floor), head, end)

    def _before_comma(self, person: PersonMention, floor: int, end: int) -> TitleMention | None:
        """A title with "the" that a comma parts from the name, which ends at a comma or the sentence's end."""
        doc = self.doc
        after = doc[person.end : person.end + 1].text
        head = self._head_before(floor, end)
        if head is None or after not in {",", ".", "", ";"} or any(within(self.people, head, end)):
            return None
        start = self._leftmost(head, floor)
        if start == floor or doc[start - 1].lower_ not in {"the", "his", "her", "its", "their"}:
            return None
        return self._title(person, start, head, end)

    def _head_before(self, floor: int, end: int) -> int | None:
        """The nearest head noun whose words and links reach `end`; "spokesman for President" is two titles."""
        doc = self.doc
        for i in range(end - 1, floor - 1, -1):
            token = doc[i]
            if self._is_head(i):
                return i
            if not (token.pos_ in _INSIDE or token.text in _GLUE or token.lower_ in _LINKS or token.pos_ == "DET"):
                return None
        return None

    def _leftmost(self, head: int, floor: int) -> int:
        """Where the words that belong to a head noun begin."""
        doc, start = self.doc, head
        while start > floor:
            token = doc[start - 1]
            if token.pos_ in _INSIDE or token.text in _GLUE or token.lower_ in self.lexicon.title_status:
                start -= 1
            else:
                break
        return start

    def _after(self, person: PersonMention) -> Iterator[TitleMention]:
        """As in ", a former law minister, ..." or ", who once served as envoy": to a comma, verb or full stop."""
        doc, sent_end = self.doc, self.doc[person.start].sent.end
        i = person.end
        if i >= sent_end:
            return
        opened = doc[i].text in {",", "("}
        i += opened
        served, i = self._skip_service(i, sent_end)
        if not (opened or served):
            return
        while i < sent_end:
            end = self._phrase_end(i, sent_end)
            head = next((k for k in range(i, end) if self._is_head(k) and self._closes_words(i, k)), None)
            if head is None or any(within(self.people, i, end)):  # a list goes on with another's title
                return
            yield self._title(person, self._leftmost(head, i), head, end, past=served == "past")
            if end >= sent_end or doc[end].lower_ != "and":
                return
            i = end + 1

    def _skip_service(self, i: int, sent_end: int) -> tuple[str | None, int]:
        """Past "who is", "who once served as": whether there was such a verb, and of what time."""
        doc, verbs = self.doc, self.lexicon.titles["verbs"]["serve"]
        start, past = i, False
        while (
            i < sent_end
            and i - start < 5
            and (doc[i].lower_ in {"who", "once", "previously", "had", "has", "also", "used", "to"})
        ):
            past |= doc[i].lower_ in {"once", "previously", "used"}
            i += 1
        if i < sent_end and doc[i].lemma_ in verbs and doc[i].pos_ in {"VERB", "AUX"}:
            past |= doc[i].tag_ in {"VBD", "VBN"} and doc[i].lemma_ != "be" and i > start
            i += 1
            i += i < sent_end and doc[i].lower_ == "as"
            return ("past" if past else "present"), i
        return None, start

    def _closes_words(self, start: int, head: int) -> bool:
        """Whether only words of a title stand between `start` and its head noun."""
        return all(
            t.pos_ in {*_INSIDE, "DET"}
            or t.text in _GLUE
            or t.lower_ in self.lexicon.title_status
            or t.lower_ in _ARTICLES
            for t in self.doc[start:head]
        )

    def _phrase_end(self, i: int, sent_end: int) -> int:
        """The end of a noun phrase with its links: the next comma, bracket, verb, relative or "and"."""
        doc = self.doc
        for k in range(i, min(sent_end, i + _LONGEST)):
            token = doc[k]
            if doc[k - 1].text == "-":  # "so-called"
                continue
            if token.pos_ in {"VERB", "AUX", "SCONJ"} or token.lower_ in {"and", "who", "which", "that", "but", "or"}:
                return k
            if token.text in {",", ";", ":", ".", ")", "(", "—", "–", '"', "”"} or "\n" in token.text:
                return k
        return min(sent_end, i + _LONGEST)

    def _is_head(self, i: int) -> bool:
        token = self.doc[i]
        if token.pos_ not in {"NOUN", "PROPN"}:
            return False
        return token.lemma_.lower() in self.lexicon.title_heads or token.lower_ in self.lexicon.title_heads

    def _title(self, person: PersonMention, start: int, head: int, end: int, *, past: bool = False) -> TitleMention:
        doc, lexicon = self.doc, self.lexicon
        status: TitleStatus = "former" if past else "current"
        for word in doc[
            max(doc[head].sent.start, start - 2) : head
        ]:  # "then a senior official": before the article, too
            status = lexicon.title_status.get(word.lower_, status)  # type: ignore[assignment]
        organization = next(within(self.organizations, start, end), None)
        state = self._state_of(start, head, end) or (organization.state if organization else None)
        kind = lexicon.title_heads.get(doc[head].lemma_.lower(), lexicon.title_heads.get(doc[head].lower_))
        official = kind == "official" if organization is None else organization.kind in _OFFICIAL
        official &= not any(word.lower_ in lexicon.opposing_words for word in doc[start:end])
        return TitleMention(
            start=start,
            end=end,
            person=person.name,
            title=_plain_title(doc[start:end], head, lexicon, organization),
            status=status,
            state=state,
            organization=organization.name if organization else None,
            official=official,
        )

    def _state_of(self, start: int, head: int, end: int) -> str | None:
        """The state before the head noun or right after it: "minister of Iran", not "for Iran policy"."""
        before = list(within(self.states, start, head))
        if before:
            return before[-1].code
        of = head + 1
        if of < end and self.doc[of].lower_ == "of":
            return next((s.code for s in within(self.states, of, min(end, of + 3))), None)
        return None


def _plain_title(span: Span, head: int, lexicon: Lexicon, organization: OrganizationMention | None) -> str:
    """The title without words of time and manner, articles and the organization it is at."""
    doc, start, end = span.doc, span.start, span.end
    if organization is not None and organization.start > head:
        end = organization.start
        while end > head + 1 and (doc[end - 1].lower_ in _LINKS or doc[end - 1].pos_ == "DET"):
            end -= 1
    elif organization is not None and organization.end <= head:
        start = organization.end
    marked = [i for i in range(start, head) if doc[i].lower_ in lexicon.title_status]
    start = marked[-1] + 1 if marked else start  # "Norway's then foreign minister"
    while start < head and (doc[start].text in _GLUE or doc[start].pos_ == "DET"):
        start += 1
    tokens = list(doc[start:end])
    if any(t.tag_ in {"NNS", "NNPS"} and t.lemma_.lower() in lexicon.title_heads for t in tokens):
        return _singular(tokens, lexicon)
    return str(doc[start:end].text.strip())


def _singular(tokens: list[Token], lexicon: Lexicon) -> str:
    """As in "ambassadors", which one of them bears as "ambassador"."""
    words = (
        t.lemma_ + t.whitespace_
        if t.tag_ in {"NNS", "NNPS"} and t.lemma_.lower() in lexicon.title_heads
        else t.text_with_ws
        for t in tokens
    )
    return "".join(words).strip()


def _with_counterparts(
    doc: Doc, titles: list[TitleMention], people: tuple[PersonMention, ...], states: tuple[StateMention, ...]
) -> Iterator[TitleMention]:
    """As in "His North Korean counterpart Kim Kye Gwan" holds, for that state, the title of the one named before."""
    yield from titles
    for person in people:
        head = person.start - 1
        if head < 1 or doc[head].lemma_ != "counterpart":
            continue
        state = next(within(states, max(0, head - 3), head), None)
        earlier = [t for t in titles if t.end <= head and t.official and t.person != person.name]
        if state is None or not earlier:
            continue
        model = earlier[-1]
        own = next(within(states, model.start, model.end), None)
        title = (
            doc[own.end : model.end].text
            if own is not None and own.start == model.start + (model.status == "then")
            else model.title
        )
        yield TitleMention(state.start, person.start, person.name, title, model.status, state.code, None, official=True)
