"""The real server, as a process of its own, for tests."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def serving(
    workspace: Path, output: Path, *arguments: str, environment: Mapping[str, str] | None = None
) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The server and its address, killed at the end if it still runs."""
    command = [sys.executable, "-m", "server.command", "serve", "--workspace", str(workspace), "--port", "0"]
    with (
        output.open("wb") as file,
        subprocess.Popen([*command, *arguments], stdout=file, stderr=file, env=environment) as process,
    ):
        deadline = time.monotonic() + 40
        while not (found := re.search(r"http://127\.0\.0\.1:\d+", output.read_text("utf-8"))):
            assert process.poll() is None, output.read_text("utf-8")
            assert time.monotonic() < deadline, output.read_text("utf-8")
            time.sleep(0.02)
        try:
            yield process, found[0]
        finally:
            process.kill()
