"""Which earlier cases look like one that is registered: by the same petitioner, or about the same matter.

Only keyed hashes are compared, and inside the database; who learns of what was found is for its policies to say."""

import re

from sqlalchemy import text

from caseapp.domain.compartments import TEAM_OF_PATH, notes_of
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.linking import ALIKE_PERCENT
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Mode
from caseapp.models.case import Case, CaseSearch
from caseapp.models.links import CaseUnrelated
from caseapp.services import gate, ledger
from caseapp.services.casework import finding, linking
from caseapp.services.uow import UnitOfWork
from caseapp.vault.words import search_key, word_hash

PERSON = "person"
"""Where the hashes stand that one petitioner's cases have in common; no search reaches them."""
_NO_SIGNS = re.compile(r"[\W_]+")


def find(uow: UnitOfWork, case: Case) -> None:
    """At registration, in a session that holds the team's key; the words' hashes are there by then."""
    _mark_person(uow, case)
    _compare(uow, case)


def look_again(uow: UnitOfWork, number: str) -> None:
    """Later, while the case is open: against all that was registered meanwhile, by the hashes that are there."""
    case = gate.load_case(uow, number, {Permission.CASE_WORK}, for_change=True)
    gate.decide(uow, case, notes_of(case.path))
    if not case.status.is_open:
        raise RuleBroken(Reason.NOT_NOW)
    _compare(uow, case)


def dismiss(uow: UnitOfWork, number: str, other_number: str) -> None:
    """Not related: the two are not suggested to each other any more. Both ledgers tell of it, neither names the other;
    that does not keep anybody from linking them."""
    pair = linking.both(uow, number, other_number)
    first, second = sorted(case.id for case in pair)
    if uow.session.get(CaseUnrelated, (first, second)) is not None:
        raise RuleBroken(Reason.ALREADY_DONE)
    for case in pair:
        ledger.append(uow, "case.unrelated", case)
    uow.session.flush()
    uow.session.add(CaseUnrelated(case_id=first, other_id=second, said_by_id=uow.actor.user_id, said_at=uow.now))


def _compare(uow: UnitOfWork, case: Case) -> None:
    uow.session.flush()
    uow.session.execute(
        text("SELECT find_similar(:case, :least, :at)"), {"case": case.id, "least": ALIKE_PERCENT, "at": uow.now}
    )


def _mark_person(uow: UnitOfWork, case: Case) -> None:
    """Of those alone who filed under their name: whoever asked for confidence is not connected with other cases."""
    team = uow.keyring.team(TEAM_OF_PATH[case.path].value)
    if team is None or case.mode is not Mode.NAMED or not case.has_identity:
        return
    identity = gate.open_identity_marks(uow, case)
    finding.index_identity(uow, case, identity)
    marks = marks_of(identity)
    if not marks:
        return
    key = search_key(team.private, PERSON)
    tokens = sorted({word_hash(key, mark) for mark in marks})
    row = uow.session.get(CaseSearch, (case.id, PERSON))
    if row is None:
        uow.session.add(CaseSearch(case_id=case.id, compartment=PERSON, tokens=tokens))
    else:
        row.tokens = tokens


def marks_of(identity: dict[str, object]) -> tuple[str, ...]:
    """What one person alone has: the register number, the telephone, and the whole name, each marked as what it is.

    A given name by itself is shared by thousands and is no mark; nor is a name without the family's."""
    plain = {name: _NO_SIGNS.sub("", str(said)).casefold() for name, said in identity.items() if isinstance(said, str)}
    marks = [f"{name}:{plain[name]}" for name in ("register_number", "phone") if plain.get(name)]
    if plain.get("family_name") and plain.get("given_name"):
        marks.append(f"name:{plain['family_name']}/{plain['given_name']}")
    return tuple(marks)
