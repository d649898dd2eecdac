"""What can go wrong, as one tree.

    KGError
    ├── SourceError    a file or address that yields no article; MissingSourceError where it is not there at all
    ├── ArticleError   an article that cannot be read
    ├── GraphError     an RDF file that cannot be parsed
    ├── QueryError     a query that cannot be answered
    ├── ModelError     an address of a language model that does not answer
    ├── GoldError      gold records that cannot be compared with
    ├── StoreError     a store elsewhere that cannot be asked
    ├── SettingsError  a setting of the server that cannot be used
    └── WorkspaceError a workspace or release that is not there or not ours

Each says where, what was found, what was expected and what to do. The fields hold the values; the text is built from
them.
"""

from dataclasses import dataclass


@dataclass(eq=False)  # not frozen: an exception's traceback is set after it is made
class KGError(Exception):
    """Something that a user can mend.

    `where` names the file, line, address or thing; `found` what was there; `expected` what would do; `remedy` what to
    do.
    """

    where: str
    found: str
    expected: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        expected = f"; expected {self.expected}" if self.expected else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{self.where}: {self.found}{expected}.{remedy}"


class SourceError(KGError):
    """A file, folder or address that yields no article."""


class MissingSourceError(SourceError):
    """A file or address that is not there: a slip of the caller, of which nothing is kept."""


class ArticleError(KGError):
    """An article that cannot be read."""


class GraphError(KGError):
    """An RDF file that cannot be parsed."""


@dataclass(eq=False)
class QueryError(KGError):
    """A query that cannot be answered; with line and column, from 1, where the place is known."""

    line: int | None = None
    column: int | None = None


class GoldError(KGError):
    """Gold records that cannot be compared with."""


class ModelError(KGError):
    """A language model's address that does not answer."""


class StoreError(KGError):
    """A store elsewhere that cannot be asked."""


class SettingsError(KGError):
    """A setting of the server that cannot be used."""


class WorkspaceError(KGError):
    """A workspace or release that is not there, or not one of ours."""
