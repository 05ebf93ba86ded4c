"""The signed letter comes back in as it is: for its petitioner, after its approval, one PDF and nothing else."""

import hashlib
from pathlib import Path

import pytest

from caseapp.domain import commands as c
from caseapp.domain.actors import Door
from caseapp.domain.drafts import FromDraft
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.vocab import Copy, Outcome
from caseapp.services import gate
from caseapp.services.answers import letter_files, letters, signed_copies
from caseapp.services.casework import desk
from caseapp.services.files import attachments
from caseapp.services.petitioner import tracking
from tests.browsers import Browser
from tests.evidence.signed import signed_pdf
from tests.lives import FiledCase, Lives
from tests.services.sending import PHOTO, taken
from tests.tools import needs_command

COVER = "Гарын үсэг зурсан хувийг хавсаргав."


def paper(lives: Lives, filed: FiledCase) -> bytes:
    with lives.cast.at("saran") as uow:
        return letter_files.pdf(letters.for_staff(uow, filed.number))


def at_saran(lives: Lives) -> Browser:
    saran = lives.cast.signed_in("saran")
    browser = Browser(lives.around, person=saran.actor(Door.CASEWORK), keys=saran.keys)
    browser.keeps(text="")
    return browser


def put_in(lives: Lives, filed: FiledCase, *files: tuple[str, bytes]) -> None:
    browser = at_saran(lives)
    for name, content in files:
        taken(browser.sends(name, content))
    with browser.work() as uow:
        signed_copies.put_in(uow, filed.number, COVER, FromDraft(browser.place, len(files)))


def own_copy(lives: Lives, filed: FiledCase) -> tuple[int, bytes]:
    """Which file the petitioner's page calls the signed letter, and its bytes."""
    with lives.citizen(filed) as uow:
        signed = tracking.open_own(uow).answers[0].signed
        assert signed is not None
        served = attachments.serve(uow, gate.load_own_case(uow), signed, Copy.ORIGINAL)
    return signed, b"".join(served.content)


def test_the_petitioner_gets_the_signed_letter_byte_by_byte(lives: Lives) -> None:
    filed = lives.answered()
    content = paper(lives, filed)
    put_in(lives, filed, ("хариу.pdf", content))
    signed, came = own_copy(lives, filed)
    assert came == content, "a cleaned copy would break its signature"
    with lives.citizen(filed) as uow:
        [letter] = tracking.open_own(uow).letters
    assert letter.text == COVER and [(file.id, file.sha256) for file in letter.files] == [
        (signed, hashlib.sha256(content).hexdigest())
    ]
    assert lives.verbs(filed)[-2:] == ["message.sent", "answer.signed"]


def test_a_later_copy_stands_before_an_earlier_one(lives: Lives, clock) -> None:  # type: ignore[no-untyped-def]
    filed = lives.answered()
    put_in(lives, filed, ("a.pdf", paper(lives, filed)))
    earlier, _ = own_copy(lives, filed)
    clock.forward(hours=1)
    put_in(lives, filed, ("b.pdf", paper(lives, filed)))
    assert own_copy(lives, filed)[0] != earlier


def test_the_copy_belongs_to_the_answer_that_it_was_put_in_for(lives: Lives) -> None:
    filed = lives.answered()
    put_in(lives, filed, ("a.pdf", paper(lives, filed)))
    lives.cast.step("saran", filed.number, lives.close())
    lives.cast.step("tuya", filed.number, c.Reopen("Шинэ баримт."))
    lives.cast.step("tuya", filed.number, c.Assign(lives.cast.id_of("saran")))
    lives.cast.step("saran", filed.number, c.ProposeAnswer(Outcome.PARTLY_UPHELD, "Хууль", "Шинэ хариу."))
    lives.cast.step("tuya", filed.number, c.ApproveAnswer())
    with lives.citizen(filed) as uow:
        newest, first = tracking.open_own(uow).answers
    assert newest.letter == "Шинэ хариу." and newest.signed is None and first.signed is not None


@pytest.mark.parametrize("name", ["зураг.jpg", ""])
def test_nothing_but_one_pdf_is_a_signed_letter(lives: Lives, name: str) -> None:
    filed = lives.answered()
    pdf = paper(lives, filed)
    files = [(name, PHOTO)] if name else [("a.pdf", pdf), ("b.pdf", pdf)]
    before = lives.verbs(filed)
    with pytest.raises(RuleBroken) as broken:
        put_in(lives, filed, *files)
    assert broken.value.reason is Reason.NOT_ONE_PDF
    assert lives.verbs(filed) == before
    with lives.citizen(filed) as uow:
        assert tracking.open_own(uow).letters == ()


def test_before_its_approval_no_letter_is_signed(lives: Lives) -> None:
    filed = lives.in_progress("saran")
    lives.cast.step("saran", filed.number, c.ProposeAnswer(Outcome.UPHELD, "Хууль", "Хариу."))
    with pytest.raises(Refused), lives.cast.at("saran") as uow:
        signed_copies.awaited(uow, filed.number)
    with pytest.raises(Refused):
        put_in(lives, filed, ("a.pdf", b"%PDF-1.7\n"))


def test_other_files_of_the_staff_still_come_without_their_traces(lives: Lives) -> None:
    filed = lives.answered()
    put_in(lives, filed, ("a.pdf", paper(lives, filed)))
    signed, _ = own_copy(lives, filed)
    with lives.citizen(filed) as uow:
        case = gate.load_own_case(uow)
        [file] = attachments.listed(uow, case, gate.open_parts(uow, case, "report"))
        assert (file.id, file.copies) == (signed, (Copy.ORIGINAL,))
        with pytest.raises(Refused):
            attachments.serve(uow, case, signed, Copy.CLEANED)


def looked(lives: Lives, filed: FiledCase) -> dict[str, object]:
    with lives.cast.at("saran") as uow:
        opened = desk.open_case(uow, filed.number).opened or {}
    [said] = [said for name, said in opened.items() if name.startswith(attachments.SIGNED)]
    return dict(said["looked"])


def test_what_was_found_of_signatures_is_kept_with_the_copy_and_no_copy_is_refused_for_it(
    lives: Lives, tmp_path: Path
) -> None:
    needs_command("pdfsig", "poppler-utils")
    filed, other, scan = lives.answered(), lives.answered(), lives.answered()
    signed = signed_pdf(paper(lives, filed), "Гэрэл Баттулга", tmp_path)
    put_in(lives, filed, ("signed.pdf", signed))
    assert looked(lives, filed) == {
        "signatures": [{"signer": "Гэрэл Баттулга", "cover": "whole"}],
        "names_letter": True,
    }
    put_in(lives, other, ("wrong.pdf", signed))
    assert looked(lives, other)["names_letter"] is False, "the letter to another petitioner is told as such"
    put_in(lives, scan, ("scan.pdf", paper(lives, scan)))
    assert looked(lives, scan) == {"signatures": [], "names_letter": True}
