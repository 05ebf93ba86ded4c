"""The authority's terms and policy numbers as first delivered: each with its legal basis, its source, verified or not.

They are rows of the database from then on, and an administrator changes them there; no rule is a constant in code.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class RuleSeed:
    code: str
    value: int
    unit: str
    basis_mn: str
    basis_en: str
    source: str
    verified: bool


REPLY = "reply_days"
TIP = "tip_days"
SUGGESTION = "suggestion_reply_days"
EXTENSION = "extension_max_days"
APPEAL = "appeal_days"
FEEDBACK = "feedback_days_integrity"
HANDOVER = "handover_workdays"
HANDOVER_ALARM = "handover_alarm_workdays"
ACKNOWLEDGE = "acknowledge_days"
TRANSFER = "transfer_days"
EXPLANATION = "explanation_workdays"
ROLL = "roll_to_working_day"
CUTOFF = "report_cutoff_day"
SMALL_CELL = "small_cell_threshold"
SMALL_CELL_INTEGRITY = "small_cell_threshold_integrity"
RETENTION = "retention_years"
RETENTION_INTEGRITY = "retention_years_integrity"

_PETITIONS_MN = "Иргэдээс төрийн байгууллага, албан тушаалтанд гаргасан өргөдөл, гомдлыг шийдвэрлэх тухай хууль"
_PETITIONS_EN = "Law on resolving petitions and complaints of citizens to state bodies and officials"
_SERVICE_MN = "Байгууллагын дотоод журам"
_SERVICE_EN = "The authority's own service standard"

LEGAL_TERMS = frozenset({REPLY, SUGGESTION})
"""Terms set by law, which the head may extend; the others are the authority's own promise."""
CASE_TERMS = LEGAL_TERMS | {TIP, FEEDBACK}
"""Terms that a case can run under: they may be counted either way, and pause where the law says so."""

LOWEST = {
    EXTENSION: 0,
    ROLL: 0,
    CUTOFF: 0,
    SMALL_CELL: 3,
    SMALL_CELL_INTEGRITY: 5,
    RETENTION: 3,
    RETENTION_INTEGRITY: 3,
}
"""What no administrator can go below; every other rule is 1 or more. Smaller cells would tell of single people."""

RULES: tuple[RuleSeed, ...] = (
    RuleSeed(
        REPLY,
        30,
        "calendar",
        f"{_PETITIONS_MN}, 16 дугаар зүйл",
        f"{_PETITIONS_EN}, art. 16",
        "1995.04.17",
        True,
    ),
    RuleSeed(
        EXTENSION,
        30,
        "calendar",
        f"{_PETITIONS_MN}, 16 дугаар зүйл",
        f"{_PETITIONS_EN}, art. 16",
        "1995.04.17",
        True,
    ),
    RuleSeed(SUGGESTION, 60, "calendar", _PETITIONS_MN, _PETITIONS_EN, "60 / 90", False),
    RuleSeed(TIP, 30, "calendar", _SERVICE_MN, _SERVICE_EN, "caseapp", False),
    RuleSeed(
        APPEAL,
        30,
        "calendar",
        "Захиргааны ерөнхий хууль",
        "General Administrative Law",
        "2015.06.19",
        False,
    ),
    RuleSeed(
        FEEDBACK,
        90,
        "calendar",
        "Шүгэл үлээгчийг хамгаалах тухай ЕХ-ны 2019/1937 тоот удирдамж, 9 дүгээр зүйл (жишиг)",
        "EU Directive 2019/1937, art. 9 (benchmark)",
        "2019/1937",
        False,
    ),
    RuleSeed(HANDOVER, 3, "working", _SERVICE_MN, _SERVICE_EN, "caseapp", False),
    RuleSeed(HANDOVER_ALARM, 5, "working", _SERVICE_MN, _SERVICE_EN, "caseapp", False),
    RuleSeed(
        ACKNOWLEDGE,
        7,
        "calendar",
        "Шүгэл үлээгчийг хамгаалах тухай ЕХ-ны 2019/1937 тоот удирдамж, 9 дүгээр зүйл (жишиг)",
        "EU Directive 2019/1937, art. 9 (benchmark)",
        "2019/1937",
        False,
    ),
    RuleSeed(TRANSFER, 5, "calendar", _PETITIONS_MN, _PETITIONS_EN, "1995.04.17", False),
    RuleSeed(EXPLANATION, 5, "working", _SERVICE_MN, _SERVICE_EN, "caseapp", False),
    RuleSeed(ROLL, 0, "flag", _SERVICE_MN, _SERVICE_EN, "caseapp", False),
    RuleSeed(CUTOFF, 0, "day_of_month", _SERVICE_MN, _SERVICE_EN, "20 / 0", False),
    RuleSeed(SMALL_CELL, 5, "count", _SERVICE_MN, _SERVICE_EN, "SDC", False),
    RuleSeed(SMALL_CELL_INTEGRITY, 10, "count", _SERVICE_MN, _SERVICE_EN, "SDC", False),
    RuleSeed(RETENTION, 5, "years", "Архив, албан хэрэг хөтлөлтийн тухай хууль", "Archives Law", "≥ 3", False),
    RuleSeed(
        RETENTION_INTEGRITY, 10, "years", "Архив, албан хэрэг хөтлөлтийн тухай хууль", "Archives Law", "≥ 3", False
    ),
)
