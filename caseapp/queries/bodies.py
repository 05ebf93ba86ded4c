"""The register of competent bodies."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseapp.models.bodies import CompetentBody


@dataclass(frozen=True)
class BodyRow:
    code: str
    name_mn: str
    name_en: str
    address: str
    phone: str
    active: bool

    def name(self, locale: str) -> str:
        return self.name_mn if locale == "mn" else self.name_en


def _row(body: CompetentBody) -> BodyRow:
    return BodyRow(body.code, body.name_mn, body.name_en, body.address, body.phone, body.active)


def every(session: Session) -> tuple[BodyRow, ...]:
    """Those in use first, each part by its Mongolian name."""
    order = (CompetentBody.active.desc(), CompetentBody.name_mn, CompetentBody.code)
    return tuple(map(_row, session.scalars(select(CompetentBody).order_by(*order))))


def by_code(session: Session, code: str) -> BodyRow | None:
    found = session.get(CompetentBody, code)
    return _row(found) if found else None


def uses(session: Session, code: str) -> int:
    """How many cases name it: asked by an administrator, who sees none of them."""
    return int(session.scalar(select(func.body_uses(code))) or 0)
