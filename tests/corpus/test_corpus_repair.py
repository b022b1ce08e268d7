"""Repair undoes faults only, once and for all, and says what it did."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from retrieval.corpus.edits import replay
from retrieval.corpus.pagewords import compile_words
from retrieval.corpus.repair import repair
from retrieval.schema import RepairWords

ROOT = Path(__file__).resolve().parents[2]
CASES = yaml.safe_load((Path(__file__).parent / "repairs.yaml").read_text("utf-8"))
FAULTY = "長区(（)）zhǎng們meqū，,。、；;：.&amp;nbspldquo\r\n\u200b\xa0蕞尔大头部方阵时间⼯\u0300列全市居企业\x00\u2028"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["raw"][:20])
def test_cases(case: dict[str, str], words: RepairWords) -> None:
    text, edits = repair(case["raw"], words)
    assert text == case.get("text", case["raw"])
    assert replay(case["raw"], edits) == text
    assert bool(edits) == (text != case["raw"])


@settings(max_examples=400, deadline=None)
@given(raw=st.text(st.sampled_from(FAULTY), max_size=40) | st.text())
def test_repairing_twice_changes_nothing_and_edits_replay(raw: str, words: RepairWords) -> None:
    text, edits = repair(raw, words)
    assert replay(raw, edits) == text
    assert all(raw.startswith(edit.before, edit.start) for edit in edits)
    assert repair(text, words) == (text, ())


def test_every_pinyin_of_the_second_seed_goes_and_every_real_bracket_stays(words: RepairWords) -> None:
    raw = (ROOT / "seeds" / "002-nantaihu.md").read_text("utf-8")
    text, edits = repair(raw, words)
    assert Counter(edit.rule for edit in edits) == {"pinyin": 273}
    assert text.count("(") == raw.count("(") - 273
    assert "(杭州)創新中心" in text


def test_the_swaps_of_the_fourth_seed(words: RepairWords) -> None:
    _, edits = repair((ROOT / "seeds" / "003-wujiang.md").read_text("utf-8"), words)
    swaps = Counter((edit.before, edit.after) for edit in edits if edit.rule == "swap")
    assert swaps == {("蕞", "最"): 4, ("头部方阵", "第一方阵"): 1, ("头部时间", "第一时间"): 1}


def test_no_swap_makes_what_another_swap_would_change(words: RepairWords) -> None:
    assert [after for _, after in words.swaps if repair(after, words)[1]] == []


def test_words_are_found_in_both_scripts(words: RepairWords) -> None:
    """Every character of the noise words has its traditional form in ``scripts``."""
    page_words = compile_words(words)
    lists = (words.places, words.related, words.neighbours, words.footers, words.disclaimers, words.prompts,
             words.publisher_labels, words.date_labels, words.person_labels, words.footer_labels)  # fmt: skip
    traditional = OpenCC("s2t")
    lost = {word for group in lists for word in group if page_words.fold(traditional.convert(word)) != word}
    assert lost == set()


def test_pinyin_is_loaded_only_for_a_text_that_has_the_fault() -> None:
    program = (
        "import sys; from retrieval.corpus.pinyin import pinyin_edits as find\n"
        "find('虚拟现实(VR)，(vs)，(杭州)'); print('pypinyin' in sys.modules)\n"
        "find('長(zhǎng)'); print('pypinyin' in sys.modules, 'pypinyin.phrases_dict' in sys.modules)"
    )
    out = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert out.stdout.split() == ["False", "True", "False"]
