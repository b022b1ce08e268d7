"""Indicators in a text: the known ones, and any phrase cut into the words (atoms) that indicators are made of.

The vocabulary is open. 高技术制造业投资 may stand in no table, yet (高技术制造业, 投资) can be compared with what a
source calls it; a phrase is therefore compared by its atoms and only named by its known indicator.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property, lru_cache

from retrieval.records import Atom, Indicator, IndicatorMention
from retrieval.schema import IndicatorWords
from retrieval.service import service
from retrieval.understanding.indicator_english import Phrases
from retrieval.understanding.indicator_table import Known, Word, known_indicators, known_words
from retrieval.understanding.indicator_typos import Typos
from retrieval.understanding.longest import Prefixes, Scanner

_TAILS = ("项目", "企业")
_WHEREOF = "其中"  # 其中|小学, and no 中小学
_KINDS = 8192  # texts of atoms whose kind is remembered
Kind = tuple[str, bool, bool, bool, bool]  # the fields of an ``Atom`` behind its place
# As with IGNORECASE, in half the time.
_RUN = re.compile("[\u3400-\u9fff]+|(?![&.+])[a-zA-Z0-9\u0130\u0131\u017f\u212a&.+]+")


@service
class Lexicon:
    """Known indicators and their words. Built once; every look-up is a pure function of its text.

    >>> lexicon.find("固投增长5.6%,规上工业增加值增长15%")[0].indicator.name     # doctest: +SKIP
    '固定资产投资'
    """

    known: tuple[Known, ...]
    words: tuple[Word, ...]
    lookalikes: frozenset[str]
    stop: frozenset[str]

    @classmethod
    def build(cls, words: IndicatorWords) -> Lexicon:
        """The lexicon of ``indicators.yaml``; ``TableError`` names a line that cannot be read."""
        lookalikes = frozenset(form for pair in words.lookalikes.split() for form in (pair, pair[::-1]))
        return cls(known_indicators(words), known_words(words), lookalikes, frozenset(words.stop.split()))

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """Every known indicator by its id: 'fixed-asset-investment' → 固定资产投资."""
        return {known.indicator.id: known.indicator for known in self.known}

    def find(self, text: str) -> tuple[IndicatorMention, ...]:
        """The known indicators of a tidied Chinese text, leftmost-longest: 椒江19年固投涨了多少 → 固投.

        A loose alias that runs straight into another one only narrows it: 规上工业 in 规上工业战新产业产值.
        """
        found = [
            IndicatorMention(start, end, text[start:end], *self._aliases[form])
            for start, end, form in self._names.find(text)
        ]
        starts = {mention.start for mention in found}
        return tuple(mention for mention in found if not (mention.loose and mention.end in starts))

    def atoms(self, text: str) -> tuple[Atom, ...]:
        """The whole of a tidied Chinese phrase as atoms: 规上工业增加值 → 规模以上, 工业, 增加值.

        What no table knows stays as raw runs (``known=False``); punctuation and spaces are dropped. A loose alias
        is cut into its own words, so that 财政收入 is not the same as 地方财政收入.
        """
        found: list[Atom] = []
        at = 0
        for start, end, form in self._cutter.find(text):
            if at < start:
                found += self._raw(text, at, start)
            found += [Atom(start + a, start + b, *atom) for a, b, atom in self._cuts(form)]
            at = end
        return tuple(found + self._raw(text, at, len(text)))

    def loose_atoms(self) -> Mapping[str, tuple[str, ...]]:
        """Atoms that mean the same loosely, both ways: 财政 and 一般公共预算, because of 财政收入."""
        found: dict[str, set[str]] = {}
        for form, (indicator, loose) in self._aliases.items():
            cut = {a.text for a in self.atoms(form) if not a.soft and not a.neutral} if loose else set()
            ours, theirs = cut - set(indicator.atoms), set(indicator.atoms) - cut
            if len(ours) == len(theirs) == 1 and cut & set(indicator.atoms):
                for a, b in ((*ours, *theirs), (*theirs, *ours)):
                    found.setdefault(a, set()).add(b)
        return {atom: tuple(sorted(others)) for atom, others in found.items()}

    def english(self, text: str) -> tuple[IndicatorMention, ...]:
        """The known indicators of an English text: How much did fixed-asset investment grow → 固定资产投资."""
        return tuple(
            IndicatorMention(start, end, text[start:end], *self._english_aliases[form])
            for start, end, form in self._english_names.find(text)
            if form is not None
        )

    def english_atoms(self, text: str) -> tuple[Atom, ...]:
        """An English phrase as canonical Chinese atoms: high-tech investment → 高技术产业, 投资."""
        return tuple(
            atom
            for start, end, form in self._english_cutter.find(text, rest=True)
            for atom in self._english_cut(text, start, end, form)
        )

    def correct(self, word: str) -> tuple[str, Indicator] | None:
        """The alias that was meant, where ``word`` is one slip away from it: 财政总收人 → 财政总收入.

        None when the word is right, when nothing is near, or when two indicators are equally near. Every word
        that consists of known atoms is right, so that 农业投资 is not taken for a slip of 工业投资.
        """
        form = word.strip().lower()
        if form in self._aliases or all(atom.known for atom in self.atoms(form)):
            return None
        return self._typos.correct(form)

    def english_name(self, what: Indicator | Sequence[str]) -> str:
        """An indicator or atoms in English: (工业, 投资) → industrial investment; unknown words stay as they are."""
        atoms = what.atoms if isinstance(what, Indicator) else tuple(what)
        known = self._by_name.get(what.name) if isinstance(what, Indicator) else self._by_atoms.get(atoms)
        if known is not None:
            return known.english[0][0]
        forms = ((self._by_word.get(atom), self._by_atoms.get((atom,)), atom) for atom in atoms)
        return " ".join(
            word.english[0] if word and word.english else known.english[0][0] if known else atom
            for word, known, atom in forms
        )

    # --- tables, each built when first needed --------------------------------------------------------------

    @cached_property
    def _aliases(self) -> Mapping[str, tuple[Indicator, bool]]:
        return {form: (known.indicator, loose) for known in self.known for form, loose in known.aliases}

    @cached_property
    def _names(self) -> Scanner:
        return Scanner.build(tuple(self._aliases))

    @cached_property
    def _by_word(self) -> Mapping[str, Word]:
        return {form: word for word in self.words for form in (word.text, *word.aliases)}

    @cached_property
    def _by_name(self) -> Mapping[str, Known]:
        return {known.indicator.name: known for known in self.known}

    @cached_property
    def _by_atoms(self) -> Mapping[tuple[str, ...], Known]:
        return {known.indicator.atoms: known for known in reversed(self.known)}

    @cached_property
    def _cutter(self) -> Prefixes | Scanner:
        return Prefixes.build(self._forms())

    def for_many(self) -> None:
        """Make ready for thousands of texts: 20 ms now, some hundredths of one less for each."""
        self.__dict__["_cutter"] = Scanner.build(self._forms())

    def _forms(self) -> set[str]:
        # One character is a word only beside another word (总 in 总收入, not in 总部): see _raw.
        words = (form for form in self._by_word if len(form) > 1)
        return {_WHEREOF, *words, *(form for form, (_, loose) in self._aliases.items() if not loose)}

    @cached_property
    def _typos(self) -> Typos:
        heads = frozenset(form for word in self.words if word.head for form in (word.text, *word.aliases))
        return Typos(dict(self._aliases), self.lookalikes, heads)

    @cached_property
    def _english_aliases(self) -> Mapping[str, tuple[Indicator, bool]]:
        return {
            form: (known.indicator, loose) for known in reversed(self.known) for form, loose in known.english
        }

    @cached_property
    def _english_names(self) -> Phrases:
        return Phrases.build(self._english_aliases, self.stop)

    @cached_property
    def _english_words(self) -> Mapping[str, tuple[str, ...]]:
        words = {form: (word.text,) for word in reversed(self.words) for form in word.english}
        exact = {form: known.atoms for form, (known, loose) in self._english_aliases.items() if not loose}
        return {**words, **exact}

    @cached_property
    def _english_cutter(self) -> Phrases:
        return Phrases.build(self._english_words, self.stop)

    def _raw(self, text: str, start: int, end: int) -> list[Atom]:
        """The runs of ``text[start:end]``; a single character that touches a known word may be a word itself."""
        found = []
        for match in _RUN.finditer(text, start, end):
            (first, last), run = match.span(), match[0]
            if last - first == 1 and (first == start > 0 or last == end < len(text)):
                word = self._by_word.get(run)
                run = word.text if word else run
            found.append(Atom(first, last, *self._kinds(run)))
        return found

    @cached_property
    def _cuts(self) -> Callable[[str], tuple[tuple[int, int, Kind], ...]]:
        """Remembers how a form is cut: the words of articles are few and come often."""
        return cache(lambda form: tuple((a, b, self._kinds(atom)) for a, b, atom in self._cut(form)))

    def _cut(self, form: str) -> tuple[tuple[int, int, str], ...]:
        """(start, end, atom) within a form of the tables: 固投 → (0, 2, 固定资产), (0, 2, 投资)."""
        word = self._by_word.get(form)
        alias = self._aliases.get(form)
        atoms = alias[0].atoms if alias and not alias[1] else (word.text,) if word else (form,)
        atoms = tuple(part for atom in atoms for part in self._parts(atom))
        spans = self._spans(form, atoms) if len(atoms) > 1 else None
        spans = spans or [(0, len(form))] * len(atoms)
        return tuple((*span, atom) for span, atom in zip(spans, atoms, strict=True))

    def _parts(self, atom: str) -> tuple[str, ...]:
        """A word that is two known words as those: 工业项目 → 工业, 项目."""
        for tail in _TAILS:
            lead = atom.removesuffix(tail)
            if lead != atom and len(lead) > 1 and lead in self._by_word:
                return (self._by_word[lead].text, tail)
        return (atom,)

    def _spans(self, form: str, atoms: tuple[str, ...]) -> list[tuple[int, int]] | None:
        """Where each atom stands in an alias that spells them out: 规上工业增加值 → (0, 2), (2, 4), (4, 7)."""
        spans, at = [], 0
        for atom in atoms:
            word = self._by_word.get(atom, Word(atom))
            length = max((len(a) for a in (word.text, *word.aliases) if form.startswith(a, at)), default=0)
            if not length:
                return None
            spans.append((at, at + length))
            at += length
        return spans if at == len(form) else None

    def _english_cut(self, text: str, start: int, end: int, form: str | None) -> list[Atom]:
        atoms = self._english_words[form] if form else (text[start:end].lower(),)
        return [Atom(start, end, *self._kinds(atom)) for atom in atoms]

    @cached_property
    def _kinds(self) -> Callable[[str], Kind]:
        """Remembers what kind of atom a text is."""
        return lru_cache(_KINDS)(self._kind)

    def _kind(self, text: str) -> Kind:
        word = self._by_word.get(text)
        if word is not None and word.text == text:
            return text, True, word.soft, word.head, word.neutral
        single = (text,) in self._by_atoms
        return text, single, False, single, False
