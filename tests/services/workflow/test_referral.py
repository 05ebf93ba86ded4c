"""To the Anti-Corruption Agency: two people, one sealed package, and the Agency's number back to the citizen."""

import hashlib
import io
import json
import subprocess
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from caseapp.domain import commands as c
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.vocab import Action, Kind, Mode, NoReferralReason, PackageState, Status, Theme
from caseapp.services.agency import handover
from caseapp.services.casework import desk
from caseapp.services.petitioner import tracking, writing
from caseapp.vault.agency import decrypt_with_identity, new_identity
from caseapp.vault.errors import SealBroken
from tests.conftest import Clock
from tests.lives import BOLD, REPORT, FiledCase, Lives
from tests.people import CAST
from tests.tools import needs_command

GROUNDS = "Хахууль нэхсэн шинжтэй."
NUMBER = "АТГ-2026/0417"


@dataclass(frozen=True)
class Package:
    reference: str
    ciphertext: bytes
    members: dict[str, bytes]

    @property
    def report(self) -> dict[str, Any]:
        return dict(json.loads(self.members["report.json"]))


def taken(lives: Lives, identity: str | None = None) -> Package:
    """What the Agency's liaison downloads and opens."""
    with lives.cast.at("enkh") as uow:
        row = handover.packages(uow)[0]
        ciphertext = handover.download(uow, row.reference)
    opened = decrypt_with_identity(identity or lives.cast.agency_identity, ciphertext)
    with zipfile.ZipFile(io.BytesIO(opened)) as archive:
        return Package(row.reference, ciphertext, {name: archive.read(name) for name in archive.namelist()})


def proposed(lives: Lives, mode: Mode = Mode.NAMED, *, with_identity: bool = False) -> FiledCase:
    filed = lives.under_integrity("bat", mode)
    lives.cast.step("bat", filed.number, c.ProposeReferral(GROUNDS, with_identity=with_identity))
    return filed


def why_not(lives: Lives, login: str, filed: FiledCase, command: c.Command) -> Reason:
    before = (lives.status(filed), lives.verbs(filed))
    with pytest.raises(RuleBroken) as broken:
        lives.cast.step(login, filed.number, command)
    assert (lives.status(filed), lives.verbs(filed)) == before
    return broken.value.reason


def acknowledge(lives: Lives, reference: str, on: date = date(2026, 3, 2), number: str = NUMBER) -> None:
    with lives.cast.at("enkh") as uow:
        handover.acknowledge(uow, reference, c.Acknowledge(number, on))


def test_nobody_approves_their_own_proposal(lives: Lives) -> None:
    filed = proposed(lives)
    for command in (c.ApproveReferral(), c.DeclineReferral("Үгүй.")):
        assert why_not(lives, "bat", filed, command) is Reason.NEEDS_ANOTHER_PERSON
    assert Action.APPROVE_REFERRAL not in lives.offered("bat", filed)
    with lives.cast.at("enkh") as uow:
        assert handover.packages(uow) == ()


def test_a_refusal_to_refer_needs_its_reason_and_keeps_it_sealed(lives: Lives) -> None:
    filed = proposed(lives)
    assert why_not(lives, "tuya", filed, c.DeclineReferral(" ")) is Reason.NEEDS_TEXT
    lives.cast.step("tuya", filed.number, c.DeclineReferral("Баримт дутуу."))
    assert lives.status(filed) == "in_progress"
    with lives.cast.at("bat") as uow:
        notes = desk.open_case(uow, filed.number).notes
    assert ("referral.declined", "Баримт дутуу.", "Туяа") in [(n.verb, n.text, n.who) for n in notes]
    lives.cast.step("bat", filed.number, c.ProposeReferral(GROUNDS, with_identity=False))
    lives.cast.step("tuya", filed.number, c.ApproveReferral())
    assert lives.status(filed) == "referred"


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (c.ProposeReferral(" ", with_identity=False), Reason.NEEDS_TEXT),
        (c.ProposeReferral(GROUNDS, with_identity=None), Reason.NEEDS_FACTS),
        (c.ProposeReferral(GROUNDS, with_identity=True), Reason.NO_IDENTITY),
    ],
)
def test_grounds_are_written_and_the_choice_about_identity_is_made(
    lives: Lives, command: c.Command, reason: Reason
) -> None:
    assert why_not(lives, "bat", lives.under_integrity("bat"), command) is reason


def test_without_an_integrity_theme_there_is_nothing_to_refer(lives: Lives) -> None:
    filed = lives.in_progress("bat", Theme.DELAY, words=REPORT, kind=Kind.CORRUPTION, mode=Mode.ANONYMOUS)
    command = c.ProposeReferral(GROUNDS, with_identity=False)
    assert why_not(lives, "bat", filed, command) is Reason.NEEDS_INTEGRITY_THEME


def test_the_package_holds_letter_report_and_a_manifest_that_fits(lives: Lives) -> None:
    filed = lives.referred()
    package = taken(lives)
    assert set(package.members) == {"letter.pdf", "report.json", "manifest.json"}
    manifest = json.loads(package.members["manifest.json"])
    assert manifest["reference"] == package.reference == package.report["reference"]
    assert {one["name"]: one["sha256"] for one in manifest["files"]} == {
        name: hashlib.sha256(package.members[name]).hexdigest() for name in ("letter.pdf", "report.json")
    }
    assert package.members["letter.pdf"].startswith(b"%PDF-")
    assert package.report["text"] == REPORT
    assert package.report["grounds"] == GROUNDS
    assert package.report["themes"] == ["bribery"]
    with lives.owner.connect() as connection:
        row = connection.execute(text("SELECT sha256, recipients FROM agency_package")).one()
        entry = connection.scalar(text("SELECT detail FROM ledger_entry WHERE verb = 'case.referred'"))
    assert row.sha256 == hashlib.sha256(package.ciphertext).hexdigest() == entry["sha256"]
    assert filed.number not in package.members["report.json"].decode()


def test_the_agencys_own_command_opens_it(lives: Lives, tmp_path: Path) -> None:
    age = needs_command("age")
    lives.referred()
    package = taken(lives)
    key, sealed, opened = (tmp_path / name for name in ("key.txt", "package.age", "package.zip"))
    key.write_text(lives.cast.agency_identity)
    sealed.write_bytes(package.ciphertext)
    subprocess.run([age, "-d", "-i", key, "-o", opened, sealed], check=True, capture_output=True)
    with zipfile.ZipFile(opened) as archive:
        assert archive.testzip() is None
        assert archive.read("report.json") == package.members["report.json"]


@pytest.mark.parametrize("with_identity", [False, True])
def test_the_reporter_is_named_only_when_that_was_chosen(lives: Lives, with_identity: bool) -> None:
    filed = proposed(lives, with_identity=with_identity)
    lives.cast.step("tuya", filed.number, c.ApproveReferral())
    report = taken(lives).report
    assert report["reporter"] == (vars(BOLD) if with_identity else None)
    assert (BOLD.register_number in json.dumps(report, ensure_ascii=False)) is with_identity
    assert ("identity.opened" in lives.verbs(filed)) is with_identity


def test_the_package_names_no_member_of_the_staff_and_no_row(lives: Lives, clock: Clock) -> None:
    filed = lives.under_integrity("bat", Mode.NAMED)
    lives.cast.step("bat", filed.number, c.AskCitizen("Хэзээ болсон бэ?"))
    clock.forward(minutes=1)
    with lives.citizen(filed) as uow:
        writing.citizen_message(uow, "Өчигдөр.")
    lives.cast.step("bat", filed.number, c.Resume())
    with lives.cast.at("bat") as uow:
        writing.write_note(uow, filed.number, "Дотоод тэмдэглэл.")
    lives.cast.step("bat", filed.number, c.ProposeReferral(GROUNDS, with_identity=False))
    lives.cast.step("tuya", filed.number, c.ApproveReferral())
    package = taken(lives)
    said = package.members["report.json"].decode() + package.members["manifest.json"].decode()
    assert [m["text"] for m in package.report["messages"]] == ["Хэзээ болсон бэ?", "Өчигдөр."]
    assert "Дотоод тэмдэглэл" not in said
    for member in CAST:
        assert member.name not in said and member.login not in said.split('"'), member.login
    for row_id in (filed.id, filed.number):
        assert str(row_id) not in said
    letter = package.members["letter.pdf"]
    for word in (str(filed.id), filed.number, "Туяа", "Bat", "tuya"):
        assert word.encode() not in letter and word.encode("utf-16-be") not in letter


def test_another_identity_does_not_open_it(lives: Lives) -> None:
    lives.referred()
    with pytest.raises(SealBroken):
        taken(lives, new_identity()[0])


def test_the_liaison_sees_packages_and_no_case(lives: Lives) -> None:
    filed = lives.referred()
    with lives.cast.at("enkh") as uow:
        row = handover.packages(uow)[0]
        assert filed.number not in repr(row) and str(filed.id) not in repr(row)
    with pytest.raises(Refused), lives.cast.at("enkh") as uow:
        handover.download(uow, "R-2026-00000000")
    for login in ("saran", "oyun", "dorj"):
        with pytest.raises(Refused), lives.cast.at(login) as uow:
            handover.packages(uow)


def test_each_download_counts_and_stands_in_the_ledger(lives: Lives) -> None:
    filed = lives.referred()
    taken(lives)
    taken(lives)
    with lives.cast.at("enkh") as uow:
        row = handover.packages(uow)[0]
    assert (row.downloads, row.state) == (2, PackageState.DOWNLOADED)
    assert lives.verbs(filed).count("package.downloaded") == 2


def test_the_citizen_reads_the_agencys_number_once_it_has_acknowledged(lives: Lives) -> None:
    filed = lives.referred()
    with lives.citizen(filed) as uow:
        own = tracking.open_own(uow)
        assert (own.status, own.agency_number) == (Status.REFERRED, None)
    acknowledge(lives, taken(lives).reference)
    with lives.citizen(filed) as uow:
        own = tracking.open_own(uow)
    assert (own.status, own.agency_number, own.agency_date) == (Status.AGENCY_RECEIVED, NUMBER, date(2026, 3, 2))
    assert [event.verb for event in own.events][-1] == "agency.acknowledged"
    with lives.cast.at("bat") as uow:
        page = desk.open_case(uow, filed.number)
        assert page.package is not None and page.package.agency_number == NUMBER


def test_an_acknowledgement_has_a_number_and_no_date_to_come_and_happens_once(lives: Lives, clock: Clock) -> None:
    filed = lives.referred()
    reference = taken(lives).reference
    reasons = []
    for number, on in ((" ", date(2026, 3, 2)), (NUMBER, date(2026, 3, 3))):
        with pytest.raises(RuleBroken) as broken:
            acknowledge(lives, reference, on, number)
        reasons.append(broken.value.reason)
    assert reasons == [Reason.NEEDS_TEXT, Reason.DATE_IN_FUTURE]
    assert lives.status(filed) == "referred"
    acknowledge(lives, reference)
    with pytest.raises(RuleBroken) as again:
        acknowledge(lives, reference)
    assert again.value.reason is Reason.NOT_NOW


def test_an_acknowledgement_by_telephone_is_entered_by_the_team(lives: Lives) -> None:
    filed = lives.referred()
    lives.cast.step("bat", filed.number, c.Acknowledge(NUMBER, date(2026, 3, 2)))
    with lives.citizen(filed) as uow:
        assert tracking.open_own(uow).agency_number == NUMBER


def test_not_to_refer_takes_two_people_a_reason_and_is_counted(lives: Lives) -> None:
    filed = lives.under_integrity("bat")
    proposal = c.ProposeNoReferral(NoReferralReason.NO_STAFF_INVOLVED, "Манай ажилтан биш.")
    assert (
        why_not(lives, "bat", filed, c.ProposeNoReferral(NoReferralReason.NO_STAFF_INVOLVED, "")) is Reason.NEEDS_TEXT
    )
    lives.cast.step("bat", filed.number, proposal)
    assert why_not(lives, "bat", filed, c.ApproveNoReferral()) is Reason.NEEDS_ANOTHER_PERSON
    lives.cast.step("tuya", filed.number, c.ApproveNoReferral())
    assert lives.status(filed) == "not_referred"
    with lives.cast.at("enkh") as uow:
        assert handover.packages(uow) == ()


def test_without_a_confirmed_key_of_the_agency_nothing_is_referred(lives: Lives) -> None:
    filed = proposed(lives)
    with lives.owner.begin() as owner:
        owner.execute(text("UPDATE agency_recipient SET retired_at = now()"))
    try:
        assert why_not(lives, "tuya", filed, c.ApproveReferral()) is Reason.NO_AGENCY_KEY
    finally:
        with lives.owner.begin() as owner:
            owner.execute(text("UPDATE agency_recipient SET retired_at = NULL"))
    with lives.owner.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM agency_package")) == 0
