"""What people write into a case besides its report: messages to and from the citizen, notes, reasons for steps."""

from caseapp.domain.actors import ActorKind
from caseapp.domain.compartments import Compartment, notes_of
from caseapp.domain.drafts import FromDraft
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.numbers import new_id
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Author, Status
from caseapp.models.case import Case, Message, Note
from caseapp.queries import cases
from caseapp.services import gate, ledger
from caseapp.services.files import arriving, attachments, drafts
from caseapp.services.law import terms, waiting
from caseapp.services.petitioner import notices
from caseapp.services.uow import UnitOfWork

MAX_MESSAGE = 20_000


def _checked(text: str) -> str:
    if not text.strip():
        raise RuleBroken(Reason.NEEDS_TEXT)
    if len(text) > MAX_MESSAGE:
        raise RuleBroken(Reason.TEXT_TOO_LONG)
    return text


def message(uow: UnitOfWork, case: Case, text: str, draft: FromDraft | None = None) -> int:
    """Seals a message, with its draft's files, where citizen and team both open it; the caller records its step."""
    files = arriving.expected(uow, draft)
    by_citizen = uow.actor.kind is ActorKind.CITIZEN
    row = Message(
        id=new_id(),
        case_id=case.id,
        author=Author.CITIZEN if by_citizen else Author.STAFF,
        author_id=uow.actor.user_id,
        sent_at=uow.now,
    )
    uow.session.add(row)
    gate.put_new_part(uow, case, Compartment.REPORT, f"message/{row.id}", _checked(text))
    if by_citizen:
        case.citizen_wrote_at = uow.now
    if draft is not None and draft.files:
        uow.session.flush()
        attachments.file_with(uow, case, files, row.id)
        drafts.forget(uow, [draft.place])
    return row.id


def note(uow: UnitOfWork, case: Case, verb: str, text: str) -> int:
    """Seals a working note, or the reason for the step `verb`, where the team alone opens it."""
    if uow.actor.user_id is None:
        raise RuleBroken(Reason.NOT_ALLOWED)
    row = Note(id=new_id(), case_id=case.id, author_id=uow.actor.user_id, written_at=uow.now, verb=verb)
    uow.session.add(row)
    gate.put_new_part(uow, case, notes_of(case.path), f"note/{row.id}", _checked(text))
    return row.id


def write_note(uow: UnitOfWork, number: str, text: str) -> None:
    """A working note by a member of the team."""
    case = gate.load_case(uow, number, {Permission.CASE_WORK})
    gate.decide(uow, case, notes_of(case.path))
    note(uow, case, "note.written", text)
    ledger.append(uow, "note.written", case)


def write_message(
    uow: UnitOfWork, number: str, text: str, draft: FromDraft | None = None, seen: int | None = None
) -> None:
    """A letter of the staff to the citizen, outside any step; `seen` is the ledger's last entry that its writer saw."""
    case = gate.load_case(uow, number, {Permission.CASE_WORK}, for_change=True)
    gate.decide(uow, case, Compartment.REPORT)
    if seen is not None and cases.has_moved(uow.session, case.id, seen):
        raise RuleBroken(Reason.CASE_MOVED)
    message(uow, case, text, draft)
    ledger.append(uow, "message.sent", case)
    notices.tell(uow, case, "message.sent")


def citizen_message(uow: UnitOfWork, text: str, draft: FromDraft | None = None) -> None:
    """A letter of the citizen who holds the receipt; it ends a wait for it, and with that a pause, at once."""
    case = gate.load_own_case(uow)
    message(uow, case, text, draft)
    before = case.due_on
    if case.status is Status.AWAITING_CITIZEN:
        waiting.end(uow, case)
        terms.set_due(uow, case)
    moved = {"due_on": case.due_on.isoformat()} if case.due_on and case.due_on != before else {}
    ledger.append(uow, "message.sent", case, None, **moved)
