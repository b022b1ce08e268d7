"""A line of a table cut into its cells, and what the head of a column says of the figures under it."""

from __future__ import annotations

import re
from dataclasses import dataclass

NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?")
_CELL = re.compile(r"[^|\t]+")
_LEAST_SPACED = 3
_WORD = re.compile(r"\S+")
_SENTENCE = re.compile("[,。;:!?]")
_PLANNED = re.compile("(?:年初|年度|全年)?(?:计划|目标|预期|预计|任务)(?:目标|任务|数|值)?$")
_DONE = re.compile("(?:全年)?(?:实际|实绩|实际完成|完成|实现|执行|完成情况|执行情况)(?:数|值|情况)?$")


@dataclass(frozen=True)
class Cell:
    """A cell's words and where they stand in the line."""

    start: int
    end: int
    text: str


def cells(text: str) -> list[Cell]:
    """The cells of a line, without the empty ones at its ends: ``| a | b |`` → a, b.

    >>> [c.text for c in cells("广丰区 | 783156")]
    ['广丰区', '783156']
    """
    if "|" not in text and "\t" not in text:
        return _spaced(text)
    found = [(m.start() + len(m[0]) - len(m[0].lstrip()), m[0].strip()) for m in _CELL.finditer(text)]
    while found and not found[0][1]:
        found.pop(0)
    while found and not found[-1][1]:
        found.pop()
    return [Cell(start, start + len(said), said) for start, said in found]


def _spaced(text: str) -> list[Cell]:
    """The cells of a line that only spaces part: 焦炭 万吨 1208.4 3.6, 产品名称 单位 产量 比上年增长(%)."""
    found = [] if _SENTENCE.search(text) else [Cell(m.start(), m.end(), m[0]) for m in _WORD.finditer(text)]
    numbers = [NUMBER.fullmatch(cell.text) is not None for cell in found]
    ended = len(found) >= _LEAST_SPACED and (numbers[-1] or not any(numbers))
    return found if ended and not numbers[0] else []


def role(head: str) -> tuple[str, str]:
    """What a head says beside its words: ``plan`` of 2019年预期, ``done`` of 实际完成; and the head without it.

    >>> role("2019年预期"), role("实际完成"), role("计划总投资")
    (('plan', '2019年'), ('done', ''), ('', '计划总投资'))
    """
    for kind, pattern in (("plan", _PLANNED), ("done", _DONE)):
        if found := pattern.search(head):
            return kind, head[: found.start()]
    return "", head
