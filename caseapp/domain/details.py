"""What a report may tell besides its text, by kind: sealed with it, in this order (conflict-of-interest law, 2012).

Nothing of it is demanded: whoever knows only what happened tells only that.
"""

from enum import StrEnum

from caseapp.domain.vocab import Kind


class Detail(StrEnum):
    """The name under which an answer lies in the sealed narrative."""

    OFFICIAL = "official"
    RELATED_PERSON = "related_person"
    RELATION = "relation"
    MATTER = "matter"
    INTEREST_KIND = "interest_kind"
    DECLARED = "declared"
    BENEFIT = "benefit"
    EVIDENCE = "evidence"
    HOW_KNOWN = "how_known"
    EARLIER_REPORT = "earlier_report"
    REPRISAL_KIND = "reprisal_kind"
    PROTECTION = "protection"


class InterestKind(StrEnum):
    """The private interest that stands against the duty (DOMAIN: conflict-of-interest law, art. 3)."""

    FAMILY = "family"
    PROPERTY = "property"
    OUTSIDE_POST = "outside_post"
    GIFT = "gift"
    FORMER_EMPLOYER = "former_employer"
    DEBT = "debt"
    OTHER = "other"


class Declared(StrEnum):
    """Whether the official had declared the interest (ХАСХОМ or a notice)."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class ReprisalKind(StrEnum):
    """What was done to somebody because they had reported (EU Directive 2019/1937, art. 19, as a benchmark)."""

    DISMISSAL = "dismissal"
    TRANSFER = "transfer"
    PAY = "pay"
    HARASSMENT = "harassment"
    SERVICE_REFUSED = "service_refused"
    THREAT = "threat"
    OTHER = "other"


_D = Detail
DETAILS: dict[Kind, tuple[Detail, ...]] = {
    Kind.CORRUPTION: (_D.OFFICIAL, _D.BENEFIT, _D.HOW_KNOWN, _D.EVIDENCE, _D.PROTECTION),
    Kind.CONFLICT_OF_INTEREST: (
        _D.OFFICIAL,
        _D.RELATED_PERSON,
        _D.RELATION,
        _D.MATTER,
        _D.INTEREST_KIND,
        _D.DECLARED,
        _D.BENEFIT,
        _D.HOW_KNOWN,
        _D.EVIDENCE,
        _D.PROTECTION,
    ),
    Kind.REPRISAL: (_D.REPRISAL_KIND, _D.OFFICIAL, _D.EARLIER_REPORT, _D.EVIDENCE, _D.PROTECTION),
}
"""The other kinds ask for nothing more than text, place, time and wish."""

CODES: dict[Detail, type[StrEnum]] = {
    _D.INTEREST_KIND: InterestKind,
    _D.DECLARED: Declared,
    _D.REPRISAL_KIND: ReprisalKind,
}
"""Answers that are chosen from a list; the others are words."""
