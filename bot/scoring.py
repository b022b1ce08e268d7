"""One answer against its gold: right, unproved, wrong or missed.

A short answer is right where it says the same as a gold one: the same figures in the same scale and unit, a fall
counted as negative, 首位 as 第1, or the same words once fillers are gone. It is proved where a quote holds the gold
evidence, or is from a gold article and holds the answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from bot.questions import Gold
from retrieval.understanding.tidy import to_simplified

VERDICTS = ("right", "unproved", "wrong", "missed")
# What may be said instead of an answer where there is none, and what then counts as right.
_SILENCE = {
    "unanswerable": ("not_found", "offtopic"),
    "offtopic": ("offtopic", "not_found"),
    "clarify": ("clarify",),
}
_NUMERIC = frozenset({"growth", "level", "rank", "share", "count", "difference"})

_PINYIN = re.compile(r"[(（][a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü]+[)）]")
_IDLE = re.compile(r"[\s,，。;；:：、“”\"'‘’《》()（）]")
_FILLER = re.compile(
    r"(同比|比上年|增长|增速|增幅|上升|提高|约|左右|为|达到?|了|实现|居|列|位列|排名|排|位居|全[省市区县国])"
)
_NUMBER = re.compile(r"[-−]?\d+(?:\.\d+)?")
_UNIT = re.compile(r"\d(%|百分点|万亿|亿|万|千|倍|成)?(美元|元|吨|亩|人|户|家|个|平方米|公里|台|辆|千瓦时)?")
_FALL = re.compile(r"下降|减少|下滑|回落|负增长|fell|decreas|declin|drop")
_ORDINALS = (
    (re.compile(r"首位|榜首|第一名|头名|\bfirst\b|1st"), "第1"),
    (re.compile(r"\bsecond\b|2nd"), "第2"),
    (re.compile(r"\bthird\b|3rd"), "第3"),
)
_CHINESE_RANK = re.compile(r"第([一二三四五六七八九十两零〇]+)")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "十": 10}


def judge(gold: Gold, answer: Mapping[str, Any] | None) -> str:
    """The verdict on an answer as ``bot.contract`` writes it; no answer at all counts as not_found."""
    status = (answer or {}).get("status", "not_found")
    if gold.type in _SILENCE:
        if status in _SILENCE[gold.type]:
            return "right"
        worst = "answered" if gold.type == "clarify" else "clarify"
        return "wrong" if (status == worst) == (gold.type == "clarify") else "missed"
    if answer is None or status != "answered":
        return "missed"
    if not any(same_answer(answer.get("answer", ""), wanted, gold.type) for wanted in gold.answers):
        return "wrong"
    return "right" if any(_supports(quote, gold) for quote in answer.get("quotes") or ()) else "unproved"


def same_answer(given: str, gold: str, kind: str) -> bool:
    """Do two short answers to a question of this type say the same? 33.1% and 增长33.1% do; 1.2亿元 and 1.2万元 not."""
    have, want = fold(given), fold(gold)
    if not have:
        return False
    if have == want or _FILLER.sub("", have) == _FILLER.sub("", want):
        return True
    if kind in _NUMERIC:
        return _same_figures(given, gold)
    if kind == "date" and figures(gold):
        return figures(given)[-len(figures(gold)) :] == figures(gold)  # 2019年10月9日 also says 10月9日
    return want in have and len(have) <= max(12, 2 * len(want) + 6)


def _same_figures(given: str, gold: str) -> bool:
    if not figures(gold) or figures(given) != figures(gold):
        return False
    (scale, noun), (gold_scale, gold_noun) = _unit(given), _unit(gold)
    return scale == gold_scale and (not noun or not gold_noun or noun == gold_noun)


def fold(text: str) -> str:
    """Fold script, width, case, spaces and punctuation, which carry no meaning in a short answer."""
    text = to_simplified(unicodedata.normalize("NFKC", _PINYIN.sub("", text)).lower())
    for written, meant in (("个百分点", "百分点"), ("−", "-"), ("~", "至"), ("—", "-")):
        text = text.replace(written, meant)
    return _IDLE.sub("", text)


def figures(text: str) -> list[float]:
    """The numbers of a short answer, a single fall as negative: 下降1.9% → [-1.9]."""
    folded = _ranks(fold(text))
    found = [float(number.replace("−", "-")) for number in _NUMBER.findall(folded)]
    return [-abs(found[0])] if len(found) == 1 and _FALL.search(folded) else found


def _ranks(text: str) -> str:
    for pattern, rank in _ORDINALS:
        text = pattern.sub(rank, text)
    return _CHINESE_RANK.sub(lambda match: f"第{_small_number(match[1])}", text)


def _small_number(chars: str) -> int:
    """十二 → 12, 二十 → 20, 一二 → 12."""
    if "十" in chars:
        tens, _, units = chars.partition("十")
        return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(units, 0)
    return int("".join(str(_DIGITS[char]) for char in chars))


def _unit(text: str) -> tuple[str, str]:
    """Scale and unit behind the last number: 111.28亿元 → (亿, 元)."""
    found: list[tuple[str, str]] = _UNIT.findall(fold(text))
    return found[-1] if found else ("", "")


def _supports(quote: Mapping[str, Any], gold: Gold) -> bool:
    text, article = fold(quote.get("text") or ""), quote.get("article") or ""
    evidence = fold(gold.evidence)
    if evidence and evidence in text:
        return True
    if not _is_from(article, gold.documents):
        return False
    return gold.type == "compare" or any(_holds(text, wanted) for wanted in gold.answers)


def _is_from(article: str, documents: Sequence[str]) -> bool:
    """A seed's gold is its number: 001 for 001-jiaojiang."""
    return any(name and (article == name or article.startswith(f"{name}-")) for name in documents)


def _holds(text: str, answer: str) -> bool:
    folded = fold(answer)
    return folded in text or bool(set(_NUMBER.findall(folded)) & set(_NUMBER.findall(text)))
