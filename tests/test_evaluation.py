"""The scoring of ``yiju eval`` agrees with the scorer that the question sets came with, on everything."""

from __future__ import annotations

import importlib.util
import json
import random
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import scoring
from bot.evaluation import Outcome, Report
from bot.questions import Gold, read_set

QUALITY = Path(__file__).parent / "quality"
SETS = ("seeds", "a")


def load_scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", QUALITY / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCORER = load_scorer()


def raw_questions(name: str) -> list[dict[str, Any]]:
    lines = (QUALITY / "sets" / name / "questions.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def answers_to(
    question: dict[str, Any], others: list[str], chance: random.Random
) -> Iterator[dict[str, Any] | None]:
    """Right, nearly right and wrong answers with and without a quote that proves them."""
    yield None
    for status in ("not_found", "clarify", "offtopic"):
        yield {"status": status, "answer": "", "quotes": []}
    document = question.get("doc") or "x"
    document = document if isinstance(document, str) else document[0]
    evidence = question.get("evidence") or "没有"
    golds = [*question["answers"], *chance.sample(others, 4), ""]
    for gold in golds:
        for text in (
            gold,
            f"增长{gold}",
            f"约{gold}",
            gold.replace("%", "个百分点"),
            gold.replace("亿", "万"),
            f"下降{gold}",
        ):
            for article in (document, f"{document}-name", "other"):
                for quote in (f"据了解,{evidence}。", f"是{gold}。", "别的话"):
                    quotes = [{"article": article, "text": quote}] if quote else []
                    yield {"status": "answered", "answer": text, "quotes": quotes}
            yield {"status": "answered", "answer": text, "quotes": []}


@pytest.mark.parametrize("name", SETS)
def test_every_verdict_is_the_scorers(name: str) -> None:
    chance = random.Random(7)
    questions = raw_questions(name)
    golds = read_set(QUALITY / "sets" / name)
    others = [answer for question in questions for answer in question["answers"]]
    for question, gold in zip(questions, golds, strict=True):
        for answer in answers_to(question, others, chance):
            assert scoring.judge(gold, answer) == SCORER.judge(question, answer), (question, answer)


PIECES = st.sampled_from(
    "33.1% 亿元 111.28 -3 − 下降 增长 第三 第十二 首位 1st second third 个百分点 百分点 万 家 约 12 月 9 日 全省 ， ( ) （xiù） 長 三 fell"
    " 2019年 10 ~ — 至 美元 3.5 ５".split()
)
SHORT = st.lists(PIECES, max_size=5).map("".join) | st.text(max_size=6)


@given(SHORT, SHORT, st.sampled_from(["growth", "rank", "date", "entity", "compare", "count"]))
def test_any_two_short_answers_compare_alike(given_text: str, gold: str, kind: str) -> None:
    assert scoring.same_answer(given_text, gold, kind) == SCORER.same_answer(given_text, gold, kind)


@given(SHORT)
def test_any_text_folds_alike(text: str) -> None:
    assert scoring.fold(text) == SCORER.fold(text)
    assert scoring.figures(text) == SCORER.figures(text)


def test_the_report_of_no_questions_is_empty() -> None:
    report = Report(())
    assert report.percent("right") == 0
    assert report.rows("all") == [["all", "  0", "  0   0%", "  0   0%", "  0   0%", "  0   0%"]]
    assert report.to_json()["n"] == 0


def test_the_funnel_counts_only_questions_with_an_answer() -> None:
    asked = Gold("1", ("?",), "growth", ("3%",), ("a",), "增长3%")
    silent = Gold("2", ("?",), "unanswerable", (), (), "")
    answer = {"milliseconds": 1.0}
    report = Report(
        (Outcome(asked, answer, "missed", True, False), Outcome(silent, answer, "right", False, False))
    )
    assert report.funnel() == {"n": 1, "found": 1, "fitting": 0, "right": 0}
    assert report.milliseconds() == (1.0, 1.0)
