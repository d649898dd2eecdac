"""The whole site as one ASGI application: the endpoint, what operators ask, and the pages.

In: a workspace and settings. Out: an application for uvicorn (decision 0006), whose loop owns the workers.
"""

import logging
from collections.abc import Callable
from pathlib import Path

from prometheus_client import CollectorRegistry

from kg.release.folder import About
from server import headers as of_headers
from server.app import create_app
from server.operation import Operation
from server.problems import Problem
from server.releases import Releases
from server.settings import Settings
from server.sparql import asgi
from server.sparql.asgi import ClientGoneError, CutError, Receive, Scope, Send
from server.sparql.clients import Clients
from server.sparql.endpoint import Endpoint
from server.sparql.observing import Observer
from server.sparql.rendering import Pages
from server.sparql.serving import Serving
from server.wsgi import WsgiPages

_log = logging.getLogger("backchannel.site")
Handler = Callable[[Scope, Receive, Send], "object"]


class Site:
    """The application; `start` and `stop` are called in the loop that serves it."""

    def __init__(self, workspace: Path, settings: Settings) -> None:
        app = create_app(workspace, settings)
        registry = CollectorRegistry()
        self._serving = Serving(settings, workspace)
        pages = Pages(app, lambda: _about(app.extensions["releases"]))
        observer = Observer(registry, with_texts=settings.log_queries)
        endpoint = Endpoint(settings, self._serving, pages, observer)
        operation = Operation(registry, endpoint, self._serving)
        self._handlers = {
            "/sparql": endpoint.sparql,
            "/graphs": endpoint.graphs,
            "/health": operation.health,
            "/ready": operation.ready,
            "/metrics": operation.metrics,
        }
        self._clients = Clients(settings.trusted_proxies, settings.public_url)
        self._pages = WsgiPages(app, settings.body_limit, settings.send_time)
        self._settings = settings

    async def start(self) -> None:
        """Start the workers; where nothing is published yet, the first query after publishing does."""
        try:
            await self._serving.current()
        except Problem as problem:
            _log.warning(problem.title, extra={"fields": {"detail": problem.detail}})

    async def reload(self) -> None:
        """Go to the release that is current now, without waiting for a query."""
        await self.start()

    async def stop(self) -> None:
        """End the workers, with the queries that still run."""
        await self._serving.stop(self._settings.stop_time)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            return
        handler = self._handlers.get(scope["path"])
        try:
            if handler is not None:
                await handler(scope, receive, send)
            else:
                await self._pages(scope, receive, send, self._clients.base(scope))
        except ClientGoneError:
            return
        except CutError:
            raise  # uvicorn then closes the connection without the mark of a whole answer
        except Problem as problem:  # a request that is too large for a page
            content = f"{problem.title}. {problem.detail}\n".encode()
            headers = asgi.encoded(of_headers.COMMON | {"Content-Type": "text/plain; charset=utf-8"})
            await asgi.respond(send, problem.status, headers, content)
        except Exception:
            _log.exception("a request failed", extra={"fields": {"path": scope["path"]}})
            raise


def _about(releases: Releases) -> About | None:
    try:
        return releases.current().about
    except Problem:
        return None
