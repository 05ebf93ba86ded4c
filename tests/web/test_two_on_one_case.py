"""Two people on one case: neither overwrites the other, neither loses a word, each learns that the other is there."""

import pytest
from sqlalchemy import Engine, text

from caseapp.domain import commands as c
from caseapp.services.casework import desk, presence
from caseapp.services.petitioner import writing
from caseapp.services.staff import conflicts
from tests.conftest import Clock
from tests.lives import FiledCase, Lives
from tests.visiting import Visitor

QUESTION = "Та хэдэн цагт очсон бэ? Аль цонхонд хандсан бэ?"
HERE = "Opened by another inspector"


def case_page(case: FiledCase) -> str:
    return f"/casework/cases/{case.number}"


def test_a_stale_step_is_refused_with_what_was_typed_beside_what_it_is_now(
    saran: Visitor, tuya: Visitor, lives: Lives
) -> None:
    case = lives.triaged("bat")
    for visitor in (saran, tuya):
        visitor.go(f"{case_page(case)}/step/triage")
    tuya.send(title="Цонхны дараалал", severity="high")
    before = lives.verbs(case)
    page = saran.send(title="Гурван өдрийн хүлээлт", severity="low")
    assert page.status == 409 and lives.verbs(case)[: len(before)] == before
    assert lives.verbs(case).count("case.triaged") == 2, "the one to begin with, and Tuya's"
    cells = {
        row.th.get_text(): [td.get_text() for td in row.select("td")]  # type: ignore[union-attr]
        for row in page.html.select(".versions tbody tr")
    }
    assert cells["Short title for the list"] == ["Гурван өдрийн хүлээлт", "Цонхны дараалал"]
    assert cells["Severity"] == ["Low", "High"]
    assert "Туяа" in page.main and "Classified" in page.main

    saran.send()
    assert saran.page.status == 200 and "Гурван өдрийн хүлээлт" in saran.page.main, "to go on is one press more"
    assert lives.verbs(case).count("case.triaged") == 3


def test_what_was_typed_into_a_step_that_is_gone_can_be_kept_as_a_note(
    saran: Visitor, tuya: Visitor, lives: Lives
) -> None:
    case = lives.in_progress("saran")
    saran.go(f"{case_page(case)}/step/ask_citizen")
    lives.cast.step("saran", case.number, c.RequestExplanation(lives.unit("AIM-061"), "Яагаад дараалал үүссэн бэ?"))
    page = saran.send(text=QUESTION)
    assert page.status == 409 and QUESTION in page.main and "What you typed" in page.main
    assert "citizen.asked" not in lives.verbs(case)
    saran.send("/write/note")
    assert QUESTION in saran.go(case_page(case)).main


def test_a_letter_is_not_sent_over_anothers_letter_until_its_writer_has_seen_it(
    saran: Visitor, tuya: Visitor, lives: Lives
) -> None:
    case = lives.in_progress("saran")
    for visitor in (saran, tuya):
        visitor.go(case_page(case))
    tuya.send("/write/message", text="Таны гомдлыг хүлээн авлаа.")
    page = saran.send("/write/message", text=QUESTION)
    assert page.status == 409 and lives.verbs(case).count("message.sent") == 1
    assert "Таны гомдлыг хүлээн авлаа." in page.main and QUESTION in page.main and "Message sent" in page.main
    saran.send("/write/message")
    assert lives.verbs(case).count("message.sent") == 2


def test_the_petitioners_own_letter_makes_a_letter_stale_and_a_note_does_not(saran: Visitor, lives: Lives) -> None:
    case = lives.in_progress("saran")
    saran.go(case_page(case))
    with lives.cast.at("tuya") as uow:
        writing.write_note(uow, case.number, "Дотоод тэмдэглэл.")
    assert saran.send("/write/message", text=QUESTION).status == 200
    saran.go(case_page(case))
    with lives.citizen(case) as uow:
        writing.citizen_message(uow, "Би 9 цагт очсон.")
    page = saran.send("/write/message", text=QUESTION)
    assert page.status == 409 and "Би 9 цагт очсон." in page.main


def test_whoever_opens_a_case_learns_who_else_has_it_open_for_ten_minutes(
    saran: Visitor, tuya: Visitor, lives: Lives, clock: Clock
) -> None:
    case = lives.in_progress("saran")
    assert HERE not in tuya.go(case_page(case)).main
    page = saran.go(case_page(case))
    assert f"{HERE}: Туяа" in page.main
    clock.forward(minutes=9)
    assert HERE in saran.go(case_page(case)).main
    clock.forward(minutes=1)
    assert HERE not in saran.go(case_page(case)).main


def test_being_there_leaves_no_trace_in_the_ledger_and_one_row_at_most(
    lives: Lives, owner_engine: Engine, clock: Clock
) -> None:
    case, other = lives.in_progress("saran"), lives.in_progress("saran")
    for number in (case.number, case.number, other.number):
        with lives.cast.at("saran") as uow:
            desk.open_case(uow, number)
    count = text("SELECT count(*) FROM presence")
    with owner_engine.connect() as connection:
        assert connection.scalar(count) == 2
    clock.forward(minutes=20)
    with lives.cast.at("saran") as uow:
        desk.open_case(uow, other.number)
    with owner_engine.connect() as connection:
        assert connection.scalar(count) == 1, "where she was before is forgotten"
    assert not [verb for verb in lives.verbs(case) if "presen" in verb]


def test_whoever_was_shut_out_of_a_case_is_seen_there_by_nobody(lives: Lives) -> None:
    case = lives.triaged("bat")
    with lives.cast.at("saran") as uow:
        desk.open_case(uow, case.number)
    with lives.cast.at("tuya") as uow:
        assert [one.user_id for one in desk.open_case(uow, case.number).beside] == [lives.cast.id_of("saran")]
    with lives.cast.at("saran") as uow:
        conflicts.declare(uow, case.number)
    with lives.cast.at("tuya") as uow:
        assert desk.open_case(uow, case.number).beside == ()


def test_nobody_enters_where_the_case_does_not_exist_for_them(lives: Lives, owner_engine: Engine) -> None:
    case = lives.triaged("bat")
    with lives.cast.at("saran") as uow:
        known = desk.open_case(uow, case.number).case
    with lives.cast.at("saran") as uow:
        conflicts.declare(uow, case.number)
    with pytest.raises(Exception, match="row-level security"), lives.cast.at("saran") as uow:
        presence.enter(uow, known)
