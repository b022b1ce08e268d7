"""Whether a person is who was asked for: the title, and the body or company the title belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from retrieval.answering.thesaurus import Thesaurus
from retrieval.library import Passage
from retrieval.records import NameMention, Question, Region
from retrieval.schema import NameWords
from retrieval.service import service
from retrieval.understanding.gazetteer import Gazetteer
from retrieval.understanding.name_english import EnglishTitles
from retrieval.understanding.tidy import occurrences, tidied, tidy

_DEPUTIES = ("副", "原", "前", "常务副")
_BODY = 0.5  # so much of the body in a person's role has to stand in the question
_BODIES = ("省委", "市委", "区委", "县委", "镇委", "乡", "镇党委", "党工委", "党组", "党委", "管委会")
_BLANK = re.compile(
    "中共|党组|党委|党工委|常委|有限责任公司|股份有限公司|有限公司|公司|该|本|相关|有关|项目|企业|集团|时任|现任|新任|[、省市区县镇乡兼的和及]"
)


@service
class People:
    """Holds people against questions."""

    words: NameWords
    thesaurus: Thesaurus
    gazetteer: Gazetteer

    def title(self, question: Question) -> str:
        """The title the question asks by: 海门市委书记 → 市委书记; "" where it asks by a deed (谁领衔…)."""
        asked = tidied(question.text)
        if question.lang == "en":
            return self._english.title(asked)
        found = [m.group() for m in self._titles.finditer(asked)]
        return found[-1] if found else ""

    def fits(self, question: Question, name: NameMention, passage: Passage) -> float:
        """1 for the holder of the asked title, 0 for another's; where no title is asked every person may be meant."""
        title = self.title(question)
        role = tidy(name.role)
        if not title:
            return 1.0
        if not any(_holds(role, form) for form in self._forms(title)):
            return 0.0
        if not self._body_fits(question, role) or not self._region_fits(question, name, passage):
            return 0.0
        return 2.0

    def _forms(self, title: str) -> Iterable[str]:
        for form in title.split("|"):
            yield from self.thesaurus.forms(form)

    def _body_fits(self, question: Question, role: str) -> bool:
        """新塍镇镇长 does not answer for 洪合镇; 发改局局长 does for 发展和改革局局长."""
        rest = self._titles.sub("", role)
        for mention in self.gazetteer.spans(rest) if rest else ():
            rest = rest[: mention[0]] + " " * (mention[1] - mention[0]) + rest[mention[1] :]
        rest = re.sub(r"[\s,\"“”()]", "", _BLANK.sub("", rest))
        if len(rest) < 2 or question.lang == "en" or self.title(question) not in self._offices:
            return True
        asked = tidied(question.text)
        return sum(c in asked for c in rest) >= _BODY * len(rest)

    def _region_fits(self, question: Question, name: NameMention, passage: Passage) -> bool:
        """鼓楼区委书记 in a page about 南京 does not answer for 南京市委书记."""
        at = passage.reading.text.rfind(tidy(name.role), 0, name.start + len(name.role) + 4)
        named = [m for m in passage.reading.regions if m.regions and m.start == at]
        if not named or not question.regions or at < 0:
            return True
        return any(self._same(r, q) for m in named for r in m.regions for q in question.regions)

    def _same(self, region: Region, asked: Region) -> bool:
        return region.id == asked.id or asked.name.startswith(region.name) or region.path.endswith(asked.name)

    @cached_property
    def _offices(self) -> frozenset[str]:
        """Titles that belong to a body; a 种植大户 has none."""
        titles = [*self.words.titles.split(), "副总", "老总", "一把手", "掌门人", "法人", "总工"]
        return frozenset(
            f"{deputy}{body}{t}" for t in titles for body in ("", *_BODIES) for deputy in ("", "常务")
        )

    @cached_property
    def _titles(self) -> re.Pattern[str]:
        short = [
            k
            for k in self.thesaurus.words
            if any(t in self.words.titles.split() for t in self.thesaurus.words[k])
        ]
        titles = {*self.words.titles.split(), *short, *self.words.called_by.split()} - {"一起", "大户"} | {
            "大户"
        }
        ordered = "|".join(sorted(map(re.escape, titles), key=len, reverse=True))
        return re.compile(f"(?:常务)?(?:{'|'.join(_BODIES)})?(?:{ordered})")

    @cached_property
    def _english(self) -> EnglishTitles:
        return EnglishTitles(self.words)


def _holds(role: str, title: str) -> bool:
    """Whether a role holds a title and not only its deputy: 副局长 is no 局长."""
    return any(not role.endswith(_DEPUTIES, 0, start) for start in occurrences(title, role))
