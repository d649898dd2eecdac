"""The site in a real server: uvicorn, one process with one loop, and the workers that it starts (decision 0006)."""

import asyncio
import logging
import resource
import signal
import socket
import sys
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click
import uvicorn
import uvloop

from server.connection import Connection
from server.examples import load_examples
from server.logs import configure_logs
from server.settings import Settings
from server.site import Site

_BACKLOG = 1024
_log = logging.getLogger("backchannel.site")


def serve(workspace: Path, settings: Settings) -> None:
    """Serve until stopped; OSError where the address is taken."""
    for stop in (signal.SIGINT, signal.SIGTERM):  # SIGINT, too: a shell that starts it with & has it ignored
        signal.signal(stop, _stop)
    configure_logs()
    _raise_open_files()
    with _listen(settings) as listening, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_run(workspace, settings, listening))


async def _run(workspace: Path, settings: Settings, listening: socket.socket) -> None:
    site = Site(workspace, settings)
    await site.start()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGHUP, lambda: loop.create_task(site.reload()))
    _greet(settings, listening)
    server = uvicorn.Server(_config(site, settings))
    try:
        await server.serve(sockets=[listening])
    finally:
        await site.stop()


def _config(site: Site, settings: Settings) -> uvicorn.Config:
    Connection.seconds = settings.header_time
    return uvicorn.Config(
        site,
        http=Connection,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=True,
        headers=[("Server", "backchannel")],
        limit_concurrency=settings.connections,
        timeout_keep_alive=max(1, round(settings.header_time)),
        timeout_graceful_shutdown=max(1, round(settings.stop_time)),
    )


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.create_server((settings.host, settings.port), family=family, backlog=_BACKLOG)
    listening.setblocking(False)
    return listening


def _greet(settings: Settings, listening: socket.socket) -> None:
    address = f"http://{settings.host}:{listening.getsockname()[1]}"
    click.echo(f"Backchannel is at {address}\n")
    click.echo(f"Try this query there, or with: curl '{address}/sparql' --data-urlencode query@FILE\n")
    click.echo(load_examples()[0].text)
    click.echo("Ctrl-C stops.")


def _raise_open_files() -> None:
    """Let as many connections be open as the system allows us; the usual soft limit is 1,024 files."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(0)
