"""What is asked now: the workers of the current release, or of an endpoint elsewhere.

Publishing makes a new folder and moves the link `current`; the next query starts workers on it and waits until one is
ready. Queries on the release before end undisturbed; its workers end with them.
"""

import asyncio
import os
from dataclasses import dataclass
from pathlib import Path

from kg.errors import WorkspaceError
from kg.release.folder import current_release, releases_folder
from server.problems import Problem
from server.settings import Settings
from server.sparql.pool import Pool
from server.sparql.worker import Orders

_START = 20.0
"""Seconds that the first worker of a release may take to open it."""


@dataclass(frozen=True)
class Served:
    """Workers, and the version of the release that they answer from; "" for an endpoint, whose answers may change."""

    pool: Pool
    version: str
    target: str


class Serving:
    """The workers that are asked; one asyncio loop owns them."""

    def __init__(self, settings: Settings, workspace: Path) -> None:
        self._settings, self._workspace = settings, workspace
        self._link = releases_folder(workspace) / "current"
        self._served: Served | None = None
        self._before: list[Pool] = []
        self._lock = asyncio.Lock()

    async def current(self) -> Served:
        """What is asked now; a 503 Problem where nothing is published or the release cannot be opened."""
        target = self._settings.endpoint or self._target()
        if self._served is None or self._served.target != target:
            async with self._lock:
                if self._served is None or self._served.target != target:
                    await self._switch(target)
        assert self._served is not None  # noqa: S101 - _switch raises where it is not
        return self._served

    def pools(self) -> list[Pool]:
        """All pools that have workers."""
        self._before = [pool for pool in self._before if pool.workers()]
        return [*self._before, *([self._served.pool] if self._served else [])]

    async def stop(self, seconds: float) -> None:
        """End all workers, those at work within so many seconds."""
        for pool in self.pools():
            pool.close()
        try:
            async with asyncio.timeout(seconds):
                await self._until_ended()
        except TimeoutError:
            for pool in self.pools():
                pool.kill()
            await self._until_ended()

    async def _until_ended(self) -> None:
        for pool in self.pools():
            await pool.until_ended()

    def _target(self) -> str:
        try:
            return os.readlink(self._link)  # noqa: PTH115 - once a query: a Path costs ten times as much
        except OSError as error:
            detail = "Run `backchannel publish`; this page then shows the release."
            raise Problem(503, "Nothing is published yet", detail, {"Retry-After": "30"}) from error

    async def _switch(self, target: str) -> None:
        source, version = self._settings.endpoint, ""
        if not source:
            try:
                release = current_release(self._workspace)
            except WorkspaceError as error:
                raise _broken() from error
            source, version = str(release.store), f"{release.about.version}-{release.about.digest[:16]}"
        settings = self._settings
        orders = Orders(source, settings.memory_limit, settings.byte_limit, settings.row_limit, settings.time_limit)
        pool = Pool(orders, settings.workers)
        pool.start()
        if not await _can_start(pool):
            pool.kill()
            raise _broken()
        if self._served is not None:
            self._served.pool.close()
            self._before.append(self._served.pool)
        self._served = Served(pool, version, target)


async def _can_start(pool: Pool) -> bool:
    try:
        async with asyncio.timeout(_START):
            return await pool.can_start()
    except TimeoutError:
        return False


def _broken() -> Problem:
    return Problem(503, "The release is broken", "Run `backchannel publish` to make it anew.", {"Retry-After": "30"})
