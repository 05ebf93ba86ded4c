"""The signed copy of an answer: put back in as a file of a letter to the petitioner, told apart from other files."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from caseapp.domain.compartments import Compartment
from caseapp.domain.drafts import FromDraft
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Copy, Verdict
from caseapp.evidence import signatures
from caseapp.evidence.kinds import MediaKind
from caseapp.models.case import Case
from caseapp.models.steps import Answer
from caseapp.services import gate, ledger
from caseapp.services.answers import letters
from caseapp.services.files import arriving, attachments
from caseapp.services.files.arriving import Arrived
from caseapp.services.petitioner import notices, writing
from caseapp.services.uow import UnitOfWork


def awaited(uow: UnitOfWork, number: str) -> Answer:
    """The answer that a signed copy would be of; Refused where none is approved."""
    return _of(uow, gate.load_case(uow, number, {Permission.CASE_WORK}))


def _of(uow: UnitOfWork, case: Case) -> Answer:
    answer = letters.newest_approved(uow, case)
    if answer is None:
        raise Refused("letter")
    return answer


def put_in(uow: UnitOfWork, number: str, text: str, draft: FromDraft) -> None:
    """Sends the signed letter with `text` to its petitioner; a later copy of the same answer stands before this one.

    Who put it in, when, and what was found of signatures in it is sealed with it; its SHA-256 is the file's own. None
    is refused for what was found: a scan of paper carries its signature in ink."""
    case = gate.load_case(uow, number, {Permission.CASE_WORK}, for_change=True)
    gate.decide(uow, case, Compartment.REPORT)
    answer = _of(uow, case)
    file = _one_pdf(arriving.expected(uow, draft))
    looked = signatures.look(attachments.content_of(uow, asdict(file), Copy.ORIGINAL), answer.number or "")
    writing.message(uow, case, text, draft)
    said = {"answer": answer.id, "by": uow.actor.user_id, "at": uow.now.isoformat(), "looked": asdict(looked)}
    gate.put_new_part(uow, case, Compartment.REPORT, f"{attachments.SIGNED}{file.id}", said)
    ledger.append(uow, "message.sent", case)
    ledger.append(uow, "answer.signed", case, answer=answer.id, attachment=file.id)
    notices.tell(uow, case, "message.sent")


def _one_pdf(files: list[Arrived]) -> Arrived:
    if len(files) != 1 or files[0].kind != MediaKind.PDF:
        raise RuleBroken(Reason.NOT_ONE_PDF)
    if files[0].verdict == Verdict.INFECTED:
        raise RuleBroken(Reason.FILE_INFECTED)
    return files[0]


def newest_of(parts: Mapping[str, Any], answer: int) -> int | None:
    """The file that is the signed copy of this answer, among a case's opened parts."""
    copies = [
        (str(said["at"]), name)
        for name, said in parts.items()
        if name.startswith(attachments.SIGNED) and said["answer"] == answer
    ]
    return int(max(copies)[1].removeprefix(attachments.SIGNED)) if copies else None
