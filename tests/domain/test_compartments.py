"""What is sealed apart from what: no two compartments, parts or readers ever share a name."""

from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain.compartments import (
    CITIZEN_COMPARTMENTS,
    PATH_OF_TEAM,
    READER_RECEIPT,
    READER_RECOVERY,
    TEAM_OF_PATH,
    Compartment,
    Team,
    extract_compartment,
    key_context,
    member_reader,
    part_context,
    team_reader,
)
from caseapp.domain.vocab import Path

CASES = st.integers(1, 10**9)
COMPARTMENTS = st.one_of(st.sampled_from(list(Compartment)), st.integers(1, 10**9).map(extract_compartment))
PLACES = st.tuples(CASES, COMPARTMENTS)


def test_each_path_is_sealed_to_a_team_of_its_own() -> None:
    assert TEAM_OF_PATH == {Path.ORDINARY: Team.CASEWORK, Path.INTEGRITY: Team.INTEGRITY}
    assert {team: TEAM_OF_PATH[path] for team, path in PATH_OF_TEAM.items()} == {team: team for team in Team}


def test_the_receipt_opens_the_report_and_the_identity_never_notes_or_the_notice_address() -> None:
    assert set(CITIZEN_COMPARTMENTS) == {Compartment.REPORT, Compartment.IDENTITY, Compartment.LINKS}


def test_readers_are_told_apart() -> None:
    readers = [*map(team_reader, Team), *map(member_reader, range(50)), READER_RECEIPT, READER_RECOVERY]
    assert len(set(readers)) == len(readers)


@given(PLACES, PLACES)
def test_a_key_is_bound_to_its_case_and_compartment(here: tuple[int, str], there: tuple[int, str]) -> None:
    assert (key_context(*here) == key_context(*there)) is (here == there)


@given(PLACES, PLACES, st.sampled_from(["narrative", "grounds/7", "answer/7"]))
def test_a_moved_part_is_bound_elsewhere(here: tuple[int, str], there: tuple[int, str], part: str) -> None:
    assert (part_context(*here, part) == part_context(*there, part)) is (here == there)
    assert part_context(*here, part) != key_context(*here)


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_each_explanation_has_a_compartment_of_its_own(one: int, other: int) -> None:
    assert (extract_compartment(one) == extract_compartment(other)) is (one == other)
    assert extract_compartment(one) not in set(Compartment)


def test_stored_names_stay_as_they_are() -> None:
    """Contexts are bound into every ciphertext: a change here would shut every case."""
    assert part_context(17, Compartment.REPORT, "narrative") == "17/report/narrative"
    assert key_context(17, extract_compartment(3)) == "17/extract/3"
    assert (team_reader(Team.INTEGRITY), member_reader(5)) == ("team:integrity", "member:5")
