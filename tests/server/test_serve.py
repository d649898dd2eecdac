"""The real server, as a process of its own."""

import signal
import subprocess
import sys
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest

from kg.release.folder import Release
from tests.server.running import serving


def get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=20) as response:
        body = response.read()
        assert isinstance(body, bytes)
        return body


def test_many_clients_are_answered_at_once(address: str) -> None:
    count = f"{address}/sparql?format=csv&query=SELECT%20(COUNT(*)%20AS%20%3Fn)%20%7B%3Fs%20%3Fp%20%3Fo%7D"
    with ThreadPoolExecutor(32) as pool:
        answers = set(pool.map(get, [count] * 200))
    assert len(answers) == 1
    assert int(answers.pop().split()[1]) > 1000


@pytest.mark.parametrize(
    "path", ["/dumps/../release.json", "/dumps/%2e%2e/release.json", "/dumps/..%2frelease.json", "/static/../app.py"]
)
def test_no_path_leads_out_of_the_dumps(address: str, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        get(address + path)
    caught.value.close()
    assert caught.value.code == 404


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_stopping_is_no_error(examples: tuple[Path, Release], tmp_path: Path, stop: signal.Signals) -> None:
    with serving(examples[0], tmp_path / "output") as (process, address):
        assert b"Backchannel" in get(address)
        process.send_signal(stop)
        assert process.wait(10) == 0


def test_a_query_that_runs_is_answered_before_the_server_stops(examples: tuple[Path, Release], tmp_path: Path) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . { SELECT ?f { ?d ?e ?f } LIMIT 20 } FILTER(STRLEN(STR(?f)) < 0) }"
    with serving(examples[0], tmp_path / "output") as (process, address), ThreadPoolExecutor(1) as pool:
        asked = pool.submit(get, f"{address}/sparql?{urlencode({'query': slow, 'format': 'csv'})}")
        while b"backchannel_queries_running 1.0" not in get(f"{address}/metrics") and not asked.done():
            pass
        process.send_signal(signal.SIGHUP)
        process.send_signal(signal.SIGTERM)
        assert asked.result().split() == [b"n", b"0"]
        assert process.wait(20) == 0


def test_a_taken_port_says_so(address: str, examples: tuple[Path, Release]) -> None:
    port = address.rpartition(":")[2]
    command = [sys.executable, "-m", "server.command", "serve", "--workspace", str(examples[0]), "--port", port]
    result = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert result.returncode == 2
    assert "--port" in result.stderr
    assert "Traceback" not in result.stderr
