"""Lists that forms and pages choose from."""

from caseapp.queries import listing
from caseapp.queries.listing import PersonRow, Register, UnitRow
from caseapp.services.uow import UnitOfWork


def places(uow: UnitOfWork) -> tuple[UnitRow, ...]:
    return listing.places(uow.session)


def _register(uow: UnitOfWork) -> Register:
    return uow.once("register", lambda: listing.register(uow.session))


def units(uow: UnitOfWork) -> tuple[UnitRow, ...]:
    return listing.units(uow.session)


def people(uow: UnitOfWork) -> tuple[PersonRow, ...]:
    return listing.people(uow.session)


def known_units(uow: UnitOfWork) -> tuple[UnitRow, ...]:
    """As `units`, read once for the whole transaction together with the people, for pages that show both."""
    return _register(uow).units


def known_people(uow: UnitOfWork) -> tuple[PersonRow, ...]:
    return _register(uow).people


def known_names(uow: UnitOfWork) -> dict[int, str]:
    return _register(uow).names


def person(uow: UnitOfWork, user_id: int) -> PersonRow | None:
    return listing.person(uow.session, user_id)


def names(uow: UnitOfWork) -> dict[int, str]:
    return listing.names(uow.session)
