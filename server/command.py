"""The command line with `serve`, which `kg` cannot have: the site builds on the graph and not the other way round."""

from pathlib import Path

import click

from kg.cli import WORKSPACE, fail, main

__all__ = ["main"]


@main.command()
@WORKSPACE
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port to listen on.")
def serve(workspace: Path, host: str, port: int) -> None:
    """Serve the site and the SPARQL endpoint of the current release.

    A new release is picked up without a restart. Ctrl-C stops.
    """
    from server.run import serve as run  # noqa: PLC0415 - other commands need no web server

    try:
        run(workspace, host, port)
    except OSError as error:
        fail(f"{host}:{port}: {error.strerror or error}; expected a free port. Choose another with --port.")


if __name__ == "__main__":
    main()
