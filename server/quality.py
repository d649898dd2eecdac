"""How well articles are read: the figures that `backchannel evaluate --record` kept in the workspace."""

from flask import Blueprint, current_app, render_template

from kg.errors import WorkspaceError
from kg.evaluation.tables import recorded_in
from server.problems import Problem
from server.releases import open_release, open_workspace

blueprint = Blueprint("quality", __name__)


@blueprint.get("/quality")
def quality() -> str:
    """The measured quality by extractor, the latest first."""
    try:
        measured = recorded_in(open_workspace())[::-1]
    except WorkspaceError as error:
        current_app.logger.exception("The quality file cannot be read")
        raise Problem(503, "The measured quality cannot be read", "Its file in the workspace is broken.") from error
    return render_template("quality.html", about=open_release().about, measured=measured)
