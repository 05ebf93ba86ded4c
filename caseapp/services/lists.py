"""Lists that forms and pages choose from."""

from caseapp.queries import listing
from caseapp.queries.listing import PersonRow, UnitRow
from caseapp.services.uow import UnitOfWork


def places(uow: UnitOfWork) -> tuple[UnitRow, ...]:
    return listing.places(uow.session)


def units(uow: UnitOfWork) -> tuple[UnitRow, ...]:
    return listing.units(uow.session)


def people(uow: UnitOfWork) -> tuple[PersonRow, ...]:
    return listing.people(uow.session)


def person(uow: UnitOfWork, user_id: int) -> PersonRow | None:
    return listing.person(uow.session, user_id)


def names(uow: UnitOfWork) -> dict[int, str]:
    return listing.names(uow.session)
