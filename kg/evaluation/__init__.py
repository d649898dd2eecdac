"""How well articles are read: records of the reading against records of careful readers, per kind of fact.

In: two records for each article, as `kg.records` makes them. Out: an `Evaluation` with precision, recall and F1 of each
kind of fact, the share of right values of each slot, intervals by resampling articles, and how often facts of each
confidence are right.

alike     when two names, titles or meetings are the same
measures  what is counted for each article
figures   counts to figures with their intervals
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.errors import GoldError
from kg.evaluation.figures import Evaluation, evaluation_of
from kg.evaluation.measures import measure

__all__ = ["Evaluation", "evaluate", "load_gold"]


def evaluate(gold: Mapping[str, dict[str, Any]], predicted: Mapping[str, dict[str, Any]], extractor: str) -> Evaluation:
    """The quality of a reading; an article of the gold that was not read counts as one of which nothing was found."""
    return evaluation_of([measure(gold[name], predicted.get(name, {})) for name in sorted(gold)], extractor)


def load_gold(folder: Path) -> dict[str, dict[str, Any]]:
    """The gold records of a folder by the names of their files; raises `GoldError` where none is, or one is broken."""
    gold = {}
    for path in sorted(folder.glob("*.json")):
        try:
            record = json.loads(path.read_text("utf-8"))
        except ValueError as error:
            raise GoldError(str(path), f"no JSON ({error})", "a record of one article") from None
        if not isinstance(record, dict):
            raise GoldError(str(path), f"a JSON {type(record).__name__}", "an object: a record of one article")
        gold[path.stem] = record
    if not gold:
        raise GoldError(str(folder), "no *.json in it", "a gold record for each article, named as the article's file")
    return gold
