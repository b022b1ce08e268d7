"""Lists of bare numbers whose unit their opening has: 各市州(单位:亿元,括号里为增速):, then 武汉 13945.8(5.4%)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from retrieval.records import Fact, Measure, PlacedRegion, QuantityMention, Reading, Sentence, Source, Unit
from retrieval.service import service
from retrieval.understanding.phrases import Said, measure_of
from retrieval.understanding.state import State
from retrieval.understanding.table_cells import Cell
from retrieval.understanding.tables import RATE, Listing, Table, TableReader, fact_of, said_of, subject_of

_LEAST_ITEMS = 3
_BEHIND = re.compile(r"(?:亿元?)?[(,、 ]*(?:同比|名义|实际)?(?:增长|增速|下降|增|降)?(?:为)?[:]?")
_OPENING = re.compile(
    r"(?:[^:;。]*[,、;])?([^:;,、。(]{1,12}?)\((?:(?:[^():]{0,16}[,、;])?单位[均都皆]?[为是]?:?)?([^(),:]{1,6})(,[^()]{1,40})?\)[^:;。]{0,24}:"
)
_UNIT_LINE = re.compile(
    r"()\(单位[均都皆]?[为是]?:?([^(),:]{1,6})(,[^()]{1,40})?\)$"
)  # what of, the title says
_ITEM = re.compile(
    r"(?:(?<=[:;、,])|(?<=[:;、,] ))([\u4e00-\u9fff]{2,8}) ?(\d[\d]*(?:\.\d+)?)(?=[,;。、(]|$)"
)
_LINE = re.compile(
    r"(?:[①-⑳⑴-⒇❶-❿•·▪◆■●-]|(?:TOP|NO\.?|第)?\d{1,2}[名位.、:) ]+)?"
    r"\s*([\u4e00-\u9fff]{2,8})[ :]{0,3}(\d[\d,]*(?:\.\d+)?)(?=[,;。、( ]|$)"
)


@service
class ListingReader:
    """Reads the items of lists of one article, in one sentence or line by line."""

    tables: TableReader

    def read(
        self, sentence: Sentence, number: int, reading: Reading, state: State, table: Table
    ) -> list[Fact]:
        """The bare numbers of a list; ``table`` goes on to the next line, without the list where this is none of it.

        总量（亿元）,从高到低:深圳16297.6,6.3%;广州14130.7 in one sentence, or each on a line of its own.
        """
        opening = self.opens(reading)
        if opening is not None:
            head = Cell(opening.start(1), opening.end(2), f"{opening[1]}({opening[2]})")
            table.listing = Listing(head, opening[3] or "", (sentence.start, sentence.end))
            items = [*_ITEM.finditer(reading.text, opening.end())]
            return (
                list(self._items(items, sentence, number, reading, state, table))
                if len(items) >= _LEAST_ITEMS
                else []
            )
        line = _LINE.match(reading.text) if table.listing else None
        facts = list(self._items([line], sentence, number, reading, state, table)) if line else []
        if not facts:
            table.listing = None
        return facts

    def opens(self, reading: Reading) -> re.Match[str] | None:
        """Where a line says what the numbers behind it are: 总量(亿元),从高到低:."""
        text = reading.text
        return (_OPENING.match(text) or _UNIT_LINE.match(text)) if "(" in text and ":" in text else None

    def _items(
        self,
        items: Sequence[re.Match[str]],
        sentence: Sentence,
        number: int,
        reading: Reading,
        state: State,
        table: Table,
    ) -> Iterator[Fact]:
        listing = table.listing
        places = {p.start: p for p in self.tables.facts.placer.regions(reading, state.frame)}
        for item in items:
            place = places.get(item.start(1))
            if listing is not None and place is not None and place.end == item.end(1):
                yield from self._item(item, place, listing, sentence, number, reading, state)

    def _item(
        self,
        item: re.Match[str],
        place: PlacedRegion,
        listing: Listing,
        sentence: Sentence,
        number: int,
        reading: Reading,
        state: State,
    ) -> Iterator[Fact]:
        frame = state.frame.about(place.regions, Source.STATED)
        head = (0, 0) if listing.at[0] == sentence.start else listing.at
        column = self.tables.column(listing.head, frame, "")
        cell = Cell(item.start(2), item.end(2), item[2])
        said = column.atoms if any(a.known for a in column.atoms) else ()  # 话不多说直接上数据(单位亿元)
        atoms = subject_of((), said, state.subject)
        if mention := self.tables.figure(cell, column):
            states = said_of(mention, column, self.tables)
            fact = fact_of(sentence, number, cell, mention, states, atoms, frame, state)
            yield replace(fact, head=head)
        if beside := _beside(item.end(2), reading):
            cell = Cell(beside.start, beside.end, beside.text)
            grew = self._growth(reading.text[item.end(2) : beside.start], beside, listing)
            if grew is not None:
                fact = fact_of(sentence, number, cell, beside, grew, atoms, frame, state)
                yield replace(fact, head=head)

    def _growth(self, left: str, mention: QuantityMention, listing: Listing) -> Said | None:
        """What a percentage behind an item says: the growth that its words name, or that the opening names."""
        said = measure_of(mention, left, left, self.tables.facts.grammar)
        if said is None and (RATE.search(listing.brackets) or mention.text.startswith(("+", "-"))):
            return Said(Measure.GROWTH)
        return said


def _beside(at: int, reading: Reading) -> QuantityMention | None:
    """The percentage right behind a figure, in brackets or after a comma: 渝北530.62(5.1%), 大连4119.3,增长6.1%."""
    behind = next((q for q in reading.quantities if q.start > at), None)
    near = behind is not None and _BEHIND.fullmatch(reading.text, at, behind.start) is not None
    return behind if near and behind is not None and behind.quantity.kind is Unit.PERCENT else None
