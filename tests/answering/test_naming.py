"""Questions for names, places and dates against short articles: ``naming.yaml``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from retrieval.assistant import Assistant
from retrieval.config import load_config
from retrieval.records import Status

CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("naming.yaml").read_text(encoding="utf-8")
)


def questions() -> Iterator[Any]:
    """One test a question, named by it."""
    for number, case in enumerate(CASES):
        for each in case["questions"]:
            marks = [pytest.mark.xfail(strict=True, reason=each["fails"])] if "fails" in each else []
            yield pytest.param(number, each["q"], each["answers"], id=each["q"], marks=marks)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """All the articles together: what one of them says must not answer for another."""
    folder = tmp_path_factory.mktemp("articles")
    for number, case in enumerate(CASES):
        head = "".join(f"{key}: {case[key]}\n" for key in ("title", "publisher", "published"))
        (folder / f"n{number:02}.md").write_text(f"---\n{head}---\n{case['text']}", encoding="utf-8")
    return Assistant.load(load_config(), folder)


@pytest.mark.parametrize(("number", "question", "answers"), list(questions()))
def test_names(assistant: Assistant, number: int, question: str, answers: list[str]) -> None:
    """The right name from the right article, whose quoted sentence holds it; or a refusal."""
    found = assistant.ask(question)
    if not answers:
        assert found.status is Status.NOT_FOUND, found.answer
        return
    assert found.answer in answers
    quote = found.quotes[0]
    assert quote.article == f"n{number:02}"
    assert quote.mark is not None
    marked = quote.text[slice(*quote.mark)]
    assert marked == found.answer or any(c.isdigit() for c in found.answer) or marked
