"""What brings a notice and what does not, who may open its address, and where it is kept."""

from datetime import date

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError

from caseapp.domain import commands as c
from caseapp.domain.compartments import Compartment
from caseapp.domain.errors import Refused
from caseapp.domain.filing import Identity
from caseapp.domain.life import STEPS
from caseapp.domain.news import NEWS
from caseapp.domain.vocab import Kind, Mode, NoticeChannel, Outcome
from caseapp.hosting.engine import surroundings
from caseapp.services import gate
from caseapp.services.agency import handover
from caseapp.services.petitioner import writing
from caseapp.services.uow import DATABASE_ROLE, Surroundings
from tests.conftest import KEYS, Clock
from tests.lives import BOLD, FiledCase, Lives

ADDRESS = "bold.dorlig@shuudan.example"


@pytest.fixture
def house(app_engine: Engine, clock: Clock) -> Surroundings:
    return surroundings(app_engine, KEYS, clock, frozenset(NoticeChannel))


def forget_notices(owner: Engine) -> None:
    """As if each had left by now, so that the next news needs one of its own."""
    with owner.begin() as connection:
        connection.execute(text("DELETE FROM notice"))


def step(lives: Lives, who: str, filed: FiledCase, command: c.Command) -> list[str]:
    """What the ledger learns of one step, but for readings."""
    before = len(lives.verbs(filed))
    lives.cast.step(who, filed.number, command)
    forget_notices(lives.owner)
    return [verb for verb in lives.verbs(filed)[before:] if verb != "case.read"]


def test_each_step_that_the_petitioner_may_know_of_brings_a_notice_and_no_other_does(lives: Lives) -> None:
    filed = lives.file(notice_email=ADDRESS)
    steps = [
        ("bat", c.Register(), True),
        ("bat", lives.triage_of(), True),
        ("bat", c.Assign(lives.cast.id_of("bat"), no_conflict=True), True),
        ("bat", c.AskCitizen("Ямар цонх байсан бэ?"), True),
        ("bat", c.Resume(), False),
        ("tuya", c.Extend(10, "Лавлагаа ирээгүй."), True),
        ("bat", c.RequestExplanation(lives.unit("AIM-061"), "Дарааллын тухай."), True),
        ("bat", c.ExplanationReceived(), False),
        ("bat", c.ProposeAnswer(Outcome.UPHELD, "Хууль, 16 дугаар зүйл", "Үндэслэлтэй."), False),
        ("tuya", c.ReturnAnswer("Дутуу."), False),
        ("bat", c.ProposeAnswer(Outcome.UPHELD, "Хууль, 16 дугаар зүйл", "Үндэслэлтэй."), False),
        ("tuya", c.ApproveAnswer(), True),
        ("tuya", lives.close(), True),
        ("tuya", c.Reopen("Алдаатай байжээ."), True),
        ("bat", c.Forward("police", "Цагдаад шилжүүлэв."), True),
    ]
    for who, command, brings in steps:
        assert (step(lives, who, filed, command)[1:] == ["notice.queued"]) is brings, command


def test_on_the_protected_path_too_proposals_bring_none_and_decisions_one(lives: Lives) -> None:
    filed = lives.under_integrity("bat", Mode.ANONYMOUS)
    silent = lives.file(kind=Kind.CORRUPTION, mode=Mode.ANONYMOUS, notice_phone="99112233")
    assert "notice.queued" not in lives.verbs(filed)
    assert step(lives, "bat", silent, c.Register()) == ["case.registered", "notice.queued"]
    assert step(lives, "bat", silent, lives.triage_of(kind=Kind.CORRUPTION))[-1] == "notice.queued"
    lives.cast.step("bat", silent.number, c.Assign(lives.cast.id_of("bat"), no_conflict=True))
    forget_notices(lives.owner)
    assert step(lives, "bat", silent, c.ProposeNoReferral(c.NoReferralReason.NOTHING_TO_GO_ON, "Нотолгоогүй.")) == [
        "no_referral.proposed"
    ]
    assert step(lives, "tuya", silent, c.ApproveNoReferral()) == ["no_referral.approved", "notice.queued"]


def test_no_step_that_moves_a_case_to_another_team_is_news() -> None:
    """Its notice could not be kept: the row is gone from the actor's eyes, and the move is not told."""
    assert not {step.verb for step in STEPS if step.path_after is not None} & NEWS


def test_a_team_that_took_a_case_over_can_tell_its_petitioner(lives: Lives) -> None:
    filed = lives.file(notice_email=ADDRESS)
    lives.cast.step("bat", filed.number, c.Register())
    forget_notices(lives.owner)
    assert step(lives, "bat", filed, c.Escalate("Хахуулийн шинжтэй."))[1:] == []
    assert step(lives, "bat", filed, lives.triage_of(kind=Kind.COMPLAINT))[1:] == ["notice.queued"]


def test_a_letter_of_the_staff_brings_a_notice_and_a_note_does_not(lives: Lives) -> None:
    filed = lives.file(notice_email=ADDRESS)
    with lives.cast.at("bat") as uow:
        writing.write_note(uow, filed.number, "Өөртөө.")
    assert "notice.queued" not in lives.verbs(filed)
    with lives.cast.at("bat") as uow:
        writing.write_message(uow, filed.number, "Таны бичгийг уншлаа.")
    assert lives.verbs(filed)[-2:] == ["message.sent", "notice.queued"]


def test_what_the_citizen_does_brings_none(lives: Lives) -> None:
    filed = lives.file(notice_email=ADDRESS)
    with lives.citizen(filed) as uow:
        writing.citizen_message(uow, "Нэмж хэлэхэд.")
    lives.withdraw(filed)
    assert "notice.queued" not in lives.verbs(filed)


def test_what_the_agencys_liaison_does_brings_none(lives: Lives) -> None:
    """The Agency opens no compartment of a case, and so no address."""
    filed = lives.file(kind=Kind.CORRUPTION, mode=Mode.ANONYMOUS, notice_email=ADDRESS)
    lives.cast.step("bat", filed.number, c.Register())
    lives.cast.step("bat", filed.number, lives.triage_of(c.Theme.BRIBERY, kind=Kind.CORRUPTION))
    lives.cast.step("bat", filed.number, c.Assign(lives.cast.id_of("bat"), no_conflict=True))
    lives.cast.step("bat", filed.number, c.ProposeReferral("Хахууль нэхсэн шинжтэй.", with_identity=False))
    lives.cast.step("tuya", filed.number, c.ApproveReferral())
    forget_notices(lives.owner)
    with lives.cast.at("enkh") as uow:
        (package,) = handover.packages(uow)
        handover.acknowledge(uow, package.reference, c.Acknowledge("АТГ-77", date(2026, 3, 2)))
    assert lives.verbs(filed)[-1] == "agency.acknowledged"


def parts(owner: Engine, filed: FiledCase) -> set[str]:
    with owner.connect() as connection:
        found = text("SELECT part FROM sealed_part WHERE case_id = :id AND compartment = 'notice'")
        return set(connection.scalars(found, {"id": filed.id}))


@pytest.mark.parametrize(
    ("filing", "left"),
    [
        ({"mode": Mode.ANONYMOUS, "kind": Kind.CORRUPTION, "notice_email": ADDRESS}, {"email"}),
        ({"mode": Mode.ANONYMOUS, "notice_phone": "99112233"}, {"phone"}),
        ({"notice_email": ADDRESS, "notice_phone": "99112233"}, {"email", "phone"}),
        ({"identity": Identity(given_name="Болд", email=ADDRESS)}, {"email"}),
        ({"identity": BOLD}, set()),
        ({"notice_email": " ", "notice_phone": " "}, set()),
    ],
)
def test_an_address_for_notices_is_sealed_apart_whether_a_name_was_given_or_not(
    lives: Lives, owner_engine: Engine, filing: dict[str, object], left: set[str]
) -> None:
    filed = lives.file(**filing)  # type: ignore[arg-type]
    assert parts(owner_engine, filed) == left


def test_nobody_of_the_team_is_shown_an_address_for_notices(lives: Lives) -> None:
    filed = lives.in_progress(notice_email=ADDRESS)
    for login in ("bat", "tuya"):
        with lives.cast.at(login) as uow:
            case = gate.load_case(uow, filed.number, frozenset(uow.actor.permissions))
            with pytest.raises(Refused):
                gate.open_parts(uow, case, Compartment.NOTICE)


def test_a_waiting_address_is_selected_by_the_worker_alone(lives: Lives, app_engine: Engine) -> None:
    filed = lives.file(notice_email=ADDRESS)
    lives.cast.step("bat", filed.number, c.Register())
    may = set()
    for role in sorted(set(DATABASE_ROLE.values())):
        with app_engine.begin() as connection:
            connection.execute(text("SELECT set_config('role', :role, true)"), {"role": role})
            try:
                rows = connection.execute(text("SELECT address FROM notice")).all()
            except ProgrammingError:
                connection.rollback()
                continue
        if rows:
            may.add(role)
    assert may == {"caseapp_jobs"}


@pytest.mark.parametrize("column", ["id", "case_id", "state", "channel"])
def test_the_public_door_sees_nothing_of_notices(lives: Lives, column: str) -> None:
    filed = lives.file(notice_email=ADDRESS)
    lives.cast.step("bat", filed.number, c.Register())
    with pytest.raises(ProgrammingError, match="permission denied"), lives.citizen(filed) as uow:
        uow.session.execute(text(f"SELECT {column} FROM notice"))
