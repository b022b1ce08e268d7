"""Every value that crosses a file: nobody changes one, and none needs more of ours than its decorator.

One file a subject; all of them are imported from here. Offsets are always half-open character offsets into the text
the detector was given; ``Article.text`` is the text that quotes are slices of, so a mention found in a sentence is
shifted by the sentence's start before it is kept.
"""

from __future__ import annotations

from retrieval.records.answers import Answer, Offer, Quote, Status
from retrieval.records.articles import Article, Block, Edit, Kind, Overview, Sentence
from retrieval.records.facts import Fact, Measure, PlacedPeriod, PlacedRegion, Reading, Source
from retrieval.records.figures import Quantity, QuantityMention, Unit
from retrieval.records.indicators import Atom, Indicator, IndicatorMention
from retrieval.records.names import Name, NameMention
from retrieval.records.places import Level, Region, RegionMention
from retrieval.records.questions import Asked, Question, Term
from retrieval.records.search import Document, Hit
from retrieval.records.times import Period, PeriodExpr, PeriodMention

__all__ = [
    "Answer",
    "Article",
    "Asked",
    "Atom",
    "Block",
    "Document",
    "Edit",
    "Fact",
    "Hit",
    "Indicator",
    "IndicatorMention",
    "Kind",
    "Level",
    "Measure",
    "Name",
    "NameMention",
    "Offer",
    "Overview",
    "Period",
    "PeriodExpr",
    "PeriodMention",
    "PlacedPeriod",
    "PlacedRegion",
    "Quantity",
    "QuantityMention",
    "Question",
    "Quote",
    "Reading",
    "Region",
    "RegionMention",
    "Sentence",
    "Source",
    "Status",
    "Term",
    "Unit",
]
