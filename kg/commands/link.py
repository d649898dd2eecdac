"""`backchannel link`: ask Wikidata for what has no link, list what awaits review, and take decisions."""

import getpass
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from kg.commands.services import given, with_services
from kg.commands.shell import AUTHOR, OK, WORKSPACE, err, fail, open_current, out
from kg.vocab import BASE


@click.group(invoke_without_command=True)
@WORKSPACE
@with_services
@click.option("--kind", "kinds", multiple=True, help="Only persons, organizations, places or processes: person, …")
@click.option("--limit", type=click.IntRange(1), help="At most so many things, those in most articles first.")
@click.pass_context
def link(ctx: click.Context, /, workspace: Path, kinds: tuple[str, ...], limit: int | None, **services: Any) -> None:
    """Find the Wikidata items of what the current release names.

    Decisions stand in links.sssom.tsv in the workspace, which is only added to; `backchannel publish` applies those
    that are accepted. What is unsure is left to you: see `link review` and `link decide`. A run that was stopped goes
    on with what is left, and answers are kept in wikidata.sqlite.
    """
    if ctx.invoked_subcommand is not None:
        return
    from kg.lexicon import load_lexicon  # noqa: PLC0415
    from kg.linking.cache import Cache  # noqa: PLC0415
    from kg.linking.client import Client, Services  # noqa: PLC0415
    from kg.linking.ledger import FILE  # noqa: PLC0415
    from kg.linking.run import link as run  # noqa: PLC0415
    from kg.linking.subjects import KINDS, find_subjects  # noqa: PLC0415
    from kg.linking.wikidata import Wikidata  # noqa: PLC0415 - loads what other commands do not need

    if unknown := set(kinds) - set(KINDS):
        fail(f"--kind {', '.join(sorted(unknown))}: no such kind; expected {', '.join(KINDS)}.")
    asked = Services(**given(services))
    subjects = [s for s in find_subjects(open_current(workspace)) if not kinds or s.kind in kinds][:limit]
    counts = {"accept": 0, "review": 0, "none": 0}
    with Client(asked) as client, Cache(workspace) as cache:
        today = datetime.now(UTC).date()
        for step in run(subjects, Wikidata(client, cache), workspace / FILE, load_lexicon(), today):
            counts[step.decision.verdict] += 1
            item = step.decision.best.item if step.decision.best and step.decision.verdict != "none" else None
            named = f"{item.id} {item.label}" if item else "no item"
            err.print(
                f"{step.done}/{step.of} {step.decision.verdict}: {step.decision.subject.name}: {named}", markup=False
            )
    out.print(f"{counts['accept']} accepted, {counts['review']} left for review, {counts['none']} without an item")
    ctx.exit(OK)


@link.command()
@WORKSPACE
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="How many to show.")
def review(workspace: Path, limit: int) -> None:
    """Show the links that await a decision, each with a passage: those of most articles and of least doubt first."""
    from kg.linking.ledger import FILE, read_ledger  # noqa: PLC0415
    from kg.linking.review import awaiting, quote_of  # noqa: PLC0415

    store = open_current(workspace)
    waiting = awaiting(store, read_ledger(workspace / FILE))
    for row in waiting[:limit]:
        said = row.details
        out.print(f"{row.subject_id}  {row.subject_label}", markup=False)
        out.print(f"  “{quote_of(store, row.subject)}”", markup=False)
        about = f"{row.object_label}, {said.get('description', 'not described')}, score {said.get('score')}"
        out.print(f"  {row.object_id}  {about}", markup=False)
        features = ", ".join(f"{name} {points:+.2f}" for name, points in said.get("features", {}).items())
        out.print(
            f"  names: {said.get('name')}; {features or 'nothing beside the name'}; {said.get('why')}", markup=False
        )
        if second := said.get("second"):
            out.print(f"  then wd:{second['item']}  {second['label']}, score {second['score']}", markup=False)
    out.print(f"{len(waiting)} await review. Decide with: backchannel link decide SUBJECT ITEM --same", markup=False)


@link.command()
@WORKSPACE
@click.argument("subject")
@click.argument("item")
@click.option("--same", "verdict", flag_value="accept", help="SUBJECT is ITEM.")
@click.option("--different", "verdict", flag_value="reject", help="SUBJECT is not ITEM.")
@click.option("--undo", "verdict", flag_value="undo", help="Forget what was decided of the two.")
@AUTHOR
@click.option("--comment", default="", help="Why.")
def decide(  # noqa: PLR0913, PLR0917 - one parameter an option
    workspace: Path, subject: str, item: str, verdict: str | None, author: str | None, comment: str
) -> None:
    """Decide whether SUBJECT (person/ri-yong-ho) is ITEM (Q12594422), or, with ITEM "none", that Wikidata has none."""
    from kg.linking.ledger import FILE, append  # noqa: PLC0415
    from kg.linking.rows import human_row  # noqa: PLC0415

    if verdict is None:
        fail("link decide: no decision; expected --same, --different or --undo.")
    name = subject.removeprefix(BASE).removeprefix("bcid:")
    label = _label(workspace, name)
    today = datetime.now(UTC).date()
    row = human_row(name, label, item, verdict, author or getpass.getuser(), comment, today)
    append(workspace / FILE, [row])
    out.print(f"{row.subject_id} {label}: {verdict} {row.object_id}. Publish to apply it.", markup=False)


def _label(workspace: Path, name: str) -> str:
    """The name shown of a thing of the current release, which has to be there."""
    store = open_current(workspace)
    query = f"SELECT ?label WHERE {{ <{BASE}{name}> <http://www.w3.org/2000/01/rdf-schema#label> ?label }}"
    try:
        labels = sorted(row[0].value for row in store.query(query))  # type: ignore[union-attr]
    except SyntaxError:
        labels = []
    if not labels:
        fail(f"{json.dumps(name)}: nothing of that name in the current release; expected such as person/ri-yong-ho.")
    return str(labels[0])
