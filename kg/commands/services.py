"""Options of commands that ask Wikidata."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])
_OPTIONS = (
    click.option(
        "--contact",
        envvar="BACKCHANNEL_CONTACT",
        show_envvar=True,
        default="",
        help="E-mail or web address at which Wikimedia can reach you; nothing is asked without one.",
    ),
    click.option("--api", envvar="BACKCHANNEL_WIKIDATA_API", show_envvar=True, help="Address of the action API."),
    click.option(
        "--sparql", envvar="BACKCHANNEL_WIKIDATA_SPARQL", show_envvar=True, help="Address of the query service."
    ),
    click.option(
        "--reconcile",
        envvar="BACKCHANNEL_WIKIDATA_RECONCILE",
        show_envvar=True,
        help="Address of the reconciliation service; an empty one leaves it out.",
    ),
    click.option(
        "--interval",
        "interval_s",
        type=click.FloatRange(0, 3600),
        envvar="BACKCHANNEL_WIKIDATA_INTERVAL",
        show_envvar=True,
        help="Least seconds between two requests; 1 by default.",
    ),
    click.option(
        "--backoff",
        "backoff_s",
        type=click.FloatRange(0, 3600),
        envvar="BACKCHANNEL_WIKIDATA_BACKOFF",
        show_envvar=True,
        help="Seconds of the first wait for a busy service, doubled each time; 2 by default.",
    ),
)


def with_services(command: F) -> F:
    """Give a command the options; it gets those that are set as keyword arguments for `Services`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def given(options: dict[str, Any]) -> dict[str, Any]:
    """The options that are set."""
    return {name: value for name, value in options.items() if value is not None}
