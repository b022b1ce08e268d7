"""``yiju bot``: the Telegram bot, until it is stopped (Ctrl-C, SIGTERM)."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.index import update_data
from bot.commands.session import Session, common_options, open_session
from bot.mind import Mind


@click.command("bot")
@common_options
@click.option("--state", type=click.Path(path_type=Path, dir_okay=False), envvar="YIJU_STATE",
              help="File of the bot's memory.")  # fmt: skip
@click.option("--debug", is_flag=True, help="Log every step (never the token).")
def command(
    articles: Path | None, config: Path | None, lang: str | None, state: Path | None, debug: bool
) -> int:
    """Run the Telegram bot. Its token is read from the environment variable TELEGRAM_BOT_TOKEN.

    Exit status 0: stopped; 1: it cannot go on; 2: no token, or another wrong setting.
    """
    session = open_session(articles, config, lang)
    from bot.telegram.additions import Intake, admins_of
    from bot.telegram.receiving import Fatal
    from bot.telegram.service import serve
    from bot.telegram.wiring import state_file, wiring_from

    settings = session.config.settings.telegram
    try:
        wiring, admins = wiring_from(settings), admins_of(settings)
    except Fatal as error:
        raise click.UsageError(str(error)) from None
    intake = Intake(admins, session.articles, lambda: _renewed(session))
    kept = state or state_file(settings)
    problem = serve(wiring, session.config, session.mind(), kept, click.echo, debug=debug, intake=intake)
    if problem:
        click.echo(f"yiju: {problem}", err=True)
    return 1 if problem else 0


def _renewed(session: Session) -> Mind:
    """The assistant once articles were added to the folder; a corpus that is kept is brought up to date first."""
    if session.data is not None:
        update_data(session, session.data, None)
    return session.mind(quiet=True)
