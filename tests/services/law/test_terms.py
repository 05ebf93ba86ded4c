"""Until when an answer is owed: by kind, mode and path, and after an extension."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text

from caseapp.domain import commands as c
from caseapp.domain.days import ULAANBAATAR
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.vocab import Kind, Mode, Theme
from caseapp.services.casework import desk
from caseapp.services.law import terms, upkeep
from caseapp.services.petitioner import tracking
from tests.conftest import Clock
from tests.lives import FiledCase, Lives

RECEIVED = date(2026, 3, 2)


def due(lives: Lives, filed: FiledCase) -> date:
    with lives.owner.connect() as connection:
        found = connection.scalar(text('SELECT due_on FROM "case" WHERE id = :id'), {"id": filed.id})
    assert isinstance(found, date)
    return found


@pytest.mark.parametrize(
    ("kind", "mode", "days"),
    [
        (Kind.COMPLAINT, Mode.NAMED, 30),
        (Kind.COMPLAINT, Mode.CONFIDENTIAL, 30),
        (Kind.REQUEST, Mode.NAMED, 30),
        (Kind.CRITICISM, Mode.NAMED, 30),
        (Kind.SUGGESTION, Mode.NAMED, 60),
        (Kind.THANKS, Mode.NAMED, 60),
        (Kind.TIP, Mode.NAMED, 30),
        (Kind.COMPLAINT, Mode.ANONYMOUS, 30),
        (Kind.CORRUPTION, Mode.NAMED, 90),
        (Kind.CORRUPTION, Mode.ANONYMOUS, 90),
        (Kind.CONFLICT_OF_INTEREST, Mode.CONFIDENTIAL, 90),
    ],
)
def test_each_kind_has_its_term_from_the_day_of_receipt(lives: Lives, kind: Kind, mode: Mode, days: int) -> None:
    assert due(lives, lives.file(kind=kind, mode=mode)) == RECEIVED + timedelta(days=days)


@pytest.mark.parametrize(
    ("kind", "mode", "code"),
    [
        (Kind.COMPLAINT, Mode.NAMED, "reply_days"),
        (Kind.SUGGESTION, Mode.NAMED, "suggestion_reply_days"),
        (Kind.COMPLAINT, Mode.ANONYMOUS, "tip_days"),
        (Kind.SUGGESTION, Mode.ANONYMOUS, "tip_days"),
        (Kind.CORRUPTION, Mode.ANONYMOUS, "feedback_days_integrity"),
    ],
)
def test_the_citizen_reads_the_rule_that_the_day_comes_from(lives: Lives, kind: Kind, mode: Mode, code: str) -> None:
    filed = lives.file(kind=kind, mode=mode)
    with lives.citizen(filed) as uow:
        own = tracking.open_own(uow)
    assert own.rule is not None and own.rule.code == code
    assert own.explanation is not None
    assert (own.explanation.start, own.explanation.due) == (RECEIVED, own.due_on)
    assert own.days_left == own.explanation.days


def test_a_report_before_midnight_counts_from_that_day_in_ulaanbaatar(lives: Lives, clock: Clock) -> None:
    clock.now = datetime(2026, 3, 31, 23, 59, tzinfo=ULAANBAATAR)
    late = lives.file()
    clock.forward(minutes=1)
    early = lives.file()
    assert (due(lives, late), due(lives, early)) == (date(2026, 4, 30), date(2026, 5, 1))


def test_triage_to_another_kind_counts_anew_from_the_day_of_receipt(lives: Lives, clock: Clock) -> None:
    filed = lives.file()
    clock.forward(days=4)
    lives.cast.step("saran", filed.number, c.Register())
    lives.cast.step("saran", filed.number, lives.triage_of(kind=Kind.SUGGESTION))
    assert due(lives, filed) == RECEIVED + timedelta(days=60)


def test_escalation_takes_no_legal_term_from_whoever_complained_by_name(lives: Lives) -> None:
    """An alarm or an officer's suspicion seals the case elsewhere; the answer is owed on the same day."""
    filed = lives.in_progress("bat")
    lives.cast.step("bat", filed.number, c.Escalate("Шинжтэй."))
    assert due(lives, filed) == RECEIVED + timedelta(days=30)
    lives.cast.step("bat", filed.number, lives.triage_of(Theme.BRIBERY, kind=Kind.CORRUPTION))
    assert due(lives, filed) == RECEIVED + timedelta(days=90)
    lives.cast.step("bat", filed.number, c.ProposeReturn("Шинжгүй."))
    lives.cast.step("tuya", filed.number, c.ApproveReturn())
    assert due(lives, filed) == RECEIVED + timedelta(days=30)


def extend(lives: Lives, filed: FiledCase, days: int, login: str = "tuya") -> None:
    lives.cast.step(login, filed.number, c.Extend(days, "Архиваас лавлагаа хүлээж байна."))


def why_not(lives: Lives, filed: FiledCase, days: int, login: str = "tuya") -> Reason:
    with pytest.raises(RuleBroken) as broken:
        extend(lives, filed, days, login)
    return broken.value.reason


def test_the_head_extends_once_by_thirty_days_at_most_and_the_citizen_is_told(lives: Lives) -> None:
    filed = lives.in_progress("saran")
    for days in (0, -1, 31):
        assert why_not(lives, filed, days) is Reason.EXTENSION_TOO_LONG
    extend(lives, filed, 30)
    assert due(lives, filed) == RECEIVED + timedelta(days=60)
    assert why_not(lives, filed, 1) is Reason.ALREADY_EXTENDED
    with lives.citizen(filed) as uow:
        own = tracking.open_own(uow)
    assert [letter.text for letter in own.letters] == ["Архиваас лавлагаа хүлээж байна."]
    assert own.extension is not None and own.extension.days == 30
    assert own.explanation is not None and own.explanation.due == RECEIVED + timedelta(days=60)
    assert "deadline.extended" in [event.verb for event in own.events]


def test_an_inspector_does_not_extend(lives: Lives) -> None:
    filed = lives.in_progress("saran")
    with pytest.raises(Exception, match="refused"):
        extend(lives, filed, 10, "saran")
    assert due(lives, filed) == RECEIVED + timedelta(days=30)


@pytest.mark.parametrize("mode", [Mode.ANONYMOUS])
def test_what_the_authority_promised_by_itself_is_not_extended_by_law(lives: Lives, mode: Mode) -> None:
    filed = lives.in_progress("saran", mode=mode)
    assert why_not(lives, filed, 10) is Reason.NO_LEGAL_DEADLINE


def test_an_integrity_case_is_not_extended(lives: Lives) -> None:
    assert why_not(lives, lives.under_integrity("bat"), 10) is Reason.NOT_NOW


def test_a_changed_rule_holds_for_what_comes_after_it(lives: Lives) -> None:
    """A case keeps the version that it was received under, at triage and extension, too."""
    old = lives.file()
    change(lives, "reply_days", 20)
    try:
        new = lives.file()
        for filed in (old, new):
            lives.cast.step("saran", filed.number, c.Register())
            lives.cast.step("saran", filed.number, lives.triage_of(Theme.QUEUE))
            lives.cast.step("saran", filed.number, c.Assign(lives.cast.id_of("saran"), no_conflict=True))
        assert [due(lives, filed) for filed in (old, new)] == [RECEIVED + timedelta(days=days) for days in (30, 20)]
        extend(lives, old, 5)
        assert due(lives, old) == RECEIVED + timedelta(days=35)
    finally:
        forget_changes(lives, "reply_days")


def test_a_due_day_on_a_day_off_moves_only_when_the_authority_says_so(lives: Lives, clock: Clock) -> None:
    clock.now = datetime(2026, 3, 6, 9, 0, tzinfo=ULAANBAATAR)
    sunday = lives.file()
    change(lives, "roll_to_working_day", 1)
    try:
        rolled = lives.file()
        assert (due(lives, sunday), due(lives, rolled)) == (date(2026, 4, 5), date(2026, 4, 6))
    finally:
        forget_changes(lives, "roll_to_working_day")


def change(lives: Lives, code: str, value: int) -> None:
    with lives.cast.at("dorj") as uow:
        upkeep.change_rule(uow, code, value=value, basis_mn="Журам", basis_en="Rule", source="test", verified=False)


def forget_changes(lives: Lives, code: str) -> None:
    """The rules outlive a test's cases, so they are put back as they were delivered."""
    with lives.owner.begin() as owner:
        owner.execute(text("SET LOCAL session_replication_role = replica"))
        owner.execute(text("DELETE FROM deadline_rule WHERE code = :code AND version > 1"), {"code": code})
        owner.execute(text("UPDATE deadline_rule SET current = true WHERE code = :code"), {"code": code})


@pytest.mark.parametrize(
    ("code", "lowest"),
    [
        ("small_cell_threshold", 3),
        ("small_cell_threshold_integrity", 5),
        ("reply_days", 1),
        ("appeal_days", 1),
        ("handover_workdays", 1),
        ("retention_years", 3),
        ("roll_to_working_day", 0),
    ],
)
def test_no_administrator_goes_below_the_lowest_value_of_a_rule(lives: Lives, code: str, lowest: int) -> None:
    with pytest.raises(RuleBroken) as broken:
        change(lives, code, lowest - 1)
    assert broken.value.reason is Reason.VALUE_OUT_OF_RANGE
    try:
        change(lives, code, lowest)
        with lives.cast.at("tuya") as uow:
            assert terms.number(uow, code) == lowest
    finally:
        forget_changes(lives, code)


def test_the_hand_over_is_due_three_working_days_after_triage(lives: Lives, clock: Clock) -> None:
    clock.now = datetime(2026, 3, 6, 9, 0, tzinfo=ULAANBAATAR)
    filed = lives.referred()
    with lives.owner.connect() as connection:
        found = connection.scalar(text("SELECT due_on FROM agency_package WHERE case_id = :id"), {"id": filed.id})
    assert found == date(2026, 3, 11)


def test_days_left_end_with_the_decision(lives: Lives, clock: Clock) -> None:
    filed = lives.in_progress("saran")
    clock.forward(days=31)
    with lives.cast.at("saran") as uow:
        assert desk.open_case(uow, filed.number).days_left == -1
    clock.now = clock.now - timedelta(days=31)
    answered = lives.answered()
    with lives.citizen(answered) as uow:
        assert tracking.open_own(uow).days_left is None
