"""What the rules can refuse, as reasons with words in both languages (`web/wording.py`)."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a step, a proposal or a filing was refused."""

    NOT_NOW = "not_now"
    NOT_ALLOWED = "not_allowed"
    NEEDS_ANOTHER_PERSON = "needs_another_person"
    NEEDS_ASSIGNEE = "needs_assignee"
    NEEDS_NO_CONFLICT = "needs_no_conflict"
    ASSIGNEE_IS_RECUSED = "assignee_is_recused"
    ASSIGNEE_NOT_IN_TEAM = "assignee_not_in_team"
    NEEDS_INTEGRITY_THEME = "needs_integrity_theme"
    NEEDS_THEMES_DECIDED = "needs_themes_decided"
    NEEDS_FACTS = "needs_facts"
    ESCALATE_INSTEAD = "escalate_instead"
    NEEDS_TEXT = "needs_text"
    LETTER_HAS_GAP = "letter_has_gap"
    NEEDS_OUTCOME = "needs_outcome"
    NEEDS_CAUSE = "needs_cause"
    ALREADY_EXTENDED = "already_extended"
    EXTENSION_TOO_LONG = "extension_too_long"
    NO_LEGAL_DEADLINE = "no_legal_deadline"
    INTEGRITY_STAYS = "integrity_stays"
    APPEAL_TIME_OVER = "appeal_time_over"
    APPEAL_FOR_HEAD = "appeal_for_head"
    DECIDED_BEFORE = "decided_before"
    CITIZEN_WITHDRAWS = "citizen_withdraws"
    TOO_FEW_REMAIN = "too_few_remain"
    OWN_RECEIPT = "own_receipt"
    TOO_MANY_LINKS = "too_many_links"
    NO_SUCH_CASE = "no_such_case"
    NO_SUCH_UNIT = "no_such_unit"
    NO_SUCH_BODY = "no_such_body"
    BAD_CODE = "bad_code"
    ALREADY_LINKED = "already_linked"
    OTHER_GROUP = "other_group"
    NEEDS_EARLIER_CASE = "needs_earlier_case"
    NEEDS_EARLIER_ANSWER = "needs_earlier_answer"
    REPEAT_FOR_HEAD = "repeat_for_head"
    NO_SUCH_PERSON = "no_such_person"
    NO_AGENCY_KEY = "no_agency_key"
    NO_IDENTITY = "no_identity"
    IDENTITY_NOT_OPENED = "identity_not_opened"
    REQUEST_DECIDED = "request_decided"
    FILES_GONE = "files_gone"
    FILE_INFECTED = "file_infected"
    NO_NUMBER_LEFT = "no_number_left"
    ALREADY_DONE = "already_done"
    LOGIN_TAKEN = "login_taken"
    WEAK_PASSWORD = "weak_password"  # noqa: S105 - the name of a reason
    WRONG_SIGN_IN = "wrong_sign_in"
    TOO_MANY_TRIES = "too_many_tries"
    NOT_READY_FOR_TEAM = "not_ready_for_team"
    NEEDS_CASE_ROLE = "needs_case_role"
    LAST_OF_TEAM = "last_of_team"
    LAST_ADMIN = "last_admin"
    ADMIN_SEES_NO_CASE = "admin_sees_no_case"
    OFFICER_READS_NO_CASE = "officer_reads_no_case"
    OWN_ROLES = "own_roles"
    BAD_RECIPIENT = "bad_recipient"
    FINGERPRINT_DIFFERS = "fingerprint_differs"
    TEXT_TOO_LONG = "text_too_long"
    TOO_MANY_VIEWS = "too_many_views"
    TEMPLATE_FLAWED = "template_flawed"
    TEMPLATE_EXISTS = "template_exists"
    TEMPLATE_MOVED = "template_moved"
    BAD_INDEX = "bad_index"
    NOT_ONE_PDF = "not_one_pdf"
    DAY_OUT_OF_TIME = "day_out_of_time"
    DATE_IN_FUTURE = "date_in_future"
    DAY_IS_PAST = "day_is_past"
    CASE_MOVED = "case_moved"
    RECEIVED_TOO_LONG_AGO = "received_too_long_ago"
    ALREADY_TAKEN_IN = "already_taken_in"
    CODE_TAKEN = "code_taken"
    NEEDS_PAUSE_BASIS = "needs_pause_basis"
    NO_CASE_TERM = "no_case_term"
    VALUE_OUT_OF_RANGE = "value_out_of_range"
    MODEL_IS_WORSE = "model_is_worse"
    TOO_FEW_DECISIONS = "too_few_decisions"
    BALANCE_BROKEN = "balance_broken"
    PERIOD_NOT_OVER = "period_not_over"


class RuleBroken(Exception):
    """A rule says no; the reason is shown to the person, and nothing was written."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Refused(Exception):
    """The actor may not have this, or it does not exist: outwardly the same 404 (hard rule 2)."""

    def __init__(self, what: str) -> None:
        super().__init__("refused")
        self.what = what
