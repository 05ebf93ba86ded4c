"""Make the tables of the first release."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001_tables"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "authority_key",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_authority_key")),
    )
    op.create_table(
        "ledger_checkpoint",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_xact", sa.BigInteger(), nullable=False),
        sa.Column("to_xact", sa.BigInteger(), nullable=False),
        sa.Column("cluster", sa.BigInteger(), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_checkpoint")),
        sa.UniqueConstraint("cluster", "to_xact", name=op.f("uq_ledger_checkpoint_cluster")),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "actor_kind",
            sa.Enum(
                "citizen", "staff", "system", name="actorkind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column(
            "status_after",
            sa.Enum(
                "received",
                "registered",
                "triaged",
                "returned",
                "in_progress",
                "awaiting_unit",
                "awaiting_citizen",
                "answer_proposed",
                "answered",
                "forwarded",
                "return_proposed",
                "referral_proposed",
                "referred",
                "agency_received",
                "no_referral_proposed",
                "not_referred",
                "closed",
                "withdrawn",
                "merged",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("xact", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("cluster", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ledger_entry_seq")),
        sa.PrimaryKeyConstraint("chain", "seq", name=op.f("pk_ledger_entry")),
    )
    op.create_index(op.f("ix_ledger_entry_xact"), "ledger_entry", ["xact"], unique=False)
    op.create_table(
        "special_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name_mn", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_special_day")),
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle")),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_mn", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "head_office",
                "department",
                "capital",
                "aimag",
                "district",
                name="unitlevel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_unit_code")),
    )
    op.create_table(
        "staff_user",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("supervisor_id", sa.BigInteger(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("supervisor_id <> id", name=op.f("ck_staff_user_own_supervisor")),
        sa.ForeignKeyConstraint(
            ["supervisor_id"], ["staff_user.id"], name=op.f("fk_staff_user_supervisor_id_staff_user")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_staff_user_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_user")),
        sa.UniqueConstraint("login", name=op.f("uq_staff_user_login")),
    )
    op.create_table(
        "agency_recipient",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("entered_by_id", sa.BigInteger(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("confirmed_by_id <> entered_by_id", name=op.f("ck_agency_recipient_two_persons")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["staff_user.id"], name=op.f("fk_agency_recipient_confirmed_by_id_staff_user")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["staff_user.id"], name=op.f("fk_agency_recipient_entered_by_id_staff_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_recipient")),
        sa.UniqueConstraint("recipient", name=op.f("uq_agency_recipient_recipient")),
    )
    op.create_table(
        "classifier_model",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("artifact", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("card", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("decisions", sa.BigInteger(), nullable=False),
        sa.Column("promoted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("promoted_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["promoted_by_id"], ["staff_user.id"], name=op.f("fk_classifier_model_promoted_by_id_staff_user")
        ),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_classifier_model")),
    )
    op.create_table(
        "deadline_rule",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("basis_mn", sa.Text(), nullable=False),
        sa.Column("basis_en", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "unit IN ('calendar', 'working', 'count', 'flag', 'day_of_month', 'years')",
            name=op.f("ck_deadline_rule_unit"),
        ),
        sa.CheckConstraint("value >= 0", name=op.f("ck_deadline_rule_value")),
        sa.CheckConstraint("code <> 'small_cell_threshold' OR value >= 3", name=op.f("ck_deadline_rule_small_cell")),
        sa.CheckConstraint(
            "code <> 'small_cell_threshold_integrity' OR value >= 5",
            name=op.f("ck_deadline_rule_small_cell_integrity"),
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["staff_user.id"], name=op.f("fk_deadline_rule_changed_by_id_staff_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_rule")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_deadline_rule_code")),
    )
    op.create_index(
        "ix_deadline_rule_current", "deadline_rule", ["code"], unique=True, postgresql_where=sa.text("current")
    )
    op.create_table(
        "frozen_report",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("ledger_head", sa.Text(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by_id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("edition IN ('internal', 'public')", name=op.f("ck_frozen_report_edition")),
        sa.ForeignKeyConstraint(
            ["frozen_by_id"], ["staff_user.id"], name=op.f("fk_frozen_report_frozen_by_id_staff_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_report")),
        sa.UniqueConstraint("quarter", "edition", "version", name=op.f("uq_frozen_report_quarter")),
    )
    op.create_table(
        "role_grant",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "registrar",
                "inspector",
                "integrity_inspector",
                "head",
                "unit_officer",
                "analyst",
                "agency_liaison",
                "auditor",
                "admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["user_id"], ["staff_user.id"], name=op.f("fk_role_grant_user_id_staff_user")),
        sa.PrimaryKeyConstraint("user_id", "role", name=op.f("pk_role_grant")),
    )
    op.create_table(
        "staff_credential",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("locked_private_key", sa.LargeBinary(), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["staff_user.id"], name=op.f("fk_staff_credential_user_id_staff_user")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_staff_credential")),
    )
    op.create_table(
        "staff_session",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("row_half", sa.LargeBinary(), nullable=False),
        sa.Column("locked_private_key", sa.LargeBinary(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["staff_user.id"], name=op.f("fk_staff_session_user_id_staff_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_session")),
    )
    op.create_index(op.f("ix_staff_session_user_id"), "staff_session", ["user_id"], unique=False)
    op.create_table(
        "team_member",
        sa.Column(
            "team",
            sa.Enum("casework", "integrity", name="team", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.Column("added_by_id", sa.BigInteger(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["staff_user.id"], name=op.f("fk_team_member_added_by_id_staff_user")),
        sa.ForeignKeyConstraint(["user_id"], ["staff_user.id"], name=op.f("fk_team_member_user_id_staff_user")),
        sa.PrimaryKeyConstraint("team", "user_id", name=op.f("pk_team_member")),
    )
    op.create_table(
        "case",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column(
            "path",
            sa.Enum("ordinary", "integrity", name="path", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "received",
                "registered",
                "triaged",
                "returned",
                "in_progress",
                "awaiting_unit",
                "awaiting_citizen",
                "answer_proposed",
                "answered",
                "forwarded",
                "return_proposed",
                "referral_proposed",
                "referred",
                "agency_received",
                "no_referral_proposed",
                "not_referred",
                "closed",
                "withdrawn",
                "merged",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("status_seq", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "complaint",
                "request",
                "suggestion",
                "thanks",
                "criticism",
                "tip",
                "corruption",
                "conflict_of_interest",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "filed_kind",
            sa.Enum(
                "complaint",
                "request",
                "suggestion",
                "thanks",
                "criticism",
                "tip",
                "corruption",
                "conflict_of_interest",
                name="filed_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "service",
            sa.Enum(
                "civil",
                "property",
                "legal_entity",
                "archive",
                "other",
                name="service",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "mode",
            sa.Enum(
                "named", "confidential", "anonymous", name="mode", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "web",
                "in_person",
                "phone",
                "post",
                "government_1111",
                "other",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "petitioner_type",
            sa.Enum(
                "citizen",
                "group",
                "legal_entity",
                "foreign",
                "staff",
                "anonymous",
                name="petitionertype",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("has_identity", sa.Boolean(), nullable=False),
        sa.Column("receipt_lookup", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_day", sa.Date(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("triaged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("term_started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_rule_id", sa.BigInteger(), nullable=True),
        sa.Column("extended_days", sa.BigInteger(), nullable=False),
        sa.Column(
            "severity",
            sa.Enum("low", "medium", "high", name="severity", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column(
            "completeness",
            sa.Enum(
                "complete",
                "partial",
                "insufficient",
                name="completeness",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("assignee_id", sa.BigInteger(), nullable=True),
        sa.Column("proposed_by_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "upheld",
                "partly_upheld",
                "not_upheld",
                "explained",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "no_referral_reason",
            sa.Enum(
                "no_staff_involved",
                "no_integrity_matter",
                "already_with_agency",
                "nothing_to_go_on",
                name="noreferralreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "agency_outcome",
            sa.Enum(
                "investigation",
                "no_grounds",
                "returned",
                "other",
                name="agencyoutcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "forwarded_to",
            sa.Enum(
                "local_government",
                "land_authority",
                "police",
                "social_insurance",
                "tax_authority",
                "court",
                "immigration",
                "other_body",
                name="competentbody",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "cause",
            sa.Enum(
                "rules",
                "procedure",
                "staffing",
                "system",
                "conduct",
                "information",
                "outside",
                "none",
                name="cause",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("merged_into_id", sa.BigInteger(), nullable=True),
        sa.Column("citizen_wrote_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("staff_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(mode = 'anonymous') <= (NOT has_identity)", name=op.f("ck_case_anonymous_has_no_identity")
        ),
        sa.CheckConstraint("(path = 'integrity') <= (status <> 'withdrawn')", name=op.f("ck_case_integrity_stays")),
        sa.CheckConstraint("(status = 'answered') <= (outcome IS NOT NULL)", name=op.f("ck_case_answered_has_outcome")),
        sa.CheckConstraint("extended_days >= 0", name=op.f("ck_case_extended_days")),
        sa.ForeignKeyConstraint(["assignee_id"], ["staff_user.id"], name=op.f("fk_case_assignee_id_staff_user")),
        sa.ForeignKeyConstraint(["due_rule_id"], ["deadline_rule.id"], name=op.f("fk_case_due_rule_id_deadline_rule")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["case.id"], name=op.f("fk_case_merged_into_id_case")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["staff_user.id"], name=op.f("fk_case_proposed_by_id_staff_user")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_case_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("number", name=op.f("uq_case_number")),
        sa.UniqueConstraint("receipt_lookup", name=op.f("uq_case_receipt_lookup")),
    )
    op.create_index("ix_case_assignee", "case", ["assignee_id", "status"], unique=False)
    op.create_index("ix_case_queue", "case", ["path", "status", "due_on"], unique=False)
    op.create_index("ix_case_received", "case", ["received_at"], unique=False)
    op.create_table(
        "answer",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "upheld",
                "partly_upheld",
                "not_upheld",
                "explained",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("proposed_by_id", sa.BigInteger(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by_id", sa.BigInteger(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("approved_by_id <> proposed_by_id", name=op.f("ck_answer_two_persons")),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["staff_user.id"], name=op.f("fk_answer_approved_by_id_staff_user")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_answer_case_id_case")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["staff_user.id"], name=op.f("fk_answer_proposed_by_id_staff_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
    )
    op.create_index(op.f("ix_answer_case_id"), "answer", ["case_id"], unique=False)
    op.create_table(
        "case_key",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("compartment", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_key_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", "compartment", "reader", name=op.f("pk_case_key")),
    )
    op.create_table(
        "case_search",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("compartment", sa.Text(), nullable=False),
        sa.Column("tokens", sa.ARRAY(sa.Integer()), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_search_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", "compartment", name=op.f("pk_case_search")),
    )
    op.create_index("ix_case_search_tokens", "case_search", ["tokens"], unique=False, postgresql_using="gin")
    op.create_table(
        "conflict_statement",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_conflict_statement_case_id_case")),
        sa.ForeignKeyConstraint(["user_id"], ["staff_user.id"], name=op.f("fk_conflict_statement_user_id_staff_user")),
        sa.PrimaryKeyConstraint("case_id", "user_id", name=op.f("pk_conflict_statement")),
    )
    op.create_table(
        "explanation",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_by_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answered_by_id", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["staff_user.id"], name=op.f("fk_explanation_answered_by_id_staff_user")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["staff_user.id"], name=op.f("fk_explanation_asked_by_id_staff_user")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_explanation_case_id_case")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_explanation_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_explanation")),
    )
    op.create_index(op.f("ix_explanation_case_id"), "explanation", ["case_id"], unique=False)
    op.create_index(op.f("ix_explanation_unit_id"), "explanation", ["unit_id"], unique=False)
    op.create_table(
        "identity_request",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_by_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("open_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("decided_by_id <> asked_by_id", name=op.f("ck_identity_request_two_persons")),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["staff_user.id"], name=op.f("fk_identity_request_asked_by_id_staff_user")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_identity_request_case_id_case")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["staff_user.id"], name=op.f("fk_identity_request_decided_by_id_staff_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_request")),
    )
    op.create_index(op.f("ix_identity_request_case_id"), "identity_request", ["case_id"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "author",
            sa.Enum("citizen", "staff", name="author", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["staff_user.id"], name=op.f("fk_message_author_id_staff_user")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_message_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    op.create_index(op.f("ix_message_case_id"), "message", ["case_id"], unique=False)
    op.create_table(
        "note",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["staff_user.id"], name=op.f("fk_note_author_id_staff_user")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_note_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index(op.f("ix_note_case_id"), "note", ["case_id"], unique=False)
    op.create_table(
        "recusal",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ground IN ('subject', 'line', 'own_statement')", name=op.f("ck_recusal_ground")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_recusal_case_id_case")),
        sa.ForeignKeyConstraint(["user_id"], ["staff_user.id"], name=op.f("fk_recusal_user_id_staff_user")),
        sa.PrimaryKeyConstraint("case_id", "user_id", name=op.f("pk_recusal")),
    )
    op.create_table(
        "referral",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("with_identity", sa.Boolean(), nullable=False),
        sa.Column("proposed_by_id", sa.BigInteger(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved", sa.Boolean(), nullable=True),
        sa.CheckConstraint("decided_by_id <> proposed_by_id", name=op.f("ck_referral_two_persons")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_referral_case_id_case")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["staff_user.id"], name=op.f("fk_referral_decided_by_id_staff_user")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["staff_user.id"], name=op.f("fk_referral_proposed_by_id_staff_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    op.create_index(op.f("ix_referral_case_id"), "referral", ["case_id"], unique=False)
    op.create_table(
        "sealed_part",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("compartment", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_sealed_part_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", "compartment", "part", name=op.f("pk_sealed_part")),
    )
    op.create_table(
        "theme_decision",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "theme",
            sa.Enum(
                "delay",
                "queue",
                "runaround",
                "documents",
                "staff_conduct",
                "information",
                "e_service",
                "record_error",
                "refusal",
                "fees",
                "accessibility",
                "privacy",
                "bribery",
                "favouritism",
                "conflict_of_interest",
                name="theme",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decided_by_id", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_theme_decision_case_id_case")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["staff_user.id"], name=op.f("fk_theme_decision_decided_by_id_staff_user")
        ),
        sa.PrimaryKeyConstraint("case_id", "theme", name=op.f("pk_theme_decision")),
    )
    op.create_table(
        "theme_suggestion",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column(
            "theme",
            sa.Enum(
                "delay",
                "queue",
                "runaround",
                "documents",
                "staff_conduct",
                "information",
                "e_service",
                "record_error",
                "refusal",
                "fees",
                "accessibility",
                "privacy",
                "bribery",
                "favouritism",
                "conflict_of_interest",
                name="theme",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("score", sa.Double(), nullable=False),
        sa.CheckConstraint("score BETWEEN 0 AND 1", name=op.f("ck_theme_suggestion_score")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_theme_suggestion_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", "model", "theme", name=op.f("pk_theme_suggestion")),
    )
    op.create_table(
        "agency_package",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("recipients", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "sent",
                "downloaded",
                "acknowledged",
                "outcome_known",
                name="packagestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("downloaded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("downloads", sa.BigInteger(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agency_number", sa.Text(), nullable=True),
        sa.Column("agency_date", sa.Date(), nullable=True),
        sa.Column(
            "agency_outcome",
            sa.Enum(
                "investigation",
                "no_grounds",
                "returned",
                "other",
                name="agencyoutcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_agency_package_case_id_case")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_agency_package_referral_id_referral")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_package")),
        sa.UniqueConstraint("reference", name=op.f("uq_agency_package_reference")),
        sa.UniqueConstraint("referral_id", name=op.f("uq_agency_package_referral_id")),
    )
    op.create_index(op.f("ix_agency_package_case_id"), "agency_package", ["case_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_agency_package_case_id"), table_name="agency_package")
    op.drop_table("agency_package")
    op.drop_table("theme_suggestion")
    op.drop_table("theme_decision")
    op.drop_table("sealed_part")
    op.drop_index(op.f("ix_referral_case_id"), table_name="referral")
    op.drop_table("referral")
    op.drop_table("recusal")
    op.drop_index(op.f("ix_note_case_id"), table_name="note")
    op.drop_table("note")
    op.drop_index(op.f("ix_message_case_id"), table_name="message")
    op.drop_table("message")
    op.drop_index(op.f("ix_identity_request_case_id"), table_name="identity_request")
    op.drop_table("identity_request")
    op.drop_index(op.f("ix_explanation_unit_id"), table_name="explanation")
    op.drop_index(op.f("ix_explanation_case_id"), table_name="explanation")
    op.drop_table("explanation")
    op.drop_table("conflict_statement")
    op.drop_index("ix_case_search_tokens", table_name="case_search", postgresql_using="gin")
    op.drop_table("case_search")
    op.drop_table("case_key")
    op.drop_index(op.f("ix_answer_case_id"), table_name="answer")
    op.drop_table("answer")
    op.drop_index("ix_case_received", table_name="case")
    op.drop_index("ix_case_queue", table_name="case")
    op.drop_index("ix_case_assignee", table_name="case")
    op.drop_table("case")
    op.drop_table("team_member")
    op.drop_index(op.f("ix_staff_session_user_id"), table_name="staff_session")
    op.drop_table("staff_session")
    op.drop_table("staff_credential")
    op.drop_table("role_grant")
    op.drop_table("frozen_report")
    op.drop_index("ix_deadline_rule_current", table_name="deadline_rule", postgresql_where=sa.text("current"))
    op.drop_table("deadline_rule")
    op.drop_table("classifier_model")
    op.drop_table("agency_recipient")
    op.drop_table("staff_user")
    op.drop_table("unit")
    op.drop_table("throttle")
    op.drop_table("special_day")
    op.drop_index(op.f("ix_ledger_entry_xact"), table_name="ledger_entry")
    op.drop_table("ledger_entry")
    op.drop_table("ledger_checkpoint")
    op.drop_table("authority_key")
