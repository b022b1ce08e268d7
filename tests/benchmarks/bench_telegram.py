"""How long an answer takes from update to message, and how many a second, beside a bare echo bot.

python tests/benchmarks/bench_telegram.py [--rounds 3] [--most 2.0]

Both bots are processes of their own and talk to the same loopback Bot API server in this one. Every question of the
seeds' set is asked once a round: one after another (the time of each), then the same by others (what is left when the
answer is remembered), and by a bot started anew all at once (answers a second). Beside it the assistant alone, without
a bot. Exit status 1: over ``--most`` times the echo bot.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "telegram")]

from botapi import TOKEN, BotApi, Events  # noqa: E402

SEEDS = ROOT / "tests" / "quality" / "sets" / "seeds" / "questions.jsonl"
ECHO = """
import sys
from telegram.ext import ApplicationBuilder, MessageHandler, filters
async def echo(update, context):
    await update.message.reply_text(update.message.text)
builder = ApplicationBuilder().token(sys.argv[2]).base_url(sys.argv[1] + "/bot").concurrent_updates(16)
application = builder.build()
application.add_handler(MessageHandler(filters.TEXT, echo))
application.run_polling(allowed_updates=["message"])
"""
COMMANDS = {"echo": ["-c", ECHO], "yiju": ["-m", "bot.cli", "bot"]}


async def started(name: str, api: BotApi, folder: str) -> asyncio.subprocess.Process:
    """The bot's process, once it has answered a first message."""
    names = {"TELEGRAM_BOT_TOKEN": TOKEN, "YIJU_TELEGRAM_API_URL": api.url, "YIJU_STATE": f"{folder}/state",
             "PYTHONPATH": str(ROOT)}  # fmt: skip
    command = [*COMMANDS[name], *([api.url, TOKEN] if name == "echo" else [])]
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, env=os.environ | names, stdout=quiet, stderr=quiet
    )
    people = Events(api)
    people.say(people.private(999_999), "你好")
    await api.answers(999_999, 1, 20)
    await asyncio.sleep(0.3)  # menu and descriptions
    return process


async def one_by_one(api: BotApi, questions: list[str], first: int = 1) -> list[float]:
    """Seconds from each update to its message."""
    people, found = Events(api), []
    for number, question in enumerate(questions, first):
        before = len(api.calls)
        began = time.monotonic()
        people.say(people.private(number), question)
        found.append((await first_send(api, before)) - began)
    return found


async def first_send(api: BotApi, before: int) -> float:
    """When the next message arrived."""
    while not (at := [c.at for c in api.calls[before:] if c.method == "sendMessage"]):
        api._changed.clear()
        await api._changed.wait()
    return at[0]


async def all_at_once(api: BotApi, questions: list[str]) -> float:
    """Answers a second."""
    people, before = Events(api), len(api.calls)
    began = time.monotonic()
    for number, question in enumerate(questions, 10_001):
        people.say(people.private(number), question)
    await api.until(lambda: sum(c.method == "sendMessage" for c in api.calls[before:]) >= len(questions), 120)
    return len(questions) / (api.calls[-1].at - began)


@dataclass
class Figures:
    """What was measured of one bot, over all rounds."""

    new: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        new, again = sorted(self.new), sorted(self.again)
        p99 = new[min(len(new) - 1, int(len(new) * 0.99))]
        return (
            f"median {_ms(new)} ms, mean {statistics.mean(new) * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms, "
            f"asked before {_ms(again)} ms, {statistics.median(self.rates):.0f} answers a second"
        )


def _ms(times: list[float]) -> str:
    return f"{statistics.median(times) * 1000:.1f}"


async def measure(name: str, questions: list[str], figures: Figures) -> None:
    """Times and rates of one round."""
    async with running(name) as api:
        figures.new += await one_by_one(api, questions)
        figures.again += await one_by_one(api, questions, 1000)
    async with running(name) as api:
        figures.rates.append(await all_at_once(api, questions))


@asynccontextmanager
async def running(name: str) -> AsyncIterator[BotApi]:
    """A server with a fresh bot."""
    with TemporaryDirectory() as folder:
        async with BotApi() as api:
            process = await started(name, api, folder)
            yield api
            process.terminate()
            await process.wait()


def thinking(questions: list[str]) -> list[float]:
    """Seconds the assistant alone takes for each question."""
    from bot.mind import load_mind
    from retrieval.config import load_config

    mind, found = load_mind(load_config(), None), []
    mind.ask("你好")
    for question in questions:
        began = time.monotonic()
        mind.ask(question)
        found.append(time.monotonic() - began)
    return found


async def main(rounds: int, most: float) -> int:
    """Measure both, print, and compare."""
    questions = [json.loads(line)["turns"][0] for line in SEEDS.read_text("utf-8").splitlines()]
    print(f"the assistant alone: median {_ms(thinking(questions))} ms")
    figures = {name: Figures() for name in COMMANDS}
    for _ in range(rounds):  # in turn, since the machine's speed may drift
        for name, found in figures.items():
            await measure(name, questions, found)
    echo, yiju = figures.values()
    print(f"echo: {echo}\nyiju: {yiju}")
    ratio = statistics.median(yiju.new) / statistics.median(echo.new)
    again = statistics.median(yiju.again) / statistics.median(echo.again)
    print(f"ratio of medians: {ratio:.2f} (at most {most}); asked before: {again:.2f}")
    return 0 if ratio <= most else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--most", type=float, default=2.0)
    chosen = parser.parse_args()
    sys.exit(asyncio.run(main(chosen.rounds, chosen.most)))
