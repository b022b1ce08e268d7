"""How people ask against how news write: ``synonyms.yaml``; and the pairs of verb and object."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from retrieval.assistant import Assistant
from retrieval.config import load_config
from retrieval.records import Status
from retrieval.understanding.colloquial import ActsError, Colloquial

CASES: dict[str, list[list[Any]]] = yaml.safe_load(
    Path(__file__).with_name("synonyms.yaml").read_text(encoding="utf-8")
)
PLACE = "2023年临清市"
TABLE = Colloquial.build("粮食产量 | 打 收 | 粮 粮食\n房屋面积 | 卖 | 房\n房屋销售额 | 卖 | 房", ("销售额",))


def cases() -> Iterator[Any]:
    """One test a case; a fourth item is why it fails."""
    for number, case in enumerate(case for cases in CASES.values() for case in cases):
        marks = [pytest.mark.xfail(strict=True, reason=case[3])] if len(case) > 3 else []
        yield pytest.param(number, *case[:3], id=f"{case[0]}-{case[2]}-{number}", marks=marks)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Every article of the cases, loaded once."""
    folder = tmp_path_factory.mktemp("articles")
    for case in cases():
        number, _, text, _ = case.values
        article = f"---\npublisher: 临清日报\npublished: 2024-01-20\n---\n{PLACE}{text}。\n\n来稿:{chr(0x4E00 + number)}。"
        (folder / f"s{number:03}.md").write_text(article, encoding="utf-8")
    return Assistant.load(load_config(), folder)


@pytest.mark.parametrize(("number", "asked", "text", "answer"), list(cases()))
def test_synonyms(assistant: Assistant, number: int, asked: str, text: str, answer: str) -> None:
    """The case's own article answers its question with the figure, or not at all."""
    own = [p for p in assistant.passages if p.article.id == f"s{number:03}"]
    found = assistant.answerer.answer(assistant.reader.read(f"{PLACE}{asked}?"), lambda question: own)
    if answer == "-":
        assert found.status is not Status.ANSWERED, found.answer
    else:
        assert found.status is Status.ANSWERED
        assert found.answer in (answer, PLACE[:5] + answer)


@pytest.mark.parametrize(
    ("masked", "priced", "name", "rest"),
    [
        ("今年打了  粮", False, "粮食产量", "今年了"),
        ("打了  的粮食呀", False, "粮食产量", "了的呀"),
        ("粮食一共打了  ", False, "粮食产量", "一共了"),
        ("卖了  房", False, "房屋面积", "了"),
        ("卖了  房", True, "房屋销售额", "了"),
        ("打了  粮", True, "", "打了  粮"),
        ("打了  粮仓", False, "", "打了  粮仓"),
        ("粮食打包", False, "", "粮食打包"),
        ("", False, "", ""),
    ],
)
def test_verbs_and_objects(masked: str, priced: bool, name: str, rest: str) -> None:
    """A pair is a verb, a gap and an object, or both before a gap; money needs the name of an amount of money."""
    done = TABLE.find(masked, priced)
    assert done.name == name
    assert done.rest.replace(" ", "") == rest.replace(" ", "")
    assert len(done.rest) == len(masked)


def test_a_bad_line_of_acts_is_named() -> None:
    """A line of another shape says which it is."""
    with pytest.raises(ActsError, match="粮食产量"):
        Colloquial.build("粮食产量 | 打", ())


def test_the_synonyms_are_sound() -> None:
    """No word is said to be like itself, and none is a single character."""
    words = load_config().questions
    assert len(words.synonyms) >= 250
    assert all(len(word) > 1 for word in words.synonyms)
    assert all(word not in others for word, others in words.synonyms.items())


def test_every_name_of_an_act_is_made_of_known_words(assistant: Assistant) -> None:
    """What a verb and its object stand for can be compared with what a source calls it."""
    lexicon = assistant.reader.reader.lexicon
    names = [line.split("|")[0].strip() for line in assistant.reader.words.acts.splitlines()]
    names += [form for forms in assistant.reader.words.singles.values() for form in forms]
    assert [name for name in names if not all(atom.known for atom in lexicon.atoms(name))] == []
