"""Names that no ending shows, by where they stand: 海博渔具在…上市, 与上海容亿投资合作组建, 引进什么功能."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from retrieval.answering.counting import AHEAD
from retrieval.answering.nearness import Anchor
from retrieval.library import Passage
from retrieval.records import Name, Question
from retrieval.understanding.indicators import Lexicon
from retrieval.understanding.tidy import tidied

Span = tuple[int, int, str, float]
_LED, _SUBJECT_OF, _RUN, _NOUN = 1.4, 1.0, 0.55, 0.8
_EVERY = "各每该本全两多"  # 各景区 names none
_EDGE = re.compile(r"[,。、;:!?“”\"‘’()《》\s]|其中|的|了|和|为|与|在")
_LITTLE = re.compile(_EDGE.pattern + "|[对里将会已被把从向给让等及并而由该又也还都就]|其(?=[中他它余次实])")
_WITH = re.compile(
    r"(?:与|和|同|跟|携手|联合|牵手|联手)([^,。;、“”]{2,24}?)(?=(?:正式|战略|深度)?(?:合作|共同|联合|携手|一起|组建|共建|合建|成立|设立|签|打造|投资建设|达成|开展|建立))"
)
_AGENT = re.compile(
    "[由是](?:[^,;。由]{0,6}?(?:企业|公司|龙头))?([一-鿿a-z0-9()]{3,16}?)"
    r"((?:联合|共同|牵头|独家|全额|全资|负责|出资|斥资|总)?(?:投资|投建|建设|承建|运营|实施|打造|开发|主办|承办|施工|组建|生产|研发|经营|建成))"
)
_SUBJECT = re.compile(
    r"(?:其中|,|^|。|;)(?:其中)?([一-鿿a-z]{3,10}?)(?=在|是|成为|作为|凭借|拟|计划|将|已|以)"
)
PARTNER = re.compile("[和与跟同由被归]谁")
_CROWNED = re.compile(  # the words for being ahead are those of counting.py
    "(?:^|[,。;:]|其中)([一-鿿a-z]{2,10}?)"
    f"(?:是|为|成为|成了|稳居|位居|位列|夺得|荣膺|人气|销量|以[^,;。]{{0,16}}?(?:居|列|排))[^,;。]{{0,16}}?(?:{AHEAD.pattern})"
)
_IDENTITY = re.compile("(?:是|成为|系|作为)[^。;]{0,40}(?:企业|公司|车企|厂|店)")
_NO_END = re.compile("^(?:全部|全面|目前|如今|一举)|[可能应需须拟均仅约共后时前是]$")  # 全部达产后可|年产
_CATEGORY = re.compile(
    "^.*(?:企业|车企|药企|巨头|厂商|开发商)(?!管理|服务|发展|咨询|投资|孵化|集团|股份|总部|家)(?=.{3,}$)"
)
_IS_WHO = re.compile("((?:(?!的)[一-鿿]){2,6})(?:是|为|叫)(?:谁|哪家|哪个|什么|哪一家)")
_IS = re.compile("是|为|系|:")
_SAID_TO_BE = re.compile("(?!不|由|否)[一-鿿a-zA-Z0-9()·“”]{2,24}(?=[,。;、]|$)")
_STRONG = 0.5  # so much of the question's words right behind a run make it their subject


def standing(
    question: Question, passage: Passage, found: Sequence[Anchor], noun: str, lexicon: Lexicon
) -> Iterator[Span]:
    """Where the patterns of names show none: a run that stands where the name has to stand."""
    if PARTNER.search(question.text):
        yield from partners(passage)
    elif noun:
        yield from nouns(question, passage, noun, lexicon)
    elif question.name in (Name.COMPANY, Name.PLACE):
        yield from subjects(passage, found, lexicon)


def defined(question: Question, passage: Passage) -> Iterator[Span]:
    """What the text says to be what is asked: 买方是兴业银行 for 买方是谁."""
    asked = _IS_WHO.search(tidied(question.text))
    last, text = (asked[1][-2:] if asked else ""), passage.reading.text
    if not last or last not in text:
        return
    for verb in _IS.finditer(text):
        said = _SAID_TO_BE.match(text, verb.end()) if text.endswith(last, 0, verb.start()) else None
        if said:
            yield (*said.span(), _said(passage, *said.span()), _LED)


def splits(passage: Passage, start: int, end: int) -> bool:
    """Whether a run ends within the full name of a place: 石家庄市桥|西区."""
    full = (
        r for r in passage.reading.regions if r.deictic is None and r.text.endswith(("市", "区", "县", "旗"))
    )
    return any(start <= r.start < end < r.end for r in full)


def partners(passage: Passage) -> Iterator[Span]:
    """Whom something is done with: 与上海容亿投资合作组建 → 上海容亿投资."""
    for match in _WITH.finditer(passage.reading.text):
        yield (*match.span(1), _said(passage, *match.span(1)), _LED)


def agents(question: Question, passage: Passage, lexicon: Lexicon) -> Iterator[Span]:
    """By whom it is done, where the question says what: 由台资企业昱泰光电投建的…项目 → 昱泰光电."""
    asked = tidied(question.text)
    for match in _AGENT.finditer(passage.reading.text):
        done = any(match[2][i : i + 2] in asked for i in range(len(match[2]) - 1))
        if done and _proper(passage, *match.span(1), lexicon):
            yield (*match.span(1), _said(passage, *match.span(1)), _LED)


def subjects(passage: Passage, found: Sequence[Anchor], lexicon: Lexicon) -> Iterator[Span]:
    """The subject of a clause, where it can only be the name: X在…上市,是…首家…公司; 其中X人气最旺."""
    text = passage.reading.text
    said = [m.span(1) for m in _SUBJECT.finditer(text) if _IDENTITY.search(text, m.end())]
    spans = dict.fromkeys(_right_before(passage, found), _RUN) | dict.fromkeys(said, _SUBJECT_OF)
    for (start, end), worth in spans.items():
        if _proper(passage, start, end, lexicon):
            yield start, end, _said(passage, start, end), worth


def crowned(question: Question, passage: Passage, lexicon: Lexicon) -> Iterator[Span]:
    """What is said to be ahead: 火龙果是进口水果里的“一哥”, 天水古城人气最旺; no company."""
    for match in _CROWNED.finditer(passage.reading.text) if question.name is not Name.COMPANY else ():
        if _proper(passage, *match.span(1), lexicon, things=question.name is None):
            yield (*match.span(1), _said(passage, *match.span(1)), _SUBJECT_OF)


def _right_before(passage: Passage, found: Sequence[Anchor]) -> Iterator[tuple[int, int]]:
    """其中千年古盐田|人气最旺: the run from the clause's beginning to the words of the question."""
    total = sum(a.weight for a in found)
    for start, end in passage.reading.clauses:
        here = sorted((a for a in found if start <= a.start < end), key=lambda a: a.start)
        if here and sum(a.weight for a in here) >= _STRONG * total:
            head = re.match("(?:其中|而|以|如)?", passage.reading.text[start : here[0].start])
            begin = start + (head.end() if head else 0)
            if 3 <= here[0].start - begin <= 10:
                yield begin, here[0].start


def _proper(passage: Passage, start: int, end: int, lexicon: Lexicon, things: bool = False) -> bool:
    """Whether a run can be a name: letters only, no place, time or figure alone, not all words of statistics.

    ``things``: a word of statistics will do, 苹果.
    """
    reading = passage.reading
    if _NO_END.search(reading.text[start:end]) or reading.text.endswith("企业", start, end):
        return False
    others = [(p.start, p.end) for p in reading.periods] + [(q.start, q.end) for q in reading.quantities]
    others += [(r.start, r.end) for r in reading.regions if r.deictic]
    if _LITTLE.search(reading.text, start, end) or any(a < end and start < b for a, b in others):
        return False
    if any(r.start <= start and end <= r.end for r in reading.regions):
        return False
    atoms = lexicon.atoms(reading.text[start:end])
    return bool(atoms) and (things or sum(len(a.text) for a in atoms if not a.known) >= 2)


def nouns(question: Question, passage: Passage, noun: str, lexicon: Lexicon) -> Iterator[Span]:
    """什么功能, 哪个平台: the words before that noun, back to the last boundary or word of the question."""
    text = passage.reading.text
    for match in re.finditer(re.escape(noun), text) if noun else ():
        start = max((m.end() for m in _EDGE.finditer(text[: match.start()])), default=0)
        for term in question.terms:
            at = text.rfind(term.text, start, match.start())
            start = at + len(term.text) if at >= 0 else start
        if text[match.start() - 1] in _EVERY:
            continue
        if match.start() - start >= 2 and not generic(text[start : match.end()], lexicon):
            yield start, match.end(), _said(passage, start, match.end()), _NOUN


def generic(text: str, lexicon: Lexicon) -> bool:
    """Whether a tidied name is only words of statistics: 民营企业."""
    atoms = lexicon.atoms(text)
    return bool(atoms) and all(a.known for a in atoms)


def bare(text: str, start: int, end: int) -> int:
    """Where a company's name begins once what it is said to be is taken off: 茶叶企业|云岭春茶业有限公司."""
    match = _CATEGORY.match(text[start:end])
    return start + match.end() if match else start


def _said(passage: Passage, start: int, end: int) -> str:
    return passage.sentence.text[start:end]
