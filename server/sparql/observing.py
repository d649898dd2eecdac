"""What operators see of the queries: a line of JSON for each in the log, and counts for Prometheus.

The log holds a query's hash, never who asked; its text only where the settings say so.
"""

import hashlib
import logging
import time

from prometheus_client import CollectorRegistry, Counter, Histogram

from server.sparql.frames import Summary

_log = logging.getLogger("backchannel.queries")
_SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60)


class Seen:
    """A request at the endpoint: what came, and what became of it."""

    def __init__(self, path: str, method: str) -> None:
        self.path, self.method = path, method
        self.started = time.perf_counter()
        self.query, self.outcome, self.status = "", "answered", 0
        self.rows = self.size = 0
        self.waited = 0.0

    def count(self, summary: Summary) -> None:
        """Take over what the worker counted."""
        self.rows, self.size = summary.rows, summary.size


class Observer:
    """Writes the log and counts."""

    def __init__(self, registry: CollectorRegistry, *, with_texts: bool) -> None:
        self._with_texts = with_texts
        self._outcomes = Counter("backchannel_queries", "Queries by outcome.", ["outcome"], registry=registry)
        self._seconds = Histogram(
            "backchannel_query_seconds", "Time to answer, with waiting.", buckets=_SECONDS, registry=registry
        )
        self._rows = Counter("backchannel_rows", "Rows that were sent.", registry=registry)
        self._bytes = Counter("backchannel_bytes", "Bytes of answers, before compression.", registry=registry)

    def see(self, seen: Seen) -> None:
        """Record a request."""
        seconds = time.perf_counter() - seen.started
        self._outcomes.labels(seen.outcome).inc()
        self._seconds.observe(seconds)
        self._rows.inc(seen.rows)
        self._bytes.inc(seen.size)
        if _log.isEnabledFor(logging.INFO):
            _log.info("query", extra={"fields": self._fields(seen, seconds)})

    def _fields(self, seen: Seen, seconds: float) -> dict[str, object]:
        fields: dict[str, object] = {
            "path": seen.path,
            "method": seen.method,
            "status": seen.status,
            "outcome": seen.outcome,
            "ms": round(seconds * 1000, 1),
            "waited_ms": round(seen.waited * 1000, 1),
            "rows": seen.rows,
            "bytes": seen.size,
        }
        if seen.query:
            fields["query_hash"] = hashlib.sha256(seen.query.encode()).hexdigest()[:16]
        if seen.query and self._with_texts:
            fields["query"] = seen.query
        return fields
