"""``yiju chat``: a conversation in the terminal, with the messages the bot would send."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot.commands.session import Session, common_options, open_session
from bot.messages import Kind, compose
from bot.mind import Mind
from retrieval.records import Answer


@click.command("chat")
@common_options
def command(articles: Path | None, config: Path | None, lang: str | None) -> int:
    """Talk in the terminal. /help inside explains, /quit (or Ctrl-D) leaves."""
    session = open_session(articles, config, lang)
    mind = session.mind()
    click.echo(session.messages.text("chat.welcome"))
    previous: Answer | None = None
    while (line := _read(session)) is not None and line not in ("/quit", "/exit"):
        previous = _turn(session, mind, line, previous)
    return 0


def _turn(session: Session, mind: Mind, line: str, previous: Answer | None) -> Answer | None:
    """Answer one line; what the next line is a follow-up of."""
    if line == "/new":
        click.echo(session.messages.text("chat.new"))
        return None
    if line in ("/help", "/start"):
        click.echo(session.messages.text("chat.help"))
    elif line.startswith("/"):
        click.echo(session.messages.text("chat.unknown", command=line.split(maxsplit=1)[0]))
    elif line:
        answer = mind.ask(_chosen(session, line, previous), previous)
        session.show(answer)
        click.echo()
        return answer
    return previous


def _chosen(session: Session, line: str, previous: Answer | None) -> str:
    """The question behind a choice's number, or the line itself."""
    if previous is None or not line.isdecimal():
        return line
    parts = compose(previous, session.voice)
    choices = [part.question for part in parts if part.kind is Kind.CHOICE]
    return choices[int(line) - 1] if 0 < int(line) <= len(choices) else line


def _read(session: Session) -> str | None:
    """The next line; ``None`` at the end. A prompt is shown to a person only."""
    if sys.stdin.isatty():
        click.echo(session.messages.text("chat.prompt"), nl=False)
    line = sys.stdin.readline()
    return line.strip() if line else None
