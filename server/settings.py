"""The settings of `backchannel serve`: defaults, a TOML file, the environment, the command line; the later wins.

In: the path of a file and the environment. Out: `Settings`. The table in docs/serving.md lists each of them.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from kg.errors import SettingsError

PREFIX = "BACKCHANNEL_"


def _setting(default: Any, help_text: str, *, least: int = 0) -> Any:
    return field(default=default, metadata={"help": help_text, "least": least})


@dataclass(frozen=True)
class Settings:
    """All that can be set, with the values that hold where nothing is said."""

    host: str = _setting("127.0.0.1", "address to listen on")
    port: int = _setting(8000, "port to listen on; 0 takes a free one")
    endpoint: str = _setting("", "address of a SPARQL 1.1 store that is asked instead of the workspace's release")
    public_url: str = _setting("", "address at which clients reach the site; by default what each request says")
    trusted_proxies: int = _setting(0, "how many proxies in front add to X-Forwarded-For and X-Forwarded-Proto")
    workers: int = _setting(4, "queries that run at a time, each in a process of its own", least=1)
    time_limit: float = _setting(30.0, "seconds that a query may run")
    memory_limit: int = _setting(1_000_000_000, "bytes that a query may allocate")
    byte_limit: int = _setting(2_000_000_000, "bytes of an answer, before compression")
    row_limit: int = _setting(10_000_000, "rows or triples of an answer")
    body_limit: int = _setting(1_000_000, "bytes of a request")
    queue: int = _setting(200, "queries that wait for a worker; one more is answered with 503")
    client_share: int = _setting(100, "queries that one client may have running and waiting; one more is a 429")
    queue_time: float = _setting(30.0, "seconds that a query waits for a worker")
    connections: int = _setting(1000, "connections that are open at a time")
    header_time: float = _setting(20.0, "seconds in which a request has to arrive, and that an idle connection is kept")
    send_time: float = _setting(60.0, "seconds without a client taking anything of its answer before it is cut off")
    cache: int = _setting(64_000_000, "bytes of answers that are kept for a release; 0 keeps none")
    spool: int = _setting(4_000_000_000, "bytes on disk of answers that clients have yet to take")
    stop_time: float = _setting(30.0, "seconds that running queries get when the server is stopped")
    services: tuple[str, ...] = _setting((), "addresses that SERVICE may ask, no others")
    service_time: float = _setting(10.0, "seconds that one SERVICE may take")
    service_bytes: int = _setting(5_000_000, "bytes that one SERVICE may answer with")
    log_queries: bool = _setting(default=False, help_text="whether the log holds the texts of queries, not only hashes")


def read_settings(path: Path | None, environment: Mapping[str, str] = os.environ, **given: object) -> Settings:
    """The settings of a file, the environment and those `given` (None where not); a SettingsError for a wrong one."""
    said: dict[str, tuple[str, object]] = {}
    if path is not None:
        said |= {name: (f"{path}, {name}", value) for name, value in _read_file(path).items()}
    for name in (f.name for f in fields(Settings)):
        variable = PREFIX + name.upper()
        if variable in environment:
            said[name] = (variable, environment[variable])
    said |= {name: (f"--{name}", value) for name, value in given.items() if value is not None}
    return replace(Settings(), **{name: _converted(name, where, value) for name, (where, value) in said.items()})


def _read_file(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(str(path), str(error.strerror), "a TOML file", "Name another with --config.") from error
    except ValueError as error:
        raise SettingsError(str(path), str(error), "TOML, a line `name = value` for each setting") from error


def _converted(name: str, where: str, value: object) -> Any:
    """A value as its setting has it; texts, as the environment has them, are read as the type of the default."""
    setting = next((f for f in fields(Settings) if f.name == name), None)
    if setting is None:
        known = ", ".join(f.name for f in fields(Settings))
        raise SettingsError(where, "no setting of this name", f"one of {known}")
    try:
        return _as(type(setting.default), value, setting.metadata["least"])
    except ValueError as error:
        raise SettingsError(where, repr(value), f"a value such as {setting.default!r}") from error


def _as(kind: type, value: object, least: int) -> object:
    if kind is tuple:
        return tuple(value.split()) if isinstance(value, str) else tuple(map(str, _list(value)))
    if kind is bool:
        return {"true": True, "1": True, "false": False, "0": False}[str(value).lower()] if _is_flag(value) else _no()
    if kind is str:
        return value if isinstance(value, str) else _no()
    number = kind(value)
    return number if number >= least and not isinstance(value, bool) else _no()


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else _no()


def _is_flag(value: object) -> bool:
    return str(value).lower() in {"true", "1", "false", "0"}


def _no() -> Any:
    raise ValueError
