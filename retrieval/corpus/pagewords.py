"""The words of ``repair.yaml`` made ready for finding page noise: folded text in, sets and patterns to ask it with."""

from __future__ import annotations

import re
from collections.abc import Mapping

from retrieval.schema import RepairWords
from retrieval.service import service

_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " "}
_SIGNS = dict.fromkeys(map(ord, "丨│┃︱∣"), "|") | dict.fromkeys(map(ord, "›»→"), ">")


class Folding(dict[int, str | int]):
    """What each character becomes; one that stays itself is noted, since a table without it costs an exception."""

    def __missing__(self, code: int) -> int:
        self[code] = code
        return code


@service
class PageWords:
    """What the finding of noise asks for; ``labels`` says of a label's word which kind it is."""

    table: Mapping[int, str | int]
    labels: Mapping[str, str]
    places: tuple[str, ...]
    homes: frozenset[str]
    posters: tuple[str, ...]
    persons: tuple[str, ...]
    buttons: frozenset[str]
    sections: frozenset[str]
    menu: frozenset[str]
    neighbours: tuple[str, ...]
    related: tuple[str, ...]
    url_labels: frozenset[str]
    surnames: frozenset[str]
    footer: re.Pattern[str]
    disclaimer: re.Pattern[str]
    prompt: re.Pattern[str]
    follow: re.Pattern[str]
    opening: re.Pattern[str]
    publisher_end: re.Pattern[str]
    tails: tuple[str, ...]
    tail_heads: frozenset[str]

    def fold(self, text: str) -> str:
        """Half width, lower case, simplified as the words need; the length stays: ``當前位置：`` is 当前位置:."""
        folded = text.translate(self.table)
        lowered = folded.lower()
        return lowered if len(lowered) == len(folded) else folded


def compile_words(words: RepairWords) -> PageWords:
    """Made once for a load of many articles: some milliseconds."""
    tails = _tails(words)
    return PageWords(
        table=Folding(_WIDE | _SIGNS | {ord(pair[0]): pair[1] for pair in words.scripts.split()}),
        labels=_labels(words),
        places=words.places,
        homes=frozenset(words.homes),
        posters=words.posters,
        persons=_longest(words.person_labels),
        buttons=frozenset(words.buttons),
        sections=frozenset((*words.sections, *words.buttons)),
        menu=frozenset((*words.menu, *words.homes)),
        neighbours=_longest(words.neighbours),
        related=_longest(words.related),
        url_labels=frozenset(words.url_labels),
        surnames=frozenset(words.surnames) - {" "},
        footer=re.compile(_any(words.footers)),
        disclaimer=re.compile(_any(words.disclaimers)),
        prompt=re.compile(_any(words.prompts)),
        follow=re.compile(f"(?:{_any(words.follow_verbs)}).{{0,20}}(?:{_any(words.channels)})"),
        # 通讯员 余志刚记者从市旅委了解到: the names end where an article's first words begin
        opening=re.compile(
            r"(?:记者|通讯员|作者|编辑|责编)[ :]+(?:[\u4e00-\u9fff]{2,4}[ 、])*?"
            rf"[\u4e00-\u9fff]{{2,4}}?(?= |{_any(words.leads)})"
        ),
        publisher_end=re.compile(rf"(?:{_any(words.publisher_ends)})"),
        tails=tails,
        tail_heads=frozenset(word[:2] for word in tails),
    )  # fmt: skip


def _tails(words: RepairWords) -> tuple[str, ...]:
    """How the foot of a page begins where it was run together with the article's last sentence."""
    labels = (*words.person_labels, *words.publisher_labels, *words.footer_labels, *words.other_labels)
    plain = [
        word for word in (*words.neighbours, *words.related, *words.footers, *words.buttons) if len(word) > 2
    ]
    bracketed = [f"{left}{word}" for left in "【[(" for word in words.buttons]
    return (*plain, *bracketed, *(f"{label}:" for label in labels), *(f"{label} :" for label in labels))


def _labels(words: RepairWords) -> dict[str, str]:
    groups = {
        "other": words.other_labels, "footer": words.footer_labels, "person": words.person_labels,
        "date": words.date_labels, "publisher": words.publisher_labels,
    }  # fmt: skip
    return {label: kind for kind, labels in groups.items() for label in labels}


def _longest(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))


def _any(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, _longest(words)))
