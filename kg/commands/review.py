"""`backchannel review`: what may be one and is not known to be, with passages, and the decisions of people."""

import getpass
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from pyoxigraph import NamedNode, Store

from kg.commands.shell import AUTHOR, OK, WORKSPACE, fail, open_current, out
from kg.query import rows, select
from kg.vocab import BASE, term

if TYPE_CHECKING:
    from kg.identity.clusters import Verdict
    from kg.identity.judgements import Judgement
    from kg.identity.review import Doubt

_VERDICTS: "dict[str, Verdict]" = {"y": "same", "n": "different"}


@click.group(invoke_without_command=True)
@WORKSPACE
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="How many to show.")
@click.pass_context
def review(ctx: click.Context, workspace: Path, limit: int) -> None:
    """Show which persons, bodies and meetings of the current release may be one, the most useful to decide first.

    Decisions stand in identity.sssom.tsv in the workspace, which is only added to; `backchannel publish` applies them
    without reading any article again.
    """
    if ctx.invoked_subcommand is not None:
        return
    store = open_current(workspace)
    doubts = _doubts(workspace)
    for doubt in doubts[:limit]:
        _show(store, doubt)
    out.print(f"{len(doubts)} await a decision. Decide with: backchannel review ask", markup=False)
    ctx.exit(OK)


@review.command()
@WORKSPACE
@AUTHOR
def ask(workspace: Path, author: str | None) -> None:
    """Ask about one pair after the other: y they are the same, n they are different, s skip, q quit."""
    store, taken = open_current(workspace), 0
    for doubt in _doubts(workspace):
        _show(store, doubt)
        key = click.prompt("same?", type=click.Choice(["y", "n", "s", "q"]), show_choices=True)
        if key == "q":
            break
        if key in _VERDICTS:
            _append(workspace, replace(doubt.judgement, verdict=_VERDICTS[key], why=""), author)
            taken += 1
    out.print(f"{taken} decided. Publish to apply them.", markup=False)


@review.command()
@WORKSPACE
@click.argument("one")
@click.argument("other")
@click.option("--same", "verdict", flag_value="same", help="ONE is OTHER.")
@click.option("--different", "verdict", flag_value="different", help="ONE is not OTHER.")
@click.option("--undo", "verdict", flag_value="unsure", help="Leave it to the program again.")
@AUTHOR
@click.option("--comment", default="", help="Why.")
def decide(  # noqa: PLR0913, PLR0917 - one parameter an option
    workspace: Path, one: str, other: str, verdict: "Verdict | None", author: str | None, comment: str
) -> None:
    """Decide whether ONE and OTHER are the same: things of the current release, such as person/ri-yong-ho."""
    from kg.identity.judgements import Judgement  # noqa: PLC0415

    if verdict is None:
        fail("review decide: no decision; expected --same, --different or --undo.")
    keys = [name.removeprefix(BASE).removeprefix("bcid:") for name in (one, other)]
    for key in keys:
        _check(workspace, key)
    if keys[0] == keys[1]:
        fail(f"review decide: {keys[0]} twice; expected two things.")
    _append(workspace, Judgement(keys[0], keys[1], verdict, why=comment), author)
    out.print(f"{keys[0]} {verdict} {keys[1]}. Publish to apply it.", markup=False)


def _doubts(workspace: Path) -> "list[Doubt]":
    from kg.catalogue import Catalogue  # noqa: PLC0415
    from kg.identity.review import find_doubts  # noqa: PLC0415
    from kg.identity.tables import Tables  # noqa: PLC0415 - loads what other commands do not need

    with Catalogue(workspace) as catalogue, catalogue.transaction() as connection:
        return find_doubts(Tables(connection))


def _check(workspace: Path, key: str) -> None:
    """End where the current release has no such thing: a decision about nothing would be lost without a word."""
    store = open_current(workspace)
    if not key.startswith("appearance/") and next(_quads_of(store, key), None) is None:
        fail(f"{key}: nothing of that name in the current release; expected such as person/ri-yong-ho.")


def _quads_of(store: Store, key: str) -> Iterator[object]:
    try:
        return iter(store.quads_for_pattern(NamedNode(BASE + key), term("rdfs:label"), None, None))
    except ValueError:
        return iter(())


def _append(workspace: Path, judgement: "Judgement", author: str | None) -> None:
    """Write down a decision of today."""
    from kg.identity.judgements import FILE, append_judgement  # noqa: PLC0415

    who, today = author or getpass.getuser(), datetime.now(UTC).date().isoformat()
    append_judgement(workspace / FILE, replace(judgement, author=who, day=today, score=None))


def _show(store: Store, doubt: "Doubt") -> None:
    judgement = doubt.judgement
    for iri, key in ((doubt.one, judgement.subject), (doubt.other, judgement.object)):
        out.print(f"{iri}  {_label(store, iri)}", markup=False)
        out.print(f"  “{_passage(store, iri, key)}”", markup=False)
    out.print(f"  score {judgement.score:g}: {judgement.why}\n", markup=False)


def _label(store: Store, iri: str) -> str:
    return min(_values(store, "SELECT ?value { <IRI> rdfs:label ?value }", iri), default="")


def _passage(store: Store, iri: str, key: str) -> str:
    """The longest passage of the article that presents a thing."""
    query = f"SELECT ?value {{ GRAPH bcid:graph\\/{key.split('/')[1]} {{ <IRI> bc:evidence/bc:quote ?value }} }}"
    return " ".join(max(_values(store, query, iri), key=lambda quote: (len(quote), quote), default="").split())


def _values(store: Store, query: str, iri: str) -> list[str]:
    return [row["value"] for row in rows(select(store, query.replace("<IRI>", f"<{BASE}{iri}>")))]
