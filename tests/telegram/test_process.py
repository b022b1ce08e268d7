"""``yiju bot`` as a process, ``yiju feedback`` and ``yiju chat --surface`` as they are typed."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from botapi import TOKEN, BotApi, Events
from house import ANSWERED, house

from bot.commands.feedback import cases
from bot.telegram.rehearsal import SURFACES

ROOT = Path(__file__).parents[2]
HIDDEN = ("TELEGRAM_BOT_TOKEN", "YIJU_TELEGRAM_API_URL", "YIJU_STATE", "YIJU_ARTICLES", "YIJU_CONFIG")


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in HIDDEN}
    return kept | {"PYTHONPATH": str(ROOT), "LC_ALL": "en_US.UTF-8"} | more


def yiju(*words: str, text: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot.cli", *words]
    return subprocess.run(
        command,
        input=text,
        capture_output=True,
        text=True,
        env=environment(**more),
        cwd=ROOT,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("token", ["", "hunter2hunter2"])
def test_without_a_token_it_says_what_is_missing(token: str) -> None:
    found = yiju("bot", TELEGRAM_BOT_TOKEN=token)
    assert found.returncode == 2
    assert "TELEGRAM_BOT_TOKEN" in found.stderr and "Traceback" not in found.stderr
    assert "hunter2" not in found.stderr + found.stdout


async def test_the_process_says_who_it_is_answers_and_stops_cleanly(tmp_path: Path) -> None:
    async with BotApi() as api:
        names = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "YIJU_TELEGRAM_API_URL": api.url,
            "YIJU_STATE": str(tmp_path / "state"),
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.cli", "bot", "--debug", cwd=ROOT, env=environment(**names),
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode()
        assert line.strip() == f"@econbot: 5 articles, polling {api.url}"
        people = Events(api)
        for number in range(1, 9):
            people.say(people.private(number), ANSWERED)
        await api.until(lambda: api.made("sendMessage"))
        process.send_signal(signal.SIGTERM)
        _, errors = await process.communicate()
        assert process.returncode == 0
        assert [len(api.shown(number)) for number in range(1, 9)] == [1] * 8
        assert not api.updates.waiting or api.made("getUpdates")
        assert TOKEN not in errors.decode() and TOKEN.partition(":")[2] not in errors.decode()


async def test_a_second_poller_ends_the_process_with_a_reason(tmp_path: Path) -> None:
    async with BotApi() as api:
        api.fail("getUpdates", 409, "Conflict: terminated by other getUpdates request", times=9)
        names = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "YIJU_TELEGRAM_API_URL": api.url,
            "YIJU_STATE": str(tmp_path / "state"),
        }
        found = await asyncio.to_thread(yiju, "bot", **names)
        assert found.returncode == 1
        assert "only one may run" in found.stderr


@pytest.mark.parametrize("surface", SURFACES)
def test_chat_on_a_surface_prints_the_very_message_and_takes_presses(surface: str) -> None:
    found = yiju("chat", "--surface", surface, "--lang", "zh", text=f"{ANSWERED}\n2\n1\n4\n")
    assert found.returncode == 0, found.stderr
    assert "<b>33.1%</b>  浙江省台州市椒江区 · 2019年 · 固定资产投资 · 增速" in found.stdout
    assert "[2] 上下文" in found.stdout and "[1] 返回答案" in found.stdout
    assert "谢谢，已记下。" in found.stdout


def test_help_in_the_terminal_lists_the_same_commands() -> None:
    found = yiju("chat", "--lang", "zh", text="/help\n/sources\n/ask 椒江2019年固投增速\n")
    assert "/privacy 保存什么" in found.stdout
    assert "共5篇文章。" in found.stdout
    assert "33.1%" in found.stdout


async def test_feedback_is_listed_and_exported_as_test_cases(tmp_path: Path) -> None:
    state = tmp_path / "state.sqlite3"
    async with house(state=state) as h:
        h.people.say(h.people.private(), ANSWERED)
        (card,) = await h.api.answers(1)
        h.people.press(card.message, "👎")
        await h.api.until(h.storage.opinions)
    listed = await asyncio.to_thread(yiju, "feedback", "--state", str(state))
    exported = await asyncio.to_thread(yiju, "feedback", "--bad", "--export", "--state", str(state))
    assert "👎" in listed.stdout and "33.1%" in listed.stdout
    case: dict[str, Any] = json.loads(exported.stdout)
    assert set(case) == {"id", "turns", "lang", "type", "answers", "doc", "evidence", "note"}
    assert case["turns"] == [ANSWERED] and case["answers"] == [] and case["type"] == "growth"
    assert case["doc"] == "001-jiaojiang" and "001-jiaojiang@" in case["note"]


def test_no_feedback_is_said(tmp_path: Path) -> None:
    found = yiju("feedback", "--state", str(tmp_path / "none"))
    assert found.returncode == 1 and not (tmp_path / "none").exists()
    assert cases(()) == []
