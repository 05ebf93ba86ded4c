"""Words of a list's narrow columns: one that says as much as the whole label, which stands behind it as a title."""

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from caseapp.domain.vocab import Kind, Mode, Service, Status, Theme
from caseapp.web.wording.labels import label

_WORDS: tuple[tuple[StrEnum, LazyString], ...] = (
    (Kind.TIP, _l("Tip")),
    (Kind.CORRUPTION, _l("Corruption")),
    (Kind.CONFLICT_OF_INTEREST, _l("Conflict")),
    (Kind.REPRISAL, _l("Reprisal")),
    (Service.CIVIL, _l("Civil")),
    (Service.PROPERTY, _l("Property")),
    (Service.LEGAL_ENTITY, _l("Legal ent.")),
    (Service.ARCHIVE, _l("Archive")),
    (Service.OTHER, _l("Other")),
    (Theme.DELAY, _l("Delay")),
    (Theme.QUEUE, _l("Queue")),
    (Theme.RUNAROUND, _l("Runaround")),
    (Theme.DOCUMENTS, _l("Paperwork")),
    (Theme.STAFF_CONDUCT, _l("Conduct")),
    (Theme.INFORMATION, _l("Information")),
    (Theme.E_SERVICE, _l("E-service")),
    (Theme.RECORD_ERROR, _l("Record error")),
    (Theme.REFUSAL, _l("Refusal")),
    (Theme.FEES, _l("Fees")),
    (Theme.ACCESSIBILITY, _l("Access")),
    (Theme.PRIVACY, _l("Privacy")),
    (Theme.BRIBERY, _l("Bribery")),
    (Theme.CONFLICT_OF_INTEREST, _l("Conflict")),
    (Mode.NAMED, _l("Named")),
    (Mode.CONFIDENTIAL, _l("Secret")),
    (Mode.ANONYMOUS, _l("Nameless")),
    (Status.IN_PROGRESS, _l("In hand")),
    (Status.RETURNED, _l("Incomplete")),
    (Status.AWAITING_UNIT, _l("At the unit")),
    (Status.AWAITING_CITIZEN, _l("At the citizen")),
    (Status.ANSWER_PROPOSED, _l("To be approved")),
    (Status.FORWARDED, _l("Forwarded")),
    (Status.RETURN_PROPOSED, _l("To be returned")),
    (Status.REFERRAL_PROPOSED, _l("To be referred")),
    (Status.REFERRED, _l("Referred")),
    (Status.AGENCY_RECEIVED, _l("At the Agency")),
    (Status.NO_REFERRAL_PROPOSED, _l("Not to be referred")),
)
_SHORT = {(type(member), member.value): words for member, words in _WORDS}


def label_short(member: StrEnum) -> LazyString:
    """The whole label where it is short enough by itself."""
    return _SHORT.get((type(member), member.value), label(member))
