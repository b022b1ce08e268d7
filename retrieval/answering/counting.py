"""Whether a text counts and ranks as a question does: 第十一条 is not 第十条, the first not the third."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.library import Passage
from retrieval.records import Question, Unit
from retrieval.understanding.tidy import tidied

_GROWING = re.compile("快|增速|增幅|增[长得]|fast|grow|increase")
_GROWS_MOST = re.compile(
    "(?:增速|增幅|增长|增势)[^,;。]{0,14}(?:第一|首位|榜首|领跑|居首|之[首最冠]|最[高大快])|最快"
)
_NAMED = re.compile("[^,;。]{0,10}?(?:是|为|当属)")
_NUMBERED = re.compile(
    "第([一二三四五六七八九十百]+|[0-9]+)([届条批次个期座家轮代版列艘])(?!(?:全国)?人口普查)"
)
_MOST = re.compile(r"(?:最[高多大快好强长火旺热]|第一|居首|排首|榜首)(?=的|是|$|\W)")
_MOST_EN = re.compile(
    r"\b(?:most|highest|largest|biggest|greatest|fastest|busiest|(?:ranked|came|was|is) (?:the )?(?:first|top))\b"
)
AHEAD = re.compile(
    "第一(?![产季次批届期条个])|首位|榜首|头名|居首|领跑|之[首最冠]|最[高多大快旺火热](?![的限程])|最[高多大快](?=的[^,;。]{0,8}(?:是|为|当属))|领先(?=[,;。]|$)|一骑绝尘"
    "|头号|一哥|老大(?=[,;。”]|$)|人气王|独占鳌头|拔得头筹|遥遥领先|桂冠"
    "|(?<=,)是[^,;。]{0,14}最[高多大快]的"
)
_UNSAID = 0.5
_SUPERLATIVE = re.compile("最|第一|首|榜|冠|领|主要")
_TOP = re.compile("第一|首位|榜首|头名|居首|领跑")


def names_the_top(passage: Passage) -> bool:
    """Whether a first place stands in the sentence, in whatever words: 榜首, 居首."""
    return _TOP.search(passage.reading.text) is not None


def asks_the_most(question: Question) -> bool:
    """Whether the one that is ahead is asked for: 哪个湾开房率最高."""
    most = _MOST if question.lang == "zh" else _MOST_EN
    return most.search(tidied(question.text)) is not None


def asks_the_fastest(question: Question) -> bool:
    """Whether the place that grows most is asked for, which a text has to say: 增速最快的是哪个区."""
    chinese = question.place and question.lang == "zh"
    return chinese and asks_the_most(question) and _GROWING.search(tidied(question.text)) is not None


def unsaid_worth(question: Question, passage: Passage) -> float:
    """What a name is worth where the most is asked and nobody is said to be ahead: a place nothing without 最大."""
    chinese = not passage.reading.english and question.lang == "zh"
    unsaid = question.place and chinese and not _SUPERLATIVE.search(passage.reading.text)
    return 0.0 if unsaid else _UNSAID


def is_behind(passage: Passage) -> bool:
    """Whether the sentence ranks somebody, and not first: 居全省第二,仅次于万宁."""
    ranks = [
        q.quantity.number
        for q in passage.reading.quantities
        if q.quantity.kind is Unit.RANK and q.quantity.unit
    ]
    return bool(ranks) and 1 not in ranks


def says_the_most(passage: Passage) -> bool:
    """Whether the sentence says of somebody that he is ahead: 一举成了全市头号出口大户."""
    return AHEAD.search(passage.reading.text) is not None


def leading(question: Question, passage: Passage, starts: Sequence[int]) -> int | None:
    """Of the pieces that begin there, the one that is said to be ahead: 海棠湾 in 海棠湾91.26%,居各湾区之首.

    ``None`` where that is not asked or not said.
    """
    if not asks_the_most(question):
        return None
    growing = _GROWING.search(tidied(question.text)) is not None
    ahead = (_GROWS_MOST if growing else AHEAD).search(passage.reading.text)
    if ahead is None:
        return None
    if named := _NAMED.match(passage.reading.text, ahead.end()):  # 榜首是武侯区
        return min((start for start in starts if start >= named.end()), default=None)
    return max((start for start in starts if start < ahead.start()), default=None)


def counts_otherwise(asked: str, passage: Passage) -> bool:
    """Whether the question counts otherwise than the text: 第十一条 where the text has 第十条."""
    if "第" not in asked:
        return False
    text = passage.reading.text
    for number, measure in _NUMBERED.findall(asked):
        same = (f"第{number}{measure}", *((f"首{measure}",) if number == "一" else ()))
        others = [n for n, m in _NUMBERED.findall(text) if m == measure and n != number]
        others += ["一"] * (f"首{measure}" in text and number not in ("一", "1"))
        if others and not any(s in text for s in same):
            return True
    return False


def other_rank(question: Question, passage: Passage, at: int) -> bool:
    """Whether a name's own clause ranks it otherwise than asked: 小店区位列第三,榜首是武侯区."""
    asked = {n.number for n in question.numbers if n.kind is Unit.RANK}
    clause = next((c for c in passage.reading.clauses if c[0] <= at < c[1]), (0, 0))
    here = {q.quantity.number for q in passage.reading.quantities
            if q.quantity.kind is Unit.RANK and clause[0] <= q.start < clause[1]}  # fmt: skip
    return question.lang == "zh" and bool(asked and here and not asked & here)
