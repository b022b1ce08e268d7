"""Edits as values: replay them on a raw text, and join the edits of two passes into one list on the raw text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.records import Edit


def replay(raw: str, edits: Sequence[Edit]) -> str:
    """``raw`` with ``edits`` carried out; they are in order and do not overlap.

    >>> replay("蕞大的項(xiàng)目", (Edit("swap", 0, "蕞", "最"), Edit("pinyin", 4, "(xiàng)", "")))
    '最大的項目'
    """
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += (raw[at : edit.start], edit.after)
        at = edit.start + len(edit.before)
    parts.append(raw[at:])
    return "".join(parts)


@dataclass(frozen=True)
class _Span:
    """An edit as a stretch of the text between two passes; ``first``: it made that text, else it changes it."""

    start: int
    end: int
    edit: Edit
    first: bool


def compose(raw: str, first: Sequence[Edit], second: Sequence[Edit]) -> tuple[Edit, ...]:
    """One list of edits on ``raw`` that does what ``first``, then ``second`` (on the text first made) do."""
    if not first or not second:
        return tuple(first or second)
    spans = sorted(
        [*_made(first), *_changed(second)], key=lambda span: (span.start, span.end, not span.first)
    )
    joined: list[Edit] = []
    shift = 0  # how much longer the text between is than the raw text, up to the group at hand
    for group in _touching(spans):
        joined.append(_join(raw, group, shift))
        shift += sum(len(span.edit.after) - len(span.edit.before) for span in group if span.first)
    return tuple(edit for edit in joined if edit.before != edit.after)


def _made(edits: Sequence[Edit]) -> list[_Span]:
    spans: list[_Span] = []
    shift = 0
    for edit in edits:
        start = edit.start + shift
        spans.append(_Span(start, start + len(edit.after), edit, first=True))
        shift += len(edit.after) - len(edit.before)
    return spans


def _changed(edits: Sequence[Edit]) -> list[_Span]:
    return [_Span(edit.start, edit.start + len(edit.before), edit, first=False) for edit in edits]


def _touching(spans: Sequence[_Span]) -> list[list[_Span]]:
    """Groups of spans that overlap or touch: only within a group do the two passes meet."""
    groups: list[list[_Span]] = []
    end = -1
    for span in spans:
        if groups and span.start <= end:
            groups[-1].append(span)
        else:
            groups.append([span])
        end = max(end, span.end)
    return groups


def _join(raw: str, group: Sequence[_Span], shift: int) -> Edit:
    start, end = group[0].start, max(span.end for span in group)
    growth = sum(len(span.edit.after) - len(span.edit.before) for span in group if span.first)
    before = raw[start - shift : end - shift - growth]
    middle = _carry_out(before, [span for span in group if span.first], start - shift)
    after = _carry_out(middle, [span for span in group if not span.first], start)
    rules = dict.fromkeys(span.edit.rule for span in group)
    return Edit("+".join(rules), start - shift, before, after)


def _carry_out(text: str, spans: Sequence[_Span], origin: int) -> str:
    return replay(
        text, [Edit(s.edit.rule, s.edit.start - origin, s.edit.before, s.edit.after) for s in spans]
    )
