"""Why there is no answer, as problems that say which limit it was and how to stay within it."""

from server.formats import GRAPHS, SOLUTIONS
from server.negotiate import offered
from server.problems import Problem
from server.settings import Settings
from server.sparql.admission import RefusedError
from server.sparql.frames import Fault

_NARROWER = "Narrow the query: name a class or a property, ask for a period or a few things at a time, add LIMIT."
_TITLES = {
    "query": (400, "The query cannot be answered"),
    "format": (406, "No acceptable format"),
    "time": (504, "The query takes too long"),
    "memory": (422, "The query needs too much memory"),
    "depth": (422, "The query is nested too deeply"),
    "size": (422, "The answer is too large"),
    "rows": (422, "The answer has too many rows"),
    "engine": (500, "The engine failed"),
    "store": (502, "The store cannot be asked"),
    "stopped": (503, "The server is stopping"),
}
"""Status and title of each reason; 422 is a query that is correct and cannot be worked through (RFC 9110 15.5.21)."""


def problem_of(fault: Fault, settings: Settings) -> Problem:
    """The problem of a fault."""
    status, title = _TITLES.get(fault.reason, _TITLES["engine"])
    place = {"line": fault.line, "column": fault.column}
    members: dict[str, object] = {name: value for name, value in place.items() if value is not None}
    limit = _limits(settings).get(fault.reason)
    if limit is not None:
        members |= {"limit": limit[0], "at_most": limit[1]}
    headers = {"Retry-After": "5"} if status == 503 else {}
    return Problem(status, title, fault.detail or _detail(fault.reason, settings), headers, members)


def _limits(settings: Settings) -> dict[str, tuple[str, float]]:
    """The setting behind a reason, and its value."""
    return {
        "time": ("time_limit", settings.time_limit),
        "memory": ("memory_limit", settings.memory_limit),
        "size": ("byte_limit", settings.byte_limit),
        "rows": ("row_limit", settings.row_limit),
    }


def _detail(reason: str, settings: Settings) -> str:
    return {
        "format": f"Solutions and answers of ASK: {offered(SOLUTIONS)} Graphs: {offered(GRAPHS)}",
        "time": f"It was stopped after {settings.time_limit:g} seconds, without an answer. {_NARROWER}",
        "memory": f"It was stopped at {settings.memory_limit // 1_000_000:,} MB, without an answer. Joins without a "
        f"shared variable, ORDER BY, DISTINCT and GROUP BY over many rows take most. {_NARROWER}",
        "depth": "The engine cannot read so many levels. Write it flatter: VALUES or IN instead of long chains.",
        "size": f"At most {settings.byte_limit:,} bytes are sent. Add LIMIT, or take the dump under /dumps/.",
        "rows": f"At most {settings.row_limit:,} rows are sent. Add LIMIT, or take the dump under /dumps/.",
        "stopped": "Try again in a moment.",
    }.get(reason, "It stopped without saying why. Write the query in another way; others are not affected.")


def problem_of_refusal(refusal: RefusedError, settings: Settings) -> Problem:
    """The problem of a query that was not let in."""
    if refusal.bound == "client":
        detail = f"At most {settings.client_share} may run and wait. Wait for answers before sending more."
        return Problem(429, "Too many queries from one client", detail, {"Retry-After": "5"})
    waited = f"{settings.queue_time:g} seconds" if refusal.bound == "wait" else f"{settings.queue} queries wait"
    retry = {"Retry-After": str(max(5, round(settings.time_limit / 2)))}
    return Problem(503, "Too many queries at once", f"No worker became free ({waited}). Try again later.", retry)
