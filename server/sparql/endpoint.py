"""The SPARQL endpoint as an ASGI application: /sparql for queries, /graphs for whole graphs."""

import asyncio
import hashlib
import json
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from server import headers as of_headers
from server.formats import PAGE
from server.problems import Problem, written
from server.settings import Settings
from server.sparql import asgi, description
from server.sparql.admission import Admission, Bounds, RefusedError
from server.sparql.asgi import ClientGoneError, CutError, Header, Receive, Scope, Send
from server.sparql.cache import Cache, Cached
from server.sparql.clients import Clients
from server.sparql.faults import problem_of, problem_of_refusal
from server.sparql.frames import Job
from server.sparql.observing import Observer, Seen
from server.sparql.protocol import Question, Request, read_graph, read_question
from server.sparql.rendering import Pages
from server.sparql.running import FaultError, Run
from server.sparql.services import Services
from server.sparql.serving import Served, Serving
from server.sparql.spool import Budget, Spool

_QUICK = 0.05
"""Seconds in which most answers are there; only after them is it watched whether the client is."""
_GONE = "the client is gone"
_CHANGING = re.compile(r"\b(?:now|rand|uuid|struuid|service)\b", re.IGNORECASE)
"""Words of queries whose answers may differ from one time to the next; they are not kept."""
_METHODS = "GET, HEAD, POST, OPTIONS"
_GRAPH_METHODS = "GET, HEAD, OPTIONS"
_COMMON = asgi.encoded(of_headers.COMMON | {"Vary": "Accept, Accept-Encoding"})
_KEPT = (b"cache-control", b"public, no-cache")
_NOT_KEPT = (b"cache-control", b"no-store")
T = TypeVar("T")


class Endpoint:
    """The protocol in front of the workers, for clients of one site."""

    def __init__(self, settings: Settings, serving: Serving, pages: Pages, observer: Observer) -> None:
        self._settings, self._serving, self._pages, self._observer = settings, serving, pages, observer
        self._clients = Clients(settings.trusted_proxies, settings.public_url)
        bounds = Bounds(settings.workers, settings.queue, settings.client_share, settings.queue_time)
        self.admission = Admission(bounds)
        self.cache = Cache(settings.cache)
        self._services = Services(settings)
        self._budget = Budget(settings.spool)
        self._version = ""

    async def sparql(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request at /sparql."""
        await self._guarded(_Exchange(scope, receive, send), _METHODS, self._query)

    async def graphs(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request at /graphs."""
        await self._guarded(_Exchange(scope, receive, send), _GRAPH_METHODS, self._graph)

    async def _guarded(
        self, exchange: "_Exchange", methods: str, answer: "Callable[[_Exchange], Awaitable[None]]"
    ) -> None:
        """Answer a request, with a problem where it cannot be."""
        seen = exchange.seen
        try:
            if exchange.scope["method"] == "OPTIONS":
                await exchange.respond(204, asgi.encoded(of_headers.PREFLIGHT | {"Allow": methods}), b"")
            elif exchange.scope["method"] in methods.split(", "):
                await answer(exchange)
            else:
                detail = f"Use one of: {methods}."
                await self._refuse(exchange, Problem(405, "Method not allowed", detail, {"Allow": methods}))
        except (Problem, RefusedError, FaultError) as error:
            await self._refuse(exchange, error)
        except ClientGoneError:
            seen.outcome = "gone"
        except CutError as error:
            seen.outcome = f"cut: {error}"
            raise
        finally:
            self._observer.see(seen)

    async def _refuse(self, exchange: "_Exchange", error: Problem | RefusedError | FaultError) -> None:
        problem = self._problem(error)
        exchange.seen.outcome = _outcome(error)
        accept = asgi.header(exchange.scope, b"accept") or ""
        content_type, content = written(problem, accept, lambda: self._pages.problem(problem))
        headers = asgi.encoded({"Content-Type": content_type, **problem.headers})
        await exchange.respond(problem.status, [*headers, _NOT_KEPT], content)

    def _problem(self, error: Problem | RefusedError | FaultError) -> Problem:
        if isinstance(error, FaultError):
            return problem_of(error.fault, self._settings)
        return problem_of_refusal(error, self._settings) if isinstance(error, RefusedError) else error

    async def _query(self, exchange: "_Exchange") -> None:
        served, request = await self._request(exchange)
        key = _key(served, request)
        if (cached := self.cache.get(key)) is not None:
            await self._give_again(exchange, cached)
            return
        question = read_question(request)
        if question is None:
            await self._describe(exchange, request)
            return
        await self._answer(exchange, served, question, key)

    async def _graph(self, exchange: "_Exchange") -> None:
        served, request = await self._request(exchange)
        question = read_graph(request)
        key = _key(served, request)
        if (cached := self.cache.get(key)) is not None:
            await self._give_again(exchange, cached)
            return
        if question.graph is not None and not await self._exists(exchange, served, question.graph):
            raise Problem(404, "No such graph", f"The current release has no graph {question.graph}.")
        await self._answer(exchange, served, question, key)

    async def _request(self, exchange: "_Exchange") -> tuple[Served, Request]:
        scope = exchange.scope
        has_body = scope["method"] == "POST"
        body = await asgi.read_body(exchange.receive, self._settings.body_limit) if has_body else b""
        served = await self._serving.current()
        if served.version != self._version:
            self._version = served.version
            self.cache.clear()
        return served, Request(
            method=scope["method"],
            base=self._clients.base(scope) + scope["path"],
            query_string=scope["query_string"],
            accept=asgi.header(scope, b"accept"),
            accept_encoding=asgi.header(scope, b"accept-encoding"),
            content_type=asgi.header(scope, b"content-type") or "",
            body=body,
        )

    async def _describe(self, exchange: "_Exchange", request: Request) -> None:
        """What there is where no query is asked: a form for people, the service description for programs."""
        if request.method == "POST":
            raise Problem(400, "No query", "Give one as the parameter `query`.")
        form = description.format_for(request.accept)
        if form is None:
            raise Problem(400, "No query", "Give one as the parameter `query`.")
        content = self._pages.form() if form is PAGE else description.service_description(request.base, form)
        await exchange.respond(200, [_type(form.content_type)], content)

    async def _exists(self, exchange: "_Exchange", served: Served, graph: str) -> bool:
        job = Job(f"ASK {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", graph, "json", None)
        with self._run(exchange, served) as run:
            _, content = await run.begin(job)
        return bool(json.loads(content)["boolean"])

    async def _answer(self, exchange: "_Exchange", served: Served, question: Question, key: tuple[object, ...]) -> None:
        job = replace(question.job, may_call=bool(self._settings.services))
        exchange.seen.query = job.query
        etag = _etag(served, job)
        if etag and _matches(exchange.scope, etag):
            exchange.seen.outcome = "not modified"
            await exchange.respond(304, [_KEPT, (b"etag", etag.encode())], b"")
            return
        with self._run(exchange, served) as run:
            head, first = await _unless_gone(exchange.receive, run.begin(job))
            exchange.seen.waited = run.waited
            if head.form == PAGE.name:
                first = await self._page(exchange, run, job, first)
            headers = [_type(f"{head.media_type}; charset=utf-8"), *_coding(head.coding)]
            headers += [_KEPT, (b"etag", etag.encode())] if etag else [_NOT_KEPT]
            if run.summary is None:
                await self._stream(exchange, run, headers, first)
                return
            exchange.seen.count(run.summary)
            if etag:
                self.cache.put(key, Cached(tuple(headers), first, etag, job.query, run.summary.rows))
            await exchange.respond(200, headers, first)

    async def _page(self, exchange: "_Exchange", run: Run, job: Job, first: bytes) -> bytes:
        """A page of results: all of the few that it shows are there before it is rendered."""
        spool = Spool(self._budget)
        pieces = [first]
        if run.summary is None:
            await _unless_gone(exchange.receive, run.rest(spool))
            while (piece := await spool.get()) is not None:
                pieces.append(piece)
            spool.close()
        return await asyncio.to_thread(self._pages.results, job.query, json.loads(b"".join(pieces)))

    async def _stream(self, exchange: "_Exchange", run: Run, headers: list[Header], first: bytes) -> None:
        """Send an answer while it is made; CutError where it cannot be completed."""
        await exchange.start(200, headers)
        if exchange.scope["method"] == "HEAD":
            await exchange.send({"type": "http.response.body", "body": b""})
            return
        spool = Spool(self._budget)
        making = asyncio.create_task(run.rest(spool))
        gone = asyncio.create_task(asgi.until_gone(exchange.receive))
        sending = asyncio.create_task(self._send(exchange, spool, first))
        try:
            await asyncio.wait({gone, sending}, return_when=asyncio.FIRST_COMPLETED)
            if not sending.done():
                raise ClientGoneError
            await sending
            await _completed(making)
            await exchange.send({"type": "http.response.body", "body": b""})
        finally:
            for task in (making, gone, sending):
                task.cancel()
            await asyncio.gather(making, gone, sending, return_exceptions=True)
            spool.close()
            if run.summary is not None:
                exchange.seen.count(run.summary)

    async def _send(self, exchange: "_Exchange", spool: Spool, first: bytes) -> None:
        piece: bytes | None = first
        while piece is not None:
            await asgi.send_piece(exchange.scope, exchange.send, piece, self._settings.send_time)
            piece = await spool.get()

    async def _give_again(self, exchange: "_Exchange", cached: Cached) -> None:
        exchange.seen.outcome, exchange.seen.query = "cached", cached.query
        exchange.seen.rows, exchange.seen.size = cached.rows, len(cached.content)
        if _matches(exchange.scope, cached.etag):
            await exchange.respond(304, [_KEPT, (b"etag", cached.etag.encode())], b"")
        else:
            await exchange.respond(200, cached.headers, cached.content)

    def _run(self, exchange: "_Exchange", served: Served) -> Run:
        return Run(self._settings, self.admission, served.pool, self._services, self._clients.name(exchange.scope))


class _Exchange:
    """A request and where its response goes."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope, self.receive, self.send = scope, receive, send
        self.seen = Seen(scope["path"], scope["method"])

    async def start(self, status: int, headers: list[Header]) -> None:
        self.seen.status = status
        await asgi.start(self.send, status, [*headers, *_COMMON])

    async def respond(self, status: int, headers: Sequence[Header], content: bytes) -> None:
        self.seen.status = status
        has_body = self.scope["method"] != "HEAD" and status not in {204, 304}
        await asgi.respond(self.send, status, [*headers, *_COMMON], content, has_body=has_body)


async def _unless_gone(receive: Receive, work: Awaitable[T]) -> T:
    """The result of some work, which is cancelled with ClientGoneError where the client hangs up before.

    The client is watched after a moment only: most answers are there before, and a task for each would cost more.
    """
    loop, asking = asyncio.get_running_loop(), asyncio.current_task()
    watching: list[asyncio.Task[None]] = []

    async def watch() -> None:
        await asgi.until_gone(receive)
        if asking is not None:
            asking.cancel(_GONE)

    timer = loop.call_later(_QUICK, lambda: watching.append(loop.create_task(watch())))
    try:
        return await work
    except asyncio.CancelledError as error:
        if _GONE not in error.args or asking is None:
            raise
        asking.uncancel()
        raise ClientGoneError from error
    finally:
        timer.cancel()
        for task in watching:
            task.cancel()


async def _completed(making: "asyncio.Task[None]") -> None:
    try:
        await making
    except FaultError as error:
        raise CutError(error.fault.reason) from error


def _outcome(error: Problem | RefusedError | FaultError) -> str:
    if isinstance(error, FaultError):
        return error.fault.reason
    return f"refused: {error.bound}" if isinstance(error, RefusedError) else "bad request"


def _key(served: Served, request: Request) -> tuple[object, ...]:
    return (
        served.version,
        request.base,
        request.query_string,
        request.body,
        request.content_type,
        request.accept,
        request.accept_encoding,
    )


def _etag(served: Served, job: Job) -> str | None:
    """A weak validator by release and question; None where the answer may change without them."""
    if not served.version or _CHANGING.search(job.query):
        return None
    return f'W/"{hashlib.sha256(repr((served.version, job)).encode()).hexdigest()[:32]}"'


def _matches(scope: Scope, etag: str) -> bool:
    """Whether a client has the answer with this validator (RFC 9110 section 13.1.2)."""
    given = asgi.header(scope, b"if-none-match")
    return given is not None and etag.removeprefix("W/") in [tag.strip().removeprefix("W/") for tag in given.split(",")]


def _type(content_type: str) -> Header:
    return b"content-type", content_type.encode()


def _coding(coding: str) -> list[Header]:
    return [(b"content-encoding", coding.encode())] if coding else []
