"""A process of its own: started, told to stop with questions in flight, and what it needs to start at all."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from botapi import TOKEN, BotApi, Events

from bot.telegram.receiving import Fatal
from bot.telegram.tables import default_state
from bot.telegram.wiring import API_URL, SECRET, state_file, wiring_from
from bot.telegram.wiring import TOKEN as TOKEN_NAME
from retrieval.schema import TelegramSettings, WebhookSettings

ROOT = Path(__file__).parents[2]
HOOKED = TelegramSettings(webhook=WebhookSettings(url="https://bot.example/yiju/hook", port=9000))


@asynccontextmanager
async def process(api: BotApi, seconds: float) -> AsyncIterator[asyncio.subprocess.Process]:
    """The echo bot, once it is ready."""
    command = [sys.executable, str(Path(__file__).with_name("echo_bot.py")), api.url, api.token, str(seconds)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    pipe = asyncio.subprocess.PIPE
    found = await asyncio.create_subprocess_exec(*command, env=environment, stdout=pipe, stderr=pipe)
    try:
        assert found.stdout is not None
        assert await asyncio.wait_for(found.stdout.readline(), 10) == b"ready econbot\n"
        yield found
    finally:
        if found.returncode is None:
            found.kill()
            await found.wait()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_told_to_stop_it_finishes_what_it_was_asked(number: signal.Signals) -> None:
    async with BotApi() as api, process(api, 0.4) as bot:
        people = Events(api)
        for chat in range(1, 9):
            people.say(people.private(chat), "慢")
        await api.until(lambda: not api.updates.waiting)  # fetched, and being answered
        bot.send_signal(number)
        _, errors = await asyncio.wait_for(bot.communicate(), 5)
        assert bot.returncode == 0
        assert [len(api.shown(chat)) for chat in range(1, 9)] == [1] * 8
        assert not api.updates.waiting
        assert f"stopping ({number.name})" in errors.decode()
        assert TOKEN not in errors.decode()


@pytest.mark.parametrize(
    ("environment", "problem"),
    [
        ({}, f"{TOKEN_NAME} is not set"),
        ({TOKEN_NAME: " "}, f"{TOKEN_NAME} is not set"),
        ({TOKEN_NAME: "椒江"}, "does not look like a token"),
        ({TOKEN_NAME: "123456:secret part"}, "does not look like a token"),
        ({TOKEN_NAME: TOKEN, API_URL: "localhost:8081"}, f"{API_URL} is no address"),
    ],
)
def test_what_is_missing_is_said_in_a_line_without_the_value(
    environment: dict[str, str], problem: str
) -> None:
    with pytest.raises(Fatal, match=problem) as failure:
        wiring_from(TelegramSettings(), environment)
    assert "secret" not in str(failure.value) and "椒江" not in str(failure.value)


def test_the_environments_server_goes_before_the_settings() -> None:
    settings = TelegramSettings(api_url="http://127.0.0.1:1", running=3, group_per_minute=5)
    way = wiring_from(settings, {TOKEN_NAME: TOKEN})
    assert (way.api_url, way.running, way.pace.group_per_minute, way.door) == (
        "http://127.0.0.1:1",
        3,
        5,
        None,
    )
    assert (
        wiring_from(settings, {TOKEN_NAME: TOKEN, API_URL: "http://127.0.0.1:2"}).api_url
        == "http://127.0.0.1:2"
    )


def test_a_webhook_listens_for_its_proxy_under_the_public_path() -> None:
    first, second = (wiring_from(HOOKED, {TOKEN_NAME: TOKEN}).door for _ in range(2))
    assert first is not None and second is not None
    assert (first.path, first.host, first.port) == ("/yiju/hook", "127.0.0.1", 9000)
    assert first.secret != second.secret and len(first.secret) >= 32
    given = wiring_from(HOOKED, {TOKEN_NAME: TOKEN, SECRET: "given"}).door
    assert given is not None and given.secret == "given"
    with pytest.raises(Fatal, match=SECRET):
        wiring_from(HOOKED, {TOKEN_NAME: TOKEN, SECRET: "not good"})


def test_the_memory_is_where_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/x")
    assert state_file(TelegramSettings()) == Path("/x/yiju/state.sqlite3")
    assert state_file(TelegramSettings(state="/y/z")) == Path("/y/z")


@pytest.mark.parametrize(
    ("home", "file"),
    [("/x/state", "/x/state/yiju/state.sqlite3"), ("", "/h/.local/state/yiju/state.sqlite3"),
     ("relative", "/h/.local/state/yiju/state.sqlite3")],
)  # fmt: skip
def test_where_it_is_by_default(home: str, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", home)
    monkeypatch.setenv("HOME", "/h")
    assert default_state() == Path(file)
