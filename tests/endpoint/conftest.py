from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.endpoint import w3c
from tests.endpoint.served import Served, serve_oxigraph, serve_workspace, write_release


@pytest.fixture(scope="session")
def w3c_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with the graphs of the W3C's tests."""
    return write_release(tmp_path_factory.mktemp("w3c"), "2012.10.31", w3c.fill)


@pytest.fixture(scope="session")
def w3c_server(w3c_release: Path) -> Iterator[Served]:
    """The product's server of the W3C's graphs."""
    with serve_workspace(w3c_release.parent.parent) as served:
        yield served


@pytest.fixture(scope="session")
def oxigraph_server(w3c_release: Path) -> Iterator[Served]:
    """Oxigraph's own server of the same store."""
    with serve_oxigraph(w3c_release / "store") as served:
        yield served
