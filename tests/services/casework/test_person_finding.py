"""Finding a case by its receipt, or by who filed it: by those alone who may, never shown, and recorded as a number."""

import pytest
from sqlalchemy import text

from caseapp.domain import commands as c
from caseapp.domain.vocab import Kind, Mode, Theme
from caseapp.queries.filtering import Filter
from caseapp.services.casework import queues
from tests.lives import REPORT, FiledCase, Lives

NUMBER, PHONE, NAME = "УК85051512", "99112233", "Болд"


def found(lives: Lives, login: str, typed: str, **chosen: object) -> set[str]:
    with lives.cast.at(login) as uow:
        desk = queues.find_person(uow, Filter(queue="all", **chosen), typed)  # type: ignore[arg-type]
        return {row.number for row in desk.rows}


@pytest.fixture
def filed(lives: Lives) -> FiledCase:
    lives.triaged("saran", mode=Mode.ANONYMOUS)
    return lives.triaged("saran", mode=Mode.NAMED)


@pytest.mark.parametrize("typed", [NUMBER, "ук 8505 1512", PHONE, "9911-2233", NAME, "БОЛД Дорлиг"])
def test_a_head_finds_who_filed_under_their_name(lives: Lives, filed: FiledCase, typed: str) -> None:
    assert found(lives, "tuya", typed) == {filed.number}


@pytest.mark.parametrize("typed", ["УК85051513", "9911223", "Бол", "Болд Цэцэг", "!"])
def test_a_part_or_another_is_nobody(lives: Lives, filed: FiledCase, typed: str) -> None:
    assert found(lives, "tuya", typed) == set()


@pytest.mark.parametrize("login", ["saran", "bat", "sukh"])
def test_without_the_permission_nobody_is_found_by_who_they_are(lives: Lives, filed: FiledCase, login: str) -> None:
    assert found(lives, login, NUMBER) == set()
    with lives.owner.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM ledger_entry WHERE verb = 'identity.searched'")) == 0


def test_who_asked_for_confidence_or_reported_what_is_protected_is_not_found(lives: Lives) -> None:
    lives.triaged("saran", mode=Mode.CONFIDENTIAL)
    lives.triaged("bat", Theme.BRIBERY, words=REPORT, kind=Kind.CORRUPTION, mode=Mode.NAMED)
    assert found(lives, "tuya", NUMBER) == set()
    with lives.owner.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM case_search WHERE compartment = 'identity'")) == 0


def test_the_filter_holds_beside_it_and_what_was_typed_reaches_no_record(lives: Lives, filed: FiledCase) -> None:
    assert found(lives, "tuya", NUMBER, kind=Kind.REQUEST) == set()
    assert found(lives, "tuya", NUMBER, kind=Kind.COMPLAINT) == {filed.number}
    with lives.owner.connect() as connection:
        rows = connection.execute(text("SELECT detail FROM ledger_entry WHERE verb = 'identity.searched' ORDER BY seq"))
        assert [row.detail for row in rows] == [{"rows": 0}, {"rows": 1}]


def test_words_of_a_report_are_not_found_there_and_a_name_not_among_the_words(lives: Lives, filed: FiledCase) -> None:
    assert found(lives, "tuya", "дараалал") == set()
    with lives.cast.at("tuya") as uow:
        assert queues.list_cases(uow, Filter(queue="all"), NAME).rows == ()


def test_after_an_escalation_the_name_leads_to_nothing(lives: Lives, filed: FiledCase) -> None:
    lives.cast.step("bat", filed.number, c.Escalate("Шинжтэй."))
    with lives.cast.at("tuya") as uow:
        assert queues.find_person(uow, Filter(queue="all"), NUMBER).rows == ()


def test_a_receipt_leads_whoever_reads_cases_to_its_case_and_nobody_to_anothers(lives: Lives, filed: FiledCase) -> None:
    assert found(lives, "sukh", filed.receipt.code) == {filed.number}
    report = lives.triaged("bat", Theme.BRIBERY, words=REPORT, kind=Kind.CORRUPTION, mode=Mode.ANONYMOUS)
    assert found(lives, "sukh", report.receipt.code) == set()
    assert found(lives, "bat", report.receipt.code) == {report.number}
