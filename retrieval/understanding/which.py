"""Figures that state nothing of their own: they only say which ones are meant, or among how many."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.records import QuantityMention, Unit
from retrieval.understanding.view import View

_AMONG = re.compile("(?:在|居|列|位居|位列|全[国省市州区县])$")
_AT_LEAST = ("以上", "以下", "以内")
_NAMED = re.compile("(?![为是来由在都均用投达成被将已的和与及或])[一-鿿]")
_BEYOND = ("超过", "超", "不足", "低于", "高于", "多于", "少于", "大于", "小于", "达到", "达")
_WHICH = re.compile(
    r"(?:以[上下])?的[^,;。\d]{1,12}(?:有|达|共|为)?(?:\d|[一二三四五六七八九十])"
)  # 超过10万人的镇街有3个
_PARTS = (Unit.PERCENT, Unit.POINTS, Unit.TIMES)
_OUT_OF = re.compile(
    "[^,;。]{0,16}?[中里内][^,;。]{0,4}$|(?:县|区|市|州|旗|省|镇|乡|街道|园区|城市|开发区){1,3}$"
)  # 在主城新区12个区中排第三位
_HABITUAL, _NEAR = re.compile("历来|一向|向来|往年|通常"), 8  # 历来在200亿以下


def is_threshold(view: View, mention: QuantityMention) -> bool:
    """Whether a figure only says which ones are meant: 500万元以上固定资产投资, 10亿元以上项目4个."""
    amount = mention.quantity.kind not in _PARTS
    beyond = view.text.endswith(_BEYOND, 0, mention.start)
    if beyond and _WHICH.match(view.text, mention.end):
        return True
    if amount and _HABITUAL.search(view.text, max(0, mention.start - _NEAR), mention.start):
        return True
    return amount and mention.text.endswith(_AT_LEAST) and bool(_NAMED.match(view.text, mention.end))


def counts_rivals(view: View, mention: QuantityMention, quantities: Sequence[QuantityMention]) -> bool:
    """Whether a count only says among how many a rank is held: 在全市13个功能区中排第三位."""
    if mention.quantity.kind is not Unit.COUNT:
        return False
    behind = next((q for q in quantities if q.start >= mention.end), None)
    if behind is None or behind.quantity.kind is not Unit.RANK:
        return False
    among = _OUT_OF.match(view.text[mention.end : behind.start])
    return bool(among) or bool(_AMONG.search(view.text, 0, mention.start))
