"""Which release the pages read: the one that `current` points to when a request comes, or a store elsewhere.

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
from kg.query import Source
from kg.release.folder import About, Release, find_current, read_release
from server.problems import Problem


@dataclass(frozen=True)
class OpenRelease:
    """A release that can be asked; `folder` is None where a store elsewhere is asked, of which nothing else is known.

    Ask with `kg.query.select(open_release().store, …)`.
    """

    store: Source
    folder: Release | None

    @property
    def about(self) -> About | None:
        """What is said of the release below each page."""
        return self.folder.about if self.folder else None

    @property
    def release(self) -> Release:
        """The folder; a 404 Problem where there is none."""
        if self.folder is None:
            raise Problem(404, "Not kept here", "The graph is kept in a store of its own, without files beside it.")
        return self.folder


class Releases:
    """The current release of a workspace; safe to ask from many threads."""

    def __init__(self, workspace: Path, endpoint: str = "", seconds: float = 30.0) -> None:
        self.workspace = workspace
        self._lock = threading.Lock()
        self._open: OpenRelease | None = None
        self._elsewhere = _elsewhere(endpoint, seconds) if endpoint else None

    def current(self) -> OpenRelease:
        """The release that is current now; a 503 Problem where nothing is published."""
        if self._elsewhere is not None:
            return self._elsewhere
        path = find_current(self.workspace)
        if path is None:
            raise Problem(
                503, "Nothing is published yet", "Run `backchannel publish`; this page then shows the release."
            )
        with self._lock:
            if self._open is None or self._open.release.path != path:
                try:
                    self._open = OpenRelease(Store.read_only(str(path / "store")), read_release(path))
                except (WorkspaceError, OSError) as error:
                    raise Problem(503, "The release is broken", "Run `backchannel publish` to make it anew.") from error
            return self._open


def _elsewhere(endpoint: str, seconds: float) -> OpenRelease:
    from server.remote import Endpoint  # noqa: PLC0415 - needs an HTTP client, which most sites do not

    return OpenRelease(Endpoint(endpoint, seconds), None)


def open_release() -> OpenRelease:
    """The release that this request reads."""
    return cast("Releases", current_app.extensions["releases"]).current()


def open_workspace() -> Path:
    """The workspace that this site shows."""
    return cast("Releases", current_app.extensions["releases"]).workspace
