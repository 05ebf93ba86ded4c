"""Whoever has a case opens nothing of it before they have stated to have no conflict, whatever came before."""

import random

import pytest
from sqlalchemy import text

from caseapp.domain import commands as c
from caseapp.domain.errors import Refused, RuleBroken
from caseapp.domain.vocab import Action, Theme
from caseapp.services import at_hand, gate
from caseapp.services.casework import desk, stepping, tasks
from caseapp.services.petitioner import writing
from caseapp.services.staff import conflicts
from tests.lives import FiledCase, Lives

PEOPLE = ("bat", "saran", "tuya", "ganaa")
DEEDS = ("open", "open", "letter", "note", "state", "declare", "take", "give", "task")


def do(lives: Lives, deed: str, login: str, other: str, case: FiledCase) -> None:
    """One deed of one person, as far as the rules let them; what they refuse leaves nothing behind."""
    try:
        if deed in {"take", "give"}:
            mine = deed == "take"
            lives.cast.step(login, case.number, c.Assign(lives.cast.id_of(login if mine else other), no_conflict=mine))
            return
        with lives.cast.at(login) as uow:
            if deed == "open":
                desk.open_case(uow, case.number)
            elif deed == "letter":
                writing.write_message(uow, case.number, "Хүлээн авлаа.")
            elif deed == "note":
                writing.write_note(uow, case.number, "Тэмдэглэл.")
            elif deed == "task":
                tasks.give(uow, case.number, "Шалгах.", lives.cast.id_of(other), uow.today)
            elif deed == "state":
                conflicts.state_none(uow, case.number)
            else:
                conflicts.declare(uow, case.number)
    except (Refused, RuleBroken):
        return


def opened_unstated(lives: Lives, case: FiledCase) -> list[tuple[int, int]]:
    """Readings (entry, person) by whoever had the case then and had not stated anything up to then."""
    with lives.owner.connect() as connection:
        rows = connection.execute(
            text("SELECT seq, verb, actor_id, detail FROM ledger_entry WHERE case_id = :id ORDER BY seq"),
            {"id": case.id},
        ).all()
    assignee, stated, found = None, set[int](), []
    for row in rows:
        if row.verb == "case.assigned":
            assignee = row.detail["assignee"]
            stated |= {row.actor_id} if assignee == row.actor_id else set()
        elif row.verb == "conflict.none_stated":
            stated.add(row.actor_id)
        elif row.verb == "case.read" and row.actor_id == assignee and assignee not in stated:
            found.append((row.seq, row.actor_id))
    return found


@pytest.mark.parametrize("seed", range(6))
def test_no_order_of_deeds_lets_an_assignee_read_before_the_statement(lives: Lives, seed: int) -> None:
    dice, case = random.Random(seed), lives.triaged("bat")
    for _ in range(25):
        do(lives, dice.choice(DEEDS), dice.choice(PEOPLE), dice.choice(PEOPLE), case)
    assert opened_unstated(lives, case) == []


def test_a_statement_counts_in_the_transaction_that_makes_it_and_not_before(lives: Lives) -> None:
    case = lives.triaged("bat")
    lives.cast.step("tuya", case.number, c.Assign(lives.cast.id_of("saran")))
    with lives.cast.at("saran") as uow:
        assert desk.open_case(uow, case.number).opened is None
        conflicts.state_none(uow, case.number)
        assert desk.open_case(uow, case.number).opened is not None


def test_what_was_read_before_a_change_decides_no_step(lives: Lives) -> None:
    """The page's rows are read once; a step reads its own, after its lock."""
    case = lives.triaged("bat")
    with lives.cast.at("tuya") as uow:
        known = at_hand.of(uow, gate.load_case(uow, case.number, uow.actor.permissions))
        assert lives.cast.id_of("saran") not in known.recused
        with lives.cast.at("saran") as own:
            conflicts.declare(own, case.number)
        with pytest.raises(RuleBroken, match="assignee_is_recused"):
            stepping.steps.take_step(uow, case.number, c.Assign(lives.cast.id_of("saran")))


def test_assignment_offers_only_those_who_may_have_the_case(lives: Lives) -> None:
    """Sukh registers and works on no case; Gerel is complained about; Saran stated a conflict; Oyun is no member."""
    case = lives.file()
    lives.cast.step("bat", case.number, c.Register())
    officials = (lives.cast.id_of("gerel"),)
    lives.cast.step("bat", case.number, lives.triage_of(Theme.STAFF_CONDUCT, officials=officials))
    with lives.cast.at("saran") as uow:
        conflicts.declare(uow, case.number)
    with lives.cast.at("tuya") as uow:
        offered = stepping.chances(uow, case.number, Action.ASSIGN, "mn").assignable
    assert offered == {lives.cast.id_of(login) for login in ("bat", "tuya", "ganaa")}
    with pytest.raises(RuleBroken, match="needs_case_role"):
        lives.cast.step("tuya", case.number, c.Assign(lives.cast.id_of("sukh")))
