"""An alternative reader for those who have a language model: the same facts, from any OpenAI-compatible address.

Off unless an address is given, and never needed. The model is asked for JSON in `schema.json` by the words of
`prompt.md`; of its answer only what the article bears out is kept (see `claims`).

client  the request, its retries and limits
claims  the answer to facts, each checked against the text
"""

from kg.article import Article
from kg.facts import ArticleFacts
from kg.lexicon import Lexicon
from kg.model.claims import facts_from
from kg.model.client import Model, ask

__all__ = ["Model", "read_with_model"]


def read_with_model(article: Article, model: Model, lexicon: Lexicon) -> ArticleFacts:
    """The facts of an article as a model reads them; raises `ModelError` where it gives no answer that can be used."""
    return facts_from(ask(article, model), article, lexicon, rule=f"model.{model.name}")
