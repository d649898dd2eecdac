"""Posts that a verb tells: "who used to head the commission", "who speaks for the ministry", "led by Paul Malong"."""

from collections.abc import Iterator

from spacy.tokens import Token

from kg.mentions.mention import POSSESSIVES
from kg.mentions.reading import OrganizationMention, PersonMention, TitleMention, TitleStatus, within
from kg.mentions.titles.words import OFFICIAL, ONCE, TitleWords

_REACH = 5
"""Tokens between "who" or the title before and the verb."""
_BREAKS = {"VERB", "AUX", "SCONJ", "PUNCT", "ADV"}


def title_of_leader(words: TitleWords, person: PersonMention, i: int, sent_end: int) -> TitleMention | None:
    """The post that the clause from token `i` tells, which "who", "and" or an adverb opens: "who now heads it"."""
    doc = words.doc
    for key, noun in words.lexicon.titles["leads"].items():  # ", in charge of mediation"
        charge = key.removeprefix("be ")
        length = len(charge.split())
        if charge != key and doc[i : i + length].text.lower() == charge:
            return _leader_of(words, person.name, noun, verb=i, after=i + length, sent_end=sent_end)
    for k in range(i, min(i + _REACH, sent_end)):
        read = _verb_at(words, k)
        if read is not None:
            noun, after = read
            past = any(t.lower_ in ONCE for t in doc[i:k])
            return _leader_of(words, person.name, noun, verb=k, after=after, sent_end=sent_end, past=past)
        if doc[k].pos_ not in {"PRON", "ADV", "AUX", "PART", "CCONJ"} and doc[k].lower_ not in ONCE:
            return None
    return None


def titles_of_leaders(words: TitleWords, person: PersonMention) -> Iterator[TitleMention]:
    """As in "the SSUF, led by Paul Malong": what is led stands before the verb."""
    doc, start = words.doc, person.start
    while start and (words.is_address(doc[start - 1]) or words.is_head(start - 1) or doc[start - 1].text == "."):
        start -= 1
    if start < 2 or doc[start - 1].lower_ != "by":
        return
    verb = doc[start - 2]
    noun = words.lexicon.titles["leads"].get(verb.lemma_.lower())
    if noun is None or verb.tag_ not in {"VBN", "VBD"}:
        return
    body, led = _led_before(words, verb), doc[verb.i - 1]
    first = words.leftmost(led.i, verb.sent.start)
    is_body = led.tag_ in {"NN", "NNP"} and led.lemma_.lower() in words.lexicon.titles["led"]["bodies"]
    if body is None and is_body and doc[first].pos_ != "NUM":
        noun = f"{noun} of the {doc[first : verb.i].text}"
    elif body is None or body.kind in {"government", "media"}:
        return
    yield _title(words, person.name, noun, (verb.i, person.start), body, "current")


def _led_before(words: TitleWords, verb: Token) -> OrganizationMention | None:
    """The organization right before the verb, a comma, acronym or "which is" between: "the SSUF (SSUF), led by"."""
    doc, i = words.doc, verb.i - 1
    while i > verb.sent.start and (
        doc[i].text in {",", "(", ")"} or doc[i].lower_ in {"is", "which"} or doc[i].text.isupper()
    ):
        found = next(within(words.organizations, i, i + 1), None)
        if found is not None:
            return found
        i -= 1
    last = next(within(words.organizations, i, i + 1), None)
    if last is None and doc[i].dep_ == "appos":  # "the CNDD-FDD, the rebel movement led by"
        last = next(within(words.organizations, doc[i].head.i, doc[i].head.i + 1), None)
    return last


def _verb_at(words: TitleWords, k: int) -> tuple[str, int] | None:
    """What a verb of leading at a token makes of its subject, and the token after the verb and its preposition."""
    doc, leads = words.doc, words.lexicon.titles["leads"]
    token = doc[k]
    lemma = token.lemma_.lower()
    if token.pos_ == "AUX" or lemma == "be":
        lemma = "be"
    elif token.pos_ != "VERB":
        return None
    for length in (5, 4, 3, 2):
        phrase = " ".join([lemma, *(t.lower_ for t in doc[k + 1 : k + length])])
        if phrase in leads:
            return leads[phrase], k + length
    return (leads[lemma], k + 1) if lemma in leads else None


def _leader_of(  # noqa: PLR0913 - what the clause is read from
    words: TitleWords, person: str, noun: str, *, verb: int, after: int, sent_end: int, past: bool = False
) -> TitleMention | None:
    """The post of leading what the verb's object names, a body with a name or a noun for one."""
    doc = words.doc
    end = _object_end(words, after, sent_end)
    body = next(within(words.organizations, after, end), None)
    is_charge = doc[after - 1].lower_ == "of"
    is_finite = doc[verb].tag_ in {"VBZ", "VBP", "VBD"} or past or is_charge
    named = next((t for t in doc[after:end] if t.lemma_.lower() in words.lexicon.titles["led"]["bodies"]), None)
    others = (*within(words.people, after, end), *within(words.states, after, end))
    is_named = after < end and doc[end - 1].pos_ == "PROPN" and not others
    if not is_finite or after >= end or (body is None and named is None and not is_charge and not is_named):
        return None
    ended = doc[verb].tag_ == "VBD" and words.status_after(end) == "former"
    status: TitleStatus = "former" if past or ended else "current"
    if body is not None:
        end = max(body.end, after + 1) if doc[body.end].text not in POSSESSIVES else end
    noun = _noun_of_led(words, noun, (after, end), body, named)
    return _title(words, person, noun, (verb, end), body, status)


def _noun_of_led(
    words: TitleWords, noun: str, place: tuple[int, int], body: OrganizationMention | None, named: Token | None
) -> str:
    """The leader's noun with what is led as far as no organization's name tells it: "head of the Asia division"."""
    doc, (start, end) = words.doc, place
    start += doc[start].pos_ in {"DET", "PRON"}
    if body is None:
        return f"{noun} of {'the ' if named else ''}{doc[start:end].text}"
    if named is not None and named.i + 1 < body.start:  # "heads the Asia division of the State Department"
        return f"{noun} of the {doc[start : named.i + 1].text}"
    if body.end + 1 < end:  # "heads the ministry's arms control department"
        return f"{noun} of the {doc[body.end + 1 : end].text}"
    return noun


def _object_end(words: TitleWords, start: int, sent_end: int) -> int:
    """The end of the noun phrase from `start`: the next comma, verb or clause."""
    doc = words.doc
    for k in range(start, min(start + 10, sent_end)):
        token = doc[k]
        is_break = token.pos_ in _BREAKS or token.lower_ in {"who", "which", "and"}
        inside = next(within(words.organizations, k, k + 1), None)
        if (is_break and inside is None and token.text != "-") or "\n" in token.text:
            return k
        if token.lower_ in words.lexicon.titles["around"]["ends"]:
            return k
    return min(start + 10, sent_end)


def _title(  # noqa: PLR0913, PLR0917 - what a title is made of
    words: TitleWords,
    person: str,
    noun: str,
    place: tuple[int, int],
    body: OrganizationMention | None,
    status: TitleStatus,
) -> TitleMention:
    state = body.state if body else next((s.code for s in within(words.states, *place)), None)
    official = body is not None and body.kind in OFFICIAL
    return TitleMention(*place, person, noun, status, state, body.name if body else None, official=official)
