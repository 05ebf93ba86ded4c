"""What a step's form can offer: units, people, themes, and the case's facts."""

import re
from dataclasses import dataclass, replace

from caseapp.domain import workflow
from caseapp.domain.errors import Reason, Refused
from caseapp.domain.vocab import Action, Service, Theme
from caseapp.models.case import Case
from caseapp.models.ledger import LedgerEntry
from caseapp.queries import links
from caseapp.queries.hanging import Hanging
from caseapp.queries.listing import PersonRow, UnitRow
from caseapp.services import at_hand, gate
from caseapp.services.agency import packages
from caseapp.services.answers import bodies, referring, transfers
from caseapp.services.answers.bodies import BodyRow
from caseapp.services.answers.referring import EarlierAnswer
from caseapp.services.casework import page_parts
from caseapp.services.casework.desk import CasePage
from caseapp.services.quarterly import tagging
from caseapp.services.uow import UnitOfWork
from caseapp.services.workflow import steps

ANSWERING = frozenset({Action.PROPOSE_ANSWER, Action.APPROVE_ANSWER})


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
    service: Service
    offer: workflow.Offer
    draft: dict[str, str]
    """The last answer that was sent back, to go on from."""
    recipients: tuple[str, ...]
    bodies: tuple[BodyRow, ...]
    transfer: transfers.Due | None
    """To whom a petition could be forwarded, and by which day."""
    earlier: EarlierAnswer | None
    """Of a repeat, the answer that it can be answered by reference to."""
    merged: int
    """How many other petitioners get the answer, too, since their cases were merged into this one."""
    is_stale: bool
    """Whether the case is no longer as it was when the form was made."""
    moved: tuple[LedgerEntry, ...]
    """What happened to it since."""
    names: dict[int, str]


def chances(uow: UnitOfWork, number: str, action: Action, locale: str, seen: int | None = None) -> Chances:
    """Refused when the table does not offer the action to this person from here, blocked or not.

    `seen` is the status that the form was made for: when the case has moved on since, what was typed is kept in it."""
    case = gate.load_whole(uow, number, workflow.permissions_for(action))
    facts, known = steps.facts_of(uow, case), at_hand.of(uow, case)
    stale = seen is not None and seen != case.status_seq
    offer = next((o for o in workflow.offers(facts, uow.actor) if o.action is action), None)
    if offer is None and not stale:
        raise Refused(number)
    offer = offer or workflow.Offer(action, Reason.NOT_NOW)
    suggested = tuple(row.theme for row in known.suggested)
    return Chances(
        case=case,
        actor_id=uow.actor.user_id,
        locale=locale,
        units=known.register.units,
        people=known.register.people,
        assignable=facts.assignable,
        themes=tuple(sorted(facts.themes)) or (suggested if case.triaged_at is None else ()),
        title="",
        service=case.service,
        offer=offer,
        draft={},
        recipients=packages.fingerprints(uow) if action is Action.APPROVE_REFERRAL else (),
        bodies=bodies.in_use(uow) if action is Action.FORWARD else (),
        transfer=transfers.due(uow, case) if action is Action.FORWARD else None,
        earlier=referring.earlier_answer(uow, case) if action is Action.PROPOSE_ANSWER else None,
        merged=len(links.merged_in(uow.session, case.id)) if action in ANSWERING else 0,
        is_stale=stale,
        moved=_since(known, seen or 0) if stale else (),
        names=known.register.names,
    )


def _since(known: Hanging, seen: int) -> tuple[LedgerEntry, ...]:
    return tuple(row for row in known.entries if row.seq > seen and row.verb not in page_parts.BESIDE)


TITLE_SIGNS = 70


def beside(uow: UnitOfWork, given: Chances, page: CasePage) -> Chances:
    """With what the opened text suggests where nobody has said anything yet: a title and a service to begin from."""
    if given.case.triaged_at is not None or page.opened is None:
        return replace(given, title=page.title, draft=page.last_answer if given.offer.missing is None else {})
    text = str(page.opened["narrative"]["text"])
    guessed = tagging.service_of(uow, page.suggested, text) if given.case.service is Service.OTHER else None
    return replace(given, title=page.title or _beginning(text), service=guessed or given.service)


def _beginning(text: str) -> str:
    """The first sentence, or as many of its words as a title holds."""
    first = re.split(r"(?<=[.!?])\s|\n", text.strip(), maxsplit=1)[0].rstrip(".! ")
    return first if len(first) <= TITLE_SIGNS else first[:TITLE_SIGNS].rsplit(" ", 1)[0] + " …"
