"""What was published: frozen public editions alone, never a count of today, which next to them would tell of people."""

from dataclasses import dataclass
from datetime import date

from caseapp.domain.days import local_day
from caseapp.domain.errors import Refused
from caseapp.domain.quarters import Quarter
from caseapp.models.analysis import FrozenReport
from caseapp.queries import analysis as approved
from caseapp.queries import editions
from caseapp.services.quarterly.analysis import PUBLIC, Edition, as_edition
from caseapp.services.uow import UnitOfWork


@dataclass(frozen=True)
class Counts:
    """As the edition prints them; None is a withheld value."""

    received: int | None
    decided: int | None
    in_time: int | None
    in_time_percent: float | None
    open_at_end: int | None
    overdue_open: int | None
    integrity_received: int | None
    referred: int | None


@dataclass(frozen=True)
class Published:
    quarter: Quarter
    version: int
    digest: str
    published_on: date
    counts: Counts


def published(uow: UnitOfWork) -> tuple[Published, ...]:
    """The newest version of each quarter's public edition, the latest quarter first."""
    return tuple(_published(row) for row in editions.newest_public(uow.session))


def latest(uow: UnitOfWork) -> Published | None:
    row = editions.latest_public(uow.session)
    return None if row is None else _published(row)


def edition(uow: UnitOfWork, quarter: Quarter) -> Edition:
    """The document itself; what was not published is not there."""
    frozen = approved.frozen(uow.session, str(quarter), PUBLIC)
    if frozen is None:
        raise Refused("edition")
    return as_edition(frozen)


def _published(row: FrozenReport) -> Published:
    balance, timeliness, integrity = (row.facts[part] for part in ("balance", "timeliness", "integrity"))
    return Published(
        Quarter.parse(row.quarter),
        row.version,
        row.digest,
        local_day(row.frozen_at),
        Counts(
            received=balance["received"],
            decided=timeliness["decided"],
            in_time=timeliness["in_time"],
            in_time_percent=timeliness["in_time_percent"],
            open_at_end=timeliness["open_at_end"],
            overdue_open=timeliness["overdue_open"],
            integrity_received=integrity["received"],
            referred=integrity["referred"],
        ),
    )
