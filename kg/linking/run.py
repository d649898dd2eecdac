"""Linking a release: ask for a few subjects at a time, decide, and write down what was decided before going on.

What is decided is never asked again; a run that was stopped goes on with what is left.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from pathlib import Path

import kg
from kg.lexicon import Lexicon
from kg.linking.decide import Decision, decide
from kg.linking.features import Candidate, classes, classes_asked, weigh
from kg.linking.ledger import append, read_ledger
from kg.linking.rows import LINKER, NO_TERM, Row, standings
from kg.linking.subjects import Subject, SubjectKind
from kg.linking.wikidata import Wikidata
from kg.vocab import BASE

_TOGETHER = 10
"""Subjects asked for at a time: their candidates fit into a few calls."""
_RECHECK_DAYS = 30
_SPELLINGS = 3
"""Other spellings than the name shown that are searched for."""


@dataclass(frozen=True)
class Progress:
    """A subject's decision, and how many of how many are done."""

    decision: Decision
    done: int
    of: int


def link(
    subjects: Sequence[Subject], wikidata: Wikidata, ledger: Path, lexicon: Lexicon, today: date
) -> Iterator[Progress]:
    """Decide the subjects that the ledger leaves open, some at a time, which are written down before they are given.

    Raises LinkError where a service does not answer or the ledger cannot be read; what was given is kept.
    """
    held = standings(read_ledger(ledger))
    waiting = [s for s in subjects if s.iri not in held or held[s.iri].is_open(today)]
    done = 0
    for start in range(0, len(waiting), _TOGETHER):
        some = waiting[start : start + _TOGETHER]
        denied = {s.iri: held[s.iri].denied if s.iri in held else frozenset() for s in some}
        decisions = decide_together(some, wikidata, lexicon, denied)
        append(ledger, chain.from_iterable(rows_of(decision, wikidata, today) for decision in decisions))
        for decision in decisions:
            done += 1
            yield Progress(decision, done, len(waiting))


def decide_together(
    subjects: Sequence[Subject], wikidata: Wikidata, lexicon: Lexicon, denied: dict[str, frozenset[str]]
) -> list[Decision]:
    """The decisions of some subjects, asked for in as few calls as can be."""
    found = _candidates(subjects, wikidata)
    items = wikidata.items(chain.from_iterable(found.values()))
    by_kind: dict[SubjectKind, set[str]] = {}
    for subject in subjects:
        ids = {items[i].id for i in found[subject.iri] if i in items}
        by_kind[subject.kind] = by_kind.get(subject.kind, set()) | ids
    above = {kind: wikidata.classes(ids, classes_asked(kind)) for kind, ids in by_kind.items() if ids}
    posts = wikidata.posts(by_kind["person"]) if by_kind.get("person") else {}

    def weighed(subject: Subject) -> Iterator[Candidate]:
        merged = {items[i].id: items[i] for i in found[subject.iri] if i in items}
        for item in merged.values():
            classes_of = above.get(subject.kind, {}).get(item.id, frozenset())
            candidate = weigh(subject, item, classes_of, posts, lexicon)
            if candidate.name_class != "other":
                yield candidate

    return [decide(s, weighed(s), denied=denied.get(s.iri, frozenset())) for s in subjects]


def _candidates(subjects: Sequence[Subject], wikidata: Wikidata) -> dict[str, list[str]]:
    """The items that the services give for each subject."""
    found: dict[str, list[str]] = {subject.iri: [] for subject in subjects}
    for kind in sorted({subject.kind for subject in subjects}):
        of_kind = [subject for subject in subjects if subject.kind == kind]
        answers = wikidata.reconcile([subject.name for subject in of_kind], classes()["roots"][kind][0])
        for subject, ids in zip(of_kind, answers, strict=True):
            found[subject.iri] += ids
    for subject in subjects:
        for name in subject.names[: 1 + _SPELLINGS]:
            found[subject.iri] += wikidata.search(name)
    return {iri: list(dict.fromkeys(ids)) for iri, ids in found.items()}


def rows_of(decision: Decision, wikidata: Wikidata, today: date) -> list[Row]:
    """What to write down of a decision: its refusals by evidence, then the verdict."""
    refused = [_row(decision, candidate, "reject", wikidata, today) for candidate in decision.refused]
    if decision.verdict == "none" or decision.best is None:
        return [*refused, _none(decision, today)]
    return [*refused, _row(decision, decision.best, decision.verdict, wikidata, today)]


def _row(decision: Decision, candidate: Candidate, verdict: str, wikidata: Wikidata, today: date) -> Row:
    second, item = decision.second, candidate.item
    comment = {
        "verdict": verdict,
        "why": candidate.refused if verdict == "reject" else decision.why,
        "score": candidate.score,
        "name": candidate.name_class,
        "features": dict(candidate.features),
        "second": {"item": second.item.id, "label": second.item.label, "score": second.score} if second else None,
        "gap": decision.gap,
        "description": item.description,
        "merged": item.asked if item.asked != item.id else None,
    }
    by_name = candidate.name_class == "exact" and not candidate.features
    return Row(
        subject_id=_curie(decision.subject),
        subject_label=decision.subject.name,
        predicate_modifier="Not" if verdict == "reject" else "",
        predicate_id="skos:exactMatch",
        object_id=f"wd:{item.id}",
        object_label=item.label,
        mapping_justification="semapv:LexicalMatching" if by_name else "semapv:CompositeMatching",
        confidence=f"{0.99 if verdict == 'reject' else min(1.0, max(0.0, candidate.score)):.2f}",
        author_id="",
        author_label="",
        mapping_date=today.isoformat(),
        match_string=candidate.match,
        mapping_tool=LINKER,
        mapping_tool_version=kg.__version__,
        object_source_version=f"{wikidata.fetched(item.asked)} revision {item.revision}",
        comment=json.dumps({k: v for k, v in comment.items() if v not in (None, "", {})}, ensure_ascii=False),
    )


def _none(decision: Decision, today: date) -> Row:
    best = decision.best
    comment = {
        "verdict": "none",
        "why": decision.why,
        "best": {"item": best.item.id, "label": best.item.label, "score": best.score} if best else None,
        "recheck": (today + timedelta(days=_RECHECK_DAYS)).isoformat(),
    }
    return Row(
        subject_id=_curie(decision.subject),
        subject_label=decision.subject.name,
        predicate_modifier="",
        predicate_id="skos:exactMatch",
        object_id=NO_TERM,
        object_label="",
        mapping_justification="semapv:CompositeMatching",
        confidence="",
        author_id="",
        author_label="",
        mapping_date=today.isoformat(),
        match_string=decision.subject.name,
        mapping_tool=LINKER,
        mapping_tool_version=kg.__version__,
        object_source_version=today.isoformat(),
        comment=json.dumps({k: v for k, v in comment.items() if v is not None}, ensure_ascii=False),
    )


def _curie(subject: Subject) -> str:
    return f"bcid:{subject.iri.removeprefix(BASE)}"
