"""Titles in the list: one that does not open is left out, and takes nothing else of the page with it."""

import pytest
from sqlalchemy import Engine, text

from caseapp.queries.filtering import Filter
from caseapp.services.casework import queues
from tests.lives import Lives

DAMAGE = {
    "a forged title": "UPDATE sealed_part SET ciphertext = :damage WHERE part = 'title' AND case_id = :case",
    "a forged key": "UPDATE case_key SET wrapped = :damage WHERE compartment = 'notes' AND case_id = :case",
}


@pytest.mark.parametrize("what", DAMAGE)
@pytest.mark.parametrize("damage", [b"", b"x", bytes(200)], ids=["empty", "short", "zeros"])
def test_a_title_that_does_not_open_hides_itself_alone(
    lives: Lives, owner_engine: Engine, what: str, damage: bytes
) -> None:
    whole, damaged = lives.triaged("saran"), lives.triaged("saran")
    with owner_engine.begin() as owner:
        owner.execute(text(DAMAGE[what]), {"damage": damage, "case": damaged.id})
    with lives.cast.at("saran") as uow:
        found = queues.list_cases(uow, Filter(queue="all"), "")
    assert {row.number: row.title for row in found.rows} == {
        whole.number: "Гэрчилгээний дараалал",
        damaged.number: "",
    }
