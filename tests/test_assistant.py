"""The assistant before it answers: what is not read at all, and that it says so."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval import assistant as module
from retrieval.assistant import Assistant
from retrieval.config import load_config
from retrieval.records import Answer, Status

LIMIT = 60


@cache
def assistant() -> Assistant:
    return Assistant.load(load_config(overrides={"settings.limits.question_chars": LIMIT}))


QUESTION = "椒江2019年固定资产投资增速是多少?"


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u3000\u3000"])
def test_an_empty_question_is_refused_as_that(text: str) -> None:
    answer = assistant().ask(text)
    assert (answer.status, answer.reason, answer.quotes) == (Status.NOT_FOUND, "empty", ())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (QUESTION.ljust(LIMIT, "?"), None),
        (QUESTION.ljust(LIMIT + 1, "?"), "too_long"),
        (f"  {QUESTION}{' ' * LIMIT}", None),
        ("How much did fixed-asset investment grow in Jiaojiang in the year 2019?", "too_long"),
        ("固" * 100_000, "too_long"),
    ],
)
def test_a_question_longer_than_the_setting_is_not_read(text: str, reason: str | None) -> None:
    assert assistant().ask(text).reason == reason
    assert assistant().explain(text).answer.reason == reason


def test_of_few_sentences_in_memory_an_answer_is_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    assert assistant().is_quick
    monkeypatch.setattr(module, "_QUICK", len(assistant().sentences) - 1)
    assert not assistant().is_quick


def test_a_question_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    finder = type(assistant().finder)
    find = finder.find
    monkeypatch.setattr(finder, "find", lambda self, question: asked.append(question) or find(self, question))
    assistant().ask("台州市2019年固定资产投资增长多少?")
    assert len(asked) == len({id(question) for question in asked}) > 0


def test_a_follow_up_of_a_question_that_was_not_read_stands_alone() -> None:
    before = assistant().ask("")
    assert assistant().ask(QUESTION, before).answer == assistant().ask(QUESTION).answer == "33.1%"


def test_figures_of_different_times_are_not_said_to_be_missing() -> None:
    answer = assistant().ask("椒江和秀洲谁的固投增速高?")
    assert (answer.status, answer.reason) == (Status.NOT_FOUND, "not_comparable")
    assert {"椒江区2019年固定资产投资", "秀洲区2019年上半年固定资产投资"} <= {o.label for o in answer.offers}


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=LIMIT + 5))
def test_whatever_is_typed_is_answered_or_refused(text: str) -> None:
    answer = assistant().ask(text)
    assert isinstance(answer, Answer)
    assert answer.status is Status.ANSWERED or answer.reason
