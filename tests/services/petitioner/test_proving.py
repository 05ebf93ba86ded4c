"""The proof of filing: what it states is what the case is, nobody can alter it, and openssl agrees."""

import base64
import hashlib
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from caseapp.domain import commands as c
from caseapp.domain.actors import citizen
from caseapp.domain.errors import Refused
from caseapp.domain.filing import NewReport
from caseapp.domain.proofs import NoProof, SignedStatement, digest_of_text
from caseapp.domain.receipts import new_receipt
from caseapp.domain.vocab import Kind, Mode
from caseapp.services.files import arriving, drafts
from caseapp.services.filing import intake
from caseapp.services.petitioner import proving
from caseapp.services.petitioner.proving import Proof
from caseapp.services.uow import open_unit_of_work
from caseapp.vault import chain
from caseapp.web.public.proofs import COMMANDS
from tests.conftest import KEYS, Clock
from tests.lives import COMPLAINT, REPORT, FiledCase, Lives
from tests.tools import needs_command

TEXT = "  Гурван өдөр дараалалд зогслоо.\n\nЦонх бүр өөр юм ярина. \nБаярлалаа\n"
PUBLIC = chain.verify_key_of(KEYS.signing)


def proof_of(lives: Lives, filed: FiledCase, *, in_full: bool = True) -> Proof:
    with lives.citizen(filed) as uow:
        return proving.prove(uow, in_full=in_full)


def test_it_states_number_time_kind_term_rule_and_the_texts_digest(lives: Lives, clock: Clock) -> None:
    filed = lives.file(words=COMPLAINT)
    clock.forward(days=3)
    stated = proof_of(lives, filed).signed.statement
    assert stated.text().splitlines()[1:] == [
        f"number: {filed.number}",
        "received: 2026-03-02T09:00:00+08:00",
        "kind: complaint",
        "due: 2026-04-01",
        "rule: reply_days/1",
        "article: Law on resolving petitions and complaints of citizens to state bodies and officials, art. 16",
        "stated: 2026-03-05",
        f"text-sha256: {digest_of_text(COMPLAINT)}",
    ]


def test_the_discreet_proof_states_nothing_that_tells_what_was_reported(lives: Lives) -> None:
    proof = proof_of(lives, lives.file(words=REPORT, kind=Kind.CONFLICT_OF_INTEREST), in_full=False)
    names = [line.partition(":")[0] for line in proof.signed.statement.text().splitlines()[1:]]
    assert names == ["number", "received", "due", "stated", "text-sha256"]
    assert (proof.explanation, proof.rule) == (None, None)
    checked = proving.check(PUBLIC, proof.signed.block(), REPORT)
    assert (checked.is_valid, checked.text_fits) == (True, True)


def test_what_was_filed_is_stated_whatever_it_is_taken_for_later(lives: Lives) -> None:
    filed = lives.file(mode=Mode.ANONYMOUS)
    stated = proof_of(lives, filed).signed.statement
    assert (stated.kind, stated.rule) == (Kind.COMPLAINT, "tip_days/1")


def test_an_extension_is_stated_from_its_day_on(lives: Lives) -> None:
    filed = lives.in_progress("saran")
    before = proof_of(lives, filed).signed.statement.due_on
    lives.cast.step("tuya", filed.number, c.Extend(days=10, reason="Мэдээлэл хүлээж байна."))
    after = proof_of(lives, filed).signed.statement.due_on
    assert before is not None and after is not None
    assert (after - before).days == 10


def file_with(lives: Lives, *files: tuple[str, bytes]) -> FiledCase:
    """As a citizen files a report with files, through a draft."""
    receipt, secret = new_receipt(), b"d" * 32
    actor = drafts.owning(KEYS, intake.filing_actor(KEYS, receipt.secret), secret)
    place = drafts.place_of(KEYS, secret, b"form")
    with open_unit_of_work(lives.around, actor) as uow:
        drafts.keep(uow, place, text=COMPLAINT)
    upload = arriving.Upload(lives.around, actor, place, clamd="")
    for name, content in files:
        begun = arriving.begin(upload)
        assert begun is not None
        arrival = begun(name, "text/plain")
        arrival.write(content)
        arrival.seek(0)
        assert isinstance(arriving.settle(upload, arrival), arriving.Arrived)
    new = NewReport(kind=Kind.COMPLAINT, text=COMPLAINT, mode=Mode.ANONYMOUS)
    with open_unit_of_work(lives.around, actor) as uow:
        filed = intake.submit(uow, new, receipt.secret, intake.FromDraft(place, len(files)))
    return FiledCase(filed.number, receipt, 0)


def test_files_are_stated_by_their_digests_alone(lives: Lives) -> None:
    contents = ("Нэгдүгээр цонх.\n".encode(), "Хоёрдугаар цонх.\n".encode())
    filed = file_with(lives, ("дараалал.txt", contents[0]), ("цонх.txt", contents[1]))
    stated = proof_of(lives, filed).signed.statement
    assert sorted(stated.file_digests) == sorted(hashlib.sha256(content).hexdigest() for content in contents)
    assert stated.text().isascii()


def test_nobody_without_the_receipt_is_given_a_proof(lives: Lives) -> None:
    lives.file()
    with pytest.raises(Refused), open_unit_of_work(lives.around, citizen()) as uow:
        proving.prove(uow)


def test_the_systems_own_key_says_valid_and_whether_the_text_fits(lives: Lives) -> None:
    block = proof_of(lives, lives.file(words=TEXT)).signed.block()
    with open_unit_of_work(lives.around, citizen()) as uow:
        key = proving.public_key(uow)
    assert key == PUBLIC
    fits = [
        proving.check(key, block, text).text_fits for text in (TEXT, TEXT.replace("\n", "\r\n").strip(), "Өөр", " ")
    ]
    assert fits == [True, True, False, None]
    assert proving.check(key, block, "").is_valid


def test_a_changed_statement_and_a_strangers_signature_are_not_valid(lives: Lives) -> None:
    signed = proof_of(lives, lives.file()).signed
    later = replace(signed.statement, due_on=None)
    stranger = chain.sign(b"x" * 32, signed.statement.text().encode())
    for forged in (
        SignedStatement(later, signed.signature),
        SignedStatement(signed.statement, stranger),
        SignedStatement(signed.statement, signed.signature[:-1]),
        SignedStatement(signed.statement, b""),
    ):
        checked = proving.check(PUBLIC, forged.block(), TEXT)
        assert (checked.is_valid, checked.text_fits) == (False, None)


def test_a_checkpoints_signature_is_no_proof_and_a_proof_is_no_checkpoint(lives: Lives, owner_engine) -> None:
    """One key signs both: their first words tell them apart, and nothing else is read as a proof."""
    signed = proof_of(lives, lives.file()).signed
    assert not signed.statement.text().startswith("caseapp checkpoint")
    message = b"caseapp checkpoint 1 0 5 1 " + bytes(64)
    block = signed.block().replace(signed.statement.text(), message.decode("latin-1"))
    signature = base64.b64encode(chain.sign(KEYS.signing, message)).decode()
    with pytest.raises(NoProof):
        proving.check(PUBLIC, block.replace(base64.b64encode(signed.signature).decode(), signature), "")


def run(line: str, folder: Path) -> str:
    return subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, text=True).stdout


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_openssl_and_a_shell_say_the_same_with_the_commands_of_the_page(
    lives: Lives, tmp_path: Path, newline: str
) -> None:
    needs_command("openssl")
    signed = proof_of(lives, lives.file(words=TEXT.strip())).signed
    (tmp_path / "proof.txt").write_text(f"Сайн уу\n{signed.block()}\nБаяртай".replace("\n", newline), newline="")
    (tmp_path / "key.pem").write_text(chain.pem_of(PUBLIC))
    (tmp_path / "text.txt").write_text(TEXT.strip().replace("\n", newline) + newline, newline="")
    said = [run(line, tmp_path) for line in COMMANDS]
    assert "Signature Verified Successfully" in said[2]
    assert re.match(r"[0-9a-f]{64}", said[3])[0] == signed.statement.text_digest  # type: ignore[index]
    forged = (tmp_path / "statement.txt").read_text().replace("due: 2026-04-01", "due: 2026-03-01")
    (tmp_path / "statement.txt").write_text(forged)
    assert "Verified Successfully" not in run(COMMANDS[2], tmp_path)


def test_neither_proof_nor_verdict_shows_a_word_in_its_repr(lives: Lives) -> None:
    proof = proof_of(lives, lives.file(words=REPORT))
    assert REPORT[:10] not in repr(proof)
    assert proof.narrative == REPORT
