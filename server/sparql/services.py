"""Addresses that SERVICE may ask: those on the list, if they lie on the open net, within bounds of time and size.

The name is resolved here and the connection goes to the address that was looked at, so that a name cannot mean another
one a moment later. Redirects are not followed: where an address has moved, the list has to say so.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Callable

import httpx

from kg.errors import QueryError
from server.settings import Settings

_LISTED = "an address that this endpoint may ask"


def is_public(address: str) -> bool:
    """Whether an IP address lies on the open net; of IPv4 inside IPv6, in any of its forms, both have to."""
    ip = ipaddress.ip_address(address)
    if not ip.is_global or ip.is_multicast:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return True
    inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if ip in ipaddress.ip_network("64:ff9b::/96"):
        inner.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    return all(is_public(str(part)) for part in inner if part is not None)


class Services:
    """Asks the addresses on the list; `is_allowed` decides of each IP address."""

    def __init__(self, settings: Settings, is_allowed: Callable[[str], bool] = is_public) -> None:
        self._settings, self._is_allowed = settings, is_allowed
        self._client = httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=settings.service_time)

    async def ask(self, address: str, query: str) -> bytes:
        """The answer of an address as it comes; a QueryError says why there is none."""
        if address not in self._settings.services:
            known = ", ".join(self._settings.services) or "none here"
            raise QueryError("SERVICE", f"{address}", f"{_LISTED} ({known})")
        try:
            async with asyncio.timeout(self._settings.service_time):
                return await self._fetch(httpx.URL(address), query)
        except TimeoutError as error:
            limit = f"an answer within {self._settings.service_time:g} seconds"
            raise QueryError("SERVICE", f"{address} did not answer", limit) from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise QueryError("SERVICE", f"{address} cannot be asked", "an answer") from error

    async def close(self) -> None:
        """Close the connections that are kept."""
        await self._client.aclose()

    async def _fetch(self, url: httpx.URL, query: str) -> bytes:
        headers = {
            "Host": url.netloc.decode(),
            "Accept": "application/sparql-results+json",
            "User-Agent": "backchannel",
        }
        request = self._client.build_request(
            "POST",
            url.copy_with(host=await self._resolved(url)),
            data={"query": query},
            headers=headers | {"Accept-Encoding": "identity"},
            extensions={"sni_hostname": url.host},
        )
        response = await self._client.send(request, stream=True)
        try:
            if response.status_code != httpx.codes.OK:
                raise QueryError("SERVICE", f"{url} answered with status {response.status_code}", "200")
            return await self._read(response)
        finally:
            await response.aclose()

    async def _resolved(self, url: httpx.URL) -> str:
        loop, port = asyncio.get_running_loop(), url.port or (443 if url.scheme == "https" else 80)
        found = await loop.getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
        addresses = [str(entry[4][0]) for entry in found]
        if not addresses or not all(map(self._is_allowed, addresses)):
            raise QueryError("SERVICE", f"{url.host} is an address of an inner network", "one on the open net")
        return addresses[0]

    async def _read(self, response: httpx.Response) -> bytes:
        content = bytearray()
        async for piece in response.aiter_raw():
            content += piece
            if len(content) > self._settings.service_bytes:
                raise QueryError("SERVICE", "a larger answer", f"at most {self._settings.service_bytes:,} bytes")
        return bytes(content)
