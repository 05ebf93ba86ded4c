"""What dies by itself: drafts whose hour is over, with the files that came to them, and counters of past windows."""

from sqlalchemy import delete

from caseapp.models.drafts import Draft
from caseapp.services.petitioner import pacing
from caseapp.services.uow import UnitOfWork


def forget_expired(uow: UnitOfWork) -> None:
    """Every minute, at the jobs' door, which sees neither what a draft holds nor what is counted."""
    over = delete(Draft).where(Draft.expires_at < uow.now)
    uow.session.execute(over.execution_options(synchronize_session=False))
    pacing.forget_windows(uow)
