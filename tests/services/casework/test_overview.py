"""The head's page: loads, what is late and why, what waits, the weeks; for a recused head as if the case were not."""

from dataclasses import replace
from datetime import date

import pytest

from caseapp.domain import commands as c
from caseapp.domain.errors import Refused
from caseapp.domain.vocab import Kind, Mode, Outcome, Status, Theme
from caseapp.services.casework import overview
from caseapp.services.casework.overview import Overview, Week
from tests.conftest import Clock
from tests.lives import COMPLAINT, REPORT, FiledCase, Lives


def seen(lives: Lives, login: str = "tuya") -> Overview:
    with lives.cast.at(login) as uow:
        return overview.build(uow)


def load(found: Overview, of: int | None) -> tuple[int, int, int]:
    """Open, overdue and due soon."""
    return next((one.open, one.overdue, one.due_soon) for one in found.people if one.of == of)


@pytest.mark.parametrize("login", ["saran", "bat", "sukh", "zaya"])
def test_it_is_there_for_heads_alone(lives: Lives, login: str) -> None:
    with pytest.raises(Refused):
        seen(lives, login)


def test_everybody_who_works_on_cases_stands_there_with_what_they_have(lives: Lives, clock: Clock) -> None:
    lives.triaged("bat")
    lives.in_progress("saran")
    clock.forward(days=28)
    lives.in_progress("saran")
    found = seen(lives)
    saran, bat = lives.cast.id_of("saran"), lives.cast.id_of("bat")
    assert load(found, saran) == (2, 0, 1)
    assert load(found, bat) == (0, 0, 0)
    assert load(found, None) == (1, 0, 1)
    assert found.people[0].of is None
    of_saran = next(one for one in found.people if one.of == saran)
    assert (of_saran.median_age, of_saran.oldest_age) == (0, 28)
    assert [(one.of, one.open) for one in found.units] == [(lives.unit("AIM-061"), 3)]


def test_an_overdue_case_says_what_it_waits_for(lives: Lives, clock: Clock) -> None:
    asked, extended = lives.in_progress("saran"), lives.in_progress("saran")
    lives.cast.step("saran", asked.number, c.RequestExplanation(lives.unit("AIM-061"), "Яагаад?"))
    lives.cast.step("tuya", extended.number, c.Extend(5, "Баримт хүлээж байна."))
    assert seen(lives).overdue == ()
    clock.forward(days=40)
    found = seen(lives)
    why = {(one.status, one.extended): one.cases for one in found.overdue}
    assert why == {(Status.AWAITING_UNIT, False): 1, (Status.IN_PROGRESS, True): 1}
    assert [one.number for one in found.latest] == [asked.number, extended.number]
    assert (found.open, found.open_overdue) == (2, 2)
    assert (found.extended_open, found.extended_overdue, found.extended_decided) == (1, 1, 0)


def test_what_waits_for_a_second_person_is_counted_by_kind_of_proposal(lives: Lives) -> None:
    for _ in range(2):
        filed = lives.in_progress("saran")
        lives.cast.step("saran", filed.number, c.ProposeAnswer(Outcome.UPHELD, "16 дугаар зүйл", "Хариу."))
    corrupt = lives.under_integrity("bat")
    lives.cast.step("bat", corrupt.number, c.ProposeReferral("Шинжтэй.", with_identity=False))
    waiting = {one.status: one.cases for one in seen(lives).to_approve}
    assert waiting == {Status.ANSWER_PROPOSED: 2, Status.REFERRAL_PROPOSED: 1}


def test_the_weeks_tell_what_came_what_was_decided_and_what_stood_open_at_their_end(lives: Lives, clock: Clock) -> None:
    """The clock stands on a Monday. Two cases come; one is answered in the second week; the other is late in April."""
    first, _late = lives.in_progress("saran"), lives.in_progress("saran")
    clock.forward(days=8)
    lives.in_progress("saran")
    lives.cast.step("saran", first.number, c.ProposeAnswer(Outcome.UPHELD, "16 дугаар зүйл", "Хариу."))
    lives.cast.step("tuya", first.number, c.ApproveAnswer())
    clock.forward(days=28)
    weeks = seen(lives).weeks
    assert len(weeks) == overview.WEEKS
    assert weeks[-1] == Week(date(2026, 4, 6), date(2026, 4, 7), 0, 0, 2, 1)
    assert weeks[-2] == Week(date(2026, 3, 30), date(2026, 4, 5), 0, 0, 2, 1)
    assert weeks[-5] == Week(date(2026, 3, 9), date(2026, 3, 15), 1, 1, 2, 0)
    assert weeks[-6] == Week(date(2026, 3, 2), date(2026, 3, 8), 2, 0, 2, 0)
    assert weeks[0].open == weeks[0].overdue == 0


def test_a_case_that_was_answered_late_was_overdue_until_then(lives: Lives, clock: Clock) -> None:
    filed = lives.in_progress("saran")
    clock.forward(days=37)
    lives.cast.step("saran", filed.number, c.ProposeAnswer(Outcome.UPHELD, "16 дугаар зүйл", "Хариу."))
    lives.cast.step("tuya", filed.number, c.ApproveAnswer())
    assert [week.overdue for week in seen(lives).weeks][-3:] == [0, 1, 0]


def about(lives: Lives, *logins: str, kind: Kind = Kind.COMPLAINT) -> FiledCase:
    filed = lives.file(REPORT if kind.is_integrity else COMPLAINT, kind=kind)
    theme = Theme.BRIBERY if kind.is_integrity else Theme.STAFF_CONDUCT
    lives.cast.step("bat", filed.number, c.Register())
    officials = tuple(lives.cast.id_of(login) for login in logins)
    lives.cast.step("bat", filed.number, lives.triage_of(theme, kind=kind, officials=officials))
    return filed


def test_to_a_head_who_is_complained_about_the_page_is_as_if_there_were_no_such_case(
    lives: Lives, clock: Clock
) -> None:
    lives.in_progress("saran")
    about(lives, "dulam")
    clock.forward(days=3)
    before = seen(lives, "ganaa")
    hidden = about(lives, "ganaa")
    lives.cast.step("tuya", hidden.number, c.Assign(lives.cast.id_of("saran")))
    assert seen(lives, "ganaa") == before
    told = seen(lives, "tuya")
    assert (told.open, told.recusals) == (before.open + 1, before.recusals + 1)
    clock.forward(days=40)
    late = seen(lives, "ganaa")
    assert hidden.number not in {one.number for one in late.latest}
    assert late.open_overdue == seen(lives, "tuya").open_overdue - 1


def test_recusals_are_a_number_and_neither_names_nor_cases(lives: Lives) -> None:
    about(lives, "dulam", "gerel")
    found = seen(lives)
    assert (found.recusals, found.recusals_new) == (2, 2)
    told = replace(found, names={}, unit_names={})
    assert "Дулам" not in repr(told) and "Гэрэл" not in repr(told)


def test_a_head_outside_the_integrity_team_counts_ordinary_cases_alone(lives: Lives) -> None:
    lives.in_progress("saran")
    with lives.cast.at("tuya") as uow:
        everything = overview.build(uow).open
    lives.file(REPORT, kind=Kind.CORRUPTION, mode=Mode.ANONYMOUS)
    assert seen(lives).open == everything + 1
