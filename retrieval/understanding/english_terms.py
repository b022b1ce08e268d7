"""The words of an English question in, the terms that a Chinese text has to bear out for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from retrieval.records import Atom, Quantity, QuantityMention, RegionMention, Term, Unit
from retrieval.service import service
from retrieval.understanding.english_text import any_industry
from retrieval.understanding.glossary import Gloss, GlossaryTable
from retrieval.understanding.indicators import Lexicon

# What a miss of a term costs, by what it is.
_HEAD, _KNOWN, _LIGHT = 1.6, 1.2, 0.2
_TRANSLATED = 0.6
_NAMED, _LONG = 0.8, 3  # a word of so many characters says more
_COLOURING = 0.25  # verbs and adjectives: news has many ways for each
_UNTRANSLATED = 0.12  # an English word that no table translates cannot be held against a Chinese text
_NEAREST = 2.3  # times as much for what is counted, chosen or done: how many dead-end roads, who called on …
_COUNTED = 0.9  # what is counted, where no table translates it: how many kiosks
_BESIDE = 0.5  # outside the clause that asks

# What a text may say or not: the fireworks industry is 花炮产业集群, the trains are 中欧班列.
_UNSAID = (
    (re.compile(r"\b(?:industry|industries|sectors?|clusters?)\b"), ("产业", "集群", "行业")),
    (re.compile(r"\btrains?\b"), ("中欧班列", "开行量")),
)
_BOTH_WAYS = "进出"  # foreign trade is more than what goes out
_MOST = "最"
_SPELT = 4  # letters: an English word shorter than that stands inside too many others

_LARGE_ONES = "亿元以上"
_LARGE = 100_000_000
_HAN_RUN = re.compile(r"[㐀-鿿]+")
_ASIDE = re.compile(r"\([^()]*\)")
_ASKING = re.compile(r"\b(?:how (?:many|much)|how|which|what|who|whom|whose|when|where)\b")


@dataclass(frozen=True)
class Clause:
    """Where the clause that asks begins and ends, where its asking words end, and the brackets in it."""

    start: int
    end: int
    cue: int
    asides: tuple[tuple[int, int], ...]
    counts: bool = False
    chooses: bool = False

    @staticmethod
    def find(low: str) -> Clause:
        """The clause of the first asking word, the whole question where there is none."""
        asides = tuple(match.span() for match in _ASIDE.finditer(low))
        match = _ASKING.search(low)
        if match is None:
            return Clause(0, len(low), len(low), asides)
        start = max(low.rfind(mark, 0, match.start()) for mark in ",;:") + 1
        ends = (low.find(mark, match.end()) for mark in (", ", ";"))
        end = min((at for at in ends if at >= 0), default=len(low))
        return Clause(start, end, match.end(), asides, match[0] == "how many", match[0] == "which")

    def __contains__(self, at: int) -> bool:
        return self.start <= at < self.end and not any(a < at < b for a, b in self.asides)


@service
class EnglishTerms:
    """Translates with the words of statistics and the general glossary; of two phrases the longer one counts.

    ``plan``: words that ask for a plan (目标, 计划), which a text need not hold.
    """

    lexicon: Lexicon
    glossary: GlossaryTable
    plan: frozenset[str] = frozenset()
    spoken: frozenset[str] = frozenset()
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def read(
        self,
        low: str,
        hidden: Sequence[tuple[int, int]],
        aside: Iterable[RegionMention] = (),
        numbers: Iterable[QuantityMention] = (),
    ) -> tuple[Term, ...]:
        """The terms of a tidied question without its ``hidden`` spans (places, times, sums of money).

        ``aside``: places that only describe: projects from Shanghai. ``numbers``: projects of over 100 million yuan
        are 亿元以上 ones.
        """
        plain, clause = _blank(low, hidden), Clause.find(low)
        chinese = [Term(match.group(), _KNOWN) for match in _HAN_RUN.finditer(plain)]
        chinese += [Term(_LARGE_ONES, _KNOWN, True) for m in numbers if is_large(m.quantity)]
        latin = _HAN_RUN.sub(lambda m: " " * len(m.group()), plain)
        glosses = self._glosses(latin)
        rest = _blank(latin, ((g.start, g.end) for g in glosses if not g.forms))
        known = tuple(self._known(_parted(rest, glosses), latin, clause))
        found: tuple[Term, ...] = (
            *chinese,
            *self._translated(latin, glosses, clause),
            *known,
            *map(_place, aside),
        )
        for unsaid, words in _UNSAID:
            if unsaid.search(latin):
                found = (*(Term(word, 0.0, True, soft=True) for word in words), *found)
        kept = {term.text: term for term in found}  # each once, and as a word of statistics
        return tuple(term for term in kept.values() if not _contained(term, kept.values()))

    def variants(
        self, low: str, hidden: Iterable[tuple[int, int]], terms: Iterable[Term]
    ) -> tuple[tuple[Term, ...], ...]:
        """The terms with each loosely named indicator in its full words: rural income → 农村居民人均可支配收入."""
        latin = _HAN_RUN.sub(lambda m: " " * len(m.group()), _blank(low, hidden))
        found = []
        for mention in self.lexicon.english(latin):
            if mention.loose:
                loose = _blank(latin, [(0, mention.start), (mention.end, len(latin))])
                said = {term.text for term in self.read(loose, ())}
                meant = {a.text: self._of(a, 1.0, True) for a in self.lexicon.atoms(mention.indicator.name)}
                found.append((*(t for t in terms if t.text not in {*said, *meant}), *meant.values()))
        return tuple(found)

    def implied(self, terms: Iterable[Term]) -> tuple[Term, ...]:
        """What a part of something is named by as well: a share of disposable income is some 收入."""
        whole = (t.text for t in terms if t.head and not t.text.startswith(_BOTH_WAYS))
        ends = (text[i:] for text in whole for i in range(1, len(text) - 1))
        heads = (atoms[0] for end in ends if len(atoms := self.lexicon.atoms(end)) == 1)
        return tuple(
            {a.text: Term(a.text, 0.0, True, soft=True) for a in heads if a.known and a.head}.values()
        )

    def _glosses(self, latin: str) -> list[Gloss]:
        """What the glossary knows better than the lexicon, which takes a tie: dead-end road, not road."""
        atoms = [a for a in self.lexicon.english_atoms(latin) if a.known]
        return [g for g in self.glossary.find(latin) if not any(_outdone(g, a) for a in atoms)]

    def _translated(self, latin: str, glosses: Iterable[Gloss], clause: Clause) -> Iterator[Term]:
        for start, end, forms, light in glosses:
            focus, nearest = start in clause, start >= clause.cue and not latin[clause.cue : start].strip()
            nearest = nearest and not clause.chooses
            weight = _COLOURING if light else _TRANSLATED if len(forms[:1] and forms[0]) < _LONG else _NAMED
            weight *= _NEAREST if nearest else 1.0 if focus else _BESIDE
            said = (latin[start:end].strip(),) if end - start >= _SPELT else ()  # as an English source has it
            if forms and not light and (words := self._words_of(forms)):
                yield from (
                    replace(self._of(w, 1.0 if focus else _BESIDE, focus), others=said) for w in words
                )
            elif forms:
                weight = max(weight, _TRANSLATED) if forms[0].startswith(_MOST) else weight
                yield Term(forms[0], weight, focus=focus, others=(*self._others(forms), *said))
            if light or not forms:
                latin = _blank(latin, [(start, end)])

    def _words_of(self, forms: tuple[str, ...]) -> tuple[Atom, ...]:
        """The words of statistics that all translations are made of, if they are: 绿色化工 → 绿色, 化工."""
        read = [self.lexicon.atoms(form) for form in forms]
        same = len({tuple(a.text for a in atoms) for atoms in read}) == 1
        return read[0] if same and all(a.known for a in read[0]) else ()

    def _others(self, forms: tuple[str, ...]) -> tuple[str, ...]:
        """The other forms, and the words that texts are read as where they write one of them: 道路 is 公路."""
        read = [self.lexicon.atoms(form) for form in forms]
        words = (atoms[0].text for atoms in read if len(atoms) == 1 and atoms[0].known)
        return tuple(dict.fromkeys(form for form in (*forms, *words) if form != forms[0]))

    def _known(self, latin: str, whole: str, clause: Clause) -> Iterator[Term]:
        """The words of statistics, and what no table translates; ``whole`` has what the glossary knows as well."""
        for atom in self.lexicon.english_atoms(latin):
            focus = atom.head or atom.start in clause
            share = 1.0 if focus else _BESIDE
            if any_industry(whole, atom):
                continue
            if atom.known and (atom.text in self.plan or (atom.neutral and atom.text in self.spoken)):
                continue
            if atom.known:
                said = (whole[atom.start : atom.end],) if atom.end - atom.start >= _SPELT else ()
                yield replace(self._of(atom, share, focus), others=(*said, *self.also.get(atom.text, ())))
            elif not atom.text.isdigit() and len(atom.text) > 2:
                counted = (
                    clause.counts and clause.cue <= atom.start and not whole[clause.cue : atom.start].strip()
                )
                yield Term(atom.text, (_COUNTED if counted else _UNTRANSLATED) * share, focus=focus)

    def _of(self, atom: Atom, share: float, focus: bool) -> Term:
        """The term of a word of statistics."""
        weight = _LIGHT if atom.soft or atom.neutral else _HEAD if atom.head else _KNOWN
        return Term(atom.text, weight * share, True, atom.head, atom.soft, atom.neutral, focus)


def _blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def is_large(quantity: Quantity) -> bool:
    """Over 100 million yuan, which Chinese writes without a figure."""
    return quantity.kind is Unit.MONEY and quantity.value == _LARGE and quantity.bound == ">"


def _contained(term: Term, terms: Iterable[Term]) -> bool:
    """Whether another word says it too: the balance of deposits is one 存款余额; but 出口 is no end of 进出口."""
    longer = (o.text for o in terms if o.head and o is not term and o.text.endswith(term.text))
    return term.head and any(not text.startswith(_BOTH_WAYS) for text in longer)


def _parted(text: str, glosses: Iterable[Gloss]) -> str:
    """The text with a stop for each translated word: value added of the |printing| industry is none of industry."""
    for gloss in glosses:
        if gloss.forms:
            text = text[: gloss.start] + ";" + " " * (gloss.end - gloss.start - 1) + text[gloss.end :]
    return text


def _outdone(gloss: Gloss, atom: Atom) -> bool:
    """Whether a known atom takes the same words or more of them."""
    apart = atom.end <= gloss.start or gloss.end <= atom.start
    return not apart and atom.end - atom.start >= gloss.end - gloss.start


def _place(mention: RegionMention) -> Term:
    """A place that only describes: Shanghai → 上海."""
    first = mention.regions[0]
    short = first.name[:-1] if len(first.name) > 2 and first.name[-1] in "省市区县" else first.name
    others = (*(r.path for r in mention.regions), mention.text.lower())
    return Term(short, _KNOWN, focus=False, others=others)
