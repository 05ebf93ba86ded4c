"""The Agency's own door: the packages addressed to it, downloaded and acknowledged by its liaison."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update

from caseapp.domain import workflow
from caseapp.domain.commands import Acknowledge
from caseapp.domain.errors import Refused
from caseapp.domain.facts import CaseFacts
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import PackageState
from caseapp.models.case import Case
from caseapp.models.steps import AgencyPackage
from caseapp.services import ledger
from caseapp.services.uow import UnitOfWork


@dataclass(frozen=True)
class PackageRow:
    reference: str
    state: PackageState
    made_at: datetime
    sha256: str
    recipients: str
    size: int
    downloads: int
    agency_number: str | None
    agency_date: date | None


def _row(package: AgencyPackage) -> PackageRow:
    return PackageRow(
        package.reference,
        package.state,
        package.made_at,
        package.sha256,
        package.recipients,
        len(package.ciphertext),
        package.downloads,
        package.agency_number,
        package.agency_date,
    )


def packages(uow: UnitOfWork) -> tuple[PackageRow, ...]:
    if not uow.actor.may(Permission.AGENCY_READ):
        raise Refused("packages")
    rows = uow.session.scalars(select(AgencyPackage).order_by(AgencyPackage.made_at.desc()).limit(200))
    return tuple(_row(package) for package in rows)


def _load(uow: UnitOfWork, reference: str, permission: Permission) -> AgencyPackage:
    statement = select(AgencyPackage).where(AgencyPackage.reference == reference).with_for_update()
    package = uow.session.scalars(statement).one_or_none() if uow.actor.may(permission) else None
    if package is None:
        raise Refused("package")
    return package


def package(uow: UnitOfWork, reference: str) -> PackageRow:
    return _row(_load(uow, reference, Permission.AGENCY_READ))


def download(uow: UnitOfWork, reference: str) -> bytes:
    """The encrypted file as it was made; each download counts and stands in the ledger."""
    found = _load(uow, reference, Permission.AGENCY_READ)
    found.downloads += 1
    found.downloaded_at = found.downloaded_at or uow.now
    if found.state is PackageState.SENT:
        found.state = PackageState.DOWNLOADED
    ledger.append_for(uow, "package.downloaded", found.case_id, reference=reference, downloads=found.downloads)
    return found.ciphertext


def acknowledge(uow: UnitOfWork, reference: str, command: Acknowledge) -> None:
    """Takes the workflow's step in the name of the Agency, which sees nothing of the case but that it is referred."""
    found = _load(uow, reference, Permission.AGENCY_ACKNOWLEDGE)
    case = uow.session.execute(
        select(Case.id, Case.path, Case.status, Case.status_seq, Case.kind, Case.mode).where(Case.id == found.case_id)
    ).one()
    facts = CaseFacts(path=case.path, status=case.status, kind=case.kind, mode=case.mode)
    step = workflow.plan(facts, command, uow.actor, uow.today)
    seq = ledger.append_for(
        uow, step.verb, case.id, step.after, reference=reference, agency_date=command.agency_date.isoformat()
    )
    found.agency_number, found.agency_date = command.agency_number.strip(), command.agency_date
    found.acknowledged_at, found.state = uow.now, PackageState.ACKNOWLEDGED
    uow.session.flush()
    uow.session.execute(update(Case).where(Case.id == case.id).values(status=step.after, status_seq=seq))
