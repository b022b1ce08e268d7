"""Bytes in every encoding of Chinese: the text comes back, and what is no text is not taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus.decoding import decode, is_binary

ROOT = Path(__file__).resolve().parents[2]
SIMPLIFIED = "2019年，椒江区固定资产投资增长33.1%，居全市第一。\n"
TRADITIONAL = "桃園市今年前三季共引進投資案87件，較去年同期成長12.8%。\n"
ENGLISH = "Exports rose 11.4 percent, “the fastest in the region”, officials said.\n"

ENCODED = [
    (SIMPLIFIED, "utf-8", "utf-8"),
    (SIMPLIFIED, "utf-8-sig", "utf-8"),
    (SIMPLIFIED, "gb2312", "gb18030"),
    (SIMPLIFIED, "gbk", "gb18030"),
    (SIMPLIFIED, "gb18030", "gb18030"),
    (TRADITIONAL, "gbk", "gb18030"),
    (TRADITIONAL, "big5", "big5hkscs"),
    (TRADITIONAL, "big5hkscs", "big5hkscs"),
    (SIMPLIFIED, "utf-16", "utf-16"),
    (SIMPLIFIED, "utf-16-le", "utf-16-le"),
    (TRADITIONAL, "utf-16-be", "utf-16-be"),
    (SIMPLIFIED, "utf-32", "utf-32"),
    (ENGLISH, "cp1252", "cp1252"),
]


@pytest.mark.parametrize("text, written, read", ENCODED)
def test_the_text_comes_back(text: str, written: str, read: str) -> None:
    found = decode(text.encode(written))
    assert found is not None
    assert (found.text, found.encoding, found.cut_off) == (text, read, False)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8"])
@pytest.mark.parametrize("name", ["001-jiaojiang", "002-nantaihu", "003-wujiang"])
def test_an_article_of_the_seeds_in_another_encoding(name: str, encoding: str) -> None:
    text = (ROOT / "seeds" / f"{name}.md").read_text("utf-8")
    found = decode(text.encode(encoding))
    assert found is not None
    assert found.text == text


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "big5", "iso-8859-1", "x-none"])
@pytest.mark.parametrize("written", ["utf-8", "gb18030"])
def test_what_a_page_declares_is_never_believed_blindly(declared: str, written: str) -> None:
    page = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">{SIMPLIFIED * 3}'
    assert [d.text for d in (decode(page.encode(written)), decode(page.encode(written), declared)) if d] == [
        page
    ] * 2


def test_the_declared_encoding_decides_where_both_would_do() -> None:
    data = "增長".encode("big5")  # too short to be told apart from GB 18030 by its characters
    assert decode(data, "big5") is not None
    assert decode(data, "big5").text == "增長"  # type: ignore[union-attr]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_last_character_cut_in_two_is_left_out(encoding: str) -> None:
    text = SIMPLIFIED.strip() * 2
    found = decode(text.encode(encoding)[:-1])
    assert found is not None
    assert (found.text, found.cut_off) == (text[:-1], True)


@pytest.mark.parametrize(
    "data", [bytes(range(128, 256)) * 20, b"\x00\x01\x02" * 50, b"\xff" * 40], ids=["high", "zeros", "ff"]
)
def test_noise_is_no_text(data: bytes) -> None:
    assert decode(data) is None


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.4\n1 0", b"PK\x03\x04word/", b"\xd0\xcf\x11\xe0\xa1", b"\x89PNG\r\n", b"\xff\xd8\xff\xe0"],
)
def test_files_of_other_kinds_are_known_by_their_first_bytes(data: bytes) -> None:
    assert is_binary(data)


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    found = decode(data)
    assert found is None or isinstance(found.text, str)


@given(
    st.text(
        alphabet="的一是在不了有和人这中大为上个国我以要他时来用们增长亿元产业投资区全年0123456789。，\n",
        min_size=12,
    )
)
def test_common_chinese_survives_every_encoding(text: str) -> None:
    chinese = "全区实现地区生产总值增长" + text
    for encoding in ("utf-8", "gb18030", "utf-16"):
        found = decode(chinese.encode(encoding))
        assert found is not None
        assert found.text == chinese
