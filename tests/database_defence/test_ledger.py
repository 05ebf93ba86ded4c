"""The ledger only grows, and whoever gets round that is found out."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from caseapp.domain import commands as c
from caseapp.hosting.worker import PERIODIC
from caseapp.services import ledger
from caseapp.services.ledger import Flaw
from caseapp.services.petitioner import writing
from tests.lives import FiledCase, Lives

FORBIDDEN = (
    "UPDATE {0} SET at = now()",
    "UPDATE {0} SET at = at WHERE false",
    "DELETE FROM {0}",
    "DELETE FROM {0} WHERE false",
    "TRUNCATE {0}",
)


@contextmanager
def behind_the_guards(owner: Engine) -> Iterator[Connection]:
    """What only a superuser of the database server could do."""
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        yield connection


def flaws(lives: Lives) -> tuple[Flaw, ...]:
    with lives.cast.at("khulan") as uow:
        return ledger.verify(uow)[1]


def places(lives: Lives) -> set[str]:
    return {flaw.where.partition(" ")[0] for flaw in flaws(lives)}


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_checkpoint"])
@pytest.mark.parametrize("statement", FORBIDDEN)
def test_not_even_the_owner_changes_or_removes_what_was_recorded(
    lives: Lives, owner_engine: Engine, table: str, statement: str
) -> None:
    lives.file()
    lives.signed()
    with owner_engine.connect() as connection, pytest.raises(ProgrammingError, match="never changed or removed") as no:
        connection.execute(text(statement.format(table)))
    assert isinstance(no.value.orig, psycopg.errors.RaiseException)


def test_an_honest_ledger_has_no_flaw(lives: Lives) -> None:
    lives.referred()
    assert lives.signed() > 0
    lives.answered()
    assert lives.signed() > 0
    assert lives.signed() == 0
    lives.file()
    with lives.cast.at("khulan") as uow:
        read, found = ledger.verify(uow)
    assert found == ()
    assert read > 15


def test_the_worker_signs_every_minute() -> None:
    assert PERIODIC["ledger.checkpoint"] == ("* * * * *", ledger.checkpoint)


@pytest.mark.parametrize(
    "change",
    [
        "verb = 'case.seen'",
        "actor_id = actor_id + 1",
        "at = at + interval '1 second'",
        "detail = '{}'",
        "status_after = 'closed'",
        "hash = '\\x00'",
        "previous = '\\x00'",
    ],
)
def test_an_altered_entry_is_found_in_its_chain(lives: Lives, owner_engine: Engine, change: str) -> None:
    case = lives.in_progress()
    with behind_the_guards(owner_engine) as owner:
        done = owner.execute(
            text(f"UPDATE ledger_entry SET {change} WHERE chain = :chain AND verb = 'case.assigned'"),
            {"chain": f"case/{case.id}"},
        )
        assert done.rowcount == 1
    assert f"case/{case.id}" in places(lives)


def test_a_removed_entry_is_found_in_its_chain(lives: Lives, owner_engine: Engine) -> None:
    case, other = lives.in_progress(), lives.in_progress()
    with behind_the_guards(owner_engine) as owner:
        owner.execute(text("DELETE FROM ledger_entry WHERE case_id = :id AND verb = 'case.read'"), {"id": case.id})
    assert f"case/{case.id}" in places(lives)
    assert f"case/{other.id}" not in places(lives)


def test_a_chain_renumbered_over_a_gap_is_found(lives: Lives, owner_engine: Engine) -> None:
    case = lives.in_progress()
    with behind_the_guards(owner_engine) as owner:
        owner.execute(text("DELETE FROM ledger_entry WHERE case_id = :id AND seq = 2"), {"id": case.id})
        for step in ("SET seq = seq + 999 WHERE seq > 2", "SET seq = seq - 1000 WHERE seq > 1000"):
            owner.execute(text(f"UPDATE ledger_entry {step} AND case_id = :id"), {"id": case.id})
    assert f"case/{case.id}" in places(lives)


def read_by_tuya(lives: Lives, case: FiledCase) -> None:
    with lives.cast.at("tuya") as uow:
        writing.write_note(uow, case.number, "Уншив.")


def test_a_tail_cut_off_after_a_checkpoint_is_found(lives: Lives, owner_engine: Engine) -> None:
    case = lives.in_progress()
    read_by_tuya(lives, case)
    lives.signed()
    with behind_the_guards(owner_engine) as owner:
        owner.execute(text("DELETE FROM ledger_entry WHERE case_id = :id AND verb = 'note.written'"), {"id": case.id})
    assert places(lives) == {"checkpoint"}


def test_a_case_that_vanished_with_its_whole_chain_is_found(lives: Lives, owner_engine: Engine) -> None:
    case = lives.file()
    lives.signed()
    with behind_the_guards(owner_engine) as owner:
        for table in ("ledger_entry", "sealed_part", "case_key", "theme_suggestion"):
            owner.execute(text(f"DELETE FROM {table} WHERE case_id = :id"), {"id": case.id})
        owner.execute(text('DELETE FROM "case" WHERE id = :id'), {"id": case.id})
    assert places(lives) == {"checkpoint"}


def test_a_case_that_vanished_alone_is_found_by_its_chain(lives: Lives, owner_engine: Engine) -> None:
    case = lives.file()
    with behind_the_guards(owner_engine) as owner:
        owner.execute(text('DELETE FROM "case" WHERE id = :id'), {"id": case.id})
    assert places(lives) == {f"case/{case.id}"}


@pytest.mark.parametrize("change", ["status = 'closed'", "status_seq = 1", "status = 'received', status_seq = 1"])
def test_a_forged_status_is_found(lives: Lives, owner_engine: Engine, change: str) -> None:
    case, other = lives.in_progress(), lives.in_progress()
    with behind_the_guards(owner_engine) as owner:
        owner.execute(text(f'UPDATE "case" SET {change} WHERE id = :id'), {"id": case.id})
    assert places(lives) == {f"case/{case.id}"}
    assert other.id != case.id


@pytest.mark.parametrize(
    "change",
    ["entries = entries + 1", "digest = '\\x00'", "signature = '\\x00'", "to_xact = to_xact - 1", "previous = '\\x01'"],
)
def test_an_altered_checkpoint_is_found(lives: Lives, owner_engine: Engine, change: str) -> None:
    lives.file()
    lives.signed()
    with behind_the_guards(owner_engine) as owner:
        owner.execute(text(f"UPDATE ledger_checkpoint SET {change}"))
    assert places(lives) == {"checkpoint"}


def test_a_checkpoint_taken_out_of_the_middle_is_found(lives: Lives, owner_engine: Engine) -> None:
    for _ in range(3):
        lives.file()
        lives.signed()
    with behind_the_guards(owner_engine) as owner:
        owner.execute(
            text(
                "DELETE FROM ledger_checkpoint m WHERE EXISTS (SELECT FROM ledger_checkpoint WHERE id < m.id)"
                " AND EXISTS (SELECT FROM ledger_checkpoint WHERE id > m.id)"
            )
        )
    assert places(lives) == {"checkpoint"}


def test_an_entry_slipped_in_before_a_checkpoint_is_found(lives: Lives, owner_engine: Engine) -> None:
    case = lives.file()
    lives.signed()
    lives.cast.step("saran", case.number, c.Register())
    with behind_the_guards(owner_engine) as owner:
        owner.execute(
            text("UPDATE ledger_entry SET xact = (SELECT min(xact) FROM ledger_entry) WHERE verb = 'case.registered'")
        )
    assert places(lives) == {"checkpoint"}


def test_an_entry_that_does_not_continue_its_chain_is_refused(lives: Lives, owner_engine: Engine) -> None:
    case = lives.file()
    again = text(
        "INSERT INTO ledger_entry (chain, seq, case_id, at, actor_kind, verb, detail, previous, hash)"
        " SELECT chain, seq + :step, case_id, at, actor_kind, verb, detail, previous, hash FROM ledger_entry"
        " WHERE case_id = :id"
    )
    for step in (0, 1, 2):
        with owner_engine.connect() as connection, pytest.raises(ProgrammingError, match="does not continue"):
            connection.execute(again, {"id": case.id, "step": step})


def test_writers_of_different_cases_do_not_wait_for_each_other(lives: Lives) -> None:
    one, other = lives.in_progress("saran"), lives.in_progress("bat")
    with lives.cast.at("saran") as first:
        writing.write_note(first, one.number, "Нэг дэх.")
        with lives.cast.at("bat") as second:
            second.session.execute(text("SET LOCAL lock_timeout = '5s'"))
            writing.write_note(second, other.number, "Хоёр дахь.")
    assert lives.verbs(one)[-1] == lives.verbs(other)[-1] == "note.written"


def test_writers_of_the_same_case_come_one_after_the_other(lives: Lives) -> None:
    case = lives.in_progress("saran")
    with lives.cast.at("saran") as first:
        writing.write_note(first, case.number, "Эхнийх.")
        with pytest.raises(OperationalError) as waited, lives.cast.at("bat") as second:
            second.session.execute(text("SET LOCAL lock_timeout = '100ms'"))
            writing.write_note(second, case.number, "Зэрэг.")
        assert isinstance(waited.value.orig, psycopg.errors.LockNotAvailable)
    read_by_tuya(lives, case)
    assert lives.verbs(case).count("note.written") == 2
    assert flaws(lives) == ()


def test_a_step_that_fails_leaves_neither_status_nor_entry(lives: Lives) -> None:
    case = lives.in_progress("saran")
    before = lives.verbs(case)
    with pytest.raises(ZeroDivisionError), lives.cast.at("saran") as uow:
        writing.write_note(uow, case.number, "Болохгүй.")
        raise ZeroDivisionError
    assert lives.verbs(case) == before
