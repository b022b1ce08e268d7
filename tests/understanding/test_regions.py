"""Places in texts and questions. The cases are data: ``cases/regions.txt``, ``cases/romanized.txt``."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from retrieval.records import Level, Region, RegionMention
from retrieval.schema import RegionWords
from retrieval.understanding.gazetteer import Gazetteer
from retrieval.understanding.misspelt import correct_region, pinyin_key
from retrieval.understanding.regions import find_regions
from retrieval.understanding.romanized import find_romanized
from retrieval.understanding.tidy import tidy

CONFIG = Path(__file__).parents[2] / "config"
WORDS = msgspec.convert(
    yaml.load((CONFIG / "regions.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader), RegionWords
)
GAZETTEER = Gazetteer.load(CONFIG, WORDS)


def cases(name: str) -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / "cases" / name).read_text(encoding="utf-8").splitlines()
    split = [line.partition("=>") for line in lines if line and not line.startswith("#")]
    return [(text.strip(), wanted.strip()) for text, _, wanted in split]


def shown(mentions: tuple[RegionMention, ...]) -> str:
    parts = []
    for mention in mentions:
        meant = "|".join(region.path for region in mention.regions)
        pointed = mention.deictic.name if mention.deictic else ""
        parts.append(f"{mention.text}={meant}{pointed}{'!inside' if mention.inside else ''}")
    return "; ".join(parts)


def only(text: str) -> Region:
    (mention,) = find_regions(tidy(text), GAZETTEER)
    (region,) = mention.regions
    return region


def region(code: str) -> Region:
    found = GAZETTEER.get(code)
    assert found
    return found


@pytest.mark.parametrize(("text", "wanted"), cases("regions.txt"))
def test_places_of_a_text(text: str, wanted: str) -> None:
    assert shown(find_regions(tidy(text), GAZETTEER)) == wanted


@pytest.mark.parametrize(("text", "wanted"), cases("romanized.txt"))
def test_places_in_letters(text: str, wanted: str) -> None:
    assert shown(find_romanized(text, GAZETTEER)) == wanted


@pytest.mark.xfail(strict=True, reason="a person's name that is a city's")
def test_person_named_like_a_city() -> None:
    assert find_regions("记者王海宁报道", GAZETTEER) == ()


@pytest.mark.parametrize(("text", "code"), [("南湖上半年投资", "330402"), ("金山毗邻地区", "310116")])
def test_a_scenic_name_counts_where_it_is_known(text: str, code: str) -> None:
    assert find_regions(text, GAZETTEER) == ()
    (mention,) = find_regions(text, GAZETTEER, {code})
    assert (mention.text, mention.regions) == (text[:2], (region(code),))


def test_the_code_is_the_current_one() -> None:
    assert only("吴江市").id == only("吴江区").id == "320509"


def test_a_zone_has_one_identity_however_it_is_written() -> None:
    forms = ["吴江开发区", "吴江经济技术开发区", "苏州吴江经开区", "苏州市吴江区经济开发区"]
    assert len({only(form) for form in forms}) == 1


def test_a_zone_is_not_its_district() -> None:
    zone, district = only("吴江开发区"), only("吴江区")
    assert zone.id != district.id
    assert zone.level is Level.ZONE
    assert GAZETTEER.within(zone, district)
    assert not GAZETTEER.within(district, zone)


def test_ancestors_are_nearest_first() -> None:
    assert [place.name for place in GAZETTEER.ancestors(region("331002"))] == ["台州市", "浙江省", "中国"]


def test_children() -> None:
    names = {child.name for child in GAZETTEER.children(region("331000"))}
    assert {"椒江区", "温岭市", "台州湾新区"} <= names


def test_unknown_code_and_name() -> None:
    assert GAZETTEER.get("999999") is None
    assert GAZETTEER.lookup("没有这个地方") == ()


def test_a_broken_table_says_which_line(tmp_path: Path) -> None:
    (tmp_path / "gazetteer.tsv").write_text("110000\t1\t北京市\n", encoding="utf-8")
    with pytest.raises(ValueError, match="北京市"):
        Gazetteer.load(tmp_path, WORDS)


def test_every_place_lies_in_a_known_place() -> None:
    places = {place for name in GAZETTEER.names() for place in GAZETTEER.lookup(name)}
    assert len(places) > 3200
    assert [p.name for p in places if p.parent is not None and not GAZETTEER.get(p.parent)] == []


def test_every_name_in_full_is_found_with_its_city_before_it() -> None:
    """浙江省台州市椒江区 reads back as itself, for every county in the table."""
    counties = {p for name in GAZETTEER.names() for p in GAZETTEER.lookup(name) if p.level is Level.COUNTY}
    wrong = [p.path for p in counties if [m.regions for m in find_regions(tidy(p.path), GAZETTEER)] != [(p,)]]
    assert wrong == []


@given(st.text(alphabet="浙江台州市椒区鼓楼南京开发新湖镇乡全的和、, 1a", max_size=30))
def test_mentions_are_slices_in_order(text: str) -> None:
    mentions = find_regions(tidy(text), GAZETTEER)
    assert all(tidy(text)[m.start : m.end] == m.text and (m.regions or m.deictic) for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))


@given(st.text(alphabet="Suzho JiangWin'sDct,. é中", max_size=40))
def test_romanised_mentions_are_slices(text: str) -> None:
    assert all(text[m.start : m.end] == m.text and m.regions for m in find_romanized(text, GAZETTEER))


KNOWN = [region(code) for code in ("331002", "320509", "331000", "321200", "南太湖新区", "前湾新区")]


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("焦江区", "椒江区"),
        ("焦江", "椒江"),
        ("南太胡新区", "南太湖新区"),
        ("前弯新区", "前湾新区"),
        ("台洲", "台州"),
        ("无江区", "吴江区"),
        ("泰州", None),  # a place itself
        ("椎江区", None),  # as near to 吴江区 as to 椒江区
        ("张三区", None),
        ("椒江", None),
    ],
)
def test_misspelt_places(word: str, wanted: str | None) -> None:
    corrected = correct_region(word, GAZETTEER, KNOWN)
    assert (corrected[1] if corrected else None) == wanted


def test_pinyin_key() -> None:
    assert pinyin_key("椒江区") == pinyin_key("焦江区") == "jiao jiang qu"
