"""People of the staff, what unlocks their keys, their sessions and the teams whose keys they hold."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.domain.compartments import Team
from caseapp.domain.policy import Role
from caseapp.models.base import Base


class StaffUser(Base):
    """A member of staff, as colleagues may see them; also the register in which a subject official is found."""

    __tablename__ = "staff_user"
    __table_args__ = (CheckConstraint("supervisor_id <> id", name="own_supervisor"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    post: Mapped[str] = mapped_column(Text)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    supervisor_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    active: Mapped[bool] = mapped_column(default=True)
    public_key: Mapped[bytes | None]


class StaffCredential(Base):
    """The private key locked under the password (Argon2id); read by the sign-in door alone."""

    __tablename__ = "staff_credential"

    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"), primary_key=True)
    locked_private_key: Mapped[bytes]
    must_change: Mapped[bool]
    changed_at: Mapped[datetime]


class RoleGrant(Base):
    __tablename__ = "role_grant"

    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(primary_key=True)


class TeamMember(Base):
    """The team's private key sealed to one member: who may open that team's cases is this table."""

    __tablename__ = "team_member"

    team: Mapped[Team] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"), primary_key=True)
    sealed_key: Mapped[bytes]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    added_at: Mapped[datetime]


class StaffSession(Base):
    """A signed-in session: the member's private key locked by two halves, one here and one in the cookie."""

    __tablename__ = "staff_session"

    id: Mapped[bytes] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"), index=True)
    row_half: Mapped[bytes]
    locked_private_key: Mapped[bytes]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class Throttle(Base):
    """Failed tries in a window, by the keyed hash of whom they were aimed at."""

    __tablename__ = "throttle"

    key: Mapped[bytes] = mapped_column(primary_key=True)
    window_start: Mapped[datetime]
    tries: Mapped[int]
