"""The words of repair.yaml, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.corpus.pagewords import PageWords, compile_words
from retrieval.schema import RepairWords
from retrieval.yamlfile import convert, read_mapping

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def words() -> RepairWords:
    path = ROOT / "config" / "repair.yaml"
    return convert(path, read_mapping(path), RepairWords)


@pytest.fixture(scope="session")
def page_words(words: RepairWords) -> PageWords:
    return compile_words(words)
