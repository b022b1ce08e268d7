"""The private directory: kept all at once or not at all, and never in a place that others can write."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from retrieval.search.private import cache_directory, read_private, write_private


def test_where_it_is(tmp_path: Path) -> None:
    assert cache_directory({"XDG_CACHE_HOME": str(tmp_path)}) == tmp_path / "yiju"
    home = Path("~/.cache/yiju").expanduser()
    assert cache_directory({}) == home
    assert cache_directory({"XDG_CACHE_HOME": ""}) == home
    assert cache_directory({"XDG_CACHE_HOME": "relative"}) == home


def test_what_is_kept_is_read(tmp_path: Path) -> None:
    directory = tmp_path / "yiju"
    assert read_private(directory, "a.json") is None
    assert write_private(directory, "a.json", b"1")
    assert write_private(directory, "a.json", b"2")
    assert read_private(directory, "a.json") == b"2"
    assert [path.name for path in directory.iterdir()] == ["a.json"]


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o755, 0o720])
def test_a_directory_open_to_others_is_left_alone(mode: int, tmp_path: Path) -> None:
    directory = tmp_path / "yiju"
    assert write_private(directory, "a.json", b"1")
    directory.chmod(mode)
    assert read_private(directory, "a.json") is None
    assert not write_private(directory, "b.json", b"2")
    assert [path.name for path in directory.iterdir()] == ["a.json"]


def test_a_directory_of_somebody_else_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert write_private(tmp_path / "yiju", "a.json", b"1")
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    assert read_private(tmp_path / "yiju", "a.json") is None
    assert not write_private(tmp_path / "yiju", "a.json", b"2")


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / "yiju").symlink_to(tmp_path / "elsewhere")
    assert not write_private(tmp_path / "yiju", "a.json", b"1")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not write_private(tmp_path / "file" / "yiju", "a.json", b"1")
    assert not write_private(tmp_path / "file", "a.json", b"1")
    assert read_private(tmp_path / "file", "a.json") is None


def test_the_oldest_go(tmp_path: Path) -> None:
    for age in range(12):
        write_private(tmp_path / "yiju", f"{age}.json", b"1")
        os.utime(tmp_path / "yiju" / f"{age}.json", (1_000 + age, 1_000 + age))
    kept = {path.name for path in (tmp_path / "yiju").iterdir()}
    assert len(kept) == 8
    assert "11.json" in kept
