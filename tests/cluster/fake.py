"""A server on the loopback address that answers as a test says: what a cluster does when something is wrong with it."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

OPENSEARCH = {"version": {"distribution": "opensearch", "number": "2.19.1"}}


@dataclass
class Fake:
    """``answer`` is called with method, path and body and gives status and JSON (or text)."""

    answer: Callable[[str, str, str], tuple[int, Any]]
    host: str = ""
    asked: list[str] = field(default_factory=list)
    users: list[str] = field(default_factory=list)


@contextmanager
def serving(answer: Callable[[str, str, str], tuple[int, Any]]) -> Iterator[Fake]:
    fake = Fake(answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except OSError:  # the client did not wait for the answer
                self.close_connection = True

        def respond(self) -> None:
            data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.headers.get("Content-Encoding") == "gzip":
                data = gzip.decompress(data)
            fake.asked.append(f"{self.command} {self.path}")
            fake.users.append(self.headers.get("Authorization") or "")
            status, said = fake.answer(self.command, self.path, data.decode("utf-8"))
            body = said.encode() if isinstance(said, str) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing on stderr."""

    for method in ("GET", "POST", "PUT", "DELETE", "HEAD"):
        setattr(Handler, f"do_{method}", Handler.respond)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake.host = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()


def always(status: int, said: Any) -> Callable[[str, str, str], tuple[int, Any]]:
    return lambda method, path, body: (status, said)


def slowly(seconds: float) -> Callable[[str, str, str], tuple[int, Any]]:
    def answer(method: str, path: str, body: str) -> tuple[int, Any]:
        time.sleep(seconds)
        return 200, OPENSEARCH

    return answer


def error(kind: str, reason: str = "", **more: object) -> dict[str, Any]:
    """The body of a refusal as OpenSearch writes it."""
    cause = {"type": kind, "reason": reason, **more}
    return {"error": {"root_cause": [cause], **cause}}
