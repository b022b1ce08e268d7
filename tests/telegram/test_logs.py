"""The token is in no log line: not in messages, not in arguments, not in tracebacks, not at DEBUG."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from botapi import TOKEN, BotApi, Events
from hypothesis import given
from hypothesis import strategies as st
from running import Running, serving, wiring
from telegram.error import InvalidToken

from bot.telegram.application import build
from bot.telegram.logs import Hider, SafeFilter, set_up
from bot.telegram.receiving import Fatal

SECRET = "webhook-secret-of-ours"


@contextmanager
def logging_to(level: int, *secrets: str) -> Iterator[io.StringIO]:
    """The root logger as the bot sets it up, put back afterwards."""
    root = logging.getLogger()
    names = ("httpx", "httpcore")
    before = root.level, list(root.handlers), [logging.getLogger(name).level for name in names]
    filters = {handler: list(handler.filters) for handler in root.handlers}
    stream = io.StringIO()
    set_up(secrets, level, stream)
    try:
        yield stream
    finally:
        root.setLevel(before[0])
        root.handlers = before[1]
        for handler in root.handlers:
            handler.filters = filters[handler]
        for name, one in zip(names, before[2], strict=True):
            logging.getLogger(name).setLevel(one)


def test_a_message_its_arguments_and_its_traceback() -> None:
    with logging_to(logging.DEBUG) as stream:
        log = logging.getLogger("x")
        log.info("POST https://api.telegram.org/bot%s/getMe", TOKEN)
        log.info(f"bot{TOKEN}")
        log.info("%(a)s", {"a": TOKEN})
        log.info("wrong arguments %s %s", TOKEN)  # noqa: PLE1206 - on purpose
        try:
            raise InvalidToken(f"The token `{TOKEN}` was rejected by the server.")
        except InvalidToken as error:
            log.exception("cannot go on: %s", error)
            log.info("and the stack", stack_info=True)
    assert TOKEN not in stream.getvalue()
    assert stream.getvalue().count("<token>") >= 6
    assert "InvalidToken" in stream.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        "123456789:AAFakeTokenForTheLoopbackServer_0123456",
        "https://api.telegram.org/file/bot123456789:AAFakeTokenForTheLoopbackServer_0123456/photos/1.jpg",
        "url=123456789%3AAAFakeTokenForTheLoopbackServer_0123456",
        "123456789%3aAAFakeTokenForTheLoopbackServer_0123456&x",
    ],
)
def test_any_token_is_known_by_its_form(text: str) -> None:
    assert "AAFake" not in Hider().hide(text)


def test_what_is_no_token_is_left_alone() -> None:
    text = "2019年1-9月 12:30:05 http://127.0.0.1:8080/x 123456:short"
    assert Hider().hide(text) == text


def test_a_secret_that_does_not_look_like_a_token_is_hidden_by_name() -> None:
    assert Hider([SECRET, "42:AB"]).hide(f"header {SECRET}") == "header <token>"


@given(st.text(max_size=30), st.text(max_size=30))
def test_whatever_stands_around_it(before: str, after: str) -> None:
    assert TOKEN not in Hider([TOKEN]).hide(before + TOKEN + after)


def test_other_handlers_are_made_safe_as_well(caplog: pytest.LogCaptureFixture) -> None:
    with logging_to(logging.DEBUG):
        logging.getLogger("y").error("bot%s", TOKEN)
    assert TOKEN not in caplog.text


def test_a_filtered_record_keeps_its_traceback_as_text() -> None:
    try:
        raise ValueError(TOKEN)
    except ValueError as error:
        record = logging.LogRecord("x", 40, "f", 1, "m", None, (ValueError, error, error.__traceback__))
    assert SafeFilter(Hider()).filter(record)
    assert record.exc_text is not None and "ValueError: <token>" in record.exc_text


async def test_no_token_in_a_whole_life_at_debug(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with logging_to(logging.DEBUG) as stream:
        async with BotApi() as api:
            people = Events(api)
            api.fail("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
            api.updates.push({"message": 5})
            people.say(people.private(), "在吗")
            async with serving(wiring(api)) as running:
                await api.answers(1)
                logging.getLogger("z").info("%r %r", running.application, running.application.bot)
                logging.getLogger("z").info(running.application.bot.base_url)
                await api.stop()
                people.say(people.private(), "又")
                await api.start()
                await api.answers(1, 2)
            api.token = "1:x"
            with pytest.raises(Fatal):
                await Running(build(wiring(api, token=TOKEN)), wiring(api, token=TOKEN)).task
    assert "bot.telegram.wire" in stream.getvalue()  # the most talkative one did talk
    assert TOKEN not in stream.getvalue()
    assert TOKEN.split(":")[1] not in stream.getvalue()
    assert TOKEN not in caplog.text


async def test_requests_are_not_logged_in_ordinary_life() -> None:
    with logging_to(logging.INFO) as stream:
        async with BotApi() as api:
            people = Events(api)
            people.say(people.private(), "在吗")
            async with serving(wiring(api)):
                await api.answers(1)
    assert "HTTP Request" not in stream.getvalue()
