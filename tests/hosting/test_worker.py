"""The queue: a job is there exactly when its change is, and the minute's checkpoint is written by the worker."""

import asyncio
import json

from sqlalchemy import Engine, text

from caseapp.domain.actors import Door, system
from caseapp.hosting.worker import PERIODIC, jobs_app
from caseapp.services import jobs, ledger
from caseapp.services.law import reckoning
from caseapp.services.uow import Surroundings, open_unit_of_work
from tests.lives import Lives


class ChangeFailed(Exception):
    pass


def waiting(owner: Engine) -> list[tuple[str, dict[str, object]]]:
    with owner.connect() as connection:
        rows = connection.execute(text("SELECT task_name, args FROM procrastinate_jobs WHERE status = 'todo'"))
        return [(row.task_name, row.args) for row in rows]


def test_a_job_waits_once_the_change_is_committed(house: Surroundings, owner_engine: Engine) -> None:
    with open_unit_of_work(house, system(Door.CASEWORK)) as uow:
        jobs.enqueue(uow, jobs.CHECKPOINT, {})
        assert waiting(owner_engine) == []
    assert waiting(owner_engine) == [(jobs.CHECKPOINT, {})]


def test_a_job_vanishes_with_a_change_that_failed(house: Surroundings, owner_engine: Engine) -> None:
    try:
        with open_unit_of_work(house, system(Door.CASEWORK)) as uow:
            jobs.enqueue(uow, jobs.CHECKPOINT, {})
            raise ChangeFailed
    except ChangeFailed:
        pass
    assert waiting(owner_engine) == []


def test_the_same_job_waits_only_once_under_one_lock(house: Surroundings, owner_engine: Engine) -> None:
    with open_unit_of_work(house, system(Door.CASEWORK)) as uow:
        for _ in range(2):
            jobs.enqueue(uow, jobs.CHECKPOINT, {}, lock="R-2026-1")
    assert len(waiting(owner_engine)) == 1


def test_the_worker_writes_the_checkpoint_as_the_jobs_role(
    house: Surroundings, owner_engine: Engine, owner_url: str
) -> None:
    with open_unit_of_work(house, system(Door.AUTH)) as uow:
        ledger.append(uow, "session.failed")

    async def work_once() -> None:
        app = jobs_app(owner_url, house)
        async with app.open_async():
            for name in PERIODIC:
                await app.configure_task(name).defer_async(timestamp=0)
            await app.run_worker_async(wait=False, delete_jobs="successful", install_signal_handlers=False)

    asyncio.run(work_once())
    with owner_engine.connect() as connection:
        covered = connection.scalars(text("SELECT entries FROM ledger_checkpoint")).all()
        left = connection.execute(text("SELECT status, args FROM procrastinate_jobs")).all()
    assert covered == [1]
    assert [json.dumps(list(row)) for row in left] == []


def test_a_referral_stands_under_a_signature_at_once(lives: Lives, owner_engine: Engine, owner_url: str) -> None:
    """Every job that a step leaves is one that the worker knows, and it is done."""
    lives.referred()
    names = {name for name, _args in waiting(owner_engine)}
    assert names == {jobs.CHECKPOINT} and names <= PERIODIC.keys()

    async def work_once() -> None:
        app = jobs_app(owner_url, lives.around)
        async with app.open_async():
            await app.run_worker_async(wait=False, delete_jobs="successful", install_signal_handlers=False)

    asyncio.run(work_once())
    with owner_engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM ledger_checkpoint")) == 1
    left = [name for name, args in waiting(owner_engine) if "timestamp" not in args]
    assert left == [], "but for what the turn of a minute brought meanwhile"


def test_the_worker_counts_due_days_anew_to_the_last_case(lives: Lives, owner_engine: Engine, owner_url: str) -> None:
    """An order of the administrator's leaves no job behind that failed."""
    filed = lives.file()
    with lives.cast.at("dorj") as uow:
        reckoning.order_calendar(uow)
    with owner_engine.begin() as owner:
        owner.execute(text('UPDATE "case" SET due_on = due_on + 1'))

    async def work_once() -> None:
        app = jobs_app(owner_url, lives.around)
        async with app.open_async():
            await app.run_worker_async(wait=False, delete_jobs="successful", install_signal_handlers=False)

    asyncio.run(work_once())
    with owner_engine.connect() as connection:
        assert connection.execute(text("SELECT status FROM procrastinate_jobs")).all() == []
    assert lives.verbs(filed)[-1] == "deadline.recomputed"
