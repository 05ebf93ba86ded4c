"""Links between receipts, by SQL alone: the owner's own, taken back by the owner, not there for the staff."""

import psycopg
import pytest

from tests.database_defence.standing import REFUSED, Standing, standing
from tests.database_defence.test_citizens_door import KEY, PART, STRANGER, goes
from tests.database_defence.town import Town

UNLINK = "DELETE FROM sealed_part WHERE case_id = %s AND compartment = %s AND part = %s"


def linked(connection: psycopg.Connection, case_id: int) -> None:
    connection.execute(KEY, (case_id, "links", "receipt"))
    connection.execute(PART, (case_id, "links", "link/1"))


@pytest.mark.parametrize("name", ["answered", "integrity"])
def test_a_link_is_sealed_for_the_receipt_alone_and_in_the_own_case(town: Town, name: str) -> None:
    case_id = town.cases[name].id
    with standing(town.owner_url, town.citizen(name)) as connection:
        assert goes(connection, KEY, (case_id, "links", "receipt"))
        for reader in ("recovery", "team:casework", "team:integrity", "member:1"):
            assert not goes(connection, KEY, (case_id, "links", reader)), reader
        assert goes(connection, PART, (case_id, "links", "link/1"))
        assert not goes(connection, PART, (case_id, "links", "narrative"))
        assert not goes(connection, PART, (case_id, "report", "link/1"))
    with standing(town.owner_url, STRANGER) as connection:
        assert not goes(connection, KEY, (case_id, "links", "receipt"))
        assert not goes(connection, PART, (case_id, "links", "link/1"))


def test_the_receipt_takes_back_its_links_and_nothing_else(town: Town) -> None:
    case_id = town.cases["answered"].id
    with standing(town.owner_url, town.citizen("answered")) as connection:
        linked(connection, case_id)
        assert connection.execute(UNLINK, (case_id, "report", "narrative")).rowcount == 0
        assert connection.execute("DELETE FROM sealed_part WHERE compartment <> 'links'").rowcount == 0
        assert connection.execute(UNLINK, (case_id, "links", "link/1")).rowcount == 1
        with pytest.raises(REFUSED), connection.transaction():
            connection.execute("DELETE FROM case_key WHERE compartment = 'links'")
        with pytest.raises(REFUSED), connection.transaction():
            connection.execute("UPDATE sealed_part SET ciphertext = 'y' WHERE compartment = 'links'")


def test_for_the_staff_there_is_no_link(town: Town) -> None:
    case_id = town.cases["answered"].id
    with standing(town.owner_url, town.citizen("answered")) as connection:
        linked(connection, case_id)
        for who in (town.staff("tuya"), town.staff("saran"), Standing("caseapp_staff", town.id_of("bat"))):
            connection.execute(f"SET LOCAL ROLE {who.role}")
            connection.execute("SELECT set_config('caseapp.actor_id', %s, true)", (str(who.actor),))
            for table in ("case_key", "sealed_part"):
                seen = connection.execute(f"SELECT compartment FROM {table} WHERE case_id = %s", (case_id,)).fetchall()
                assert seen and ("links",) not in seen
            assert not goes(connection, KEY, (case_id, "links", "team:casework"))
            assert not goes(connection, PART, (case_id, "links", "link/2"))
