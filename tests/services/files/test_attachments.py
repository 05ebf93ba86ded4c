"""Files of a report or a letter: filed with it or not at all, then evidence; handed out cleaned copy first."""

import hashlib
import io
import json
import zipfile

import pytest
from PIL import Image
from sqlalchemy import Engine, text

from caseapp.domain import commands as c
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.filing import NewReport
from caseapp.domain.receipts import new_receipt
from caseapp.domain.vocab import Author, Copy, Kind, Mode, Theme, Verdict
from caseapp.services import gate
from caseapp.services.agency import handover
from caseapp.services.casework import desk
from caseapp.services.files import arriving, attachments
from caseapp.services.files.attachments import Attached
from caseapp.services.filing import intake
from caseapp.services.petitioner import tracking
from caseapp.services.uow import UnitOfWork
from caseapp.vault.agency import decrypt_with_identity
from caseapp.vault.errors import SealBroken
from tests.browsers import Browser
from tests.conftest import Clock
from tests.lives import COMPLAINT, FiledCase, Lives
from tests.scanner import HARMFUL, scanner
from tests.services.files.test_drafts import at_once
from tests.services.sending import PAPER, PHOTO, filed_from, letter_of, rows, send, taken


def files_seen(uow: UnitOfWork, number: str) -> tuple[Attached, ...]:
    return desk.open_case(uow, number).files


def opened_by(lives: Lives, login: str, filed: FiledCase, attachment_id: int, copy: Copy) -> bytes:
    with lives.cast.at(login) as uow:
        case = gate.load_case(uow, filed.number, uow.actor.permissions)
        served = attachments.serve(uow, case, attachment_id, copy)
    return b"".join(served.content)


def test_the_cleaned_photo_tells_no_place_and_the_original_is_the_citizens_own(browser: Browser, lives: Lives) -> None:
    arrived = taken(browser.sends("зураг.jpg", PHOTO, "image/jpeg"))
    assert (arrived.size, arrived.sha256) == (len(PHOTO), hashlib.sha256(PHOTO).hexdigest())
    assert Image.open(io.BytesIO(PHOTO)).getexif().get_ifd(0x8825)
    filed = filed_from(lives, browser)
    cleaned = opened_by(lives, "saran", filed, arrived.id, Copy.CLEANED)
    assert not Image.open(io.BytesIO(cleaned)).getexif()
    assert opened_by(lives, "saran", filed, arrived.id, Copy.ORIGINAL) == PHOTO
    with lives.cast.at("saran") as uow:
        (seen,) = files_seen(uow, filed.number)
    assert (seen.name, seen.copies[0], seen.sha256, seen.author) == (
        *("зураг.jpg", Copy.CLEANED, arrived.sha256),
        Author.CITIZEN,
    )


def test_a_picture_that_cannot_be_cleaned_is_kept_and_said_to_be_so(
    browser: Browser, lives: Lives, owner_engine: Engine
) -> None:
    arrived = taken(browser.sends("a.jpg", PHOTO[:200], "image/jpeg"))
    assert arrived.warnings and not arrived.cleaned_kind
    filed = filed_from(lives, browser)
    with lives.cast.at("saran") as uow:
        (seen,) = files_seen(uow, filed.number)
    assert seen.copies == (Copy.ORIGINAL,) and seen.remarks
    assert opened_by(lives, "saran", filed, arrived.id, Copy.ORIGINAL) == PHOTO[:200]
    with pytest.raises(Refused):
        opened_by(lives, "saran", filed, arrived.id, Copy.CLEANED)
    assert rows(owner_engine, "attachment_chunk") == 1


def test_an_infected_file_is_kept_as_evidence_and_opened_by_nobody(scanned: Browser, lives: Lives) -> None:
    arrived = taken(scanned.sends("a.txt", PAPER + HARMFUL))
    clean = taken(scanned.sends("b.txt", PAPER))
    filed = filed_from(lives, scanned)
    with lives.cast.at("saran") as uow:
        seen = {file.id: (file.verdict, file.copies) for file in files_seen(uow, filed.number)}
    assert seen == {arrived.id: (Verdict.INFECTED, ()), clean.id: (Verdict.CLEAN, (Copy.CLEANED, Copy.ORIGINAL))}
    for copy in Copy:
        with pytest.raises(Refused):
            opened_by(lives, "saran", filed, arrived.id, copy)


@pytest.mark.parametrize("content", [PAPER, PAPER + HARMFUL])
def test_what_was_never_scanned_is_scanned_before_it_is_opened(browser: Browser, lives: Lives, content: bytes) -> None:
    arrived = taken(browser.sends("a.txt", content))
    filed = filed_from(lives, browser)
    with lives.cast.at("saran") as uow:
        assert [file.verdict for file in files_seen(uow, filed.number)] == [Verdict.NOT_SCANNED]
    harmful = HARMFUL in content
    with scanner() as address, lives.cast.at("saran") as uow:
        case = gate.load_case(uow, filed.number, uow.actor.permissions)
        try:
            served = attachments.serve(uow, case, arrived.id, Copy.ORIGINAL, address)
            assert not harmful and b"".join(served.content) == content
        except RuleBroken as broken:
            assert harmful and broken.reason is Reason.FILE_INFECTED
    with lives.cast.at("saran") as uow:
        after = [file.verdict for file in files_seen(uow, filed.number)]
    assert after == [Verdict.INFECTED if harmful else Verdict.CLEAN]


def test_filing_takes_the_files_along_and_forgets_the_draft(
    browser: Browser, lives: Lives, owner_engine: Engine
) -> None:
    sent = [taken(browser.sends(name, PAPER)) for name in ("a.txt", "b.txt")]
    filed = filed_from(lives, browser)
    assert browser.reads() is None
    assert rows(owner_engine, "draft") == 0
    assert rows(owner_engine, f"attachment WHERE case_id = {filed.id} AND draft_id IS NULL") == 2
    with lives.citizen(filed) as uow:
        assert {file.name for file in tracking.open_own(uow).filed.files} == {"a.txt", "b.txt"}
        assert sorted(attachments.digests(uow, gate.load_own_case(uow))) == sorted(file.sha256 for file in sent)


class Struck(Exception):
    """The machine stops in the middle."""


def test_a_filing_that_fails_leaves_draft_and_files_as_they_were(browser: Browser, owner_engine: Engine) -> None:
    browser.sends("a.txt", PAPER)
    before, receipt = browser.reads(), new_receipt()
    with pytest.raises(Struck), browser.with_receipt(receipt.secret).work() as uow:
        intake.submit(uow, NewReport(Kind.COMPLAINT, COMPLAINT, Mode.ANONYMOUS), receipt.secret, browser.all_of_it())
        raise Struck
    assert browser.reads() == before
    assert rows(owner_engine, "attachment WHERE case_id IS NULL") == 1
    assert rows(owner_engine, '"case"') == rows(owner_engine, "ledger_entry") == 0
    assert send(browser, receipt, browser.all_of_it()).number


@pytest.mark.parametrize("how", ["an hour passed", "another window removed one", "the row is gone"])
def test_when_files_are_gone_nothing_is_filed(browser: Browser, clock: Clock, owner_engine: Engine, how: str) -> None:
    sent = [taken(browser.sends(name, PAPER)) for name in ("a.txt", "b.txt")]
    seen = browser.all_of_it()
    if how == "an hour passed":
        clock.forward(minutes=61)
    elif how == "another window removed one":
        with browser.work() as uow:
            arriving.remove(uow, browser.place, sent[0].id)
    else:
        with browser.work() as uow:
            uow.session.execute(text("DELETE FROM attachment WHERE id = :id"), {"id": sent[0].id})
    with pytest.raises(RuleBroken) as broken:
        send(browser, new_receipt(), seen)
    assert broken.value.reason is Reason.FILES_GONE
    assert rows(owner_engine, '"case"') == rows(owner_engine, "sealed_part") == 0


def test_the_same_form_sent_twice_at_once_is_one_case_with_its_files_once(
    browser: Browser, owner_engine: Engine
) -> None:
    browser.sends("a.txt", PAPER)
    receipt, draft, said = new_receipt(), browser.all_of_it(), list[intake.Filed]()
    at_once(*[lambda: said.append(send(browser, receipt, draft))] * 3)
    assert len({filed.number for filed in said}) == 1
    assert sorted(filed.again for filed in said) == [False, True, True]
    assert rows(owner_engine, '"case"') == rows(owner_engine, "attachment WHERE case_id IS NOT NULL") == 1


def test_what_came_later_with_a_letter_is_not_in_the_digests_of_the_report(browser: Browser, lives: Lives) -> None:
    browser.sends("a.jpg", PHOTO, "image/jpeg")
    filed = filed_from(lives, browser)
    letter_of(lives, filed)
    with lives.citizen(filed) as uow:
        assert attachments.digests(uow, gate.load_own_case(uow)) == (hashlib.sha256(PHOTO).hexdigest(),)
        parts = gate.open_parts(uow, gate.load_own_case(uow), "report")
        assert len(attachments.listed(uow, gate.load_own_case(uow), parts)) == 2


def test_opening_a_file_stands_in_the_ledger_before_the_first_byte_is_read(browser: Browser, lives: Lives) -> None:
    arrived = taken(browser.sends("a.txt", PAPER))
    filed = filed_from(lives, browser)
    with lives.citizen(filed) as uow:
        own = attachments.serve(uow, gate.load_own_case(uow), arrived.id, Copy.ORIGINAL)
        assert b"".join(own.content) == PAPER
    assert lives.verbs(filed) == ["report.received"]
    with lives.cast.at("saran") as uow:
        case = gate.load_case(uow, filed.number, uow.actor.permissions)
        served = attachments.serve(uow, case, arrived.id, Copy.CLEANED)
    assert lives.verbs(filed) == ["report.received", "case.read", "attachment.opened"]
    assert next(served.content)


def test_an_escalation_takes_the_files_out_of_caseworks_reach(browser: Browser, lives: Lives) -> None:
    arrived = taken(browser.sends("a.txt", PAPER))
    filed = filed_from(lives, browser)
    lives.cast.step("saran", filed.number, c.Register())
    lives.cast.step("saran", filed.number, lives.triage_of(Theme.QUEUE, kind=Kind.TIP))
    with lives.cast.at("saran") as uow:
        case = gate.load_case(uow, filed.number, uow.actor.permissions)
        begun = attachments.serve(uow, case, arrived.id, Copy.ORIGINAL)
    lives.cast.step("saran", filed.number, c.Escalate("Хахуулийн шинжтэй."))
    with pytest.raises(Refused):
        opened_by(lives, "saran", filed, arrived.id, Copy.ORIGINAL)
    assert opened_by(lives, "bat", filed, arrived.id, Copy.ORIGINAL) == PAPER
    with pytest.raises(SealBroken, match="end of the file"):
        next(begun.content)


def test_a_package_holds_the_originals_and_nothing_infected(lives: Lives) -> None:
    filed = lives.under_integrity("bat")
    letter_of(lives, filed, "зураг.jpg", PHOTO)
    with scanner() as address:
        letter_of(lives, filed, "harmful.txt", PAPER + HARMFUL, address)
    letter_of(lives, filed, "баримт.txt", PAPER)
    lives.cast.step("bat", filed.number, c.ProposeReferral("Хахууль нэхсэн шинжтэй.", with_identity=False))
    lives.cast.step("tuya", filed.number, c.ApproveReferral())
    with lives.cast.at("enkh") as uow:
        ciphertext = handover.download(uow, handover.packages(uow)[0].reference)
    with zipfile.ZipFile(io.BytesIO(decrypt_with_identity(lives.cast.agency_identity, ciphertext))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    files = {name: content for name, content in members.items() if name.startswith("files/")}
    assert sorted(files.values()) == sorted([PHOTO, PAPER])
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    told, listed = json.loads(members["report.json"]), json.loads(members["manifest.json"])
    assert {file["file"]: file["sha256"] for file in told["attachments"]} == digests
    assert {file["name"]: file["sha256"] for file in listed["files"]}.items() >= digests.items()
    assert {file["name"] for file in told["attachments"]} == {"зураг.jpg", "баримт.txt"}
    assert HARMFUL not in b"".join(members.values())
