"""The pages that tell everybody how things are done here: made from the tables, and true."""

import csv
import hashlib
import io
import json
from dataclasses import replace

import pytest
from flask import Flask

from caseapp.domain import life, rules
from caseapp.domain.vocab import Action, Kind, Status
from caseapp.services.law import upkeep
from caseapp.services.quarterly.analysis import INTERNAL, PUBLIC
from caseapp.web import draft_cookie, receipt_cookie
from caseapp.web.extensions import LANGUAGE_COOKIE
from caseapp.web.public import informing
from caseapp.web.wording.handling import HAPPENS
from tests.conftest import Clock
from tests.lives import Lives
from tests.services.quarters import IN_Q2, Q1, freeze
from tests.visiting import Visitor

PAGES = ("/how", "/privacy", "/safety", "/accessibility", "/editions")
OUTSIDE = {"tel:110", "tel:1890", "tel:1111"}


@pytest.fixture
def published(lives: Lives, clock: Clock) -> Lives:
    """Sixteen complaints and two reports of corruption: enough to print the one number, and to withhold the other."""
    for _ in range(16):
        lives.file()
    for _ in range(2):
        lives.file(kind=Kind.CORRUPTION)
    clock.now = IN_Q2
    freeze(lives, Q1, PUBLIC)
    return lives


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["mn", "en"])
def test_every_page_leads_to_every_other_and_to_the_ways_outside(app: Flask, path: str, language: str) -> None:
    page = Visitor(app, language).go(path)
    assert page.status == 200
    links = {link.split("?")[0] for link in page.links(".bottom a[href]")}
    assert set(PAGES) | OUTSIDE | {"/lost-receipt", "/verify"} <= links


def test_the_way_of_both_paths_is_told_with_who_takes_each_step(citizen: Visitor) -> None:
    page = citizen.go("/how")
    assert "An answer has been prepared and is being approved." in page.main
    assert "The Anti-Corruption Agency has received your report." in page.main
    extending = next(li for li in page.html.select("details li") if str(HAPPENS[Action.EXTEND]._args[0]) in li.text)
    assert "Who: Head of inspection." in " ".join(extending.text.split())


def test_states_of_which_the_citizen_reads_the_same_stand_together(citizen: Visitor) -> None:
    page = citizen.go("/how")
    said = [strong.get_text() for strong in page.html.select("ol.timeline .said")]
    ordinary, integrity = page.html.select("ol.timeline")
    assert len(said) == len(ordinary.select(".said")) + len(integrity.select(".said"))
    for part in (ordinary, integrity):
        sentences = [one.get_text() for one in part.select(".said")]
        assert len(sentences) == len(set(sentences))


def test_every_action_of_the_workflow_has_a_sentence_for_citizens() -> None:
    assert set(HAPPENS) == {step.action for step in life.STEPS} == set(Action)


def test_a_step_that_is_added_to_the_workflow_stands_on_the_page(
    citizen: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at_received() -> str:
        details = citizen.go("/how").html.select_one("ol.timeline details")
        assert details is not None
        return " ".join(details.get_text(" ").split())

    assert "It is joined to another case" not in at_received()
    row = next(step for step in life.STEPS if step.action is Action.REGISTER)
    added = replace(row, action=Action.MERGE, after=Status.MERGED)
    monkeypatch.setattr(life, "STEPS", (*life.STEPS, added))
    assert "It is joined to another case" in at_received()


def test_a_rule_that_an_administrator_changes_changes_on_the_page(citizen: Visitor, lives: Lives) -> None:
    before = citizen.go("/how").main
    assert "60 calendar days" in before
    assert "Law of 2026, art. 9" not in before
    with lives.cast.at("dorj") as uow:
        upkeep.change_rule(
            uow,
            rules.SUGGESTION,
            value=45,
            basis_mn="2026 оны хууль, 9",
            basis_en="Law of 2026, art. 9",
            source="2026",
            verified=True,
        )
    page = citizen.go("/how")
    term = next(part for part in page.html.select("dl div") if "Law of 2026, art. 9" in part.get_text())
    assert "45 calendar days" in term.get_text()
    assert "Compared with the law's text: yes" in term.get_text()
    assert "60 calendar days" not in page.main


def test_what_nobody_compared_with_the_law_is_told_as_such(citizen: Visitor) -> None:
    page = citizen.go("/how")
    unsure = [rule for rule in rules.RULES if not rule.verified and rule.unit in {"calendar", "working"}]
    assert page.main.count("Compared with the law's text: not yet") == len(unsure) > 0


def test_how_long_cases_are_kept_follows_the_rule(citizen: Visitor, lives: Lives) -> None:
    assert "Retention of ordinary cases: 5 years" in citizen.go("/privacy").main
    with lives.cast.at("dorj") as uow:
        upkeep.change_rule(uow, rules.RETENTION, value=7, basis_mn="Хууль", basis_en="Law", source="1", verified=True)
    assert "Retention of ordinary cases: 7 years" in citizen.go("/privacy").main


def test_the_privacy_notice_names_every_cookie_that_the_citizens_door_sets(app: Flask, citizen: Visitor) -> None:
    with app.test_request_context():
        set_here = {app.config["SESSION_COOKIE_NAME"], receipt_cookie._name(), draft_cookie._name(), LANGUAGE_COOKIE}
    named = {name for name, _ in informing.COOKIES}
    assert named == set_here
    text = citizen.go("/privacy").main
    assert [name for name in sorted(named) if f"Cookie: {name}" not in text] == []


def test_nothing_that_a_browser_gets_to_keep_is_left_out_of_the_notice(citizen: Visitor, lives: Lives) -> None:
    citizen.go("/complaint")
    citizen.send(button=("go", "next"), kind="complaint", text="Цонх хаалттай байсан.")
    kept = {cookie.key for cookie in citizen.client._cookies.values()}
    assert kept
    assert kept <= {name for name, _ in informing.COOKIES}


def test_the_page_for_the_afraid_is_in_the_protected_channel_and_says_what_cannot_be_promised(citizen: Visitor) -> None:
    page = citizen.go("/safety")
    assert page.html.select_one("html.protected .band") is not None
    assert "no law on the protection of whistleblowers is in force" in page.main
    assert "the original is kept, sealed, as evidence" in page.main
    assert "The browser's history still names" in page.main
    assert {"tel:110", "/integrity"} <= {link.split("?")[0] for link in page.links("main a[href]")}


def test_before_anything_is_published_the_pages_say_so_and_count_nothing(citizen: Visitor, lives: Lives) -> None:
    lives.file()
    assert "Nothing has been published yet" in citizen.go("/editions").main
    assert "What became of them" not in citizen.go("/").main
    assert citizen.go("/editions/2026Q1").status == 404


def test_the_newest_published_counts_stand_on_the_start_page_and_withheld_ones_are_dashes(
    citizen: Visitor, published: Lives
) -> None:
    assert "Quarter I of 2026: received 16, answered in time 0 of 0." in citizen.go("/").main
    rows = {
        row.select_one("th").get_text(): row.select_one("td").get_text()  # type: ignore[union-attr]
        for row in citizen.go("/editions").html.select("main table tr")
    }
    assert rows["Received"] == "16"
    assert rows["Reports of corruption and conflicts of interest received"] == "–"
    for _ in range(5):
        published.answered()
    assert "received 16, answered in time 0 of 0." in citizen.go("/").main, "never a count of today"


def test_an_edition_is_listed_with_its_day_and_digest_and_printed_as_it_was_approved(
    citizen: Visitor, published: Lives
) -> None:
    page = citizen.go("/editions")
    assert "Published on: 4 May 2026" in page.main
    facts = json.loads(citizen.client.get("/editions/2026Q1.json").data)
    assert f"Digest of the figures: {facts['digest']}" in page.main
    again = json.dumps(facts["facts"], sort_keys=True, ensure_ascii=False).encode()
    assert hashlib.sha256(again).hexdigest() == facts["digest"]
    document = citizen.go("/editions/2026Q1")
    assert "Public edition" in document.main
    assert facts["digest"] in document.main


def test_page_csv_json_and_pdf_of_an_edition_say_the_same_in_both_languages(citizen: Visitor, published: Lives) -> None:
    text = citizen.client.get("/editions/2026Q1.csv?lang=en").data.decode("utf-8-sig")
    found = {(row["table"], row["row"], row["column"]): row["value"] for row in csv.DictReader(io.StringIO(text))}
    assert (found["T5", "Received", "Cases"], found["T14", "Received", "Cases"]) == ("16", "")
    assert json.loads(citizen.client.get("/editions/2026Q1.json").data)["facts"]["balance"]["received"] == 16
    printed = {}
    for language in ("mn", "en"):
        answer = citizen.client.get(f"/editions/2026Q1.pdf?lang={language}")
        assert answer.data.startswith(b"%PDF-")
        assert answer.headers["Content-Disposition"] == 'attachment; filename="2026Q1-public.pdf"'
        printed[language] = answer.data
        assert citizen.client.get(f"/editions/2026Q1.pdf?lang={language}").data == answer.data
    assert printed["mn"] != printed["en"]


@pytest.mark.parametrize(
    "path",
    [
        "/editions/2026Q2",
        "/editions/2025Q4.pdf",
        "/editions/2026Q1.exe",
        "/editions/internal",
        "/editions/2026Q1.json/",
    ],
)
def test_what_was_not_published_is_a_page_that_is_not(citizen: Visitor, published: Lives, path: str) -> None:
    assert citizen.go(path).status == 404


def test_an_internal_edition_has_no_address_at_the_citizens_door(citizen: Visitor, lives: Lives, clock: Clock) -> None:
    clock.now = IN_Q2
    freeze(lives, Q1, INTERNAL)
    for path in ("/editions/2026Q1", "/editions/2026Q1?edition=internal", "/editions/2026Q1.json?edition=internal"):
        assert citizen.go(path).status == 404
