"""Who asks, and at which address they reached us, also where proxies stand in between.

Only as many entries of X-Forwarded-For and X-Forwarded-Proto are believed as there are proxies in front, from the
right: a client can write the others itself.
"""

from server.sparql import asgi
from server.sparql.asgi import Scope


class Clients:
    """Clients behind so many proxies, of a site whose address may be known."""

    def __init__(self, trusted_proxies: int, public_url: str) -> None:
        self._trusted, self._public_url = trusted_proxies, public_url.rstrip("/")

    def name(self, scope: Scope) -> str:
        """The client's address; of IPv6 the network of 64 bits, which is what one client has."""
        forwarded = _values(scope, b"x-forwarded-for")
        address = forwarded[-self._trusted :][0] if self._trusted and forwarded else (scope["client"] or ("",))[0]
        return address if address.count(":") < 2 else ":".join(address.split(":")[:4])

    def base(self, scope: Scope) -> str:
        """The address of the site, without a slash at its end."""
        if self._public_url:
            return self._public_url
        forwarded = _values(scope, b"x-forwarded-proto") if self._trusted else []
        scheme = forwarded[-self._trusted :][0] if forwarded else scope["scheme"]
        return f"{'https' if scheme == 'https' else 'http'}://{_host(scope)}"


def _values(scope: Scope, name: bytes) -> list[str]:
    return [value.strip() for value in (asgi.header(scope, name) or "").split(",") if value.strip()]


def _host(scope: Scope) -> str:
    """The Host header where it can be one, else where we listen."""
    host = asgi.header(scope, b"host") or ""
    if host and all(char.isalnum() or char in "-._:[]" for char in host):
        return host
    address, port = scope.get("server") or ("localhost", 80)
    return f"{address}:{port}"
