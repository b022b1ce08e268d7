"""``yiju eval``: a question set asked and scored."""

from __future__ import annotations

import json
from pathlib import Path

import click

from bot.commands.session import Session, common_options, json_option, open_session, print_json
from bot.evaluation import Outcome, Report, evaluate
from bot.progress import counted
from bot.questions import read_set
from bot.terminal import table

_PERCENT = click.FloatRange(0, 100)


@click.command("eval")
@click.argument("question_set", metavar="SET", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--show", type=click.Choice(["wrong", "missed", "unproved", "all"]), help="Show these failures."
)
@click.option(
    "--answers", type=click.Path(dir_okay=False, path_type=Path), help="Write every answer, JSON lines."
)
@click.option("--min-right", type=_PERCENT, help="Exit 1 where fewer per cent are right.")
@click.option("--max-wrong", type=_PERCENT, help="Exit 1 where more per cent are wrong.")
@common_options
@json_option
def command(
    question_set: Path, show: str | None, answers: Path | None, min_right: float | None, max_wrong: float | None,
    articles: Path | None, config: Path | None, lang: str | None, as_json: bool,
) -> int:  # fmt: skip
    """Ask every question of SET, a folder with questions.jsonl and articles/ (without: the seeds), and score it."""
    own = question_set / "articles"
    session = open_session(articles or (own if own.is_dir() else None), config, lang)
    questions = read_set(question_set)
    mind = session.mind(seeds=True)
    label = session.messages.text("progress.asking")
    report = Report(tuple(counted(evaluate(mind, questions), len(questions), label)))
    if answers:
        _write(report, answers)
    if as_json:
        print_json(report.to_json())
    else:
        _print(session, report, show)
    return _floors(session, report, min_right, max_wrong)


def _write(report: Report, path: Path) -> None:
    lines = (json.dumps(outcome.answer, ensure_ascii=False) + "\n" for outcome in report.outcomes)
    path.write_text("".join(lines), encoding="utf-8")


def _print(session: Session, report: Report, show: str | None) -> None:
    messages = session.messages
    for outcome in report.outcomes:
        if outcome.verdict != "right" and show in (outcome.verdict, "all"):
            click.echo(_failure(outcome))
    head = messages.text("eval.columns").split("|")
    click.echo(table([head, *report.rows(messages.text("eval.all"))]))
    click.echo(messages.text("eval.funnel", **report.funnel()))
    typical, slowest = report.milliseconds()
    click.echo(messages.text("eval.time", median=f"{typical:.1f}", slowest=f"{slowest:.1f}"))


def _failure(outcome: Outcome) -> str:
    gold, answer = outcome.gold, outcome.answer
    wanted = " | ".join(gold.answers) or gold.type
    given = answer["answer"] or f"{answer['status']}: {answer['reason']}"
    stage = "" if not gold.answers else f"  [{'found' if outcome.found else 'not found'}]"
    return f"{outcome.verdict:8} {gold.id} {' / '.join(gold.turns)}  → {given}  (≠ {wanted}){stage}"


def _floors(session: Session, report: Report, min_right: float | None, max_wrong: float | None) -> int:
    right, wrong = report.percent("right"), report.percent("wrong")
    failed = []
    if min_right is not None and right < min_right:
        failed.append(
            session.messages.text("eval.failed_right", value=f"{right:.1f}", floor=f"{min_right:g}")
        )
    if max_wrong is not None and wrong > max_wrong:
        failed.append(
            session.messages.text("eval.failed_wrong", value=f"{wrong:.1f}", floor=f"{max_wrong:g}")
        )
    for line in failed:
        click.echo(line, err=True)
    return 1 if failed else 0
