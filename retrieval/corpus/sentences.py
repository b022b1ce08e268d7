"""An article's blocks to sentences: ``article.text[start:end] == sentence.text``, in order, nothing lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.records import Article, Block, Kind, Sentence

# 。！？ and what closes with them (。” ！） ？！); a half-width stop only where English goes on: "8.9 percent. The".
_END = re.compile(
    r"[。！？][。！？!?…]*[”’」』）)】》〉\]]*"
    r"|[!?](?![A-Za-z0-9=&/_%])[!?！？。…]*[”’」』）)】》〉\]]*"
    r"|(?<=[A-Za-z0-9%)”’])\.[”’)]*(?=\s+[“‘(]?[A-Z])"
)
_QUOTE = '"'
_ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|Co|Inc|Corp|Dept|Gov|Sen|vs|approx|Fig|Vol|[A-Z])$")
_FIRM = re.compile(r"\b(?:Co|Inc|Corp)$")
_BEGINS = re.compile(
    r"\s+[“\"]?(?:The|A|An|In|At|It|Its|On|By|For|This|These|With|As|From|After|He|She|They|But|According|Among"
    r"|Meanwhile|However|Last|Also|Another|Other|So|Since|During|Over|Under|When|While|More)\s"
)  # Foods Co. At the expo: the full stop is a sentence's too
_ONE_SENTENCE = frozenset({Kind.TITLE})


def split_sentences(article: Article) -> tuple[Sentence, ...]:
    """The sentences of ``article``: those of its title line, of its body and of its teasers; none of its noise.

    增长8.9%。增速列全市第一。 is two; “…没有问题。”新区经发局工作人员说。 is “…没有问题。” and the rest; a
    semicolon ends none. Sentences are stripped of the space around them by their offsets.
    """
    found: list[Sentence] = []
    for number, block in enumerate(article.blocks):
        if block.kind is Kind.NOISE:
            continue
        for start, end in _spans(article.text, block):
            text = article.text[start:end]
            found.append(Sentence(article.id, len(found), number, start, end, block.kind, text))
    return tuple(found)


def _spans(text: str, block: Block) -> Iterator[tuple[int, int]]:
    start = block.start
    if block.kind not in _ONE_SENTENCE:
        for match in _END.finditer(text, block.start, block.end):
            end = match.end()
            if end <= start or (match[0][0] == "." and _abbreviated(text, start, match)):
                continue
            end = _with_quote(text, start, end, block.end)
            yield from _stripped(text, start, end)
            start = end
    yield from _stripped(text, start, block.end)


def _abbreviated(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a full stop only shortens a word: Mr. Li, Foods Co. in Liuzhou."""
    if not _ABBREVIATION.search(text, start, match.start()):
        return False
    return not (_FIRM.search(text, start, match.start()) and _BEGINS.match(text, match.end()))


def _with_quote(text: str, start: int, end: int, limit: int) -> int:
    """A straight quotation mark belongs to the sentence that it closes: one is open where their number is odd."""
    closes = end < limit and text[end] == _QUOTE and text.count(_QUOTE, start, end) % 2 == 1
    return end + 1 if closes else end


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if left < right:
        yield start + left, start + right
