"""One matter in several cases: merging them, answering all who are merged, answering a repeat by reference."""

from caseapp.domain.commands import ApproveAnswer, Merge, ProposeAnswer
from caseapp.domain.compartments import Compartment
from caseapp.domain.days import local_day, official_date
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.vocab import Outcome
from caseapp.models.case import Case
from caseapp.queries import cases, links
from caseapp.services import gate, ledger
from caseapp.services.petitioner import notices
from caseapp.services.staff import recusing
from caseapp.services.uow import UnitOfWork
from caseapp.services.workflow.effects import answering
from caseapp.services.workflow.effects.codes import Codes


def merge(uow: UnitOfWork, case: Case, command: Merge) -> Codes:
    """The other case must be open on the same path; whoever may not see one of the two sees neither from now on.

    Letters and files stay where they were filed, under the key of whoever filed them: the page of the other case shows
    them through the gate, and no petitioner's receipt opens another's words."""
    target = cases.by_number(uow.session, command.into_number, for_change=True)
    if target is None or target.id == case.id or target.path is not case.path or not target.status.is_open:
        raise RuleBroken(Reason.NO_SUCH_CASE)
    recusing.share(uow, case, target)
    case.merged_into_id, case.assignee_id = target.id, None
    return {}


def approve_for_all(uow: UnitOfWork, case: Case, command: ApproveAnswer) -> Codes:
    """The same answer for whoever was merged into the case, as a letter to each, sealed for each receipt apart."""
    codes = answering.approve_answer(uow, case, command)
    merged = links.merged_in(uow.session, case.id)
    if not merged:
        return codes
    part = f"answer/{codes['answer']}"
    uow.session.flush()
    answer = gate.open_parts(uow, case, Compartment.REPORT, [part])[part]
    for other in merged:
        gate.put_new_part(uow, other, Compartment.REPORT, part, _to_another(answer, case, other))
        ledger.append(uow, "answer.shared", other, answer=codes["answer"])
        notices.tell(uow, other, "answer.shared")
    return codes


def _to_another(answer: dict[str, str], case: Case, other: Case) -> dict[str, str]:
    """The letter names the petition of whoever reads it: its number, and beside the number its day of receipt."""
    of_case, of_other = (official_date(local_day(one.received_at)) for one in (case, other))

    def renamed(line: str) -> str:
        return line.replace(case.number, other.number).replace(of_case, of_other) if case.number in line else line

    texts = {name: "\n".join(map(renamed, answer.get(name, "").split("\n"))) for name in ("subject", "letter")}
    return {**answer, **texts}


def propose_if_answered_before(uow: UnitOfWork, case: Case, command: ProposeAnswer) -> Codes:
    """That a repeat brings nothing new can be said only by reference to a final answer, which the ledger names."""
    if command.outcome is not Outcome.REPEAT:
        return answering.propose_answer(uow, case, command)
    earlier = links.repeated(uow.session, case.id)
    if earlier is None:
        raise RuleBroken(Reason.NEEDS_EARLIER_CASE)
    _, answer = earlier
    if answer is None:
        raise RuleBroken(Reason.NEEDS_EARLIER_ANSWER)
    return {**answering.propose_answer(uow, case, command), "earlier_answer": answer.id}
