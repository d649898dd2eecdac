"""The types and properties of the service, from `schema.toml`."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.vocab import ONTOLOGY, term

_FILE = Path(__file__).with_name("schema.toml")


@dataclass(frozen=True)
class Type:
    """A class of things: its key, what people call it, the broader types, and the properties that describe a thing.

    What has no type but a broad one is no candidate. `shares` says which names it may share with many other things:
    names, other names, or none where it is empty.
    """

    id: str
    name: str
    description: str
    broader: tuple[str, ...]
    describe: tuple[str, ...]
    is_default: bool
    is_broad: bool
    shares: str

    @property
    def iri(self) -> str:
        """The class in the ontology."""
        return term(f"bc:{self.id}").value

    @property
    def reference(self) -> dict[str, str]:
        """The type as answers refer to it."""
        return {"id": self.id, "name": self.name}


@dataclass(frozen=True)
class Property:
    """What can be asked of a thing: SPARQL from `?thing` to `?value`, and of what kind the values are.

    `kind` is one of entity, str, int, float, date and count; `type` is that of entities. `types` are those it is
    offered for, none for all. `by_words` lets an entity agree whose name begins so. `value` and `group` are SPARQL,
    empty where `?value` of the pattern is the value.
    """

    id: str
    name: str
    description: str
    kind: str
    pattern: str
    type: str | None
    types: tuple[str, ...]
    value: str
    group: str
    by_words: bool


@dataclass(frozen=True)
class Schema:
    """The types and properties by key, in the order of the file."""

    types: dict[str, Type]
    properties: dict[str, Property]

    def find_type(self, name: str) -> Type | None:
        """The type with this key, prefixed name or IRI."""
        return self.types.get(name.removeprefix(f"{ONTOLOGY}#").removeprefix("bc:"))

    def within(self, name: str) -> set[str]:
        """The keys of a type and of all that are broader."""
        return {name}.union(*(self.within(each) for each in self.types[name].broader))

    def properties_of(self, kind: Type | None) -> list[Property]:
        """The properties that things of a type may have; those of every thing where no type is given."""
        types = self.within(kind.id) if kind else set()
        return [each for each in self.properties.values() if not each.types or types.intersection(each.types)]


@lru_cache(maxsize=1)
def load_schema() -> Schema:
    """The types and properties that the service speaks of."""
    tables = tomllib.loads(_FILE.read_text("utf-8"))
    types = [_type(table) for table in tables["type"]]
    properties = [_property(table) for table in tables["property"]]
    return Schema({each.id: each for each in types}, {each.id: each for each in properties})


def _type(table: dict[str, Any]) -> Type:
    return Type(
        id=table["id"],
        name=table["name"],
        description=table["description"],
        broader=tuple(table["broader"]),
        describe=tuple(table["describe"]),
        is_default=table.get("default", False),
        is_broad=table.get("broad", False),
        shares=table.get("shares", ""),
    )


def _property(table: dict[str, Any]) -> Property:
    return Property(
        id=table["id"],
        name=table["name"],
        description=table["description"],
        kind=table["kind"],
        pattern=table["pattern"],
        type=table.get("type"),
        types=tuple(table.get("types", ())),
        value=table.get("value", ""),
        group=table.get("group", ""),
        by_words=table.get("by_words", False),
    )
