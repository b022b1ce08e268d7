"""What became of articles that were added → lines for a reader, or an object for a program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from bot.wording import problem_line
from retrieval.adding import Added, Outcome
from retrieval.config import Messages

_MARKS = {
    Outcome.TAKEN: "+",
    Outcome.REPOST: "+",
    Outcome.REPLACED: "~",
    Outcome.UNCHANGED: "=",
    Outcome.UNREAD: "!",
}


def line(messages: Messages, added: Added) -> str:
    """What became of one article: ``+ 001-jiaojiang  椒江,全省优秀! · 2020-05-15 · 浙江在线 · … · 12句 · 9个数据``."""
    text = messages.text
    mark, one = _MARKS[added.outcome], added.entry
    if one is None:
        assert added.problem is not None
        return f"{mark} {problem_line(messages, added.problem)}"
    if added.outcome is Outcome.UNCHANGED:
        return f"{mark} {one.id}  {text('add.unchanged')}"
    parts = [
        one.title or text("add.no_title"), one.published or text("add.no_date"),
        one.publisher or text("add.no_publisher"), added.region or text("add.no_region"),
        text("add.counts", sentences=added.sentences, facts=added.facts),
    ]  # fmt: skip
    if added.outcome is Outcome.REPOST:
        parts.append(text("add.repost", first=one.same_as))
    return f"{mark} {one.id}  {' · '.join(parts)}"


def written(report: Sequence[Added]) -> int:
    """How many articles were written."""
    return sum(one.outcome in (Outcome.TAKEN, Outcome.REPOST, Outcome.REPLACED) for one in report)


def total(messages: Messages, report: Sequence[Added]) -> str:
    """How many were added, were there already, could not be read."""
    counts = Counter(one.outcome for one in report)
    return messages.text(
        "add.total", taken=written(report), reposts=counts[Outcome.REPOST], unchanged=counts[Outcome.UNCHANGED],
        unread=counts[Outcome.UNREAD],
    )  # fmt: skip


def to_json(messages: Messages, report: Sequence[Added]) -> dict[str, Any]:
    """The report for a program: ``added``, ``unchanged`` and ``unread``."""
    return {
        "added": [_article(one) for one in report if one.entry and one.outcome is not Outcome.UNCHANGED],
        "unchanged": [{"id": one.entry.id, "from": one.origin} for one in report
                      if one.entry and one.outcome is Outcome.UNCHANGED],
        "unread": [{"from": one.problem.file, "reason": one.problem.code.removeprefix("corpus."),
                    "problem": problem_line(messages, one.problem)} for one in report if one.problem],
    }  # fmt: skip


def _article(added: Added) -> dict[str, Any]:
    one = added.entry
    assert one is not None
    return {
        "id": one.id, "from": added.origin, "title": one.title or None, "published": one.published or None,
        "publisher": one.publisher or None, "url": one.url or None, "region": added.region or None,
        "sentences": added.sentences, "facts": added.facts, "same_as": one.same_as or None,
        "replaced": added.outcome is Outcome.REPLACED,
    }  # fmt: skip
