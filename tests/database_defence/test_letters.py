"""What plain SQL can do to letters: templates and the index are the heads', numbers are nobody's."""

import psycopg
import pytest

from tests.database_defence.standing import REFUSED, refusal, standing
from tests.database_defence.town import Town

NEW = (
    "INSERT INTO answer_template (id, code, version, current, outcome, subject, body, changed_at, changed_by_id)"
    " VALUES (7, 'upheld/tip2', 1, true, 'upheld', 'Гарчиг', 'Бичвэр', now(), {by})"
)
INDEX = "UPDATE letter_index SET words = '9', changed_at = now(), changed_by_id = {by}"


def changed(connection: psycopg.Connection, statement: str) -> int:
    with connection.transaction(force_rollback=True):
        return connection.execute(statement).rowcount


def test_a_head_adds_and_retires_templates_in_their_own_name(town: Town) -> None:
    tuya = town.id_of("tuya")
    with standing(town.owner_url, town.staff("tuya")) as connection:
        assert refusal(connection, NEW.format(by=tuya)) is None
        assert refusal(connection, NEW.format(by=town.id_of("bat"))) is REFUSED
        assert changed(connection, "UPDATE answer_template SET current = false WHERE code = 'upheld'") == 1
        assert refusal(connection, "UPDATE answer_template SET body = 'Өөр'") is REFUSED, "a version stays as it was"
        assert refusal(connection, "DELETE FROM answer_template") is REFUSED


@pytest.mark.parametrize("login", ["saran", "bat", "sukh"])
def test_nobody_else_touches_templates_or_the_index(town: Town, login: str) -> None:
    by = town.id_of(login)
    with standing(town.owner_url, town.staff(login)) as connection:
        assert refusal(connection, NEW.format(by=by)) is REFUSED
        assert changed(connection, "UPDATE answer_template SET current = false") == 0
        assert changed(connection, INDEX.format(by=by)) == 0


def test_the_index_is_changed_by_a_head_in_their_own_name_and_is_one(town: Town) -> None:
    with standing(town.owner_url, town.staff("tuya")) as connection:
        assert changed(connection, INDEX.format(by=town.id_of("tuya"))) == 1
        assert refusal(connection, INDEX.format(by=town.id_of("bat"))) is REFUSED
        assert refusal(connection, "INSERT INTO letter_index (id, words) VALUES (2, '')") is REFUSED
    with town.owner() as owner, pytest.raises(psycopg.errors.CheckViolation):
        owner.execute("INSERT INTO letter_index (id, words) VALUES (2, '')")


def test_no_role_reads_or_turns_the_count(town: Town) -> None:
    for login in ("tuya", "dorj"):
        with standing(town.owner_url, town.staff(login)) as connection:
            for statement in (
                "SELECT FROM letter_count",
                "UPDATE letter_count SET last = 0",
                "DELETE FROM letter_count",
            ):
                assert refusal(connection, statement) is REFUSED, statement


def test_an_officer_with_plain_sql_gives_an_answer_no_number_of_their_own(town: Town) -> None:
    answered = town.cases["answered"].id
    with standing(town.owner_url, town.staff("saran")) as connection:
        query = f"SELECT number FROM answer WHERE case_id = {answered}"
        before = connection.execute(query).fetchone()
        connection.execute(f"UPDATE answer SET number = '26/9999' WHERE case_id = {answered}")
        assert before is not None and connection.execute(query).fetchone() == before
