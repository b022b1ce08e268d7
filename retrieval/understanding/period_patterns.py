"""The shape of a Chinese period as one regular expression, put together from ``periods.yaml``.

A period is a year (2019年, 今年, 十四五), a part of a year (上半年, 1-9月, 10月9日, 国庆假期), or both, and then
perhaps an end (末, 底), an opening (以来) or a comparison (同期). Each piece is a named group; ``periods`` reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from retrieval.schema import PeriodWords, TimeWord

DASH = r" ?(?:至|到|-{1,2}|—{1,2}|~) ?"
MONTH = r"(?:1[0-2]|0?[1-9](?!\d)|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9](?!\d)|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_FIRST_MONTH = "(?<![万亿美欧日港公])元(?=月?份?(?:至|到|-|—|~))"  # 元至九月
_YEAR = r"(?:19|20)\d\d"
_LEFT = r"(?<![\d.一二三四五六七八九十百千])"
_FREE = rf"(?(year)|{_LEFT})"  # after a year a number may follow at once: 2019三季度
_LONE = r"(?<![\d当近每历多数往周半一二两三四五六七八九十几百])"
_QUOTES = "“”\"'‘’"
# What follows the first character of a period, beside the words of ``periods.yaml``.
_NUMERALS = "一二两三四五六七八九十"
_OPENINGS = {
    _NUMERALS: _NUMERALS + "〇零○ 年月日季至到—~、和-",
    "前头首": _NUMERALS + "0123456789季",
    "近": _NUMERALS + "0123456789年几些",
    "这": _NUMERALS + "0123456789",
    "第": "一二三四1234",
    "全多": "年",
    "上下": "半",
    "年": "末底初内",
    "h": "12",
    "q": "1234",
    "最": "近",
    "元": "月份至到-—~",
    "过": "去",
    "未": "来",
    "今": "后",
    "接": "下",
    "本": "榨产雪冰滑采供",
    "假": "日期",
    "节": "日假",
    "长": "假",
    "小": "长",
}
# 年初预算 is the year's
_NO_BUDGET = (
    "(?!人大|人代会|部门|政府|收入)(?!预[算期]|计划|目标|安排|任务|下达|确定|制定|设定|提出|定[的下了])"
)
_COUNT = r"(?:1[0-2]|[2-9]|十[一二]?|[二两三四五六七八九])"


def not_before(characters: str) -> str:
    """A guard: none of these may follow. In pairs: a class of more Chinese characters is slow to compile."""
    return "".join(f"(?![{re.escape(characters[i : i + 2])}])" for i in range(0, len(characters), 2))


def not_after(characters: str) -> str:
    """A guard: none of these may stand before."""
    return "".join(f"(?<![{re.escape(characters[i : i + 2])}])" for i in range(0, len(characters), 2))


def any_of(words: Iterable[str]) -> str:
    """An alternation of fixed words, the longest first: (?:假期间|假期)."""
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, ordered)) + ")" if ordered else r"(?!)"


def guarded(words: Iterable[TimeWord]) -> str:
    """Words that are not themselves beside certain characters: 去年 but not 过|去年均."""
    ordered = sorted(words, key=lambda w: len(w.word), reverse=True)
    parts = (
        not_after(word.not_after) + re.escape(word.word) + not_before(word.not_before) for word in ordered
    )
    return "(?:" + "|".join(parts) + ")"


_END = f"末{not_before('端位梢尾')}|底{not_before('线气色部座层')}"
_START = f"初{not_before('中级步次始心创期加选')}"


def build_pattern(words: PeriodWords) -> re.Pattern[str]:
    """The one pattern of a Chinese period; its groups are read by ``ChineseReader``."""
    alternatives = [
        any_of(words.now.split()).join(("(?P<now>", ")")),
        _season(words),
        _runs_of_years(),
        _written_dates(),
        # a year, a part of a year, or both: the conditions ask whether there was a year
        rf"(?P<year>{_year(words)})?(?:(?(year) ?的? ?)(?P<part>{_part(words)})|(?(year)|(?!)))",
    ]
    return re.compile("(?:" + "|".join(alternatives) + ")" + _tail(words))


def openings(words: PeriodWords) -> re.Pattern[str]:
    """How a period can begin, by its first two characters or three: what ``build_pattern`` finds begins so.

    A sentence is searched for these first, since the whole pattern is slow to fail at every other character.
    """
    named = [word.word for word in (*words.years, *words.months, *words.days)]
    quoted = [*words.plans, *words.short_plans, *words.censuses]
    quoted += [word for holiday in words.holidays for word in (*holiday.bare, *holiday.words)]
    follow = {first: set(second) for firsts, second in _OPENINGS.items() for first in firsts}
    for word in (*named, *words.now.split(), *quoted):
        follow.setdefault(word[0], set()).add(word[1:2])
    for mark in _QUOTES:
        follow.setdefault(mark, set()).update(word[0] for word in quoted)
    parts = [rf"{digit}(?:\d{{3}}|\d?[ 年月日季hq至到—~、和/-])" for digit in "0123456789"]
    parts += [re.escape(first) + _one_of(second) for first, second in follow.items() if not first.isdigit()]
    digits = {re.escape(word[:2]) for word in (*named, *words.now.split(), *quoted) if word[0].isdigit()}
    return re.compile("|".join([*parts, *sorted(digits)]))


def _one_of(characters: set[str]) -> str:
    """Any of these; '' among them: whatever follows."""
    return "" if "" in characters else f"[{re.escape(''.join(sorted(characters)))}]"


def every(pattern: re.Pattern[str], begins: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The same as ``pattern.finditer(text)``, three times as fast, where every match begins with one of ``begins``."""
    at = 0
    while opening := begins.search(text, at):
        at = opening.start()
        match = pattern.match(text, at)
        if match:
            yield match
        at = max(match.end(), at + 1) if match else at + 1


def _season(words: PeriodWords) -> str:
    """2013/14榨季, 2022—2023年雪季, and 本雪季 and 假日期间 of an article that has named it."""
    joiner = f"(?:/|{DASH})"
    named = rf"(?<![\d.a-z-])(?P<sa>{_YEAR}|\d\d){joiner}(?:{_YEAR}|\d\d)年?度?(?P<season>{any_of(words.seasons)})"
    feast = "(?P<feast>(?:假日|假期|节日|节假日|小?长假)期间)"
    return rf"{named}|本(?P<own>{any_of(words.seasons)})|{feast}"


def _runs_of_years() -> str:
    number = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,2})"
    return (
        rf"(?<![\d.a-z])(?P<ya>{_YEAR}){DASH}(?P<yb>{_YEAR})(?!\d|[.]\d)(?: ?年(?:间|期间)?)?"
        rf"|(?:最近|近|过去的?|这(?!一)|(?<![^,;。、:])(?=[二两三四五六七八九]年来,))(?P<ln>{number})年(?:来|间|里)?(?!度|级|期)"
        r"|(?P<recent>(?:近|近几|近些|最近几)年(?:来)?|多年来)"
        rf"|(?:未来|今后|接下来)(?P<fn>{number})年(?:间|里|内(?!蒙))?(?!度|级|期)"
    )


def _written_dates() -> str:
    return (
        rf"(?<![\d./a-z-])(?P<dy>{_YEAR})(?P<ds>[-/.])(?P<dm>1[0-2]|0?[1-9])(?P=ds)(?P<dd>3[01]|[12]\d|0?[1-9])(?!\d)"
        rf"|(?<![\d./a-z-])(?P<my>{_YEAR})-(?P<mm>0[1-9]|1[0-2])(?![-\d.])"
        rf"|(?<![\d./a-z-])(?P<ry>{_YEAR})\.(?P<ra>1[0-2]|0?[1-9])[-—~至](?P<rb>1[0-2]|0?[1-9])(?![\d.%])月?"
    )


def _year(words: PeriodWords) -> str:
    quote = "[“”\"'‘’]?"
    return (
        rf"(?:(?P<census>(?:{_YEAR}年)?{quote}{any_of(words.censuses)}{quote})"
        r"|(?<![\d.])(?P<y4>[12]\d{3}) ?年(?:度(?!假)|(?:全国)?人口普查)?"
        r"|(?P<yc>[一二][〇零○一二三四五六七八九]{3})年(?:度(?!假))?"
        r"|(?<![\d.,—~至到-])(?P<y2>\d\d) ?年"
        r"|(?<![\da-z.#/〔\[第-])(?P<yb4>[12]\d{3})(?!\.?\d|,\d{3}(?!\d))"
        r"|(?<![\da-z.])(?P<yb2>\d\d)(?=[hq][1-4](?![a-z0-9]))"
        rf"|(?P<yrel>{guarded(words.years)})(?:度(?!假))?"
        rf"|{quote}(?P<plan>{any_of(words.plans)})(?![”\"]?(?:圆满|顺利|胜利)?(?:收官|开局)){quote}(?:时期|期间)?"
        rf"|(?P<splan>[“”\"]{any_of(words.short_plans)}[“”\"](?:时期|期间)?|{any_of(words.short_plans)}(?:时期|期间)))"
    )


def _part(words: PeriodWords) -> str:
    """A part of a year; 年 of 年底 may be missing after a year, and is guarded where there is none."""
    year = rf"(?(year)年?|{_LONE}年)"
    return "|".join(
        (
            r"(?P<full>全年度?)",
            r"(?P<half>[上下]半年(?:度(?!假))?|(?<![a-z])h[12](?![a-z0-9]))",
            _quarters(),
            rf"{not_after('以之此目从提空')}[前头首](?P<mn>{_COUNT})(?:个月|月)份?",
            rf"{_FREE}(?P<mp>一二|二三|三四|四五|五六|六七|七八|八九)月份?",
            rf"{_FREE}(?P<ma>{MONTH}|{_FIRST_MONTH}) ?(?:月份?)?(?P<mj>{DASH}|、)"
            rf"(?P<mb>{MONTH}) ?月(?!龄)(?! ?\d{{1,2}} ?[日号])份?",
            _dates(),
            rf"(?P<mrel>{guarded(words.months)})(?:(?P<md>{_DAY}) ?[日号](?!线|楼))?",
            _holidays(words),
            rf"(?P<inside>(?(year)(?!)|{_LONE}年内(?![蒙贸资销河环陆])))|(?P<yend>{year}(?:{_END}|{_START}{not_before('一二三')}{_NO_BUDGET}))",
            rf"(?P<drel>{guarded(words.days)})",
        )
    )


def _quarters() -> str:
    return (
        r"(?<![以之此])[前头](?P<qn>[二两三23])(?:个季度|季度|季(?!稻|度))"
        r"|第?(?P<qa>[一二三1-3])(?:季度?)?(?P<qj>至|到|-|—{1,2}|~|、|和)第?(?P<qb>[二三四2-4])季度"
        r"|(?<![a-z])q(?P<qc>[1-4])(?:-|—|~|至|到)q?(?P<qd>[1-4])(?![a-z0-9])"
        rf"|{_FREE}(?:第?(?P<q>[一二三四1-4])季度|(?<![a-z])q(?P<qe>[1-4])(?![a-z0-9])|(?P<qf>首季度?))(?:当季|单季)?"
    )


def _dates() -> str:
    ahead = not_before("龄饼球亮嫂供租薪均度报刊台牙湖光")
    return (
        rf"{_FREE}(?P<m>{MONTH}|(?(year)元|(?!))) ?月{ahead}(?:份(?!额))?(?:当月|单月)?"
        rf"(?: ?(?P<d>{_DAY})(?: ?[-—~至到] ?(?P<e>{_DAY}))? ?[日号](?!线|楼)|(?P<ten>[上中下])旬)?"
        rf"|(?<![\d.:月一二三四五六七八九十])(?P<od>3[01]|[12]\d|0?[1-9])(?:[-—~至](?P<oe>3[01]|[12]\d|[1-9]))?日"
        + not_before("龄元均照间前后常益本内游之以期报夜线子圆")
    )


def _holidays(words: PeriodWords) -> str:
    bare = any_of(w for h in words.holidays for w in h.bare)
    rest = any_of(w for h in words.holidays for w in h.words)
    quote = "[“”\"'‘’]?"
    ends = any_of(words.holiday_ends.split())
    return rf"{quote}(?:(?P<hb>{bare})|(?P<hw>{rest})(?!月)){quote}(?:[\d一二三四五六七八九十]天)?(?P<he>{ends}*)"


def _tail(words: PeriodWords) -> str:
    return (
        rf"(?P<end>{_END}|{_START}(?!以))?"
        rf"(?:(?P<open>初?{any_of(words.open_words.split())}(?![年天日])|起(?=[,。;、]|实施|执行|施行)|来(?=[,。;、]|累计|我|全))"
        r"|(?P<same>的?同[期月])"
        rf"|(?: ?{any_of(words.times_of_day.split())})(?: ?\d{{1,2}}(?:[时点:](?:\d{{1,2}}分?|半|许)?))?"
        r"|(?P<within>期间|间|内(?![蒙贸资销河环陆]))(?!接)"
        r"|(?P<before>前)(?=[,。;、]|$|完|建成|实现|基本|全部|投产|力争))?"
    )
