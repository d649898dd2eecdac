"""The application in a real server: waitress, one process with threads.

One process, because a store that is open when a process forks dies in the child; threads, because a query gives up the
interpreter while it runs (decision 0004).
"""

import logging
import signal
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click
import waitress

from server.app import create_app
from server.examples import load_examples

_THREADS = 8
_STACK = 64 * 1024 * 1024
"""Bytes of stack a thread: the engine reads and plans a query by recursion."""
_CONNECTIONS = 1000


def serve(workspace: Path, host: str, port: int) -> None:
    """Serve until stopped; OSError where the address is taken."""
    for stop in (signal.SIGINT, signal.SIGTERM):  # SIGINT, too: a shell that starts it with & has it ignored
        signal.signal(stop, _stop)
    threading.stack_size(_STACK)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = waitress.create_server(
        create_app(workspace),
        host=host,
        port=port,
        threads=_THREADS,
        connection_limit=_CONNECTIONS,
        ident="backchannel",
    )
    address = f"http://{host}:{getattr(server, 'effective_port', port)}"  # several sockets share one port
    click.echo(f"Backchannel is at {address}\n")
    click.echo(f"Try this query there, or with: curl '{address}/sparql' --data-urlencode query@FILE\n")
    click.echo(load_examples()[0].text)
    click.echo("Ctrl-C stops.")
    server.run()
    server.close()


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(0)
