"""What the tests of search share: the settings that come with Yiju, and jieba with its whole dictionary."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from retrieval.defaults import default_config_dir
from retrieval.schema import SearchWords
from retrieval.search.cut import import_jieba
from retrieval.search.segmenter import Segmenter
from retrieval.yamlfile import convert, read_mapping


@pytest.fixture(scope="session")
def words() -> SearchWords:
    """``config/search.yaml``."""
    file = default_config_dir() / "search.yaml"
    return convert(file, read_mapping(file), SearchWords)


@pytest.fixture(scope="session")
def segmenter(words: SearchWords) -> Segmenter:
    """A segmenter that knows the words of the test cases here."""
    case_files = Path(__file__).parent.glob("*.yaml")
    return Segmenter.load([*(file.read_text("utf-8") for file in case_files), *words.question_words])


@pytest.fixture(scope="session")
def whole_jieba(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Makes jieba tokenizers over the whole dictionary, each its own."""
    directory = str(tmp_path_factory.mktemp("jieba"))

    def make() -> Any:
        tokenizer = import_jieba().Tokenizer()
        tokenizer.tmp_dir = directory
        tokenizer.initialize()
        return tokenizer

    return make
