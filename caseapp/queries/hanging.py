"""A case with all that hangs on it, in one statement: a page shows dozens of rows and asks the database once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Label, RowMapping, Select, bindparam, exists, func, select, true
from sqlalchemy.orm import Session, aliased

from caseapp.domain.compartments import EXTRACT, MEMBER, Compartment
from caseapp.domain.policy import Permission, roles_with
from caseapp.domain.vocab import Theme
from caseapp.models.case import (
    Case,
    CaseKey,
    CaseSearch,
    ConflictStatement,
    Message,
    Note,
    Recusal,
    SealedPart,
    ThemeDecision,
    ThemeSuggestion,
)
from caseapp.models.desk import ReplyTemplate, Task
from caseapp.models.drafts import Attachment
from caseapp.models.ledger import LedgerEntry
from caseapp.models.people import RoleGrant, StaffUser, TeamMember
from caseapp.models.reference import DeadlineRule, SpecialDay
from caseapp.models.steps import AgencyPackage, Answer, Explanation, IdentityRequest, Referral
from caseapp.models.thread import Appeal, Notice, Satisfaction
from caseapp.queries import listing
from caseapp.queries.listing import Register
from caseapp.queries.rows_as_json import listed, of, one
from caseapp.queries.thread import Appealed

_ID = Case.id
_MESSAGES, _NOTES, _TASKS = of(Message), of(Note), of(Task)
_SUGGESTED, _ANSWERS, _ASKED = of(ThemeSuggestion), of(Answer), of(Explanation)
_REQUESTS, _REFERRALS, _PACKAGES = of(IdentityRequest), of(Referral), of(AgencyPackage, "ciphertext")
_NOTICES, _FILES = of(Notice, "address"), of(Attachment, "draft_id")
_ENTRIES = of(LedgerEntry, "previous", "hash", "xact", "cluster")
_TEMPLATES, _RULES = of(ReplyTemplate, "body"), of(DeadlineRule)


@dataclass(frozen=True, repr=False)
class Hanging:
    """Rows of other tables about one case, as they were when the case was read; none of them belongs to a session."""

    messages: tuple[Message, ...]
    notes: tuple[Note, ...]
    tasks: tuple[Task, ...]
    suggested: tuple[ThemeSuggestion, ...]
    """The surest first."""
    decided: frozenset[Theme]
    answers: tuple[Answer, ...]
    explanations: tuple[Explanation, ...]
    officers: Mapping[int, tuple[str, ...]]
    """Of each explanation, the names of those whom its extract was sealed for."""
    identity_requests: tuple[IdentityRequest, ...]
    referrals: tuple[Referral, ...]
    packages: tuple[AgencyPackage, ...]
    notices: tuple[Notice, ...]
    notice_parts: frozenset[str]
    files: tuple[Attachment, ...]
    entries: tuple[LedgerEntry, ...]
    templates: tuple[ReplyTemplate, ...]
    appeal: Appealed | None
    satisfaction: int | None
    officials: tuple[tuple[str, str], ...]
    no_conflict: frozenset[int]
    recused: frozenset[int]
    team: frozenset[int]
    workers: frozenset[int]
    """Members of the team whose roles let them work on cases."""
    heads: frozenset[int]
    """Members of the team who may decide appeals."""
    merged_into: str | None
    is_indexed: bool
    has_older_notes: bool
    """Whether the ordinary team noted something before the case came to integrity."""
    register: Register
    rules: tuple[DeadlineRule, ...]
    """Those in force, and the one that the case runs under."""
    special_days: tuple[tuple[date, bool], ...]
    """Days off, and (True) weekend days that work was moved to."""


def _team() -> Any:
    return func.replace(Case.path, "ordinary", "casework")


def _columns() -> list[Label[Any]]:
    entry, answer, other = LedgerEntry, Answer, aliased(Case)
    report = Compartment.REPORT.value
    return [
        _MESSAGES.column("messages", [Message.case_id == _ID], Message.sent_at, Message.id),
        _NOTES.column("notes", [Note.case_id == _ID], Note.written_at, Note.id),
        _TASKS.column("tasks", [Task.case_id == _ID], Task.due_on, Task.id),
        _SUGGESTED.column(
            "suggested", [ThemeSuggestion.case_id == _ID], ThemeSuggestion.score.desc(), ThemeSuggestion.theme
        ),
        one("decided", select(listed(ThemeDecision.theme)).where(ThemeDecision.case_id == _ID)),
        _ANSWERS.column("answers", [answer.case_id == _ID], answer.proposed_at, answer.id),
        _ASKED.column("explanations", [Explanation.case_id == _ID], Explanation.asked_at, Explanation.id),
        _REQUESTS.column(
            "identity_requests", [IdentityRequest.case_id == _ID], IdentityRequest.asked_at, IdentityRequest.id
        ),
        _REFERRALS.column("referrals", [Referral.case_id == _ID], Referral.proposed_at, Referral.id),
        _PACKAGES.column("packages", [AgencyPackage.case_id == _ID], AgencyPackage.made_at, AgencyPackage.id),
        _NOTICES.column("notices", [Notice.case_id == _ID], Notice.made_at, Notice.id),
        _FILES.column("files", [Attachment.case_id == _ID], Attachment.added_at, Attachment.id),
        _ENTRIES.column(
            "entries",
            [
                entry.chain == func.concat("case/", _ID),
                (entry.verb != "case.read") | (entry.detail["compartment"].astext == report),
            ],
            entry.seq,
        ),
        _TEMPLATES.column("templates", [ReplyTemplate.active.is_(True)], ReplyTemplate.title, ReplyTemplate.id),
        *_people(),
        _RULES.column("rules", [DeadlineRule.current | (DeadlineRule.id == Case.due_rule_id)], DeadlineRule.id),
        one("special_days", select(listed(func.json_build_array(SpecialDay.day, SpecialDay.working)))),
        one("satisfaction", select(Satisfaction.score).where(Satisfaction.case_id == _ID)),
        one("merged_into", select(other.number).where(other.id == Case.merged_into_id)),
        *_sealed(),
    ]


def _members_with(permission: Permission) -> Select[Any]:
    """Members of the case's team who hold a role with this permission."""
    members = select(listed(TeamMember.user_id)).join(RoleGrant, RoleGrant.user_id == TeamMember.user_id)
    return members.where(TeamMember.team == _team(), RoleGrant.role.in_(roles_with(permission)))


def _people() -> list[Label[Any]]:
    line = func.reporting_line(Recusal.user_id).table_valued("person", joins_implicitly=True)
    line = line.render_derived(name="line")
    against = func.json_build_array(Appeal.filed_at, Answer.approved_at, Answer.proposed_by_id, Answer.approved_by_id)
    return [
        one("no_conflict", select(listed(ConflictStatement.user_id)).where(ConflictStatement.case_id == _ID)),
        one("shut_out", select(listed(Recusal.user_id)).where(Recusal.case_id == _ID)),
        one(
            "line",
            select(listed(line.c.person))
            .select_from(Recusal)
            .join(line, true())
            .where(Recusal.case_id == _ID, Recusal.ground == "subject"),
        ),
        one(
            "officials",
            select(listed(func.json_build_array(StaffUser.name, StaffUser.post), StaffUser.name))
            .join_from(Recusal, StaffUser, StaffUser.id == Recusal.user_id)
            .where(Recusal.case_id == _ID, Recusal.ground == "subject"),
        ),
        one("team", select(listed(TeamMember.user_id)).where(TeamMember.team == _team())),
        one("workers", _members_with(Permission.CASE_WORK)),
        one("heads", _members_with(Permission.APPEAL_DECIDE)),
        one(
            "appeal",
            select(against)
            .join_from(Appeal, Answer, Answer.id == Appeal.answer_id, isouter=True)
            .where(Appeal.case_id == _ID)
            .order_by(Appeal.filed_at.desc(), Appeal.id)
            .limit(1),
        ),
    ]


def _sealed() -> list[Label[Any]]:
    """Names of parts and readers; nothing of it is opened here."""
    reader = func.concat(MEMBER, StaffUser.id)
    notice, older = Compartment.NOTICE.value, Compartment.NOTES.value
    return [
        one(
            "notice_parts",
            select(listed(SealedPart.part)).where(SealedPart.case_id == _ID, SealedPart.compartment == notice),
        ),
        one(
            "officers",
            select(listed(func.json_build_array(CaseKey.compartment, StaffUser.name), StaffUser.name))
            .join_from(CaseKey, StaffUser, CaseKey.reader == reader)
            .where(CaseKey.case_id == _ID, CaseKey.compartment.startswith(EXTRACT)),
        ),
        exists().where(CaseSearch.case_id == _ID, CaseSearch.compartment == "report").label("is_indexed"),
        exists().where(CaseKey.case_id == _ID, CaseKey.compartment == older).label("has_older_notes"),
    ]


_STATEMENT = select(Case, *_columns(), *listing.REGISTER)
_BY_NUMBER = _STATEMENT.where(Case.number == bindparam("number"))
_BY_ID = _STATEMENT.where(Case.id == bindparam("id"))
"""Made once: a statement of this size takes longer to compose than to run."""


def by_number(session: Session, number: str) -> tuple[Case, Hanging] | None:
    row = session.execute(_BY_NUMBER, {"number": number}).one_or_none()
    return (row.Case, _read(row._mapping)) if row else None


def of_case(session: Session, case: Case) -> Hanging:
    """For whoever holds the case already."""
    return _read(session.execute(_BY_ID, {"id": case.id}).one()._mapping)


def _read(row: RowMapping) -> Hanging:
    return Hanging(
        messages=_MESSAGES.read(row["messages"]),
        notes=_NOTES.read(row["notes"]),
        tasks=_TASKS.read(row["tasks"]),
        suggested=_SUGGESTED.read(row["suggested"]),
        decided=frozenset(Theme(code) for code in row["decided"]),
        answers=_ANSWERS.read(row["answers"]),
        explanations=_ASKED.read(row["explanations"]),
        officers=_by_explanation(row["officers"]),
        identity_requests=_REQUESTS.read(row["identity_requests"]),
        referrals=_REFERRALS.read(row["referrals"]),
        packages=_PACKAGES.read(row["packages"]),
        notices=_NOTICES.read(row["notices"]),
        notice_parts=frozenset(row["notice_parts"]),
        files=_FILES.read(row["files"]),
        entries=_ENTRIES.read(row["entries"]),
        templates=_TEMPLATES.read(row["templates"]),
        appeal=_appealed(row["appeal"]),
        satisfaction=row["satisfaction"],
        officials=tuple((name, post) for name, post in row["officials"]),
        no_conflict=frozenset(row["no_conflict"]),
        recused=frozenset(row["shut_out"]) | frozenset(row["line"]),
        team=frozenset(row["team"]),
        workers=frozenset(row["workers"]),
        heads=frozenset(row["heads"]),
        merged_into=row["merged_into"],
        is_indexed=row["is_indexed"],
        has_older_notes=row["has_older_notes"],
        register=listing.read_register(row),
        rules=_RULES.read(row["rules"]),
        special_days=tuple((date.fromisoformat(day), working) for day, working in row["special_days"]),
    )


def _by_explanation(told: list[tuple[str, str]]) -> Mapping[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for compartment, name in told:
        asked = int(compartment.removeprefix(EXTRACT))
        found[asked] = (*found.get(asked, ()), name)
    return found


def _appealed(told: list[Any] | None) -> Appealed | None:
    if told is None:
        return None
    filed, answered, *people = told
    deciders = frozenset(person for person in people if person is not None)
    at = datetime.fromisoformat
    return Appealed(at(filed), at(answered) if answered else None, deciders)
