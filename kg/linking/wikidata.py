"""What Wikidata is asked: names, items, the classes above them, and the posts that persons held.

    search      action API, `wbsearchentities`: items by label and alias
    reconcile   Reconciliation Service API 0.2: items by name and class; left out where it has no address
    items       action API, `wbgetentities`: up to 50 at a time, redirects followed
    classes     query service: which of some classes an item is an instance of, through subclasses
    posts       query service: labels and states of posts held

Every answer is kept (see `cache`). Which items come back is a question of theirs; which one is meant is one of ours.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

from kg.errors import LinkError
from kg.linking.cache import Answer, Cache
from kg.linking.client import Client
from kg.linking.items import Item, read_item

_AT_ONCE = 50
"""Items that `wbgetentities` gives at a time."""
_FOUND = 10
"""Candidates a search gives."""
_LANGUAGES = "en|mul|ar|de|es|fa|fr|he|hi|it|ja|ko|nl|pl|pt|ru|sr|sv|tr|uk|ur|zh"
"""Languages whose labels are compared; `mul` holds names that are the same in many."""
_ITEM = re.compile(r"Q[1-9][0-9]{0,11}")
_ENTITY = "http://www.wikidata.org/entity/"
_PREFIXES = (
    "PREFIX wd: <http://www.wikidata.org/entity/> PREFIX wdt: <http://www.wikidata.org/prop/direct/> "
    "PREFIX p: <http://www.wikidata.org/prop/> PREFIX ps: <http://www.wikidata.org/prop/statement/> "
    "PREFIX wikibase: <http://wikiba.se/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
)


@dataclass(frozen=True)
class Post:
    """What a post is called (its English label, empty where it has none) and the states it belongs to."""

    label: str
    states: frozenset[str]


class Wikidata:
    """Wikidata through a client and a cache."""

    def __init__(self, client: Client, cache: Cache) -> None:
        self._client, self._cache = client, cache

    def search(self, text: str, language: str = "en") -> tuple[str, ...]:
        """The items that the search by label and alias gives, best first."""
        parameters = self._api("wbsearchentities", search=text[:250], language=language, uselang=language)
        parameters |= {"type": "item", "limit": str(_FOUND)}
        key = _key("search", language, text)
        answer = self._cache.find(key)
        if answer is None:
            said = self._client.get(self._client.services.api, parameters)
            found = _ids(self._client.services.api, said, "search")
            answer = self._cache.keep(key, "search" if found else "negative", found)
        return tuple(answer.body)

    def reconcile(self, names: Sequence[str], type_id: str) -> list[tuple[str, ...]]:
        """For each name the items of a class that the reconciliation service gives; none where it has no address."""
        address = self._client.services.reconcile
        if not address or not names:
            return [() for _ in names]
        keys = [_key("reconcile", type_id, name) for name in names]
        known = {key: answer for key in keys if (answer := self._cache.find(key))}
        missing = {f"q{i}": i for i, key in enumerate(keys) if key not in known}
        if missing:
            queries = {q: {"query": names[i][:250], "type": type_id, "limit": _FOUND} for q, i in missing.items()}
            said = self._client.post(address, {"queries": json.dumps(queries, ensure_ascii=False)})
            for q, i in missing.items():
                found = _ids(address, said.get(q) if isinstance(said, dict) else None, "result")
                known[keys[i]] = self._cache.keep(keys[i], "search" if found else "negative", found)
        return [tuple(known[key].body) for key in keys]

    def items(self, ids: Iterable[str]) -> dict[str, Item]:
        """The items by the numbers asked for; those that are missing are left out."""
        wanted = list(dict.fromkeys(filter(_ITEM.fullmatch, ids)))
        answers = {i: answer for i in wanted if (answer := self._cache.find(_key("item", i)))}
        for some in _in_parts([i for i in wanted if i not in answers]):
            answers |= self._fetch(some)
        return _read_items(answers)

    def fetched(self, item_id: str) -> str:
        """The day on which an item was fetched, ISO 8601; empty where it was not."""
        answer = self._cache.find(_key("item", item_id))
        return answer.fetched.date().isoformat() if answer else ""

    def _fetch(self, ids: list[str]) -> dict[str, Answer]:
        properties = "info|labels|aliases|descriptions|claims|sitelinks"
        parameters = self._api(
            "wbgetentities", ids="|".join(ids), props=properties, languages=_LANGUAGES, redirects="yes"
        )
        said = self._client.get(self._client.services.api, parameters)
        entities = said.get("entities") if isinstance(said, dict) else None
        if not isinstance(entities, dict) or not all(isinstance(entity, dict) for entity in entities.values()):
            raise LinkError(self._client.services.api, "an answer without entities", "items as Wikibase gives them")
        asked = {entity.get("redirects", {}).get("from", key): entity for key, entity in entities.items()}
        kept = {}
        for item_id in ids:
            entity = asked.get(item_id) or entities.get(item_id) or {"id": item_id, "missing": ""}
            kind = "negative" if "missing" in entity else "item"
            kept[item_id] = self._cache.keep(_key("item", item_id), kind, entity, entity.get("lastrevid"))  # type: ignore[arg-type]
        return kept

    def classes(self, ids: Iterable[str], classes: Iterable[str]) -> dict[str, frozenset[str]]:
        """For each item the classes, of those asked about, that it is an instance of."""
        wanted = sorted(set(classes))
        found: dict[str, set[str]] = {}
        for some in _in_parts(sorted(set(ids))):
            for row in self._rows("types", some, classes=_values(wanted)):
                found.setdefault(row["item"], set()).add(row["class"])
        return {item: frozenset(of_item) for item, of_item in found.items()}

    def posts(self, ids: Iterable[str]) -> dict[str, Post]:
        """The posts that the items have held, by their numbers."""
        labels: dict[str, str] = {}
        states: dict[str, set[str]] = {}
        for some in _in_parts(sorted(set(ids))):
            for row in self._rows("posts", some):
                labels.setdefault(row["post"], row.get("label", ""))
                states.setdefault(row["post"], set()).update(filter(None, [row.get("state")]))
        return {post: Post(label, frozenset(states[post])) for post, label in labels.items()}

    def _rows(self, name: str, items: list[str], **values: str) -> list[dict[str, str]]:
        """The rows of a query of this folder, items by their numbers."""
        template = Template((Path(__file__).parent / f"{name}.rq").read_text("utf-8"))
        query = _PREFIXES + template.substitute(items=_values(items), **values)
        key = _key("sparql", query)
        answer = self._cache.find(key)
        if answer is None:
            said = self._client.post(self._client.services.sparql, {"query": query, "format": "json"})
            try:
                rows = [{n: _short(v["value"]) for n, v in row.items()} for row in said["results"]["bindings"]]
            except (KeyError, TypeError, AttributeError):
                raise LinkError(self._client.services.sparql, "an answer without results", "SPARQL results") from None
            answer = self._cache.keep(key, "item", rows)
        rows_kept: list[dict[str, str]] = answer.body
        return rows_kept

    def _api(self, action: str, **parameters: str) -> dict[str, str]:
        return {"action": action, "format": "json", "maxlag": "5", **parameters}


def items_at_hand(ids: Iterable[str], cache: Cache) -> dict[str, Item]:
    """The items that the cache still has, by the numbers asked for."""
    return _read_items({i: answer for i in ids if (answer := cache.find(_key("item", i)))})


def _read_items(answers: Mapping[str, Answer]) -> dict[str, Item]:
    found = {}
    for asked, answer in answers.items():
        try:
            item = read_item(answer.body, asked)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise LinkError(
                f"item {asked}", f"{type(error).__name__}: {error}", "an item as Wikibase gives it"
            ) from None
        if item is not None:
            found[asked] = item
    return found


def _ids(address: str, said: Any, key: str) -> list[str]:
    """The numbers of items in a list of results; others (properties, lexemes) are left out."""
    results = said.get(key) if isinstance(said, dict) else None
    if not isinstance(results, list):
        raise LinkError(address, f"an answer without `{key}`", "a list of candidates")
    ids = (str(result.get("id")) for result in results if isinstance(result, dict))
    return list(dict.fromkeys(filter(_ITEM.fullmatch, ids)))


def _key(*parts: str) -> str:
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return f"{parts[0]}:{digest}"


def _in_parts(ids: list[str]) -> Iterator[list[str]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


def _values(ids: Iterable[str]) -> str:
    return " ".join(f"wd:{item}" for item in ids)


def _short(value: str) -> str:
    return value.removeprefix(_ENTITY)
