"""Who opens a referral is nobody's choice alone: an administrator enters the Agency's key, a head confirms it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from caseapp.domain import commands as c
from caseapp.domain.compartments import Team
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.vocab import Action
from caseapp.services.agency import packages
from caseapp.services.casework import stepping
from caseapp.services.law import upkeep
from caseapp.services.staff import teams
from caseapp.vault.agency import fingerprint, new_identity
from tests.lives import Lives

RECIPIENT = new_identity()[1]
RIGHT = fingerprint(RECIPIENT)


@pytest.fixture
def entered(lives: Lives) -> Iterator[int]:
    """A second key of the Agency, entered by Dorj; gone after the test."""
    with lives.cast.at("dorj") as uow:
        upkeep.enter_recipient(uow, RECIPIENT)
    with lives.owner.connect() as connection:
        one = connection.scalar(text("SELECT id FROM agency_recipient WHERE recipient = :r"), {"r": RECIPIENT})
    yield int(one or 0)
    with lives.owner.begin() as owner:
        owner.execute(text("DELETE FROM agency_recipient WHERE recipient = :r"), {"r": RECIPIENT})


def confirm(lives: Lives, recipient_id: int, login: str = "tuya", said: str = RIGHT) -> None:
    with lives.cast.at(login) as uow:
        upkeep.confirm_recipient(uow, recipient_id, said)


def in_use(lives: Lives) -> tuple[str, ...]:
    with lives.cast.at("bat") as uow:
        return packages.fingerprints(uow)


def test_a_head_of_the_integrity_team_confirms_what_an_administrator_entered(lives: Lives, entered: int) -> None:
    assert RIGHT not in in_use(lives)
    confirm(lives, entered, said=f" {RIGHT.upper()} ")
    assert RIGHT in in_use(lives)
    with lives.owner.connect() as connection:
        told = connection.execute(
            text("SELECT actor_id, detail FROM ledger_entry WHERE verb = 'agency_key.confirmed'")
        ).one()
    assert tuple(told) == (lives.cast.id_of("tuya"), {"fingerprint": RIGHT})


@pytest.mark.parametrize("login", ["dorj", "naran", "bat", "saran"])
def test_no_administrator_and_no_inspector_confirms(lives: Lives, entered: int, login: str) -> None:
    with pytest.raises(Refused):
        confirm(lives, entered, login)
    assert RIGHT not in in_use(lives)


def test_a_head_without_the_integrity_teams_key_does_not_confirm(lives: Lives, entered: int) -> None:
    ganaa = lives.cast.id_of("ganaa")
    with lives.cast.at("tuya") as uow:
        teams.remove_member(uow, Team.INTEGRITY, ganaa)
    lives.cast.forget("ganaa")
    try:
        with lives.cast.at("ganaa") as uow:
            assert not upkeep.may_confirm_recipients(uow)
        with pytest.raises(Refused):
            confirm(lives, entered, "ganaa")
    finally:
        with lives.cast.at("tuya") as uow:
            teams.add_member(uow, Team.INTEGRITY, ganaa)


@pytest.mark.parametrize(
    "said", ["", "0000 0000 0000 0000 0000", RIGHT[:-1], RIGHT + "0"], ids=["none", "another", "too short", "too long"]
)
def test_another_fingerprint_confirms_nothing(lives: Lives, entered: int, said: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        confirm(lives, entered, said=said)
    assert broken.value.reason is Reason.FINGERPRINT_DIFFERS
    assert RIGHT not in in_use(lives)


def test_the_fingerprint_is_that_of_the_key_itself_whatever_stands_beside_it(lives: Lives, entered: int) -> None:
    with lives.owner.begin() as owner:
        owner.execute(text("UPDATE agency_recipient SET fingerprint = '0000' WHERE id = :id"), {"id": entered})
    with pytest.raises(RuleBroken) as broken:
        confirm(lives, entered, said="0000")
    assert broken.value.reason is Reason.FINGERPRINT_DIFFERS


def test_a_key_is_confirmed_once_and_a_retired_one_never(lives: Lives, entered: int) -> None:
    confirm(lives, entered)
    with pytest.raises(RuleBroken) as broken:
        confirm(lives, entered, "ganaa")
    assert broken.value.reason is Reason.REQUEST_DECIDED
    with lives.cast.at("naran") as uow:
        upkeep.retire_recipient(uow, entered)
    assert RIGHT not in in_use(lives)
    with pytest.raises(RuleBroken) as broken:
        confirm(lives, entered, "ganaa")
    assert broken.value.reason is Reason.REQUEST_DECIDED


def test_whoever_approves_a_referral_sees_whom_it_is_encrypted_to(lives: Lives, entered: int) -> None:
    filed = lives.under_integrity("bat")
    lives.cast.step("bat", filed.number, c.ProposeReferral("Хахууль нэхсэн шинжтэй.", with_identity=False))
    with lives.cast.at("tuya") as uow:
        before = stepping.chances(uow, filed.number, Action.APPROVE_REFERRAL, "mn").recipients
    confirm(lives, entered, "ganaa")
    with lives.cast.at("tuya") as uow:
        after = stepping.chances(uow, filed.number, Action.APPROVE_REFERRAL, "mn").recipients
        assert stepping.chances(uow, filed.number, Action.DECLINE_REFERRAL, "mn").recipients == ()
    assert RIGHT not in before and after == (*before, RIGHT)
