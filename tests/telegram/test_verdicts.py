"""What is to be done about an error, as a table: error, for a new message, for what may be done twice."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import aiohttp
import httpx
import pytest
from multidict import CIMultiDict, CIMultiDictProxy
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, NetworkError, RetryAfter, TimedOut
from yarl import URL

from bot.telegram.verdicts import Do, verdict

KEY: Any = SimpleNamespace(host="x", port=443, ssl=True)
INFO = aiohttp.RequestInfo(URL("http://x"), "CONNECT", CIMultiDictProxy(CIMultiDict()), URL("http://x"))


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "once", "twice"),
    [
        (TimedOut(), Do.GIVE_UP, Do.AGAIN),
        (TimedOut("Pool timeout: All connections in the connection pool are occupied."), Do.AGAIN, Do.AGAIN),
        (caused(TimedOut(), httpx.ConnectTimeout("x")), Do.AGAIN, Do.AGAIN),
        (caused(NetworkError("httpx.ConnectError: x"), httpx.ConnectError("x")), Do.AGAIN, Do.AGAIN),
        (caused(NetworkError("httpx.ReadError: "), httpx.ReadError("x")), Do.GIVE_UP, Do.AGAIN),
        (caused(TimedOut(), aiohttp.ConnectionTimeoutError("x")), Do.AGAIN, Do.AGAIN),
        (caused(TimedOut(), aiohttp.SocketTimeoutError("x")), Do.GIVE_UP, Do.AGAIN),
        (caused(NetworkError("x"), aiohttp.ClientConnectorError(KEY, OSError())), Do.AGAIN, Do.AGAIN),
        (caused(NetworkError("x"), aiohttp.ClientHttpProxyError(INFO, (), status=407)), Do.AGAIN, Do.AGAIN),
        (caused(NetworkError("x"), aiohttp.ServerDisconnectedError()), Do.GIVE_UP, Do.AGAIN),
        (caused(NetworkError("x"), aiohttp.ClientOSError()), Do.GIVE_UP, Do.AGAIN),
        (NetworkError("Bad Gateway"), Do.AGAIN, Do.AGAIN),
        (NetworkError("Too Many Requests: retry later"), Do.AGAIN, Do.AGAIN),
        (RetryAfter(9), Do.GIVE_UP, Do.GIVE_UP),
        (Forbidden("Forbidden: bot was blocked by the user"), Do.FORGET, Do.FORGET),
        (ChatMigrated(-1005), Do.ELSEWHERE, Do.ELSEWHERE),
        (BadRequest("Chat not found"), Do.FORGET, Do.FORGET),
        (BadRequest("Not enough rights to send text messages to the chat"), Do.FORGET, Do.FORGET),
        (BadRequest("Can't parse entities: unsupported start tag"), Do.PLAIN, Do.PLAIN),
        (BadRequest("Query is too old and response timeout expired or query ID is invalid"), Do.IGNORE, Do.IGNORE),
        (BadRequest("Message to edit not found"), Do.IGNORE, Do.IGNORE),
        (BadRequest("Message is too long"), Do.GIVE_UP, Do.GIVE_UP),
        (BadRequest("RESULT_ID_INVALID"), Do.GIVE_UP, Do.GIVE_UP),
        (Conflict("terminated"), Do.GIVE_UP, Do.GIVE_UP),
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
def test_what_to_do_about_an_error(error: Any, once: Do, twice: Do) -> None:
    assert verdict(error, repeatable=False).do is once
    assert verdict(error, repeatable=True).do is twice
