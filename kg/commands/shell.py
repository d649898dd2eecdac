"""What commands share: exit codes, the two streams, the workspace, the current release.

Exit codes: 0 all is well; 1 something in the input did not pass; 2 the call, a file or the workspace is not usable.
"""

import sys
from pathlib import Path
from typing import NoReturn

import click
from pyoxigraph import Store
from rich.console import Console

OK, NOT_PASSED, UNUSABLE = 0, 1, 2
out, err = Console(highlight=False, soft_wrap=True), Console(stderr=True, highlight=False, soft_wrap=True)

WORKSPACE = click.option(
    "--workspace",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("workspace"),
    show_default=True,
    envvar="BACKCHANNEL_WORKSPACE",
    show_envvar=True,
    help="Folder that holds the catalogue and the releases.",
)


AUTHOR = click.option(
    "--author", envvar="BACKCHANNEL_AUTHOR", show_envvar=True, help="Who decides, as orcid:… or a name."
)


def fail(message: str) -> NoReturn:
    """Say what is wrong on standard error and exit with 2."""
    err.print(f"error: {message}", markup=False)
    sys.exit(UNUSABLE)


def open_current(workspace: Path) -> Store:
    """The store of the current release, to read from."""
    from kg.release.folder import current_release  # noqa: PLC0415

    return Store.read_only(str(current_release(workspace).store))
