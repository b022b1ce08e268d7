"""The place and time of one figure, where they are not those of the words around it: 去年同期还有206亿元."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from retrieval.records import PlacedPeriod, QuantityMention, Unit
from retrieval.understanding.frame import Frame
from retrieval.understanding.place import opens_with_rank
from retrieval.understanding.view import MOVED, View

_OF = re.compile("[^,;。0-9]{0,12}的")
_WAS = re.compile("[^,;。0-9比较多少高低快慢净]{0,8}")  # 去年同期还有206亿元, 去年同期增长8%
_REACHED = re.compile(f"(?:{MOVED}|达)(?:到|至|为)$")
_RATES = (Unit.PERCENT, Unit.TIMES)
_RATIO_TO = re.compile("(?:是|为|有|于|到|至|达|约|近|超|逾|仅)$")
_SUMMED = re.compile("累计|总共|合计|年均|共")  # 五年来累计投资达到500亿元


def own_frame(view: View, mention: QuantityMention, start: int, frame: Frame) -> Frame:
    """The frame of a figure whose clause begins at ``start``."""
    return _of_ranked(view, mention, _of_base(view, mention, _of_end(view, mention, start, frame)))


def _of_base(view: View, mention: QuantityMention, frame: Frame) -> Frame:
    """The time of a figure that is only compared with: 比2010年的600万人 is of 2010."""
    for base in view.dated:
        if base.base and _is_of(view, base, mention):
            return frame.at(base.period, base.source, timed=True)
    return frame


def _is_of(view: View, base: PlacedPeriod, mention: QuantityMention) -> bool:
    """Whether a figure is of a time that others are compared with: 去年同期还有206亿元, 2010年的600万人."""
    opens = any(s == base.start for s, _ in view.reading.clauses)
    plainly = opens and _WAS.fullmatch(view.text, base.end, mention.start) is not None
    if not (plainly or _OF.fullmatch(view.text, base.end, mention.start)):
        return False
    # 只有上年同期的54.1% is of this year, 比上年同期的8.1% is not.
    return plainly or mention.quantity.kind not in _RATES or not _RATIO_TO.search(view.text, 0, base.start)


def _of_end(view: View, mention: QuantityMention, start: int, frame: Frame) -> Frame:
    """The time of a figure that several years have come to: 五年来,…由98家增加到176家 is of the last of them."""
    years = frame.period
    if years is None or years.open or years.end.year <= years.start.year:
        return frame
    reached = _REACHED.search(view.text, start, mention.start)
    if not reached or _SUMMED.search(view.text, start, mention.start):
        return frame
    return replace(frame, period=replace(years, start=date(years.end.year, 1, 1), point=False))


def _of_ranked(view: View, mention: QuantityMention, frame: Frame) -> Frame:
    """The place of a rank that stands before it: 第1名洪雅县(综合指数3.52),第2名丹棱县."""
    if not opens_with_rank(view.reading, mention):
        return frame
    behind = next((p for p in view.placed if p.start == mention.end and p.subject), None)
    return frame.about(behind.regions, behind.source) if behind else frame
