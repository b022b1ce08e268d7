"""What stands before or behind a place and says what the place is there for."""

from __future__ import annotations

import re

from retrieval.records import Unit

# Behind a place: it is where a rank is held (全市第一), not what holds it.
HELD_IN = re.compile(
    r"第[一二三四五六七八九十\d]+(?!产业|季|次|产)|首位|之最|各(?:县|市|区|州|地市|市州|盟市)[^,;。]{0,6}[中里]|前列|前茅|平均|唯一|首家|首个|最|前[一二三四五十\d]+(?!季|个?月)"
)
# Before a place inside a clause: an item of a list begins.
NUMBERED = re.compile(r"^(?:[①-⑳⑴-⒇❶-❿●■◆▲△★☆○◎•▪※►▶♦*]|\(?\d{1,2}[).、])\s*")
TOGETHER = re.compile("等?[两二三四五六七八九十]+(?:省|市|县|区|州|盟|旗|镇|乡|地)(?![一-鿿]?[、和与及])")
# 分县域看,七个县(市)年末贷款余额合计301.5亿元: of places that nobody names.
SUM_OF = re.compile(
    r"(?:\d+|[两二三四五六七八九十]+)个(?:县|市|区|旗|乡|镇|街|\(|\)|、){1,8}(?=[^,;。\d]{0,12}(?:合计|总计|共计|之和|总和|相加))"
)
# Before a place: what follows is its own figure, 常住人口最多的是榆次区,为896213人;其次为平遥县.
HELD_BY = re.compile(
    "(?:最[^,;。]{1,4}|居首|居前|第[一二三]|首位|领先|领跑|垫底|末位|最后|其次|紧随其后|次之|靠后)的?(?:依次|分别)?(?:是|为|属|数)$"
)
IN_BRACKETS = re.compile(r"\(\d")  # 宁城县(509862人)和敖汉旗(501733人)
LEFT_OUT = re.compile(r"\((?:不含|不包括|除|剔除|扣除|含|包括)[^)]*$")  # 保定(不含定州、雄安)921.3亿元
# 仅次于昆山、常熟,排名第三; 产品销往四川、湖南、山东等十八个省
BEHIND = re.compile(
    "(?:仅次于|次于|不及|落后于|销往|远销|畅销|运往|发往|输往|运抵|来自|辐射|覆盖|打入|通达|直达)[^,;。]*、$"
    "|(?:比|较|高于|低于|快于|慢于|优于|好于)(?:全国|全省|全市|全区)(?:平均水平)?、$"
)
OWN_RANK = re.compile(
    r"(?:区|市|县)?(?:列|居|排|位居|位列|排名)?(?:全国|全省|全球)?第[一二三四五六七八九十\d]+[名位]"
)
FROM = re.compile(
    "[与和同跟][^,;。与和同跟]{2,12}(?:差距|相差|差额|之差)"
)  # 垫底的贺州与倒数第二的来宾差距为59.1亿元
NOT_OWNED = (Unit.RANK, Unit.POINTS, Unit.COUNT, Unit.PEOPLE)
TO_A_PLACE = tuple("比于过占到在向从由对与和距离至赴达口")
ITEM = ("、", "有", "包括", "分别是", "依次是", "依次为", "其中", ")")
