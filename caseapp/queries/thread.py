"""What the citizen added to a decided case: appeals, and how satisfied they were."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.compartments import TEAM_OF_PATH
from caseapp.domain.policy import Permission, roles_with
from caseapp.domain.vocab import Path
from caseapp.models.people import RoleGrant, TeamMember
from caseapp.models.steps import Answer
from caseapp.models.thread import Appeal, Satisfaction


@dataclass(frozen=True)
class Appealed:
    """The latest appeal; `answered_at` and `deciders` are of the answer that it is against, if it is against one."""

    filed_at: datetime
    answered_at: datetime | None
    deciders: frozenset[int]


def last_appeal(session: Session, case_id: int) -> Appealed | None:
    row = session.execute(
        select(Appeal.filed_at, Answer.approved_at, Answer.proposed_by_id, Answer.approved_by_id)
        .join(Answer, Answer.id == Appeal.answer_id, isouter=True)
        .where(Appeal.case_id == case_id)
        .order_by(Appeal.filed_at.desc(), Appeal.id)
        .limit(1)
    ).first()
    if row is None:
        return None
    deciders = frozenset(person for person in (row.proposed_by_id, row.approved_by_id) if person is not None)
    return Appealed(row.filed_at, row.approved_at, deciders)


def appeal_heads(session: Session, path: Path) -> frozenset[int]:
    """Members of the path's team who may decide appeals."""
    return frozenset(
        session.scalars(
            select(TeamMember.user_id)
            .join(RoleGrant, RoleGrant.user_id == TeamMember.user_id)
            .where(TeamMember.team == TEAM_OF_PATH[path], RoleGrant.role.in_(roles_with(Permission.APPEAL_DECIDE)))
        )
    )


def satisfaction(session: Session, case_id: int) -> Satisfaction | None:
    return session.get(Satisfaction, case_id)
