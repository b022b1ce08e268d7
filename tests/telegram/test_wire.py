"""Requests over aiohttp: what a server may do to them, against a server that does it."""

from __future__ import annotations

import asyncio
import json
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from shutil import which

import aiohttp
import pytest
from telegram import InputFile
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.telegram.receiving import Fatal
from bot.telegram.verdicts import Do, verdict
from bot.telegram.wire import Patience, Wire, request

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"
TO_THE_END = b"HTTP/1.1 200 OK\r\n\r\n{}"
LAST = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"
HURRY = b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + OK
HALF = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}"
CHATTER = OK + OK.replace(b"{}", b"[]")  # a reply that nobody asked for
Play = Callable[[asyncio.StreamWriter, int], Awaitable[bool]]


class Server:
    """Plays ``play(writer, number of the request)`` for each request; whether it goes on says what it returned."""

    def __init__(self, play: Play) -> None:
        self.play = play
        self.connections, self.requests, self.port = 0, list[bytes](), 0

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        on = True
        while on:
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except (asyncio.IncompleteReadError, ConnectionError):
                break
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0] or 0)
            self.requests.append(head + await reader.readexactly(length))
            on = await self.play(writer, len(self.requests))
        writer.close()

    def url(self, path: str = "bot1:x/getMe", scheme: str = "http") -> str:
        return f"{scheme}://127.0.0.1:{self.port}/{path}"


def says(*replies: bytes, close: bool = False) -> Play:
    """Each reply once, the last one for ever; ``close``: hangs up behind each."""

    async def play(writer: asyncio.StreamWriter, number: int) -> bool:
        writer.write(replies[min(number, len(replies)) - 1])
        return not close

    return play


@asynccontextmanager
async def serving(play: Play, tls: ssl.SSLContext | None = None) -> AsyncIterator[Server]:
    server = Server(play)
    listener = await asyncio.start_server(server.connected, "127.0.0.1", 0, ssl=tls)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()


def wire(
    most: int = 4,
    read: float | None = 2.0,
    pool: float = 2.0,
    connect: float = 2.0,
    tls: ssl.SSLContext | None = None,
) -> Wire:
    return Wire(most, tls or ssl.create_default_context(), Patience(pool, connect, read))


@pytest.mark.parametrize("reply", [OK, CHUNKED, HURRY])
async def test_one_connection_carries_many_requests(reply: bytes) -> None:
    async with serving(says(reply)) as server, wire() as line:
        for _ in range(5):
            assert await line.do_request(server.url(), "GET") == (200, b"{}")
    assert server.connections == 1


@pytest.mark.parametrize(
    ("reply", "close"), [(TO_THE_END, True), (LAST, True), (LAST, False), (CHATTER, False)]
)
async def test_a_connection_that_may_not_be_used_again_is_not(reply: bytes, close: bool) -> None:
    async with serving(says(reply, close=close)) as server, wire() as line:
        for _ in range(3):
            assert await line.do_request(server.url(), "GET") == (200, b"{}")
    assert server.connections == 3


async def test_a_connection_the_server_has_closed_meanwhile_is_not_used() -> None:
    async with serving(says(OK, close=True)) as server, wire() as line:
        for _ in range(3):
            await line.do_request(server.url(), "GET")
            await asyncio.sleep(0.05)
    assert len(server.requests) == 3


async def test_what_is_sent() -> None:
    data = RequestData([RequestParameter("text", "椒江 &=", None), RequestParameter("chat_id", 5, None)])
    async with serving(says(OK)) as server, wire() as line:
        await line.do_request(server.url("bot1:x/sendMessage?a=1"), "POST", data)
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /bot1:x/sendMessage?a=1 HTTP/1.1\r\n")
    assert f"Host: 127.0.0.1:{server.port}".lower().encode() in head.lower()
    assert b"application/json" in head
    assert json.loads(body) == {"text": "椒江 &=", "chat_id": 5}


@pytest.mark.parametrize(
    ("reply", "cause"),
    [
        (HALF, aiohttp.ClientPayloadError),
        (b"", aiohttp.ServerDisconnectedError),
        (b"SSH-2.0\r\n\r\n", aiohttp.ClientResponseError),
    ],
)
async def test_a_broken_reply_is_a_network_error(reply: bytes, cause: type[Exception]) -> None:
    async with serving(says(reply, OK, close=True)) as server, wire() as line:
        with pytest.raises(NetworkError) as caught:
            await line.do_request(server.url(), "POST")
        assert isinstance(caught.value.__cause__, cause)
        assert await line.do_request(server.url(), "GET") == (200, b"{}")


async def test_nobody_listens() -> None:
    async with serving(says(OK)) as server:
        pass
    async with wire() as line:
        with pytest.raises(NetworkError) as caught:
            await line.do_request(server.url(), "GET")
    assert isinstance(caught.value.__cause__, aiohttp.ClientConnectorError)


async def late(writer: asyncio.StreamWriter, number: int) -> bool:
    """The first reply comes half a second late."""
    await asyncio.sleep(0.5 if number == 1 else 0)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + str(number).encode())
    return True


async def test_a_late_reply_is_not_taken_for_the_next_ones() -> None:
    async with serving(late) as server, wire(read=0.2) as line:
        with pytest.raises(TimedOut) as caught:
            await line.do_request(server.url(), "GET")
        assert isinstance(caught.value.__cause__, aiohttp.SocketTimeoutError)
        assert await line.do_request(server.url(), "GET") == (200, b"2")
        await asyncio.sleep(0.5)
        assert await line.do_request(server.url(), "GET") == (200, b"3")


async def test_a_request_that_is_given_up_leaves_no_reply_behind() -> None:
    async with serving(late) as server, wire(1) as line:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(line.do_request(server.url(), "GET"), 0.1)
        assert await line.do_request(server.url(), "GET") == (200, b"2")


async def test_a_slow_reply_is_waited_for_as_long_as_something_comes() -> None:
    async def play(writer: asyncio.StreamWriter, _number: int) -> bool:
        for byte in OK:
            writer.write(bytes([byte]))
            await asyncio.sleep(0.01)
        return True

    async with serving(play) as server, wire(read=0.15) as line:
        assert await line.do_request(server.url(), "GET") == (200, b"{}")


async def test_no_more_connections_than_there_may_be() -> None:
    async with serving(late) as server, wire(1, pool=0.1, connect=0.1) as line:
        first = asyncio.create_task(line.do_request(server.url(), "GET"))
        await asyncio.sleep(0.05)
        with pytest.raises(TimedOut, match=r"^Pool timeout") as caught:
            await line.do_request(server.url(), "GET")
        assert isinstance(caught.value.__cause__, aiohttp.ConnectionTimeoutError)
        assert await first == (200, b"1")


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own proxies are none of these tests'."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize("name", ["HTTP_PROXY", "all_proxy"])
async def test_a_proxy_is_used_where_one_is_set(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(says(OK)) as server:
        monkeypatch.setenv(name, f"u:p@127.0.0.1:{server.port}")
        async with wire() as line:
            await line.do_request("http://telegram.invalid/bot1:x/getMe", "GET")
    assert server.requests[0].startswith(b"GET http://telegram.invalid/bot1:x/getMe ")
    assert b"proxy-authorization: basic dtpw" in server.requests[0].lower()


async def test_no_proxy_is_used_where_none_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.1")
    async with serving(says(OK)) as server, wire() as line:
        assert await line.do_request(server.url(), "GET") == (200, b"{}")


@pytest.mark.parametrize(
    ("reply", "cause"),
    [(b"HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n", aiohttp.ClientHttpProxyError), (None, aiohttp.ClientProxyConnectionError)],
)  # fmt: skip
async def test_a_proxy_that_does_not_let_it_through(
    reply: bytes | None, cause: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(says(reply or b"")) as server, wire() as line:
        monkeypatch.setenv("HTTPS_PROXY", server.url("") if reply else "http://127.0.0.1:1")
        with pytest.raises(NetworkError) as caught:
            await line.do_request("https://telegram.invalid/bot1:x/sendMessage", "POST")
    assert isinstance(caught.value.__cause__, cause)
    assert verdict(caught.value, repeatable=False).do is Do.AGAIN


def test_where_socks_is_not_installed_the_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1")
    monkeypatch.setitem(sys.modules, "socksio", None)
    with pytest.raises(Fatal, match=r"pip install .*socks"):
        request(4, ssl.create_default_context())


@pytest.mark.parametrize(
    ("result", "left"),
    [
        ({"message_id": 5, "date": 1, "chat": {"id": 2}, "text": "33.1%"}, {"message_id": 5, "date": 1, "chat": {"id": 2}}),
        ([{"update_id": 1, "message": {"message_id": 5, "text": "GDP?"}}],) * 2,
        ({"id": 3, "username": "econbot"},) * 2,
        (True, True),
    ],
)  # fmt: skip
async def test_of_a_sent_message_only_what_is_looked_at_is_read(result: object, left: object) -> None:
    body = json.dumps({"ok": True, "result": result}).encode()
    reply = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
    async with serving(says(reply)) as server, wire() as line:
        assert await line.post(server.url()) == left


async def test_a_file_goes_with_its_parameters_as_a_form() -> None:
    file = InputFile("椒江".encode(), "表.txt")
    data = RequestData(
        [RequestParameter("document", None, [file]), RequestParameter("caption", "说明", None)]
    )
    assert data.contains_files
    async with serving(says(OK)) as server, wire() as line:
        await line.do_request(server.url("bot1:x/sendDocument"), "POST", data)
    sent = server.requests[0]
    assert b"multipart/form-data" in sent and 'filename="表.txt"'.encode() in sent
    assert "椒江".encode() in sent and "说明".encode() in sent and b"text/plain" in sent


@pytest.mark.skipif(which("openssl") is None, reason="no openssl to make a certificate")
async def test_tls_and_a_certificate_nobody_vouches_for(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=x -addext subjectAltName=IP:127.0.0.1"
    )
    subprocess.run([*command.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    async with serving(says(OK), tls) as server:
        async with wire(tls=ssl.create_default_context(cafile=str(certificate))) as line:
            for _ in range(3):
                assert await line.do_request(server.url(scheme="https"), "GET") == (200, b"{}")
        assert server.connections == 1
        async with wire() as line:
            with pytest.raises(NetworkError) as caught:
                await line.do_request(server.url(scheme="https"), "GET")
        assert isinstance(caught.value.__cause__, aiohttp.ClientConnectorError)


def test_a_rehearsal_does_without() -> None:
    code = "import sys; from bot.cli import run; run(['chat', '--surface', 'private']); print('aiohttp' in sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", code], input="椒江2019年固投增速?".encode(), capture_output=True, check=True
    )
    assert "33.1%" in found.stdout.decode() and found.stdout.endswith(b"False\n")
