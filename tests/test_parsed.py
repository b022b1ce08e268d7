"""Parsed configuration is kept for the next start: what is kept says the same, and nothing stale or foreign is used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from retrieval import config as reading
from retrieval.config import Config, ConfigError, load_config
from retrieval.defaults import write_copy
from retrieval.parsed import keep_parsed, parsed_name, take_parsed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A user's own copy of the whole configuration."""
    write_copy(tmp_path)
    return tmp_path / "config"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def without_parsing(monkeypatch: pytest.MonkeyPatch, folder: Path, cache: Path) -> Config:
    def parse(path: Path) -> dict[str, object]:
        raise AssertionError(f"parsed again: {path}")

    with monkeypatch.context() as patch:
        patch.setattr(reading, "read_mapping", parse)
        return load_config(folder, cache=cache)


def test_the_second_start_parses_nothing_and_says_the_same(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load_config(folder, cache=cache)
    assert without_parsing(monkeypatch, folder, cache) == first == load_config(folder)


def test_a_changed_file_is_read_anew(folder: Path, cache: Path) -> None:
    before = load_config(folder, cache=cache).settings.limits.offers
    (folder / "settings.yaml").write_text(f"limits: {{offers: {before + 1}}}\n", "utf-8")
    assert load_config(folder, cache=cache).settings.limits.offers == before + 1


def test_what_is_wrong_is_told_at_every_start(folder: Path, cache: Path) -> None:
    (folder / "settings.yaml").write_text("limits: {ofers: 1}\n", "utf-8")
    for _ in range(2):
        with pytest.raises(ConfigError, match=r"settings.yaml:1: limits.ofers: unknown key"):
            load_config(folder, cache=cache)
    assert not cache.exists()


def test_overrides_are_not_kept(folder: Path, cache: Path) -> None:
    assert load_config(folder, {"settings.limits.offers": 1}, cache).settings.limits.offers == 1
    assert load_config(folder, cache=cache) == load_config(folder)


@pytest.mark.parametrize("data", [b"", b"\x91", b"\xc0", b"\x93\x01\x02\x03", b"not ours"])
def test_what_cannot_be_read_is_parsed_again(folder: Path, cache: Path, data: bytes) -> None:
    wanted = load_config(folder, cache=cache)
    (kept,) = cache.glob("*.parsed")
    kept.write_bytes(data)
    assert load_config(folder, cache=cache) == wanted


def test_an_open_directory_is_not_believed(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_config(folder, cache=cache)
    cache.chmod(0o777)
    with pytest.raises(AssertionError, match="parsed again"):
        without_parsing(monkeypatch, folder, cache)


def test_what_would_come_back_otherwise_is_not_kept(tmp_path: Path, cache: Path) -> None:
    from datetime import date

    file = tmp_path / "x.yaml"
    file.write_text("day: 2020-01-01\n", "utf-8")
    name = parsed_name([file])
    assert not keep_parsed(cache, name, {file: {"day": date(2020, 1, 1)}})
    assert keep_parsed(cache, name, {file: {1: ["甲", None, 2.5]}})
    assert take_parsed(cache, name, [file]) == {file: {1: ["甲", None, 2.5]}}
    assert take_parsed(cache, name, [file, file]) == {}


def test_a_file_changed_while_it_was_read_is_not_kept(tmp_path: Path, cache: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("a: 1\n", "utf-8")
    name = parsed_name([file])
    file.write_text("a: 2\n", "utf-8")
    assert not keep_parsed(cache, name, {file: {"a": 2}})
    assert parsed_name([tmp_path / "none.yaml"]) == ""


def test_asking_imports_neither_telegram_nor_network_nor_tables_it_does_not_need() -> None:
    code = (
        "import sys; from bot.cli import run; args = ['ask', '椒江2019年固投增速?']; run(args);"
        "before = set(sys.modules); print(sorted(n for n in before if n.split('.')[0] in "
        "{'telegram', 'httpx', 'aiohttp', 'yaml', 'pypinyin', 'cn2an', 'pandas', 'numpy', 'rank_bm25'}))"
    )
    outputs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.decode()
        for _ in range(2)
    ]
    assert outputs[1].splitlines()[-1] == "[]"
