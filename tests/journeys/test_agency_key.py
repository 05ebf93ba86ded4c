"""A new key of the Agency: Dorj enters it, Tuya has it read out to her and confirms it, a referral goes to it."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from caseapp.domain import commands as c
from caseapp.vault.agency import fingerprint, new_identity
from tests.journeys.test_refer import signed_in
from tests.lives import Lives

RECIPIENT = new_identity()[1]
RIGHT = fingerprint(RECIPIENT)


@pytest.fixture(autouse=True)
def same_keys_afterwards(lives: Lives) -> Iterator[None]:
    yield
    with lives.owner.begin() as owner:
        owner.execute(text("DELETE FROM agency_recipient WHERE recipient = :r"), {"r": RECIPIENT})


def test_an_administrator_enters_the_key_and_a_head_confirms_it(app: Flask, lives: Lives) -> None:
    dorj, tuya = signed_in(app, "dorj"), signed_in(app, "tuya")
    dorj.go("/admin/agency-keys")
    shown = dorj.send(recipient=RECIPIENT)
    assert "A head of the integrity team must confirm it" in shown.main
    assert "Waits for a head to confirm it" in shown.main and not shown.html.select("input[name=fingerprint]")

    waiting = tuya.go("/casework/agency-keys")
    assert "/casework/agency-keys" in waiting.links("nav a[href]")
    assert RIGHT not in waiting.text and RECIPIENT not in waiting.text, "it must come from the Agency, not from here"
    refused = tuya.send(fingerprint="0000 0000 0000 0000 0000")
    assert refused.status == 400 and "The fingerprint is not the same" in refused.errors
    assert tuya.send(fingerprint="").status == 400
    done = tuya.send(fingerprint=RIGHT)
    assert done.status == 200 and RIGHT in done.main and not done.html.select("input[name=fingerprint]")

    filed = lives.under_integrity("bat")
    lives.cast.step("bat", filed.number, c.ProposeReferral("Хахууль нэхсэн шинжтэй.", with_identity=False))
    assert RIGHT in tuya.go(f"/casework/cases/{filed.number}/step/approve_referral").main
    with lives.owner.connect() as connection:
        one = connection.scalar(text("SELECT id FROM agency_recipient WHERE recipient = :r"), {"r": RECIPIENT})
    dorj.go("/admin/agency-keys")
    assert "Retired" in dorj.send(f"/agency-keys/{one}").main
    assert RIGHT not in tuya.go(f"/casework/cases/{filed.number}/step/approve_referral").main


def test_a_head_without_the_teams_key_is_told_who_confirms(app: Flask, lives: Lives) -> None:
    dorj = signed_in(app, "dorj")
    dorj.go("/admin/agency-keys")
    dorj.send(recipient=RECIPIENT)
    with lives.owner.begin() as owner:
        kept = (
            owner.execute(
                text("DELETE FROM team_member WHERE team = 'integrity' AND user_id = :id RETURNING *"),
                {"id": lives.cast.id_of("ganaa")},
            )
            .mappings()
            .one()
        )
    try:
        page = signed_in(app, "ganaa").go("/casework/agency-keys")
        assert "another head confirms" in page.main and not page.html.select("input[name=fingerprint]")
    finally:
        with lives.owner.begin() as owner:
            owner.execute(text(f"INSERT INTO team_member ({', '.join(kept)}) VALUES (:{', :'.join(kept)})"), dict(kept))


def test_what_is_there_already_is_answered_in_words(app: Flask, lives: Lives) -> None:
    dorj = signed_in(app, "dorj")
    dorj.go("/admin/agency-keys")
    dorj.send(recipient=RECIPIENT)
    again = dorj.send(recipient=RECIPIENT)
    assert again.status == 400 and "in the list already" in again.errors
