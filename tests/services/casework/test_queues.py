"""Queues: each person their own, in an order that can be paged through, and counted up to a bound."""

import pytest
from sqlalchemy import text

from caseapp.domain import commands as c
from caseapp.domain.linking import LinkKind
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Outcome, Theme
from caseapp.queries import narrowing, queue
from caseapp.queries.filtering import Filter, Sort
from caseapp.services import gate
from caseapp.services.casework import linking, queues
from caseapp.services.staff import conflicts
from caseapp.services.workflow import steps
from tests.conftest import Clock
from tests.lives import Lives


def shown(lives: Lives, login: str, **chosen: object) -> list[str]:
    with lives.cast.at(login) as uow:
        return [row.number for row in queues.list_cases(uow, Filter(**chosen)).rows]  # type: ignore[arg-type]


def all_pages(lives: Lives, login: str, sort: Sort) -> list[str]:
    found: list[str] = []
    after = None
    while True:
        with lives.cast.at(login) as uow:
            desk = queues.list_cases(uow, Filter(queue="all", sort=sort, after=after))
        found += [row.number for row in desk.rows]
        if not desk.more:
            return found
        last = desk.rows[-1]
        keys = {Sort.DUE: last.due_on or queue.FAR, Sort.RECEIVED: last.received_day, Sort.NUMBER: last.number}
        assert desk.next_after == f"{keys[sort]}.{last.id}"
        after = (keys[sort], last.id)


@pytest.mark.parametrize("sort", list(Sort))
def test_paging_by_key_shows_every_case_once_and_in_order(
    lives: Lives, clock: Clock, monkeypatch: pytest.MonkeyPatch, sort: Sort
) -> None:
    monkeypatch.setattr(queue, "PAGE", 2)
    filed = []
    for days in (0, 1, 0, 1, 0):
        clock.forward(days=days)
        filed.append(lives.triaged("saran").number)
    with lives.owner.begin() as connection:
        connection.execute(text('UPDATE "case" SET due_on = NULL WHERE number = ANY (:two)'), {"two": filed[:2]})
    pages = all_pages(lives, "saran", sort)
    assert sorted(pages) == sorted(filed)
    if sort is Sort.NUMBER:
        assert pages == sorted(filed)
    elif sort is Sort.DUE:
        assert set(pages[-2:]) == set(filed[:2]), "what has no due day comes last"
    else:
        assert set(pages[-1:]) == {filed[0]}, "the latest first"


def test_a_letter_to_the_citizen_and_a_question_to_a_unit_wait_apart(lives: Lives) -> None:
    asked, unit = lives.in_progress("saran"), lives.in_progress("saran")
    lives.cast.step("saran", asked.number, c.AskCitizen("Тодруулна уу."))
    lives.cast.step("saran", unit.number, c.RequestExplanation(lives.unit("AIM-061"), "Яагаад удсан бэ?"))
    assert shown(lives, "saran", queue="awaiting_citizen") == [asked.number]
    assert shown(lives, "saran", queue="awaiting_unit") == [unit.number]


def test_to_approve_is_what_another_has_proposed_and_this_person_may_decide(lives: Lives) -> None:
    filed = lives.in_progress("saran")
    lives.cast.step("saran", filed.number, c.ProposeAnswer(Outcome.UPHELD, "16 дугаар зүйл", "Хариу."))
    assert shown(lives, "saran", queue="approve") == [], "one's own is another's to approve"
    assert shown(lives, "bat", queue="approve") == [filed.number]
    assert shown(lives, "sukh", queue="approve") == [], "a registrar approves nothing"
    with lives.cast.at("saran") as uow:
        assert queues.list_cases(uow, Filter()).counts["approve"] == 0


def approvable_by_the_table(lives: Lives, login: str) -> set[str]:
    """What the workflow itself offers this person to approve, case by case."""
    found = set()
    for number in shown(lives, login, queue="all"):
        with lives.cast.at(login) as uow:
            case = gate.load_case(uow, number, {Permission.CASE_READ})
            offers = [one.action for one in steps.offers(uow, case) if one.missing is None]
            if any(action.value.startswith("approve_") for action in offers):
                found.add(number)
    return found


def waits_for(lives: Lives) -> dict[str, set[str]]:
    """Of each person the queue «to approve», which is what the table offers to them."""
    waiting = {login: set(shown(lives, login, queue="approve")) for login in ("saran", "bat", "tuya", "ganaa")}
    assert waiting == {login: approvable_by_the_table(lives, login) for login in waiting}
    return waiting


def appealed(lives: Lives, proposer: str, approver: str, *, shut_out: str = "") -> str:
    """Answered by these two, appealed against, and answered anew by Bat."""
    filed = lives.answered(proposer, approver)
    if shut_out:
        with lives.cast.at(shut_out) as uow:
            conflicts.declare(uow, filed.number)
    with lives.citizen(filed) as uow:
        steps.take_own_step(uow, c.Appeal("Болоогүй."))
    lives.cast.step("tuya", filed.number, c.Assign(lives.cast.id_of("bat")))
    with lives.cast.at("bat") as uow:
        conflicts.state_none(uow, filed.number)
    lives.cast.step("bat", filed.number, c.ProposeAnswer(Outcome.UPHELD, "16 дугаар зүйл", "Хариу."))
    return filed.number


def test_an_appeal_waits_for_the_head_who_did_not_decide_before(lives: Lives) -> None:
    number = appealed(lives, "saran", "tuya")
    assert waits_for(lives) == {"saran": set(), "bat": set(), "tuya": set(), "ganaa": {number}}


def test_where_no_such_head_is_left_an_appeal_waits_for_another_who_took_no_part(lives: Lives) -> None:
    number = appealed(lives, "tuya", "ganaa")
    assert waits_for(lives) == {"saran": {number}, "bat": set(), "tuya": set(), "ganaa": set()}


def test_a_head_for_whom_the_case_is_gone_counts_for_none(lives: Lives) -> None:
    appealed(lives, "saran", "tuya", shut_out="ganaa")
    assert waits_for(lives) == {"saran": set(), "bat": set(), "tuya": set(), "ganaa": set()}


def test_that_a_repeat_was_answered_before_waits_for_a_head(lives: Lives) -> None:
    first, second = lives.answered("saran", "bat"), lives.in_progress("saran")
    with lives.cast.at("saran") as uow:
        linking.link(uow, second.number, first.number, LinkKind.REPEAT_OF)
    lives.cast.step("saran", second.number, c.ProposeAnswer(Outcome.REPEAT, "Хууль", "Өмнөх хариуг үзнэ үү."))
    assert waits_for(lives) == {"saran": set(), "bat": set(), "tuya": {second.number}, "ganaa": {second.number}}


def test_a_return_to_the_ordinary_path_waits_for_another_of_the_team(lives: Lives) -> None:
    report = lives.under_integrity("bat")
    lives.cast.step("bat", report.number, c.ProposeReturn("Буцаая."))
    assert waits_for(lives) == {"saran": set(), "bat": set(), "tuya": {report.number}, "ganaa": {report.number}}


def test_the_integrity_queue_is_named_to_those_alone_who_are_designated(lives: Lives) -> None:
    lives.under_integrity("bat")
    with lives.cast.at("bat") as uow:
        assert queues.list_cases(uow, Filter()).counts["integrity"] == 1
    with lives.cast.at("saran") as uow:
        found = queues.list_cases(uow, Filter(queue="integrity"))
        assert (found.rows, "integrity" in found.counts) == ((), False)


def test_counts_stop_at_their_bound(lives: Lives, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "COUNT_BOUND", 2)
    for _ in range(4):
        lives.file()
    with lives.cast.at("sukh") as uow:
        assert queues.list_cases(uow, Filter()).counts["open"] == 3, "one more than the bound says: more"


def test_a_theme_and_words_are_found_alike_whether_they_are_rare_or_frequent(
    lives: Lives, monkeypatch: pytest.MonkeyPatch
) -> None:
    for theme in (Theme.DELAY, Theme.DELAY, Theme.QUEUE):
        lives.triaged("saran", theme, words="Жижүүр үүдэнд зогсоов.")
    other = lives.triaged("saran", Theme.DELAY, words="Лавлагаа удлаа.")

    def answers() -> list[set[str]]:
        with lives.cast.at("saran") as uow:
            both = queues.list_cases(uow, Filter(queue="all", theme=Theme.DELAY), "жижүүр").rows
            themed = queues.list_cases(uow, Filter(queue="all", theme=Theme.DELAY)).rows
            worded = queues.list_cases(uow, Filter(queue="all"), "жижүүр үүдэнд").rows
        return [{row.number for row in rows} for rows in (both, themed, worded)]

    rare = answers()
    monkeypatch.setattr(narrowing, "FEW", 1)
    assert answers() == rare
    assert [len(found) for found in rare] == [2, 3, 3]
    assert other.number in rare[1] and other.number not in rare[2]
