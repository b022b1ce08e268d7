"""A corpus of a million sentences without reading a million: articles that were read, said of other places and years.

An article of the generator says its place and its year and nothing else that hangs on either, so that what is read
in it is what is read in the same text about another place of the same kind, with the place and the year put in.
``tests/store/test_cloning.py`` holds clones against articles that were read. What taking in costs is measured
with articles that are read.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import msgspec

from retrieval.config import Config, load_config
from retrieval.corpus.articles import make_article
from retrieval.readings import ReadArticle
from retrieval.records import Region
from retrieval.store.packing import Packed, pack_article
from retrieval.store.reading import Bench
from retrieval.store.store import Store
from tests.benchmarks.generator import YEARS, Made, Place, articles, places

BASE = 1_000  # articles that are read
_CHUNK, _BATCH = 20, 500  # clones that a process is given, that are kept at once


@dataclass(frozen=True)
class Found:
    """A place with what the gazetteer makes of it."""

    place: Place
    county: Region
    city: Region

    @property
    def shape(self) -> tuple[int, int, str]:
        """Places of one shape can stand for each other."""
        return len(self.place.city), len(self.place.name), self.place.name[-1]


def plain_places(bench: Bench) -> dict[Place, Found]:
    """The places whose names mean them and nothing else, alone and behind their city's."""
    reader, found = bench.understanding.reader, {}
    for place in places():
        if not place.city:
            continue
        alone, both, city = (reader.read(text).regions for text in (place.name, place.full, place.city))
        if len(alone) == len(both) == len(city) == 1 and len(both[0].regions) == 1:
            same = alone[0].regions == both[0].regions and alone[0].text == place.name
            if same and both[0].text == place.full and len(city[0].regions) == 1:
                found[place] = Found(place, both[0].regions[0], city[0].regions[0])
    return found


def place_of(made: Made) -> str:
    """台州市椒江区, as its first sentence says."""
    match = re.match(r"\d{4}年(?:上半年|一季度|前三季度)?，(.+?)经济运行", made.text)
    assert match
    return match[1]


@dataclass(frozen=True)
class Base:
    """An article that was read, as bytes, with its place, its year and its questions."""

    data: bytes
    at: Found
    year: int
    made: Made


def read_bases(bench: Bench, count: int, known: dict[Place, Found]) -> Iterator[Base]:
    """Articles of plain places, read; those with a figure that looks like a year are left out."""
    named = {found.place.full: found for found in known.values()}
    for made in islice(articles(count * 60), None):
        year = int(made.text[:4])
        at = named.get(place_of(made))
        looks = {str(y) for y in (year - 1, year + 1)}
        odd = made.text.count(str(year)) != len(re.findall(f"{year}年", made.text))
        if at is None or odd or any(one in made.text for one in looks):
            continue
        yield Base(msgspec.msgpack.encode(read_made(bench, made)), at, year, made)
        count -= 1
        if not count:
            return


def read_made(bench: Bench, made: Made) -> ReadArticle:
    """An article of the generator, read."""
    front = {"title": made.title, "publisher": made.publisher, "published": made.published}
    config = bench.config
    return bench.read(
        make_article(made.id, made.text, config.repair, bench.page_words, front), made.text, front
    )


def clone(base: Base, at: Found, year: int, name: str) -> ReadArticle:
    """The article as it is read about another place and year; ``name``: seven characters, as the old one has."""
    changes = [
        (_encoded(base.at.county), _encoded(at.county)), (_encoded(base.at.city), _encoded(at.city)),
        (base.at.place.full.encode(), at.place.full.encode()), (base.at.place.name.encode(), at.place.name.encode()),
        (base.made.id.encode(), name.encode()),
    ]  # fmt: skip
    for shift in (-1, 0, 1):
        old, new = base.year + shift, year + shift
        changes += [(str(old).encode(), str(new).encode()), (_encoded(old), _encoded(new))]
    data = base.data
    for i, (old_bytes, _) in enumerate(changes):  # first out with the old, then in with the new
        data = data.replace(old_bytes, b"\xc1%02d\xc1" % i)
    for i, (_, new_bytes) in enumerate(changes):
        data = data.replace(b"\xc1%02d\xc1" % i, new_bytes)
    return msgspec.msgpack.decode(data, type=ReadArticle)


def _encoded(value: object) -> bytes:
    return msgspec.msgpack.encode(value)


def cloned_questions(base: Base, at: Found, year: int) -> list[tuple[str, str]]:
    """The questions of a clone with their answers."""
    old, new = base.at.place.full, at.place.full
    return [
        (text.replace(old, new).replace(str(base.year), str(year)), answer)
        for text, answer in base.made.questions
    ]


Plan = tuple[int, int, int]  # which base, which place, which year


def plans(bases: list[Base], known: list[Found], sentences: int) -> Iterator[Plan]:
    """Which articles there are: no place and year twice for a base's span of months."""
    chance = random.Random(7)
    shapes: dict[tuple[int, int, str], list[int]] = {}
    for i, found in enumerate(known):
        shapes.setdefault(found.shape, []).append(i)
    taken = set()
    while sentences > 0:
        base = chance.randrange(len(bases))
        one = chance.choice(shapes[bases[base].at.shape])
        year = chance.choice(YEARS)
        when = bases[base].made.title[bases[base].made.title.index("年") :]
        if (one, year, when) not in taken:
            taken.add((one, year, when))
            sentences -= 20
            yield base, one, year


class _Worker:
    bench: Bench
    known: list[Found]
    bases: list[Base]


def _begin(count: int) -> None:
    import gc

    gc.set_threshold(200_000)
    _Worker.bench = Bench(load_config())
    found = plain_places(_Worker.bench)
    _Worker.known, _Worker.bases = list(found.values()), list(read_bases(_Worker.bench, count, found))


def _work(chunk: list[tuple[int, Plan]]) -> list[Packed]:
    made = []
    for number, (base, one, year) in chunk:
        read = clone(_Worker.bases[base], _Worker.known[one], year, f"c{number:06}")
        made.append(pack_article(replace(read, raw=read.article.text), _Worker.bench.config.search))
    return made


def build_clones(
    data: Path, config: Config, sentences: int, asked: int, processes: int = 2, base: int = BASE
) -> list[tuple[str, str]]:
    """A corpus of so many sentences; ``asked`` questions about it with their answers."""
    _begin(base)
    todo = list(enumerate(plans(_Worker.bases, _Worker.known, sentences)))
    store = Store.open(data, config)
    chunks = [todo[i : i + _CHUNK] for i in range(0, len(todo), _CHUNK)]
    batch: list[Packed] = []
    with ProcessPoolExecutor(processes, get_context("fork")) as pool:
        for packed in _bounded(pool, chunks, processes * 4):
            batch += packed
            if len(batch) >= _BATCH:
                store.keep(batch)
                batch = []
    store.keep(batch)
    store.settle()
    store.close()
    step = max(1, len(todo) // asked)
    questions = []
    for number, (which, one, year) in todo[::step]:
        own = cloned_questions(_Worker.bases[which], _Worker.known[one], year)
        questions.append(own[number % len(own)])
    return questions[:asked]


def _bounded(
    pool: ProcessPoolExecutor, chunks: list[list[tuple[int, Plan]]], most: int
) -> Iterable[list[Packed]]:
    waiting = iter(chunks)
    running = [pool.submit(_work, chunk) for chunk in islice(waiting, most)]
    while running:
        yield running.pop(0).result()
        running += [pool.submit(_work, chunk) for chunk in islice(waiting, 1)]
