"""Notices from a step to a mailbox: no content ever, retried while the server is away, the address forgotten after."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, inspect, text

from caseapp.domain import commands as c
from caseapp.domain.actors import Door, system
from caseapp.domain.vocab import Kind, Mode, NoticeChannel
from caseapp.hosting.engine import surroundings
from caseapp.hosting.posting import FileGateway
from caseapp.hosting.worker import TAKE_UP_AGAIN, jobs_app
from caseapp.services.petitioner import notices, writing
from caseapp.services.uow import Surroundings, open_unit_of_work
from tests.conftest import KEYS, Clock
from tests.lives import COMPLAINT, REPORT, FiledCase, Lives
from tests.mailing import SENDER, SITE, Mailroom, Round, mailroom
from tests.visiting import Visitor

ADDRESS = "bold.dorlig@shuudan.example"
NUMBER = "9911-2233"
FAULT = "451 4.7.1 Greylisted, come again"
UNKNOWN = "550 5.1.1 No such user"


@pytest.fixture
def house(app_engine: Engine, clock: Clock) -> Surroundings:
    """An authority that has both ways set up."""
    return surroundings(app_engine, KEYS, clock, frozenset(NoticeChannel))


@pytest.fixture
def rounds(owner_url: str, house: Surroundings, owner_engine: Engine) -> Round:
    return Round(owner_url, house, owner_engine)


@pytest.fixture
def room() -> Iterator[Mailroom]:
    with mailroom() as opened:
        yield opened


def registered(lives: Lives, kind: Kind = Kind.COMPLAINT, **more: object) -> FiledCase:
    """With one piece of news: it was registered by an inspector who holds its team's key."""
    filed = lives.file(REPORT if kind is Kind.CORRUPTION else COMPLAINT, kind, **{"notice_email": ADDRESS, **more})
    lives.cast.step("bat", filed.number, c.Register())
    return filed


def shown(app: Flask, filed: FiledCase) -> str:
    inspector = Visitor(app, language="en")
    inspector.sign_in("bat")
    return inspector.go(f"/casework/cases/{filed.number}").main


def test_a_notice_says_that_there_is_news_and_how_to_look_and_nothing_else(
    lives: Lives, rounds: Round, room: Mailroom
) -> None:
    filed = registered(lives)
    rounds.go(room.gateway())
    (letter,) = room.letters
    whole = "\n".join([letter.get_content(), *map(str, letter.values())])
    assert room.recipients == [ADDRESS]
    assert (letter["From"], letter["To"], letter["Auto-Submitted"]) == (SENDER, ADDRESS, "auto-generated")
    assert f"{SITE}/track" in whole
    assert whole.index("хэзээ ч асуухгүй") < whole.index("We never ask for your code")
    for secret in (filed.number, filed.receipt.code, filed.receipt.code[:4], str(filed.id), "Болд"):
        assert secret not in whole
    assert set(COMPLAINT.split()) & set(whole.split()) == set()


def test_nobody_can_tell_by_a_notice_what_it_is_about(lives: Lives, rounds: Round, room: Mailroom) -> None:
    registered(lives)
    registered(lives, Kind.CORRUPTION, mode=Mode.ANONYMOUS)
    rounds.go(room.gateway())
    first, second = room.letters
    assert first.get_content() == second.get_content()
    assert set(first.keys()) == set(second.keys())
    differing = {name for name in first.keys() if first[name] != second[name]}  # noqa: SIM118 - headers repeat
    assert differing <= {"Message-ID", "Date"}


def test_the_address_is_nowhere_in_the_database_while_it_waits_nor_after(
    lives: Lives, rounds: Round, room: Mailroom, owner_engine: Engine
) -> None:
    registered(lives, notice_phone=NUMBER)

    def everything() -> str:
        with owner_engine.connect() as connection:
            tables = inspect(owner_engine).get_table_names()
            return "\n".join(
                str(row) for name in tables for row in connection.scalars(text(f'SELECT t::text FROM "{name}" t'))
            )

    before = everything()
    assert [kept for *_more, kept in rounds.notices()] == [True, True]
    rounds.go(room.gateway())
    after = everything()
    for words in (before, after):
        assert "notice.queued" in words
        for secret in (ADDRESS, NUMBER, NUMBER.replace("-", "")):
            assert secret not in words
            assert secret.encode().hex() not in words
    assert rounds.notices() == [("email", "delivered", 1, False), ("sms", "failed", 1, False)]
    assert rounds.waiting() == 0


def test_the_ledger_and_the_queue_learn_that_a_notice_was_made_and_no_more(lives: Lives, owner_engine: Engine) -> None:
    filed = registered(lives)
    with owner_engine.connect() as connection:
        (detail,) = connection.scalars(text("SELECT detail FROM ledger_entry WHERE verb = 'notice.queued'"))
        (args,) = connection.scalars(text("SELECT args FROM procrastinate_jobs WHERE task_name = 'notice.deliver'"))
        (notice_id,) = connection.scalars(text("SELECT id FROM notice"))
    assert detail == {"channel": "email"}
    assert args == {"notice_id": notice_id}
    assert lives.verbs(filed)[-2:] == ["case.registered", "notice.queued"]


def test_a_server_that_puts_us_off_gets_the_same_letter_again(lives: Lives, rounds: Round, room: Mailroom) -> None:
    registered(lives)
    room.rejections.append(FAULT)
    rounds.go(room.gateway())
    assert rounds.notices() == [("email", "waiting", 1, True)]
    rounds.go(room.gateway())
    assert room.letters == [], "not before its time"
    rounds.later()
    rounds.go(room.gateway())
    assert rounds.notices() == [("email", "delivered", 2, False)]
    assert [letter["Message-ID"] for letter in room.letters] == [letter["Message-ID"] for letter in room.rejected]
    assert rounds.waiting() == 0


def test_an_unknown_mailbox_is_given_up_at_once_and_the_team_is_told(
    lives: Lives, rounds: Round, room: Mailroom, app: Flask
) -> None:
    filed = registered(lives)
    assert "E-mail: Waiting to be sent" in shown(app, filed)
    room.refusals.append(UNKNOWN)
    rounds.go(room.gateway())
    assert rounds.notices() == [("email", "failed", 1, False)]
    assert rounds.waiting() == 0
    page = shown(app, filed)
    assert "E-mail: Could not be sent, 2026-03-02 09:00 Tell them by another way." in page
    assert ADDRESS not in page


def test_the_team_sees_when_a_notice_was_sent(
    lives: Lives, rounds: Round, room: Mailroom, app: Flask, clock: Clock
) -> None:
    filed = registered(lives)
    clock.forward(minutes=31)
    rounds.go(room.gateway())
    page = shown(app, filed)
    assert "E-mail: Sent, 2026-03-02 09:31" in page
    assert "another way" not in page
    assert ADDRESS not in page


def test_a_server_that_is_away_holds_up_no_step_and_is_asked_five_times(lives: Lives, rounds: Round) -> None:
    with mailroom() as room:
        nobody = room.gateway()
    filed = registered(lives)
    assert lives.status(filed) == "registered"
    for tries in range(1, notices.TRIES):
        rounds.go(nobody)
        assert rounds.notices() == [("email", "waiting", tries, True)]
        rounds.later()
    rounds.go(nobody)
    assert rounds.notices() == [("email", "failed", notices.TRIES, False)]
    assert rounds.waiting() == 0


def test_a_step_that_fails_tells_nobody(lives: Lives, rounds: Round, room: Mailroom) -> None:
    filed = lives.file(notice_email=ADDRESS)
    try:
        with lives.cast.at("bat") as uow:
            writing.write_message(uow, filed.number, "Нэмэлт баримт хэрэгтэй байна.")
            raise ConnectionError
    except ConnectionError:
        pass
    rounds.go(room.gateway())
    assert (room.letters, rounds.notices(), rounds.waiting()) == ([], [], 0)


def test_one_letter_tells_of_all_that_happened_before_it_left(lives: Lives, rounds: Round, room: Mailroom) -> None:
    filed = registered(lives)
    lives.cast.step("bat", filed.number, lives.triage_of())
    with lives.cast.at("bat") as uow:
        writing.write_message(uow, filed.number, "Нэмэлт баримт хэрэгтэй байна.")
    rounds.go(room.gateway())
    assert (len(room.letters), rounds.notices()) == (1, [("email", "delivered", 1, False)])
    with lives.cast.at("bat") as uow:
        writing.write_message(uow, filed.number, "Баярлалаа.")
    rounds.go(room.gateway())
    assert len(room.letters) == 2


def test_news_after_a_try_is_told_by_a_letter_of_its_own_and_the_older_one_is_dropped(
    lives: Lives, rounds: Round, room: Mailroom, clock: Clock
) -> None:
    """A try may have been read before the later step was done."""
    filed = registered(lives)
    room.rejections.append(FAULT)
    rounds.go(room.gateway())
    clock.forward(hours=1)
    lives.cast.step("bat", filed.number, lives.triage_of())
    rounds.later()
    rounds.go(room.gateway())
    assert len(room.letters) == 1
    assert rounds.notices() == [("email", "failed", 2, False), ("email", "delivered", 1, False)]


def test_a_letter_that_leaves_twice_because_of_a_crash_can_be_known_for_the_same(
    lives: Lives, rounds: Round, room: Mailroom, house: Surroundings, owner_engine: Engine
) -> None:
    registered(lives)
    with owner_engine.connect() as connection:
        notice_id = connection.scalar(text("SELECT id FROM notice"))
    with open_unit_of_work(house, system(Door.JOBS)) as uow:
        letter = notices.begin(uow, int(notice_id or 0))
    assert letter is not None
    room.gateway().send(letter.address, "s", "t", letter.mark)
    rounds.go(room.gateway())
    first, second = room.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert str(notice_id) not in first["Message-ID"]
    assert rounds.notices() == [("email", "delivered", 2, False)]


def test_a_letter_whose_worker_died_is_taken_up_again(
    lives: Lives, rounds: Round, room: Mailroom, owner_engine: Engine
) -> None:
    registered(lives)
    with owner_engine.begin() as connection:
        connection.execute(text("UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL"))

    async def ring() -> None:
        app = jobs_app(rounds.url, rounds.around)
        async with app.open_async():
            await app.configure_task(TAKE_UP_AGAIN).defer_async(timestamp=0)

    asyncio.run(ring())
    rounds.go(room.gateway())
    rounds.go(room.gateway())
    assert rounds.notices() == [("email", "delivered", 1, False)]


def test_no_address_waits_longer_than_a_day_whatever_became_of_its_job(
    lives: Lives, rounds: Round, house: Surroundings, owner_engine: Engine, clock: Clock
) -> None:
    registered(lives)
    with owner_engine.begin() as connection:
        connection.execute(text("DELETE FROM procrastinate_jobs"))
    for hours, state in ((23, ("waiting", True)), (2, ("failed", False))):
        clock.forward(hours=hours)
        with open_unit_of_work(house, system(Door.JOBS)) as uow:
            notices.give_up(uow)
        assert [(row[1], row[3]) for row in rounds.notices()] == [state]


def test_under_another_secret_key_nothing_is_sent_and_the_address_is_forgotten(
    lives: Lives, rounds: Round, room: Mailroom
) -> None:
    registered(lives)
    rounds.around = replace(rounds.around, keys=replace(KEYS, cookie=b"n" * 32))
    rounds.go(room.gateway())
    assert (room.letters, rounds.notices()) == ([], [("email", "failed", 1, False)])


def test_a_text_message_is_left_for_the_gateway(lives: Lives, rounds: Round, tmp_path: Path) -> None:
    filed = registered(lives, Kind.CORRUPTION, mode=Mode.ANONYMOUS, notice_email="", notice_phone=NUMBER)
    rounds.go(FileGateway(tmp_path), NoticeChannel.SMS)
    (file,) = tmp_path.iterdir()
    message = json.loads(file.read_text(encoding="utf-8"))
    assert message["number"] == "99112233"
    assert f"{SITE}/track" in message["text"]
    assert filed.number not in file.read_text() + file.name
    assert rounds.notices() == [("sms", "delivered", 1, False)]


def test_where_no_way_is_set_up_nothing_is_queued_and_the_team_is_told_so(
    lives: Lives, rounds: Round, house: Surroundings, app: Flask
) -> None:
    object.__setattr__(house, "notice_channels", frozenset({NoticeChannel.SMS}))
    filed = registered(lives)
    assert (rounds.notices(), rounds.waiting()) == ([], 0)
    assert "E-mail: nothing leaves from here, it is not set up. Tell them by another way." in shown(app, filed)


def test_the_team_sees_that_no_address_was_left(lives: Lives, app: Flask) -> None:
    assert "No address was left" in shown(app, registered(lives, notice_email=""))
