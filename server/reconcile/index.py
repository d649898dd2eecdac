"""The names of a release in memory: which things have a name, a name like it or one that begins so.

Things are sorted by how many articles speak of them, so that every list of things begins with the best known.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from rapidfuzz import fuzz, process

from kg.vocab import BASE

_POOL = 500
"""Things whose names are compared for one query."""
_LOOKED_AT = 5000
"""Things with a word of the query that are looked at for those of the type that is wanted."""
_LONGEST = 40
"""Words of a query that are looked up."""
_LIKE = 75
"""Percent of a word that has to be the same for another to be taken for its misspelling."""
_VARIANTS = 5


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that can be a candidate: its key (the IRI without our base), names with the label first, and their keys.

    `orders` are the keys with their words sorted; `types` are keys, the most specific first.
    """

    id: str
    names: tuple[str, ...]
    keys: tuple[str, ...]
    orders: tuple[str, ...]
    types: tuple[str, ...]
    articles: int
    wikidata: tuple[str, ...]
    description: str

    @property
    def iri(self) -> str:
        """The thing's IRI."""
        return BASE + self.id

    @property
    def name(self) -> str:
        """The name that most articles use."""
        return self.names[0]


class Index:
    """Things by key, by name and by words of names."""

    def __init__(self, entities: Iterable[Entity], replaced: dict[str, str]) -> None:
        self.entities = {entity.id: entity for entity in sorted(entities, key=lambda e: (-e.articles, e.id))}
        self._replaced = replaced
        self._by_key: dict[str, list[Entity]] = defaultdict(list)
        self._by_order: dict[str, list[Entity]] = defaultdict(list)
        self._by_word: dict[str, list[Entity]] = defaultdict(list)
        self._by_item: dict[str, list[Entity]] = defaultdict(list)
        for entity in self.entities.values():
            self._add(entity)
        self._keys, self._words = sorted(self._by_key), sorted(self._by_word)
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word in self._words:
            self._by_letter[word[0]].append(word)

    def _add(self, entity: Entity) -> None:
        for table, keys in (
            (self._by_key, entity.keys),
            (self._by_order, entity.orders),
            (self._by_word, " ".join(entity.keys).split()),
            (self._by_item, entity.wikidata),
        ):
            for key in dict.fromkeys(keys):
                table[key].append(entity)

    def find(self, name: str) -> Entity | None:
        """The thing with this key or IRI, or what replaced it."""
        iri = name if name.startswith(BASE) else BASE + name
        return self.entities.get(replacement(iri, self._replaced)[len(BASE) :])

    def identified(self, text: str) -> list[Entity]:
        """The things that a key, an IRI, a Wikidata item or its address names."""
        item = text.rpartition("/")[2] if "wikidata.org/" in text else text.removeprefix("wd:")
        found = self.find(text)
        return [found] if found else list(self._by_item.get(item.upper(), ()))

    def named(self, key: str) -> list[Entity]:
        """The things with this name, then those with its words in another order."""
        order = in_order(key)
        return list({e.id: e for e in (*self._by_key.get(key, ()), *self._by_order.get(order, ()))}.values())

    def alike(self, key: str, limit: int, is_wanted: Callable[[Entity], bool]) -> list[Entity]:
        """Things with all words of a name, the best known first, then those whose names are most like it."""
        words = dict.fromkeys(key.split()[:_LONGEST])
        lists = sorted((self._by_word[w] for word in words for w in self._variants(word)), key=len)
        pool = _first(lists, _POOL, is_wanted)
        whole = [e for e in pool if all(_has_word(e, word) for word in words)]
        names = [(e, order) for e in pool for order in e.orders]
        best = process.extract(in_order(key), [order for _, order in names], scorer=fuzz.ratio, limit=limit)
        found = whole[:limit] + [names[at][0] for _, _, at in best]
        return list({e.id: e for e in found}.values())

    def _variants(self, word: str) -> list[str]:
        """The word itself where any name has it, else words that it may be a misspelling of."""
        if word in self._by_word:
            return [word]
        like = process.extract(
            word, self._by_letter.get(word[0], ()), scorer=fuzz.ratio, score_cutoff=_LIKE, limit=_VARIANTS
        )
        return [found for found, _, _ in like]

    def begins_with(self, key: str) -> list[Entity]:
        """Things with a name that begins so, then those with all the words, the last of which may be a beginning."""
        starting = [e for k in _range(self._keys, key) for e in self._by_key[k]]
        *whole, last = key.split() or [""]
        lists = [min((self._by_word.get(word, []) for word in whole), key=len)] if whole else self._beginning(last)
        inside = _first(lists, _POOL, lambda e: all(_has_word(e, word) for word in whole) and _has_word(e, last, ""))
        return list({e.id: e for e in (*sorted(starting, key=_fame), *sorted(inside, key=_fame))}.values())

    def _beginning(self, word: str) -> list[list[Entity]]:
        return [self._by_word[found] for found in _range(self._words, word)] if word else []


def in_order(key: str) -> str:
    """A key with its words sorted."""
    return " ".join(sorted(key.split()))


def replacement(iri: str, replaced: dict[str, str]) -> str:
    """What stands for an IRI now; itself where it was not replaced, or where replacements go round."""
    seen = {iri}
    while iri in replaced and replaced[iri] not in seen:
        iri = replaced[iri]
        seen.add(iri)
    return iri


def _has_word(entity: Entity, word: str, end: str = " ") -> bool:
    """Whether a name has this word, or one that begins so where the end is open."""
    return any(f" {word}{end}" in f" {key} " for key in entity.keys)


def _fame(entity: Entity) -> tuple[int, str]:
    return -entity.articles, entity.id


def _range(ordered: list[str], prefix: str) -> Iterator[str]:
    for at in range(bisect_left(ordered, prefix), len(ordered)):
        if not ordered[at].startswith(prefix):
            return
        yield ordered[at]


def _first(lists: Iterable[list[Entity]], most: int, is_wanted: Callable[[Entity], bool]) -> list[Entity]:
    """Those that are wanted of several lists, one after the other; not more than some thousands are looked at."""
    looked_at = islice(chain.from_iterable(lists), _LOOKED_AT)
    return list({entity.id: entity for entity in islice(filter(is_wanted, looked_at), most)}.values())
