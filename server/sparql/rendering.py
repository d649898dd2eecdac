"""The endpoint's pages for people, from the templates of the site."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, render_template

from server.examples import load_examples
from server.problems import Problem


@dataclass(frozen=True)
class Cell:
    """A value in a table, and its IRI where it is a thing."""

    text: str
    iri: str | None


@dataclass(frozen=True)
class Table:
    """Results to read: the first rows, and how many there are in all, counted up to a bound."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    has_more: bool
    is_graph: bool


class Pages:
    """Renders pages; may be used in any thread."""

    def __init__(self, site: Flask, about: Callable[[], object]) -> None:
        self._site, self._about = site, about

    def form(self) -> bytes:
        """The form to write a query."""
        return self._rendered("sparql.html", query=load_examples()[0].text, examples=load_examples())

    def results(self, query: str, found: dict[str, Any]) -> bytes:
        """The results of a query, as a worker tells them, above the form."""
        answer = found.get("answer")
        table = None if answer else _table(found)
        return self._rendered("sparql.html", query=query, examples=load_examples(), table=table, answer=answer)

    def problem(self, problem: Problem) -> str:
        """A problem."""
        return self._rendered("problem.html", problem=problem).decode()

    def _rendered(self, template: str, **context: object) -> bytes:
        with self._site.test_request_context("/sparql"):
            return render_template(template, about=self._about(), **context).encode()


def _table(found: dict[str, Any]) -> Table:
    return Table(
        tuple(found["columns"]),
        tuple(tuple(Cell(text, iri) for text, iri in row) for row in found["rows"]),
        found["total"],
        found["has_more"],
        found["is_graph"],
    )
