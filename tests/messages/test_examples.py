"""The questions that the messages give as examples: each is answered from the articles that come with the program."""

from __future__ import annotations

import pytest

from bot.voice import Voice
from retrieval.assistant import Assistant
from retrieval.config import LANGUAGES, load_config
from retrieval.records import Status


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant.load(load_config())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", [1, 2, 3])
def test_an_example_is_answered(assistant: Assistant, lang: str, number: int) -> None:
    example = Voice(load_config(), lang).messages.text(f"example.{number}")
    assert assistant.ask(example).status is Status.ANSWERED, example
