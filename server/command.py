"""The command line with `serve`, which `kg` cannot have: the site builds on the graph and not the other way round."""

from pathlib import Path

import click

from kg.cli import WORKSPACE, fail, main
from kg.errors import SettingsError

__all__ = ["main"]


@main.command()
@WORKSPACE
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on.  [default: 8000]")
@click.option("--endpoint", metavar="URL", help="A SPARQL 1.1 store to ask instead of the workspace's release.")
@click.option(
    "--config",
    envvar="BACKCHANNEL_CONFIG",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A TOML file with settings; docs/serving.md lists them.",
)
def serve(workspace: Path, host: str | None, port: int | None, endpoint: str | None, config: Path | None) -> None:
    """Serve the site and the SPARQL endpoint of the current release.

    A new release is picked up without a restart. Ctrl-C stops.
    """
    from server.run import serve as run  # noqa: PLC0415 - other commands need no web server
    from server.settings import read_settings  # noqa: PLC0415

    try:
        settings = read_settings(config, host=host, port=port, endpoint=endpoint)
    except SettingsError as error:
        fail(str(error))
    try:
        run(workspace, settings)
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        fail(f"{where}: {error.strerror or error}; expected a free port. Choose another with --port.")


if __name__ == "__main__":
    main()
