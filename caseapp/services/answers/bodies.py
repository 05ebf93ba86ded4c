"""The register of competent bodies, as administrators keep it and as those who forward choose from it."""

import re
from dataclasses import dataclass

from caseapp.domain.errors import Reason, RuleBroken
from caseapp.models.bodies import CompetentBody
from caseapp.queries import bodies
from caseapp.queries.bodies import BodyRow
from caseapp.services import ledger
from caseapp.services.uow import UnitOfWork

__all__ = ["BodyRow", "Use", "every", "find", "in_use", "keep", "use_of"]
_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
FEW = 5
"""Fewer cases than this are told as «a few»: an administrator sees no case, and no single one by its number either."""


@dataclass(frozen=True)
class Use:
    """`cases` is None for a few; `offered` when the step's form will offer it."""

    cases: int | None
    offered: bool


def every(uow: UnitOfWork) -> tuple[BodyRow, ...]:
    return bodies.every(uow.session)


def in_use(uow: UnitOfWork) -> tuple[BodyRow, ...]:
    return tuple(body for body in every(uow) if body.active)


def find(uow: UnitOfWork, code: str | None) -> BodyRow | None:
    return bodies.by_code(uow.session, code) if code else None


def use_of(uow: UnitOfWork, code: str, *, active: bool) -> Use:
    """What a change would touch: letters printed again and citizens' pages name the body as it is called today."""
    count = bodies.uses(uow.session, code)
    return Use(None if 0 < count < FEW else count, active)


def keep(uow: UnitOfWork, body: BodyRow, *, new: bool) -> None:
    """Adds a body, or changes one; its code stays, and a body is never removed, since old cases name it."""
    if not _CODE.fullmatch(body.code):
        raise RuleBroken(Reason.BAD_CODE)
    known = uow.session.get(CompetentBody, body.code)
    if new and known is not None:
        raise RuleBroken(Reason.CODE_TAKEN)
    if not new and known is None:
        raise RuleBroken(Reason.NO_SUCH_BODY)
    row = known or CompetentBody(code=body.code)
    row.name_mn, row.name_en = body.name_mn, body.name_en
    row.address, row.phone, row.active = body.address, body.phone, body.active
    uow.session.add(row)
    ledger.append(uow, "body.changed", body=body.code, active=int(body.active))
