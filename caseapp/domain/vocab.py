"""The closed lists of words that the whole house uses; labels in both languages stand in `web/wording.py`."""

from enum import StrEnum


class Path(StrEnum):
    """Which team a case is sealed to, and which rows of the workflow apply to it."""

    ORDINARY = "ordinary"
    INTEGRITY = "integrity"


class Kind(StrEnum):
    """What a person files (petitions law, 1995); an anonymous petition is accepted as a tip."""

    COMPLAINT = "complaint"
    REQUEST = "request"
    SUGGESTION = "suggestion"
    THANKS = "thanks"
    CRITICISM = "criticism"
    TIP = "tip"
    CORRUPTION = "corruption"
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    REPRISAL = "reprisal"

    @property
    def is_integrity(self) -> bool:
        return self in {Kind.CORRUPTION, Kind.CONFLICT_OF_INTEREST, Kind.REPRISAL}


class Service(StrEnum):
    CIVIL = "civil"
    PROPERTY = "property"
    LEGAL_ENTITY = "legal_entity"
    ARCHIVE = "archive"
    OTHER = "other"


class Theme(StrEnum):
    """The themes of taxonomy.toml; the last three open the protected path (plan measure 3.2)."""

    DELAY = "delay"
    QUEUE = "queue"
    RUNAROUND = "runaround"
    DOCUMENTS = "documents"
    STAFF_CONDUCT = "staff_conduct"
    INFORMATION = "information"
    E_SERVICE = "e_service"
    RECORD_ERROR = "record_error"
    REFUSAL = "refusal"
    FEES = "fees"
    ACCESSIBILITY = "accessibility"
    PRIVACY = "privacy"
    BRIBERY = "bribery"
    FAVOURITISM = "favouritism"
    CONFLICT_OF_INTEREST = "conflict_of_interest"

    @property
    def is_integrity(self) -> bool:
        return self in INTEGRITY_THEMES


INTEGRITY_THEMES = frozenset({Theme.BRIBERY, Theme.FAVOURITISM, Theme.CONFLICT_OF_INTEREST})


class Mode(StrEnum):
    NAMED = "named"
    CONFIDENTIAL = "confidential"
    ANONYMOUS = "anonymous"


class Channel(StrEnum):
    WEB = "web"
    IN_PERSON = "in_person"
    PHONE = "phone"
    POST = "post"
    GOVERNMENT_1111 = "government_1111"
    OTHER = "other"
    PHONE_110 = "phone_110"
    PHONE_1890 = "phone_1890"
    OPEN_DAY = "open_day"
    SUGGESTION_BOX = "suggestion_box"


class ReplyForm(StrEnum):
    """How the petitioner wishes to be answered (petitions law: what was said may be answered orally)."""

    WRITTEN = "written"
    ORAL = "oral"
    ELECTRONIC = "electronic"


class PetitionerType(StrEnum):
    CITIZEN = "citizen"
    GROUP = "group"
    LEGAL_ENTITY = "legal_entity"
    FOREIGN = "foreign"
    STAFF = "staff"
    ANONYMOUS = "anonymous"
    REPRESENTATIVE = "representative"


class Status(StrEnum):
    RECEIVED = "received"
    REGISTERED = "registered"
    TRIAGED = "triaged"
    RETURNED = "returned"
    IN_PROGRESS = "in_progress"
    AWAITING_UNIT = "awaiting_unit"
    AWAITING_CITIZEN = "awaiting_citizen"
    ANSWER_PROPOSED = "answer_proposed"
    ANSWERED = "answered"
    FORWARDED = "forwarded"
    RETURN_PROPOSED = "return_proposed"
    REFERRAL_PROPOSED = "referral_proposed"
    REFERRED = "referred"
    AGENCY_RECEIVED = "agency_received"
    NO_REFERRAL_PROPOSED = "no_referral_proposed"
    NOT_REFERRED = "not_referred"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"

    @property
    def is_open(self) -> bool:
        """Open means that the authority still owes a decision: what the queue and the closing balance count."""
        return self in OPEN_STATUSES


DECIDED_STATUSES = frozenset(
    {
        Status.ANSWERED,
        Status.FORWARDED,
        Status.REFERRED,
        Status.AGENCY_RECEIVED,
        Status.NOT_REFERRED,
        Status.CLOSED,
        Status.WITHDRAWN,
        Status.MERGED,
    }
)
OPEN_STATUSES = frozenset(Status) - DECIDED_STATUSES


class Action(StrEnum):
    REGISTER = "register"
    TRIAGE = "triage"
    RETURN_INCOMPLETE = "return_incomplete"
    COMPLETE = "complete"
    FORWARD = "forward"
    TAKE_BACK = "take_back"
    ESCALATE = "escalate"
    PROPOSE_RETURN = "propose_return"
    APPROVE_RETURN = "approve_return"
    DECLINE_RETURN = "decline_return"
    ASSIGN = "assign"
    REQUEST_EXPLANATION = "request_explanation"
    EXPLANATION_RECEIVED = "explanation_received"
    ASK_CITIZEN = "ask_citizen"
    RESUME = "resume"
    EXTEND = "extend"
    PROPOSE_ANSWER = "propose_answer"
    APPROVE_ANSWER = "approve_answer"
    RETURN_ANSWER = "return_answer"
    PROPOSE_REFERRAL = "propose_referral"
    APPROVE_REFERRAL = "approve_referral"
    DECLINE_REFERRAL = "decline_referral"
    PROPOSE_NO_REFERRAL = "propose_no_referral"
    APPROVE_NO_REFERRAL = "approve_no_referral"
    DECLINE_NO_REFERRAL = "decline_no_referral"
    ACKNOWLEDGE = "acknowledge"
    RECORD_OUTCOME = "record_outcome"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    MERGE = "merge"
    REOPEN = "reopen"
    APPEAL = "appeal"


class Outcome(StrEnum):
    """What the answer says of the complaint (report table T8)."""

    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    NOT_UPHELD = "not_upheld"
    EXPLAINED = "explained"
    REPEAT = "repeat"
    """Nothing new after a final answer: refers to that answer, and a head approves it."""


class Severity(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Completeness(StrEnum):
    COMPLETE = "complete"
    PARTIAL = "partial"
    INSUFFICIENT = "insufficient"


class Cause(StrEnum):
    """Root causes that a closed case is filed under (report chapter 9)."""

    RULES = "rules"
    PROCEDURE = "procedure"
    STAFFING = "staffing"
    SYSTEM = "system"
    CONDUCT = "conduct"
    INFORMATION = "information"
    OUTSIDE = "outside"
    NONE = "none"


class NoReferralReason(StrEnum):
    NO_STAFF_INVOLVED = "no_staff_involved"
    NO_INTEGRITY_MATTER = "no_integrity_matter"
    ALREADY_WITH_AGENCY = "already_with_agency"
    NOTHING_TO_GO_ON = "nothing_to_go_on"


class AgencyOutcome(StrEnum):
    INVESTIGATION = "investigation"
    NO_GROUNDS = "no_grounds"
    RETURNED = "returned"
    OTHER = "other"


class Copy(StrEnum):
    """Of an attachment: as it came, kept as evidence; and without metadata, which is what staff open first."""

    ORIGINAL = "original"
    CLEANED = "cleaned"


class Verdict(StrEnum):
    """What the scanner said of a file; an infected one is kept and never served."""

    NOT_SCANNED = "not_scanned"
    CLEAN = "clean"
    INFECTED = "infected"


class NoticeChannel(StrEnum):
    EMAIL = "email"
    SMS = "sms"


class NoticeState(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class Author(StrEnum):
    """Whose side wrote a message."""

    CITIZEN = "citizen"
    STAFF = "staff"


class PackageState(StrEnum):
    SENT = "sent"
    DOWNLOADED = "downloaded"
    ACKNOWLEDGED = "acknowledged"
    OUTCOME_KNOWN = "outcome_known"
