"""The whole table of rights: which role of the database reads, adds, changes and removes what."""

ALL = "*"
REFERENCE = dict.fromkeys(
    ("unit", "deadline_rule", "special_day", "authority_key", "classifier_model", "competent_body"), ALL
)
ANALYSTS_COLUMNS = (
    "id number path status kind service unit_id mode channel petitioner_type received_at received_day registered_at"
    " triaged_at decided_at closed_at due_on extended_days severity outcome forwarded_to cause merged_into_id"
    " is_repeat in_group acknowledged_at"
)
_TEAMS = (
    "case case_key sealed_part case_search message note theme_suggestion theme_decision conflict_statement answer"
    " explanation identity_request referral agency_package"
)
OF_THE_TEAM = _TEAMS.split()
WITH_DRAFTS = dict.fromkeys(("draft", "attachment", "attachment_chunk"), ALL)
"""Drafts and files come through the citizens' door, and through casework's for letters of the staff."""
FILED = "case_id draft_id message_id verdict size has_cleaned complete"
READS: dict[str, dict[str, str]] = {
    "caseapp_public": {
        **REFERENCE,
        **dict.fromkeys(("case", "case_key", "sealed_part", "message", "ledger_entry"), ALL),
        **dict.fromkeys(("satisfaction", "appeal", "sending_count", "frozen_report", "waiting"), ALL),
        **WITH_DRAFTS,
        "agency_package": "case_id state agency_number agency_date made_at",
    },
    "caseapp_auth": {
        **REFERENCE,
        **dict.fromkeys(
            ("staff_user", "role_grant", "staff_credential", "team_member", "staff_session", "throttle"), ALL
        ),
    },
    "caseapp_staff": {
        **REFERENCE,
        **dict.fromkeys(OF_THE_TEAM, ALL),
        **dict.fromkeys(("recusal", "staff_user", "role_grant", "ledger_entry", "agency_recipient"), ALL),
        **dict.fromkeys(("satisfaction", "appeal", "case_link", "case_similar", "case_unrelated"), ALL),
        **dict.fromkeys(("task", "reply_template", "presence", "saved_view", "answer_template", "letter_index"), ALL),
        **WITH_DRAFTS,
        **dict.fromkeys(("waiting", "reminder"), ALL),
        "notice": "id case_id channel state made_at tries finished_at",
        "team_member": "team user_id",
        "staff_credential": "user_id must_change",
    },
    "caseapp_analyst": {
        **REFERENCE,
        "case": ANALYSTS_COLUMNS,
        **dict.fromkeys(("theme_decision", "frozen_report", "satisfaction", "appeal"), ALL),
        "staff_user": "id name post",
    },
    "caseapp_auditor": {
        "ledger_entry": ALL,
        "ledger_checkpoint": ALL,
        "authority_key": ALL,
        "case": "id status status_seq",
        "staff_user": "id name post",
    },
    "caseapp_admin": {
        **REFERENCE,
        **dict.fromkeys(("staff_user", "agency_recipient", "role_grant"), ALL),
        "staff_credential": "user_id must_change",
        "team_member": "team user_id",
        "staff_session": "user_id",
    },
    "caseapp_agency": {
        **REFERENCE,
        "agency_package": ALL,
        "case": "id path status status_seq kind mode",
    },
    "caseapp_jobs": {
        **REFERENCE,
        **dict.fromkeys(("ledger_entry", "ledger_checkpoint", "notice", "waiting"), ALL),
        "case": "id status decided_at due_on due_rule_id due_rolls term_started_at extended_days",
        "draft": "id expires_at",
        "sending_count": "window_ends",
    },
}
INSERTS: dict[str, str] = {
    "caseapp_public": "case case_key sealed_part message theme_suggestion ledger_entry satisfaction appeal"
    f" sending_count {' '.join(WITH_DRAFTS)}",
    "caseapp_auth": "staff_session throttle ledger_entry",
    "caseapp_staff": " ".join(
        [
            *OF_THE_TEAM,
            *WITH_DRAFTS,
            "case_link",
            "case_unrelated",
            "waiting",
            "task",
            "reply_template",
            "answer_template",
            "presence",
            "saved_view",
            "team_member",
            "classifier_model",
            "ledger_entry",
            "notice",
        ]
    ),
    "caseapp_analyst": "frozen_report ledger_entry",
    "caseapp_auditor": "ledger_entry",
    "caseapp_admin": "competent_body staff_user staff_credential unit deadline_rule special_day agency_recipient"
    " role_grant authority_key classifier_model ledger_entry",
    "caseapp_agency": "ledger_entry",
    "caseapp_jobs": "ledger_checkpoint ledger_entry",
}
UPDATES: dict[str, dict[str, str]] = {
    "caseapp_public": {
        "case": "status status_seq decided_at closed_at citizen_wrote_at "
        "term_started_at due_on due_rule_id due_rolls extended_days appealed_at",
        "message": "read_at",
        "waiting": "until",
        **dict.fromkeys(("draft", "sending_count"), ALL),
        "attachment": FILED,
    },
    "caseapp_auth": {
        "staff_user": "public_key",
        "staff_credential": ALL,
        "staff_session": ALL,
        "throttle": ALL,
    },
    "caseapp_staff": {
        **dict.fromkeys([*OF_THE_TEAM, "draft", "reply_template"], ALL),
        "task": "done_by_id done_at",
        "waiting": "until",
        "reminder": "seen_at",
        "answer_template": "current",
        "letter_index": "words changed_at changed_by_id",
        "presence": "seen_at",
        "saved_view": "name shared",
        "attachment": FILED,
        "agency_recipient": "confirmed_by_id confirmed_at",
    },
    "caseapp_analyst": {},
    "caseapp_auditor": {},
    "caseapp_admin": {
        **dict.fromkeys(("staff_user", "staff_credential", "unit", "special_day"), ALL),
        "deadline_rule": "current",
        "competent_body": "name_mn name_en address phone active",
        "agency_recipient": "retired_at",
    },
    "caseapp_agency": {
        "agency_package": "state downloaded_at downloads acknowledged_at agency_number agency_date",
        "case": "status status_seq",
    },
    "caseapp_jobs": {"notice": "address state tries finished_at", "case": "due_on due_rule_id due_rolls"},
}
DELETES: dict[str, str] = {
    "caseapp_public": f"{' '.join(WITH_DRAFTS)} sealed_part sending_count",
    "caseapp_auth": "staff_session throttle",
    "caseapp_staff": f"theme_decision case_search team_member presence saved_view case_link {' '.join(WITH_DRAFTS)}",
    "caseapp_admin": "role_grant team_member staff_session special_day",
    "caseapp_jobs": "draft sending_count",
}
