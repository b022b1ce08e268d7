"""Articles with facts of known answer, any number of them, the same ones for the same seed.

``python -m tests.benchmarks.generator DIR SENTENCES [--seed 1] [--questions FILE]`` writes them as article files and,
as a question set's file, questions about them. Each place and period has one article, so that each question has one
answer. What an article says between its figures is made of words, and of characters at random as rare as names are.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from retrieval.defaults import default_config_dir

YEARS = range(2004, 2024)
SPANS = (
    ("全年", "", 2, 28),
    ("上半年", "上半年", 7, 25),
    ("一季度", "一季度", 4, 24),
    ("前三季度", "前三季度", 10, 27),
)
# Indicator, unit of its amount or '', its size in that unit.
THINGS = (
    ("地区生产总值", "亿元", 400), ("固定资产投资", "", 0), ("规模以上工业增加值", "亿元", 120),
    ("社会消费品零售总额", "亿元", 150), ("进出口总额", "亿元", 90), ("实际利用外资", "亿美元", 3),
    ("一般公共预算收入", "亿元", 30), ("城镇居民人均可支配收入", "元", 30000), ("农村居民人均可支配收入", "元", 16000),
    ("服务业增加值", "亿元", 180), ("工业用电量", "亿千瓦时", 25), ("民间投资", "", 0), ("工业投资", "", 0),
    ("高新技术产业投资", "", 0), ("房地产开发投资", "亿元", 60), ("税收收入", "亿元", 22),
)  # fmt: skip
FACTS = 6  # of an article
OPENINGS = "面对复杂形势 今年以来 坚持稳中求进 聚焦主责主业 围绕中心工作 强化要素保障 紧盯年度任务 着眼长远发展".split()
ACTORS = "各部门 有关单位 各镇街 重点企业 项目专班 园区管委会 科技人才 党员干部 金融机构 行业协会".split()
DEEDS = (
    "深入推进项目建设 持续优化营商环境 加快培育新兴产业 全力稳定外贸订单 着力扩大有效投入 不断完善公共服务 "
    "积极开展走访服务 扎实做好安全生产 大力发展文化旅游 稳步实施城市更新 统筹抓好防汛抗旱 有序推动改革落地"
).split()
ENDS = (
    "取得明显成效 呈现良好势头 为高质量发展打下坚实基础 群众获得感进一步增强 发展后劲不断积蓄 市场预期稳步改善 "
    "创新动能持续增强 结构进一步优化 受到广泛好评 迈出新的步伐"
).split()
SUFFIXES = "路 村 湖 山 公司 小学 大桥 广场 项目 车间 社区 码头".split()
SENTENCES_OF_AN_ARTICLE = 20


@dataclass(frozen=True)
class Place:
    """A county and what it lies in: 浙江省, 台州市, 椒江区."""

    province: str
    city: str
    name: str

    @property
    def full(self) -> str:
        """台州市椒江区; a county of a province or of Beijing: 海南省琼海市."""
        return (self.city or self.province) + self.name


@dataclass(frozen=True)
class Made:
    """An article and the questions it answers: (question, answer)."""

    id: str
    title: str
    publisher: str
    published: str
    text: str
    questions: tuple[tuple[str, str], ...]

    @property
    def file(self) -> str:
        """As an article's file."""
        return f"---\ntitle: {self.title}\npublisher: {self.publisher}\npublished: {self.published}\n---\n{self.text}\n"


def places(without: Collection[str] = ()) -> list[Place]:
    """Every county of the gazetteer but those whose name, or whose city's, is in ``without``."""
    rows: dict[str, list[str]] = {}
    for line in (default_config_dir() / "gazetteer.tsv").read_text("utf-8").splitlines():
        if line and line[0] != "#":
            cells = line.split("\t")
            rows[cells[0]] = cells
    found = []
    for cells in rows.values():
        if cells[1] != "3":
            continue
        parent = rows[cells[2]]
        city = parent[3] if parent[1] == "2" else ""
        province = rows[parent[2]][3] if city else parent[3]
        if not {cells[3], city, province} & set(without):
            found.append(Place(province, city, cells[3]))
    return found


def articles(sentences: int, seed: int = 1, without: Collection[str] = ()) -> Iterator[Made]:
    """Articles of about so many sentences altogether."""
    chance = random.Random(seed)
    pairs = [(place, year, span) for place in places(without) for year in YEARS for span in SPANS]
    chance.shuffle(pairs)
    for number, (place, year, span) in enumerate(pairs[: -(-sentences // SENTENCES_OF_AN_ARTICLE)]):
        yield _article(chance, number, place, year, span)


def _article(
    chance: random.Random, number: int, place: Place, year: int, span: tuple[str, str, int, int]
) -> Made:
    whole, asked, month, day = span
    when = f"{year}年{asked}"
    published = f"{year + (not asked)}-{month:02}-{day:02}"
    all_of_it = "全县" if place.name.endswith("县") else "全市" if place.name.endswith("市") else "全区"
    paragraphs, questions = [[f"{when}，{place.full}经济运行总体平稳。"]], []
    for thing, unit, size in chance.sample(THINGS, FACTS):
        figures, pairs = _figures(chance, thing, unit, size)
        intro = f"{when}，" if asked or chance.random() < 0.5 else f"{year}年，"
        paragraphs.append([f"{intro}{all_of_it}{figures}。", *(_filler(chance) for _ in range(2))])
        questions += [(f"{place.full}{when}{thing}{words}", answer) for words, answer in pairs]
    paragraphs.append([_filler(chance)])
    text = "\n\n".join("".join(paragraph) for paragraph in paragraphs)
    title = f"{place.name}{year}年{whole if asked else ''}经济运行情况"
    return Made(f"g{number:06}", title, f"{place.name}统计局", published, text, tuple(questions))


def _figures(chance: random.Random, thing: str, unit: str, size: int) -> tuple[str, list[tuple[str, str]]]:
    """实现地区生产总值 111.28亿元，同比增长5.6%, and the ends of questions with their answers."""
    rate = f"{chance.randint(1, 299) / 10}%"
    falling = chance.random() < 0.2
    growth = f"下降{rate}" if falling else f"增长{rate}"
    pairs = [("增速是多少？", growth if falling else rate)]
    if not unit:
        return f"{thing}同比{growth}", pairs
    value = chance.uniform(0.3, 3) * size
    amount = (f"{value:.0f}" if size > 1000 else f"{value:.2f}") + unit
    return f"实现{thing}{amount}，同比{growth}", [*pairs, ("是多少？", amount)]


def _filler(chance: random.Random) -> str:
    name = "".join(
        chr(0x4E00 + int(chance.paretovariate(0.6) * 7) % 5000) for _ in range(chance.randint(2, 3))
    )
    first = f"{chance.choice(OPENINGS)}，{chance.choice(ACTORS)}{chance.choice(DEEDS)}"
    return f"{first}，{name}{chance.choice(SUFFIXES)}{chance.choice(ENDS)}。"


def write(
    folder: Path, sentences: int, seed: int = 1, without: Collection[str] = ()
) -> list[dict[str, object]]:
    """Write the articles as files; their questions, as lines of a question set."""
    folder.mkdir(parents=True, exist_ok=True)
    found: list[dict[str, object]] = []
    for made in articles(sentences, seed, without):
        (folder / f"{made.id}.md").write_text(made.file, "utf-8")
        for text, answer in made.questions:
            found.append({"id": f"{made.id}-{len(found)}", "turns": [text], "lang": "zh", "answers": [answer],
                          "type": "growth" if "%" in answer else "level", "doc": made.id})  # fmt: skip
    return found


def main(arguments: list[str]) -> int:
    """Write what the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("sentences", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--questions", type=Path)
    given = parser.parse_args(arguments)
    questions = write(given.folder, given.sentences, given.seed)
    if given.questions:
        lines = (json.dumps(question, ensure_ascii=False) + "\n" for question in questions)
        given.questions.write_text("".join(lines), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
