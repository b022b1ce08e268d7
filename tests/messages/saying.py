"""An answer as it is said on a terminal, and the one that most tests say."""

from __future__ import annotations

from datetime import date

from bot.messages import compose
from bot.terminal import render
from bot.voice import Voice
from retrieval.config import Config, load_config
from retrieval.records import Answer, Asked, Offer, Quote, Status

CONFIG = load_config()
TEXT = "2019年,我区实现固定资产投资增速33.1%,居全市第一。"
QUOTE = Quote(
    "001-jiaojiang",
    TEXT,
    123,
    123 + len(TEXT),
    "椒江,全省优秀!",
    "浙江在线",
    date(2020, 5, 15),
    None,
    mark=(18, 23),
)
GROWTH = Answer(
    "椒江2019年固投增速?",
    Status.ANSWERED,
    "33.1%",
    Asked.GROWTH,
    region="浙江省台州市椒江区",
    period="2019",
    indicator="固定资产投资",
    measure="growth",
    quotes=(QUOTE,),
)
OFFERS = (Offer("2019年", "椒江2019年固定资产投资增速?"), Offer("椒江2019年GDP增速?", "椒江2019年GDP增速?"))


def said(answer: Answer, lang: str = "zh", config: Config = CONFIG) -> str:
    return render(compose(answer, Voice(config, lang)))
