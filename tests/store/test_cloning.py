"""Clones, of which the benchmark makes a million sentences, are what reading the same articles gives."""

from __future__ import annotations

import random
import re
from functools import partial

from retrieval.store.reading import Bench
from tests.benchmarks.cloning import Base, Found, clone, plain_places, read_bases, read_made
from tests.benchmarks.generator import Made


def put(text: str, base: Base, at: Found, year: int) -> str:
    """The text about another place and year."""
    text = text.replace(base.at.place.full, at.place.full).replace(base.at.place.name, at.place.name)
    near = "|".join(str(base.year + shift) for shift in (-1, 0, 1))
    return re.sub(near, lambda match: str(int(match[0]) - base.year + year), text)


def test_a_clone_is_what_is_read_in_its_text(bench: Bench) -> None:
    known = plain_places(bench)
    assert len(known) > 1000
    chance = random.Random(5)
    for base in read_bases(bench, 12, known):
        at = chance.choice([one for one in known.values() if one.shape == base.at.shape])
        year = chance.randint(2005, 2022)
        say = partial(put, base=base, at=at, year=year)
        made = base.made
        again = read_made(
            bench,
            Made("c000042", say(made.title), say(made.publisher), say(made.published), say(made.text), ()),
        )
        found = clone(base, at, year, "c000042")
        assert found.article == again.article
        assert found.context == again.context
        for part, other in zip(found.parts, again.parts, strict=True):
            assert part == other
