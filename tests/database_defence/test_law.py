"""What plain SQL finds of reminders, waits and due days that move by themselves: no more than the role's own work."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.database_defence.standing import REFUSED, Standing, refusal, standing
from tests.database_defence.town import Town

JOBS = Standing("caseapp_jobs")
FAR = "('2030-01-01'::date, '2030-01-02'::date, '2030-01-05'::date, '2030-01-10'::date, '2029-12-27'::date,"
REMIND = f"SELECT remind{FAR} '2029-12-24'::date, 7, now())"
"""In the far future, when every open case is overdue."""
MOVE = 'UPDATE "case" SET due_on = due_on + 1 WHERE id = %s'


@contextmanager
def reminded(town: Town) -> Iterator[psycopg.Connection]:
    """One transaction in which everybody was reminded, as the worker does it; roles are changed inside of it."""
    with standing(town.owner_url, JOBS) as connection:
        connection.execute(REMIND)
        yield connection


def stand(connection: psycopg.Connection, who: Standing) -> None:
    connection.execute("RESET ROLE")
    connection.execute(f"SET LOCAL ROLE {who.role}")
    connection.execute("SELECT set_config('caseapp.actor_id', %s, true)", (str(who.actor or ""),))


def cases_of(connection: psycopg.Connection, who: Standing) -> set[int]:
    stand(connection, who)
    return {row[0] for row in connection.execute("SELECT case_id FROM reminder").fetchall()}


def test_everybody_reads_their_own_reminders_alone(town: Town) -> None:
    open_ordinary = town.ids("asked", "appealed", "about_saran")
    integrity = town.ids("integrity", "escalated")
    with reminded(town) as connection:
        assert cases_of(connection, town.staff("tuya")) == open_ordinary | integrity
        assert cases_of(connection, town.staff("saran")) == town.ids("asked")
        assert cases_of(connection, town.staff("bat")) == town.ids("integrity")
        assert cases_of(connection, town.staff("sukh")) == set()
        assert cases_of(connection, Standing("caseapp_staff")) == set()
        stand(connection, town.staff("tuya"))
        mine = connection.execute("SELECT DISTINCT user_id FROM reminder").fetchall()
        assert mine == [(town.id_of("tuya"),)]


def test_nobody_complained_about_is_reminded_or_counted(town: Town) -> None:
    about = town.cases["about_saran"].id
    with reminded(town) as connection:
        assert about not in cases_of(connection, town.staff("saran"))
        assert about in cases_of(connection, town.staff("ganaa"))
    with town.owner() as owner:
        whose = owner.execute("SELECT user_id FROM reminder WHERE case_id = %s ORDER BY 1", (about,)).fetchall()
    assert whose == sorted((town.id_of(head),) for head in ("tuya", "ganaa")), "of the morning that the town had"


def test_the_count_on_each_page_leaves_out_what_does_not_exist_for_the_person(town: Town) -> None:
    with reminded(town) as connection:
        stand(connection, Standing("caseapp_auth"))
        counted = {
            login: connection.execute("SELECT unseen_reminders(%s)", (town.id_of(login),)).fetchone()
            for login in ("tuya", "saran", "bat", "sukh", "dorj")
        }
    assert counted == {"tuya": (5,), "saran": (1,), "bat": (1,), "sukh": (0,), "dorj": (0,)}


def test_a_reminder_is_marked_as_seen_by_its_own_reader_and_changed_by_nobody(town: Town) -> None:
    asked = town.cases["asked"].id
    with reminded(town) as connection:
        stand(connection, town.staff("ganaa"))
        seen = connection.execute(
            "UPDATE reminder SET seen_at = now() WHERE case_id = %s RETURNING user_id", (asked,)
        ).fetchall()
        assert seen == [(town.id_of("ganaa"),)]
        assert refusal(connection, "UPDATE reminder SET due_on = '2031-01-01'") is REFUSED
        assert refusal(connection, f"INSERT INTO reminder VALUES ({asked}, 1, 'overdue', now(), now())") is REFUSED
        assert refusal(connection, "DELETE FROM reminder") is REFUSED


def test_the_worker_moves_no_due_day_without_an_entry_in_that_cases_chain(town: Town) -> None:
    asked = town.cases["asked"].id
    with standing(town.owner_url, JOBS) as connection, pytest.raises(psycopg.errors.RaiseException, match="no ledger"):
        connection.execute(MOVE, (asked,))


def test_the_worker_moves_no_due_day_of_a_decided_case(town: Town) -> None:
    with standing(town.owner_url, JOBS) as connection:
        moved = connection.execute(f"{MOVE} RETURNING id", (town.cases["answered"].id,)).fetchall()
        chain = f"case/{town.cases['answered'].id}"
        assert moved == []
        assert connection.execute("SELECT seq FROM ledger_tip(%s)", (chain,)).fetchone() == (0,), "nor knows its chain"


@pytest.mark.parametrize("verb", ["case.closed", "identity.opened", "deadline.extended"])
def test_the_worker_writes_nothing_else_into_the_chain_of_a_case(town: Town, verb: str) -> None:
    asked = town.cases["asked"].id
    with standing(town.owner_url, JOBS) as connection:
        tip = connection.execute("SELECT seq, hash FROM ledger_tip(%s)", (f"case/{asked}",)).fetchone()
        assert tip is not None and tip[0] > 1
        entry = (
            "INSERT INTO ledger_entry (chain, seq, case_id, at, actor_kind, verb, detail, previous, hash)"
            " VALUES (%s, %s, %s, now(), 'system', %s, '{}', %s, 'x')"
        )
        with connection.transaction(force_rollback=True):
            connection.execute(entry, (f"case/{asked}", tip[0] + 1, asked, "deadline.recomputed", tip[1]))
        with pytest.raises(REFUSED):
            connection.execute(entry, (f"case/{asked}", tip[0] + 1, asked, verb, tip[1]))


def test_the_worker_reads_clocks_and_nothing_that_a_case_is_about(town: Town) -> None:
    with standing(town.owner_url, JOBS) as connection:
        assert connection.execute('SELECT count(due_on) FROM "case"').fetchone() == (len(town.cases),)
        for column in ("number", "kind", "path", "unit_id", "assignee_id", "service"):
            assert refusal(connection, f'SELECT {column} FROM "case"') is REFUSED, column
        assert refusal(connection, 'UPDATE "case" SET assignee_id = NULL') is REFUSED


def test_an_administrator_reads_and_moves_no_due_day(town: Town) -> None:
    dorj = Standing("caseapp_admin", town.id_of("dorj"))
    with standing(town.owner_url, dorj) as connection:
        for statement in ('SELECT due_on FROM "case"', 'UPDATE "case" SET due_on = now()', "SELECT * FROM waiting"):
            assert refusal(connection, statement) is REFUSED, statement
        assert refusal(connection, "SELECT * FROM reminder") is REFUSED


def test_a_wait_is_read_by_its_own_citizen_and_team_and_by_nobody_else(town: Town) -> None:
    asked = town.cases["asked"].id
    with standing(town.owner_url, town.staff("saran")) as connection:
        connection.execute("INSERT INTO waiting (case_id, since) VALUES (%s, now())", (asked,))
        stand(connection, town.staff("tuya"))
        assert connection.execute("SELECT DISTINCT case_id FROM waiting").fetchall() == [(asked,)]
        stand(connection, Standing("caseapp_staff", town.id_of("zaya")))
        assert connection.execute("SELECT case_id FROM waiting").fetchall() == []
        connection.execute("RESET ROLE")
        connection.execute("SET LOCAL ROLE caseapp_public")
        for name, found in (("asked", 1), ("answered", 0)):
            receipt = town.citizen(name).receipt or b""
            connection.execute("SELECT set_config('caseapp.receipt', %s, true)", (receipt.hex(),))
            assert connection.execute("SELECT count(DISTINCT case_id) FROM waiting").fetchone() == (found,)
    foreign = town.cases["integrity"].id
    with standing(town.owner_url, town.staff("saran")) as connection:
        assert refusal(connection, f"INSERT INTO waiting (case_id, since) VALUES ({foreign}, now())") is REFUSED


def test_a_rule_pauses_only_with_a_basis_in_both_languages(town: Town) -> None:
    with town.owner() as owner:
        for basis_mn, basis_en in (("", ""), ("Хууль", ""), ("", "Law")):
            with pytest.raises(psycopg.errors.CheckViolation), owner.transaction():
                owner.execute(
                    "UPDATE deadline_rule SET pauses_while_awaiting_citizen = true, pause_basis_mn = %s,"
                    " pause_basis_en = %s WHERE code = 'reply_days'",
                    (basis_mn, basis_en),
                )
        with pytest.raises(psycopg.errors.CheckViolation), owner.transaction():
            owner.execute(
                "UPDATE deadline_rule SET pauses_while_awaiting_citizen = true, pause_basis_mn = 'Х',"
                " pause_basis_en = 'L' WHERE code = 'retention_years'"
            )
        owner.rollback()
