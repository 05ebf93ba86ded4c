"""The Agency's key by SQL alone: no administrator writes that it is confirmed, nobody changes one that is in use."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.database_defence.standing import REFUSED, Standing, refusal, standing
from tests.database_defence.town import Town

ENTER = "INSERT INTO agency_recipient (recipient, fingerprint, entered_by_id, entered_at{more}) VALUES ({values})"
CONFIRM = "UPDATE agency_recipient SET confirmed_by_id = {who}, confirmed_at = now() WHERE recipient = 'age1new'"


@pytest.fixture
def entered(town: Town) -> Iterator[None]:
    """A key that waits; gone after the test."""
    with town.owner() as owner:
        owner.execute(ENTER.format(more="", values="'age1new', 'abcd', %s, now()"), (town.id_of("dorj"),))
    yield
    with town.owner() as owner:
        owner.execute("DELETE FROM agency_recipient WHERE recipient = 'age1new'")


def changed(town: Town, who: Standing, statement: str) -> int | type[Exception]:
    """How many rows the statement changed, or what it was refused with."""
    with standing(town.owner_url, who) as connection:
        wrong = refusal(connection, statement)
        return connection.execute(statement).rowcount if wrong is None else wrong


def admin(town: Town, login: str = "dorj") -> Standing:
    return Standing("caseapp_admin", town.id_of(login))


@pytest.mark.usefixtures("entered")
def test_only_a_head_of_the_integrity_team_confirms_and_in_no_other_name(town: Town) -> None:
    tuya = town.id_of("tuya")
    assert changed(town, town.staff("tuya"), CONFIRM.format(who=tuya)) == 1
    assert changed(town, town.staff("tuya"), CONFIRM.format(who=town.id_of("ganaa"))) is REFUSED
    for login in ("bat", "saran", "sukh", "zaya", "dorj", "oyun"):
        assert changed(town, town.staff(login), CONFIRM.format(who=town.id_of(login))) == 0, login
    for login in ("dorj", "naran", "tuya"):
        assert changed(town, admin(town, login), CONFIRM.format(who=town.id_of(login))) is REFUSED, login


@pytest.mark.usefixtures("entered")
def test_a_head_without_the_integrity_teams_key_confirms_nothing(town: Town) -> None:
    ganaa = town.staff("ganaa")
    with standing(town.owner_url, ganaa) as connection:
        connection.execute("DELETE FROM team_member WHERE team = 'integrity' AND user_id = %s", (ganaa.actor,))
        assert connection.execute(CONFIRM.format(who=ganaa.actor)).rowcount == 0


@pytest.mark.parametrize(
    ("more", "values"),
    [
        (", confirmed_by_id, confirmed_at", "'age1x', 'f', {dorj}, now(), {naran}, now()"),
        (", confirmed_at", "'age1x', 'f', {dorj}, now(), now()"),
        ("", "'age1x', 'f', {naran}, now()"),
    ],
)
def test_an_administrator_enters_no_key_as_confirmed_and_none_in_anothers_name(
    town: Town, more: str, values: str
) -> None:
    ids = {login: town.id_of(login) for login in ("dorj", "naran")}
    assert changed(town, admin(town), ENTER.format(more=more, values=values.format(**ids))) is REFUSED


def test_a_key_in_use_is_not_exchanged_and_a_retired_one_stays_retired(town: Town) -> None:
    with standing(town.owner_url, admin(town)) as connection:
        assert refusal(connection, "UPDATE agency_recipient SET recipient = 'age1x'") is REFUSED
        assert refusal(connection, "UPDATE agency_recipient SET entered_by_id = 1") is REFUSED
        assert connection.execute("UPDATE agency_recipient SET retired_at = now()").rowcount == 1
        assert refusal(connection, "UPDATE agency_recipient SET retired_at = NULL") is REFUSED


def test_whoever_entered_a_key_does_not_confirm_it_even_as_the_owner(town: Town) -> None:
    with town.owner() as owner, pytest.raises(psycopg.errors.CheckViolation):
        owner.execute("UPDATE agency_recipient SET confirmed_by_id = entered_by_id")


RULE = "INSERT INTO deadline_rule (code, version, value, unit, basis_mn, basis_en, source, verified, current)"


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ("'reply_days', 2, 30, 'calendar', '', '', '', false, true", psycopg.errors.UniqueViolation),
        ("'small_cell_threshold', 2, 2, 'count', '', '', '', false, false", psycopg.errors.CheckViolation),
        ("'small_cell_threshold_integrity', 2, 4, 'count', '', '', '', false, false", psycopg.errors.CheckViolation),
    ],
)
def test_one_version_of_a_rule_is_in_force_and_no_cell_is_too_small(
    town: Town, values: str, wrong: type[Exception]
) -> None:
    assert changed(town, admin(town), f"{RULE} VALUES ({values})") is wrong


def test_a_rule_that_was_in_force_is_never_rewritten(town: Town) -> None:
    with standing(town.owner_url, admin(town)) as connection:
        for column in ("value", "basis_mn", "code", "version"):
            assert refusal(connection, f"UPDATE deadline_rule SET {column} = {column}") is REFUSED, column
        assert refusal(connection, "UPDATE deadline_rule SET current = false") is None
