"""Every hostile query of the tests with the limits that hold where nothing is set: `python -m bench hostile`.

One after another, so that each has the server to itself; takes about 20 minutes.
"""

import tempfile
import time
from pathlib import Path

from tests.endpoint import hostile
from tests.endpoint.served import serve_workspace, write_release


def main() -> None:
    """Print for each query its status, its seconds, and what is wrong with the server after it."""
    with tempfile.TemporaryDirectory() as folder, hostile.listening() as listener:
        write_release(Path(folder), "2026.01.01", hostile.fill)
        with serve_workspace(Path(folder)) as served:
            health = hostile.measure(served)
            for name, query in hostile.queries().items():
                started = time.monotonic()
                status, _ = hostile.ask(served, query.replace("LISTENER", str(listener.port)), timeout=120)
                took = time.monotonic() - started
                complaint = hostile.complaint(served, health)
                print(f"{name:40}{status or 'torn':>6}{took:8.1f} s  {complaint}", flush=True)
        print("contacts of the listener on loopback:", listener.contacts or "none")
