"""Cases of linking with the item that is right, and what is decided of them against the loopback services.

python -m tests.kg.linking_cases tuning    the figures, and each case that came out wrong or short
"""

import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kg.lexicon import load_lexicon
from kg.linking.cache import Cache
from kg.linking.client import Client, Services
from kg.linking.decide import Decision
from kg.linking.items import Span
from kg.linking.run import decide_together
from kg.linking.subjects import Role, Subject
from kg.linking.wikidata import Wikidata

FOLDER = Path(__file__).parent.parent / "gold" / "linking"
CONTACT = "https://example.org/contact"


@dataclass(frozen=True)
class Outcome:
    """A case's name, the item that is right (None: there is none), and what was decided."""

    trap: str
    expected: str | None
    decision: Decision

    @property
    def accepted(self) -> str | None:
        """The item accepted."""
        best = self.decision.best
        return best.item.id if best and self.decision.verdict == "accept" else None


@contextmanager
def services(folder: Path, world: Path) -> Iterator[Services]:
    """The services of a world in a process of their own, stopped in the end; their log is `log.jsonl` in the folder."""
    port_file, log = folder / "port", folder / "log.jsonl"
    command = [sys.executable, "-m", "tests.kg.wikidata_server", str(port_file), str(world), str(log)]
    server = subprocess.Popen(command, cwd=FOLDER.parent.parent.parent)
    try:
        while not port_file.exists():
            assert server.poll() is None, "the server of the test stopped"
            time.sleep(0.02)
        base = f"http://127.0.0.1:{port_file.read_text('utf-8')}"
        yield Services(
            CONTACT, f"{base}/w/api.php", f"{base}/sparql", f"{base}/reconcile", interval_s=0, backoff_s=0.02
        )
    finally:
        server.terminate()
        server.wait()
        port_file.unlink(missing_ok=True)


def run_cases(name: str, folder: Path) -> list[Outcome]:
    """What is decided of the cases of a file."""
    cases = [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()]
    subjects = [_subject(case["subject"]) for case in cases]
    lexicon, decisions = load_lexicon(), []
    with (
        services(folder, FOLDER / "world.json") as asked,
        Client(asked) as client,
        Cache(folder) as cache,
    ):
        for start in range(0, len(subjects), 10):
            decisions += decide_together(subjects[start : start + 10], Wikidata(client, cache), lexicon, {})
    return [Outcome(case["trap"], case["expect"], d) for case, d in zip(cases, decisions, strict=True)]


def _subject(said: dict[str, Any]) -> Subject:
    roles = tuple(
        Role(r["title"], r["state"], date.fromisoformat(r["first"]), date.fromisoformat(r["last"]))
        for r in said.get("roles", ())
    )
    days = tuple(Span(date.fromisoformat(a), date.fromisoformat(b)) for a, b in said.get("days", ()))
    at = said.get("at")
    return Subject(
        said["iri"],
        said["kind"],
        said["name"],
        states=frozenset(said["states"]),
        roles=roles,
        days=days,
        organization_kind=said.get("organization_kind"),
        at=(at[0], at[1]) if at else None,
        articles=said["articles"],
    )


def figures(outcomes: list[Outcome]) -> dict[str, float]:
    """How many were accepted, left for review and found nothing of, and how many of the accepted are right."""
    counts = Counter(outcome.decision.verdict for outcome in outcomes)
    accepted = [outcome for outcome in outcomes if outcome.accepted]
    right = sum(outcome.accepted == outcome.expected for outcome in accepted)
    there = sum(outcome.expected is not None for outcome in outcomes)
    return {
        "cases": len(outcomes),
        "with an item": there,
        "accepted": counts["accept"],
        "accepted and right": right,
        "review": counts["review"],
        "none": counts["none"],
        "none though there is one": sum(o.decision.verdict == "none" and o.expected is not None for o in outcomes),
        "accuracy of accepted": round(right / len(accepted), 3) if accepted else 0.0,
        "share of items found": round(right / there, 3),
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        outcomes = run_cases(sys.argv[1], Path(scratch))
    for outcome in outcomes:
        if outcome.accepted != outcome.expected:
            best, second = outcome.decision.best, outcome.decision.second
            told = (
                f"{best.item.id} {best.item.label} {best.name_class} {best.score} {dict(best.features)}" if best else ""
            )
            told += f" | then {second.item.id} {second.score} {dict(second.features)}" if second else ""
            line = f"{outcome.trap}: {outcome.decision.subject.name} is {outcome.expected}: {outcome.decision.verdict}"
            sys.stdout.write(f"{'WRONG ' * bool(outcome.accepted)}{line}: {told} ({outcome.decision.why})\n")
    sys.stdout.write(json.dumps(figures(outcomes), indent=2) + "\n")
