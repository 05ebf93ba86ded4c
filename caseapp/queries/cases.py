"""What the rules and the desk need to know of one case; row-level security decides whether it exists for the asker."""

from collections.abc import Collection

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from caseapp.domain.compartments import TEAM_OF_PATH
from caseapp.domain.vocab import Path, Theme
from caseapp.models.case import Case, ConflictStatement, Recusal, ThemeDecision, ThemeSuggestion
from caseapp.models.ledger import LedgerEntry
from caseapp.models.people import StaffUser, TeamMember


def by_number(session: Session, number: str, *, for_change: bool = False) -> Case | None:
    statement = select(Case).where(Case.number == number)
    return session.scalars(statement.with_for_update() if for_change else statement).one_or_none()


def of_receipt(session: Session, *, for_change: bool = False) -> Case | None:
    """The one case that the receipt stated in this transaction opens: the policy leaves no other."""
    statement = select(Case)
    return session.scalars(statement.with_for_update() if for_change else statement).one_or_none()


def entries(session: Session, case_id: int) -> tuple[LedgerEntry, ...]:
    """What the ledger tells of the case, in order; by its chain, which is the key."""
    statement = select(LedgerEntry).where(LedgerEntry.chain == f"case/{case_id}").order_by(LedgerEntry.seq)
    return tuple(session.scalars(statement))


MOVES = ("message.sent",)
"""What changes a case for whoever writes to its petitioner, besides every change of status."""


def has_moved(session: Session, case_id: int, since: int) -> bool:
    """Whether a step was taken or a letter sent after the entry of this number."""
    moved = exists().where(
        LedgerEntry.chain == f"case/{case_id}",
        LedgerEntry.seq > since,
        LedgerEntry.status_after.is_not(None) | LedgerEntry.verb.in_(MOVES),
    )
    return bool(session.scalar(select(moved)))


def decided_themes(session: Session, case_id: int) -> frozenset[Theme]:
    return frozenset(session.scalars(select(ThemeDecision.theme).where(ThemeDecision.case_id == case_id)))


def suggested_themes(session: Session, case_id: int) -> tuple[tuple[Theme, float, str], ...]:
    """Theme, score and model version, the surest first."""
    rows = session.execute(
        select(ThemeSuggestion.theme, ThemeSuggestion.score, ThemeSuggestion.model)
        .where(ThemeSuggestion.case_id == case_id)
        .order_by(ThemeSuggestion.score.desc(), ThemeSuggestion.theme)
    )
    return tuple((row.theme, row.score, row.model) for row in rows)


def of_ids(session: Session, ids: Collection[int], user_id: int | None) -> tuple[tuple[Case, bool], ...]:
    """Those that exist for the actor, in no order, and whether this person stated to have no conflict in each."""
    stated = exists().where(ConflictStatement.case_id == Case.id, ConflictStatement.user_id == user_id)
    return tuple((row[0], bool(row[1])) for row in session.execute(select(Case, stated).where(Case.id.in_(ids))))


def no_conflict_stated_by(session: Session, case_id: int) -> frozenset[int]:
    return frozenset(session.scalars(select(ConflictStatement.user_id).where(ConflictStatement.case_id == case_id)))


def recused(session: Session, case_id: int) -> frozenset[int]:
    """Who was shut out, and whoever stands in the line of an official complained about today."""
    written = select(Recusal.user_id).where(Recusal.case_id == case_id)
    line = select(func.reporting_line(Recusal.user_id)).where(Recusal.case_id == case_id, Recusal.ground == "subject")
    return frozenset(session.scalars(written)) | frozenset(session.scalars(line))


def officials(session: Session, case_id: int) -> tuple[tuple[str, str], ...]:
    """Name and post of each member of the staff who was named as complained about at triage."""
    rows = session.execute(
        select(StaffUser.name, StaffUser.post)
        .join(Recusal, Recusal.user_id == StaffUser.id)
        .where(Recusal.case_id == case_id, Recusal.ground == "subject")
        .order_by(StaffUser.name)
    )
    return tuple((row.name, row.post) for row in rows)


def team_ids(session: Session, path: Path) -> frozenset[int]:
    """Who holds the key of the team that this path is sealed to."""
    return frozenset(session.scalars(select(TeamMember.user_id).where(TeamMember.team == TEAM_OF_PATH[path])))
