"""The webhook: its secret, its path, and what it does with requests that no Telegram would make."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest
from botapi import BotApi, Events
from running import serving, wiring

from bot.telegram.receiving import Heartbeat
from bot.telegram.webhook import MAX_BODY, Door, Webhook

SECRET = "s3cret-of-the-webhook"
HEADER = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
DOOR = Door(SECRET, "/hook", port=0)
UPDATE = {"update_id": 1, "message": {}}


class Taken(list[Any]):
    """What a webhook took, over a client's requests."""

    async def ask(
        self, method: str = "POST", path: str = "/hook", headers: Any = None, content: Any = b"{}"
    ) -> int:
        async with Webhook(DOOR, self.append, Heartbeat()) as hook, httpx.AsyncClient() as client:
            url = f"http://127.0.0.1:{hook.port}{path}"
            found = await client.request(
                method, url, headers=HEADER if headers is None else headers, content=content
            )
        return found.status_code


async def test_a_good_update_is_taken() -> None:
    taken = Taken()
    assert await taken.ask(content=json.dumps(UPDATE)) == 200
    assert taken == [UPDATE]


@pytest.mark.parametrize(
    "headers",
    [{}, {"X-Telegram-Bot-Api-Secret-Token": "wrong"}, {"X-Telegram-Bot-Api-Secret-Token": SECRET + "x"}],
)
async def test_without_its_secret_nothing_is_taken(headers: dict[str, str]) -> None:
    taken = Taken()
    assert await taken.ask(headers=headers, content=json.dumps(UPDATE)) == 403
    assert taken == []


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", "text/plain"])
async def test_a_proxy_may_change_the_content_type(kind: str) -> None:
    assert await Taken().ask(headers=HEADER | {"Content-Type": kind}, content=json.dumps(UPDATE)) == 200


async def test_other_paths_and_methods_are_refused() -> None:
    assert await Taken().ask(path="/") == 404
    assert await Taken().ask(path="/hook/x") == 404
    assert await Taken().ask(method="GET") == 405
    assert await Taken().ask(path="/hook?x=1") == 200


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"5"])
async def test_what_is_no_update_is_not_asked_for_again(content: bytes) -> None:
    taken = Taken()
    assert await taken.ask(content=content) == 200
    assert taken == []


async def test_too_long_a_body_is_refused() -> None:
    assert await Taken().ask(content=b"x" * (MAX_BODY + 1)) == 413


async def test_one_connection_carries_many_requests() -> None:
    taken = Taken()
    async with Webhook(DOOR, taken.append, Heartbeat()) as hook, httpx.AsyncClient() as client:
        for _ in range(3):
            url = f"http://127.0.0.1:{hook.port}/hook"
            assert (await client.post(url, headers=HEADER, json=UPDATE)).status_code == 200
    assert taken == [UPDATE] * 3


async def test_noise_on_the_port_does_no_harm() -> None:
    taken = Taken()
    async with Webhook(DOOR, taken.append, Heartbeat()) as hook:
        for noise in (b"\x16\x03\x01\x02\x00", b"GET\r\n\r\n", b"", b"POST /hook HTTP/1.1\r\nHost: x\r\n"):
            _, writer = await asyncio.open_connection("127.0.0.1", hook.port)
            writer.write(noise)
            await writer.drain()
            writer.close()
        async with httpx.AsyncClient() as client:
            url = f"http://127.0.0.1:{hook.port}/hook"
            assert (await client.post(url, headers=HEADER, json=UPDATE)).status_code == 200


def test_a_webhook_without_a_secret_is_not_opened() -> None:
    with pytest.raises(ValueError, match="secret"):
        Webhook(Door(""), lambda _: None, Heartbeat())


def test_it_listens_to_this_machine_only() -> None:
    assert Door(SECRET).host == "127.0.0.1"


async def test_the_whole_bot_over_a_webhook() -> None:
    async with BotApi() as api:
        people = Events(api)
        people.say(people.private(), "一")
        api.updates.push({"message": 5})
        people.say(people.private(), "二")
        async with serving(wiring(api, door=DOOR)) as running:
            answers = await api.answers(1, 2)
            assert running.started.is_set()
            assert api.updates.webhook["secret_token"] == SECRET
        assert [one.text for one in answers] == ["回 一", "回 二"]
        assert [status for _, status in api.updates.delivered] == [200, 200, 200]
        assert api.updates.webhook["url"]  # kept: what is asked meanwhile waits at Telegram


async def test_what_is_asked_while_it_is_down_is_answered_when_it_is_up_again() -> None:
    async with BotApi() as api:
        people = Events(api)
        async with serving(wiring(api, door=DOOR)):
            people.say(people.private(), "一")
            await api.answers(1)
        people.say(people.private(), "二")
        async with serving(wiring(api, door=DOOR)):
            await api.answers(1, 2)
