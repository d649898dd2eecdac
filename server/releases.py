"""Which release is open: the one that `current` points to when a request comes.

Publishing makes a new folder and moves the link; the next request opens it, and the one before is let go of when the
last request that reads it is done.
"""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask import current_app
from pyoxigraph import Store

from kg.errors import WorkspaceError
from kg.release.folder import Release, find_current, read_release
from server.problems import Problem


@dataclass(frozen=True)
class OpenRelease:
    """A release with its store, open to read."""

    release: Release
    store: Store


class Releases:
    """The current release of a workspace; safe to ask from many threads."""

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace
        self._lock = threading.Lock()
        self._open: OpenRelease | None = None

    def current(self) -> OpenRelease:
        """The release that is current now; a 503 Problem where nothing is published."""
        path = find_current(self.workspace)
        if path is None:
            raise Problem(
                503, "Nothing is published yet", "Run `backchannel publish`; this page then shows the release."
            )
        with self._lock:
            if self._open is None or self._open.release.path != path:
                try:
                    self._open = OpenRelease(read_release(path), Store.read_only(str(path / "store")))
                except (WorkspaceError, OSError) as error:
                    raise Problem(503, "The release is broken", "Run `backchannel publish` to make it anew.") from error
            return self._open


def open_release() -> OpenRelease:
    """The release that this request reads."""
    return cast("Releases", current_app.extensions["releases"]).current()


def open_workspace() -> Path:
    """The workspace that this site shows."""
    return cast("Releases", current_app.extensions["releases"]).workspace
