"""Which cases belong together or look alike; row-level security leaves out whatever must not exist for the asker."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger, Select, Text, cast, exists, func, literal, null, or_, select, text, union_all
from sqlalchemy import case as when
from sqlalchemy.orm import Session, aliased

from caseapp.domain.linking import LinkKind
from caseapp.domain.vocab import Path, Status
from caseapp.models.case import Case
from caseapp.models.ledger import LedgerEntry
from caseapp.models.links import CaseLink, CaseSimilar, CaseUnrelated
from caseapp.models.steps import Answer

MERGED_IN = "merged_in"


@dataclass(frozen=True)
class Beside:
    """Another case beside the one asked for: `how` is a kind of link (`is_mine` when this case points there), why it
    looks alike with its `score`, or that it was merged into this one. Members of one group that
    only share its first case are not `is_direct`."""

    how: str
    is_mine: bool
    is_direct: bool
    score: int
    id: int
    number: str
    path: Path
    status: Status
    received_at: datetime
    by_id: int | None
    at: datetime


def beside(session: Session, case_id: int) -> tuple[Beside, ...]:
    """All in one statement: linked either way, members of the same group, found alike, merged into it."""
    found = union_all(*_linked(case_id), *_found(case_id)).subquery()
    rows = session.execute(
        select(found, Case.number, Case.path, Case.status, Case.received_at)
        .join(Case, Case.id == found.c.id)
        .order_by(found.c.score.desc(), Case.received_at, Case.number)
    )
    return tuple(
        Beside(
            str(r.how),
            bool(r.is_mine),
            bool(r.is_direct),
            r.score,
            r.id,
            r.number,
            r.path,
            r.status,
            r.received_at,
            r.by_id,
            r.at,
        )
        for r in rows
    )


def _linked(case_id: int) -> tuple[Select, Select]:
    """How it is linked, whether this case says so itself, directly, how alike, which case, by whom, when."""
    first = aliased(CaseLink)
    of_group = select(first.other_id).where(first.case_id == case_id, first.kind == LinkKind.GROUP).scalar_subquery()
    there = when((CaseLink.case_id == case_id, CaseLink.other_id), else_=CaseLink.case_id)
    by, at = CaseLink.linked_by_id, CaseLink.linked_at
    either_way = select(
        cast(CaseLink.kind, Text).label("how"),
        (CaseLink.case_id == case_id).label("is_mine"),
        literal(True).label("is_direct"),
        literal(0).label("score"),
        there.label("id"),
        by.label("by_id"),
        at.label("at"),
    ).where(or_(CaseLink.case_id == case_id, CaseLink.other_id == case_id))
    of_same_group = select(
        cast(CaseLink.kind, Text), literal(False), literal(False), literal(0), CaseLink.case_id, by, at
    ).where(CaseLink.kind == LinkKind.GROUP, CaseLink.other_id == of_group, CaseLink.case_id != case_id)
    return either_way, of_same_group


def _found(case_id: int) -> tuple[Select, Select]:
    """As `_linked`, of what nobody linked: found alike, and merged into it."""
    there = when((CaseSimilar.case_id == case_id, CaseSimilar.other_id), else_=CaseSimilar.case_id)
    nobody = cast(null(), BigInteger)
    dismissed = exists().where(
        CaseUnrelated.case_id == func.least(CaseSimilar.case_id, CaseSimilar.other_id),
        CaseUnrelated.other_id == func.greatest(CaseSimilar.case_id, CaseSimilar.other_id),
    )
    alike = select(
        cast(CaseSimilar.why, Text),
        CaseSimilar.case_id == case_id,
        literal(False),
        CaseSimilar.score,
        there,
        nobody,
        CaseSimilar.found_at,
    ).where(or_(CaseSimilar.case_id == case_id, CaseSimilar.other_id == case_id), ~dismissed)
    merged = select(
        literal(MERGED_IN), literal(False), literal(False), literal(0), Case.id, nobody, Case.decided_at
    ).where(Case.merged_into_id == case_id, Case.status == Status.MERGED)
    return alike, merged


@dataclass(frozen=True)
class GoesOn:
    """How far the case is that another was merged into: all that the other's petitioner learns of it."""

    status: Status
    due_on: date | None
    decided_at: datetime | None


def goes_on(session: Session) -> GoesOn | None:
    """For the receipt stated in this transaction, whose own case was merged."""
    row = session.execute(text("SELECT status, due_on, decided_at FROM merged_progress()")).first()
    return GoesOn(Status(row.status), row.due_on, row.decided_at) if row else None


def shared_answers(session: Session, case_id: int, *, since_merged: bool = False) -> tuple[tuple[int, datetime], ...]:
    """(answer, when) of the answers to other cases that its petitioner got, too, the latest first; where asked, only
    those since it was last merged."""
    told = select(cast(LedgerEntry.detail["answer"].as_string(), BigInteger).label("answer"), LedgerEntry.at)
    told = told.where(LedgerEntry.case_id == case_id, LedgerEntry.verb == "answer.shared")
    if since_merged:
        merged = select(func.max(LedgerEntry.seq)).where(
            LedgerEntry.case_id == case_id, LedgerEntry.verb == "case.merged"
        )
        told = told.where(LedgerEntry.seq > merged.scalar_subquery())
    return tuple((row.answer, row.at) for row in session.execute(told.order_by(LedgerEntry.seq.desc())))


def of_two(session: Session, one: int, other: int) -> CaseLink | None:
    """The link between them, whichever way it points."""
    return session.scalars(
        select(CaseLink).where(
            or_(
                (CaseLink.case_id == one) & (CaseLink.other_id == other),
                (CaseLink.case_id == other) & (CaseLink.other_id == one),
            )
        )
    ).one_or_none()


def first_of_group(session: Session, case_id: int) -> int | None:
    """The case that names the group of this one; itself, when others joined it; None outside of any group."""
    own = session.scalar(select(CaseLink.other_id).where(CaseLink.case_id == case_id, CaseLink.kind == LinkKind.GROUP))
    if own is not None:
        return own
    joined = select(CaseLink.case_id).where(CaseLink.other_id == case_id, CaseLink.kind == LinkKind.GROUP)
    return case_id if session.scalar(joined.limit(1)) is not None else None


def group(session: Session, first: int) -> tuple[Case, ...]:
    """The cases of a group that exist for the asker, by the day of receipt."""
    joined = select(CaseLink.case_id).where(CaseLink.other_id == first, CaseLink.kind == LinkKind.GROUP)
    statement = select(Case).where(or_(Case.id == first, Case.id.in_(joined)))
    return tuple(session.scalars(statement.order_by(Case.received_at, Case.number)))


def repeated(session: Session, case_id: int) -> tuple[Case, Answer | None] | None:
    """The earlier case that this one repeats, and its last final answer, if it has one."""
    row = session.execute(
        select(Case, Answer)
        .join(CaseLink, CaseLink.other_id == Case.id)
        .join(Answer, (Answer.case_id == Case.id) & Answer.approved_at.is_not(None), isouter=True)
        .where(CaseLink.case_id == case_id, CaseLink.kind == LinkKind.REPEAT_OF)
        .order_by(Answer.approved_at.desc())
        .limit(1)
    ).first()
    return (row.Case, row.Answer) if row else None


def merged_in(session: Session, case_id: int) -> tuple[Case, ...]:
    """Cases that were merged into this one, straight or through another of them."""
    found: dict[int, Case] = {}
    waiting = [case_id]
    while waiting:
        statement = select(Case).where(Case.merged_into_id.in_(waiting), Case.status == Status.MERGED)
        new = [case for case in session.scalars(statement.order_by(Case.received_at)) if case.id not in found]
        found |= {case.id: case for case in new}
        waiting = [case.id for case in new]
    return tuple(found.values())


def one_matter(session: Session, case_id: int) -> tuple[Case, ...]:
    """All cases that are bound to this one by a chain of links and merges: what hides one of them hides all."""
    found: set[int] = set()
    waiting = {case_id}
    while waiting:
        pairs = session.execute(
            select(CaseLink.case_id, CaseLink.other_id)
            .where(or_(CaseLink.case_id.in_(waiting), CaseLink.other_id.in_(waiting)))
            .union(
                select(Case.id, Case.merged_into_id).where(
                    Case.status == Status.MERGED, or_(Case.id.in_(waiting), Case.merged_into_id.in_(waiting))
                )
            )
        )
        found |= waiting
        waiting = {one for pair in pairs for one in pair if one is not None} - found
    return tuple(session.scalars(select(Case).where(Case.id.in_(found - {case_id})).order_by(Case.id)))
