"""The conditions of the workflow's rows: each returns the Reason that stands in the way, or None."""

from datetime import date

from caseapp.domain.actors import Actor, ActorKind
from caseapp.domain.commands import (
    Acknowledge,
    Assign,
    Close,
    Command,
    Extend,
    Merge,
    ProposeAnswer,
    ProposeReferral,
    Triage,
)
from caseapp.domain.errors import Reason
from caseapp.domain.facts import CaseFacts
from caseapp.domain.letters import GAP
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Outcome, Path

_TEXT_FIELDS = ("text", "reason", "missing", "grounds", "extract")


def is_assignee(facts: CaseFacts, actor: Actor) -> Reason | None:
    return None if facts.assignee_id == actor.user_id else Reason.NEEDS_ASSIGNEE


def conflict_stated(facts: CaseFacts, actor: Actor) -> Reason | None:
    """«Ашиг сонирхлын зөрчилгүй»: nobody works on a case before saying that they have no stake in it."""
    return None if actor.user_id in facts.no_conflict_stated_by else Reason.NEEDS_NO_CONFLICT


def another_person(facts: CaseFacts, actor: Actor) -> Reason | None:
    """Also refuses where nobody is known to have proposed: two people are two known people."""
    known = facts.proposed_by_id is not None and actor.user_id is not None
    return None if known and facts.proposed_by_id != actor.user_id else Reason.NEEDS_ANOTHER_PERSON


def has_integrity_theme(facts: CaseFacts, _actor: Actor) -> Reason | None:
    return None if any(theme.is_integrity for theme in facts.themes) else Reason.NEEDS_INTEGRITY_THEME


def has_legal_deadline(facts: CaseFacts, _actor: Actor) -> Reason | None:
    return None if facts.due_is_legal else Reason.NO_LEGAL_DEADLINE


def not_yet_extended(facts: CaseFacts, _actor: Actor) -> Reason | None:
    """One extension only (petitions law, art. 16)."""
    return Reason.ALREADY_EXTENDED if facts.extended else None


def by_citizen(_facts: CaseFacts, actor: Actor) -> Reason | None:
    return None if actor.kind is ActorKind.CITIZEN else Reason.NOT_ALLOWED


def filed_by_hand(facts: CaseFacts, _actor: Actor) -> Reason | None:
    """Whoever filed online withdraws with their own receipt, and nobody for them."""
    return None if facts.filed_by_hand else Reason.CITIZEN_WITHDRAWS


def inside_appeal_time(facts: CaseFacts, _actor: Actor) -> Reason | None:
    if facts.appeal_until is None or facts.today is None or facts.today > facts.appeal_until:
        return Reason.APPEAL_TIME_OVER
    return None


def for_a_head(facts: CaseFacts, actor: Actor) -> Reason | None:
    """An appeal is given out by a head, as long as there is one for whom the case exists."""
    if not facts.is_appeal or actor.may(Permission.APPEAL_DECIDE) or not facts.appeal_heads:
        return None
    return Reason.APPEAL_FOR_HEAD


def decides_appeal(facts: CaseFacts, actor: Actor) -> Reason | None:
    """By a head who took no part in the contested answer; by another such person only where no such head is left."""
    if not facts.is_appeal:
        return None
    if actor.user_id in facts.kept_out:
        return Reason.DECIDED_BEFORE
    if actor.may(Permission.APPEAL_DECIDE) or not facts.appeal_heads - facts.kept_out:
        return None
    return Reason.APPEAL_FOR_HEAD


def was_forwarded(facts: CaseFacts, _actor: Actor) -> Reason | None:
    """Of closed cases only those come back that another body had."""
    return None if facts.forwarded else Reason.NOT_ALLOWED


def repeat_for_head(facts: CaseFacts, actor: Actor) -> Reason | None:
    """That a repeat brings nothing new and is not examined again is for a head to say (petitions law)."""
    if not facts.refers_to_answer or actor.may(Permission.REPEAT_APPROVE):
        return None
    return Reason.REPEAT_FOR_HEAD


def text_given(_facts: CaseFacts, command: Command, _actor: Actor, _today: date) -> Reason | None:
    texts = [getattr(command, name) for name in _TEXT_FIELDS if hasattr(command, name)]
    return None if texts and all(text.strip() for text in texts) else Reason.NEEDS_TEXT


def triage_is_whole(facts: CaseFacts, command: Command, _actor: Actor, _today: date) -> Reason | None:
    """A matter of integrity never goes on among the ordinary cases (plan measure 3.2)."""
    if not isinstance(command, Triage):
        return Reason.NEEDS_FACTS
    integrity = command.kind.is_integrity or any(theme.is_integrity for theme in command.themes)
    if integrity and facts.path is Path.ORDINARY:
        return Reason.ESCALATE_INSTEAD
    whole = command.unit_id is not None and command.severity is not None and command.completeness is not None
    return None if whole else Reason.NEEDS_FACTS


def assignee_is_free(facts: CaseFacts, command: Command, actor: Actor, _today: date) -> Reason | None:
    """Hard rule 1: never the official complained about, nor their reporting line."""
    if not isinstance(command, Assign):
        return Reason.NO_SUCH_PERSON
    if command.assignee_id in facts.recused_ids:
        return Reason.ASSIGNEE_IS_RECUSED
    if command.assignee_id not in facts.team_ids:
        return Reason.ASSIGNEE_NOT_IN_TEAM
    if facts.worker_ids is not None and command.assignee_id not in facts.worker_ids:
        return Reason.NEEDS_CASE_ROLE
    if command.assignee_id in facts.kept_out:
        return Reason.DECIDED_BEFORE
    if command.assignee_id == actor.user_id and not command.no_conflict:
        return Reason.NEEDS_NO_CONFLICT
    return None


def extension_is_short(facts: CaseFacts, command: Command, _actor: Actor, _today: date) -> Reason | None:
    """Up to 30 days more (petitions law, art. 16; the number is a row of the rules)."""
    fits = isinstance(command, Extend) and 1 <= command.days <= facts.extension_max_days
    return None if fits else Reason.EXTENSION_TOO_LONG


def answer_is_whole(facts: CaseFacts, command: Command, _actor: Actor, _today: date) -> Reason | None:
    if not isinstance(command, ProposeAnswer) or command.outcome is None:
        return Reason.NEEDS_OUTCOME
    if command.outcome is Outcome.REPEAT and not facts.is_repeat:
        return Reason.NEEDS_EARLIER_CASE
    if GAP in command.letter or GAP in command.subject:
        return Reason.LETTER_HAS_GAP
    return None if command.letter.strip() and command.legal_ground.strip() else Reason.NEEDS_TEXT


def identity_choice_stated(_facts: CaseFacts, command: Command, _actor: Actor, _today: date) -> Reason | None:
    stated = isinstance(command, ProposeReferral) and command.with_identity is not None
    return None if stated else Reason.NEEDS_FACTS


def acknowledgement_is_whole(_facts: CaseFacts, command: Command, _actor: Actor, today: date) -> Reason | None:
    if not isinstance(command, Acknowledge) or not command.agency_number.strip():
        return Reason.NEEDS_TEXT
    return Reason.DATE_IN_FUTURE if command.agency_date > today else None


def lessons_given(_facts: CaseFacts, command: Command, _actor: Actor, _today: date) -> Reason | None:
    if not isinstance(command, Close) or command.cause is None:
        return Reason.NEEDS_CAUSE
    return None if command.lessons.strip() else Reason.NEEDS_TEXT


def merge_target_named(_facts: CaseFacts, command: Command, _actor: Actor, _today: date) -> Reason | None:
    return None if isinstance(command, Merge) and command.into_number.strip() else Reason.NO_SUCH_CASE
