"""A small world of items, told as Wikidata tells it: entities, what a search finds, and the graph of the query service.

items      by number: labels and aliases by language, description, P31, P27, P17, P106 (lists of numbers), born and
           died ("1956", "1956-07-10", "somevalue", "novalue"), posts ({post, start, end, rank}), at, sitelinks,
           deprecated ({property: [numbers]}: statements of that rank), other ({property: [numbers]})
classes    superclasses of a class: P279
redirects  a number merged into another
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.lexicon.keys import name_key

World = dict[str, Any]
_WD, _WDT = "http://www.wikidata.org/entity/", "http://www.wikidata.org/prop/direct/"
_P, _PS = "http://www.wikidata.org/prop/", "http://www.wikidata.org/prop/statement/"
_WIKIBASE = "http://wikiba.se/ontology#"
_LISTS = ("P31", "P27", "P17", "P106", "P1001")


@cache
def _key(name: str) -> str:
    return name_key(name)


def entity(world: World, number: str) -> dict[str, Any]:
    """An item as `wbgetentities` gives it."""
    target = world.get("redirects", {}).get(number, number)
    item = world["items"].get(target)
    if item is None:
        return {"id": number, "missing": ""}
    found: dict[str, Any] = {
        "id": target,
        "type": "item",
        "lastrevid": 1000 + int(target[1:]) % 1000,
        "labels": {lang: {"language": lang, "value": text} for lang, text in item.get("labels", {}).items()},
        "aliases": {
            lang: [{"language": lang, "value": text} for text in texts]
            for lang, texts in item.get("aliases", {}).items()
        },
        "descriptions": {"en": {"language": "en", "value": item["description"]}} if item.get("description") else {},
        "claims": _claims(item),
        "sitelinks": {f"wiki{n}": {} for n in range(item.get("sitelinks", 0))},
    }
    if target != number:
        found["redirects"] = {"from": number, "to": target}
    return found


def _claims(item: dict[str, Any]) -> dict[str, list[Any]]:
    claims: dict[str, list[Any]] = {}
    for prop in _LISTS:
        claims.setdefault(prop, []).extend(_statement(_of_item(n)) for n in item.get(prop, ()))
    for rank, extra in (("deprecated", item.get("deprecated", {})), ("normal", item.get("other", {}))):
        for prop, numbers in extra.items():
            claims.setdefault(prop, []).extend(_statement(_of_item(n), rank) for n in numbers)
    for prop, key in (("P569", "born"), ("P570", "died"), ("P571", "begun")):
        if item.get(key):
            claims[prop] = [_statement(_of_time(item[key]))]
    if item.get("at"):
        latitude, longitude = item["at"]
        claims["P625"] = [_statement(_snak({"latitude": latitude, "longitude": longitude}))]
    for held in item.get("posts", ()):
        statement = _statement(_of_item(held["post"]), held.get("rank", "normal"))
        bounds = (("P580", held.get("start")), ("P582", held.get("end")))
        statement["qualifiers"] = {prop: [_of_time(when)] for prop, when in bounds if when}
        claims.setdefault("P39", []).append(statement)
    return {prop: statements for prop, statements in claims.items() if statements}


def _statement(snak: dict[str, Any], rank: str = "normal") -> dict[str, Any]:
    return {"mainsnak": snak, "rank": rank, "type": "statement"}


def _snak(value: Any) -> dict[str, Any]:
    return {"snaktype": "value", "datavalue": {"value": value}}


def _of_item(number: str) -> dict[str, Any]:
    return _snak({"entity-type": "item", "id": number})


def _of_time(text: str) -> dict[str, Any]:
    if text in {"somevalue", "novalue"}:
        return {"snaktype": text}
    parts = text.split("-")
    padded = "-".join([*parts, "00", "00"][:3])
    return _snak({"time": f"+{padded}T00:00:00Z", "precision": 8 + len(parts)})


def graph(world: World) -> Store:
    """The world as the query service has it."""
    store = Store()
    store.extend(_quads(world))
    return store


def _quads(world: World) -> Iterator[Quad]:
    for below, above in world.get("classes", {}).items():
        for each in above:
            yield Quad(_item(below), NamedNode(f"{_WDT}P279"), _item(each))
    for number, item in world["items"].items():
        for prop in _LISTS:
            for value in item.get(prop, ()):
                yield Quad(_item(number), NamedNode(_WDT + prop), _item(value))
        for lang, text in item.get("labels", {}).items():
            yield Quad(
                _item(number), NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), Literal(text, language=lang)
            )
        for n, held in enumerate(item.get("posts", ())):
            statement = NamedNode(f"{_WD}statement/{number}-{n}")
            rank = {"deprecated": "DeprecatedRank"}.get(held.get("rank", ""), "NormalRank")
            yield Quad(_item(number), NamedNode(f"{_P}P39"), statement)
            yield Quad(statement, NamedNode(f"{_PS}P39"), _item(held["post"]))
            yield Quad(statement, NamedNode(f"{_WIKIBASE}rank"), NamedNode(_WIKIBASE + rank))


def _item(number: str) -> NamedNode:
    return NamedNode(_WD + number)


def search(world: World, text: str, language: str, limit: int) -> list[dict[str, Any]]:
    """`wbsearchentities`: items of which a label or alias in a language begins with the text."""
    wanted, found = _key(text), []
    for number, item in world["items"].items():
        labels = [item.get("labels", {}).get(lang) for lang in (language, "mul")]
        aliases = [alias for lang in (language, "mul") for alias in item.get("aliases", {}).get(lang, ())]
        keys = [_key(name) for name in (*filter(None, labels), *aliases)]
        if any(key.startswith(wanted) for key in keys):
            found.append((wanted not in keys, -item.get("sitelinks", 0), int(number[1:]), number))
    merged = [old for old, new in world.get("redirects", {}).items() if new in {f[3] for f in found}]
    return [{"id": number} for number in [*merged, *(f[3] for f in sorted(found))][:limit]]


def reconcile(world: World, query: dict[str, Any]) -> list[dict[str, Any]]:
    """The reconciliation service: items that share words with the text, of the class asked for or of none."""
    wanted = set(_key(query["query"]).split())
    found = []
    for number, item in world["items"].items():
        names = [*item.get("labels", {}).values(), *(a for of in item.get("aliases", {}).values() for a in of)]
        shared = max((len(wanted & set(_key(name).split())) / len(wanted) for name in names), default=0)
        if shared >= 0.5 and _is_a(world, item, query.get("type")):
            found.append((-shared, -item.get("sitelinks", 0), int(number[1:]), number))
    limit = int(query.get("limit", 5))
    return [{"id": f[3], "name": f[3], "score": -100 * f[0], "match": False} for f in sorted(found)[:limit]]


def _is_a(world: World, item: dict[str, Any], wanted: str | None) -> bool:
    todo, seen = list(item.get("P31", ())), set()
    while todo:
        each = todo.pop()
        if each not in seen:
            seen.add(each)
            todo += world.get("classes", {}).get(each, ())
    return wanted is None or not seen or wanted in seen
