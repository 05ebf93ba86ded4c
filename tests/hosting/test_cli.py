"""The command line: every command has help, does its one thing, and refuses bad input in one clear line."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, create_engine, text

from caseapp.domain.actors import Door, system
from caseapp.domain.policy import Role
from caseapp.hosting import house as hosting
from caseapp.hosting import migrate
from caseapp.hosting.settings import Settings
from caseapp.services.staff import people, teams
from caseapp.services.uow import open_unit_of_work
from caseapp.web.cli import main
from tests import database
from tests.hosting.test_settings import WHOLE

PASSWORD = "Хөх тэнгэр 2026"
COMPLAINT = "Гэрчилгээгээ авах гэж гурван өдөр дараалалд зогслоо"
Caseapp = Callable[..., Result]


@pytest.fixture
def caseapp(own_database: str) -> Caseapp:
    """Runs one command against this test's own database."""

    def run(*words: str, **variables: str) -> Result:
        environment = {**WHOLE, "CASEAPP_DATABASE_URL": own_database, **variables}
        return CliRunner().invoke(main, words, env=environment)

    return run


@pytest.fixture
def owner(own_database: str) -> Iterator[Engine]:
    engine = create_engine(own_database)
    yield engine
    engine.dispose()


@pytest.fixture
def tuya(own_database: str) -> str:
    """A head who has chosen her own password."""
    settings = Settings.from_environment({**WHOLE, "CASEAPP_DATABASE_URL": own_database})
    with hosting.opened(settings) as around, open_unit_of_work(around, system(Door.ADMIN)) as uow:
        roles = frozenset({Role.HEAD})
        people.create_person(
            uow, login="tuya", name="Туяа", post="Дарга", roles=roles, password=PASSWORD, must_change=False
        )
    return "tuya"


@pytest.fixture
def founded(own_database: str, tuya: str) -> None:
    """The teams, without the long training of a classifier."""
    settings = Settings.from_environment({**WHOLE, "CASEAPP_DATABASE_URL": own_database})
    with hosting.opened(settings) as around, open_unit_of_work(around, system(Door.ADMIN)) as uow:
        teams.found_by_login(uow, tuya)


def rows_in(file: Path, *rows: object) -> Path:
    file.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows))
    return file


def errors(result: Result) -> list[str]:
    return [line for line in result.stderr.splitlines() if line.startswith("Error: ")]


def cases(owner: Engine) -> int:
    with owner.connect() as connection:
        return int(connection.scalar(text('SELECT count(*) FROM "case"')) or 0)


def commands(group: click.Group, *path: str) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from commands(command, *path, name)


@pytest.mark.parametrize("path", [(), *commands(main)], ids=" ".join)
def test_every_command_has_help(path: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, [*path, "--help"])
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) > 5


@pytest.mark.parametrize(
    "words",
    [
        ("seed",),
        ("seed", "--cases", "0"),
        ("report", "2026Q9", "--edition", "public", "--format", "csv", "--out", "x"),
        ("report", "2026Q1", "--edition", "secret", "--format", "csv", "--out", "x"),
        ("report", "2026Q1", "--edition", "public", "--format", "doc", "--out", "x"),
        ("report", "2026Q1", "--edition", "public", "--format", "csv", "--out", "no/such/folder/x"),
        ("intake", "no-such-file.jsonl", "--channel", "post", "--receipts", "x"),
        ("intake", __file__, "--channel", "pigeon", "--receipts", "x"),
        ("create-admin", "--login", "dorj", "--name", "Дорж", "--password-file", "no-such-file"),
        ("nonsense",),
    ],
)
def test_bad_arguments_are_refused_in_one_line(caseapp: Caseapp, words: tuple[str, ...]) -> None:
    result = caseapp(*words)
    assert result.exit_code == 2
    assert len(errors(result)) == 1


def test_a_missing_key_stops_every_command_by_its_name(caseapp: Caseapp) -> None:
    for words in (("check",), ("run",), ("worker",), ("verify-ledger",), ("db", "upgrade")):
        result = caseapp(*words, CASEAPP_LOOKUP_KEY="")
        assert result.exit_code == 1
        assert errors(result)[0].startswith("Error: CASEAPP_LOOKUP_KEY: missing")


def test_an_unreachable_database_is_one_line_without_the_address(caseapp: Caseapp) -> None:
    result = caseapp("verify-ledger", CASEAPP_DATABASE_URL="postgresql://me:sesame@127.0.0.1:1/base")
    assert (result.exit_code, len(errors(result))) == (1, 1)
    assert "sesame" not in result.output


def test_upgrade_brings_an_empty_database_to_the_head_and_until_then_commands_say_so(
    caseapp: Caseapp, server_uri: str
) -> None:
    url = database.fresh_database(server_uri, f"bare_{database.worker_name()}", "template0")
    before = caseapp("verify-ledger", CASEAPP_DATABASE_URL=url)
    assert before.exit_code == 1
    assert "run caseapp db upgrade" in errors(before)[0]
    assert caseapp("db", "upgrade", CASEAPP_DATABASE_URL=url).exit_code == 0
    assert migrate.current(url) == migrate.head()
    assert caseapp("verify-ledger", CASEAPP_DATABASE_URL=url).stdout == "0 entries read, 0 flaws\n"


def test_create_admin_adds_dorj_once(caseapp: Caseapp, tmp_path: Path) -> None:
    (tmp_path / "password").write_text(PASSWORD + "\n")
    words = ("create-admin", "--login", "dorj", "--name", "Дорж", "--password-file", str(tmp_path / "password"))
    assert caseapp(*words).stdout == "administrator dorj added\n"
    again = caseapp(*words)
    assert (again.exit_code, len(errors(again))) == (1, 1)
    assert PASSWORD not in again.output


def test_create_admin_refuses_a_weak_password(caseapp: Caseapp, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("short\n")
    file = str(tmp_path / "password")
    result = caseapp("create-admin", "--login", "dorj", "--name", "Дорж", "--password-file", file)
    assert (result.exit_code, len(errors(result))) == (1, 1)


def test_teams_are_not_founded_for_somebody_unknown(caseapp: Caseapp, owner: Engine) -> None:
    result = caseapp("found-teams", "--head", "nobody")
    assert (result.exit_code, len(errors(result))) == (1, 1)
    with owner.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM authority_key")) == 0


def test_intake_without_teams_stores_nothing_and_leaves_no_file(
    caseapp: Caseapp, owner: Engine, tmp_path: Path
) -> None:
    file, receipts = rows_in(tmp_path / "rows.jsonl", {"text": COMPLAINT}), tmp_path / "receipts.jsonl"
    result = caseapp("intake", str(file), "--channel", "post", "--receipts", str(receipts))
    assert result.exit_code == 1
    assert "found-teams" in errors(result)[0]
    assert not receipts.exists()
    assert cases(owner) == 0


@pytest.mark.usefixtures("founded")
def test_intake_files_good_rows_and_names_bad_ones_by_line(caseapp: Caseapp, owner: Engine, tmp_path: Path) -> None:
    identity = {"given_name": "Туршилт", "phone": "99000000", "email": "bold@шуудан.мон"}
    file = rows_in(
        tmp_path / "rows.jsonl",
        {"text": COMPLAINT},
        "{not json",
        {"text": COMPLAINT, "kind": "request", "unit": "INS", "service": "property", "identity": identity},
        "",
        {"text": COMPLAINT, "unit": "NOWHERE"},
        {"text": COMPLAINT, "kind": []},
        {"text": COMPLAINT + "\0"},
        {"text": "  "},
        {"words": COMPLAINT},
        {"text": COMPLAINT, "mode": "named"},
        {"text": COMPLAINT, "identity": {**identity, "email": "mailto:a@b.mn"}},
    )
    receipts = tmp_path / "receipts.jsonl"
    result = caseapp("intake", str(file), "--channel", "post", "--receipts", str(receipts))
    assert result.exit_code == 1
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == [
        f"line {n}" for n in (2, 5, 6, 7, 8, 9, 10, 11)
    ]
    assert COMPLAINT not in result.output
    kept = [json.loads(line) for line in receipts.read_text().splitlines()]
    assert [row["line"] for row in kept] == [1, 3]
    assert receipts.stat().st_mode & 0o777 == 0o600
    assert cases(owner) == 2
    assert caseapp("verify-ledger").exit_code == 0


@pytest.mark.usefixtures("founded")
def test_receipts_are_never_overwritten(caseapp: Caseapp, owner: Engine, tmp_path: Path) -> None:
    file, receipts = rows_in(tmp_path / "rows.jsonl", {"text": COMPLAINT}), tmp_path / "receipts.jsonl"
    receipts.write_text("of others")
    result = caseapp("intake", str(file), "--channel", "post", "--receipts", str(receipts))
    assert (result.exit_code, len(errors(result))) == (1, 1)
    assert receipts.read_text() == "of others"
    assert cases(owner) == 0


@pytest.mark.usefixtures("founded")
def test_verify_ledger_finds_an_entry_that_was_altered(caseapp: Caseapp, owner: Engine, tmp_path: Path) -> None:
    file = rows_in(tmp_path / "rows.jsonl", {"text": COMPLAINT})
    assert caseapp("intake", str(file), "--channel", "post", "--receipts", str(tmp_path / "r")).exit_code == 0
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("UPDATE ledger_entry SET at = at - interval '1 day' WHERE case_id IS NOT NULL"))
    result = caseapp("verify-ledger")
    assert result.exit_code == 1
    assert "entry 1 was altered" in result.stderr


def test_seeding_is_refused_anywhere_but_in_a_demonstration(caseapp: Caseapp, owner: Engine, tuya: str) -> None:
    """Without the demonstration's settings, and with them where an authority's own people are."""
    outside, foreign = caseapp("seed", "--cases", "5"), caseapp("seed", "--cases", "5", CASEAPP_DEMO="true")
    assert (outside.exit_code, foreign.exit_code) == (1, 1)
    assert "CASEAPP_DEMO" in errors(outside)[0]
    assert "no demonstration" in errors(foreign)[0]
    assert len(errors(outside)) == len(errors(foreign)) == 1
    assert cases(owner) == 0


@pytest.mark.usefixtures("founded")
@pytest.mark.parametrize(("suffix", "begins"), [("csv", b"\xef\xbb\xbftable,"), ("json", b"{"), ("pdf", b"%PDF-")])
def test_report_prints_a_quarter(caseapp: Caseapp, tmp_path: Path, suffix: str, begins: bytes) -> None:
    out = tmp_path / f"quarter.{suffix}"
    result = caseapp("report", "2026Q1", "--edition", "public", "--format", suffix, "--out", str(out))
    assert result.exit_code == 0
    assert out.read_bytes().startswith(begins)


def test_check_says_what_is_missing_and_what_only_warns(caseapp: Caseapp) -> None:
    result = caseapp("check")
    assert result.exit_code == 1
    assert "error   teams are not founded" in result.stdout
    assert "warning the Agency's key" in result.stdout
    assert "ok      the application signs in" in result.stdout


@pytest.mark.usefixtures("founded")
def test_check_is_content_with_a_founded_authority(caseapp: Caseapp) -> None:
    result = caseapp("check")
    assert result.exit_code == 0, result.stdout


def test_check_notices_an_application_role_that_owns_a_table(caseapp: Caseapp, owner: Engine) -> None:
    with owner.begin() as connection:
        connection.execute(text("CREATE TABLE own (id int)"))
        connection.execute(text("ALTER TABLE own OWNER TO caseapp_app"))
    assert "error   caseapp_app owns tables" in caseapp("check").stdout
