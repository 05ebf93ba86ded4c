"""Many at once: every case is judged on its own, and what is in the way of one leaves the others as they are."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import text

from caseapp.domain import commands as c
from caseapp.domain.errors import Reason, Refused
from caseapp.domain.vocab import Severity, Status, Theme
from caseapp.queries.filtering import Filter
from caseapp.services.casework import many, queues
from caseapp.services.casework.many import (
    AnswerRepeats,
    AssignAll,
    Picked,
    RegisterAll,
    Result,
    TakeOnAll,
    TriageAlike,
    Wanted,
)
from caseapp.services.uow import UnitOfWork
from tests.lives import FiledCase, Lives


def at(lives: Lives, login: str) -> Callable[[], AbstractContextManager[UnitOfWork]]:
    return lambda: lives.cast.at(login)


def take(lives: Lives, login: str, wanted: Wanted, *filed: FiledCase) -> list[Result]:
    return list(many.take(at(lives, login), [Picked(one.number, None) for one in filed], wanted))


def test_of_three_two_are_assigned_and_the_third_says_why_not(lives: Lives) -> None:
    first, fresh, second = lives.triaged("bat"), lives.file(), lives.triaged("bat")
    results = take(lives, "bat", AssignAll(lives.cast.id_of("saran")), first, fresh, second)
    assert [one.reason for one in results] == [None, Reason.NOT_NOW, None]
    assert [lives.status(one) for one in (first, fresh, second)] == ["in_progress", "received", "in_progress"]


def test_nobody_is_given_a_case_about_themselves_among_many(lives: Lives) -> None:
    plain, about = lives.triaged("bat"), lives.file()
    saran = lives.cast.id_of("saran")
    lives.cast.step("bat", about.number, c.Register())
    lives.cast.step("bat", about.number, lives.triage_of(Theme.QUEUE, officials=(saran,)))
    results = take(lives, "bat", AssignAll(saran), plain, about)
    assert [one.reason for one in results] == [None, Reason.ASSIGNEE_IS_RECUSED]


def test_a_foreign_case_answers_as_one_that_never_was(lives: Lives) -> None:
    report = lives.under_integrity("bat")
    wanted = AssignAll(lives.cast.id_of("saran"))
    (foreign,) = take(lives, "saran", wanted, report)
    (unknown,) = many.take(at(lives, "saran"), [Picked("2026-0000-0000-0", None)], wanted)
    assert (foreign.reason, foreign.gone) == (unknown.reason, unknown.gone) == (None, True)


def test_what_moved_on_since_the_list_was_shown_is_left_as_it_is(lives: Lives) -> None:
    filed = lives.triaged("bat")
    with lives.cast.at("bat") as uow:
        (row,) = queues.list_cases(uow, Filter()).rows
    lives.cast.step("bat", filed.number, lives.triage_of(Theme.DELAY))
    wanted = AssignAll(lives.cast.id_of("saran"))
    (result,) = many.take(at(lives, "bat"), [Picked(filed.number, row.status_seq)], wanted)
    assert result.reason is Reason.CASE_MOVED
    assert lives.status(filed) == "triaged"


def test_cases_are_classified_alike_and_keep_their_own_kind_and_unit(lives: Lives) -> None:
    known, fresh = lives.triaged("bat"), lives.file()
    lives.cast.step("bat", fresh.number, c.Register())
    results = take(lives, "bat", TriageAlike(frozenset({Theme.FEES}), None, Severity.LOW), known, fresh)
    assert results[0].reason is None
    with lives.cast.at("bat") as uow:
        rows = {row.number: row.decided for row in queues.list_cases(uow, Filter(queue="all")).rows}
    assert rows[known.number] == (Theme.FEES,)


def test_a_theme_of_integrity_is_refused_to_each(lives: Lives) -> None:
    wanted = TriageAlike(frozenset({Theme.BRIBERY}), None, Severity.LOW)
    assert [one.reason for one in take(lives, "bat", wanted, lives.triaged("bat"))] == [Reason.ESCALATE_INSTEAD]


def test_only_a_linked_repeat_is_answered_as_one(lives: Lives) -> None:
    filed = lives.in_progress("saran")
    (result,) = take(lives, "saran", AnswerRepeats("16 дугаар зүйл", "Өмнөх хариуг үзнэ үү."), filed)
    assert result.reason is not None
    assert lives.status(filed) == "in_progress"


def test_a_registrar_and_more_than_the_bound_get_nowhere(lives: Lives) -> None:
    filed = lives.triaged("bat")
    (result,) = take(lives, "sukh", AssignAll(lives.cast.id_of("saran")), filed)
    assert result.gone
    picked = [Picked(f"2026-0000-{n:04}-0", None) for n in range(many.MOST + 20)]
    assert len(many.take(at(lives, "bat"), picked, AssignAll(1))) == many.MOST


def stated(lives: Lives, filed: FiledCase) -> set[int]:
    with lives.owner.connect() as connection:
        rows = connection.execute(text("SELECT user_id FROM conflict_statement WHERE case_id = :id"), {"id": filed.id})
        return {row.user_id for row in rows}


def test_whoever_takes_on_many_states_no_conflict_in_each(lives: Lives) -> None:
    saran = lives.cast.id_of("saran")
    filed = [lives.triaged("bat"), lives.triaged("bat")]
    without = [one.reason for one in take(lives, "saran", AssignAll(saran), *filed)]
    assert without == [Reason.NEEDS_NO_CONFLICT] * 2 and stated(lives, filed[0]) == set()
    first, second = filed
    assert take(lives, "saran", AssignAll(saran, no_conflict=True), first) == [Result(first.number)]
    assert take(lives, "saran", TakeOnAll(no_conflict=True), second) == [Result(second.number)]
    assert [stated(lives, one) for one in filed] == [{saran}, {saran}]
    assert [lives.verbs(one)[-1] for one in filed] == ["case.assigned"] * 2


def test_a_statement_counts_for_oneself_alone(lives: Lives) -> None:
    filed, saran = lives.triaged("bat"), lives.cast.id_of("saran")
    take(lives, "bat", AssignAll(saran, no_conflict=True), filed)
    assert stated(lives, filed) == set()


def test_what_was_only_received_is_registered_together(lives: Lives) -> None:
    fresh, known = lives.file(), lives.triaged("bat")
    assert [one.reason for one in take(lives, "saran", RegisterAll(), fresh, known)] == [None, Reason.NOT_NOW]
    assert (lives.status(fresh), lives.status(known)) == ("registered", "triaged")


def test_all_that_a_filter_finds_is_taken_from_all_pages_and_not_more_than_the_bound(
    lives: Lives, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = {lives.file().number for _ in range(queues.PAGE + 2)}
    lives.triaged("bat")
    with lives.cast.at("saran") as uow:
        found = many.all_found(uow, Filter(status=Status.RECEIVED), "")
        assert {one.number for one in found} == filed and len(found) == len(filed)
        monkeypatch.setattr(many, "MOST", 3)
        assert many.all_found(uow, Filter(status=Status.RECEIVED), "") == found[:3]
    with pytest.raises(Refused), lives.cast.at("sukh") as uow:
        many.all_found(uow, Filter(), "")


def test_what_moved_on_after_all_were_found_is_left_as_it_is(lives: Lives) -> None:
    first, second = lives.file(), lives.file()
    with lives.cast.at("saran") as uow:
        found = many.all_found(uow, Filter(status=Status.RECEIVED), "")
    lives.cast.step("bat", first.number, c.Register())
    results = {one.number: one.reason for one in many.take(at(lives, "saran"), found, RegisterAll())}
    assert results == {first.number: Reason.CASE_MOVED, second.number: None}
