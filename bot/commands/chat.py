"""``yiju chat``: a conversation in the terminal, with the messages the bot would send."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot.commands.session import Session, common_options, open_session
from bot.menu import NAMES, lines
from bot.messages import Kind, compose
from bot.mind import Mind
from retrieval.records import Answer

SURFACES = ("private", "group", "inline", "guest")


@click.command("chat")
@common_options
@click.option("--surface", type=click.Choice(SURFACES), help="Show the messages as Telegram is sent them.")
def command(articles: Path | None, config: Path | None, lang: str | None, surface: str | None) -> int:
    """Talk in the terminal. /help inside explains, /quit (or Ctrl-D) leaves.

    With --surface the bot's own handlers answer, and its messages are shown as they go out: HTML, length, buttons by
    number; typing the number presses the button, "> text" replies to the last answer.
    """
    session = open_session(articles, config, lang)
    mind = session.mind()
    click.echo(session.messages.text("chat.welcome"))
    if surface is not None:
        _on_stage(session, mind, surface)
        return 0
    previous: Answer | None = None
    while (line := _read(session)) is not None and line not in ("/quit", "/exit"):
        previous = _turn(session, mind, line, previous)
    return 0


def _on_stage(session: Session, mind: Mind, surface: str) -> None:
    from bot.telegram.rehearsal import rehearse

    with rehearse(mind, session.config, surface, session.lang) as stage:
        while (line := _read(session)) is not None and line not in ("/quit", "/exit"):
            if line or surface == "inline":
                click.echo(stage.say(line))
                click.echo()


def _turn(session: Session, mind: Mind, line: str, previous: Answer | None) -> Answer | None:
    """Answer one line; what the next line is a follow-up of."""
    name, _, rest = line.removeprefix("/").partition(" ") if line.startswith("/") else ("", "", line)
    if name == "new":
        click.echo(session.messages.text("chat.new"))
        return None
    if name in ("help", "start"):
        click.echo(f"{session.messages.text('chat.help')}\n{lines(session.messages)}")
    elif name in NAMES and name != "ask":
        click.echo(_said(session, mind, line))
    elif name not in ("", "ask"):
        click.echo(session.messages.text("chat.unknown", command=f"/{name}"))
    elif rest:
        answer = mind.ask(_chosen(session, rest, previous), previous)
        session.show(answer)
        click.echo()
        return answer
    return previous


def _said(session: Session, mind: Mind, line: str) -> str:
    """What the bot itself says to a command, without its markup."""
    from bot.telegram.delivery import plain
    from bot.telegram.rehearsal import rehearse

    with rehearse(mind, session.config, "private", session.lang) as stage:
        return plain(stage.say(line)).partition("\n-- ")[0]


def _chosen(session: Session, line: str, previous: Answer | None) -> str:
    """The question behind a choice's number, or the line itself."""
    if previous is None or not line.isdecimal():
        return line
    parts = compose(previous, session.voice(previous))
    choices = [part.question for part in parts if part.kind is Kind.CHOICE]
    return choices[int(line) - 1] if 0 < int(line) <= len(choices) else line


def _read(session: Session) -> str | None:
    """The next line; ``None`` at the end. A prompt is shown to a person only."""
    if sys.stdin.isatty():
        click.echo(session.messages.text("chat.prompt"), nl=False)
    line = sys.stdin.readline()
    return line.strip() if line else None
