"""The tables of ``indicators.yaml`` as values: known indicators, and the words that indicators are made of.

A line is ``name | atoms | aliases | English`` or ``word | aliases | English``; a line of another shape is an error
that names the table and the line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from retrieval.records import Indicator
from retrieval.schema import IndicatorWords


class TableError(ValueError):
    """A line of ``indicators.yaml`` that cannot be read; the message names the table and the line."""


@dataclass(frozen=True)
class Known:
    """A known indicator with its (alias, loose) pairs in Chinese, its own name first, and in English."""

    indicator: Indicator
    aliases: tuple[tuple[str, bool], ...]
    translations: str

    @property
    def english(self) -> tuple[tuple[str, bool], ...]:
        """The (alias, loose) pairs in English; cut when asked for, since most starts need none."""
        return tuple(_loose([form.strip() for form in self.translations.split(",")]))


@dataclass(frozen=True)
class Word:
    """A word of indicators, its other spellings, its English forms and its flags (see ``records.Atom``)."""

    text: str
    aliases: tuple[str, ...] = ()
    translations: str = ""
    head: bool = False
    soft: bool = False
    neutral: bool = False

    @property
    def english(self) -> tuple[str, ...]:
        """The English forms; cut when asked for."""
        return tuple(form.strip() for form in self.translations.split(",") if form.strip())


def known_indicators(words: IndicatorWords) -> tuple[Known, ...]:
    """Every known indicator, in the file's order; variants (规模以上 → 规上) are added to its aliases."""
    swaps = tuple((a, b) for a, b in _rows("variants", words.variants, 2))
    tables = (_rows(topic, text, 4) for topic, text in words.indicators.items())
    return tuple(_known(row, swaps) for row in chain.from_iterable(tables))


def known_words(words: IndicatorWords) -> tuple[Word, ...]:
    """Every word of the tables ``heads``, ``soft``, ``neutral`` and ``words``."""
    found = [_word(row, head=True) for row in _rows("heads", words.heads, 3)]
    found += [_word(row, soft=True) for row in _rows("soft", words.soft, 3)]
    found += [_word(row, neutral=True) for row in _rows("neutral", words.neutral, 3)]
    for topic, text in words.words.items():
        found += [_word(row) for row in _rows(topic, text, 3)]
    return tuple(found)


def _rows(table: str, text: str, columns: int) -> Iterator[list[str]]:
    for line in text.splitlines():
        row = [cell.strip() for cell in line.split("|")]
        if len(row) != columns or not row[0]:
            raise TableError(f"indicators.yaml: {table}: {columns} columns expected: {line!r}")
        yield row


def _known(row: list[str], swaps: tuple[tuple[str, str], ...]) -> Known:
    name, atoms, aliases, english = row
    forms = _loose([name, *aliases.split()])
    for a, b in swaps:
        # One after the other, so that 规模以上工业营业收入 also gives 规上工业营收.
        if a in name + aliases:
            forms += [(form.replace(a, b), loose) for form, loose in forms if a in form]
    slug = english.split(",", 1)[0].lower().replace(" ", "-")
    indicator = Indicator(slug, name, tuple(atoms.split("+")))
    return Known(indicator, tuple(dict.fromkeys(forms)), english)


def _loose(forms: list[str]) -> list[tuple[str, bool]]:
    """``~alias`` marks an alias as loose: ['固投', '~投资'] → [('固投', False), ('投资', True)]."""
    return [(form[1:], True) if form[0] == "~" else (form, False) for form in forms]


def _word(row: list[str], *, head: bool = False, soft: bool = False, neutral: bool = False) -> Word:
    return Word(row[0], tuple(row[1].split()), row[2], head, soft, neutral)
