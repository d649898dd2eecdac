from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kg.release.folder import Release
from tests.server.running import serving


@pytest.fixture(scope="session")
def address(examples: tuple[Path, Release], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the example release."""
    with serving(examples[0], tmp_path_factory.mktemp("serve") / "output") as (_, address):
        yield address


@pytest.fixture(scope="session")
def site(address: str) -> Iterator[httpx.Client]:
    """A client of that server."""
    with httpx.Client(base_url=address, timeout=60) as client:
        yield client
