"""Taking a step of the workflow: load through the gate, plan by the table, change, record, return."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import text

from caseapp.domain import rules, workflow
from caseapp.domain.actors import ActorKind
from caseapp.domain.commands import Command
from caseapp.domain.compartments import READER_RECOVERY, TEAM_OF_PATH, notes_of, team_reader
from caseapp.domain.days import local_day
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.facts import CaseFacts
from caseapp.domain.vocab import DECIDED_STATUSES, Channel, Outcome, Path, Status
from caseapp.models.case import Case
from caseapp.queries import links
from caseapp.queries.hanging import Hanging
from caseapp.services import at_hand, gate, ledger
from caseapp.services.filing import intake
from caseapp.services.law import terms
from caseapp.services.petitioner import notices
from caseapp.services.uow import UnitOfWork
from caseapp.services.workflow import effects


@dataclass(frozen=True)
class Taken:
    """`visible` is False when the step moved the case out of the actor's eyes."""

    number: str
    status: Status
    path: Path
    visible: bool


def answered_on(uow: UnitOfWork, case: Case) -> date | None:
    """From when the petitioner's time to appeal runs: a merged case is decided by the answer that they got, too."""
    if case.status is not Status.MERGED:
        return local_day(case.decided_at) if case.decided_at else None
    shared = links.shared_answers(uow.session, case.id, since_merged=True)
    return local_day(shared[0][1]) if shared else None


def _facts(uow: UnitOfWork, case: Case, known: Hanging | None) -> CaseFacts:
    """The case as the rules see it; a citizen's own steps need nothing of what hangs on it (None)."""
    decided = answered_on(uow, case) if known is None else None
    bare = CaseFacts(
        path=case.path,
        status=case.status,
        kind=case.kind,
        mode=case.mode,
        assignee_id=case.assignee_id,
        proposed_by_id=case.proposed_by_id,
        extended=case.extended_days > 0,
        due_is_legal=terms.rule_code(case.path, case.kind, case.mode) in rules.LEGAL_TERMS,
        extension_max_days=terms.number(uow, rules.EXTENSION),
        appeal_until=terms.appeal_until(uow, decided) if decided else None,
        filed_by_hand=case.channel is not Channel.WEB,
        forwarded=case.forwarded_to is not None,
        is_repeat=case.is_repeat,
        today=uow.today,
    )
    if known is None:
        return bare
    appeal = known.appeal if case.appealed_at is not None else None
    return replace(
        bare,
        themes=known.decided,
        no_conflict_stated_by=known.no_conflict,
        recused_ids=known.recused,
        team_ids=known.team,
        worker_ids=known.workers,
        refers_to_answer=any(row.outcome is Outcome.REPEAT for row in known.answers if not row.is_decided),
        appealed=appeal is not None,
        earlier_deciders=appeal.deciders if appeal else frozenset(),
        appeal_heads=known.heads - known.recused if appeal else frozenset(),
    )


def facts_of(uow: UnitOfWork, case: Case) -> CaseFacts:
    """For showing what could be done: by what this transaction read first."""
    return _facts(uow, case, None if uow.actor.kind is ActorKind.CITIZEN else at_hand.of(uow, case))


def offers(uow: UnitOfWork, case: Case) -> tuple[workflow.Offer, ...]:
    """The steps that this actor could take now, with what is missing for each."""
    return workflow.offers(facts_of(uow, case), uow.actor)


def take_step(uow: UnitOfWork, number: str, command: Command, seen: int | None = None) -> Taken:
    """A step by a member of the staff; refused when the case has moved on since the status that they had `seen`."""
    case = gate.load_case(uow, number, workflow.permissions_for(command.action), for_change=True)
    if seen is not None and seen != case.status_seq:
        raise RuleBroken(Reason.CASE_MOVED)
    return _take(uow, case, command)


def take_own_step(uow: UnitOfWork, command: Command) -> Taken:
    """A step by the citizen who holds the receipt."""
    return _take(uow, gate.load_own_case(uow, for_change=True), command)


def _take(uow: UnitOfWork, case: Case, command: Command) -> Taken:
    known = None if uow.actor.kind is ActorKind.CITIZEN else at_hand.read_anew(uow, case)
    step = workflow.plan(_facts(uow, case, known), command, uow.actor, uow.today)
    effect: Callable[[UnitOfWork, Case, Any], effects.Codes] = effects.EFFECTS[type(command)]
    detail = effect(uow, case, command)
    if step.path_after is None:
        return _stay(uow, case, step, detail)
    return _move(uow, case, step, detail, step.path_after)


def _mark_times(uow: UnitOfWork, case: Case, after: Status) -> None:
    if after in DECIDED_STATUSES and case.decided_at is None:
        case.decided_at = uow.now
    elif after not in DECIDED_STATUSES:
        case.decided_at = None
    case.closed_at = uow.now if after is Status.CLOSED else None


def _stay(uow: UnitOfWork, case: Case, step: workflow.Step, detail: effects.Codes) -> Taken:
    seq = ledger.append(uow, step.verb, case, step.after, **detail)
    _mark_times(uow, case, step.after)
    case.status, case.status_seq = step.after, seq
    uow.session.flush()
    notices.tell(uow, case, step.verb)
    return Taken(case.number, case.status, case.path, visible=True)


def _hand_over_keys(uow: UnitOfWork, case: Case, path: Path) -> None:
    """All but the integrity team's own notes, of which the title alone goes along to the new team's place for notes."""
    team, publics, known = team_reader(TEAM_OF_PATH[path]), intake.public_keys(uow), gate.compartments_of(uow, case)
    own = notes_of(Path.INTEGRITY)
    gate.share_with(uow, case, [part for part in known if part != own], team, publics[team])
    if notes_of(path) not in known:
        readers = {name: publics[name] for name in (team, READER_RECOVERY)}
        gate.new_compartment(uow, case, notes_of(path), readers)
    if path is Path.ORDINARY:
        for part, title in gate.open_parts(uow, case, own, ["title"]).items():
            gate.put_part(uow, case, notes_of(path), part, title)


def _move(uow: UnitOfWork, case: Case, step: workflow.Step, detail: effects.Codes, path: Path) -> Taken:
    """To the other path: the new team gets its copies of the keys, the old team's are deleted with the move."""
    _hand_over_keys(uow, case, path)
    terms.set_due(uow, case, path)
    uow.session.flush()
    seq = ledger.append(uow, step.verb, case, step.after, **detail)
    number, case_id = case.number, case.id
    uow.session.expunge(case)
    uow.session.execute(
        text("SELECT move_case(:case, :path, :status, :seq)"),
        {"case": case_id, "path": path.value, "status": step.after.value, "seq": seq},
    )
    return Taken(number, step.after, path, visible=uow.actor.clears(path))
