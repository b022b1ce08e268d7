"""How long an answer takes from update to message, and how many a second, beside a bare echo bot.

python tests/benchmarks/bench_telegram.py [--rounds 5] [--most 2.0]

The bots are processes of their own and talk to loopback Bot API servers in this one. Every question of the seeds' set
is asked once a round: one after another (the time of each), then the same by others (what is left when the answer is
remembered), and by a bot started anew all at once (answers a second). All bots of a round are up together and asked in
turn, a few questions each, since the machine's speed drifts. Beside them the assistant alone, without a bot.

``echo`` is what anybody writes with the library, over its own HTTP client; ``echo, aiohttp`` has our client, which
needs a third of the processor. Exit status 1: over ``--most`` times ``echo`` in the middle round.
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
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "telegram")]

from botapi import TOKEN, BotApi, Events  # noqa: E402

SEEDS = ROOT / "tests" / "quality" / "sets" / "seeds" / "questions.jsonl"
AT_A_TIME = 8  # questions of one bot before it is another's turn
ECHO = """
import ssl, sys
from telegram.ext import ApplicationBuilder, MessageHandler, filters
async def echo(update, context):
    await update.message.reply_text(update.message.text)
builder = ApplicationBuilder().token(sys.argv[2]).base_url(sys.argv[1] + "/bot").concurrent_updates(16)
if sys.argv[3:]:
    from bot.telegram.wire import request
    tls = ssl.create_default_context()
    builder = builder.request(request(64, tls)).get_updates_request(request(1, tls))
application = builder.build()
application.add_handler(MessageHandler(filters.TEXT, echo))
application.run_polling(allowed_updates=["message"])
"""
BOTS = ("echo", "echo, aiohttp", "yiju")


def command(name: str, api: BotApi) -> list[str]:
    """What Python is given to run a bot."""
    if name == "yiju":
        return ["-m", "bot.cli", "bot"]
    return ["-c", ECHO, api.url, TOKEN, *name.split(", ")[1:]]


async def started(name: str, api: BotApi, folder: str) -> asyncio.subprocess.Process:
    """The bot's process, once it has answered a first message."""
    names = {"TELEGRAM_BOT_TOKEN": TOKEN, "YIJU_TELEGRAM_API_URL": api.url, "YIJU_STATE": f"{folder}/state",
             "PYTHONPATH": str(ROOT)}  # fmt: skip
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command(name, api), env=os.environ | names, stdout=quiet, stderr=quiet
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
    """What was measured of one bot, over all rounds; seconds, and of the processor seconds a question."""

    new: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    spent: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        new = sorted(self.new)
        p99 = new[min(len(new) - 1, int(len(new) * 0.99))]
        return (
            f"median {_ms(new)} ms, mean {statistics.mean(new) * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms, "
            f"processor {_ms(self.spent)} ms, asked before {_ms(self.again)} ms, "
            f"{statistics.median(self.rates):.0f} answers a second"
        )


def _ms(times: list[float]) -> str:
    return f"{statistics.median(times) * 1000:.1f}"


@dataclass(frozen=True)
class Running:
    """A bot that is up, with its server."""

    name: str
    api: BotApi
    pid: int

    def spent(self) -> float:
        """The seconds of the processor it has used; 0 where the system does not tell (Linux does)."""
        tasks = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


async def measure(questions: list[str], figures: dict[str, Figures], turn: int) -> None:
    """Times and rates of one round; who begins changes with ``turn``."""
    names = BOTS[turn % len(BOTS) :] + BOTS[: turn % len(BOTS)]
    async with AsyncExitStack() as stack:
        bots = [await stack.enter_async_context(running(name)) for name in names]
        used = dict.fromkeys(names, 0.0)
        for at in range(0, len(questions), AT_A_TIME):
            for bot in bots:
                before = bot.spent()
                figures[bot.name].new += await one_by_one(bot.api, questions[at : at + AT_A_TIME], 1 + at)
                used[bot.name] += bot.spent() - before
        for at in range(0, len(questions), AT_A_TIME):
            for bot in bots:
                figures[bot.name].again += await one_by_one(
                    bot.api, questions[at : at + AT_A_TIME], 1000 + at
                )
    for name in names:
        figures[name].spent.append(used[name] / len(questions))
        async with running(name) as bot:
            figures[name].rates.append(await all_at_once(bot.api, questions))


@asynccontextmanager
async def running(name: str) -> AsyncIterator[Running]:
    """A server with a fresh bot."""
    with TemporaryDirectory() as folder:
        async with BotApi() as api:
            process = await started(name, api, folder)
            yield Running(name, api, process.pid)
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
    figures = {name: Figures() for name in BOTS}
    for turn in range(rounds):
        await measure(questions, figures, turn)
    for name, found in figures.items():
        print(f"{name}: {found}")
    echo, yiju = figures["echo"], figures["yiju"]
    each = _each(yiju, echo, rounds)
    middle = statistics.median(each)
    told = ", ".join(f"{ratio:.2f}" for ratio in each)
    print(f"ratio of medians, of the middle round: {middle:.2f} (at most {most}); of each: {told}")
    for name in BOTS[:-1]:
        other = figures[name]
        print(
            f"beside {name}, all rounds: new {_ratio(yiju.new, other.new)}, "
            f"asked before {_ratio(yiju.again, other.again)}, processor {_ratio(yiju.spent, other.spent)}"
        )
    return 0 if middle <= most else 1


def _ratio(one: list[float], other: list[float]) -> str:
    """Of the medians; - where there is nothing to compare with."""
    base = statistics.median(other)
    return f"{statistics.median(one) / base:.2f}" if base else "-"


def _each(one: Figures, other: Figures, rounds: int) -> list[float]:
    """The ratio of the medians of each round: what else the machine did in one of them spoils only that one."""
    size = len(one.new) // rounds
    starts = range(0, len(one.new), size)
    median = statistics.median
    return [median(one.new[at : at + size]) / median(other.new[at : at + size]) for at in starts]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--most", type=float, default=2.0)
    chosen = parser.parse_args()
    sys.exit(asyncio.run(main(chosen.rounds, chosen.most)))
