"""Signs in a folded line: a figure, the end of a sentence, a full date."""

from __future__ import annotations

import re

FIGURE = re.compile(
    r"\d ?(?:%|‰|个?百分点|[万亿千百]|[余多]?(?:元|家|个|项|人|户|吨|公斤|斤|倍|公里|平方|立方|亩|公顷|美元"
    r"|件|辆|台|套|名|位|次|所|座|头|只|千瓦|度|条|起|宗|箱|艘|架|处))"
    r"|百分之[一二三四五六七八九十零百]|\d[\d.,]* (?:percent|billion|million|trillion|yuan|tons?|companies|projects)"
)
STOP = re.compile(r"。|[!?](?![a-z0-9=&/])|[a-z0-9)\"”]\.(?:\s|$)")
DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2}(?: ?[日号]|(?!\d))"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2},? (?:19|20)\d\d"
    r"|\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? (?:19|20)\d\d"
    r"|\d+ ?(?:分钟|小时|天|周|个?月|年)前(?: ?\(\d\d-\d\d\))?"
)
