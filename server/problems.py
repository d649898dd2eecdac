"""The one shape of an error: problem details (RFC 9457) for programs, a page for people."""

from http import HTTPStatus

from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException


class Problem(Exception):  # noqa: N818 - the RFC's own word
    """An error to answer a request with: status, what it is, what to do, and headers of its own."""

    def __init__(self, status: int, title: str, detail: str = "", headers: dict[str, str] | None = None) -> None:
        super().__init__(title)
        self.status, self.title, self.detail, self.headers = status, title, detail, headers or {}


def register(app: Flask) -> None:
    """Answer every error of the application in this shape."""
    app.register_error_handler(Problem, respond)
    app.register_error_handler(HTTPException, _from_werkzeug)


def respond(problem: Problem) -> Response:
    """The response to a problem, as the client asks for it."""
    if request.accept_mimetypes.best_match(["application/problem+json", "text/html"]) == "text/html":
        response = make_response(render_template("problem.html", problem=problem), problem.status)
    else:
        body = {"type": "about:blank", "status": problem.status, "title": problem.title, "detail": problem.detail}
        response = make_response(body, problem.status)
        response.mimetype = "application/problem+json"
    response.headers.update(problem.headers)
    return response


def _from_werkzeug(error: HTTPException) -> Response:
    status = error.code or 500
    headers = {}
    valid = getattr(error, "valid_methods", None)
    if valid:
        headers["Allow"] = ", ".join(sorted(valid))
    if error.get_response().is_streamed or 300 <= status < 400:
        return make_response(error.get_response())
    return respond(Problem(status, HTTPStatus(status).phrase, error.description or "", headers))
