"""An address in, the bytes behind it out: within limits of time and size, and never from where nobody may look.

The name is resolved once, checked, and the very address that was checked is connected to, so that a name whose
address changes in between (DNS rebinding) leads nowhere else. Each redirect is an address of its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from retrieval.corpus.addresses import is_public, resolve
from retrieval.corpus.folder import address_id
from retrieval.corpus.incoming import Form, Incoming
from retrieval.corpus.problems import Problem
from retrieval.schema import IntakeSettings

if TYPE_CHECKING:
    from httpx import URL, Client

AGENT = "Yiju"
_ROBOTS_BYTES = 500_000
_MOVED = frozenset((301, 302, 303, 307, 308))
_FORMS = {
    "text/html": Form.HTML, "application/xhtml+xml": Form.HTML, "text/plain": Form.TEXT,
    "text/markdown": Form.MARKDOWN,
}  # fmt: skip

Resolve = Callable[[str, int, float], Sequence[str]]


@dataclass(frozen=True)
class Response:
    """What a server said last; ``url`` is where the redirects ended."""

    url: URL
    status: int
    kind: str
    charset: str
    data: bytes


class _RefusedError(Exception):
    """Why an address is not read: a code of the message files, and what fills its placeholders."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, tuple((key, str(value)) for key, value in values.items())


@dataclass
class Fetcher:
    """Fetches the addresses of one run; a host's robots.txt is asked for once.

    ``allow_private``: addresses of this machine and its network as well. ``resolve`` and ``public`` stand in for the
    system's in tests.
    """

    limits: IntakeSettings
    allow_private: bool = False
    resolve: Resolve = resolve
    public: Callable[[str], bool] = is_public
    clock: Callable[[], float] = time.monotonic
    _robots: dict[str, Any] = field(default_factory=dict)

    def fetch(self, address: str) -> Incoming | Problem:
        """The article at an address, as bytes; or why it is not read."""
        import httpx

        try:
            with httpx.Client(trust_env=False, headers={"User-Agent": f"{AGENT}/1.0"}) as client:
                found = _Visit(self, client, self.clock() + self.limits.seconds).page(httpx.URL(address))
        except _RefusedError as refused:
            return Problem(address, refused.code, refused.values)
        except (httpx.InvalidURL, UnicodeError):
            return Problem(address, "corpus.address_bad")
        except (httpx.TimeoutException, TimeoutError):
            return Problem(address, "corpus.address_slow", (("seconds", f"{self.limits.seconds:g}"),))
        except (httpx.HTTPError, OSError) as error:
            return Problem(address, "corpus.address_failed", (("error", _reason(error)),))
        url = str(found.url.copy_with(fragment=None))
        form = _form(found)
        if form is None:
            return Problem(address, "corpus.address_kind", (("type", found.kind or "?"),))
        return Incoming(address, (address_id(url),), form, found.data, (("url", url),), found.charset)


def _reason(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:200]


def _form(response: Response) -> Form | None:
    if response.kind in _FORMS:
        return _FORMS[response.kind]
    begins = response.data[:200].lstrip().lower()
    is_page = begins.startswith((b"<!doctype html", b"<html"))
    return Form.HTML if is_page and response.kind in ("", "application/octet-stream") else None


class _Visit:
    """One address with its redirects, before ``end`` on the fetcher's clock."""

    def __init__(self, fetcher: Fetcher, client: Client, end: float) -> None:
        self.fetcher, self.client, self.end = fetcher, client, end

    def page(self, url: URL) -> Response:
        found = self._follow(url, self.fetcher.limits.bytes, robots=True)
        if found.status != 200:
            raise _RefusedError("corpus.address_status", status=found.status)
        return found

    def _follow(self, url: URL, most: int, *, robots: bool) -> Response:
        for _ in range(self.fetcher.limits.redirects + 1):
            numbers = self._checked(url)
            if robots and not self._welcome(url):
                raise _RefusedError("corpus.address_robots")
            found, location = self._get(url, numbers, most)
            if found.status not in _MOVED or not location:
                return found
            url = url.join(location)
        raise _RefusedError("corpus.address_redirects", limit=self.fetcher.limits.redirects)

    def _checked(self, url: URL) -> Sequence[str]:
        """The IP addresses to connect to, or a refusal. Every one of the host's must be public, not only the first."""
        if url.scheme not in ("http", "https") or not url.host or url.userinfo:
            raise _RefusedError("corpus.address_bad")
        port = url.port or (443 if url.scheme == "https" else 80)
        try:
            numbers = self.fetcher.resolve(url.raw_host.decode("ascii").strip("[]"), port, self._left())
        except TimeoutError:
            raise
        except OSError:
            numbers = ()
        if not numbers:
            raise _RefusedError("corpus.address_unknown", host=url.host)
        if not self.fetcher.allow_private and not all(map(self.fetcher.public, numbers)):
            raise _RefusedError("corpus.address_private", host=url.host)
        return numbers

    def _left(self) -> float:
        left = self.end - self.fetcher.clock()
        if left <= 0:
            raise TimeoutError
        return left

    def _get(self, url: URL, numbers: Sequence[str], most: int) -> tuple[Response, str]:
        """Ask a machine with one of those numbers, as the host that the address names, for what is there."""
        response = self._send(url, numbers)
        try:
            kind, _, rest = response.headers.get("content-type", "").partition(";")
            charset = rest.lower().partition("charset=")[2].strip(" \"';")
            moved = response.status_code in _MOVED
            data = b"" if moved else self._body(response, most)
        finally:
            response.close()
        found = Response(url, response.status_code, kind.strip().lower(), charset, data)
        return found, response.headers.get("location", "")

    def _send(self, url: URL, numbers: Sequence[str]) -> Any:
        import httpx

        headers = {"Host": url.netloc.decode("ascii"), "Accept": "text/html,text/plain,text/markdown;q=0.9"}
        # The certificate must be the host's, whatever number it is reached by.
        names = {"sni_hostname": url.raw_host.decode("ascii")} if url.scheme == "https" else {}
        for left, number in zip(range(len(numbers), 0, -1), numbers, strict=True):
            pinned = url.copy_with(host=number.partition("%")[0], fragment=None)
            limits = dict.fromkeys(("connect", "read", "write", "pool"), self._left())
            extensions = {**names, "timeout": limits}
            try:
                request = self.client.build_request("GET", pinned, headers=headers, extensions=extensions)
                return self.client.send(request, stream=True)
            except httpx.ConnectError:  # no IPv6 here, say: the next number
                if left == 1:
                    raise
        raise AssertionError("a host has a number")

    def _body(self, response: Any, most: int) -> bytes:
        named = response.headers.get("content-length", "")
        if named.isdecimal() and int(named) > most:
            raise _RefusedError("corpus.too_large", bytes=named, limit=most)
        parts, size = [], 0
        for part in response.iter_bytes():
            size += len(part)
            if size > most:
                raise _RefusedError("corpus.too_large", bytes=f">{most}", limit=most)
            self._left()
            parts.append(part)
        return b"".join(parts)

    # --- robots.txt ----------------------------------------------------------------------------------------

    def _welcome(self, url: URL) -> bool:
        """Whether the host's robots.txt lets us read an address (RFC 9309)."""
        origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
        if origin not in self.fetcher._robots:
            self.fetcher._robots[origin] = self._rules(url)
        rules = self.fetcher._robots[origin]
        return rules is None or bool(rules.can_fetch(str(url), AGENT))

    def _rules(self, url: URL) -> Any:
        """The rules; None where there are none. A server that fails to give them is left alone."""
        from protego import Protego

        try:
            found = self._follow(url.join("/robots.txt"), _ROBOTS_BYTES, robots=False)
        except _RefusedError as refused:
            if refused.code == "corpus.address_redirects":
                return None
            raise
        if found.status >= 500:
            raise _RefusedError("corpus.address_robots_down", status=found.status)
        return Protego.parse(found.data.decode("utf-8", "replace")) if found.status == 200 else None
