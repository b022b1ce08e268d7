"""A bot that hears nothing is found out."""

from __future__ import annotations

import logging

import pytest
from botapi import BotApi, Events, Fault, Refusal
from running import serving, wiring

from bot.telegram.receiving import Heartbeat


async def test_a_dead_poll_is_noticed_and_its_recovery(caplog: pytest.LogCaptureFixture) -> None:
    async with BotApi() as api:
        api.fault(Fault("getUpdates", Refusal(502, "Bad Gateway"), times=8))
        async with serving(wiring(api, silence=0.1)):
            with caplog.at_level(logging.WARNING):
                await api.until(lambda: "no updates could be fetched" in caplog.text)
                Events(api).say(Events(api).private(), "在吗")
                await api.answers(1)
                await api.until(lambda: "fetched again" in caplog.text)


def test_a_heart_that_never_beat_is_infinitely_late() -> None:
    now = [5.0]
    heart = Heartbeat(lambda: now[0])
    assert heart.age() == float("inf")
    heart.beat()
    now[0] = 8.0
    assert heart.age() == 3.0
