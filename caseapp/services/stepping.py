"""What a step's form can offer: units, people, themes, and the case's facts."""

from dataclasses import dataclass

from caseapp.domain import workflow
from caseapp.domain.errors import Refused
from caseapp.domain.vocab import Action, Theme
from caseapp.models.case import Case
from caseapp.queries import cases
from caseapp.queries import steps as left
from caseapp.queries.listing import PersonRow, UnitRow
from caseapp.services import gate, lists, packages, steps
from caseapp.services.uow import UnitOfWork


@dataclass(frozen=True, repr=False)
class Chances:
    """`assignable` holds the members of the case's team who may have it; `themes` is the decision or suggestion.

    `recipients` are the fingerprints of the keys that a referral would be encrypted to."""

    case: Case
    actor_id: int | None
    locale: str
    units: tuple[UnitRow, ...]
    people: tuple[PersonRow, ...]
    assignable: frozenset[int]
    themes: tuple[Theme, ...]
    title: str
    offer: workflow.Offer
    draft: dict[str, str]
    """The last answer that was sent back, to go on from."""
    recipients: tuple[str, ...]


def chances(uow: UnitOfWork, number: str, action: Action, locale: str) -> Chances:
    """Refused when the table does not offer the action to this person from here, blocked or not."""
    case = gate.load_case(uow, number, workflow.permissions_for(action))
    offer = next((o for o in steps.offers(uow, case) if o.action is action), None)
    if offer is None:
        raise Refused(number)
    facts = steps.facts_of(uow, case)
    title = _title(uow, case) if action is Action.TRIAGE else ""
    draft = _draft(uow, case) if action is Action.PROPOSE_ANSWER and offer.missing is None else {}
    suggested = tuple(theme for theme, _, _ in cases.suggested_themes(uow.session, case.id))
    return Chances(
        case=case,
        actor_id=uow.actor.user_id,
        locale=locale,
        units=lists.units(uow),
        people=lists.people(uow),
        assignable=facts.team_ids - facts.recused_ids - facts.kept_out,
        themes=tuple(sorted(facts.themes)) or (suggested if case.triaged_at is None else ()),
        title=title,
        offer=offer,
        draft=draft,
        recipients=packages.fingerprints(uow) if action is Action.APPROVE_REFERRAL else (),
    )


def _title(uow: UnitOfWork, case: Case) -> str:
    return str(gate.open_notes(uow, case, ["title"]).get("title", ""))


def _draft(uow: UnitOfWork, case: Case) -> dict[str, str]:
    row = left.last_answer(uow.session, case.id)
    if row is None:
        return {}
    part = f"answer/{row.id}"
    return {"outcome": row.outcome.value, **gate.open_notes(uow, case, [part]).get(part, {})}
