"""The worker: takes jobs from the queue in PostgreSQL and rings the clock for what recurs; one or more may run."""

import asyncio
import logging
import os
import sys
from collections.abc import Callable
from functools import partial

from procrastinate import App, JobContext, PsycopgConnector, RetryStrategy
from sqlalchemy import make_url

from caseapp.domain.actors import Door, system
from caseapp.hosting import closed_memory
from caseapp.hosting.engine import application_engine, surroundings
from caseapp.hosting.posting import NO_POST, Post, post_of
from caseapp.hosting.settings import Settings, SettingsError
from caseapp.services import jobs, ledger
from caseapp.services.files import forgetting
from caseapp.services.law import reckoning, reminding
from caseapp.services.petitioner import notices
from caseapp.services.uow import DATABASE_ROLE, Surroundings, UnitOfWork, open_unit_of_work

EVERY_MINUTE, EVERY_TEN_MINUTES, EVERY_HOUR = "* * * * *", "*/10 * * * *", "7 * * * *"
TAKE_UP_AGAIN = "jobs.take_up_again"
GRACE_SECONDS = 8.0
Work = Callable[[UnitOfWork], object]

PERIODIC: dict[str, tuple[str, Work]] = {
    jobs.CHECKPOINT: (EVERY_MINUTE, ledger.checkpoint),
    jobs.FORGET: (EVERY_MINUTE, forgetting.forget_expired),
    jobs.GIVE_UP_NOTICES: (EVERY_HOUR, notices.give_up),
    jobs.REMIND: (EVERY_HOUR, reminding.remind),
}
"""Task by name: when it recurs (cron), and the service that does it. One node of many runs each time of it."""


def _in_a_unit_of_work(house: Surroundings, work: Work) -> None:
    with open_unit_of_work(house, system(Door.JOBS)) as uow:
        work(uow)


def _ring(house: Surroundings, work: Work, timestamp: int = 0) -> None:  # noqa: ARG001 - the library names the minute
    _in_a_unit_of_work(house, work)


class NotDelivered(RuntimeError):
    """Asks the queue to come again; says nothing else."""


def _deliver(house: Surroundings, post: Post, notice_id: int) -> None:
    """Nothing is held in the database while a mail server takes its time."""
    with open_unit_of_work(house, system(Door.JOBS)) as uow:
        letter = notices.begin(uow, notice_id)
    if letter is None:
        return
    fate = post.deliver(letter)
    with open_unit_of_work(house, system(Door.JOBS)) as uow:
        again = notices.finish(uow, notice_id, fate)
    if again:
        raise NotDelivered


def _reckon(house: Surroundings, rule_id: int, after: int, ordered_by: int) -> None:
    with open_unit_of_work(house, system(Door.JOBS)) as uow:
        reckoning.reckon(uow, rule_id, after, ordered_by)


async def _take_up_again(context: JobContext, timestamp: int = 0) -> None:  # noqa: ARG001 - as above
    """Letters and due days whose worker died with them; whatever recurs comes again by itself."""
    manager = context.app.job_manager
    for task in (jobs.DELIVER_NOTICE, jobs.RECKON):
        for job in await manager.get_stalled_jobs(task_name=task):
            await manager.retry_job(job)


def jobs_app(app_url: str, house: Surroundings, post: Post = NO_POST) -> App:
    """All tasks registered; its connections act as the jobs' role alone."""
    url = make_url(app_url).set(drivername="postgresql")
    address = url.render_as_string(hide_password=False)
    role = DATABASE_ROLE[Door.JOBS]
    connector = PsycopgConnector(conninfo=address, kwargs={"options": f"-c role={role}"}, min_size=1, max_size=4)
    app = App(connector=connector)
    for name, (cron, work) in PERIODIC.items():
        task = app.task(name=name, queueing_lock=name, retry=RetryStrategy(max_attempts=3, wait=5))
        app.periodic(cron=cron)(task(partial(_ring, house, work)))
    again = app.task(name=TAKE_UP_AGAIN, queueing_lock=TAKE_UP_AGAIN, pass_context=True)
    app.periodic(cron=EVERY_TEN_MINUTES)(again(_take_up_again))
    # 12 seconds, 2 minutes, half an hour, 6 hours: past the usual greylisting, and past a night without a mail server.
    patience = RetryStrategy(max_attempts=notices.TRIES, exponential_wait=12)
    app.task(name=jobs.RECKON, retry=RetryStrategy(max_attempts=5, wait=5))(partial(_reckon, house))
    app.task(name=jobs.DELIVER_NOTICE, retry=patience)(partial(_deliver, house, post))
    return app


async def work_until_told(app: App) -> None:
    """Done jobs are deleted, so that the queue holds what waits and what failed; ends at SIGINT or SIGTERM."""
    async with app.open_async():
        await app.run_worker_async(delete_jobs="successful", shutdown_graceful_timeout=GRACE_SECONDS, concurrency=2)


def run(app_url: str, house: Surroundings, post: Post) -> None:
    """Until SIGINT or SIGTERM; the job at hand is finished first."""
    asyncio.run(work_until_told(jobs_app(app_url, house, post)))


def main() -> int:
    """A child of `caseapp run`: the database is there already, and named by the environment."""
    closed_memory.close()
    logging.basicConfig(level=logging.ERROR, format="worker: %(message)s")
    try:
        settings = Settings.from_environment(os.environ)
    except SettingsError as wrong:
        print(wrong, file=sys.stderr)
        return 2
    engine = application_engine(settings.database_url, pool_size=2)
    try:
        run(settings.database_url, surroundings(engine, settings.keys), post_of(settings))
    finally:
        engine.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main())
