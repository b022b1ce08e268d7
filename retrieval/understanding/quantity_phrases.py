"""Quantities without a number and unit side by side: 第三位, 榜首, 三分之二, 七成半, 过半, 翻两番."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from retrieval.records import Quantity, QuantityMention, Unit
from retrieval.schema import UnitWords
from retrieval.understanding.numerals import parse_numeral
from retrieval.understanding.period_patterns import any_of

_C = "一二三四五六七八九"
_NUMBER = rf"(?:\d+(?:\.\d+)?|[{_C}两十百千零〇]+(?:点[{_C}零〇]+)?)"
_STOP = r"(?=$|\W|[的和与及且并])"
_NO_SECTOR = rf"(?!(?:[、和及]第[{_C}])+[次产])"  # 第二、第三产业
_AHEAD = r"(?<=[^\W\da-z])(?<![目此以之空提日])"
_NEAR = r"(?:(?P<near>近|将近|接近|不足|不到)|(?P<about>约|大约)|(?P<over>超|超过|逾|过))?"
_LOOSE = r"(?P<after>以上|左右|多|以下)?"
_BOUNDS = {"以上": ">", "多": ">", "以下": "<", "左右": "~"}
_COLONS = ":∶"
_COMPOSED = rf"(?<![\d.{_COLONS}])\d+(?:\.\d+)?(?:[{_COLONS}]\d+(?:\.\d+)?){{1,4}}(?![\d{_COLONS}]|\.\d)"
_TO_ONE = rf"(?<![\d.{_COLONS}])(?P<n>\d+(?:\.\d+)?)[{_COLONS}]1(?:00)?(?![\d{_COLONS}]|\.\d)"
_RATIO = re.compile("(?:收入|性别|男女|存贷|抚养|投入产出|城乡|倍差)[^,;。0-9]{0,4}比[^,;。]{0,16}$")
_LEVEL_WITH = "(?:基本|大体|大致)?持平"
_RATE_KEPT = re.compile("(?:[增降涨跌]幅|增速|占比|比重|率|预期|平均|目标|指数|[省国市县区均])[^,;。]{0,12}$")
_ALL = (Decimal("98.5"), Decimal("101.5"))
_PLACES = Decimal("0.0001")


class PhraseGrammar:
    """One pattern for each kind of phrase, built once; ``find`` reads a text in order of kinds."""

    def __init__(self, words: UnitWords) -> None:
        not_tenth = any_of(words.not_before["成"].split()) if "成" in words.not_before else "(?!)"
        more = "(?:(?P<half>半)|(?P<m>[一二三四五六七八九])(?![成十百千万亿]))?"
        tenth = rf"(?<![\d.第数几{_C}十])(?P<n>\d{{1,2}}(?:\.\d)?|[{_C}两十])成{more}(?!{not_tenth})"
        half = r"(?:(?<![统唯])一半|半数|(?<=[过近超逾])半(?![年月天日个小径成导岛])|大半(?!年|天|个))"
        # what must stand in the text for the rule to be tried, its pattern, and what reads a match
        self._rules: tuple[tuple[str, str, Callable[[re.Match[str]], Quantity | None]], ...] = (
            ("倒数第", rf"倒数第(?P<n>{_NUMBER})[位名]?", _from_the_end),
            ("第", rf"第(?P<n>\d+|[{_C}十百]+)(?P<u>[位名])(?!次)", _place),
            ("第", rf"(?<=[^\W\d]|[(%)])第(?P<n>\d+|[{_C}十百]+)(?![、和][{_C}]){_NO_SECTOR}{_STOP}", _place),
            ("第", rf"(?<=第[{_C}十\d]、)第(?P<n>\d+|[{_C}十百]+){_NO_SECTOR}{_STOP}", _place),
            ("前", rf"{_AHEAD}前(?P<n>\d+|[{_C}十]+)(?:(?P<u>[位名])|[强甲](?![县区市])|{_STOP})", _top),
            *((word, rf"{word}{_STOP}", _first) for word in words.firsts),
            *((word, rf"{word}{_STOP}", _last) for word in words.lasts),
            (
                "分之",
                rf"(?P<of>[百千万])分之(?P<s>负)?(?P<n>{_NUMBER})(?:[至到-](?P<h>{_NUMBER}))?{_LOOSE}",
                _hundredths,
            ),
            ("分之", rf"{_NEAR}(?P<d>[{_C}十]+)分之(?P<n>[{_C}十]+){_LOOSE}", _fraction),
            (
                "/",
                rf"{_NEAR}(?<![\d./])(?P<n>[1-9]\d?)/(?P<d>[2-9]|\d\d)(?![\d/%.年月日]){_LOOSE}",
                _fraction,
            ),
            *((mark, _COMPOSED, _composition) for mark in _COLONS),
            *((mark, _TO_ONE, _ratio) for mark in _COLONS),
            ("持平", _LEVEL_WITH, _unchanged),
            ("成", rf"{_NEAR}{tenth}{_LOOSE}", _tenths),
            ("半", rf"{_NEAR}{half}{_LOOSE}", _half),
            ("翻", rf"翻(?:了)?(?:(?P<n>[{_C}两\d])番|番){_LOOSE}", _doublings),
        )
        self._any_sign = re.compile(any_of(sign for sign, _, _ in self._rules))

    def find(self, text: str) -> Iterator[QuantityMention]:
        """Every phrase, rules in order; of two that overlap the earlier rule's should be kept."""
        if not self._any_sign.search(text):
            return
        for sign, pattern, read in self._rules:
            if sign not in text:
                continue
            for match in re.finditer(pattern, text):  # compiled when first needed
                quantity = read(match)
                if quantity is not None:
                    yield QuantityMention(match.start(), match.end(), match.group(), quantity)


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text[0].isdigit() else parse_numeral(text)


def _bound(match: re.Match[str]) -> str:
    found = match.groupdict()
    if found.get("after"):
        return _BOUNDS[found["after"] or ""]
    return next(
        (sign for name, sign in (("near", "<"), ("about", "~"), ("over", ">")) if found.get(name)), ""
    )


def _rank(number: Decimal, unit: str = "", bound: str = "") -> Quantity:
    return Quantity(Unit.RANK, number, unit, number, "", bound)


def _percent(number: Decimal, unit: str, value: Decimal, bound: str) -> Quantity:
    return Quantity(Unit.PERCENT, number, unit, value, "%", bound)


def _first(match: re.Match[str]) -> Quantity:  # noqa: ARG001
    return _rank(Decimal(1))


def _last(match: re.Match[str]) -> Quantity:  # noqa: ARG001
    return _rank(Decimal(-1))


def _place(match: re.Match[str]) -> Quantity | None:
    number = _number(match["n"])
    return None if not number else _rank(number, match.groupdict().get("u") or "")


def _from_the_end(match: re.Match[str]) -> Quantity | None:
    number = _number(match["n"])
    return None if not number else _rank(-number)


def _top(match: re.Match[str]) -> Quantity | None:
    """前三: the third or better."""
    number = _number(match["n"])
    return None if not number else _rank(number, match["u"] or "", "<")


def _hundredths(match: re.Match[str]) -> Quantity | None:
    number, high = _number(match["n"]), _number(match["h"]) if match["h"] else None
    if number is None:
        return None
    number = -number if match["s"] else number
    factor = {"百": Decimal(1), "千": Decimal("0.1"), "万": Decimal("0.01")}[match["of"]]
    unit = {"百": "%", "千": "‰", "万": "‱"}[match["of"]]
    top = None if high is None else high * factor
    return Quantity(Unit.PERCENT, number, unit, number * factor, "%", _bound(match), top)


def _fraction(match: re.Match[str]) -> Quantity | None:
    above, below = _number(match["n"]), _number(match["d"])
    if not above or not below or above >= below:
        return None
    value = (above * 100 / below).quantize(_PLACES)
    return _percent(value, "/" if match["d"].isdigit() else "分之", value, _bound(match))


def _composition(match: re.Match[str]) -> Quantity | None:
    """3.7:69.6:26.7: parts that make up a hundred."""
    parts = [Decimal(part) for part in re.findall(r"\d+(?:\.\d+)?", match.group())]
    whole = _ALL[0] <= sum(parts) <= _ALL[1] and (len(parts) > 2 or "." in match.group())
    return Quantity(Unit.INDEX, parts[0], "", parts[0], "") if whole else None


def _ratio(match: re.Match[str]) -> Quantity | None:
    """城乡收入比1.71:1."""
    number = Decimal(match["n"])
    said = _RATIO.search(match.string, 0, match.start())
    return Quantity(Unit.INDEX, number, "", number, "") if said else None


def _unchanged(match: re.Match[str]) -> Quantity | None:
    """与上年持平: a change of nothing; what 增速与上月持平 is, is told elsewhere."""
    if _RATE_KEPT.search(match.string, 0, match.start()):
        return None
    return _percent(Decimal(0), "", Decimal(0), "")


def _tenths(match: re.Match[str]) -> Quantity | None:
    number = _number(match["n"])
    if number is None or number > 10:
        return None
    more = _number(match["m"]) if match["m"] else None  # 四成二
    number += Decimal("0.5") if match["half"] else (more or Decimal(0)) / 10
    return _percent(number, "成", number * 10, _bound(match))


def _half(match: re.Match[str]) -> Quantity:
    return _percent(
        Decimal("0.5"), "半", Decimal(50), _bound(match) or (">" if "大半" in match.group() else "")
    )


def _doublings(match: re.Match[str]) -> Quantity | None:
    number = _number(match["n"]) if match["n"] else Decimal(1)
    if number is None or number > 9:
        return None
    return Quantity(Unit.TIMES, number, "番", Decimal(2) ** int(number), "倍", _bound(match))
