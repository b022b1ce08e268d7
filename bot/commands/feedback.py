"""``yiju feedback``: what people thought of the bot's answers, to read or as questions of a test set."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import click

from bot.commands.session import common_options, open_session, print_json
from bot.telegram.storage import Opinion, Storage
from bot.telegram.wiring import state_file

_TYPES = {"growth", "level", "rank", "share", "count", "difference", "entity", "date", "compare"}


@click.command("feedback")
@common_options
@click.option("--state", type=click.Path(path_type=Path, dir_okay=False), envvar="YIJU_STATE",
              help="File of the bot's memory.")  # fmt: skip
@click.option("--export", is_flag=True, help="Print questions.jsonl lines, one a question.")
@click.option("--bad", "only", flag_value="bad", help="Only answers somebody marked as bad.")
@click.option("--good", "only", flag_value="good", help="Only answers somebody marked as good.")
def command(
    articles: Path | None,
    config: Path | None,
    lang: str | None,
    state: Path | None,
    export: bool,
    only: str | None,
) -> int:
    """List what people thought of answers, oldest first. --export makes test cases of them.

    In an export a good answer is its own gold; what the right answer to a bad one is, a person must fill in.
    """
    session = open_session(articles, config, lang)
    file = state or state_file(session.config.settings.telegram)
    if not file.exists():
        click.echo(session.messages.text("feedback.none"), err=True)
        return 1
    with Storage.open(file) as storage:
        found = storage.opinions(None if only is None else only == "good")
    if export:
        for case in cases(found):
            print_json(case)
    elif not found:
        click.echo(session.messages.text("feedback.none"), err=True)
    else:
        click.echo("\n".join(_line(opinion) for opinion in found))
    return 0 if found else 1


def cases(opinions: tuple[Opinion, ...]) -> list[dict[str, Any]]:
    """Each question once, as tests/quality/FORMAT.md has it; the last opinion of it counts."""
    found: dict[str, Opinion] = {}
    for opinion in opinions:
        key = json.dumps(json.loads(opinion.answer)["turns"], ensure_ascii=False)
        found.pop(key, None)
        found[key] = opinion
    return [_case(number, opinion) for number, opinion in enumerate(found.values(), 1)]


def _case(number: int, opinion: Opinion) -> dict[str, Any]:
    answer = json.loads(opinion.answer)
    quotes = answer["quotes"]
    said = answer["answer"] or answer["reason"] or answer["status"]
    note = f"{_mark(opinion)} {said}"
    cited = [f"{article}@{digest}" for article, digest in sorted(opinion.digests.items())]
    return {
        "id": f"f-{number:03}",
        "turns": answer["turns"],
        "lang": opinion.lang,
        "type": _type(answer),
        "answers": [answer["answer"]] if opinion.good and answer["answer"] else [],
        "doc": quotes[0]["article"] if quotes else None,
        "evidence": quotes[0]["text"] if opinion.good and quotes else "",
        "note": " ".join([note, *cited]),
    }


def _type(answer: dict[str, Any]) -> str:
    statuses = {"not_found": "unanswerable", "clarify": "clarify", "offtopic": "offtopic"}
    measure = answer["measure"] or ("level" if answer["indicator"] else "entity")
    return statuses.get(answer["status"]) or (measure if measure in _TYPES else "level")


def _line(opinion: Opinion) -> str:
    at = datetime.fromtimestamp(opinion.at, timezone.utc).strftime("%Y-%m-%d %H:%M")
    answer = json.loads(opinion.answer)
    asked = " → ".join(answer["turns"])
    return f"{at} {_mark(opinion)} {asked} | {answer['answer'] or answer['reason'] or answer['status']}"


def _mark(opinion: Opinion) -> str:
    return "👍" if opinion.good else "👎"
