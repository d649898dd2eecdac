"""Polite requests to the services of Wikimedia: one at a time, named, slow, patient, and each only once.

What the services ask of clients (Wikimedia User-Agent policy; API:Etiquette; Query Service limits): a User-Agent with
a way to reach whoever runs it, requests in series, `maxlag=5`, waiting as long as `Retry-After` says, backing off when
they are busy. An answer of status 200 may hold an error, and long ones are cut short at times: both are asked again.
"""

import json
import random
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any

import httpx

import kg
from kg.errors import LinkError

_TRIES = 5
_MAX_ANSWER = 32_000_000
"""Bytes; fifty of the largest items take less."""
_BUSY = {408, 429, 500, 502, 503, 504}
_BUSY_CODES = {"maxlag", "ratelimited", "readonly", "internal_api_error", "failed-save"}


@dataclass(frozen=True)
class Services:
    """The addresses asked, who asks, and how patiently (seconds)."""

    contact: str
    api: str = "https://www.wikidata.org/w/api.php"
    sparql: str = "https://query.wikidata.org/sparql"
    reconcile: str = "https://wikidata.reconci.link/en/api"
    interval_s: float = 1.0
    """Least time between two requests."""
    backoff_s: float = 2.0
    """First wait when a service is busy and does not say how long; doubled each time."""
    longest_wait_s: float = 120.0
    timeout_s: float = 70.0

    def __post_init__(self) -> None:
        if "@" not in self.contact and "://" not in self.contact:
            found = f"contact {self.contact!r}" if self.contact else "no contact"
            raise LinkError(
                "linking",
                found,
                "an e-mail address or a web address at which Wikimedia can reach you",
                "Give it with --contact or in BACKCHANNEL_CONTACT.",
            )

    @property
    def user_agent(self) -> str:
        """Who asks, in the form of the Wikimedia User-Agent policy."""
        return f"backchannel-bot/{kg.__version__} ({self.contact}) httpx/{httpx.__version__}"


class Client:
    """Asks one thing after the other; a context manager that closes its connection."""

    def __init__(self, services: Services) -> None:
        self.services = services
        headers = {"User-Agent": services.user_agent, "Accept": "application/json"}
        self._http = httpx.Client(headers=headers, timeout=services.timeout_s, follow_redirects=True)
        self._next = 0.0

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._http.close()

    def get(self, address: str, parameters: dict[str, str]) -> Any:
        """The JSON of an answer to GET; raises LinkError where none comes."""
        return self._ask(httpx.Request("GET", httpx.URL(address).copy_merge_params(parameters)))

    def post(self, address: str, form: dict[str, str]) -> Any:
        """The JSON of an answer to a form; raises LinkError where none comes."""
        return self._ask(httpx.Request("POST", address, data=form))

    def _ask(self, request: httpx.Request) -> Any:
        where = str(request.url).partition("?")[0]
        trouble = ""
        for attempt in range(1, _TRIES + 1):
            said, trouble, wait_s = self._once(request, where)
            if not trouble:
                return said
            if attempt < _TRIES:
                self._wait(wait_s, attempt, where, trouble)
        raise LinkError(where, trouble, "an answer", "Nothing was changed. Try again later; answers had are kept.")

    def _once(self, request: httpx.Request, where: str) -> tuple[Any, str, float | None]:
        """What was said; or else what is wrong for now, and how many seconds to wait if the service tells."""
        time.sleep(max(0.0, self._next - time.monotonic()))
        try:
            with self._http.stream(
                request.method, request.url, content=request.content, headers=request.headers
            ) as got:
                body, status, headers = _limited(got, where), got.status_code, got.headers
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL):
                raise LinkError(where, "no address", "http:// or https://") from None
            return None, f"no answer ({error or type(error).__name__})", None
        finally:
            self._next = time.monotonic() + self.services.interval_s
        wait_s = _retry_after_s(headers.get("retry-after"))
        if status in _BUSY:
            return None, f"HTTP status {status}", wait_s
        if status != 200:
            raise LinkError(where, f"HTTP status {status}", "200", _advice(status))
        return _read(body, where, wait_s)

    def _wait(self, wait_s: float | None, attempt: int, where: str, trouble: str) -> None:
        services = self.services
        if wait_s is not None and wait_s > services.longest_wait_s:
            found = f"{trouble}, to be asked again in {wait_s:,.0f} s"
            raise LinkError(where, found, "an answer", "Nothing was changed. Try again when the service allows it.")
        backoff = services.backoff_s * 2 ** (attempt - 1) * random.uniform(0.75, 1.25)  # noqa: S311 - apart, not secret
        time.sleep(min(wait_s if wait_s is not None else backoff, services.longest_wait_s))


def _limited(answer: httpx.Response, where: str) -> bytes:
    body = bytearray()
    for chunk in answer.iter_bytes():
        body += chunk
        if len(body) > _MAX_ANSWER:
            raise LinkError(where, f"an answer of more than {_MAX_ANSWER:,} bytes", "some items")
    return bytes(body)


def _read(body: bytes, where: str, wait_s: float | None) -> tuple[Any, str, float | None]:
    """The JSON of an answer, which may be cut short or hold an error."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None, "an answer that is no JSON or is cut short", wait_s
    error = said.get("error") if isinstance(said, dict) else None
    if error is None:
        return said, "", None
    code, text = (str(error.get("code")), str(error.get("info", ""))) if isinstance(error, dict) else ("", str(error))
    trouble = f"an error ({code or text[:80]})"
    if code in _BUSY_CODES:
        return None, trouble, wait_s
    raise LinkError(where, f"{trouble}: {text[:200]}", "an answer")


def _retry_after_s(value: str | None) -> float | None:
    """Seconds to wait by a Retry-After header, which may be a number or a date (RFC 9110, section 10.2.3)."""
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())


def _advice(status: int) -> str:
    if status == 403:
        return "The service refuses the User-Agent: give a contact that it accepts with --contact."
    return "Check the address." if status == 404 else ""
