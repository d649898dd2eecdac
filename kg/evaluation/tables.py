"""An evaluation as text, as JSON, and as the file from which the site shows it."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg.errors import WorkspaceError
from kg.evaluation.figures import Evaluation, Reliability, Score, Share

_FILE = "quality.json"


def as_json(evaluation: Evaluation) -> str:
    """All figures as one JSON object."""
    return json.dumps(asdict(evaluation), indent=1, ensure_ascii=False)


def as_text(evaluation: Evaluation) -> str:
    """The tables that people read."""
    lines = [f"{evaluation.articles} articles, extractor {evaluation.extractor}", ""]
    lines.append(f"{'facts':28}{'precision':>10}{'recall':>8}{'F1':>7}  95 % interval    gold")
    for kind, score in evaluation.kinds.items():
        figures = f"{score.precision:10.3f}{score.recall:8.3f}{score.f1.value:7.3f}"
        lines.append(f"{kind:28}{figures}  {_interval(score.f1)}{score.f1.of:8}")
    lines += ["", f"{'right values':28}{'share':>25}  95 % interval      of"]
    lines += [
        f"{slot:28}{share.value:25.3f}  {_interval(share)}{share.of:8}" for slot, share in evaluation.slots.items()
    ]
    lines += ["", f"{'confidence':28}{'stated':>18}{'right':>7}{'facts':>24}"]
    lines += [f"up to {r.up_to:<22.1f}{r.stated:18.3f}{r.right:7.3f}{r.facts:24}" for r in evaluation.reliability]
    return "\n".join(lines)


def _interval(share: Share) -> str:
    return f"{share.low:.3f} to {share.high:.3f}"


def record_in(workspace: Path, evaluation: Evaluation) -> None:
    """Keep the figures in a workspace, in place of those of the same extractor."""
    others = [each for each in recorded_in(workspace) if each.extractor != evaluation.extractor]
    workspace.mkdir(parents=True, exist_ok=True)
    content = json.dumps([asdict(each) for each in (*others, evaluation)], indent=1, ensure_ascii=False)
    (workspace / _FILE).write_text(content + "\n", "utf-8")


def recorded_in(workspace: Path) -> list[Evaluation]:
    """The figures kept in a workspace, the latest last; none where nothing was measured.

    Raises `WorkspaceError` where the file is not one that `record_in` wrote.
    """
    path = workspace / _FILE
    try:
        return [_evaluation(each) for each in json.loads(path.read_text("utf-8"))]
    except FileNotFoundError:
        return []
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        remedy = "Remove the file and measure again with `backchannel evaluate --record`."
        raise WorkspaceError(str(path), "no figures of a measurement", "what `evaluate` writes", remedy) from error


def _evaluation(kept: dict[str, Any]) -> Evaluation:
    return Evaluation(
        extractor=kept["extractor"],
        articles=kept["articles"],
        kinds={
            kind: Score(score["precision"], score["recall"], Share(**score["f1"]))
            for kind, score in kept["kinds"].items()
        },
        slots={slot: Share(**share) for slot, share in kept["slots"].items()},
        reliability=tuple(Reliability(**row) for row in kept["reliability"]),
    )
