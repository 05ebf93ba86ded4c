"""The terms as first delivered: the numbers of the law and of the authority's own standard, honestly marked."""

import pytest

from caseapp.domain import rules
from caseapp.domain.rules import LEGAL_TERMS, RULES, RuleSeed

BY_CODE = {rule.code: rule for rule in RULES}
NAMES = [value for name, value in vars(rules).items() if name.isupper() and isinstance(value, str) and name[0] != "_"]

DELIVERED = [
    ("reply_days", 30, "calendar", True),
    ("extension_max_days", 30, "calendar", True),
    ("suggestion_reply_days", 60, "calendar", False),
    ("transfer_days", 5, "calendar", False),
    ("acknowledge_days", 7, "calendar", False),
    ("feedback_days_integrity", 90, "calendar", False),
    ("handover_workdays", 3, "working", False),
    ("handover_alarm_workdays", 5, "working", False),
    ("roll_to_working_day", 0, "flag", False),
    ("small_cell_threshold", 5, "count", False),
    ("small_cell_threshold_integrity", 10, "count", False),
    ("retention_years", 5, "years", False),
    ("retention_years_integrity", 10, "years", False),
    ("appeal_days", 30, "calendar", False),
]


@pytest.mark.parametrize(("code", "value", "unit", "verified"), DELIVERED)
def test_the_numbers_are_those_of_the_law_and_the_standards(code: str, value: int, unit: str, verified: bool) -> None:
    rule = BY_CODE[code]
    assert (rule.value, rule.unit, rule.verified) == (value, unit, verified)


def test_every_named_rule_is_delivered_once() -> None:
    assert len(BY_CODE) == len(RULES)
    assert set(NAMES) == set(BY_CODE)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_names_its_basis_in_both_languages_and_its_source(rule: RuleSeed) -> None:
    assert rule.basis_mn.strip()
    assert rule.basis_en.strip()
    assert rule.source.strip()


def test_only_article_16_of_the_petitions_law_counts_as_verified() -> None:
    verified = [rule for rule in RULES if rule.verified]
    assert {rule.code for rule in verified} == {rules.REPLY, rules.EXTENSION}
    assert all("art. 16" in rule.basis_en and "16 дугаар зүйл" in rule.basis_mn for rule in verified)


def test_the_head_may_extend_what_the_law_sets_and_not_the_authoritys_own_promise() -> None:
    assert {rules.REPLY, rules.SUGGESTION} == LEGAL_TERMS
