"""The dumps of the current release, with checksums."""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, send_from_directory

from server.releases import open_release

blueprint = Blueprint("downloads", __name__)
_WHAT = {
    "backchannel.nq.gz": "Every article's graph, the gazetteer and the ontology as N-Quads: who says what.",
    "backchannel.ttl.gz": "All of it as one graph in Turtle, every thing described once.",
    "void.ttl": "The description of the data set (VoID).",
    "SHA256SUMS": "Checksums of these files, for sha256sum -c.",
}
_TYPES = {".gz": "application/gzip", ".ttl": "text/turtle"}


@dataclass(frozen=True)
class Download:
    """A file to download: its name, size in bytes and what it holds."""

    name: str
    size: int
    what: str


@blueprint.get("/dumps/", strict_slashes=False)
def dumps() -> str:
    """The list of files."""
    release = open_release().release
    files = [Download(p.name, p.stat().st_size, _WHAT.get(p.name, "")) for p in sorted(release.dumps.iterdir())]
    return render_template("downloads.html", files=files, about=release.about)


@blueprint.get("/dumps/<name>")
def dump(name: str) -> Response:
    """One file."""
    release = open_release().release
    suffix = name[name.rfind(".") :]
    return send_from_directory(release.dumps.resolve(), name, mimetype=_TYPES.get(suffix, "text/plain"), max_age=0)
