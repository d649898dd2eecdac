"""What a query's tokens show before it is run, strings and comments left out: its depth, its prefixes, its calls.

Only as much of SPARQL 1.1's grammar as that takes. The engine needs no space after a keyword, and reads "?a<(1" as a
comparison; so do we.
"""

import re
from dataclasses import dataclass

from kg.vocab import PREFIXES

TOKEN = re.compile(
    r"""(?P<skip>\#[^\r\n]*|\"{3}(?:[^\"\\]|\\.|\"(?!\"\"))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}"""
    r"""|\"(?:[^\"\\\r\n]|\\.)*\"|'(?:[^'\\\r\n]|\\.)*'|@[A-Za-z][\w-]*|[?$]\w+)|<(?P<iri>[^<>\"{}|^`\\\s]*)>"""
    r"""|(?P<name>[^\W\d][\w.-]*:|:)(?P<local>(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)*)|(?P<word>[^\W\d]\w*)|(?P<mark>\S)""",
    re.DOTALL,
)
_IRI = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:|[/#]|\Z)")


@dataclass(frozen=True)
class Outline:
    """What the tokens show; `first` is the first keyword after the prefixes, `calls` whether SERVICE is called.

    `may_call` is wider than `calls`: it holds as well where only another reading of the text would be a call.
    """

    first: str
    depth: int
    operators: int
    used: tuple[str, ...]
    declared: frozenset[str]
    calls: bool
    may_call: bool
    has_escape: bool


def outline_of(query: str) -> Outline:
    """The outline of a query."""
    words: list[str] = []
    used: list[str] = []
    declared: set[str] = set(PREFIXES)
    marks: list[str] = []
    calls = may_call = False
    previous = ""
    for match in TOKEN.finditer(query):
        iri, name, word = match["iri"], match["name"], match["word"]
        if iri is not None and not _IRI.match(iri):  # "?a<(1" is a comparison and no IRI
            marks += iri
            may_call |= "service" in iri.lower()
        if name is not None:
            (declared.add if previous == "prefix" else used.append)(name[:-1])
        if word is not None:
            words.append(word.lower())
        # "SERVICEsilent" and "SERVICE:a" are calls as well.
        may_call |= "service" in (word or name or "").lower()
        calls |= (word or "").lower().startswith("service") or (name == "SERVICE:" and "SERVICE" not in declared)
        marks += match["mark"] or ""
        previous = (word or "").lower()
    return Outline(
        first=next((w for w in words if w not in {"prefix", "base"}), ""),
        depth=_depth(marks),
        operators=sum(mark in "!+-*/|^&=<>" for mark in marks),
        used=tuple(dict.fromkeys(used)),
        declared=frozenset(declared),
        calls=calls,
        may_call=calls or may_call,
        has_escape="\\" in marks,
    )


def _depth(marks: list[str]) -> int:
    depth = deepest = 0
    for mark in marks:
        depth += (mark in "{([") - (mark in "})]")
        deepest = max(deepest, depth)
    return deepest
