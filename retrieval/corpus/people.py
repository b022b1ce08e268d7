"""Lines and brackets that only name people: reporters, editors, photographers."""

from __future__ import annotations

import re

from retrieval.corpus.pagewords import PageWords
from retrieval.corpus.signs import FIGURE, STOP

_NAME = re.compile(r"[\u4e00-\u9fff·]{2,4}$")


def is_byline(core: str, words: PageWords) -> bool:
    """Reporters and editors, in brackets or not: (记者 莫思予 通讯员 彭辉), 记者黄程, (薛维付 安然)."""
    inner = core.strip("() ")
    if len(inner) > 60 or STOP.search(inner) or FIGURE.search(inner):
        return False
    tokens = [token for token in re.split(r"[ 、,/|:]+", inner) if token]
    labelled = [token for token in tokens if _is_labelled(token, words)]
    if core.startswith("(") and core.endswith(")"):
        return bool(labelled) or are_names(inner, words)
    named = [token for token in labelled if token in words.persons or _is_named(token, words)]
    bare = [token for token in labelled if token in words.persons]
    return (
        bool(named) and len(tokens) > len(bare) and all(t in labelled or _is_name(t, words) for t in tokens)
    )


def _is_labelled(token: str, words: PageWords) -> bool:
    """作者, 记者黄程, 闽东日报记者; but not 文中数据 or 统筹推进."""
    if token in words.persons:
        return True
    start = _labelled(token, words)
    return (bool(start) and len(token) <= len(start) + 3) or token.endswith(("记者", "通讯员", "编辑"))


def _labelled(token: str, words: PageWords) -> str:
    """The label that a token begins with: 记者 of 记者黄程; ''."""
    if not token.startswith(words.persons):
        return ""
    return next((word for word in words.persons if len(word) > 1 and token.startswith(word)), "")


def _is_named(token: str, words: PageWords) -> bool:
    start = _labelled(token, words)
    return bool(start) and _is_name(token[len(start) :], words)


def _is_name(token: str, words: PageWords) -> bool:
    return _NAME.match(token) is not None and token[0] in words.surnames


def are_names(core: str, words: PageWords) -> bool:
    """Two or more people and nothing else: 陈莹 严君臣 俞新美."""
    tokens = [token for token in re.split(r"[ 、,/]+", core) if token]
    return len(tokens) > 1 and all(_is_name(token, words) for token in tokens)
