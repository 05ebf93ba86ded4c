"""Tasks on a case: what one member of the team asks another (or themselves) to do there, by when."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update

from caseapp.domain.compartments import notes_of
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.numbers import new_id
from caseapp.domain.policy import Permission
from caseapp.models.case import Case
from caseapp.models.desk import Task
from caseapp.queries.listing import PersonRow
from caseapp.services import at_hand, gate, ledger
from caseapp.services.uow import UnitOfWork

MAX_TASK = 2_000


@dataclass(frozen=True, repr=False)
class ToDo:
    """A task as a page shows it: `number` and `title` are the case's."""

    id: int
    number: str
    title: str
    text: str
    assignee_id: int
    made_by_id: int
    made_at: datetime
    due_on: date
    done_at: datetime | None = None
    done_by_id: int | None = None


def part(task_id: int) -> str:
    return f"task/{task_id}"


def give(uow: UnitOfWork, number: str, text: str, assignee_id: int, due_on: date) -> None:
    """To a member of the team for whom the case exists; the ledger learns who and until when, never what."""
    case = gate.load_whole(uow, number, {Permission.CASE_WORK})
    gate.decide(uow, case, notes_of(case.path))
    known = at_hand.of(uow, case)
    if assignee_id not in known.workers - known.recused:
        raise RuleBroken(Reason.ASSIGNEE_NOT_IN_TEAM)
    if not text.strip():
        raise RuleBroken(Reason.NEEDS_TEXT)
    if len(text) > MAX_TASK:
        raise RuleBroken(Reason.TEXT_TOO_LONG)
    if due_on < uow.today:
        raise RuleBroken(Reason.DAY_IS_PAST)
    row = Task(
        id=new_id(),
        case_id=case.id,
        assignee_id=assignee_id,
        made_by_id=uow.actor.user_id,
        made_at=uow.now,
        due_on=due_on,
    )
    uow.session.add(row)
    gate.put_new_part(uow, case, notes_of(case.path), part(row.id), text)
    ledger.append(uow, "task.given", case, person=assignee_id)


def may_be_given(uow: UnitOfWork, number: str) -> tuple[PersonRow, ...]:
    """Members of the case's team who work on cases and for whom this one exists."""
    case = gate.load_whole(uow, number, {Permission.CASE_WORK})
    known = at_hand.of(uow, case)
    return tuple(person for person in known.register.people if person.id in known.workers - known.recused)


def finish(uow: UnitOfWork, number: str, task_id: int) -> None:
    """By whoever works on cases of this team; a task is done once."""
    case = gate.load_case(uow, number, {Permission.CASE_WORK})
    done = uow.session.execute(
        update(Task)
        .where(Task.id == task_id, Task.case_id == case.id, Task.done_at.is_(None))
        .values(done_at=uow.now, done_by_id=uow.actor.user_id)
    )
    if done.rowcount == 1:  # type: ignore[attr-defined]
        ledger.append(uow, "task.done", case)
    elif uow.session.scalar(select(Task.id).where(Task.id == task_id, Task.case_id == case.id)) is None:
        raise Refused("task")


def mine(uow: UnitOfWork) -> tuple[ToDo, ...]:
    """The actor's own open tasks of all cases that exist for them, the earliest due first, opened in one pass."""
    if not uow.actor.may(Permission.CASE_WORK):
        raise Refused("tasks")
    rows = uow.session.execute(
        select(Task, Case)
        .join(Case, Case.id == Task.case_id)
        .where(Task.assignee_id == uow.actor.user_id, Task.done_at.is_(None))
        .order_by(Task.due_on, Task.id)
    ).all()
    titles = gate.open_titles(uow, {case.id: case.path for _, case in rows}.items())
    texts = gate.open_lines(uow, [(case.id, case.path, part(task.id)) for task, case in rows])
    return tuple(_shown(task, case, titles, texts) for task, case in rows)


def _shown(task: Task, case: Case, titles: dict[int, str], texts: dict[tuple[int, str], str]) -> ToDo:
    return ToDo(
        id=task.id,
        number=case.number,
        title=titles.get(case.id, ""),
        text=texts.get((case.id, part(task.id)), ""),
        assignee_id=task.assignee_id,
        made_by_id=task.made_by_id,
        made_at=task.made_at,
        due_on=task.due_on,
    )
