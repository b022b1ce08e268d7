"""``yiju search``: the retriever alone, for one query or for a file of questions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from bot.commands.session import Session, common_options, json_option, open_session, print_json
from bot.mind import Mind
from bot.progress import counted
from bot.questions import read_jsonl
from retrieval.records import Sentence

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, path_type=Path)

Hits = Sequence[tuple[Sentence, float]]


@click.command("search")
@click.argument("words", nargs=-1)
@click.option(
    "--top", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many sentences."
)
@click.option("--questions", type=_FILE, help="JSON lines with id and question.")
@click.option("--out", type=_OUT, help="Where the hits of --questions go.")
@common_options
@json_option
def command(
    words: tuple[str, ...], top: int, questions: Path | None, out: Path | None,
    articles: Path | None, config: Path | None, lang: str | None, as_json: bool,
) -> int:  # fmt: skip
    """Search for WORDS and show sentences with their scores, or for every question of --questions FILE."""
    if bool(words) == bool(questions) or (questions is None) != (out is None):
        raise click.UsageError("Give WORDS, or --questions FILE and --out FILE.")
    session = open_session(articles, config, lang)
    mind = session.mind()
    if questions and out:
        return _batch(session, mind, questions, out, top)
    hits = mind.search(" ".join(words), top)
    if as_json:
        print_json([_to_json(*hit) for hit in hits])
    else:
        _show(session, hits)
    return 0 if hits else 1


def _show(session: Session, hits: Hits) -> None:
    if not hits:
        click.echo(session.messages.text("search.none"))
    for number, (sentence, score) in enumerate(hits, 1):
        click.echo(
            f"{number:3} {score:8.3f}  {sentence.article}#{sentence.start}-{sentence.end}  {sentence.text}"
        )


def _batch(session: Session, mind: Mind, questions: Path, out: Path, top: int) -> int:
    asked = read_jsonl(questions, needed=("id", "question"))
    label = session.messages.text("progress.searching")
    with out.open("w", encoding="utf-8") as file:
        for question in counted(asked, len(asked), label):
            hits = [_to_json(*hit) for hit in mind.search(question["question"], top)]
            file.write(json.dumps({"id": question["id"], "hits": hits}, ensure_ascii=False) + "\n")
    return 0


def _to_json(sentence: Sentence, score: float) -> dict[str, Any]:
    place = {"start": sentence.start, "end": sentence.end}
    return {"article": sentence.article, "text": sentence.text, "score": round(score, 6), **place}
