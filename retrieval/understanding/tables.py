"""Tables that stand in a text line by line: a line of heads, then a line for each place, year or indicator.

``地区 | 人口数（人）`` over ``广丰区 | 783156`` says that 广丰区 has a population of 783,156. The unit stands in the
head's brackets or in the words of the head (排名, 增速); a bare number without one is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from retrieval.records import Atom, Fact, Measure, QuantityMention, Reading, Sentence, Source, Unit
from retrieval.service import service
from retrieval.understanding.facts import FactReader
from retrieval.understanding.frame import Frame
from retrieval.understanding.phrases import Said, measure_of
from retrieval.understanding.reading import Reader
from retrieval.understanding.state import State
from retrieval.understanding.table_cells import NUMBER, Cell, cells, role
from retrieval.understanding.trimming import content

_RULE = re.compile(r"[\s|:\t-]+")
_BRACKETS = re.compile(r"[(（\[]([^()（）\[\]]{1,8})[)）\]]\s*$")
_UNIT_SAID = re.compile(r"单位[:：]\s*([^\s,，、()（）|]{1,6})")
_BREAK = re.compile(r"[,;(（|]")
_RANK = re.compile("排名|位次|名次|排位|位列")
RATE = re.compile("增速|增幅|增长|同比|涨幅|升降")
_LEAST_CELLS = 2
_UNIT_HEADS = ("单位", "计量单位")


@dataclass(frozen=True)
class Listing:
    """What the opening of a list says of its items: its ``head`` with the unit, what stands in brackets, and where."""

    head: Cell
    brackets: str
    at: tuple[int, int]


@dataclass
class Table:
    """What the lines so far say of the next ones: the ``heads``, the unit and the words above the table; or a list's
    opening. ``at``, ``unit_at``: where in the article the heads and the unit
    stand."""

    heads: list[Cell] = field(default_factory=list)
    unit: str = ""
    caption: Reading | None = None
    at: tuple[int, int] = (0, 0)
    unit_at: tuple[int, int] = (0, 0)
    listing: Listing | None = None


@dataclass(frozen=True)
class Column:
    """A head: what its figures are of, when, and in which unit."""

    atoms: tuple[Atom, ...]
    frame: Frame
    unit: str
    text: str
    marks: frozenset[str] = frozenset()


@service
class TableReader:
    """Reads the facts of table lines of one article."""

    reader: Reader
    facts: FactReader

    def read(
        self, sentence: Sentence, number: int, reading: Reading, state: State, table: Table
    ) -> list[Fact]:
        """The facts of one line; ``table`` goes on to the next, and is left where the line is none of a table."""
        line = cells(reading.text)
        if said := _UNIT_SAID.search(reading.text) if "单位" in reading.text else None:
            table.unit, table.unit_at = said[1], (sentence.start, sentence.end)
        if len(line) < _LEAST_CELLS:
            if not said:
                table.heads, table.caption = [], None if reading.quantities else reading
            return []
        if _RULE.fullmatch(reading.text):
            return []
        if not any(NUMBER.fullmatch(c.text) for c in line[1:]) and not reading.quantities:
            table.heads, table.at = line, (sentence.start, sentence.end)
            return []
        if len(line) != len(table.heads):
            return []
        return list(self._row(sentence, number, line, state, table))

    def _row(
        self, sentence: Sentence, number: int, line: Sequence[Cell], state: State, table: Table
    ) -> Iterator[Fact]:
        name = self.reader.read(line[0].text)
        frame = self._framed(name, self._captioned(table, state.frame))
        own = () if frame.regions != state.frame.regions else self._atoms(name)
        above = (self._atoms(table.caption) if table.caption else ()) or state.subject
        pairs = zip(line, table.heads, strict=True)
        unit = next((c.text for c, head in pairs if head.text in _UNIT_HEADS), table.unit)
        for cell, head in zip(line[1:], table.heads[1:], strict=True):
            column = self.column(head, frame, unit)
            atoms = subject_of(own, column.atoms, above)
            for figure, mention, said in self._figures(cell, column):
                fact = fact_of(sentence, number, figure, mention, said, atoms, column.frame, state)
                above_at = table.unit_at if column.unit == table.unit != "" else table.at
                yield replace(fact, head=above_at, marks=column.marks)

    def _figures(self, cell: Cell, column: Column) -> Iterator[tuple[Cell, QuantityMention, Said]]:
        """The figures of a cell, where they stand and what they state: 增长7.9%(328.6亿元) has two."""
        if mention := self.figure(cell, column):
            yield cell, mention, said_of(mention, column, self)
        elif NUMBER.fullmatch(cell.text) is None and not self._atoms(self.reader.read(cell.text)):
            for each in self.quantities(cell.text):
                before = _BREAK.split(cell.text[: each.start])[-1]
                said = measure_of(each, before, cell.text[each.end :], self.facts.grammar)
                if said is not None:
                    at = cell.start + each.start
                    yield Cell(at, cell.start + each.end, each.text), each, said

    def _captioned(self, table: Table, frame: Frame) -> Frame:
        """The frame with the time of the words above a table: 一、2018年主要指标计划与完成情况."""
        period = self._framed(table.caption, Frame()).period if table.caption else None
        return replace(frame, period=period, timed=True) if period else frame

    def _framed(self, reading: Reading, frame: Frame) -> Frame:
        """The frame with the places and times of a cell: of 广丰区, of 2019年."""
        for place in self.facts.placer.regions(reading, frame):
            if place.regions and place.end - place.start == len(reading.text.strip()):
                frame = frame.about(place.regions, Source.STATED)
        for period in (p for p in self.facts.placer.periods(reading, frame) if not p.base):  # 比上年增长(%)
            frame = replace(frame, period=period.period, period_source=Source.STATED, timed=True)
        return frame

    def column(self, head: Cell, frame: Frame, unit: str) -> Column:
        """What a head says of the figures under it; ``unit``: the table's, where the head has none in brackets."""
        brackets = _BRACKETS.search(head.text)
        kind, plain = role(head.text[: brackets.start()] if brackets else head.text)
        reading = self.reader.again(plain)  # the head of every row
        marks = frozenset({"plan"} if kind == "plan" else ())
        unit = brackets[1] if brackets else "%" if head.text.endswith(("%", "%)")) else unit  # 同比±%
        return Column(self._atoms(reading), self._framed(reading, frame), unit, plain, marks)

    def _atoms(self, reading: Reading) -> tuple[Atom, ...]:
        return tuple(a for a in content(reading.atoms, self.facts.grammar) if not a.neutral)

    def figure(self, cell: Cell, column: Column) -> QuantityMention | None:
        """A cell's figure with its own unit, else with its head's: 783156 under 人口数（人） is 783156人."""
        if NUMBER.fullmatch(cell.text) is None:
            found = self.quantities(cell.text)
            return found[0] if len(found) == 1 and found[0].end - found[0].start == len(cell.text) else None
        written = cell.text.replace(",", "").lstrip("+")
        if _RANK.search(column.text):
            found = self.quantities(f"第{written}位")
        elif column.unit:
            found = self.quantities(written + column.unit)
        else:
            found = self.quantities(written + "%") if RATE.search(column.text) else ()
        return found[0] if len(found) == 1 else None

    def quantities(self, text: str) -> tuple[QuantityMention, ...]:
        """The figures of a few characters."""
        return tuple(self.reader.quantities.find(text))


def said_of(mention: QuantityMention, column: Column, tables: TableReader) -> Said:
    """What a column states: 增速 growth, 占比 a share, 排名 a rank, else a level."""
    if mention.quantity.kind in (Unit.PERCENT, Unit.TIMES) and RATE.search(column.text):
        return Said(Measure.GROWTH)
    found = measure_of(mention, column.text, column.text, tables.facts.grammar)
    if found is None:
        return Said(Measure.SHARE)
    return Said(Measure.LEVEL) if found.measure is Measure.DIFFERENCE else found


def subject_of(own: tuple[Atom, ...], head: tuple[Atom, ...], above: tuple[Atom, ...]) -> tuple[Atom, ...]:
    """What a figure is of: its row's words and its head's; 总量 is of what is spoken of above, 人口 of its 常住人口."""
    if own:
        return own + head
    if not any(a.head for a in head):
        return (*(a for a in above if a.known), *head)
    return tuple(next((o for o in above if o.text.endswith(a.text)), a) for a in head)


def fact_of(
    sentence: Sentence,
    number: int,
    cell: Cell,
    mention: QuantityMention,
    said: Said,
    subject: tuple[Atom, ...],
    frame: Frame,
    state: State,
) -> Fact:
    """The fact of one cell: ``mention`` is its figure with its unit, ``subject`` what it is of."""
    offset = sentence.start
    text = mention.text.removesuffix("位") if said.measure is Measure.RANK else mention.text
    return Fact(
        article=sentence.article,
        sentence=number,
        start=offset + cell.start,
        end=offset + cell.end,
        text=text,
        quantity=mention.quantity,
        measure=said.measure,
        subject=subject,
        noun=(),
        whole=(),
        topic=state.topic,
        inherited=False,
        regions=frame.regions,
        region_source=frame.region_source,
        period=frame.period,
        period_source=frame.period_source,
        timed=frame.timed,
        scope=(),
        of=said.of,
        marks=frozenset(),
        falling=mention.text.startswith("-"),
        clause=(offset, offset + len(sentence.text)),
    )
