"""What lies where in a workspace, and which release is current."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.errors import WorkspaceError

STORE, DUMPS, GRAPHS, ABOUT = "store", "dumps", "graphs.tsv", "release.json"


@dataclass(frozen=True)
class About:
    """What `release.json` says: version, day, digests of what it is made from, sizes, changes since `previous`."""

    version: str
    issued: str
    digest: str
    rules: str
    articles: int
    triples: int
    quads: int
    previous: str | None
    added: int
    changed: int
    removed: int


@dataclass(frozen=True)
class Release:
    """A published folder."""

    path: Path
    about: About

    @property
    def store(self) -> Path:
        """The folder of the Oxigraph store."""
        return self.path / STORE

    @property
    def dumps(self) -> Path:
        """The folder of the files to download."""
        return self.path / DUMPS

    def graphs(self) -> dict[str, str]:
        """IRI of each named graph to the SHA-256 of its sorted N-Quads."""
        lines = (self.path / GRAPHS).read_text("utf-8").splitlines()
        return dict(line.split("\t", 1) for line in lines)


def releases_folder(workspace: Path) -> Path:
    """Where the releases of a workspace lie."""
    return workspace / "releases"


def write_about(folder: Path, about: About) -> None:
    """Write `release.json`."""
    (folder / ABOUT).write_text(json.dumps(asdict(about), indent=2) + "\n", "utf-8")


def read_release(path: Path) -> Release:
    """The release in a folder; a WorkspaceError where it holds none."""
    try:
        return Release(path, About(**json.loads((path / ABOUT).read_text("utf-8"))))
    except (OSError, ValueError, TypeError) as error:
        raise WorkspaceError(str(path), "no release", "a folder that `backchannel publish` made") from error


def is_whole(path: Path) -> bool:
    """Whether a folder is a release with all its parts."""
    parts = (ABOUT, GRAPHS, f"{DUMPS}/SHA256SUMS", f"{STORE}/CURRENT")
    try:
        read_release(path)
    except WorkspaceError:
        return False
    return all((path / part).is_file() for part in parts)


def find_current(workspace: Path) -> Path | None:
    """The folder of the current release, links resolved; None where nothing is published."""
    link = releases_folder(workspace) / "current"
    return link.resolve() if link.is_symlink() and link.resolve().is_dir() else None


def current_release(workspace: Path) -> Release:
    """The current release; a WorkspaceError where nothing is published."""
    path = find_current(workspace)
    if path is None:
        raise WorkspaceError(str(workspace), "no release", "a published one", "Run `backchannel publish` first.")
    return read_release(path)


def switch(workspace: Path, version: str) -> None:
    """Make a release the current one, in one step that cannot be seen half done."""
    folder = releases_folder(workspace)
    link = folder / f".current-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(version, target_is_directory=True)
    link.replace(folder / "current")
