"""``yiju chat``: a conversation, its own commands, and the numbers of what is offered."""

from __future__ import annotations

import io
import sys

import pytest
from smallmind import OFFER, FakeMind, Run


def chat(yiju: Run, monkeypatch: pytest.MonkeyPatch, *lines: str) -> str:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(line + "\n" for line in lines)))
    status, out, _ = yiju("chat")
    assert status == 0
    return out


def test_chat_is_a_conversation(yiju: Run, mind: FakeMind, monkeypatch: pytest.MonkeyPatch) -> None:
    out = chat(yiju, monkeypatch, "椒江2018年?", "1", "", "/new", "2018?", "/quit", "2019?")
    assert mind.asked == [("椒江2018年?", None), (OFFER.question, "椒江2018年?"), ("2018?", None)]
    assert "33.1%" in out


def test_chat_explains_itself_and_ends_with_the_input(
    yiju: Run, mind: FakeMind, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = chat(yiju, monkeypatch, "/help", "/dance", "7")
    assert "/quit 退出" in out
    assert "没有/dance这个命令" in out
    assert mind.asked == [("7", None)]


@pytest.mark.parametrize("number", ["0", "2", "²", "99999"])
def test_a_number_that_is_no_choice_is_a_question(
    yiju: Run, mind: FakeMind, monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    chat(yiju, monkeypatch, "椒江2018年?", number)
    assert mind.asked[1] == (number, "椒江2018年?")
