"""Raw connections as the application's own login: what SQL alone gives to each database role."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg
from sqlalchemy import make_url

from caseapp.hosting.engine import APP_ROLE
from caseapp.services.uow import DATABASE_ROLE

ROLES = tuple(sorted(DATABASE_ROLE.values()))
REFUSED = psycopg.errors.InsufficientPrivilege


@dataclass(frozen=True)
class Standing:
    """Who a connection says that it is: nobody checks the claim but the policies."""

    role: str
    actor: int | None = None
    receipt: bytes | None = field(default=None, repr=False)
    draft: bytes | None = field(default=None, repr=False)


def login(owner_url: str) -> psycopg.Connection:
    """Signed in as `caseapp_app` itself, as in production: there is no way back to an owner behind it."""
    url = make_url(owner_url).set(drivername="postgresql", username=APP_ROLE)
    return psycopg.connect(url.render_as_string(hide_password=False))


@contextmanager
def standing(owner_url: str, who: Standing) -> Iterator[psycopg.Connection]:
    """One transaction under this role and claim; nothing of it stays."""
    with login(owner_url) as connection:
        state(connection, who)
        yield connection
        connection.rollback()


def state(connection: psycopg.Connection, who: Standing) -> None:
    connection.execute(f"SET LOCAL ROLE {who.role}")
    connection.execute(
        "SELECT set_config('caseapp.actor_id', %s, true), set_config('caseapp.receipt', %s, true),"
        " set_config('caseapp.draft', %s, true)",
        (
            "" if who.actor is None else str(who.actor),
            who.receipt.hex() if who.receipt else "",
            who.draft.hex() if who.draft else "",
        ),
    )


def refusal(connection: psycopg.Connection, statement: str) -> type[Exception] | None:
    """What the statement ends with, or None when it runs; either way it leaves nothing behind."""
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(statement)
    except psycopg.Error as wrong:
        return type(wrong)
    return None
