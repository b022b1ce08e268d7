"""A web site on loopback for one test: paths and what they answer, every request on record."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = (
    "<html><head><title>2019年公报</title><meta name=PubDate content=2020-03-01></head><body><h1>2019年公报</h1>"
    "<p>2019年，椒江区固定资产投资增长33.1%，居全市第一。</p></body></html>"
)


@dataclass
class Answer:
    """What a path answers; ``pause``: seconds between its pieces."""

    body: bytes | str = PAGE
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    pause: float = 0.0
    packed: bool = False
    says_length: bool = True


@dataclass
class Site:
    """The site: ``paths`` may be changed while it runs; ``asked`` are (host as the client named it, path)."""

    paths: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    port: int = 0

    def url(self, path: str, host: str = "news.example") -> str:
        """An address of the site."""
        return f"http://{host}:{self.port}{path}"


def moved(to: str, status: int = 302) -> Answer:
    """A redirect."""
    return Answer("", status, {"Location": to})


@contextmanager
def running() -> Iterator[Site]:
    """The site for as long as the block lasts."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.headers["Host"].partition(":")[0], self.path))
            answer = site.paths.get(self.path, Answer("", 404, {}))
            data = answer.body.encode() if isinstance(answer.body, str) else answer.body
            data = gzip.compress(data) if answer.packed else data
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.packed:
                self.send_header("Content-Encoding", "gzip")
            if answer.says_length:
                self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self._send(data, answer.pause)

        def _send(self, data: bytes, pause: float) -> None:
            try:
                for at in range(0, len(data), 64 if pause else max(len(data), 1)):
                    self.wfile.write(data[at : at + 64] if pause else data)
                    time.sleep(pause)
            except OSError:
                return  # the client has gone

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quietly."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
