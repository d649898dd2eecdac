"""Names of organizations that words beside them describe: "the think tank TESEV", "told The Namibian"."""

from collections.abc import Iterator

from spacy.tokens import Doc, Span

from kg.lexicon import Lexicon
from kg.mentions.bodies import phrases_in
from kg.mentions.bodynames import ACRONYM, ARTICLES, JOINTS, NameSpan, classify, is_part, left_end, surnames_of

_LONGEST_PHRASE = 7


def find_described(doc: Doc, lexicon: Lexicon) -> Iterator[NameSpan]:
    """The spans beside a common noun for an organization, with the kind that it tells."""
    surnames = surnames_of(doc)
    for token, length in phrases_in(doc, lexicon, "descriptors"):
        if doc[token.i + length - 1].text.islower() or token.text == "NGO":
            kind = _described_kind(doc[max(token.sent.start, token.i - 2) : token.i + length], lexicon)
            for start, end in (
                _after_descriptor(doc, token.i + length, lexicon),
                _before_descriptor(doc, token.i, lexicon),
                _before_apposition(doc, token.i, lexicon),
                _in_apposition(doc, token.i + length),
            ):
                if _is_name(doc, start, end, surnames, lexicon):
                    yield start, end, kind
    for token in doc:
        if token.lower_ in lexicon.organization_other["told"]:
            start, end = _after_descriptor(doc, token.i + 2, lexicon)
            if end > start and doc[token.i + 1].text == "The" and doc[token.i + 1 : end].text not in lexicon.places:
                yield start - 1, end, "media"


def _described_kind(phrase: Span, lexicon: Lexicon) -> str | None:
    """The kind that common nouns tell: "human rights organization"; no body of states is told by them alone."""
    kind = classify(phrase.text, lexicon)
    return "ngo" if kind == "igo" else kind


def _after_descriptor(doc: Doc, start: int, lexicon: Lexicon) -> tuple[int, int]:
    """As in "the think tank TESEV", "the magazine Cambio"."""
    end = start
    while end < len(doc) and (
        (doc[end].text[0].isupper() and doc[end].pos_ == "PROPN" and is_part(doc[end], lexicon))
        or (end > start and doc[end].text in JOINTS and end + 1 < len(doc) and doc[end + 1].text[0].isupper())
    ):
        end += 1
    return start, end


def _before_descriptor(doc: Doc, end: int, lexicon: Lexicon) -> tuple[int, int]:
    """As in "the FNL rebels", "the VIF think tank"; what is no acronym may be an adjective."""
    start = left_end(doc, end, lexicon) if end and doc[end - 1].sent == doc[end].sent else end
    named = doc[start:end]
    return (start, end) if named and ACRONYM.match(named.text.replace(" ", "")) else (end, end)


def _before_apposition(doc: Doc, noun: int, lexicon: Lexicon) -> tuple[int, int]:
    """As in "Lokarri, a citizens' network": the descriptor heads the phrase after the comma."""
    none = (noun, noun)
    if noun + 1 < len(doc) and doc[noun + 1].pos_ in {"NOUN", "PROPN", "PART"}:
        return none
    first = noun
    while first > 0 and noun - first < _LONGEST_PHRASE and doc[first].lower_ not in ARTICLES:
        if doc[first].pos_ not in {"NOUN", "ADJ", "PROPN", "PART", "PUNCT"} or doc[first].text in {",", "(", '"'}:
            return none
        first -= 1
    if first < 2 or doc[first].lower_ not in ARTICLES or doc[first - 1].text != ",":
        return none
    return left_end(doc, first - 1, lexicon), first - 1


def _in_apposition(doc: Doc, comma: int) -> tuple[int, int]:
    """As in "the ruling party, the APRC,": an acronym between the commas."""
    i = comma + 2
    fits = i + 1 < len(doc) and doc[comma].text == "," and doc[comma + 1].lower_ == "the" and doc[i + 1].text == ","
    return (i, i + 1) if fits and ACRONYM.match(doc[i].text) else (comma, comma)


def _is_name(doc: Doc, start: int, end: int, surnames: set[str], lexicon: Lexicon) -> bool:
    """Whether it is a name, and neither a person's nor a state's."""
    if start >= end or "\n" in doc[start:end].text:
        return False
    span = doc[start:end]
    is_person = any(e.label_ == "PERSON" and len(e) > 1 for e in span.ents) or span[-1].text in surnames
    is_adjective = all(t.ent_type_ == "NORP" or t.pos_ == "ADJ" for t in span)
    return not (is_person or is_adjective or span.text in lexicon.names_of_places or span[-1].is_sent_start)
