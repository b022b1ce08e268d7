"""The words that set things side by side, in Chinese and in English; ``questions.yaml``, ``comparison``.

Words come from the file; how they combine stands here.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from retrieval.schema import CompareWords
from retrieval.service import service


@lru_cache(maxsize=64)
def _any(words: tuple[str, ...]) -> str:
    """Any of the words, the longest first; put together once for each list."""
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


def _words(words: tuple[str, ...]) -> str:
    """A pattern for words of both languages: English ones only whole."""
    return "|".join(rf"\b{re.escape(w)}\b" if w.isascii() else re.escape(w) for w in words)


@service
class Wording:
    """Patterns made of ``CompareWords``, compiled when first used."""

    words: CompareWords

    # --- what is asked -----------------------------------------------------------------------------------

    def compares(self, text: str, lang: str) -> bool:
        """Whether it asks which of several is ahead: 谁增得快, 上半年高还是全年高, which had the larger."""
        return bool((self._english_which if lang == "en" else self._which).search(text))

    def subtracts(self, text: str, lang: str) -> bool:
        """Whether it asks by how much: 差多少, 比新乡多出多少, 高几个点."""
        plain = re.sub("[环同]比", "  ", text)  # 环比增长多少 sets nothing beside anything
        return bool((self._english_apart if lang == "en" else self._apart).search(plain))

    def lowest(self, text: str, lang: str) -> bool:
        """Whether the smallest is wanted: 谁更低; 谁降得多, but not 谁的降幅更小."""
        if lang == "en":
            low = bool(re.search(rf"\b(?:{_any(self.words.low_en)})\b", text))
            return low != bool(re.search(rf"\b(?:{_any(self.words.fall_en)})\b", text))
        found = [m.group() for m in self._grade.finditer(text)]
        low = (bool(found) and found[-1] in self.words.low) or bool(re.search(_any(self.words.bottom), text))
        return low != bool(re.search(_any(self.words.fall), text))

    def growth(self, text: str, lang: str) -> bool:
        """Whether growth is compared: 增速, 增得快, grew faster."""
        if lang == "en":
            return bool(re.search(rf"\b(?:{_any(self.words.growth_en)})", text))
        return bool(re.search(_any(self.words.growth), text)) and not self.share(text, lang)

    def share(self, text: str, lang: str) -> bool:
        """Whether shares are compared: 占比, 比重."""
        return bool(re.search(_any(self.words.share_en if lang == "en" else self.words.share), text))

    def count(self, text: str, lang: str) -> bool:
        """Whether numbers of things are compared: 哪个数量多."""
        return lang != "en" and bool(re.search(_any(self.words.count), text))

    def silent(self, text: str) -> bool:
        """Whether the question leaves the measure to the turn before: 那哪个更高?"""
        return not re.search(_any((*self.words.growth, *self.words.share, *self.words.level)), text)

    def each(self, text: str) -> bool:
        """Whether every side is to be told: A和B的GDP分别是多少."""
        return bool(re.search(_any(self.words.each), text))

    def trend(self, text: str) -> bool:
        """Whether a figure is asked for year by year: 近几年GDP, 历年."""
        return bool(re.search(_any(self.words.trend), text))

    def everywhere(self, text: str) -> bool:
        """Whether the places inside one are asked for: 河南各市GDP."""
        return bool(re.search(_any(self.words.everywhere), text))

    def most(self, text: str) -> bool:
        """Whether one of all is asked for: 哪个市GDP最高."""
        ends = _any((*self.words.top, *self.words.bottom))
        return bool(
            re.search(rf"最{self._adjective}|{self._adjective}最|(?<!产业)(?:{ends})(?!产业|季)", text)
        )

    def which_place(self, text: str) -> bool:
        """Whether a place is asked for: 哪个市…最高, GDP最低的市, 各市州GDP第一的是哪里."""
        which = re.search(rf"(?:{_any(self.words.which)})", text)
        if which and self.everywhere(text) and not self.which_year(text):
            return True
        return bool(
            re.search(
                rf"最{self._adjective}的(?:市|区|县|城市|地区|地级市)|(?:{_any(self.words.which)})(?:一?个|座)(?:市|区|县|城市|地区|地级市)",
                text,
            )
        )

    def which_year(self, text: str) -> bool:
        """Whether a year is asked for: 哪一年最高."""
        return bool(re.search(rf"(?:{_any(self.words.which)})一?年", text))

    def ordered(self, text: str) -> bool:
        """Whether a text says that its list runs from the top: 由高到低依次是."""
        return bool(re.search(_any(self.words.order), text))

    # --- yes or no ---------------------------------------------------------------------------------------

    def yesno(self, text: str, lang: str) -> bool:
        """Whether yes or no is wanted: 超过1000亿了吗, 是不是全市第一, did … exceed …?"""
        if lang == "en":
            return bool(re.match(rf"(?:{_any(self.words.yesno_en)})\b", text))
        asks = re.search(rf"{_any(self.words.yesno)}|[吗么没]\W*$", text)
        return bool(asks) and not re.search("多少|第几|几[个家项亿万%名位]|哪|谁|什么", text)

    def above(self, text: str) -> bool:
        """Whether a bound from below is claimed: 超过, 突破, exceed."""
        return bool(re.search(_words(self.words.above), text))

    def below(self, text: str) -> bool:
        """Whether a bound from above is claimed: 不到, 低于, below."""
        return bool(re.search(_words(self.words.below), text))

    # --- cutting -----------------------------------------------------------------------------------------

    def tail(self, text: str, after: int, lang: str) -> int:
        """Where the asking part begins behind the last side: 海宁|,谁的GDP增速更高."""
        if lang == "en":
            return len(text)
        match = self._asking.search(text, after)
        return match.start() if match else len(text)

    def bare(self, text: str, lang: str = "zh") -> str:
        """The text without its comparing words: 谁的GDP增速更高 → GDP增速."""
        if lang == "en":
            plain = re.sub(
                rf"\b(?:{_any((*self.words.low_en, *self.words.high_en, *self.words.drop_en))})\b", " ", text
            )
            return re.sub(r"[()?,:]", " ", plain)
        plain = self._dropped.sub(" ", text)
        before = ""
        while before != plain:
            before, plain = plain, self._edges.sub("", plain)
        return plain

    @cached_property
    def aside(self) -> re.Pattern[str]:
        """The end of a text after which a place is only described: 来自|上海."""
        return re.compile(f"(?:{_any(self.words.aside)})$")

    @cached_property
    def joiner(self) -> re.Pattern[str]:
        """What stands between two things."""
        return re.compile(rf"(?:{_any(self.words.joiners)})")

    @cached_property
    def items(self) -> re.Pattern[str]:
        """Two to five things beside each other before the asking words: (内资和外资)哪个多."""
        item = rf"(?:(?!{_any(self.words.joiners)})[^,;:。?!的\s]){{2,16}}?"
        joined = rf"({item}(?:(?:{_any(self.words.joiners)}){item}){{1,4}})"
        return re.compile(rf"{joined}(?:的|,|\s|之间)*(?={self._asking.pattern})")

    @cached_property
    def english_items(self) -> re.Pattern[str]:
        """Two things at the end of an English question: …, (exports) or (imports)?"""
        lead = r"(?:with|to|from|in|for|by|on|among)"  # … with the US or with the EU?
        first = rf"(?:[,:]|\bbetween\b|\b{lead}\b(?=[a-z' -]+ or {lead}\b))"
        item = rf"(?:{lead} )?(?:the )?([a-z][a-z' -]*?)"
        return re.compile(rf"{first}\s*{item} (?:or|and) {item}\s*\W*$")

    @cached_property
    def _adjective(self) -> str:
        return f"(?:{_any((*self.words.high, *self.words.low))})"

    @cached_property
    def _grade(self) -> re.Pattern[str]:
        return re.compile(
            rf"(?<!多){self._adjective}(?!少)(?=\W|$|还是|多少|几|出|于|过|了|些|一|呢|的|吗|百)"
        )

    @cached_property
    def _which(self) -> re.Pattern[str]:
        which = f"(?:{_any(self.words.which)})"
        adjective = rf"{self._adjective}(?!少|\w{{0,2}}[元家个])"
        return re.compile(
            rf"{which}[^,;。?]{{0,16}}?{adjective}|{adjective}还是|还是[^,;。?]{{1,16}}?{adjective}\W*$|"
            rf"{which}(?:个|边|家)?(?:占优|在前|第一|居首)|比较(?:一下|下)?|对比(?:一下|下)?(?=\w)"
        )

    @cached_property
    def _apart(self) -> re.Pattern[str]:
        how = "(?:多少|(?<!第)几|多大)"
        graded = rf"(?<![哪增比])(?:{_any((*self.words.high, *self.words.low))})(?!少)(?:出|了|过|于)?"
        against = (
            "(?:[全我][国省市州区县旗盟]|平均|大约|约){0,2}"  # 高出全省几个点, but not 强 in 百强榜排第几
        )
        return re.compile(
            rf"(?:{_any(self.words.apart)})[^,;。?]{{0,3}}?{how}|{graded}{against}{how}"
            rf"|(?:{_any(self.words.gap)})[^,;。]{{0,6}}(?:{how}|$|\?|呢|$)"
        )

    @cached_property
    def _asking(self) -> re.Pattern[str]:
        inner = "|".join(
            (_any(self.words.which), _any(self.words.apart), _any(self.words.gap), _any(self.words.each),
             rf"{self._adjective}(?=还是|出|多少|几|了|一点|些|吗|\W*$)", "相比|之间|两者|两个|两地|三者|比起来")
        )  # fmt: skip
        return re.compile(rf"(?:,|、|\s|的)*(?:更|最|比较|得)?(?:{inner})")

    @cached_property
    def _dropped(self) -> re.Pattern[str]:
        """Comparing words that say nothing of what is compared."""
        which = rf"(?:{_any(self.words.which)})(?:一?[个边家里座地方者])?"
        how = rf"(?:{which})?(?:增|涨|降|跌|发展|增长|下降)?得?(?:更|最|比较)?"
        graded = rf"{how}{self._adjective}(?:出|了|过)?(?=还是|多少|几|吗|呢|些|一点|\W|$)"
        said = self.words
        rest = _any(
            (*said.drop, *said.top, *said.bottom, *said.everywhere, *said.apart, *said.gap, *said.each)
        )
        together = "[两二三四五]个?(?:市|区|县|省|地|城|者|城市|地区)(?!级)"  # 潍坊、临沂两市
        amount = "(?:多少|几)(?:个?百分点|个?点|亿元?|万元?|元|家|个)?"
        return re.compile(rf"{graded}|{which}|{rest}|{together}|{amount}")

    @cached_property
    def _edges(self) -> re.Pattern[str]:
        joiners = rf"(?:{_any(self.words.joiners)})"
        return re.compile(rf"^(?:{joiners}|的|,|\s)+|(?:{joiners}|{self._adjective}|得|更|最|,|\s|\?)+$")

    @cached_property
    def _english_which(self) -> re.Pattern[str]:
        graded = rf"\b(?:{_any((*self.words.high_en, *self.words.low_en))})\b"
        return re.compile(rf"\b(?:which|who|what)\b.*{graded}|{graded}.*\bor\b|\bor\b.*{graded}|\bcompare\b")

    @cached_property
    def _english_apart(self) -> re.Pattern[str]:
        return re.compile(
            rf"\b(?:how much|how many|by how|what)\b.*\b(?:{_any(self.words.apart_en)})\b|"
            rf"\bhow (?:much|many)\b.*\b(?:{_any((*self.words.high_en, *self.words.low_en))})\b.*\bthan\b"
        )
