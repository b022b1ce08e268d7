"""What a line of a page is when it is read by itself: one folded line in, a ``Mark`` out."""

from __future__ import annotations

import re
from enum import Enum

from retrieval.corpus.pagewords import PageWords
from retrieval.corpus.people import are_names, is_byline
from retrieval.corpus.signs import DATE, FIGURE, STOP


class Mark(Enum):
    """What a line looks like; where it stands decides the rest."""

    TEXT = "text"
    PROSE = "prose"  # a full sentence with a figure: whatever else it resembles, it is the article's
    NOISE = "noise"  # buttons, menus, the way here
    META = "meta"  # 来源, 发布时间, 作者
    FOOT = "foot"  # what stands only below an article: rights, contacts, the next article
    RELATED = "related"  # the heading of a list of other articles
    DATED = "dated"  # short, with a full date: a source line, if it stands above or below the text
    PATH = "path"  # short, with one ">": a path, if it stands above the text
    NAMES = "names"  # two or more people's names: reporters, if they stand above or below the text


PROSE_MARKS = frozenset({Mark.TEXT, Mark.PROSE})
NOISY = frozenset({Mark.NOISE, Mark.META, Mark.FOOT})

_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?|星期[一二三四五六日天]|周[一二三四五六日]|[\d.]+万?")
_SPOKEN = re.compile(r"会议?上(?:\s|$)")  # the line under a report's title: where and when it was given
_PHONE = re.compile(
    r"(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)|(?<!\d)400[- ]?\d{3,4}[- ]?\d{3,4}|(?<!\d)1[3-9]\d{9}"
    r"|热线:?\d{5,}|[\w.+-]+@[\w-]+\.\w+"
)
# A label is a word before a colon that nothing but space, a bracket or a mark precedes; 传 真 is 传真.
LABEL = re.compile(r"(?:^|(?<=[\s|(\[【〖,;·•>/]))([\u4e00-\u9fff/ ]{1,9}|[a-z][a-z -]{1,13}) ?[:|]")
_CHUNK = re.compile(r"\s{2,}|[|·•>]+")
_TOKEN = re.compile(r"[\s()\[\]【】〖〗「」“”\"<>《》+_=~*#&:;,、。.…!?/\\|·•×↑↓▲▼◆■●—–-]+|\d+")
_COUNTER = re.compile(r"([^\W\d]{2,5}) ?\(?[\d.,]+[万w]?\+?\)?")
_PAGE = re.compile(r"第?[a-z]?\d{1,3}版[::]|第[a-z]?\d{1,3}版(?:$|[ :])")
_TRIM = " \t\u3000·•*#>-—_=|【】[]〖〗「」■□◆◇●○◎▌▲△►▶★☆"
_ARTICLE = 300  # characters before the first word about rights: the line is an article
_WORD = re.compile(r"[^\W_]")


def mark(line: str, words: PageWords) -> Mark:
    """What the folded ``line`` is: ``当前位置:首页 > 资讯`` noise, ``来源:新华社`` meta, ``相关文章`` related."""
    core = line.strip(_TRIM)
    if not _WORD.search(core):
        return Mark.NOISE
    full = STOP.search(line) is not None
    if _disclaims(line, words):
        return Mark.FOOT
    if full and len(line) > 14 and FIGURE.search(line):
        return Mark.PROSE
    if len(line) > 200 and full:
        return Mark.TEXT
    found = _by_words(line, core, full, words)
    return found or (Mark.TEXT if full else _by_shape(line, core, words))


def _disclaims(line: str, words: PageWords) -> bool:
    """Whether a line is about rights from its beginning, and not a whole article with its foot run together."""
    found = [m.start() for m in words.disclaimer.finditer(line)]
    return len(found) > 1 and not (found[0] > _ARTICLE and STOP.search(line, 0, found[0]))


def related_heading(core: str, words: PageWords) -> int | None:
    """Where the heading of a list of other articles ends in ``core`` (``相关:溧水区2019年…`` 3), or None."""
    if core.startswith(words.related):
        return _heading_end(core, [word for word in words.related if core.startswith(word)])
    if len(core) <= 20 and " " in core and core.endswith(words.related):
        last = core.rpartition(" ")[2]  # 最新福州新闻 频道推荐
        return len(core) if len(last) > 3 and last in words.related else None
    return None


def _heading_end(core: str, starts: list[str]) -> int | None:
    for word in starts:
        rest = core[len(word) :]
        if rest[:1] in ("", ":", "】", "]", "|", ">"):
            return len(word) + len(rest[:1])
        if len(word) > 2 and rest[:1] == " ":
            return len(word)
        if word.startswith("更多") and len(core) <= 20 and not FIGURE.search(rest):
            return len(core)  # 更多精彩内容请进入财经中心
    return None


def _by_words(line: str, core: str, full: bool, words: PageWords) -> Mark | None:
    if core.startswith(words.places):
        return None if full and not _is_path(core) else Mark.NOISE
    if _is_buttons(core, words):
        return Mark.FOOT if core.startswith(words.neighbours) else Mark.NOISE
    if not full and related_heading(core, words) is not None:
        return Mark.RELATED
    if core.startswith(words.neighbours) and _after(core, words.neighbours) in ("", ":", " ", "|"):
        return Mark.FOOT
    if "。" not in line and (words.footer.search(line) or (not full and words.disclaimer.search(line))):
        return Mark.FOOT
    prompts = len(words.prompt.findall(line))
    if prompts > 1 or (prompts and not full and len(line) <= 60):
        return Mark.FOOT
    if not full and len(line) <= 40 and words.follow.search(line) and not FIGURE.search(line):
        return Mark.FOOT
    return None


def _by_shape(line: str, core: str, words: PageWords) -> Mark:
    if len(line) <= 120 and _PHONE.search(line):
        return Mark.FOOT
    if _PAGE.match(core):
        return Mark.NOISE
    if found := _by_labels(core, words):
        return found
    if _is_menu(core, words) or _is_counter(core, words):
        return Mark.NOISE
    pieces = _path(core)
    if pieces:
        return Mark.NOISE if pieces > 2 or core.partition(">")[0].strip() in words.homes else Mark.PATH
    if is_byline(core, words):
        return Mark.META
    if are_names(core, words):
        return Mark.NAMES
    return Mark.DATED if _is_dated(core, words) else Mark.TEXT


def _after(core: str, starts: tuple[str, ...]) -> str:
    word = next(word for word in starts if core.startswith(word))
    return core[len(word) : len(word) + 1]


def _is_buttons(core: str, words: PageWords) -> bool:
    """Nothing but buttons: 登录 注册 移动新媒体, 【打印】【关闭】; one section's name alone is a subtitle."""
    if core in words.buttons or core.rstrip(":") in words.buttons:
        return True
    if len(core) > 120:
        return False
    tokens = [token for token in _TOKEN.split(core) if token]
    others = [token for token in tokens if token not in words.sections]
    if others and not (len(others) == 1 and len(tokens) > 3 and len(others[0]) <= 8):
        chunks = [chunk.strip() for chunk in _CHUNK.split(core) if chunk.strip()]
        return len(chunks) > 1 and all(chunk in words.buttons for chunk in chunks)
    return bool(tokens) and (len(tokens) > 2 or any(token in words.buttons for token in tokens))


def _is_menu(core: str, words: PageWords) -> bool:
    pieces = [piece.strip() for piece in core.split("|")]
    return any(piece in words.menu for piece in pieces) and not FIGURE.search(core)


def _is_counter(core: str, words: PageWords) -> bool:
    """阅读 2.3万, 评论(12)."""
    match = _COUNTER.fullmatch(core)
    return match is not None and words.labels.get(match[1]) == "other"


def _path(core: str) -> int:
    """How many pieces a path has (首页 > 资讯 > 正文 three); 0: it is none."""
    pieces = [piece.strip() for piece in core.split(">") if piece.strip()]
    if len(pieces) < 2 or max(map(len, pieces)) > 24 or FIGURE.search(core):
        return 0
    return len(pieces)


def _is_path(core: str) -> bool:
    return _path(core) > 1


def label_spans(core: str, words: PageWords) -> list[tuple[str, str, int, int]]:
    """Every known label as (kind, label, start of its value, end of it): 来源:新华社 作者:张三 has two."""
    found = [(m, m[1].strip() if m[1].isascii() else m[1].replace(" ", "")) for m in LABEL.finditer(core)]
    known = [(m, label) for m, label in found if label in words.labels]
    ends = [m.start() for m, _ in known[1:]] + [len(core)]
    return [(words.labels[label], label, m.end(), end) for (m, label), end in zip(known, ends, strict=False)]


def _by_labels(core: str, words: PageWords) -> Mark | None:
    spans = label_spans(core, words)
    if not spans or len(core) > 140 or (FIGURE.search(core) and len(spans) < 2 and spans[0][0] != "other"):
        return None
    head = len(DATE.sub("", core[: spans[0][2]]))
    if head > 45:
        return None
    good = [kind for kind, _, start, end in spans if _fits(kind, core[start:end].strip())]
    if not good:
        return None
    return Mark.FOOT if good[0] == "footer" or spans[0][1].endswith(("编辑", "责编")) else Mark.META


def _fits(kind: str, value: str) -> bool:
    """Whether a value is of the label's kind: a date's has figures, a person's is short."""
    if kind == "date":
        return not value or DATE.search(value) is not None
    if kind == "person":
        return len(value) <= 30 and all(len(name) <= 12 for name in re.split(r"[ 、,/|()]+", value))
    if kind == "footer":
        return len(value) <= 60
    return len(value) <= 40 and "," not in value


def _is_dated(core: str, words: PageWords) -> bool:
    """A short line with a date or who posted it: ``有你好心 2024-11-20 10:22:41``, ``admin 武进产业新闻 27``."""
    if len(core) > 80 or "," in core or "、" in core or _SPOKEN.search(core):
        return False
    rest, dates = DATE.subn(" ", core)
    if not dates and not core.startswith(words.posters):
        return False
    rest = _CLOCK.sub(" ", rest)
    kept = [token for token in _TOKEN.split(rest) if token and token not in words.sections]
    return sum(map(len, kept)) <= 24 and not FIGURE.search(DATE.sub(" ", core).replace(" ", ""))
