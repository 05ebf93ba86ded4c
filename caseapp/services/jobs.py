"""Jobs enqueued in the same transaction as the change: neither lost nor doubled."""

import json

from sqlalchemy import text

from caseapp.services.uow import UnitOfWork

CHECKPOINT = "ledger.checkpoint"
"""Signs what the ledger holds: every minute by itself, and at once after a hand-over to the Agency."""
FORGET = "expired.forget"
"""Deletes drafts whose hour is over and counters of past windows, every minute."""
REMIND = "reminders.make"
"""Every hour, so that a worker that was down in the morning makes up for it: without a new day there is nothing new."""
RECKON = "deadlines.reckon"
"""Counts open cases' due days anew after an administrator confirmed it, some hundreds at a time."""
DELIVER_NOTICE = "notice.deliver"
GIVE_UP_NOTICES = "notice.give_up"


def enqueue(uow: UnitOfWork, task: str, args: dict[str, str | int], lock: str | None = None) -> None:
    """`args` are ids and codes only: the queue is readable. A job with the same `lock` that still waits is enough."""
    uow.session.execute(
        text("SELECT caseapp_enqueue(:task, cast(:args AS jsonb), :lock)"),
        {"task": task, "args": json.dumps(args), "lock": lock},
    )
