"""How this service gets at the release: the one place that knows the store."""

from pathlib import Path

from kg.query import rows, select
from server.releases import open_release


def current_release() -> Path:
    """Which release is asked: the folder, which names it as long as it is the current one."""
    return open_release().release.path


def select_rows(query: str) -> list[dict[str, str]]:
    """The solutions of a SELECT on the current release, as plain strings by variable without what is unbound."""
    return list(rows(select(open_release().store, query)))
