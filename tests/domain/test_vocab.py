"""The closed lists of words, and their agreement with the classifier's own taxonomy."""

import enum
import tomllib
from importlib.resources import files

import pytest

from caseapp.domain import vocab
from caseapp.domain.vocab import (
    DECIDED_STATUSES,
    INTEGRITY_THEMES,
    OPEN_STATUSES,
    Action,
    Kind,
    Service,
    Status,
    Theme,
)

TAXONOMY = tomllib.loads(files("classifier").joinpath("taxonomy.toml").read_text("utf-8"))
LISTS = [kind for kind in vars(vocab).values() if isinstance(kind, type) and issubclass(kind, enum.Enum)]
LISTS = [kind for kind in LISTS if kind.__module__ == vocab.__name__]


def test_the_classifier_suggests_exactly_the_themes_that_people_decide() -> None:
    assert [theme["code"] for theme in TAXONOMY["theme"]] == [theme.value for theme in Theme]


def test_both_sides_agree_on_what_belongs_to_the_protected_path() -> None:
    flagged = {theme["code"] for theme in TAXONOMY["theme"] if theme.get("integrity", False)}
    assert flagged == {theme.value for theme in INTEGRITY_THEMES} == {t.value for t in Theme if t.is_integrity}
    assert flagged == {"bribery", "favouritism", "conflict_of_interest"}


def test_both_sides_agree_on_the_services() -> None:
    assert [service["code"] for service in TAXONOMY["service"]] == [service.value for service in Service]


def test_reports_of_corruption_conflict_of_interest_and_reprisal_are_matters_of_integrity() -> None:
    assert {kind for kind in Kind if kind.is_integrity} == {
        Kind.CORRUPTION,
        Kind.CONFLICT_OF_INTEREST,
        Kind.REPRISAL,
    }


def test_every_status_is_either_open_or_decided() -> None:
    assert frozenset(Status) == OPEN_STATUSES | DECIDED_STATUSES
    assert not OPEN_STATUSES & DECIDED_STATUSES
    assert {status for status in Status if status.is_open} == OPEN_STATUSES


@pytest.mark.parametrize("status", [s for s in Status if s.value.endswith("proposed")], ids=str)
def test_a_proposal_is_no_decision_yet(status: Status) -> None:
    assert status.is_open


def test_what_was_sent_back_to_the_citizen_is_still_owed() -> None:
    assert {Status.RETURNED, Status.AWAITING_CITIZEN, Status.AWAITING_UNIT} <= OPEN_STATUSES


def test_a_referred_case_is_decided_before_the_agency_answers() -> None:
    assert {Status.REFERRED, Status.AGENCY_RECEIVED, Status.NOT_REFERRED} <= DECIDED_STATUSES


@pytest.mark.parametrize("words", LISTS, ids=lambda words: words.__name__)
def test_codes_are_the_lower_case_of_their_names_and_never_shared(words: type[enum.StrEnum]) -> None:
    """Codes are stored: a renamed member must not silently keep or change one."""
    assert [word.value for word in words.__members__.values()] == [name.lower() for name in words.__members__]
    assert len(words) == len(words.__members__)


@pytest.mark.parametrize("action", [a for a in Action if a.value.startswith("propose_")], ids=str)
def test_whatever_is_proposed_can_be_approved_and_sent_back(action: Action) -> None:
    subject = action.value.removeprefix("propose_")
    assert f"approve_{subject}" in set(Action)
    assert {f"decline_{subject}", f"return_{subject}"} & set(Action)
