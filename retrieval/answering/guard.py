"""The last look before an answer leaves: its quotes are slices of their articles and hold what is answered.

What fails is a fault of ours. Nobody is shown it or a traceback: it leaves as a refusal, and the log says what failed.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Mapping

from retrieval.answering.replies import UnsupportedQuoteError
from retrieval.records import Answer, Article, Asked, Quote, Status
from retrieval.search.trouble import SEARCH_DOWN, SearchError
from retrieval.service import service
from retrieval.understanding.english_text import is_english
from retrieval.understanding.tidy import in_digits, occurrences, tidy

_LOG = logging.getLogger(__name__)
_DIGITS = re.compile(r"\d+")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_ENGLISH_DAY = re.compile(
    rf"\b(?P<month>{'|'.join(_MONTHS)})[a-z]*\.? (?P<day>\d\d?)(?:st|nd|rd|th)?(?:,? (?P<year>\d{{4}}))?"
)
_HOUR = re.compile(r"(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上?)?\d{1,2}[时点:].*$")
_UNITS, _CELLS = "单位", re.compile(r"[\s|]+")
_YES_OR_NO = re.compile(r"^(?:是|否|yes|no)\s*,\s*")
_IN_PERCENT = re.compile("[增涨降升]|同比|[占比率]|结构|构成")
_FIRST = re.compile("[首最冠魁一1]|榜|领跑|领先|头名|头把|头筹|鳌头|龙头|first|top", re.IGNORECASE)


@service
class Guard:
    """Lets answers out that are proved; ``articles`` by id."""

    articles: Mapping[str, Article]

    def watch(self, text: str, answering: Callable[[], Answer]) -> Answer:
        """What ``answering`` gives, or a refusal in its stead; ``text``: the question as typed.

        ``unsupported``: what was found does not hold; ``search_down``: nobody could look, which is not "no source".
        """
        lang = "en" if is_english(text) else "zh"
        try:
            answer = answering()
        except UnsupportedQuoteError as fault:
            _LOG.error("withheld, a quote is no slice of its article: %s", fault)
            return Answer(text, Status.NOT_FOUND, reason="unsupported", lang=lang)
        except SearchError as trouble:
            _LOG.error("not searched: %s", trouble)
            return Answer(text, Status.NOT_FOUND, reason=SEARCH_DOWN, lang=lang)
        wrong = self.fault(answer)
        if not wrong:
            return answer
        _LOG.error("withheld: %s", wrong)
        return Answer(
            answer.question, Status.NOT_FOUND, asked=answer.asked, region=answer.region, period=answer.period,
            reason="unsupported", notes=_kept(answer), lang=answer.lang, parsed=answer.parsed,
        )  # fmt: skip

    def fault(self, answer: Answer) -> str:
        """What is wrong with an answer, for the log; '' where nothing is."""
        for quote in answer.quotes:
            if not self._is_slice(quote):
                return f"no slice of its article: {quote.article} {quote.start}-{quote.end}"
        if answer.status is not Status.ANSWERED:
            return ""
        if not answer.quotes:
            return "an answer without a quote"
        if not _is_held(answer):
            where = ", ".join(f"{q.article} {q.start}-{q.end}" for q in answer.quotes)
            return f"the answer {answer.answer!r} is not in its quotes: {where}"
        return ""

    def _is_slice(self, quote: Quote) -> bool:
        article = self.articles.get(quote.article)
        if article is None or not quote.text or article.text[quote.start : quote.end] != quote.text:
            return False
        if not article.text.startswith(quote.head, quote.head_at):
            return False
        return quote.mark is None or 0 <= quote.mark[0] < quote.mark[1] <= len(quote.text)


def _is_held(answer: Answer) -> bool:
    """Whether the quotes hold what is said: each row's figure its own quote, else each stated figure any of them."""
    if answer.rows:
        pairs = zip(answer.rows, answer.quotes, strict=False)
        return len(answer.rows) == len(answer.quotes) and all(holds(q, value) for (_, value), q in pairs)
    said = _YES_OR_NO.sub("", tidy(answer.answer))
    return all(any(holds(q, part, answer.asked) for q in answer.quotes) for part in said.split(" / "))


def holds(quote: Quote, said: str, asked: Asked | None = None) -> bool:
    """Whether a quote holds a short answer: 下降5.7% where 5.7% is marked, 第一 where 居首位 is."""
    text, said = in_digits(tidy(quote.text)), in_digits(tidy(said)).strip()
    if not said or _stands(said, text):
        return bool(said)
    marked = in_digits(tidy(quote.text)[slice(*quote.mark)]) if quote.mark else ""
    if not marked:
        return False
    if asked is Asked.DATE:
        marked = _HOUR.sub("", marked)
        wanted, found = _DIGITS.findall(said), _DIGITS.findall(_ENGLISH_DAY.sub(_year_first, marked))
        return found == wanted[len(wanted) - len(found) :]
    if said in {"第一", "第1"}:
        return _FIRST.search(marked) is not None
    if said.startswith(marked):  # 783156人 whose unit the head has, 5.4% under 增速
        unit = said.removeprefix(marked)
        return _says_unit(tidy(quote.head or quote.text), unit) or in_its_cell(quote, unit)
    return said.endswith(marked) and not _DIGITS.search(said[: -len(marked)])


def in_its_cell(quote: Quote, unit: str) -> bool:
    """Whether a table's head has a column of units and the row has this one in a cell: 焦炭 万吨 1208.4."""
    return _UNITS in tidy(quote.head) and unit in _CELLS.split(tidy(quote.text))


def _says_unit(head: str, unit: str) -> bool:
    """Whether a table's head or a list's opening says the unit of its bare numbers."""
    return bool(unit) and (unit in head or (unit == "%" and _IN_PERCENT.search(head) is not None))


def _year_first(match: re.Match[str]) -> str:
    """Nov 1, 2023 → 2023 11 1."""
    month = _MONTHS.index(match["month"]) + 1
    return f"{match['year'] or ''} {month} {match['day']}"


def _stands(said: str, text: str) -> bool:
    """Whether it stands there whole: 5% does not in 15%, nor 2 in 2.5."""
    return any(_is_whole(text, start, start + len(said)) for start in occurrences(said, text))


def _is_whole(text: str, start: int, end: int) -> bool:
    before, after = text[max(start - 1, 0) : start], text[end : end + 2].removeprefix(".")[:1]
    begins = not text[start].isdecimal() or not (before.isdecimal() or before == ".")
    return begins and not (text[end - 1].isdecimal() and after.isdecimal())


def _kept(answer: Answer) -> tuple[tuple[str, str], ...]:
    """The notes that are about the question, not about the answer that is withheld."""
    return tuple(note for note in answer.notes if note[0] == "corrected")


def bears_out(answer: Answer, names: Iterable[str], articles: Mapping[str, Article]) -> bool:
    """Whether the names that a mended question has stand where its answer does: 釜山 was no slip for 浮山."""
    told = [articles[q.article].text for q in answer.quotes if q.article in articles]
    around = tidy(" ".join((answer.region, *told)))
    return not told or all(tidy(name) in around for name in names)
