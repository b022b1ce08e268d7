"""Text in, tokens out: what is equal in question and article is what is found.

A text is tidied; punctuation goes; a number or Latin word (2028.16, g60, ppp) stays whole; of Chinese, single
characters and bigrams, and jieba's long words where the settings want them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from operator import add
from typing import Protocol

from retrieval.schema import SearchWords
from retrieval.understanding.tidy import tidy

# A number or Latin word, with signs inside it only; or a run of Chinese characters.
_RUN = re.compile(
    r"[a-z0-9\u00c0-\u024f]+(?:[.\-_/+&#,'][a-z0-9\u00c0-\u024f]+)*"
    r"|[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_LONG = 3  # a jieba word of two characters is a bigram already


class Words(Protocol):
    """Whatever cuts text into words: ``Segmenter``."""

    def words(self, text: str) -> list[str]:
        """Every word of ``text`` in order."""


def tokens_of(text: str, segmenter: Words, words: SearchWords) -> list[str]:
    """The tokens of an article's text, each as often as it occurs.

    椒江固投2,028.16亿元 → 椒, 江, 固, 投, 椒江, 江固, 固投, 2028.16, 亿, 元, 亿元 (a run's characters, then bigrams).
    """
    stop, repeats, found = words.stop_characters, words.repeats, list[str]()
    if repeats.words or not (repeats.numbers and repeats.characters and repeats.bigrams):
        return [token for _, token in _named(tidy(text), segmenter, words)]
    for run in _RUN.findall(tidy(text)):
        if run[0] < "\u3000":
            found += _latin(run)
        else:  # as in ``_kinds``, which takes a third longer
            found += [character for character in run if character not in stop]
            found += map(add, run, run[1:])
    return found


def question_tokens(
    question: str, segmenter: Words, words: SearchWords, extra: Iterable[str] = ()
) -> list[str]:
    """The tokens of a question: words that only ask are dropped (是多少), each kind is repeated by its weight.

    ``extra``: the canonical tokens of its region, period and indicator (``r:331002``, ``i:固定资产投资``).
    """
    text, asked = tidy(question), frozenset(words.question_words)
    kept = " ".join(_without(asked, part, segmenter) for part in text.split(" "))
    found = _named(kept, segmenter, words) or _named(text, segmenter, words)
    found += [("canonical", token) for token in extra]
    repeats = {kind: getattr(words.repeats, kind) for kind in {kind for kind, _ in found}}
    return [token for kind, token in found for _ in range(repeats[kind])]


def _without(asked: Collection[str], part: str, segmenter: Words) -> str:
    """A part of a question with blanks for the words that only ask; it is cut only where one may stand in it."""
    if not any(map(part.__contains__, asked)):
        return part
    return "".join(" " if word in asked else word for word in segmenter.words(part))


def document_tokens(
    sentence: str, title: str, extra: Iterable[str], segmenter: Words, words: SearchWords
) -> list[str]:
    """A sentence's own tokens, its canonical ones, and its article's title's ``title_weight`` times."""
    own = [*tokens_of(sentence, segmenter, words), *(extra if words.repeats.canonical else ())]
    return own + tokens_of(title, segmenter, words) * words.title_weight


def _named(text: str, segmenter: Words, words: SearchWords) -> list[tuple[str, str]]:
    """(kind, token) of tidied text."""
    return [(kind, token) for kind, own in _kinds(text, segmenter, words) for token in own]


def _kinds(text: str, segmenter: Words, words: SearchWords) -> Iterator[tuple[str, Iterable[str]]]:
    """(kind, tokens) of each run of tidied text, of the kinds that count; a kind is a field of ``TokenRepeats``."""
    stop, repeats = words.stop_characters, words.repeats
    for run in _RUN.findall(text):
        if run[0] < "\u3000":
            if repeats.numbers:
                yield "numbers", _latin(run)
            continue
        if repeats.characters:
            yield "characters", [character for character in run if character not in stop]
        if repeats.bigrams:
            yield "bigrams", map(add, run, run[1:])
        if repeats.words:
            yield "words", [word for word in segmenter.words(run) if len(word) >= _LONG]


def _latin(run: str) -> list[str]:
    """2,028.16 → 2028.16; any other comma or apostrophe parts what stands around it."""
    if "," not in run and "'" not in run:
        return [run]
    if _THOUSANDS.fullmatch(run):
        return [run.replace(",", "")]
    return [part for part in re.split("[,']", run) if part]
