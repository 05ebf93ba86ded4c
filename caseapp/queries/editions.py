"""Editions of the quarterly analysis that were approved for everybody."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from caseapp.models.analysis import FrozenReport

_PUBLIC = "public"


def newest_public(session: Session) -> Sequence[FrozenReport]:
    """The newest version of each quarter's, the latest quarter first."""
    return session.scalars(
        select(FrozenReport)
        .where(FrozenReport.edition == _PUBLIC)
        .ext(distinct_on(FrozenReport.quarter))
        .order_by(FrozenReport.quarter.desc(), FrozenReport.version.desc())
    ).all()


def latest_public(session: Session) -> FrozenReport | None:
    return session.scalars(
        select(FrozenReport)
        .where(FrozenReport.edition == _PUBLIC)
        .order_by(FrozenReport.quarter.desc(), FrozenReport.version.desc())
        .limit(1)
    ).first()
