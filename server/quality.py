"""How well articles are read: the figures that `backchannel evaluate --record` kept in the workspace."""

from flask import Blueprint, render_template

from kg.evaluation.tables import recorded_in
from server.releases import open_release, open_workspace

blueprint = Blueprint("quality", __name__)


@blueprint.get("/quality")
def quality() -> str:
    """The measured quality by extractor, the latest first."""
    measured = recorded_in(open_workspace())[::-1]
    return render_template("quality.html", about=open_release().release.about, measured=measured)
