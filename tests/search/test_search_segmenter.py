"""The segmenter cuts as jieba's whole dictionary does, keeps to itself, and survives any cache."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from retrieval.search.cut import build_cut, digest, import_jieba
from retrieval.search.segmenter import Segmenter
from retrieval.understanding.tidy import tidy

ROOT = Path(__file__).parents[2]
TEXTS = [
    tidy(file.read_text("utf-8"))
    for folder in ("seeds", "tests/quality/sets/a/articles")
    for file in sorted((ROOT / folder).glob("*.md"))
]
USER_WORDS = ("固投增速", "长三角一体化", "专精特新", "规上工业", "g60科创走廊")


@pytest.mark.parametrize("user_words", [(), USER_WORDS], ids=["plain", "user words"])
def test_same_words_as_the_whole_dictionary(user_words: tuple[str, ...], whole_jieba: Any) -> None:
    whole = whole_jieba()
    for word in user_words:
        whole.add_word(word)
    segmenter = Segmenter.load(TEXTS, user_words)
    assert TEXTS
    for text in TEXTS:
        assert segmenter.words(text) == whole.lcut(text)


def test_the_cut_is_small() -> None:
    assert len(build_cut(TEXTS).words) < 40_000  # of 498,113


def test_user_words_are_words() -> None:
    assert "固投增速" in Segmenter.load(["椒江固投增速居首"], ["固投增速"]).words("椒江固投增速居首")
    assert "固投增速" not in Segmenter.load(["椒江固投增速居首"]).words("椒江固投增速居首")


def test_two_segmenters_share_nothing() -> None:
    text = "椒江固投增速居首"
    before = Segmenter.load([text])
    Segmenter.load([text], ["固投增速"])
    assert "固投增速" not in before.words(text)
    assert not import_jieba().dt.initialized


@pytest.mark.parametrize("text", ["", " ", "。", "abc", "从未见过的文字", "\ud800", "a\nb"])
def test_any_text_is_cut_without_loss(text: str) -> None:
    assert "".join(Segmenter.load(["固定资产"]).words(text)) == text
    assert "".join(Segmenter.load([]).words(text)) == text


def test_from_cache_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "a" / "yiju"
    first = Segmenter.load(TEXTS[:2], USER_WORDS, cache)
    assert len(list(cache.iterdir())) == 1
    assert cache.stat().st_mode & 0o777 == 0o700
    monkeypatch.setattr("retrieval.search.segmenter.build_cut", None)  # now only the cache can answer
    again = Segmenter.load(TEXTS[:2], USER_WORDS, cache)
    assert [again.words(text) for text in TEXTS[:2]] == [first.words(text) for text in TEXTS[:2]]


@pytest.mark.parametrize(
    "junk", [b"", b"{", b"[]", b'{"total": 0, "words": {}}', b'{"total": 9}', b"\xff\x00"]
)
def test_a_spoilt_cache_is_built_again(junk: bytes, tmp_path: Path) -> None:
    cache = tmp_path / "yiju"
    good = Segmenter.load(["固定资产投资"], (), cache).words("固定资产投资")
    (file,) = cache.iterdir()
    data = file.read_bytes()
    file.write_bytes(junk)
    assert Segmenter.load(["固定资产投资"], (), cache).words("固定资产投资") == good
    assert file.read_bytes() == data


def test_another_corpus_has_another_name() -> None:
    names = [
        digest(*args)
        for args in ((["ab"], []), (["a", "b"], []), (["a"], ["b"]), ([], ["a", "b"]), (["ab "], []))
    ]
    assert len(set(names)) == len(names)
    assert digest(["ab"], []) == names[0]


def test_nothing_in_the_temporary_directory_and_nothing_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with capfd.disabled():
        logging.getLogger("jieba").setLevel(logging.DEBUG)
    Segmenter.load(["固定资产投资"], ["固投"]).words("固定资产投资")
    assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr() == ("", "")


def test_neither_numpy_nor_pkg_resources_is_imported() -> None:
    code = (
        "import sys, retrieval.search.documents, retrieval.search.segmenter as s\n"
        "early = 'jieba' in sys.modules\n"
        "s.Segmenter.load(['固定资产']).words('固定资产')\n"
        "print(early, [m for m in ('numpy', 'rank_bm25', 'pkg_resources') if m in sys.modules])"
    )
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environ
    )
    assert done.stdout.split("\n")[0] == "False []"
    assert done.stderr == ""
