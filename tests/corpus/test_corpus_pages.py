"""Pages of many styles: every line is the kind that pages.txt says, and the page's own data are found."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from retrieval.corpus.articles import make_article
from retrieval.corpus.pagewords import PageWords
from retrieval.records import Article, Kind
from retrieval.schema import RepairWords

KINDS = {"N": Kind.NOISE, "T": Kind.TITLE, "B": Kind.BODY, "R": Kind.TEASER}


@dataclass
class Page:
    """One case: its text, and (start, end, kind) of each of its parts."""

    name: str
    expected: dict[str, str] = field(default_factory=dict)
    text: str = ""
    parts: list[tuple[int, int, Kind]] = field(default_factory=list)

    def add(self, line: str) -> None:
        joined = line.startswith("+")
        kind, _, part = line.removeprefix("+").partition(" ")
        if self.text and not joined:
            self.text += "\n"
        self.parts.append((len(self.text), len(self.text) + len(part), KINDS[kind]))
        self.text += part


def read_pages() -> list[Page]:
    pages: list[Page] = []
    in_head = True
    for line in (Path(__file__).parent / "pages.txt").read_text("utf-8").split("\n"):
        if line.startswith("=== "):
            pages.append(Page(line[4:]))
            in_head = True
        elif line == "--":
            in_head = False
        elif in_head and pages:
            key, _, value = line.partition(": ")
            pages[-1].expected[key] = value
        elif line.strip() and pages:
            pages[-1].add(line)
    return pages


PAGES = read_pages()


def describe(article: Article, start: int, end: int) -> list[tuple[str, str]]:
    """What the blocks make of ``text[start:end]``."""
    shared = [
        (max(start, b.start), min(end, b.end), b.kind)
        for b in article.blocks
        if b.start < end and start < b.end
    ]
    return [(kind.name, article.text[a:b].strip()) for a, b, kind in shared if article.text[a:b].strip()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_part_has_its_kind(page: Page, words: RepairWords, page_words: PageWords) -> None:
    article = make_article("x", page.text, words, page_words)
    assert article.text == page.text
    found = [describe(article, start, end) for start, end, _ in page.parts]
    assert found == [[(kind.name, page.text[start:end].strip())] for start, end, kind in page.parts]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_the_page_says_of_itself(page: Page, words: RepairWords, page_words: PageWords) -> None:
    article = make_article("x", page.text, words, page_words)
    found = {"title": article.title, "publisher": article.publisher, "published": article.published}
    assert {key: str(value) for key, value in found.items() if value} == page.expected


def test_there_are_pages_enough() -> None:
    assert len(PAGES) >= 25
