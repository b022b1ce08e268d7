"""Names that an English question only spells, asked of invented articles: found as they are written, or refused."""

from __future__ import annotations

import pytest

from retrieval.assistant import Assistant
from retrieval.config import load_config
from retrieval.records import Status

CHINESE = """渤海新区古岚机场2022年春运保障航班126架次。
2022年，沧州市保障航班900架次，其中泊南产业园签约项目31个，东邵产业园签约项目9个。"""
ENGLISH = "Construction of a battery base began in Sanjiang New Area of Yibin on May 5, 2022. It will cost 12 billion yuan."

# question | the answer, nothing where there is none
CASES = """
How many projects did Bonan Industrial Park in Cangzhou sign in 2022? | 31个
How many projects did Dongshao Industrial Park in Cangzhou sign in 2022? | 9个
How many projects did Xilun Industrial Park in Cangzhou sign in 2022? |
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("articles")
    head = "---\ntitle: 沧州市2022年运行情况\npublished: 2023-01-09\n---\n"
    (folder / "zh.md").write_text(head + CHINESE, encoding="utf-8")
    (folder / "en.md").write_text(
        "---\ntitle: Battery base begins\npublished: 2022-05-07\n---\n" + ENGLISH, "utf-8"
    )
    return Assistant.load(load_config(), folder)


@pytest.mark.parametrize("line", CASES.strip().splitlines(), ids=lambda line: line.split("|")[0].strip())
def test_a_spelt_name_is_found_as_it_is_written(assistant: Assistant, line: str) -> None:
    question, _, answer = (part.strip() for part in line.partition("|"))
    found = assistant.ask(question)
    assert found.answer == answer if answer else found.status is not Status.ANSWERED


def test_a_part_that_no_table_has_is_in_the_city_it_is_said_to_be_in(assistant: Assistant) -> None:
    places = {r.name for p in assistant.passages for r in p.regions}
    assert "宜宾市" in places
    assert not any("三江" in name for name in places)
