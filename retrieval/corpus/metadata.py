"""What a page says of itself in its noise: title, publisher, date and address, for an article file that does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from retrieval.corpus.inline import Piece
from retrieval.corpus.lines import Mark, label_spans
from retrieval.corpus.noise import Page
from retrieval.corpus.pagewords import PageWords
from retrieval.corpus.signs import DATE, STOP

_MONTHS = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10,
           "nov": 11, "dec": 12}  # fmt: skip
_NUMERIC = re.compile(r"((?:19|20)\d\d) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2})")
_ENGLISH = re.compile(r"(?:(\d{1,2}) )?([a-z]{3})[a-z]*\.?,? (?:(\d{1,2}),? )?((?:19|20)\d\d)")
_IN_URL = (
    re.compile(r"/((?:19|20)\d\d)[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?=\D|$)"),
    re.compile(r"(?<=[/_a-z-])t?((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?=[_./-]|$)"),
)
_ADDRESS = re.compile(r"https?://[^\s\u4e00-\u9fff，。；）)]+")
_SOURCE = re.compile(r"\s*[(\[【]?\s*([^\s|()\[\]【】,;:]{2,24})")
_PLACED = re.compile(r"^[\s#·•*]+|\s+$")


@dataclass(frozen=True)
class Facts:
    """What was found; None where the page does not say."""

    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    url: str | None = None


def read_date(text: str) -> date | None:
    """A full date as people and pages write it: 2019-08-28, 2014年02月27日, 2019/11/21 21:16, Jan 19, 2024; else None.

    A date without its year is none: (09-24), 8月3日.
    """
    folded = text.strip().lower()
    if match := _NUMERIC.search(folded):
        return _date(match[1], match[2], match[3])
    match = _ENGLISH.search(folded)
    if match and match[2] in _MONTHS and (match[1] or match[3]):
        return _date(match[4], str(_MONTHS[match[2]]), match[3] or match[1])
    return None


def date_in_url(url: str) -> date | None:
    """The day in an address: …/201707/t20170728_4664342.shtml, …/2019/1224/144631.shtml, …/2018-10/08/…; else None."""
    for pattern in _IN_URL:
        for match in pattern.finditer(url.lower()):
            if found := _date(match[1], match[2], match[3]):
                return found
    return None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def find_title(page: Page) -> str | None:
    """The headline among the lines above the first sentence, or None.

    It is the line with a Markdown ``#``, else the one that stands there twice, else the one before the source line,
    else the one after 首页 > 资讯, else the first.
    """
    head = page.head()
    options = [i for i, piece in enumerate(head) if _may_be_title(page, piece)]
    if not options:
        return None
    best = min(options, key=lambda i: (_rank(page, head, i), -i if _rank(page, head, i) == 2 else i))
    return _PLACED.sub("", page.text[head[best].start : head[best].end])


def _may_be_title(page: Page, piece: Piece) -> bool:
    line = page.line(piece).strip()
    whole = 5 <= len(line) <= 70 and "。" not in line and not line.endswith((";", ",", ":"))
    return whole and piece.mark in {Mark.TEXT, Mark.PROSE}


def _rank(page: Page, head: list[Piece], i: int) -> int:
    line = page.line(head[i]).strip()
    if line.startswith("#"):
        return 0
    if sum(page.line(piece).strip() == line for piece in head) > 1:
        return 1
    if i + 1 < len(head) and head[i + 1].mark in {Mark.META, Mark.DATED}:
        return 2
    if i and head[i - 1].mark in {Mark.NOISE, Mark.PATH} and ">" in page.line(head[i - 1]):
        return 3
    return 4


def find_facts(page: Page, words: PageWords) -> Facts:
    """Publisher, date and address out of the page's own lines: 发布时间:2019-08-28 来源:秀洲区人民政府."""
    return Facts(publisher=_publisher(page, words), published=_published(page, words), url=_url(page, words))


def _metas(page: Page, whole: bool) -> Iterator[Piece]:
    """Source lines: those above the first sentence; with ``whole``, those below it too."""
    yield from (p for p in page.head() if p.mark in {Mark.META, Mark.DATED})
    if whole:
        yield from (
            p for p in page.pieces[page.body_at :] if p.mark in {Mark.META, Mark.FOOT} and not p.teaser
        )


def _values(page: Page, piece: Piece, words: PageWords) -> Iterator[tuple[str, str, int, int]]:
    """(kind, label, start, end of its value) of the labels in a piece, as offsets in the text."""
    for kind, label, start, end in label_spans(page.line(piece), words):
        yield kind, label, piece.start + start, piece.start + end


def _published(page: Page, words: PageWords) -> date | None:
    labelled = [
        (_standing(label), found)
        for piece in _metas(page, whole=True)
        for kind, label, start, end in _values(page, piece, words)
        if kind == "date" and (found := read_date(page.folded[start:end]))
    ]
    if labelled:
        return min(labelled, key=lambda pair: pair[0])[1]
    lines = [page.line(piece) for piece in _metas(page, whole=False)] + _signature(page)
    days = (read_date(match[0]) for line in lines for match in DATE.finditer(line))
    return next((day for day in days if day), None)


def _signature(page: Page) -> list[str]:
    """The line below the text that holds a date and hardly more: 2018年1月26日."""
    dated = [page.line(p) for p in page.pieces[page.body_at :] if p.mark is Mark.DATED and not p.teaser]
    return [line for line in dated[-1:] if len(line.strip()) <= 20]


def _standing(label: str) -> int:
    """When it was published counts before when it was written, and that before when it was changed."""
    if label.startswith(("发布", "发表", "publish", "posted", "release")):
        return 0
    return 2 if label.startswith(("更新", "修改", "编辑", "updated", "update", "last")) else 1


def _publisher(page: Page, words: PageWords) -> str | None:
    for piece in _metas(page, whole=True):
        for kind, _, start, end in _values(page, piece, words):
            match = _SOURCE.match(page.folded, start, end)
            if (
                kind == "publisher"
                and match
                and not match[1].startswith(("http", "www."))
                and not DATE.match(match[1])
            ):
                return page.text[match.start(1) : match.end(1)].strip('“”"、。')
    return None


def _url(page: Page, words: PageWords) -> str | None:
    for piece in page.pieces[page.body_at :]:
        line = page.line(piece)
        if piece.mark is not Mark.FOOT or "http" not in line or STOP.search(line):
            continue
        for _, label, start, end in _values(page, piece, words):
            match = _ADDRESS.search(page.text, start, end)
            if label in words.url_labels and match:
                return match[0]
    return None
