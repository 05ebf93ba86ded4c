"""The register of bodies outside the authority that petitions are forwarded to."""

from sqlalchemy import CheckConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import Base


class CompetentBody(Base):
    """An institution, never a person; cases name it by `code`, so that it is never removed, only no longer offered."""

    __tablename__ = "competent_body"
    __table_args__ = (CheckConstraint("code ~ '^[a-z][a-z0-9_]{1,39}$'", name="code"),)

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name_mn: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    phone: Mapped[str] = mapped_column(Text)
    active: Mapped[bool]
