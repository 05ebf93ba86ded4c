"""Taking in: once for each receipt, to the right team, under the right name."""

import threading
from dataclasses import replace
from itertools import pairwise

import pytest
from sqlalchemy import text

from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.filing import Identity, NewReport
from caseapp.domain.numbers import is_case_number
from caseapp.domain.receipts import new_receipt
from caseapp.domain.vocab import Channel, Kind, Mode, Path, PetitionerType, Status
from caseapp.services.filing import intake
from caseapp.services.petitioner import tracking
from caseapp.services.quarterly import tagging
from caseapp.services.uow import open_unit_of_work
from tests.lives import COMPLAINT, REPORT, Lives

NEW = NewReport(kind=Kind.COMPLAINT, text=COMPLAINT, mode=Mode.ANONYMOUS)


def submit(lives: Lives, new: NewReport, secret: bytes) -> intake.Filed:
    with open_unit_of_work(lives.around, intake.filing_actor(lives.around.keys, secret)) as uow:
        return intake.submit(uow, new, secret)


def column(lives: Lives, number: str, name: str) -> object:
    with lives.owner.connect() as connection:
        return connection.scalar(text(f'SELECT {name} FROM "case" WHERE number = :n'), {"n": number})


def test_the_same_receipt_sent_again_files_once(lives: Lives) -> None:
    secret = new_receipt().secret
    first = submit(lives, NEW, secret)
    again = submit(lives, replace(NEW, text="Өөр бичвэр."), secret)
    assert (first.again, again.again) == (False, True)
    assert first.number == again.number and is_case_number(first.number)
    assert lives.count() == 1


def test_the_same_receipt_sent_twice_at_once_files_once(lives: Lives) -> None:
    """A double click: the second transaction waits for the first and then finds its case."""
    secret = new_receipt().secret
    said: list[object] = []

    def send() -> None:
        try:
            said.append(submit(lives, NEW, secret))
        except Exception as wrong:
            said.append(wrong)

    second = threading.Thread(target=send)
    with open_unit_of_work(lives.around, intake.filing_actor(lives.around.keys, secret)) as uow:
        first = intake.submit(uow, NEW, secret)
        second.start()
        second.join(0.5)
        assert said == []
    second.join(20)
    assert [(type(one), getattr(one, "number", one), getattr(one, "again", None)) for one in said] == [
        (intake.Filed, first.number, True)
    ]
    assert lives.count() == 1


def test_different_receipts_do_not_wait_for_each_other(lives: Lives) -> None:
    one, other = new_receipt().secret, new_receipt().secret
    with open_unit_of_work(lives.around, intake.filing_actor(lives.around.keys, one)) as uow:
        intake.submit(uow, NEW, one)
        with open_unit_of_work(lives.around, intake.filing_actor(lives.around.keys, other)) as second:
            second.session.execute(text("SET LOCAL lock_timeout = '5s'"))
            intake.submit(second, NEW, other)
    assert lives.count() == 2


@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.REQUEST, Kind.CRITICISM])
def test_an_anonymous_petition_is_taken_as_a_tip(lives: Lives, kind: Kind) -> None:
    filed = submit(lives, replace(NEW, kind=kind), new_receipt().secret)
    assert filed.kind is Kind.TIP
    assert column(lives, filed.number, "filed_kind") == kind.value
    assert column(lives, filed.number, "petitioner_type") == PetitionerType.ANONYMOUS.value


@pytest.mark.parametrize("kind", [Kind.SUGGESTION, Kind.THANKS, Kind.CORRUPTION, Kind.CONFLICT_OF_INTEREST])
def test_what_needs_no_name_keeps_its_kind(lives: Lives, kind: Kind) -> None:
    assert submit(lives, replace(NEW, kind=kind), new_receipt().secret).kind is kind


def test_what_was_typed_of_an_identity_is_not_kept_of_an_anonymous_report(lives: Lives) -> None:
    secret = new_receipt().secret
    filed = submit(lives, replace(NEW, identity=Identity(family_name="Дорлиг", email="d@example.mn")), secret)
    assert column(lives, filed.number, "has_identity") is False
    with lives.owner.connect() as connection:
        rows = connection.execute(text("SELECT DISTINCT compartment FROM case_key"))
        assert {row.compartment for row in rows} == {"report", "notes"}


@pytest.mark.parametrize("kind", [Kind.CORRUPTION, Kind.CONFLICT_OF_INTEREST])
def test_a_report_of_corruption_goes_to_the_integrity_team(lives: Lives, kind: Kind) -> None:
    filed = submit(lives, replace(NEW, kind=kind), new_receipt().secret)
    assert filed.path is Path.INTEGRITY
    with lives.owner.connect() as connection:
        assert {row[0] for row in connection.execute(text("SELECT DISTINCT reader FROM case_key"))} == {
            "team:integrity",
            "receipt",
            "recovery",
        }


def test_a_complaint_that_the_classifier_finds_to_be_of_corruption_is_sealed_to_integrity(lives: Lives) -> None:
    with open_unit_of_work(lives.around, intake.filing_actor(lives.around.keys, new_receipt().secret)) as uow:
        said = tagging.suggest(uow, REPORT)
    assert said is not None and said.alarm
    filed = submit(lives, replace(NEW, text=REPORT, mode=Mode.NAMED), new_receipt().secret)
    assert (filed.path, filed.kind) == (Path.INTEGRITY, Kind.COMPLAINT)
    with lives.owner.connect() as connection:
        readers = {row[0] for row in connection.execute(text("SELECT DISTINCT reader FROM case_key"))}
    assert "team:casework" not in readers


def test_what_the_classifier_said_is_kept_beside_the_case(lives: Lives) -> None:
    filed = submit(lives, replace(NEW, text=REPORT), new_receipt().secret)
    with lives.owner.connect() as connection:
        themes = connection.execute(
            text('SELECT theme FROM theme_suggestion s JOIN "case" c ON c.id = s.case_id WHERE c.number = :n'),
            {"n": filed.number},
        )
        assert "bribery" in {row.theme for row in themes}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"text": " \n "}, Reason.NEEDS_TEXT),
        ({"text": "а" * (intake.MAX_TEXT + 1)}, Reason.TEXT_TOO_LONG),
        ({"unit_id": 999_999}, Reason.NO_SUCH_UNIT),
    ],
)
def test_what_cannot_be_taken_in_leaves_nothing(lives: Lives, change: dict[str, object], reason: Reason) -> None:
    with pytest.raises(RuleBroken) as broken:
        submit(lives, replace(NEW, **change), new_receipt().secret)  # type: ignore[arg-type]
    assert broken.value.reason is reason
    assert lives.count() == 0


def test_a_clerk_takes_in_paper_in_their_own_name_and_hands_the_receipt_over(lives: Lives) -> None:
    receipt = new_receipt()
    clerk = lives.cast.signed_in("sukh").actor(intake.filing_actor(lives.around.keys, receipt.secret).door)
    with open_unit_of_work(lives.around, intake.filing_actor(lives.around.keys, receipt.secret, clerk)) as uow:
        filed = intake.submit(uow, replace(NEW, channel=Channel.IN_PERSON), receipt.secret)
    with lives.owner.connect() as connection:
        entry = connection.execute(
            text("SELECT actor_id, detail FROM ledger_entry WHERE verb = 'report.received'")
        ).one()
    assert entry.actor_id == lives.cast.id_of("sukh")
    assert entry.detail["channel"] == "in_person"
    with lives.citizen(replace(lives.by_number(filed.number), receipt=receipt)) as uow:
        own = tracking.open_own(uow)
    assert (own.filed.text, own.status) == (COMPLAINT, Status.RECEIVED)


def test_numbers_tell_neither_order_nor_how_many_there_are(lives: Lives) -> None:
    filed = [submit(lives, NEW, new_receipt().secret).number for _ in range(6)]
    assert len(set(filed)) == 6
    assert all(is_case_number(number) and number.startswith("2026-") for number in filed)
    digits = [int(number[5:14].replace("-", "")) for number in filed]
    assert len({b - a for a, b in pairwise(digits)}) > 1
