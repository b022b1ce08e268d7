"""What the commands say: greeting, help, what the bot knows, settings, privacy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from telegram import InlineKeyboardMarkup

from bot.menu import lines
from bot.telegram.delivery import Outgoing
from bot.telegram.desk import Desk, Ticket
from bot.telegram.fitting import clean, clip
from bot.telegram.keyboards import Do, button, data, paged, questions
from retrieval.records import Article, Status

PER_PAGE = 6
_EXAMPLES = 3
_MOST_REGIONS = 12


@dataclass(frozen=True)
class Stock:
    """What the articles are about: regions with the most articles first, the first and last year spoken of."""

    regions: tuple[str, ...]
    years: tuple[int, int] | None
    articles: tuple[Article, ...]

    about: Mapping[str, str]

    @staticmethod
    def of(desk: Desk) -> Stock:
        """Counted once for every state of the corpus."""
        found = desk.mind.overview
        counts = Counter(region for region in found.about.values() if region)
        regions = tuple(sorted(counts, key=lambda name: (-counts[name], name)))
        return Stock(regions, found.years, found.articles, found.about)


class Pages:
    """The messages of the commands, in the language of a chat."""

    def __init__(self, desk: Desk, kept_days: int) -> None:
        self.desk, self.kept_days = desk, kept_days
        self._stock: tuple[int, Stock] | None = None
        self._examples: dict[str, tuple[str, ...]] = {}

    def renew(self) -> None:
        """Count anew what the articles are about."""
        self._stock, self._examples = None, {}

    @property
    def stock(self) -> Stock:
        """What the articles are about, now."""
        version = self.desk.mind.version
        if self._stock is None or self._stock[0] != version:
            self._stock = version, Stock.of(self.desk)
        return self._stock[1]

    async def examples(self, lang: str) -> tuple[str, ...]:
        """Up to three questions that the articles do answer: the message files' own, else ones offered instead."""
        if lang not in self._examples:
            say = self.desk.voice(lang).messages.text
            found: list[str] = []
            for text in (say("example.1"), say("example.2"), say("example.3")):
                answer = (await self.desk.ask(text)).answer
                tried = [text] if answer.status is Status.ANSWERED else [o.question for o in answer.offers]
                for one in tried:
                    if one not in found and (await self.desk.ask(one)).answer.status is Status.ANSWERED:
                        found.append(one)
                        break
            self._examples[lang] = tuple(found[:_EXAMPLES])
        return self._examples[lang]

    async def greeting(self, lang: str) -> Outgoing:
        """Who it is, and three questions to tap."""
        return await self._with_examples(self._say(lang, "greeting"), lang)

    async def introduction(self, lang: str) -> Outgoing:
        """The one short message in a group it was added to."""
        return await self._with_examples(self._say(lang, "introduction"), lang)

    async def ask_me(self, lang: str) -> Outgoing:
        """What is said to /ask, or a mention, without a question."""
        return await self._with_examples(self._say(lang, "reason.empty"), lang)

    async def _with_examples(self, text: str, lang: str) -> Outgoing:
        found = await self.examples(lang)
        token = self.desk.storage.token(Ticket((), found, lang).dumps()) if found else ""
        return Outgoing(text, questions(found, token))

    def help(self, lang: str) -> Outgoing:
        """How to ask, where, and the table of commands."""
        table = escape(lines(self.desk.voice(lang).messages))
        return Outgoing(f"{self._say(lang, 'help')}\n\n{table}")

    def privacy(self, lang: str) -> Outgoing:
        """What is kept and for how long."""
        return Outgoing(self._say(lang, "privacy", days=self.kept_days))

    def settings(self, lang: str, chosen: str | None) -> Outgoing:
        """The chat's language and the buttons that change it."""
        say = self.desk.voice(lang).messages.text
        labels = (("zh", say("settings.zh")), ("en", say("settings.en")), ("-", say("settings.auto")))
        row = [
            button(("✓ " if code == (chosen or "-") else "") + label, data(Do.LANGUAGE, code))
            for code, label in labels
        ]
        return Outgoing(escape(say("settings.language")), InlineKeyboardMarkup([row]))

    def sources(self, lang: str, page: int = 0, searched: str = "") -> Outgoing:
        """What it knows: regions, years, and its articles by page; ``searched``: only those that speak of it."""
        say = self.desk.voice(lang).messages.text
        found = self._searched(searched)
        pages = max(1, -(-len(found) // PER_PAGE))
        page = min(max(page, 0), pages - 1)
        head = say("sources.found", text=searched, count=len(found)) if searched else self._overview(lang)
        lines = [escape(clip(clean(head), 900))]
        lines += [self._line(article) for article in found[page * PER_PAGE : (page + 1) * PER_PAGE]]
        if not searched:
            lines.append(escape(say("sources.search")))
        token = self.desk.storage.token(searched) if searched else ""
        return Outgoing("\n".join(lines), paged(Do.SOURCES, token, page, pages))

    def _searched(self, text: str) -> Sequence[Article]:
        words = text.lower().split()
        if not words:
            return self.stock.articles
        return [a for a in self.stock.articles if all(word in self._shown(a) for word in words)]

    def _shown(self, article: Article) -> str:
        known = (article.id, article.title, article.publisher, str(article.published or ""))
        return " ".join(one or "" for one in (*known, self.stock.about.get(article.id))).lower()

    def _overview(self, lang: str) -> str:
        voice, stock = self.desk.voice(lang), self.stock
        say = voice.messages.text
        known = [say("sources.articles", count=len(stock.articles))]
        if stock.years:
            known.append(say("sources.years", first=stock.years[0], last=stock.years[1]))
        if stock.regions:
            names = [voice.region(name) for name in stock.regions[:_MOST_REGIONS]]
            more = "…" if len(stock.regions) > _MOST_REGIONS else ""
            known.append(say("sources.regions", names=say("sources.comma").join(names) + more))
        return "\n".join(known)

    def _line(self, article: Article) -> str:
        """An article as a line whose title opens its beginning."""
        first = self.desk.passages.first(article.id)
        title = escape(clip(clean(article.title or (first.text if first else article.id)), 60))
        if first is not None:
            address = self.desk.passages.link(f"{article.id}#{first.start}-{first.end}")
            title = f'<a href="{escape(address)}">{title}</a>'
        published = article.published.isoformat() if article.published else ""
        known = [one for one in (published, escape(clip(clean(article.publisher or ""), 30))) if one]
        return " · ".join([f"• {title}", *known])

    def _say(self, lang: str, key: str, **values: object) -> str:
        return escape(self.desk.voice(lang).messages.text(key, bot=self.desk.username, **values))
