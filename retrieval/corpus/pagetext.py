"""A page's elements in, its lines of text out, as a reader sees them: one line a paragraph, a heading, a row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SILENT = frozenset(
    "head script style noscript template select option textarea input button iframe svg object video audio map".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody tfoot thead tr ul".split()
)
_CELLS = frozenset(("td", "th"))
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_WRAPPED = re.compile(
    r"(?<=[\u2e80-\u9fff\uff00-\uffef，。；：、])[ \t]*[\r\n][ \t\r\n]*(?=[\u2e80-\u9fff\uff00-\uffef])"
)
_SINGLE = re.compile(" {2,}")
_GAPS = re.compile(r" ?([\n\t]) ?")
_EMPTY_LINES = re.compile(r"\n\s*\n+")


def page_text(root: HtmlElement) -> str:
    """The text of an element, without scripts and what is hidden; cells of a row are parted by tabs.

    Links that stand side by side are parted by a space: 首页 时政 经济; a line that only the source wraps is one line.
    """
    parts: list[str] = []
    _collect(root, parts)
    text = _GAPS.sub(r"\1", _SINGLE.sub(" ", "".join(parts)))
    lines = (line.strip(" \t") for line in _EMPTY_LINES.sub("\n", text).split("\n"))
    return "\n".join(line for line in lines if line.strip("\u3000\xa0 \t"))


def _collect(root: HtmlElement, parts: list[str]) -> None:
    """The pieces of text in order. A stack instead of recursion: pages nest their layout hundreds of times."""
    stack: list[tuple[HtmlElement, bool]] = [(root, True)]
    while stack:
        element, opening = stack.pop()
        if not opening:
            parts.append(_after(element))
            _add(element.tail, parts)
            continue
        if _is_silent(element):
            _add(element.tail if element is not root else None, parts)
            continue
        if element.tag in _BLOCKS:
            parts.append("\n")
        _add(element.text, parts)
        if element is not root:
            stack.append((element, False))
        stack.extend((child, True) for child in reversed(element))


def _is_silent(element: HtmlElement) -> bool:
    if not isinstance(element.tag, str) or element.tag in _SILENT:  # a comment's tag is a function
        return True
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _after(element: HtmlElement) -> str:
    if element.tag in _BLOCKS:
        return "\n"
    if element.tag in _CELLS:
        return "\t"
    if element.tag in ("a", "span") and not (element.tail or "").strip():
        following = element.getnext()
        return " " if following is not None and following.tag == "a" else ""
    return ""


def _add(text: str | None, parts: list[str]) -> None:
    if text:
        parts.append(_SPACE.sub(" ", _WRAPPED.sub("", text)))
