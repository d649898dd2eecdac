"""Which format an answer has: the `format` parameter first, then the Accept header (RFC 9110 section 12.5.1)."""

import re
from functools import lru_cache

from flask import Request
from werkzeug.datastructures import Accept, MIMEAccept
from werkzeug.http import parse_accept_header

from server.formats import DATASETS, GRAPHS, PAGE, SOLUTIONS, Format
from server.problems import Problem

__all__ = [
    "DATASETS",
    "GRAPHS",
    "PAGE",
    "SOLUTIONS",
    "Format",
    "acceptable",
    "choose",
    "coding_of",
    "fitting",
    "named",
    "offered",
]

_PARAMETER = re.compile(r";\s*(?!q\s*=)[^;,]*", re.IGNORECASE)
"""A parameter of a media range other than its weight: no format of ours has any."""
_MOST_CHARACTERS = 2000
"""Characters of an Accept header that are read; the time that it takes grows with the square."""
CODINGS = ("zstd", "gzip")


def choose(request: Request, formats: tuple[Format, ...]) -> Format:
    """The format to answer a request in; a 400 Problem for an unknown name, 406 where none is acceptable."""
    name = request.values.get("format")
    form = named(name, formats) if name else acceptable(request.headers.get("Accept"), formats)
    if form is None:
        raise Problem(406, "No acceptable format", offered(formats))
    return form


def named(name: str, formats: tuple[Format, ...]) -> Format:
    """The format of a short name or media type; a 400 Problem where there is none."""
    found = fitting(name, formats)
    if found is None:
        names = ", ".join(dict.fromkeys(form.name for form in formats))
        raise Problem(400, f"Unknown format {name!r}", f"Use one of: {names}.")
    return found


def fitting(name: str, formats: tuple[Format, ...]) -> Format | None:
    """The format of a short name or media type; None where there is none."""
    return next((f for f in formats if name in {f.name, f.media_type, *f.also, *f.aliases}), None)


@lru_cache(maxsize=1000)
def acceptable(accept: str | None, formats: tuple[Format, ...]) -> Format | None:
    """The best of the formats for an Accept header, the first where it says nothing; None where none will do."""
    if accept is None or not accept.strip():
        return formats[0]
    by_type = {kind: form for form in formats[::-1] for kind in (form.media_type, *form.also)}
    offers = [form.media_type for form in formats] + [kind for form in formats for kind in form.also]
    ranges = _PARAMETER.sub("", accept[:_MOST_CHARACTERS])
    best = parse_accept_header(ranges, MIMEAccept).best_match(offers)
    return None if best is None else by_type[best]


def offered(formats: tuple[Format, ...]) -> str:
    """What can be had, in a sentence."""
    return f"This can be had as: {', '.join(dict.fromkeys(form.media_type for form in formats))}."


@lru_cache(maxsize=1000)
def coding_of(accept_encoding: str | None) -> str:
    """The coding to compress with for an Accept-Encoding header; "" for none."""
    if not accept_encoding:
        return ""
    accepted = parse_accept_header(accept_encoding, Accept)
    weights = {coding: accepted.quality(coding) for coding in CODINGS}
    best = max(CODINGS, key=lambda coding: weights[coding])
    return best if weights[best] else ""
