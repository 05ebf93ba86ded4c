"""Journey 2, refer: a report of corruption reaches the Agency, and nobody outside the integrity team learns of it."""

import hashlib
import io
import json
import subprocess
import zipfile
from pathlib import Path

from flask import Flask

from caseapp.domain import commands as c
from caseapp.domain.vocab import Kind, Theme
from tests.journeys.test_report import file_named, number_on
from tests.lives import REPORT, Lives
from tests.tools import needs_command
from tests.visiting import Visitor

GROUNDS = "Албан үүргээ гүйцэтгэхийн хариуд мөнгө нэхсэн шинжтэй."


def signed_in(app: Flask, login: str) -> Visitor:
    visitor = Visitor(app, "en")
    visitor.sign_in(login)
    return visitor


def refer(lives: Lives, bat: Visitor, tuya: Visitor, number: str) -> None:
    """Bat proposes, Tuya sees what will leave and approves."""
    bat.take(number, "register")
    bat.take(
        number,
        "triage",
        title="Мөнгө нэхсэн",
        kind="corruption",
        service="civil",
        unit=str(lives.unit("AIM-061")),
        themes=["bribery"],
        severity="high",
        completeness="complete",
        officials=[str(lives.cast.id_of("gerel"))],
    )
    bat.take(number, "assign", assignee=str(lives.cast.id_of("bat")), no_conflict="y")
    page = bat.take(number, "propose_referral", grounds=GROUNDS, with_identity="no")
    assert "Referral awaiting approval" in page.main
    assert "another must decide" in bat.go(f"/casework/cases/{number}/step/approve_referral").main
    shown = tuya.go(f"/casework/cases/{number}/step/approve_referral")
    assert GROUNDS in shown.main and REPORT in shown.main and "identity does not go" in shown.main
    assert "Referred to the Anti-Corruption Agency" in tuya.send().main


def test_a_report_of_corruption_goes_to_the_agency_and_the_citizen_sees_it(
    app: Flask, lives: Lives, tmp_path: Path
) -> None:
    citizen = Visitor(app, "en")
    number = number_on(file_named(citizen, "/integrity", "corruption", REPORT))
    bat, tuya, enkh = (signed_in(app, login) for login in ("bat", "tuya", "enkh"))
    refer(lives, bat, tuya, number)
    assert "forwarded to the Anti-Corruption Agency" in citizen.go("/case").main

    packages = enkh.go("/agency/")
    opened = enkh.go(next(link for link in packages.links("main a[href]") if "/agency/" in link))
    _is_a_whole_package(enkh.send("/download").response.data, lives.cast.agency_identity, tmp_path)
    enkh.go(opened.path)
    enkh.send(number="АТГ-2026/117", **{"day-year": "2026", "day-month": "3", "day-day": "2"})
    own = citizen.go("/case")
    assert "АТГ-2026/117" in own.main and "has received your report" in own.main

    bat.take(number, "record_outcome", agency_outcome="investigation")
    bat.take(number, "close", cause="conduct", lessons="Цонхны хяналтыг сайжруулна.")
    verbs = [verb for verb in lives.verbs(lives.by_number(number)) if verb != "case.read"]
    assert verbs[-6:] == [
        "referral.proposed",
        "case.referred",
        "package.downloaded",
        "agency.acknowledged",
        "agency.outcome_recorded",
        "case.closed",
    ]


def _is_a_whole_package(package: bytes, identity: str, folder: Path) -> None:
    """Opened with the Agency's own `age`; every file is the one that the manifest names; the reporter is not in it."""
    age = needs_command("age")
    (folder / "identity.txt").write_text(identity)
    (folder / "package.age").write_bytes(package)
    command = [age, "--decrypt", "--identity", folder / "identity.txt", folder / "package.age"]
    opened = subprocess.run(command, capture_output=True, check=True).stdout
    with zipfile.ZipFile(io.BytesIO(opened)) as archive:
        assert sorted(archive.namelist()) == ["letter.pdf", "manifest.json", "report.json"]
        manifest = json.loads(archive.read("manifest.json"))
        for one in manifest["files"]:
            assert hashlib.sha256(archive.read(one["name"])).hexdigest() == one["sha256"]
        report = archive.read("report.json").decode()
        assert archive.read("letter.pdf").startswith(b"%PDF-")
    assert REPORT in report and GROUNDS in report and "Гэрэл" in report, "the official complained about is named"
    for secret in ("Дорлиг", "Болд", "99112233", "Бат", "Туяа", "case_id"):
        assert secret not in report, secret


def test_outside_the_integrity_team_the_case_does_not_exist(app: Flask, lives: Lives) -> None:
    filed = lives.referred()
    saran = signed_in(app, "saran")
    never = "2026-0000-0000-0"
    for path in ("/casework/cases/{}", "/casework/cases/{}/step/close", "/casework/?q={}&queue=all"):
        there, not_there = (saran.go(path.format(number)) for number in (filed.number, never))
        assert there.status == not_there.status
        assert there.main.replace(filed.number, never) == not_there.main
    queue = saran.go("/casework/?queue=all")
    assert filed.number not in queue.text and REPORT[:10] not in queue.text
    assert [span.get_text() for span in queue.html.select(".count")] == ["0"] * len(queue.html.select(".count"))
    assert filed.number not in saran.go("/casework/?queue=all&q=төгрөг").text
    lives.cast.step("bat", lives.triaged("bat").number, c.Escalate("Мөнгө нэхсэн гэж бичжээ."))
    assert [span.get_text() for span in saran.go("/casework/?queue=all").html.select(".count")] == ["0"] * 10


def test_a_search_finds_the_case_for_the_team_alone(app: Flask, lives: Lives) -> None:
    filed = lives.under_integrity()
    assert filed.number in signed_in(app, "bat").go("/casework/?queue=all&q=төгрөг").main
    assert filed.number not in signed_in(app, "saran").go("/casework/?queue=all&q=төгрөг").main


def test_an_officer_who_is_complained_about_sees_no_trace(app: Flask, lives: Lives) -> None:
    """Saran is complained about; from triage on the case is to her as if it had never been."""
    filed = lives.file(words="Саран байцаагч хариу өгөлгүй уурлаж загнасан.")
    saran = signed_in(app, "saran")
    before = saran.go("/casework/?queue=all")
    assert filed.number in before.main
    lives.cast.step("bat", filed.number, c.Register())
    triage = lives.triage_of(Theme.STAFF_CONDUCT, officials=(lives.cast.id_of("saran"),))
    lives.cast.step("bat", filed.number, triage)
    after = saran.go("/casework/?queue=all")
    assert filed.number not in after.text
    assert {span.get_text() for span in after.html.select(".count")} == {"0"}
    assert filed.number not in saran.go("/casework/?queue=all&q=загнасан").main
    page = saran.go(f"/casework/cases/{filed.number}")
    assert page.status == 404 and page.main == saran.go("/casework/cases/2026-0000-0000-0").main
    assert filed.number in signed_in(app, "tuya").go("/casework/?queue=all").main


def test_a_complaint_that_turns_out_to_be_about_corruption_leaves_the_ordinary_team_at_once(
    app: Flask, lives: Lives
) -> None:
    filed = lives.triaged("saran")
    saran = signed_in(app, "saran")
    page = saran.take(filed.number, "escalate", text="Мөнгө нэхсэн гэж нэмж бичсэн.")
    assert page.path == "/casework/" and "another team" in page.main
    assert saran.go(f"/casework/cases/{filed.number}").status == 404
    assert filed.number in signed_in(app, "bat").go("/casework/?queue=integrity").main


def test_two_people_decide_not_to_refer_and_the_report_counts_it(app: Flask, lives: Lives) -> None:
    filed = lives.under_integrity()
    bat, tuya = signed_in(app, "bat"), signed_in(app, "tuya")
    bat.take(filed.number, "propose_no_referral", reason_code="no_staff_involved", reason="Гадны хүн нэхсэн байна.")
    tuya.take(filed.number, "approve_no_referral")
    assert lives.status(filed) == "not_referred"
    quarter = tuya.go("/analysis/2026Q1?edition=internal")
    row = next(r for r in quarter.html.select("tr") if "not to refer" in r.get_text())
    assert row.select("td")[0].get_text() == "1"


def test_a_report_that_is_not_about_integrity_returns_by_two_people(app: Flask, lives: Lives) -> None:
    filed = lives.triaged("bat", Theme.QUEUE, words="Дараалал их байна.", kind=Kind.CORRUPTION)
    bat, tuya = signed_in(app, "bat"), signed_in(app, "tuya")
    bat.take(filed.number, "propose_return", text="Албан хаагчид холбогдохгүй.")
    tuya.take(filed.number, "approve_return")
    assert signed_in(app, "saran").go(f"/casework/cases/{filed.number}").status == 200
