"""Requests to the Bot API over aiohttp, which takes a fraction of the processor time of the library's own over httpx.

Parameters go as JSON, or beside files as a form. Errors are the library's: ``TimedOut`` and ``NetworkError``, with
aiohttp's as their cause.
"""

from __future__ import annotations

import json
import logging
import ssl
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from bot.telegram.receiving import Fatal

log = logging.getLogger(__name__)
_KEPT = 5.0  # seconds that an unused connection is kept, as httpx does
_JSON = {"Content-Type": "application/json"}
_LOOKED_AT = ("message_id", "date", "chat")  # in Telegram's reply to a message that was sent or edited


@dataclass(frozen=True)
class Patience:
    """Seconds to wait for a place, for a connection, and for the next bytes of a reply; ``None``: for ever."""

    pool: float | None = 1.0
    connect: float | None = 5.0
    read: float | None = 5.0

    def timeout(self) -> aiohttp.ClientTimeout:
        """As aiohttp takes it; its ``connect`` is the wait for a place and the connecting together."""
        first = None if self.pool is None or self.connect is None else self.pool + self.connect
        return aiohttp.ClientTimeout(
            connect=first, sock_connect=self.connect, sock_read=self.read, total=None
        )


def request(most: int, tls: ssl.SSLContext, patience: Patience = Patience()) -> BaseRequest:
    """Over at most ``most`` connections; where a proxy is SOCKS, which aiohttp does not speak, the library's own.

    ``Fatal`` where that has not what it needs.
    """
    if not any(proxy.startswith("socks") for proxy in getproxies().values()):
        return Wire(most, tls, patience)
    try:
        waits = patience.read, patience.read, patience.connect, patience.pool
        return HTTPXRequest(most, *waits, httpx_kwargs={"verify": tls})
    except RuntimeError as error:  # it says which package is missing
        raise Fatal(str(error)) from None


def proxy_for(url: str) -> str | None:
    """The proxy that the environment names for an address: ``http://127.0.0.1:3128``."""
    at, proxies = urlsplit(url), getproxies()
    proxy = proxies.get(at.scheme) or proxies.get("all")
    if not proxy or proxy_bypass(at.hostname or ""):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def _body(data: RequestData | None) -> dict[str, Any]:
    """What is sent, as aiohttp's arguments."""
    if data is None:
        return {}
    if not data.contains_files:  # JSON is a third of the length of a form, where the text is Chinese
        text = json.dumps(data.parameters, ensure_ascii=False, separators=(",", ":"))
        return {"data": text.encode("utf-8", "replace"), "headers": _JSON}
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return {"data": form}


class Wire(BaseRequest):
    """The library's requests over one session of aiohttp; it has to be initialized before."""

    __slots__ = ("_most", "_patience", "_proxies", "_session", "_tls")

    def __init__(self, most: int, tls: ssl.SSLContext, patience: Patience = Patience()) -> None:
        self._most, self._tls, self._patience = most, tls, patience
        self._session: aiohttp.ClientSession | None = None
        self._proxies: dict[str, str | None] = {}  # by what an address begins with: http://127.0.0.1:8081

    @property
    def read_timeout(self) -> float | None:
        """Seconds without a byte of a reply after which a request is given up."""
        return self._patience.read

    async def initialize(self) -> None:
        """Open the session, where it is not open."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._most, ssl=self._tls, keepalive_timeout=_KEPT),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                skip_auto_headers=["Accept-Encoding"],
            )

    async def shutdown(self) -> None:
        """Hang up."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - aiohttp has none
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body."""
        if self._session is None:
            raise RuntimeError("not initialized")
        waits = self._waiting(read_timeout, connect_timeout, pool_timeout).timeout()
        sent: dict[str, Any] = {"timeout": waits, "proxy": self._proxy(url), **_body(request_data)}
        try:
            async with self._session.request(method, url, allow_redirects=False, **sent) as reply:
                body = await reply.read()
        except aiohttp.ConnectionTimeoutError as error:
            raise TimedOut("Pool timeout, or no connection: it was not sent") from error
        except aiohttp.ServerTimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(f"aiohttp.{type(error).__name__}: {error}") from error
        log.debug("%s %s: %d", method, url, reply.status)
        return reply.status, body

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """As the library, but of a message that was sent without the rest of it: its text, entities and buttons are
        ours, and would be made objects of for nothing."""
        answer: Any = BaseRequest.parse_json_payload(payload)
        found = answer.get("result") if isinstance(answer, dict) else None
        if isinstance(found, dict) and "message_id" in found:
            answer["result"] = {name: found[name] for name in _LOOKED_AT if name in found}
        return answer

    def _proxy(self, url: str) -> str | None:
        """Looked up once a host: going through the environment takes as long as sending a request."""
        host = "/".join(url.split("/", 3)[:3])
        if host not in self._proxies:
            self._proxies[host] = proxy_for(host)
        return self._proxies[host]

    def _waiting(self, read: Any, connect: Any, pool: Any) -> Patience:
        own, unsaid = self._patience, self.DEFAULT_NONE
        return Patience(
            own.pool if pool is unsaid else pool,
            own.connect if connect is unsaid else connect,
            own.read if read is unsaid else read,
        )
