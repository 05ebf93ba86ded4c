"""Reports and letters that are sent with files, as the citizens' door does it."""

from sqlalchemy import Engine, text

from caseapp.domain.attachments import NotTaken
from caseapp.domain.drafts import FromDraft
from caseapp.domain.filing import NewReport
from caseapp.domain.receipts import Receipt, new_receipt
from caseapp.domain.vocab import Kind, Mode
from caseapp.services.files.arriving import Arrived
from caseapp.services.filing import intake
from caseapp.services.petitioner import writing
from tests.browsers import Browser
from tests.evidence.pictured import picture
from tests.lives import COMPLAINT, REPORT, FiledCase, Lives

PHOTO = picture("JPEG")
"""Says where it was taken, by which telephone."""
PAPER = "Баримтын хуулбар".encode()
MIB = 1024 * 1024
LARGE = b"0123456789abcde\n" * (8 * MIB // 16)


def rows(owner_engine: Engine, table: str = "attachment") -> int:
    with owner_engine.connect() as connection:
        return int(connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


def taken(said: Arrived | NotTaken) -> Arrived:
    assert isinstance(said, Arrived), said
    return said


def send(browser: Browser, receipt: Receipt, draft: FromDraft | None, kind: Kind = Kind.COMPLAINT) -> intake.Filed:
    words = REPORT if kind is Kind.CORRUPTION else COMPLAINT
    with browser.with_receipt(receipt.secret).work() as uow:
        return intake.submit(uow, NewReport(kind, words, Mode.ANONYMOUS), receipt.secret, draft)


def filed_from(lives: Lives, browser: Browser, kind: Kind = Kind.COMPLAINT) -> FiledCase:
    receipt = new_receipt()
    number = send(browser, receipt, browser.all_of_it(), kind).number
    return FiledCase(number, receipt, lives.by_number(number).id)


def letter_of(lives: Lives, filed: FiledCase, name: str = "letter.txt", content: bytes = PAPER, clamd: str = "") -> int:
    """A further letter of the petitioner, with one file."""
    browser = Browser(lives.around, clamd=clamd).showing(filed)
    browser.keeps(text="")
    arrived = taken(browser.sends(name, content))
    letter = browser.all_of_it()
    with browser.work() as uow:
        writing.citizen_message(uow, "Баримтаа хавсаргав.", letter)
    return arrived.id
