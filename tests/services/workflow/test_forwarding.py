"""To the competent body: chosen from the register, in the rule's days, and back with the same term."""

from datetime import date

import pytest

from caseapp.domain import commands as c
from caseapp.domain.actors import Door
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.vocab import Action, Mode, Status
from caseapp.queries import bodies as register
from caseapp.services import gate
from caseapp.services.answers import bodies, transfers
from caseapp.services.answers.bodies import BodyRow
from caseapp.services.petitioner import tracking
from caseapp.services.staff import identity
from tests.lives import FiledCase, Lives

TOLD, BACK = "Цагдаагийн байгууллагад шилжүүлэв.", "Цагдаагийн байгууллага харьяалахгүй гэж буцаав."
COUNCIL = BodyRow("city_council", "Иргэдийн төлөөлөгчдийн хурал", "City council", "Улаанбаатар", "11-320000", True)


def keep(lives: Lives, body: BodyRow, *, new: bool = True) -> None:
    with lives.cast.at("dorj", Door.ADMIN) as uow:
        bodies.keep(uow, body, new=new)


def refused(lives: Lives, body: BodyRow, *, new: bool = True) -> Reason:
    with pytest.raises(RuleBroken) as broken:
        keep(lives, body, new=new)
    return broken.value.reason


def changed(**more: object) -> BodyRow:
    return BodyRow(**{**vars(COUNCIL), **more})  # type: ignore[arg-type]


def forwarded(lives: Lives, who: str = "saran", body: str = "police", **filing: object) -> FiledCase:
    filed = lives.triaged(who, **filing)
    lives.cast.step(who, filed.number, c.Forward(body, TOLD, "Харьяаллын дагуу шилжүүлж байна."))
    return filed


def went(lives: Lives, filed: FiledCase, who: str = "saran") -> transfers.Forwarded:
    with lives.cast.at(who) as uow:
        found = transfers.forwarded(uow, gate.load_case(uow, filed.number, frozenset(uow.actor.permissions)))
        assert found is not None
        return found


def test_a_case_is_forwarded_to_a_body_of_the_register_alone(lives: Lives) -> None:
    filed = lives.triaged("saran")
    for code in ("nobody", ""):
        with pytest.raises(RuleBroken) as broken:
            lives.cast.step("saran", filed.number, c.Forward(code, TOLD))
        assert broken.value.reason is Reason.NO_SUCH_BODY
    keep(lives, COUNCIL)
    lives.cast.step("saran", filed.number, c.Forward(COUNCIL.code, TOLD))
    assert went(lives, filed).body == COUNCIL


def test_a_body_that_is_no_longer_offered_takes_no_case_and_keeps_those_it_has(lives: Lives) -> None:
    keep(lives, COUNCIL)
    before = forwarded(lives, body=COUNCIL.code)
    keep(lives, changed(active=False, name_mn="Хурал"), new=False)
    with pytest.raises(RuleBroken) as broken:
        forwarded(lives, body=COUNCIL.code)
    assert broken.value.reason is Reason.NO_SUCH_BODY
    assert went(lives, before).body.name_mn == "Хурал"


def test_the_register_holds_each_code_once_and_only_plain_codes(lives: Lives) -> None:
    keep(lives, COUNCIL)
    assert refused(lives, COUNCIL) is Reason.CODE_TAKEN
    assert refused(lives, changed(code="Хурал")) is Reason.BAD_CODE
    assert refused(lives, changed(code="unknown_one"), new=False) is Reason.NO_SUCH_BODY


def test_whoever_changes_a_body_learns_how_many_cases_name_it_but_not_of_single_ones(lives: Lives) -> None:
    def uses() -> bodies.Use:
        with lives.cast.at("dorj", Door.ADMIN) as uow:
            return bodies.use_of(uow, "police", active=True)

    assert uses().cases == 0
    forwarded(lives)
    assert uses().cases is None, "a few"
    for _ in range(4):
        forwarded(lives)
    assert uses().cases == 5


def test_a_case_that_somebody_is_shut_out_of_is_in_no_figure_of_the_register(lives: Lives) -> None:
    filed = lives.file()
    lives.cast.step("tuya", filed.number, c.Register())
    lives.cast.step("tuya", filed.number, lives.triage_of(officials=(lives.cast.id_of("saran"),)))
    lives.cast.step("tuya", filed.number, c.Forward("police", TOLD))
    with lives.cast.at("dorj", Door.ADMIN) as uow:
        assert register.uses(uow.session, "police") == 0


def test_forwarding_is_in_time_within_the_rules_days_from_the_receipt(lives: Lives) -> None:
    soon, late = lives.triaged("saran"), lives.triaged("saran")
    lives.around.clock.forward(days=5)  # type: ignore[attr-defined]
    lives.cast.step("saran", soon.number, c.Forward("police", TOLD))
    lives.around.clock.forward(days=1)  # type: ignore[attr-defined]
    lives.cast.step("saran", late.number, c.Forward("police", TOLD))
    assert went(lives, soon).due.day == went(lives, late).due.day == date(2026, 3, 7)
    assert (went(lives, soon).in_time, went(lives, late).in_time) == (True, False)


def test_the_petitioner_reads_who_has_it_and_that_it_came_back(lives: Lives) -> None:
    filed = forwarded(lives)
    with lives.citizen(filed) as uow:
        page = tracking.open_own(uow)
    assert page.body is not None
    assert page.body.code == "police"
    assert [letter.text for letter in page.letters] == [TOLD]
    lives.around.clock.forward(hours=1)  # type: ignore[attr-defined]
    lives.cast.step("saran", filed.number, c.TakeBack(BACK))
    with lives.citizen(filed) as uow:
        page = tracking.open_own(uow)
    assert page.body is None
    assert page.letters[-1].text == BACK
    assert [event.verb for event in page.events][-1] == "case.taken_back"


def test_what_comes_back_goes_on_with_the_term_it_had(lives: Lives) -> None:
    filed = forwarded(lives)
    with lives.cast.at("saran") as uow:
        due = gate.load_case(uow, filed.number, frozenset(uow.actor.permissions)).due_on
    lives.around.clock.forward(days=12)  # type: ignore[attr-defined]
    lives.cast.step("saran", filed.number, c.TakeBack(BACK))
    with lives.cast.at("saran") as uow:
        case = gate.load_case(uow, filed.number, frozenset(uow.actor.permissions))
        assert (case.status, case.due_on, case.decided_at, case.forwarded_to) == (Status.REGISTERED, due, None, None)
    lives.cast.step("saran", filed.number, lives.triage_of())


def test_a_forwarded_case_comes_back_even_after_it_was_closed_and_an_answered_one_does_not(lives: Lives) -> None:
    filed, answered = forwarded(lives), lives.answered()
    for one in (filed, answered):
        lives.cast.step("tuya", one.number, lives.close())
    assert Action.TAKE_BACK in lives.offered("saran", filed)
    assert Action.TAKE_BACK not in lives.offered("saran", answered)
    lives.cast.step("saran", filed.number, c.TakeBack(BACK))
    assert lives.status(filed) == "registered"


def test_nothing_comes_back_without_a_reason(lives: Lives) -> None:
    filed = forwarded(lives)
    with pytest.raises(RuleBroken) as broken:
        lives.cast.step("saran", filed.number, c.TakeBack("  "))
    assert broken.value.reason is Reason.NEEDS_TEXT


def test_the_covering_letter_names_the_petitioner_only_with_a_consent_to_open_the_identity(lives: Lives) -> None:
    filed = forwarded(lives, mode=Mode.NAMED)
    with lives.cast.at("saran") as uow:
        assert transfers.covering_letter(uow, filed.number, with_identity=False).startswith(b"%PDF")
    with lives.cast.at("saran") as uow, pytest.raises(RuleBroken) as broken:
        transfers.covering_letter(uow, filed.number, with_identity=True)
    assert broken.value.reason is Reason.IDENTITY_NOT_OPENED
    assert "identity.opened" not in lives.verbs(filed)
    with lives.cast.at("saran") as uow:
        identity.ask(uow, filed.number, "Хуульд заасны дагуу нэрийг дамжуулна.")
    with lives.cast.at("tuya") as uow:
        case = gate.load_case(uow, filed.number, frozenset(uow.actor.permissions))
        (asked,) = identity.left.identity_requests(uow.session, case.id)
        identity.decide(uow, filed.number, asked.id, granted=True)
    assert went(lives, filed).may_name
    with lives.cast.at("saran") as uow:
        transfers.covering_letter(uow, filed.number, with_identity=True)
    assert "identity.opened" in lives.verbs(filed)


def test_there_is_no_covering_letter_to_nobody(lives: Lives) -> None:
    filed = lives.triaged("saran")
    with lives.cast.at("saran") as uow, pytest.raises(Refused):
        transfers.covering_letter(uow, filed.number, with_identity=False)
