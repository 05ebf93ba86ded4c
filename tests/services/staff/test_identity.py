"""Who the petitioner is, is seen for a written ground, with another person's consent, for a day, and on the record."""

import pytest
from sqlalchemy import text

from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.vocab import Mode
from caseapp.services import gate
from caseapp.services.casework import desk
from caseapp.services.staff import identity
from tests.conftest import Clock
from tests.lives import BOLD, FiledCase, Lives

GROUND = "Гэрчилгээний дугаарыг тулгах хэрэгтэй."


def asked(lives: Lives, filed: FiledCase, login: str = "saran") -> int:
    with lives.cast.at(login) as uow:
        identity.ask(uow, filed.number, GROUND)
    with lives.owner.connect() as connection:
        newest = text("SELECT id FROM identity_request WHERE case_id = :id AND decided_at IS NULL")
        return int(connection.scalar(newest, {"id": filed.id}) or 0)


def decide(lives: Lives, filed: FiledCase, request: int, login: str = "tuya", *, granted: bool = True) -> None:
    with lives.cast.at(login) as uow:
        identity.decide(uow, filed.number, request, granted=granted)


def reveal(lives: Lives, filed: FiledCase, login: str = "saran") -> dict[str, str]:
    with lives.cast.at(login) as uow:
        return identity.reveal(uow, filed.number)


def stays_shut(lives: Lives, filed: FiledCase, login: str = "saran") -> None:
    with pytest.raises(RuleBroken) as broken:
        reveal(lives, filed, login)
    assert broken.value.reason is Reason.IDENTITY_NOT_OPENED
    assert "identity.opened" not in lives.verbs(filed)


def test_with_another_persons_consent_the_officer_sees_who_it_is(lives: Lives) -> None:
    filed = lives.in_progress("saran")
    decide(lives, filed, asked(lives, filed))
    assert reveal(lives, filed) == vars(BOLD)


def test_asking_granting_and_opening_stand_in_the_ledger_in_this_order(lives: Lives) -> None:
    filed = lives.in_progress("saran")
    decide(lives, filed, asked(lives, filed))
    reveal(lives, filed)
    reveal(lives, filed)
    told = [verb for verb in lives.verbs(filed) if verb.startswith("identity")]
    assert told == ["identity.asked", "identity.granted", "identity.opened", "identity.opened"]


def test_the_ground_is_kept_sealed_beside_the_notes(lives: Lives) -> None:
    filed = lives.in_progress("saran")
    asked(lives, filed)
    with lives.cast.at("tuya") as uow:
        notes = desk.open_case(uow, filed.number).notes
    assert [(note.verb, note.text, note.who) for note in notes] == [("identity.asked", GROUND, "Саран")]


@pytest.mark.parametrize("ground", ["", "  \n"])
def test_without_a_ground_nothing_is_asked(lives: Lives, ground: str) -> None:
    filed = lives.in_progress("saran")
    with pytest.raises(RuleBroken) as broken, lives.cast.at("saran") as uow:
        identity.ask(uow, filed.number, ground)
    assert broken.value.reason is Reason.NEEDS_TEXT
    assert "identity.asked" not in lives.verbs(filed)


def test_before_the_consent_and_after_a_refusal_it_stays_shut(lives: Lives) -> None:
    filed = lives.in_progress("saran")
    stays_shut(lives, filed)
    request = asked(lives, filed)
    stays_shut(lives, filed)
    decide(lives, filed, request, granted=False)
    stays_shut(lives, filed)
    assert lives.verbs(filed)[-1] == "identity.declined"


def test_nobody_consents_to_their_own_wish(lives: Lives) -> None:
    filed = lives.in_progress("saran")
    request = asked(lives, filed, "tuya")
    with pytest.raises(RuleBroken) as broken:
        decide(lives, filed, request, "tuya")
    assert broken.value.reason is Reason.NEEDS_ANOTHER_PERSON
    decide(lives, filed, request, "ganaa")
    assert reveal(lives, filed, "tuya")["given_name"] == BOLD.given_name


@pytest.mark.parametrize("login", ["saran", "bat", "sukh"])
def test_an_inspector_gives_no_consent(lives: Lives, login: str) -> None:
    filed = lives.in_progress("saran")
    request = asked(lives, filed)
    with pytest.raises(Refused):
        decide(lives, filed, request, login)


def test_consent_is_for_the_one_who_asked(lives: Lives) -> None:
    filed = lives.in_progress("saran")
    decide(lives, filed, asked(lives, filed))
    for login in ("bat", "ganaa", "tuya"):
        stays_shut(lives, filed, login)


def test_consent_for_one_case_opens_no_other(lives: Lives) -> None:
    filed, other = lives.in_progress("saran"), lives.in_progress("saran")
    request = asked(lives, filed)
    with pytest.raises(Refused), lives.cast.at("tuya") as uow:
        identity.decide(uow, other.number, request, granted=True)
    decide(lives, filed, request)
    stays_shut(lives, other)


def test_consent_holds_for_a_day_and_not_a_minute_longer(lives: Lives, clock: Clock) -> None:
    filed = lives.in_progress("saran")
    decide(lives, filed, asked(lives, filed))
    clock.forward(hours=23, minutes=59)
    assert reveal(lives, filed)
    clock.forward(minutes=1)
    with pytest.raises(RuleBroken) as broken:
        reveal(lives, filed)
    assert broken.value.reason is Reason.IDENTITY_NOT_OPENED
    decide(lives, filed, asked(lives, filed))
    assert reveal(lives, filed)


def test_a_wish_is_decided_once(lives: Lives) -> None:
    filed = lives.in_progress("saran")
    request = asked(lives, filed)
    decide(lives, filed, request, granted=False)
    with pytest.raises(RuleBroken) as broken:
        decide(lives, filed, request, "ganaa")
    assert broken.value.reason is Reason.REQUEST_DECIDED


def test_of_an_anonymous_case_there_is_nobody_to_see(lives: Lives) -> None:
    filed = lives.in_progress("saran", mode=Mode.ANONYMOUS)
    with pytest.raises(RuleBroken) as broken, lives.cast.at("saran") as uow:
        identity.ask(uow, filed.number, GROUND)
    assert broken.value.reason is Reason.NO_IDENTITY


@pytest.mark.parametrize("login", ["tuya", "saran", "sukh"])
def test_no_other_way_opens_the_identity(lives: Lives, login: str) -> None:
    filed = lives.in_progress("saran")
    with pytest.raises(RuleBroken) as broken, lives.cast.at(login) as uow:
        gate.open_parts(uow, gate.load_case(uow, filed.number, uow.actor.permissions), "identity")
    assert broken.value.reason is Reason.IDENTITY_NOT_OPENED
    with lives.cast.at(login) as uow:
        assert BOLD.register_number not in repr(desk.open_case(uow, filed.number).opened)
