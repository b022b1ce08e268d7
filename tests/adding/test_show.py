"""``yiju show`` of a whole article: its text to a program; to a person what was made of it as well."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from bulletins import write
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.show import merged

Yiju = Callable[..., tuple[int, str, str]]
BODY = (
    "首页 > 资讯 > 正文\n來源：浙江在線　發布時間：2020-03-01\n"
    "2019年，椒江區固定資產投資（zī）增長33.1%，，居全市第一。\n蕞大的項目投資12億元。\n版權所有 浙江在線\n"
)
_CODE = re.compile(r"\x1b\[[\d;]*m")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "in/a.md", BODY, title="2019年公报").parent


def watched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody watches, on a terminal with colours."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)


def test_a_program_gets_the_text(yiju: Yiju, folder: Path) -> None:
    status, out, _ = yiju("show", "a", "--articles", folder)
    text = BODY.replace("（zī）", "").replace("，，", "，").replace("蕞", "最")
    assert (status, out) == (0, f"2019年公报 · 浙江在線 · 2020-03-01\n{text}\n")


def test_the_changes_on_demand(yiju: Yiju, folder: Path) -> None:
    out = yiju("show", "a", "--changes", "--articles", folder)[1]
    assert out.splitlines()[-4:] == [
        "改了 3 处：",
        "  （zī） → ∅  (pinyin)",
        "  ，， → ，  (doubled)",
        "  蕞 → 最  (swap)",
    ]


def test_a_person_sees_noise_in_grey_and_figures_marked(
    yiju: Yiju, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched(monkeypatch)
    out = yiju("show", "a", "--articles", folder)[1]
    quiet = re.findall(r"\x1b\[2m([^\x1b]*)", out)
    assert {"首页 > 资讯 > 正文", "版權所有 浙江在線"} <= {line.strip() for line in quiet}
    assert re.findall(r"\x1b\[1;33m([^\x1b]*)", out) == ["33.1%", "第一", "12億元"]
    plain = _CODE.sub("", out)
    assert BODY.replace("（zī）", "").replace("，，", "，").replace("蕞", "最") in plain
    assert "改了 3 处：" in plain


def test_no_colour_where_it_is_not_wanted(yiju: Yiju, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watched(monkeypatch)
    monkeypatch.setenv("NO_COLOR", "1")
    out = yiju("show", "a", "--articles", folder)[1]
    assert "\x1b" not in out
    assert "改了 3 处：" in out
    assert "▶" in yiju("show", "a#0-4", "--articles", folder)[1]


@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda pair: tuple(sorted(pair))), max_size=8
    )
)
def test_merged_stretches_cover_the_same_and_never_overlap(stretches: list[tuple[int, int]]) -> None:
    found = merged(iter(stretches))
    covered = {at for start, end in stretches for at in range(start, end)}
    assert {at for start, end in found for at in range(start, end)} == covered
    assert all(a[1] <= b[0] for a, b in pairwise(found))
