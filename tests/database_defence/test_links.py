"""Links between cases, what looks alike, repeats and merges, by SQL alone."""

import psycopg
import pytest

from caseapp.domain.vocab import Outcome
from tests.database_defence.standing import REFUSED, Standing, standing
from tests.database_defence.town import Town

LINK = "INSERT INTO case_link (case_id, other_id, kind, linked_by_id, linked_at) VALUES (%s, %s, %s, %s, now())"
ALIKE = "INSERT INTO case_similar (case_id, other_id, why, score, found_at) VALUES (%s, %s, 'matter', 90, now())"


def goes(connection: psycopg.Connection, words: str, values: tuple[object, ...]) -> bool:
    """Whether right, policy and trigger all let it; nothing of it stays."""
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(words, values)
    except (REFUSED, psycopg.errors.RaiseException):
        return False
    return True


def as_owner(town: Town, *statements: tuple[str, tuple[object, ...]]) -> psycopg.Connection:
    """Rows that no application wrote, in a transaction that is never kept."""
    owner = town.owner()
    owner.execute("SET LOCAL session_replication_role = replica")
    for words, values in statements:
        owner.execute(words, values)
    owner.execute("SET LOCAL session_replication_role = origin")
    return owner


def seen(connection: psycopg.Connection, who: Standing, table: str, case_id: int) -> int:
    """Rows on this case."""
    connection.execute(f"SET LOCAL ROLE {who.role}")
    connection.execute("SELECT set_config('caseapp.actor_id', %s, true)", (str(who.actor),))
    (count,) = connection.execute(
        f"SELECT count(*) FROM {table} WHERE %(id)s IN (case_id, other_id)", {"id": case_id}
    ).fetchone()  # type: ignore[misc]
    connection.execute("RESET ROLE")
    return int(count)


def test_whoever_must_not_see_one_case_sees_neither_its_links_nor_what_it_looks_like(town: Town) -> None:
    about, open_one = town.cases["about_saran"].id, town.cases["asked"].id
    link = (about, open_one, "group", town.id_of("tuya"))
    with as_owner(town, (LINK, link), (ALIKE, (open_one, about))) as owner:
        for table in ("case_link", "case_similar"):
            assert seen(owner, town.staff("tuya"), table, about) > 0
            assert seen(owner, town.staff("saran"), table, about) == 0
            assert seen(owner, town.staff("zaya"), table, about) == 0
        owner.rollback()


def test_nobody_links_without_both_ledgers_nor_in_anothers_name(town: Town) -> None:
    one, other = town.cases["asked"].id, town.cases["answered"].id
    with standing(town.owner_url, town.staff("saran")) as connection:
        assert not goes(connection, LINK, (one, other, "group", town.id_of("saran")))
        assert not goes(connection, LINK, (one, other, "group", town.id_of("tuya")))
        assert not goes(connection, LINK, (one, town.cases["integrity"].id, "group", town.id_of("saran")))
        assert not goes(connection, LINK, (one, town.cases["about_saran"].id, "group", town.id_of("saran")))


def test_what_looks_alike_is_written_by_the_databases_own_hand_alone(town: Town) -> None:
    one, other = town.cases["asked"].id, town.cases["answered"].id
    with standing(town.owner_url, town.staff("saran")) as connection:
        with pytest.raises(REFUSED), connection.transaction():
            connection.execute(ALIKE, (one, other))
        assert goes(connection, "SELECT find_similar(%s, 45, now())", (one,))
        assert not goes(connection, "SELECT find_similar(%s, 45, now())", (town.cases["about_saran"].id,))


def test_a_repeat_is_not_answered_by_reference_to_nothing(town: Town) -> None:
    words = "INSERT INTO answer (id, case_id, outcome, proposed_by_id, proposed_at) VALUES (1, %s, %s, %s, now())"
    repeat, first, saran = town.cases["asked"].id, town.cases["appealed"].id, town.id_of("saran")
    with standing(town.owner_url, town.staff("saran")) as connection:
        assert goes(connection, words, (repeat, Outcome.REPEAT, saran))
        assert goes(connection, words, (first, Outcome.NOT_UPHELD, saran))
        assert not goes(connection, words, (first, Outcome.REPEAT, saran))


def test_a_receipt_learns_nothing_of_a_case_that_its_own_was_not_merged_into(town: Town) -> None:
    for name in ("answered", "asked", "integrity"):
        with standing(town.owner_url, town.citizen(name)) as connection:
            assert connection.execute("SELECT * FROM merged_progress()").fetchall() == []
            with pytest.raises(REFUSED), connection.transaction():
                connection.execute("SELECT * FROM case_link")


def test_two_cases_are_parted_only_where_both_exist_and_both_ledgers_tell_of_it(town: Town) -> None:
    words = "INSERT INTO case_unrelated (case_id, other_id, said_by_id, said_at) VALUES (%s, %s, %s, now())"
    one = town.cases["asked"].id
    with standing(town.owner_url, town.staff("saran")) as connection:
        for other in ("answered", "integrity", "about_saran"):
            pair = sorted((one, town.cases[other].id))
            assert not goes(connection, words, (*pair, town.id_of("saran"))), other
