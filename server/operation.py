"""What operators and their tools ask: is it alive, can it answer, how much does it do."""

import json
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from server import headers as of_headers
from server.problems import Problem
from server.sparql import asgi
from server.sparql.asgi import Receive, Scope, Send
from server.sparql.endpoint import Endpoint
from server.sparql.serving import Serving

_COMMON = {"Cache-Control": "no-store"} | of_headers.COMMON


class Operation:
    """Answers at /health, /ready and /metrics."""

    def __init__(self, registry: CollectorRegistry, endpoint: Endpoint, serving: Serving) -> None:
        self._registry, self._serving = registry, serving
        _gauge(registry, "backchannel_workers", "Worker processes.", lambda: len(self._workers()))
        _gauge(registry, "backchannel_workers_ready", "Workers that wait for a query.", self._ready)
        _gauge(registry, "backchannel_workers_replaced", "Workers replaced so far by the current pool.", self._replaced)
        _gauge(registry, "backchannel_worker_memory_bytes", "Memory of all workers.", self._memory)
        _gauge(registry, "backchannel_queries_running", "Queries at work.", lambda: endpoint.admission.running)
        _gauge(registry, "backchannel_queries_waiting", "Queries that wait.", lambda: endpoint.admission.waiting)
        _gauge(registry, "backchannel_cache_bytes", "Answers kept.", lambda: endpoint.cache.used)

    async def health(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Whether the process serves at all."""
        await _respond(scope, send, 200, {"status": "ok"})

    async def ready(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Whether queries can be answered now."""
        try:
            served = await self._serving.current()
        except Problem as problem:
            await _respond(scope, send, 503, {"status": "not ready", "reason": problem.title})
            return
        workers = {"size": served.pool.size, "processes": len(self._workers()), "ready": self._ready()}
        await _respond(scope, send, 200, {"status": "ready", "release": served.version, "workers": workers})

    async def metrics(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """The counts, in Prometheus' text format."""
        headers = asgi.encoded({"Content-Type": "text/plain; version=0.0.4; charset=utf-8"} | _COMMON)
        has_body = scope["method"] != "HEAD"
        await asgi.respond(send, 200, headers, generate_latest(self._registry), has_body=has_body)

    def _workers(self) -> list[int]:
        return [worker.memory() for pool in self._serving.pools() for worker in pool.workers()]

    def _memory(self) -> float:
        return sum(self._workers())

    def _ready(self) -> int:
        return sum(pool.ready for pool in self._serving.pools())

    def _replaced(self) -> int:
        return sum(pool.replaced for pool in self._serving.pools())


def _gauge(registry: CollectorRegistry, name: str, says: str, value: Callable[[], float]) -> None:
    Gauge(name, says, registry=registry).set_function(value)


async def _respond(scope: Scope, send: Send, status: int, body: dict[str, object]) -> None:
    headers = asgi.encoded({"Content-Type": "application/json"} | _COMMON)
    await asgi.respond(send, status, headers, json.dumps(body).encode(), has_body=scope["method"] != "HEAD")
