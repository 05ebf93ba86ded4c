"""Answers as letters: the templates that they begin from, and the letter as it is printed for each side."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from caseapp.domain import rules
from caseapp.domain.compartments import Compartment, notes_of
from caseapp.domain.days import local_day
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.letter_texts import UNTITLED, code_of
from caseapp.domain.letters import INDEX, SentHow, addressee, flaws
from caseapp.domain.numbers import new_id
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Kind, Outcome
from caseapp.models.case import Case
from caseapp.models.letters import AnswerTemplate, LetterIndex
from caseapp.models.steps import Answer
from caseapp.queries import cases, links, listing
from caseapp.services import gate, ledger
from caseapp.services.law import terms
from caseapp.services.staff import identity
from caseapp.services.uow import UnitOfWork

MAX_SUBJECT, MAX_BODY = 200, 20_000


def templates(uow: UnitOfWork) -> tuple[AnswerTemplate, ...]:
    """Those in force, for whoever writes answers."""
    if not uow.actor.may(Permission.CASE_WORK):
        raise Refused("letters")
    order = (AnswerTemplate.outcome, AnswerTemplate.kind.nulls_first())
    return tuple(uow.session.scalars(select(AnswerTemplate).where(AnswerTemplate.current).order_by(*order)))


def template(uow: UnitOfWork, template_id: int) -> AnswerTemplate:
    """Of any version: an older one is looked at, too, but no longer changed."""
    row = uow.session.get(AnswerTemplate, template_id) if uow.actor.may(Permission.CASE_WORK) else None
    if row is None:
        raise Refused("letter")
    return row


def change(uow: UnitOfWork, template_id: int, subject: str, body: str) -> None:
    """A new version; letters that were begun from the old one stay as they are."""
    may_edit(uow)
    known = uow.session.get(AnswerTemplate, template_id, with_for_update=True)
    if known is None:
        raise Refused("letter")
    if not known.current:
        raise RuleBroken(Reason.TEMPLATE_MOVED)
    row = new_version(uow, known.outcome, known.kind, subject, body, known.version + 1)
    known.current = False
    uow.session.flush()
    uow.session.add(row)
    ledger.append(uow, "answer_template.changed", template=row.code, version=row.version)


def add(uow: UnitOfWork, outcome: Outcome, kind: Kind | None, subject: str, body: str) -> None:
    """A letter for an outcome of a kind that had none of its own."""
    may_edit(uow)
    row = new_version(uow, outcome, kind, subject, body, 1)
    known = select(AnswerTemplate.id).where(AnswerTemplate.code == row.code).limit(1)
    if uow.session.scalar(known) is not None:
        raise RuleBroken(Reason.TEMPLATE_EXISTS)
    uow.session.add(row)
    ledger.append(uow, "answer_template.changed", template=row.code, version=row.version)


def may_edit(uow: UnitOfWork) -> None:
    if not uow.actor.may(Permission.REPLY_EDIT):
        raise Refused("letter")


def new_version(
    uow: UnitOfWork, outcome: Outcome, kind: Kind | None, subject: str, body: str, version: int
) -> AnswerTemplate:
    if not subject.strip() or not body.strip():
        raise RuleBroken(Reason.NEEDS_TEXT)
    if len(subject) > MAX_SUBJECT or len(body) > MAX_BODY or flaws(subject) or flaws(body):
        raise RuleBroken(Reason.TEMPLATE_FLAWED)
    return AnswerTemplate(
        id=new_id(),
        code=code_of(outcome, kind),
        version=version,
        current=True,
        outcome=outcome,
        kind=kind,
        subject=subject.strip(),
        body=body,
        changed_at=uow.now,
        changed_by_id=uow.actor.user_id,
    )


def index(uow: UnitOfWork) -> LetterIndex:
    may_edit(uow)
    return uow.session.get_one(LetterIndex, 1)


def set_index(uow: UnitOfWork, words: str) -> None:
    """What stands before the year and the count of the letters approved from now on; empty is none."""
    row = index(uow)
    if not INDEX.fullmatch(words):
        raise RuleBroken(Reason.BAD_INDEX)
    row.words, row.changed_at, row.changed_by_id = words, uow.now, uow.actor.user_id
    ledger.append(uow, "letter_index.changed")


def begun_from(uow: UnitOfWork, template_id: int | None) -> int | None:
    """The version as a letter remembers it, also where a head has changed the template meanwhile."""
    row = uow.session.get(AnswerTemplate, template_id) if template_id is not None else None
    return row.id if row is not None else None


def written_down(uow: UnitOfWork, row: Answer, draft: dict[str, str]) -> dict[str, str]:
    """The approved letter as it is sealed for the petitioner: with its number, who stands for it (their door knows no
    staff), and the right to complain as it is on this day, whatever becomes of the rule."""
    uow.session.flush()
    uow.session.refresh(row)
    rule = terms.in_force(uow, rules.APPEAL)
    signer = listing.person(uow.session, row.approved_by_id or 0)
    return {
        **draft,
        "number": row.number or "",
        "day": row.numbered_on.isoformat() if row.numbered_on else "",
        "signer": signer.name if signer else "",
        "post": signer.post if signer else "",
        "executor": _executor(uow, row),
        "appeal_days": str(rule.value),
        "basis": rule.basis_mn,
    }


def _executor(uow: UnitOfWork, row: Answer) -> str:
    person = listing.person(uow.session, row.proposed_by_id)
    return person.name if person else ""


@dataclass(frozen=True, repr=False)
class Letter:
    """As it is printed; a draft has neither `day` nor `number`. `basis` is the article of the right to complain, and
    `addressee` is empty for whoever may not know the petitioner's name."""

    case_number: str
    received: date
    addressee: str
    is_draft: bool
    number: str
    day: date | None
    subject: str
    body: str
    legal_ground: str
    signer: str
    post: str
    executor: str
    appeal_days: int
    basis: str


def _letter(uow: UnitOfWork, case: Case, said: dict[str, Any], who: dict[str, Any], *, is_draft: bool) -> Letter:
    """Of an answer from before letters were numbered, what it lacks is empty, and the rule is today's."""
    rule = terms.in_force(uow, rules.APPEAL)
    return Letter(
        case_number=case.number,
        received=local_day(case.received_at),
        addressee=addressee(who),
        is_draft=is_draft,
        number=str(said.get("number", "")),
        day=date.fromisoformat(said["day"]) if said.get("day") else None,
        subject=str(said.get("subject") or UNTITLED),
        body=str(said["letter"]),
        legal_ground=str(said["legal_ground"]),
        signer=str(said.get("signer", "")),
        post=str(said.get("post", "")),
        executor=str(said.get("executor", "")),
        appeal_days=int(said.get("appeal_days") or rule.value),
        basis=str(said.get("basis") or rule.basis_mn),
    )


def for_staff(uow: UnitOfWork, number: str, answer: int | None = None, *, with_identity: bool = False) -> Letter:
    """An answer of a case: the one named, else what is proposed now, else the newest. The petitioner is named only by
    whoever was granted to open the identity, and the ledger tells of that opening."""
    case = gate.load_case(uow, number, {Permission.CASE_WORK})
    rows = select(Answer).where(_answers(uow, case), Answer.returned_at.is_(None))
    if answer is not None:
        rows = rows.where(Answer.id == answer)
    newest = (Answer.approved_at.is_not(None), Answer.approved_at.desc(), Answer.proposed_at.desc())
    row = uow.session.scalars(rows.order_by(*newest).limit(1)).first()
    if row is None:
        raise Refused("letter")
    part = f"answer/{row.id}"
    if row.approved_at is None:
        said = {**gate.open_notes(uow, case, [part])[part], "executor": _executor(uow, row)}
    else:
        said = gate.open_parts(uow, case, Compartment.REPORT, [part])[part]
    who = identity.reveal(uow, number) if with_identity else {}
    return _letter(uow, case, said, who, is_draft=row.approved_at is None)


def of_own_case(uow: UnitOfWork, answer: int) -> Letter:
    """One of the answers to the citizen's own case, addressed to them by name if they gave one."""
    case = gate.load_own_case(uow)
    said = gate.open_parts(uow, case, Compartment.REPORT, [f"answer/{answer}"])
    if not said:
        raise Refused("letter")
    known = gate.open_parts(uow, case, Compartment.IDENTITY, ["identity"]) if case.has_identity else {}
    return _letter(uow, case, next(iter(said.values())), known.get("identity", {}), is_draft=False)


def _answers(uow: UnitOfWork, case: Case) -> ColumnElement[bool]:
    """To the case itself, or to one that it was merged into: its petitioner has that one's letter as their own."""
    shared = [answer for answer, _ in links.shared_answers(uow.session, case.id)]
    return or_(Answer.case_id == case.id, Answer.id.in_(shared)) if shared else Answer.case_id == case.id


def newest_approved(uow: UnitOfWork, case: Case) -> Answer | None:
    approved = select(Answer).where(_answers(uow, case), Answer.number.is_not(None))
    return uow.session.scalars(approved.order_by(Answer.approved_at.desc()).limit(1)).first()


def post(uow: UnitOfWork, number: str, day: date, how: SentHow) -> None:
    """Writes down that the newest approved answer left on paper, or was handed or told, on this day."""
    case = gate.load_case(uow, number, {Permission.CASE_WORK}, for_change=True)
    gate.decide(uow, case, notes_of(case.path))
    row = newest_approved(uow, case)
    if row is None or row.numbered_on is None or _has_left(uow, case, row):
        raise RuleBroken(Reason.NOT_NOW)
    if not row.numbered_on <= day <= uow.today:
        raise RuleBroken(Reason.DAY_OUT_OF_TIME)
    if row.case_id == case.id:
        row.posted_on, row.posted_how = day, how
    ledger.append(uow, "answer.posted", case, answer=row.id, day=day.isoformat(), how=how)


def _has_left(uow: UnitOfWork, case: Case, row: Answer) -> bool:
    """A letter to whoever was merged leaves apart from the first one: of that the ledger alone tells."""
    if row.case_id == case.id:
        return row.posted_on is not None
    told = (entry for entry in cases.entries(uow.session, case.id) if entry.verb == "answer.posted")
    return any(entry.detail.get("answer") == row.id for entry in told)
