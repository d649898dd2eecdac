"""What one article says, written down: as RDF in several syntaxes, or as flat records."""

import json
import re
from collections.abc import Callable, Container

from pyoxigraph import Quad, RdfFormat

from kg.article import Article
from kg.rdf import triples_of, written
from kg.records import records_of

EXTENSIONS = {"turtle": ".ttl", "trig": ".trig", "nquads": ".nq", "jsonld": ".jsonld", "records": ".json"}


def render(quads: list[Quad], form: str, name: str) -> bytes:
    """An article's graph in a format of `EXTENSIONS`; `name` is what its source calls the article."""
    return _RENDERERS[form](quads, name)


def _turtle(quads: list[Quad], _name: str) -> bytes:
    return written(triples_of(quads), RdfFormat.TURTLE)


def _records(quads: list[Quad], name: str) -> bytes:
    return (json.dumps(records_of(quads, name), indent=1, ensure_ascii=False) + "\n").encode()


_RENDERERS: dict[str, Callable[[list[Quad], str], bytes]] = {
    "turtle": _turtle,
    "trig": lambda quads, _: written(quads, RdfFormat.TRIG),
    "nquads": lambda quads, _: written(quads, RdfFormat.N_QUADS),
    "jsonld": lambda quads, _: written(quads, RdfFormat.JSON_LD),
    "records": _records,
}


def file_name(article: Article, form: str, taken: Container[str]) -> str:
    """A file name for an article in a format: what its source calls it, made safe, with its id where that is taken."""
    stem = re.sub(r"[^\w.-]+", "-", article.name).strip(".")[:100] or article.id
    name = stem + EXTENSIONS[form]
    return name if name not in taken else f"{stem}-{article.id}{EXTENSIONS[form]}"


def joined(documents: list[bytes], form: str) -> bytes:
    """Several articles as one document: RDF one after the other, JSON as a list."""
    if form not in {"jsonld", "records"} or len(documents) < 2:
        return b"".join(documents)
    return b"[\n" + b",\n".join(document.strip() for document in documents) + b"\n]\n"
