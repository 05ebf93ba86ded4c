"""Receipts that one person linked: each opens the others, and neither staff nor the ledger learn of it."""

import pytest
from sqlalchemy import text

from caseapp.domain import commands as c
from caseapp.domain.compartments import Compartment
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.services import gate
from caseapp.services.petitioner import links, tracking
from tests.lives import FiledCase, Lives


def link(lives: Lives, one: FiledCase, other: FiledCase) -> None:
    """As the page does it: one unit of work for each receipt."""
    for own, linked in ((one, other), (other, one)):
        with lives.citizen(own) as uow:
            links.link(uow, own.receipt.secret, linked.receipt.secret)


def held(lives: Lives, filed: FiledCase) -> list[bytes]:
    with lives.citizen(filed) as uow:
        return list(links.secrets_by_place(uow).values())


def rows(lives: Lives) -> list[tuple[int, str, str]]:
    with lives.owner.connect() as connection:
        found = connection.execute(
            text(
                "SELECT case_id, 'key' AS sort, reader AS name FROM case_key WHERE compartment = 'links' UNION ALL"
                " SELECT case_id, 'part', part FROM sealed_part WHERE compartment = 'links' ORDER BY 1, 2"
            )
        )
        return [tuple(row) for row in found]


def test_each_receipt_opens_the_other_and_no_other_reader_is_there(lives: Lives) -> None:
    one, other = lives.file(), lives.file("Өөр нэг гомдол.")
    assert held(lives, one) == []
    link(lives, one, other)
    assert held(lives, one) == [other.receipt.secret]
    assert held(lives, other) == [one.receipt.secret]
    assert sorted(rows(lives)) == sorted(
        row for filed in (one, other) for row in ((filed.id, "key", "receipt"), (filed.id, "part", "link/1"))
    )


def test_the_ledger_learns_nothing_of_a_link(lives: Lives) -> None:
    one, other = lives.file(), lives.file()
    link(lives, one, other)
    assert lives.verbs(one) == lives.verbs(other) == ["report.received"]


def test_to_link_twice_changes_nothing(lives: Lives) -> None:
    one, other = lives.file(), lives.file()
    link(lives, one, other)
    before = rows(lives)
    link(lives, other, one)
    assert rows(lives) == before


def test_what_is_taken_back_is_gone_on_both_sides(lives: Lives) -> None:
    one, other, third = lives.file(), lives.file(), lives.file()
    link(lives, one, other)
    link(lives, one, third)
    for own, linked in ((one, other), (other, one)):
        with lives.citizen(own) as uow:
            links.unlink(uow, linked.receipt.secret)
    assert held(lives, other) == []
    assert held(lives, one) == [third.receipt.secret]
    link(lives, one, other)
    assert set(held(lives, one)) == {other.receipt.secret, third.receipt.secret}


def test_a_receipt_is_not_linked_to_itself_nor_to_more_than_ten(lives: Lives) -> None:
    one = lives.file()
    with pytest.raises(RuleBroken) as broken, lives.citizen(one) as uow:
        links.link(uow, one.receipt.secret, one.receipt.secret)
    assert broken.value.reason is Reason.OWN_RECEIPT
    with lives.citizen(one) as uow:
        for number in range(links.MOST):
            links.link(uow, one.receipt.secret, bytes([number]) * 17)
            uow.session.flush()
    with pytest.raises(RuleBroken) as broken, lives.citizen(one) as uow:
        links.check(uow, one.receipt.secret, lives.file().receipt.secret)
    assert broken.value.reason is Reason.TOO_MANY_LINKS


def test_the_summary_of_a_linked_case_leaves_its_letters_unread(lives: Lives) -> None:
    filed = lives.in_progress("saran")
    lives.cast.step("saran", filed.number, c.AskCitizen("Аль өдөр вэ?"))
    with lives.citizen(filed) as uow:
        told = links.summary(uow, 3)
    assert told is not None and (told.place, told.number, told.days_left) == (3, filed.number, 30)
    with lives.citizen(filed) as uow:
        assert [letter.is_new for letter in tracking.open_own(uow).letters] == [True]


def test_no_member_of_the_staff_opens_a_link_or_sees_that_there_is_one(lives: Lives) -> None:
    one, other = lives.in_progress("bat"), lives.file()
    link(lives, one, other)
    with lives.cast.at("tuya") as uow:
        case = gate.load_case(uow, one.number, uow.actor.permissions)
        assert Compartment.LINKS not in gate.compartments_of(uow, case)
        with pytest.raises(Refused):
            gate.open_parts(uow, case, Compartment.LINKS)


def test_a_linked_case_is_escalated_like_any_other_and_keeps_its_links(lives: Lives) -> None:
    one, other = lives.in_progress("bat"), lives.file()
    link(lives, one, other)
    lives.cast.step("bat", one.number, c.Escalate("Шинжтэй."))
    assert held(lives, one) == [other.receipt.secret]
    assert len([row for row in rows(lives) if row[0] == one.id]) == 2
