"""The one shape of an error: problem details (RFC 9457) for programs, a page for people, text for terminals."""

import json
from collections.abc import Callable
from http import HTTPStatus

from flask import Flask, Response, make_response, render_template, request
from werkzeug.datastructures import MIMEAccept
from werkzeug.exceptions import HTTPException
from werkzeug.http import parse_accept_header


class Problem(Exception):  # noqa: N818 - the RFC's own word
    """An error to answer a request with: status, what it is, what to do, headers and members of its own."""

    def __init__(
        self,
        status: int,
        title: str,
        detail: str = "",
        headers: dict[str, str] | None = None,
        members: dict[str, object] | None = None,
    ) -> None:
        super().__init__(title)
        self.status, self.title, self.detail = status, title, detail
        self.headers, self.members = headers or {}, members or {}


def written(problem: Problem, accept: str, page: Callable[[], str]) -> tuple[str, bytes]:
    """The content type and content of a problem, as an Accept header asks for it; `page` renders it for people."""
    offers = ["application/problem+json", "text/html", "text/plain", "application/json"]
    best = parse_accept_header(accept, MIMEAccept).best_match(offers)
    if best == "text/html":
        return "text/html; charset=utf-8", page().encode()
    if best == "text/plain":
        return "text/plain; charset=utf-8", f"{problem.title}. {problem.detail}\n".encode()
    body = {"type": "about:blank", "status": problem.status, "title": problem.title, "detail": problem.detail}
    return "application/problem+json", json.dumps(body | problem.members).encode()


def register(app: Flask) -> None:
    """Answer every error of the application in this shape."""
    app.register_error_handler(Problem, respond)
    app.register_error_handler(HTTPException, _from_werkzeug)


def respond(problem: Problem) -> Response:
    """The response to a problem, as the client asks for it."""
    accept = request.headers.get("Accept", "")
    content_type, content = written(problem, accept, lambda: render_template("problem.html", problem=problem))
    return Response(content, problem.status, {"Vary": "Accept"} | problem.headers, content_type=content_type)


def _from_werkzeug(error: HTTPException) -> Response:
    status = error.code or 500
    headers = {}
    valid = getattr(error, "valid_methods", None)
    if valid:
        headers["Allow"] = ", ".join(sorted(valid))
    if error.get_response().is_streamed or 300 <= status < 400:
        return make_response(error.get_response())
    return respond(Problem(status, HTTPStatus(status).phrase, error.description or "", headers))
