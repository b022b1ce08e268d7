"""Companies, projects, bodies, places, products and events: a name runs from its left boundary to its last word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.records import Name
from retrieval.understanding.name_words import (
    HARD,
    KEEP,
    KNOWN,
    LEAD,
    RAW,
    STOP,
    SUFFIX,
    WEAK,
    Marked,
    Token,
    Vocabulary,
)

Found = tuple[int, int, Name]
_LONGEST = 40
_TAIL = re.compile(r"\([一二三四五六七八九十东西南北\w]{0,8}(?:期|区|段|标段|线)\)")
_COUNT = re.compile(
    r"(?:近|超|约|共)?(?:\d[\d.]*|[一二两三四五六七八九十多数几]+)[多余]?(?:个|家|项|座|条|所|款|种|批|大)"
)
_LIST_END = re.compile(rf"等|{_COUNT.pattern}")


def find_things(marked: Marked, words: Vocabulary) -> list[Found]:
    """Every (start, end, kind), the longer first where two begin together; not in order."""
    found = [*_suffixed(marked, words), *_short_companies(marked, words), *_products(marked, words)]
    found += [(t.start, t.end, Name.COMPANY) for t in marked.tokens if t.mark == KNOWN]
    known = {(start, end) for start, end, _ in found}
    # A name's own last word says more than the noun of its list: 浦发银行 among 金融机构 is a company.
    return found + [item for item in _listed(marked, words) if item[:2] not in known]


def left(marked: Marked, at: int) -> int:
    """Where a name that reaches ``at`` begins: after 引进, 的, 50亿元 or a comma; brackets are passed over whole."""
    start = at
    while start > 0 and at - start < _LONGEST:
        char = marked.text[start - 1]
        if char == ")" and (opening := marked.text.rfind("(", 0, start)) > 0 and start - opening <= 12:
            start = opening
        elif marked.marks[start - 1] in HARD + STOP:
            break
        else:
            start -= 1
    return _after_leads(marked, start, at)


def _after_leads(marked: Marked, start: int, end: int) -> int:
    for token in marked.tokens:
        if token.start == start and token.end < end and token.mark == LEAD:
            start = token.end
    return start


def _suffixed(marked: Marked, words: Vocabulary) -> Iterator[Found]:
    for token in (t for t in marked.tokens if t.mark == SUFFIX):
        kind = words.kinds[marked.text[token.start : token.end]]
        start = left(marked, token.start)
        if kind == Name.COMPANY:
            start = _over_joined(marked, start, token.start)
        if kind == Name.PLACE:
            start = _after_divisions(marked, start, token.start, words)
        if _is_name(marked, start, token, kind, words):
            tail = _TAIL.match(marked.text, token.end) if kind == Name.PROJECT else None
            yield start, tail.end() if tail else token.end, kind


def _over_joined(marked: Marked, start: int, end: int) -> int:
    """和 and 为 also stand inside names: where nothing but 科技 follows, 福建睿和科技有限公司 goes on before it."""
    if start < 1 or marked.text[start - 1] not in "和为与" or marked.substance(start, end):
        return start
    return left(marked, start - 1)


def _after_divisions(marked: Marked, start: int, end: int, words: Vocabulary) -> int:
    """葭沚街道体育场路 is a street of 葭沚街道."""
    divisions = words.words.divisions.split()
    ends = (t.end for t in marked.tokens if start < t.start and t.end <= end)
    return max((e for e in ends if marked.text[:e].endswith(tuple(divisions))), default=start)


def _is_name(marked: Marked, start: int, token: Token, kind: Name, words: Vocabulary) -> bool:
    substance = marked.substance(start, token.start)
    single = token.end - token.start == 1
    if kind == Name.ORGANIZATION:
        return token.start - start >= (2 if single else 1) or _whole(marked, token)
    if kind == Name.PROJECT and marked.text.endswith(tuple(words.words.commons.split()), start, token.start):
        return False
    if kind == Name.PRODUCT:
        return 2 <= substance <= 4
    if kind == Name.PLACE and single:
        named = substance >= 2 or any(
            t.mark == SUFFIX and start <= t.start < token.start for t in marked.tokens
        )
        return 2 <= token.start - start <= 8 and named and _place_ends(marked, token.end, words)
    return substance >= 2


def _whole(marked: Marked, token: Token) -> bool:
    """A body that needs no more than its own word: 中科院, 市委."""
    return marked.text[token.start : token.end] in {"中科院", "市委", "区委", "县委", "省委"}


def _place_ends(marked: Marked, at: int, words: Vocabulary) -> bool:
    rest = marked.text[at:]
    return (
        not rest
        or marked.marks[at] in HARD + STOP + LEAD
        or rest.startswith(tuple(words.words.after_place.split()))
    )


def _short_companies(marked: Marked, words: Vocabulary) -> Iterator[Found]:
    """汇川科技, 金刚玻璃 before 异质结光伏项目: a few characters of substance and a trade."""
    for start in {s for s, _, kind in _suffixed(marked, words) if kind == Name.PROJECT}:
        trades = (e for e in range(start + 4, start + 9) if _is_short(marked, start, e, words))
        end = next(trades, None)
        if end is not None:
            yield start, end, Name.COMPANY
    for token in marked.tokens:
        start = left(marked, token.start)
        ends = token.end == len(marked.text) or marked.marks[token.end] in HARD + STOP + LEAD
        if ends and token.mark == WEAK and _is_short(marked, start, token.end, words):
            yield start, token.end, Name.COMPANY


def _is_short(marked: Marked, start: int, end: int, words: Vocabulary) -> bool:
    if any(t.start < end < t.end and t.mark in SUFFIX + KEEP for t in marked.tokens):
        return False
    for length in (4, 3, 2):
        stem = end - length
        if marked.text[stem:end] in words.weak and 2 <= stem - start <= 6:
            return marked.substance(start, stem) >= max(2, stem - start - 1)
    return False


def _products(marked: Marked, words: Vocabulary) -> Iterator[Found]:
    """发布新帝豪后: what is launched, up to a word that ends it."""
    launches = "|".join(words.words.launches.split())
    after = "|".join(map(re.escape, words.words.after_product.split()))
    pattern = re.compile(rf"(?:{launches})(?:了|的)?([\w·-]{{2,10}}?)(?:{after}|$)")
    for match in pattern.finditer(marked.text):
        start, end = match.span(1)
        if set(marked.marks[start:end]) <= {RAW} and not marked.text[start].isdigit():
            yield start, end, Name.PRODUCT


def _listed(marked: Marked, words: Vocabulary) -> Iterator[Found]:
    """The names of a list by the noun that closes it: 杰克、海正等5家企业; 澜玥、侨星郡两个住宅项目."""
    for stop in _LIST_END.finditer(marked.text):
        kind = _closing(marked, stop.end() if stop[0] == "等" else stop.start(), words)
        items = list(_items(marked, stop.start(), kind)) if kind else []
        if stop[0] == "等" or len(items) > 1:
            yield from items


def _closing(marked: Marked, at: int, words: Vocabulary) -> Name | None:
    """The kind of the noun after 等, over a count and generic words: 等5家企业, 等一批乡村休闲景区."""
    counted = _COUNT.match(marked.text, at)
    at = counted.end() if counted else at
    for token in marked.tokens:
        if token.start < at:
            continue
        word = marked.text[token.start : token.end]
        if token.start - at > 2 or token.mark in (HARD, KNOWN):
            return None
        following = marked.marks[token.end : token.end + 1]
        if word in words.collective and following not in (SUFFIX, WEAK, "g"):
            return words.collective[word]
        at = token.end
    return None


def _items(marked: Marked, end: int, kind: Name) -> Iterator[Found]:
    while end > 0:
        start = left(marked, end)
        # A model may be Latin (ES8、ET5等车型), other names are not.
        substance = end - start if kind == Name.PRODUCT else marked.substance(start, end)
        if substance < 2 or end - start > 30:
            return
        yield start, end, kind
        if marked.text[start - 1 : start] not in ("、", "和", "及", "与") or start < 2:
            return
        end = start - 1
