"""Lines that hold more than one thing: pages without line breaks, bylines behind a paragraph, lists of teasers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.corpus.lines import LABEL, NOISY, PROSE_MARKS, Mark, mark, related_heading
from retrieval.corpus.pagewords import PageWords
from retrieval.corpus.people import is_byline
from retrieval.corpus.signs import DATE, STOP
from retrieval.service import value


@value
class Piece:
    """A line of the folded text, or the part of one that is one thing."""

    start: int
    end: int
    mark: Mark
    teaser: bool = False


_BRACKET = re.compile(r"(?:^|(?<=[。!?”\"]))\s*(\([^()]{2,60}\))\s*$")
_CLOCK = re.compile(r" *\d{1,2}:\d{2}(?::\d{2})?")
_ENDS = re.compile(r"[。!?”\")】]\s*(?=\S)")
_DATE_IN_BRACKETS = re.compile(r"\((?:19|20)\d\d[^()]{0,12}\)")
_SPACES = " \t\u3000"
_WINDOW = 240
_CHUNK = 24
_FEW = 20  # the foot of a page begins at one of its last starts; each one more is a look at all the rest


def pieces(folded: str, words: PageWords) -> list[Piece]:
    """Every line of ``folded`` that is not blank, cut where it holds several things; together they cover it."""
    found: list[Piece] = []
    start = 0
    for line in folded.split("\n"):
        if line and not line.isspace():
            found += (Piece(p.start + start, p.end + start, p.mark, p.teaser) for p in _cut(line, words))
        start += len(line) + 1
    return found


def _cut(line: str, words: PageWords) -> Iterator[Piece]:
    whole = mark(line, words)
    if whole is Mark.RELATED:
        yield from _related(line, 0, words)
        return
    if whole not in PROSE_MARKS or not STOP.search(line):
        yield Piece(0, len(line), whole)
        return
    head, tail = _head_end(line, words), _tail_start(line, words)
    tail = tail if tail >= head else len(line)  # what looks like a foot within the head is a part of that
    closed = line.rstrip().endswith(")") if tail == len(line) else True
    byline = _BRACKET.search(line, head, tail) if closed else None
    end = byline.start(1) if byline and is_byline(byline[1], words) else tail
    if head:
        yield Piece(0, head, Mark.META)
    if line[head:end].strip():
        yield Piece(head, end, whole)
    if end < tail:
        yield Piece(end, tail, Mark.META)
    if tail < len(line):
        yield from _tail(line, tail, words)


# --- the way here, run together with the first sentence ------------------------------------------------------


def _head_end(line: str, words: PageWords) -> int:
    """Where 您当前的位置:… 2018-10-08 16:22 来源:衢州日报 记者 俞施 ends in a line that goes on, or 0."""
    if not _opens(line, words):
        return 0
    stop = STOP.search(line)
    window = line[: min(stop.start() if stop else len(line), _WINDOW)]
    end = 0
    for start, stop_at in sorted(_metas(window, words)):
        gap = window[end:start]
        if ("," in gap or len(gap) > 12) and end:
            break
        end = max(end, stop_at)
    return end if "%" not in line[:end] and "亿" not in DATE.sub("", line[:end]) else 0


def _opens(line: str, words: PageWords) -> bool:
    core = line.lstrip(_SPACES + "【[")
    if core.startswith(words.places) or line[:120].count(" > ") > 1:
        return True
    label = LABEL.match(core)
    if label and words.labels.get(label[1].replace(" ", "")) in ("date", "publisher"):
        return True
    date = DATE.match(core)
    return bool(date and (_CLOCK.match(core, date.end()) or LABEL.match(core[date.end() :].lstrip(_SPACES))))


def _metas(window: str, words: PageWords) -> Iterator[tuple[int, int]]:
    for date in DATE.finditer(window):
        clock = _CLOCK.match(window, date.end())
        yield date.start(), clock.end() if clock else date.end()
    for label in LABEL.finditer(window):
        if label[1].replace(" ", "") in words.labels and label[1] not in words.places:
            end = _value_end(window, label.end(), words)
            if end > label.end():
                yield label.start(), end
    for names in words.opening.finditer(window):
        yield names.start(), names.end()


def _value_end(window: str, start: int, words: PageWords) -> int:
    value = re.compile(r"\s*\S{0,24}").match(window, start)
    end = value.end() if value else start
    if end < len(window) and window[end : end + 1].isspace():
        return end
    known = words.publisher_end.search(
        window, start, end
    )  # 来源:衢州日报今年国庆…: no space says where it ends
    return known.end() if known else start


# --- the foot of the page, run together with the last sentence -----------------------------------------------


def _tail_start(line: str, words: PageWords) -> int:
    """Where 【打印】【关闭】 责编:… begins behind the last sentence, or the line's length."""
    ends = (stop.end() for stop in _ENDS.finditer(line))
    starts = [at for at in ends if line[at : at + 2] in words.tail_heads and line.startswith(words.tails, at)]
    for at in starts[-_FEW:]:
        rest = line[at:]
        if mark(rest, words) is not Mark.PROSE and mark(_first_chunk(rest), words) in {*NOISY, Mark.RELATED}:
            return at
    return len(line)


def _first_chunk(rest: str) -> str:
    """Enough to know it by, and not the headlines behind it: 标签:工业 银川."""
    stop = STOP.search(rest)
    chunk = rest[: stop.start() if stop else len(rest)]
    return chunk if len(chunk) <= _CHUNK else (chunk[:_CHUNK].rpartition(" ")[0] or chunk[:_CHUNK])


def _tail(line: str, start: int, words: PageWords) -> Iterator[Piece]:
    for word in words.related:
        at = line.find(word, start) if len(word) > 3 else -1
        if at >= 0 and line[at + len(word) : at + len(word) + 1] in (" ", ":", "】"):
            if line[start:at].strip():
                yield Piece(start, at, Mark.FOOT)
            yield from _related(line, at, words)
            return
    yield Piece(start, len(line), Mark.FOOT)


# --- teasers -------------------------------------------------------------------------------------------------


def _related(line: str, start: int, words: PageWords) -> Iterator[Piece]:
    """The heading, and each headline that stands in its line: 相关:溧水区…增长9%|栖霞区…(2021-09-13)."""
    core = line[start:].lstrip(_SPACES + "·•*#>-—=|【[〖■◆●▌▲►▶★☆")
    size = related_heading(core.rstrip(), words)
    end = len(line) - len(core) + (size if size is not None else len(core))
    yield Piece(start, end, Mark.RELATED)
    yield from split_teasers(line, end)


def split_teasers(line: str, start: int) -> Iterator[Piece]:
    """Headlines in one line, apart: they are cut at ``|`` and behind a date in brackets."""
    at = start
    cuts = sorted(
        {m.end() for m in _DATE_IN_BRACKETS.finditer(line, start)} | _bars(line, start) | {len(line)}
    )
    for cut in cuts:
        if line[at:cut].strip():
            bar = line[at:cut].strip() == "|"
            yield Piece(at, cut, Mark.NOISE if bar else Mark.TEXT, teaser=not bar)
        at = cut


def _bars(line: str, start: int) -> set[int]:
    found = [m.start() for m in re.finditer(r"\|", line[start:])]
    return {start + at for at in found} | {start + at + 1 for at in found}
