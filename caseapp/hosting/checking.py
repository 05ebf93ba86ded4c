"""What `caseapp check` looks at: the database, its roles and keys; each finding is one line."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from caseapp.domain.compartments import READER_RECOVERY, Team, team_reader
from caseapp.hosting import migrate, posting
from caseapp.hosting.engine import APP_ROLE
from caseapp.hosting.house import Addresses
from caseapp.hosting.posting import MailServer
from caseapp.hosting.settings import Settings
from caseapp.services.uow import DATABASE_ROLE

LEAST_VERSION = 150000
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class Grade(StrEnum):
    FINE = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Finding:
    grade: Grade
    text: str


def _judge(fine: object, good: str, bad: str, grade: Grade = Grade.ERROR) -> Finding:
    return Finding(Grade.FINE, good) if fine else Finding(grade, bad)


def findings(addresses: Addresses) -> Iterator[Finding]:
    """Stops early where the rest cannot be asked: an unreachable or unmigrated database."""
    owner = create_engine(addresses.owner_url)
    try:
        with owner.connect() as connection:
            yield from _server(connection)
            stands = migrate.current(addresses.owner_url)
            head = migrate.head()
            yield _judge(stands == head, f"migrations at {head}", f"migrations at {stands}, not {head}: db upgrade")
            if stands == head:
                yield from _roles(connection)
                yield from _keys(connection)
    except OperationalError:
        yield Finding(Grade.ERROR, "the database cannot be reached: see CASEAPP_DATABASE_URL")
        return
    finally:
        owner.dispose()
    if stands == head:
        yield _application_signs_in(addresses)


def ways_out(settings: Settings) -> Iterator[Finding]:
    """Whether notices can leave: signs in at the mail server and sends nothing; a text message needs its folder."""
    if not settings.smtp_url:
        yield Finding(Grade.WARNING, "no e-mail leaves: CASEAPP_SMTP_URL is not set")
    else:
        server = MailServer.of(settings.smtp_url)
        bad = "the mail server cannot be reached or refuses to sign in: see CASEAPP_SMTP_URL"
        yield _judge(posting.answers(server, settings.mail_from), "the mail server answers", bad)
        open_line = server.scheme == "smtp" and server.host not in _THIS_MACHINE
        if open_line:
            yield Finding(Grade.WARNING, "addresses travel in the open: CASEAPP_SMTP_URL begins with smtp://")
    if settings.sms_dir is not None:
        bad = "text messages cannot be written: see CASEAPP_SMS_DIR"
        writable = settings.sms_dir.is_dir() and os.access(settings.sms_dir, os.W_OK | os.X_OK)
        yield _judge(writable, "text messages can be written", bad)


def _server(connection: Connection) -> Iterator[Finding]:
    version = int(connection.scalar(text("SHOW server_version_num")) or 0)
    name = f"PostgreSQL {version // 10000}.{version % 10000}"
    yield _judge(version >= LEAST_VERSION, name, f"{name} is too old: 15 or newer is needed")
    encoding = connection.scalar(text("SHOW server_encoding"))
    yield _judge(encoding == "UTF8", "encoding UTF8", f"encoding {encoding}, not UTF8")
    folded = connection.scalar(text("SELECT lower('Ө') = 'ө'"))
    yield _judge(folded, "Mongolian letters are folded", "lower('Ө') is not 'ө': the database needs a UTF-8 locale")


def _roles(connection: Connection) -> Iterator[Finding]:
    wanted = {APP_ROLE, *DATABASE_ROLE.values()}
    known = set(connection.scalars(text("SELECT rolname FROM pg_roles WHERE rolname LIKE 'caseapp\\_%'")))
    missing = ", ".join(sorted(wanted - known))
    yield _judge(not missing, "database roles are there", f"database roles are missing: {missing}")
    if APP_ROLE not in known:
        return
    powers = connection.execute(
        text(
            "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolinherit AS strong,"
            " EXISTS (SELECT FROM pg_class WHERE relowner = r.oid) AS owns FROM pg_roles r WHERE rolname = :role"
        ),
        {"role": APP_ROLE},
    ).one()
    yield _judge(not powers.strong, f"{APP_ROLE} has no powers of its own", f"{APP_ROLE} is stronger than it must be")
    yield _judge(not powers.owns, f"{APP_ROLE} owns nothing", f"{APP_ROLE} owns tables: row-level security is void")


def _keys(connection: Connection) -> Iterator[Finding]:
    known = set(connection.scalars(text("SELECT name FROM authority_key")))
    teams = {team_reader(team) for team in Team} <= known
    yield _judge(teams, "teams are founded", "teams are not founded: nothing can be filed; run caseapp found-teams")
    yield _judge(READER_RECOVERY in known, "recovery key is there", "recovery key is missing: caseapp found-teams")
    agency = connection.scalar(
        text("SELECT count(*) FROM agency_recipient WHERE confirmed_at IS NOT NULL AND retired_at IS NULL")
    )
    missing = "the Agency's key is not entered and confirmed: nothing can be referred"
    yield _judge(agency, "the Agency's key is confirmed", missing, Grade.WARNING)
    model = connection.scalar(text("SELECT count(*) FROM classifier_model"))
    missing = "no classifier is in use: themes are not suggested; run caseapp found-teams"
    yield _judge(model, "a classifier is in use", missing, Grade.WARNING)
    rules = connection.scalar(text("SELECT count(*) FROM deadline_rule WHERE current AND NOT verified"))
    yield _judge(not rules, "all rules are verified", f"rules not verified by a lawyer: {rules}", Grade.WARNING)


def _application_signs_in(addresses: Addresses) -> Finding:
    engine = create_engine(addresses.app_url)
    try:
        with engine.connect() as connection:
            connection.execute(text(f"SET ROLE {APP_ROLE}"))
            connection.execute(text(f"SET ROLE {DATABASE_ROLE['public']}"))  # type: ignore[index]
    except (OperationalError, ProgrammingError):
        return Finding(Grade.ERROR, "the application cannot sign in and take its roles: see CASEAPP_DATABASE_URL")
    finally:
        engine.dispose()
    return Finding(Grade.FINE, "the application signs in and takes its roles")
