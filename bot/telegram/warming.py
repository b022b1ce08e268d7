"""Questions that the bot asks itself once, so that nobody waits for what is only made when it is first needed.

Patterns are compiled and tables filled by the first question of each kind: 60 to 130 ms each, all in all half a second.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from bot.mind import Mind
from bot.voice import Voice
from retrieval.config import LANGUAGES, Config

_LOOKED_AT = 20  # sentences that may name the places to ask about


def warm(mind: Mind, config: Config) -> None:
    """Ask them all. Whatever goes wrong, the person who asks later is told of it."""
    questions: list[str] = []
    mind.for_many()
    with contextlib.suppress(Exception):
        questions = list(warm_up(mind, config))
    for text in questions:
        with contextlib.suppress(Exception):
            mind.ask(text)


def warm_up(mind: Mind, config: Config) -> Iterator[str]:
    """Questions of every kind in both languages about what the articles speak of: 秀洲区2019年GDP比上年增长多少?

    None where there is no article about any place.
    """
    known = _known(mind)
    for voice in (Voice(config, lang) for lang in LANGUAGES if known):
        named = {name: _spoken(value, voice) for name, value in known.items()}
        yield from voice.messages.text("bot.warm_up", **named).splitlines()


def _known(mind: Mind) -> dict[str, Any]:
    """``region`` and ``other`` (its full name; the same where there is one only) and ``year``."""
    articles = list(
        dict.fromkeys(sentence.article for sentence, _ in mind.search("GDP 2020 增长", _LOOKED_AT))
    )
    places = list(dict.fromkeys(place for place in map(mind.about, articles) if place))
    if not places:
        return {}
    dates = [found.published for one in articles if (found := mind.article(one)) and found.published]
    return {"region": places[0], "other": places[-1], "year": max(dates).year if dates else 2020}


def _spoken(value: Any, voice: Voice) -> Any:
    """Jiaojiang for an English question about 浙江省台州市椒江区."""
    return voice.region(value).partition(",")[0] if isinstance(value, str) else value
