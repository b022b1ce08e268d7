"""Raw text in, the article's text and what was changed out. Only faults of copying are undone, nothing is improved."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from html import unescape

from retrieval.corpus.edits import compose, replay
from retrieval.corpus.pinyin import pinyin_edits
from retrieval.records import Edit
from retrieval.schema import RepairWords

# Zero-width and control characters; the newline and the tab stay, the other separators of lines become newlines.
_CONTROL = re.compile(
    r"\r\n?|[\x0b\x0c\x85\u2028\u2029]|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
    r"|[\xa0\u2000-\u200a\u202f\u205f]"
)
_LINE_ENDS = frozenset("\r\x0b\x0c\x85\u2028\u2029")
_ENTITY = re.compile(
    r"&(?:amp;)*(?:nbsp|ensp|emsp|ldquo|rdquo|lsquo|rsquo|mdash|ndash|hellip|middot|bull|times|permil|quot|lt|gt|yen|deg);"
    r"|&(?:amp;)+"
)
# Characters of a font's radicals and of compatibility: a PDF's ⼯业 is 工业.
_RADICAL = re.compile(r"[\u2f00-\u2fd5\uf900-\ufad9]")
# A mark, and more of its class: written so that the search hops from mark to mark.
_DOUBLED = re.compile(
    r"[，,；;、。：](?:(?<=[，,])[，,]+|(?<=[；;])[；;]+|(?<=、)、+|(?<=：)：+|(?<=。)[。.]+)"
)
_STOPS_AT = frozenset("。.0123456789")


def repair(raw: str, words: RepairWords) -> tuple[str, tuple[Edit, ...]]:
    """The text ``raw`` was before it was copied badly, and the edits: ``replay(raw, edits)`` is the text.

    國(guó)家，,蕞大 becomes 國家，最大. Repairing twice changes nothing more.
    """
    passes: tuple[Callable[[str], list[Edit]], ...] = (
        _control_edits, _entity_edits, _radical_edits, pinyin_edits, _doubled_edits,
        lambda text: _swap_edits(text, words),
    )  # fmt: skip
    text, edits = raw, tuple[Edit, ...]()
    for find in passes:
        if found := find(text):
            text, edits = replay(text, found), compose(raw, edits, found)
    return text, edits


def _edits(rule: str, found: Iterable[tuple[re.Match[str], str]]) -> list[Edit]:
    return [Edit(rule, match.start(), match[0], after) for match, after in found]


def _control_edits(text: str) -> list[Edit]:
    r"""Line ends to ``\n``, special spaces to a space; the invisible goes: 椒\u200b江 is 椒江."""
    return _edits("control", ((match, _visible(match[0])) for match in _CONTROL.finditer(text)))


def _visible(found: str) -> str:
    if found[0] in _LINE_ENDS:
        return "\n"
    return " " if found.isspace() and found > "\x9f" else ""


def _entity_edits(text: str) -> list[Edit]:
    """``&ldquo;最多跑一次&rdquo;`` is “最多跑一次”, also where it was escaped twice."""
    if "&" not in text:
        return []
    return _edits("entity", ((match, _entity(match[0])) for match in _ENTITY.finditer(text)))


def _entity(found: str) -> str:
    name = found.replace("amp;", "").strip("&;")
    return (
        "&"
        if not name
        else unescape(f"&{name};").replace("\xa0", " ").replace("\u2002", " ").replace("\u2003", " ")
    )


def _radical_edits(text: str) -> list[Edit]:
    found = ((match, unicodedata.normalize("NFKC", match[0])) for match in _RADICAL.finditer(text))
    return _edits("radical", ((match, after) for match, after in found if after != match[0]))


def _doubled_edits(text: str) -> list[Edit]:
    """One mark where a copy has two: 比重達，,增長 is 比重達，增長; …… and —— and 。。。 are so by right."""
    found = (match for match in _DOUBLED.finditer(text) if _is_fault(text, match))
    return _edits("doubled", ((match, _single(match[0])) for match in found))


def _is_fault(text: str, match: re.Match[str]) -> bool:
    run = match[0]
    if run[0] == "。":
        return len(run) == 2 and text[match.end() : match.end() + 1] not in _STOPS_AT
    # Half width only: empty columns of a table, or code, unless the text around is Chinese.
    return not run.isascii() or "\u4e00" <= text[match.start() - 1 : match.start()] <= "\u9fff"


def _single(run: str) -> str:
    return next((mark for mark in "，；。、：" if mark in run), run[0])


def _swap_edits(text: str, words: RepairWords) -> list[Edit]:
    """Words swapped to dodge a filter, by the pairs of ``repair.yaml``: 蕞大 is 最大, but 蕞尔小国 stays."""
    swaps = dict(words.swaps)
    if not any(word in text for word in swaps):
        return []
    options = sorted((*words.swap_keeps, *swaps), key=len, reverse=True)
    found = re.finditer("|".join(map(re.escape, options)), text)
    return _edits("swap", ((match, swaps[match[0]]) for match in found if match[0] in swaps))
