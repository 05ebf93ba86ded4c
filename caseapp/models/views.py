"""Views of the queue that somebody keeps: name and checked values of the filter, never words that were searched."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import Base


class SavedView(Base):
    """`filter` is as in the address bar, of codes and numbers of rows alone; the database takes nothing else."""

    __tablename__ = "saved_view"
    __table_args__ = (
        CheckConstraint("char_length(name) BETWEEN 1 AND 60", name="name"),
        CheckConstraint(
            "filter ~ '^((queue|status|kind|service|theme|mode|sort)=[a-z_]{1,40}|(unit|assignee)=[0-9]{1,19}"
            "|&(?=[a-z]))*$'",
            name="filter",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    owner_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    shared: Mapped[bool]
    filter: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
