"""A folder as it is changed: files are whole, nothing is overwritten, what is taken out is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus.files import KEYS, read_bytes
from retrieval.corpus.folder import address_id, file_of, front_matter, make_id, remove, replace, write_new
from retrieval.schema import RepairWords

IDS = [
    ("001-jiaojiang", "001-jiaojiang"),
    ("椒江 2019/投资", "椒江-2019-投资"),
    ("../../etc/passwd", "etc-passwd"),
    (".hidden", "hidden"),
    ("a#1-2", "a-1-2"),
    ("", "article"),
    ("///", "article"),
    ("2023年上半年(1).docx", "2023年上半年-1-.docx"),
]


@pytest.mark.parametrize("name, expected", IDS)
def test_ids(name: str, expected: str) -> None:
    assert make_id(name) == expected


@pytest.mark.parametrize(
    "url, expected",
    [
        ("https://www.jj.gov.cn/art/2020/5/15/art_1.html", "www.jj.gov.cn-art-2020-5-15-art_1"),
        ("http://x.example/?id=5&p=2", "x.example-id-5-p-2"),
        ("http://x.example/%E6%A4%92%E6%B1%9F.shtml", "x.example-椒江"),
    ],
)
def test_ids_of_addresses(url: str, expected: str) -> None:
    assert address_id(url) == expected


@given(st.text(max_size=200))
def test_an_id_is_always_the_name_of_a_file_in_the_folder(name: str) -> None:
    found = make_id(name)
    assert 0 < len(f"{found}.removed.md".encode()) < 250
    assert Path(found).name == found
    assert not found.startswith(".")
    assert "#" not in found
    assert make_id(found) == found


VALUE = st.text(alphabet="椒江增长'\"\\:：#%&*-?|>!{}[]@`,. ~12年nulltrueyes\n", max_size=40)


@given(st.fixed_dictionaries(dict.fromkeys(KEYS, VALUE)))
def test_front_matter_is_read_as_it_was_written(words: RepairWords, values: dict[str, str]) -> None:
    raw = read_bytes("x.md", (front_matter(values) + "增长5%。").encode(), words, front=True)
    plain = {key: " ".join(value.split()) for key, value in values.items()}
    assert raw.front == {key: value for key, value in plain.items() if value not in ("", "~", "null")}
    assert raw.body == "增长5%。"
    assert raw.problems == ()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    assert write_new(tmp_path / "new", "a.md", "一")
    assert not write_new(tmp_path / "new", "a.md", "二")
    assert (tmp_path / "new/a.md").read_text("utf-8") == "一"
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["a.md"]


def test_what_is_replaced_or_removed_is_kept(tmp_path: Path) -> None:
    write_new(tmp_path, "a.md", "一")
    replace(tmp_path, "a", "二")
    replace(tmp_path, "a", "三")
    assert file_of(tmp_path, "a") == tmp_path / "a.md"
    assert remove(tmp_path, "a") == tmp_path / ".removed/a.3.md"
    assert remove(tmp_path, "a") is None
    kept = {path.name: path.read_text("utf-8") for path in (tmp_path / ".removed").iterdir()}
    assert kept == {"a.md": "一", "a.2.md": "二", "a.3.md": "三"}


def test_a_bare_text_gives_way_to_a_file_that_says_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("一", "utf-8")
    replace(tmp_path, "a", "二")
    assert [(p.name, p.read_text("utf-8")) for p in sorted(tmp_path.glob("*.*")) if p.is_file()] == [
        ("a.md", "二")
    ]
    assert (tmp_path / ".removed/a.txt").read_text("utf-8") == "一"


@pytest.mark.parametrize("id_", ["../a", "x/../a", "..", "", ".removed/a", "/a"])
def test_only_files_of_the_folder_are_removed(id_: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("一", "utf-8")
    (tmp_path / "in").mkdir()
    assert remove(tmp_path / "in", id_) is None
    assert (tmp_path / "a.md").exists()
