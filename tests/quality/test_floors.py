"""The floors hold, and cannot be lowered by accident."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from bot.scoring import VERDICTS
from tests.quality import pin
from tests.quality.floors import ALL, Floor, Row, breaches, floor_of, read_floors, write_floors
from tests.quality.measure import SETS, Measured, digest

FLOORS = read_floors()


def a_floor(right: int = 8, wrong: int = 1, *, n: int = 10, code: str = "aa", offers: int = 0) -> Floor:
    return Floor(code, offers, {ALL: Row(n, right, 0, wrong, n - right)})


@pytest.mark.parametrize("name", FLOORS)
def test_the_set_is_the_one_that_was_pinned(name: str) -> None:
    assert digest(name) == FLOORS[name].digest, "re-pin it: python -m tests.quality.pin --update"


@pytest.mark.parametrize("name", FLOORS)
def test_the_answers_hold_their_floor(name: str, measured: Callable[[str], Measured]) -> None:
    assert [str(breach) for breach in breaches(floor_of(measured(name)), FLOORS[name])] == []


@pytest.mark.parametrize("name", FLOORS)
def test_a_floor_adds_up(name: str) -> None:
    types = dict(FLOORS[name].types)
    whole = types.pop(ALL)
    assert sum(row.n for row in types.values()) == whole.n
    for row in [whole, *types.values()]:
        assert 0 <= row.right <= row.n <= row.right + row.unproved + row.wrong + row.missed


def test_every_set_is_pinned() -> None:
    assert {folder.name for folder in SETS.iterdir() if folder.is_dir()} == set(FLOORS)


@pytest.mark.parametrize(
    ("found", "broken"),
    [
        (a_floor(), []),
        (a_floor(right=9, wrong=0), []),
        (a_floor(right=7), ["all: right 7, at least 8", "all: missed 3, at most 2"]),
        (a_floor(wrong=2), ["all: wrong 2, at most 1"]),
        (a_floor(n=11, right=9), ["all: 11 questions, pinned 10"]),
        (a_floor(code="bb"), ["digest: the set has changed: bb…, pinned aa…"]),
        (a_floor(offers=1), ["offers: 1 lead nowhere, at most 0"]),
        (Floor("aa", 0, {}), ["all: 0 questions, pinned 10"]),
    ],
)
def test_what_breaks_a_floor(found: Floor, broken: list[str]) -> None:
    assert [str(breach) for breach in breaches(found, a_floor())] == broken


def test_floors_are_read_as_they_were_written(tmp_path: Path) -> None:
    file = tmp_path / "floors.yaml"
    write_floors({"a": a_floor(), "b": a_floor(right=3)}, file)
    assert read_floors(file) == {"a": a_floor(), "b": a_floor(right=3)}
    assert read_floors(tmp_path / "none.yaml") == {}
    file.write_text(file.read_text("utf-8").replace("wrong", "worng"), "utf-8")
    with pytest.raises(msgspec.ValidationError, match="worng"):
        read_floors(file)


def test_the_digest_is_that_of_names_and_bytes(tmp_path: Path) -> None:
    articles = tmp_path / "x" / "articles"
    articles.mkdir(parents=True)
    (tmp_path / "x" / "questions.jsonl").write_text("{}\n", "utf-8")
    seen = [digest("x", tmp_path)]
    for name, text in (("a.md", "甲"), ("a.md", "乙"), ("b.md", "")):
        (articles / name).write_text(text, "utf-8")
        seen.append(digest("x", tmp_path))
    (articles / "b.md").rename(articles / "c.md")
    seen.append(digest("x", tmp_path))
    assert len(set(seen)) == len(seen)


def test_a_floor_is_lowered_only_on_demand(
    tmp_path: Path,
    measured: Callable[[str], Measured],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(pin, "measure", measured)
    file = tmp_path / "floors.yaml"
    assert pin.main(["seeds", "--update", "--slack", "2"], file) == 0
    slack = read_floors(file)["seeds"]
    assert pin.main([], file) == 0
    assert pin.main(["--update"], file) == 0
    exact = read_floors(file)["seeds"]
    assert exact.types[ALL].right == slack.types[ALL].right + 2
    capsys.readouterr()
    assert pin.main(["--update", "--slack", "1"], file) == 1
    assert "would be lowered: all: right" in capsys.readouterr().err
    assert read_floors(file)["seeds"] == exact
    assert pin.main(["--update", "--slack", "1", "--allow-regression"], file) == 0
    assert read_floors(file)["seeds"].types[ALL].right == exact.types[ALL].right - 1


def test_a_row_has_every_verdict() -> None:
    assert Row.__struct_fields__ == ("n", *VERDICTS)
