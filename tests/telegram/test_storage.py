"""The bot's memory: what is kept, for how long, and that forgetting is forgetting."""

from __future__ import annotations

import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from bot.telegram.addressing import Place
from bot.telegram.storage import DAY, Kept, Storage, digest, inline_key, key_of
from bot.telegram.tables import open_database

ME = Place(1, None, 1)
GROUP = Place(-100, 3, 1)
ANSWER = '{"answer": "33.1%"}'
DIGESTS = {"001-jiaojiang": digest("椒江,全省优秀!")}


class Clock:
    """A clock that is set by hand."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def memory(tmp_path: Path, clock: Clock) -> Storage:
    return Storage.open(tmp_path / "state.sqlite3", clock)


def kept(message: int = 5, place: Place = ME, question: str = "椒江2019年固投增速?", asked: int = 4) -> Kept:
    return Kept(key_of(place.chat, message), place, asked, question, ANSWER, DIGESTS)


def test_the_folder_is_the_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "new" / "yiju" / "state.sqlite3"
    Storage.open(file).close()
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_language_is_kept_by_chat(memory: Storage) -> None:
    assert memory.language(1) is None
    memory.set_language(1, "en")
    memory.set_language(-100, "zh")
    memory.set_language(1, "zh")
    assert (memory.language(1), memory.language(-100)) == ("zh", "zh")
    memory.set_language(1, None)
    assert memory.language(1) is None


def test_an_answer_is_found_by_its_message_and_by_its_question(memory: Storage) -> None:
    memory.keep(kept())
    found = memory.kept(key_of(1, 5))
    assert found is not None and found.at == 1000.0
    assert (found.question, found.answer, found.digests, found.place) == (
        "椒江2019年固投增速?", ANSWER, DIGESTS, ME)  # fmt: skip
    assert memory.answer_to(1, 4) == found
    assert memory.answer_to(1, 5) is None
    assert memory.kept(key_of(2, 5)) is None


def test_an_edited_answer_takes_the_place_of_the_old(memory: Storage) -> None:
    memory.keep(kept(question="一"))
    memory.keep(kept(question="二"))
    found = memory.answer_to(1, 4)
    assert found is not None and found.question == "二"


def test_an_inline_answer_has_no_place(memory: Storage) -> None:
    memory.keep(Kept(inline_key("abc"), None, None, "椒江固投", ANSWER))
    found = memory.kept(inline_key("abc"))
    assert found is not None and found.place is None


def test_the_last_answer_of_a_conversation_and_no_others(memory: Storage, clock: Clock) -> None:
    memory.keep(kept(5))
    memory.keep(kept(6, question="后"))
    memory.keep(kept(7, GROUP))
    found = memory.last(ME, 600)
    assert found is not None and found.question == "后"
    assert memory.last(Place(-100, 3, 2), 600) is None
    assert memory.last(Place(-100, None, 1), 600) is None
    assert memory.last(GROUP, 600) is not None
    clock.now += 601
    assert memory.last(ME, 600) is None


def test_a_button_may_stand_for_more_than_its_64_bytes(memory: Storage) -> None:
    payload = "浙江省台州市椒江区2019年固定资产投资增速是多少?" * 5
    token = memory.token(payload, ME)
    assert len(token.encode()) <= 16
    assert memory.payload(token) == payload
    assert memory.token(payload, ME) == token
    assert memory.token("x", ME) != token
    assert memory.payload("nosuch") is None


def test_an_opinion_holds_question_answer_and_article_version(memory: Storage) -> None:
    memory.keep(kept())
    assert memory.rate(key_of(1, 5), 1, good=False)
    (one,) = memory.opinions()
    assert (one.good, one.question, one.answer, one.digests) == (
        False,
        "椒江2019年固投增速?",
        ANSWER,
        DIGESTS,
    )
    assert len(one.chat) == 16  # a hash, not the chat


def test_a_second_opinion_of_the_same_person_replaces_the_first(memory: Storage) -> None:
    memory.keep(kept())
    memory.rate(key_of(1, 5), 1, good=False)
    memory.rate(key_of(1, 5), 1, good=True)
    memory.rate(key_of(1, 5), 2, good=False)
    assert [one.good for one in memory.opinions()] == [True, False]
    assert [one.good for one in memory.opinions(good=False)] == [False]


def test_an_opinion_of_an_answer_long_gone_is_not_kept(memory: Storage) -> None:
    assert not memory.rate(key_of(1, 99), 1, good=True)
    assert memory.opinions() == ()


def test_chats_cannot_be_told_across_two_memories(tmp_path: Path) -> None:
    chats = set()
    for name in ("a", "b"):
        with Storage.open(tmp_path / name) as memory:
            memory.keep(kept())
            memory.rate(key_of(1, 5), 1, good=True)
            chats.add(memory.opinions()[0].chat)
    assert len(chats) == 2


def test_forgetting_a_person_leaves_nothing_of_theirs(tmp_path: Path, clock: Clock) -> None:
    file = tmp_path / "state.sqlite3"
    memory = Storage.open(file, clock)
    mine, other = "我的秘密问题", "别人的问题"
    memory.keep(kept(5, ME, mine))
    memory.keep(kept(6, GROUP, mine))
    memory.keep(kept(7, Place(-100, 3, 2), other))
    token, theirs = memory.token(mine, ME), memory.token(other, Place(2, None, 2))
    memory.rate(key_of(1, 5), 1, good=True)
    memory.rate(key_of(-100, 7), 1, good=True)
    memory.rate(key_of(-100, 7), 2, good=True)
    memory.set_language(1, "en")
    assert memory.forget_speaker(1) == 6
    assert memory.kept(key_of(1, 5)) is None
    assert memory.kept(key_of(-100, 6)) is None
    assert memory.payload(token) is None
    assert memory.language(1) is None
    assert [one.question for one in memory.opinions()] == [other]
    assert memory.payload(theirs) == other
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert mine.encode() not in stored
    assert other.encode() in stored


def test_forgetting_a_chat_leaves_the_others(memory: Storage) -> None:
    memory.keep(kept(5))
    memory.keep(kept(7, GROUP))
    memory.rate(key_of(-100, 7), 2, good=False)
    memory.set_language(-100, "en")
    assert memory.forget_chat(-100) == 3
    assert memory.kept(key_of(-100, 7)) is None
    assert memory.opinions() == ()
    assert memory.kept(key_of(1, 5)) is not None


def test_a_group_that_moves_keeps_its_settings_and_opinions(memory: Storage) -> None:
    memory.set_language(-5, "en")
    memory.keep(kept(7, Place(-5, None, 1)))
    memory.rate(key_of(-5, 7), 1, good=True)
    memory.migrate(-5, -1005)
    assert memory.language(-1005) == "en" and memory.language(-5) is None
    assert memory.forget_chat(-1005) == 2


def test_what_is_old_goes_by_itself(memory: Storage, clock: Clock) -> None:
    memory.keep(kept(5))
    token = memory.token("x", ME)
    memory.rate(key_of(1, 5), 1, good=True)
    clock.now += 29 * DAY
    memory.keep(kept(6))
    assert memory.prune(30) == 0
    clock.now += 2 * DAY
    assert memory.prune(30) == 2
    assert memory.payload(token) is None
    assert memory.kept(key_of(1, 6)) is not None
    assert len(memory.opinions()) == 1


def test_many_threads_and_two_processes_lose_nothing(tmp_path: Path) -> None:
    file = tmp_path / "state.sqlite3"
    memories = [Storage.open(file), Storage.open(file)]

    def work(number: int) -> None:
        memory = memories[number % 2]
        for message in range(20):
            memory.keep(kept(message, Place(number, None, number)))
            memory.rate(key_of(number, message), number, good=True)
            memory.token(f"{number}-{message}")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(memories[0].opinions()) == 6 * 20
    assert all(memories[1].kept(key_of(n, m)) for n in range(1, 7) for m in range(20))


def test_it_is_the_same_after_a_restart(tmp_path: Path) -> None:
    for _ in range(2):
        with Storage.open(tmp_path / "s") as memory:
            memory.keep(kept())
            memory.rate(key_of(1, 5), 1, good=True)
            assert len(memory.opinions()) == 1


def test_a_failed_transaction_changes_nothing(memory: Storage) -> None:
    memory.set_language(1, "en")
    with pytest.raises(sqlite3.Error):
        memory.set_language(1, object())  # type: ignore[arg-type]
    assert memory.language(1) == "en"


def test_a_file_of_another_version_is_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "s"
    open_database(file).execute("pragma user_version=99").close()
    with pytest.raises(sqlite3.DatabaseError, match="another version"):
        Storage.open(file)
