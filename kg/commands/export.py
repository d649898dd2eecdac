"""`backchannel export`: links and identities as SSSOM, and what Wikidata lacks as QuickStatements."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from kg.commands.services import given, with_services
from kg.commands.shell import WORKSPACE, err, open_current


@click.group()
def export() -> None:
    """Write what the current release knows in forms of others."""


@export.command()
@WORKSPACE
def sssom(workspace: Path) -> None:
    """Links with Wikidata as an SSSOM table: accepted and refused ones, of the ledger and of the gazetteer."""
    from kg.lexicon import load_lexicon  # noqa: PLC0415
    from kg.linking.ledger import FILE, read_ledger  # noqa: PLC0415
    from kg.linking.sssom import export_sssom  # noqa: PLC0415
    from kg.release.folder import current_release  # noqa: PLC0415

    rows = read_ledger(workspace / FILE)
    issued = current_release(workspace).about.issued
    sys.stdout.write(export_sssom(open_current(workspace), rows, load_lexicon(), issued))


@export.command()
@WORKSPACE
def identity(workspace: Path) -> None:
    """Identities as an SSSOM table: what was judged same, different or unsure, by the program and by people, and why.

    Things are named as one article presents them, such as bcid:appearance/ARTICLE/person/ri-yong-ho. The program's rows
    have its score, its reasons and its version, those of people their author and day.
    """
    from kg.catalogue import Catalogue  # noqa: PLC0415
    from kg.identity.export import export_identity  # noqa: PLC0415
    from kg.identity.judgements import FILE, load_judgements  # noqa: PLC0415
    from kg.identity.tables import Tables  # noqa: PLC0415
    from kg.release.folder import current_release  # noqa: PLC0415

    current_release(workspace)
    judgements = load_judgements(workspace / FILE)
    with Catalogue(workspace) as catalogue, catalogue.transaction() as connection:
        sys.stdout.write(export_identity(Tables(connection), judgements))


@export.command()
@WORKSPACE
@with_services
def quickstatements(workspace: Path, **services: Any) -> None:
    """What Wikidata lacks, as QuickStatements for people to look through and send: nothing is written there.

    Participants of events and posts of persons whose links a person confirmed or the gazetteer has, with articles as
    references. What an item has already is left out: items are looked up, for which a contact is needed; without one
    only those looked up before are told of.
    """
    from kg.lexicon import load_lexicon  # noqa: PLC0415
    from kg.linking.cache import Cache  # noqa: PLC0415
    from kg.linking.ledger import FILE, read_ledger  # noqa: PLC0415
    from kg.linking.quickstatements import (  # noqa: PLC0415
        confirmed_items,
        export_quickstatements,
        find_statements,
        missing,
    )

    store, lexicon = open_current(workspace), load_lexicon()
    found = find_statements(store, confirmed_items(store, read_ledger(workspace / FILE)), lexicon)
    with Cache(workspace) as cache:
        items = _items({statement.item for statement in found}, cache, given(services))
    unknown = [statement for statement in found if statement.item not in items]
    sys.stdout.write(export_quickstatements(missing(found, items), datetime.now(UTC).date()))
    if unknown:
        err.print(
            f"{len(unknown)} left out: their items were not looked up. Give --contact to look them up.", markup=False
        )


def _items(ids: set[str], cache: Any, services: dict[str, Any]) -> dict[str, Any]:
    """The items at hand, or all of them where somebody asks."""
    from kg.linking.client import Client, Services  # noqa: PLC0415
    from kg.linking.wikidata import Wikidata, items_at_hand  # noqa: PLC0415

    if not services.get("contact"):
        return dict(items_at_hand(ids, cache))
    with Client(Services(**services)) as client:
        return dict(Wikidata(client, cache).items(ids))
