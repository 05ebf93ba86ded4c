"""What a thief of the disk, of a dump or of a log finds of what people wrote: nothing."""

import io
import logging
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, make_url, text

from caseapp.domain import commands as c
from caseapp.domain.errors import Refused
from caseapp.domain.vocab import Copy, Kind, Theme
from caseapp.hosting import embedded
from caseapp.services import gate
from caseapp.services.casework import desk, finding
from caseapp.services.files import attachments
from caseapp.services.petitioner import tracking, writing
from caseapp.vault import opening
from caseapp.vault.errors import NoKey, SealBroken
from caseapp.vault.keyring import Keyring
from caseapp.vault.sealing import key_pair_from_seed
from caseapp.vault.words import search_key, word_hash
from tests import database
from tests.database_defence.written import PATTERNS, WORDS, filed, found_in, left_open, spellings, whole_lives
from tests.lives import FiledCase, Lives


def test_every_word_was_written_and_is_read_by_its_reader(lives: Lives) -> None:
    """Else the searches below would prove nothing."""
    one, other = whole_lives(lives)
    with lives.cast.at("tuya") as uow:
        shown = repr([vars(desk.open_case(uow, number)) for number in (one.number, other.number)])
        parts = [
            gate.open_notes(uow, gate.load_case(uow, n, uow.actor.permissions)) for n in (one.number, other.number)
        ]
        opened = [
            gate.open_parts(uow, gate.load_case(uow, n, uow.actor.permissions), "report")
            for n in (one.number, other.number)
        ]
        questions = desk.open_case(uow, one.number).questions
        named = gate.open_identity(uow, gate.load_case(uow, one.number, uow.actor.permissions), granted=True)
        files = [
            b"".join(attachments.content_of(uow, part, copy)).decode()
            for name, part in opened[0].items()
            if name.startswith(attachments.PART)
            for copy in Copy
        ]
    assert len(files) == 2
    everything = repr(
        (
            files,
            left_open(lives).reads(),
            shown,
            parts,
            opened,
            questions,
            [(q.extract, q.reply) for q in questions],
            named,
        )
    )
    assert {name for name, word in WORDS.items() if word not in everything} == set()


def test_no_column_of_any_table_holds_a_word_that_a_person_wrote(lives: Lives, owner_engine: Engine) -> None:
    """The job queue and its arguments are tables, too."""
    whole_lives(lives)
    url = make_url(owner_engine.url).set(drivername="postgresql").render_as_string(hide_password=False)
    seen = {}
    with psycopg.connect(url) as owner:
        tables = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
        for (table,) in tables:
            content = io.BytesIO()
            with owner.cursor().copy(f'COPY "{table}" TO STDOUT') as copied:
                for block in copied:
                    content.write(block)
            seen[table] = found_in(content.getvalue())
    assert "procrastinate_jobs" in seen
    assert len(seen) > 30
    assert {table: names for table, names in seen.items() if names} == {}


def _files_of_the_server(owner_engine: Engine) -> Iterator[Path]:
    """The data of this database, the write-ahead log and the server's own log."""
    data = database.run_folder() / "pg"
    with owner_engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
        oid = connection.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
        last = str(connection.scalar(text("SELECT pg_walfile_name(pg_current_wal_lsn())")))
    yield data / "log"
    yield from (path for path in (data / "base" / str(oid)).iterdir() if path.is_file())
    yield from (path for path in (data / "pg_wal").iterdir() if path.is_file() and path.name <= last)


def found_in_files(paths: Iterator[Path], patterns: dict[bytes, str] = PATTERNS) -> dict[str, set[str]]:
    return {path.name: names for path in paths if (names := found_in(path.read_bytes(), patterns))}


def test_no_file_of_the_server_holds_a_word_that_a_person_wrote(lives: Lives, owner_engine: Engine) -> None:
    whole_lives(lives)
    assert found_in_files(_files_of_the_server(owner_engine)) == {}


def test_the_search_through_the_files_would_find_a_word_in_the_open(server_uri: str, template: str) -> None:
    assert template
    left_open = "нээлттэйүлдсэнүг"
    engine = database.owner_engine(database.fresh_database(server_uri, f"open_{database.worker_name()}", "template0"))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE leak (words text)"))
        connection.execute(text("INSERT INTO leak VALUES (:word)"), {"word": left_open.upper()})
    found = found_in_files(_files_of_the_server(engine), dict.fromkeys(spellings(left_open), "left open"))
    engine.dispose()
    assert len(found) == 2, "the table's own file, and the write-ahead log"


def test_a_dump_holds_no_word_that_a_person_wrote(lives: Lives, owner_engine: Engine) -> None:
    whole_lives(lives)
    url = make_url(owner_engine.url)
    assert url.database
    dump = subprocess.run(
        [embedded.binaries() / "pg_dump", "-h", str(url.query["host"]), "-U", embedded.OWNER, url.database],
        check=True,
        capture_output=True,
    )
    for table in (b"sealed_part", b"draft", b"attachment_chunk"):
        assert b"COPY public." + table in dump.stdout
    assert found_in(dump.stdout) == set()
    assert found_in(dump.stderr) == set()


def test_no_log_record_holds_a_word_that_a_person_wrote(lives: Lives, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("sqlalchemy.engine", "sqlalchemy.pool", "psycopg"):
        caplog.set_level(logging.DEBUG, name)
    logging.getLogger("caseapp").debug("a record is caught")
    whole_lives(lives)
    said = "\n".join(record.getMessage() + repr(record.args) for record in caplog.records)
    assert "a record is caught" in said
    assert found_in(said.encode()) == set()


@pytest.mark.parametrize(
    "moved",
    [
        "UPDATE sealed_part t SET ciphertext = s.ciphertext FROM sealed_part s"
        " WHERE t.case_id = :one AND s.case_id = :other AND t.part = 'narrative' AND s.part = 'narrative'",
        "UPDATE case_key t SET wrapped = s.wrapped FROM case_key s WHERE t.case_id = :one AND s.case_id = :other"
        " AND t.compartment = s.compartment AND t.reader = s.reader",
        "UPDATE sealed_part t SET ciphertext = s.ciphertext FROM sealed_part s WHERE t.case_id = :one"
        " AND s.case_id = :one AND t.part = 'narrative' AND s.part LIKE 'message/%'",
        "UPDATE case_key t SET wrapped = s.wrapped FROM case_key s WHERE t.case_id = :one AND s.case_id = :one"
        " AND t.compartment = 'report' AND s.compartment = 'notes' AND t.reader = s.reader",
    ],
)
def test_what_was_moved_to_another_place_does_not_open(lives: Lives, owner_engine: Engine, moved: str) -> None:
    one, other = lives.in_progress("saran"), lives.in_progress("saran")
    with lives.citizen(one) as uow:
        writing.citizen_message(uow, "Нэмэлт мэдээлэл.")
    with owner_engine.begin() as owner:
        assert owner.execute(text(moved), {"one": one.id, "other": other.id}).rowcount > 0
    with pytest.raises(SealBroken), lives.cast.at("saran") as uow:
        desk.open_case(uow, one.number)


def readers(owner_engine: Engine, case: FiledCase) -> dict[str, set[str]]:
    with owner_engine.connect() as connection:
        rows = connection.execute(text("SELECT compartment, reader FROM case_key WHERE case_id = :id"), {"id": case.id})
        found: dict[str, set[str]] = {}
        for row in rows:
            found.setdefault(row.compartment, set()).add(row.reader)
    return found


def test_after_escalation_the_casework_team_has_no_copy_of_any_key_left(lives: Lives, owner_engine: Engine) -> None:
    case = filed(lives)
    lives.cast.step("saran", case.number, c.Register())
    lives.cast.step("saran", case.number, lives.triage_of(Theme.QUEUE))
    before = readers(owner_engine, case)
    assert set(before) == {"report", "identity", "notice", "notes"}
    assert all("team:casework" in names for names in before.values())
    lives.cast.step("saran", case.number, c.Escalate("Хахуулийн шинжтэй."))
    after = readers(owner_engine, case)
    assert set(after) == set(before) | {"integrity_notes"}
    assert not any("team:casework" in names for names in after.values())
    assert all("team:integrity" in names for names in after.values())
    with owner_engine.connect() as connection:
        searched = connection.scalar(text("SELECT count(*) FROM case_search WHERE case_id = :id"), {"id": case.id})
    assert searched == 0


def test_neither_notes_nor_the_notice_address_are_wrapped_for_the_receipt(lives: Lives, owner_engine: Engine) -> None:
    found = readers(owner_engine, filed(lives))
    assert {compartment for compartment, names in found.items() if "receipt" in names} == {"report", "identity"}


def test_a_report_of_corruption_is_never_sealed_to_the_casework_team(lives: Lives, owner_engine: Engine) -> None:
    found = readers(owner_engine, filed(lives, Kind.CORRUPTION))
    assert {name for names in found.values() for name in names} == {"team:integrity", "receipt", "recovery"}


def _every_secret_sized_value(owner: Engine) -> set[bytes]:
    """All 32 bytes that stand in the database somewhere by themselves: what a thief could take for a private key."""
    with owner.connect() as connection:
        columns = connection.execute(
            text(
                "SELECT table_name, column_name FROM information_schema.columns"
                " WHERE table_schema = 'public' AND data_type = 'bytea'"
            )
        ).all()
        return {
            bytes(row[0])
            for table, column in columns
            for row in connection.execute(text(f'SELECT "{column}" FROM "{table}" WHERE length("{column}") = 32'))
        }


def test_a_thief_of_the_whole_database_opens_nothing_with_what_lies_in_it(lives: Lives, owner_engine: Engine) -> None:
    case = lives.in_progress("saran")
    secrets = _every_secret_sized_value(owner_engine)
    with owner_engine.connect() as connection:
        publics = {bytes(row[0]) for row in connection.execute(text("SELECT public FROM authority_key"))}
        copies = connection.execute(
            text("SELECT compartment, reader, wrapped FROM case_key WHERE case_id = :id"), {"id": case.id}
        ).all()
    assert publics <= secrets
    assert copies
    for secret in secrets:
        pair = key_pair_from_seed(secret)
        assert pair.public not in publics
        for copy in copies:
            with pytest.raises(SealBroken):
                opening.unwrap(pair, bytes(copy.wrapped), f"{case.id}/{copy.compartment}")


def test_a_session_needs_the_half_that_lies_in_the_cookie(lives: Lives, owner_engine: Engine) -> None:
    lives.cast.signed_in("bat")
    with owner_engine.connect() as connection:
        row = connection.execute(text("SELECT row_half, locked_private_key FROM staff_session")).one()
    from_the_row = key_pair_from_seed(bytes(row.row_half))
    with pytest.raises(NoKey):
        opening.open_part(Keyring(member=from_the_row, member_id=1), {}, "", "", bytes(row.locked_private_key))
    assert lives.cast.signed_in("bat").keys.readers()["member:" + str(lives.cast.id_of("bat"))].private not in bytes(
        row.locked_private_key
    )


def test_the_public_door_cannot_open_what_it_took_in(lives: Lives) -> None:
    mine, other = lives.file(), lives.file()
    with lives.citizen(mine) as uow:
        assert tracking.open_own(uow).filed.text
        case = gate.load_own_case(uow)
        case.id = other.id
        uow.session.expunge(case)
        with pytest.raises(Refused):
            gate.open_parts(uow, case, "report")


@pytest.mark.parametrize("login", ["oyun", "dorj", "khulan", "zaya", "enkh"])
def test_only_a_teams_session_can_make_search_words(lives: Lives, owner_engine: Engine, login: str) -> None:
    """Others have no key to hash a word with, and hashing with what everybody may read finds nothing."""
    case = lives.in_progress("saran")
    with lives.cast.at(login) as uow:
        assert finding.query_tokens(uow, "дараалал") == ()
    with owner_engine.connect() as connection:
        words = text("SELECT tokens FROM case_search WHERE case_id = :id AND compartment = 'report'")
        tokens = set(connection.scalar(words, {"id": case.id}))
        publics = [bytes(row[0]) for row in connection.execute(text("SELECT public FROM authority_key"))]
    assert tokens
    for public in publics:
        assert word_hash(search_key(public, "report"), "гурван") not in tokens
    with lives.cast.at("saran") as uow:
        assert {one for _, sought in finding.query_tokens(uow, "гурван") for one in sought} <= tokens
