"""What a report may tell besides its text, as questions on the form and as names beside the answers."""

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from caseapp.domain.details import Declared, Detail, InterestKind, ReprisalKind

WORDS: tuple[tuple[StrEnum, LazyString], ...] = (
    (Detail.OFFICIAL, _l("Who is it about?")),
    (Detail.RELATED_PERSON, _l("Who is the related person?")),
    (Detail.RELATION, _l("How are they related to the official?")),
    (Detail.MATTER, _l("Which decision or matter, and of which date?")),
    (Detail.INTEREST_KIND, _l("What kind of private interest is it?")),
    (Detail.DECLARED, _l("Had the official declared it?")),
    (Detail.BENEFIT, _l("What was asked, given or gained?")),
    (Detail.HOW_KNOWN, _l("How do you know of it?")),
    (Detail.EVIDENCE, _l("What can prove it, and where is it?")),
    (Detail.EARLIER_REPORT, _l("The number of your earlier report, if you know it")),
    (Detail.REPRISAL_KIND, _l("What was done to you?")),
    (Detail.PROTECTION, _l("What protection do you wish for?")),
    (InterestKind.FAMILY, _l("Family or relatives")),
    (InterestKind.PROPERTY, _l("Property or shares")),
    (InterestKind.OUTSIDE_POST, _l("Another post or business")),
    (InterestKind.GIFT, _l("Gift or hospitality")),
    (InterestKind.FORMER_EMPLOYER, _l("Former employer")),
    (InterestKind.DEBT, _l("Debt or loan")),
    (InterestKind.OTHER, _l("Something else")),
    (Declared.YES, _l("Yes")),
    (Declared.NO, _l("No")),
    (Declared.UNKNOWN, _l("I do not know")),
    (ReprisalKind.DISMISSAL, _l("Dismissed, or threatened with dismissal")),
    (ReprisalKind.TRANSFER, _l("Moved to another post or place")),
    (ReprisalKind.PAY, _l("Pay, bonus or leave cut")),
    (ReprisalKind.HARASSMENT, _l("Insulted, isolated or harassed")),
    (ReprisalKind.SERVICE_REFUSED, _l("A service refused or delayed")),
    (ReprisalKind.THREAT, _l("Threatened")),
    (ReprisalKind.OTHER, _l("Something else")),
)
