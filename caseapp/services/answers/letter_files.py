"""An answer as a file: PDF for archives and printers, DOCX for whoever signs it in an office program."""

import re
from datetime import UTC, datetime
from io import BytesIO

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Cm, Pt

from caseapp.domain.days import official_date, official_date_genitive
from caseapp.services.answers import printing
from caseapp.services.answers.letters import Letter

AUTHORITY = "УЛСЫН БҮРТГЭЛИЙН ЕРӨНХИЙ ГАЗАР"
PHONES = "Лавлах утас: 1890    Авлигыг мэдээлэх утас: 110"
DRAFT = "ТӨСӨЛ: батлагдаагүй"
NOBODY = "ӨРГӨДӨЛ, ГОМДОЛ ГАРГАСАН ИРГЭН ТАНАА"
"""The name lies in the identity compartment, which whoever answers does not open: written in by hand."""
_LINE = "_" * 20
_WIDTH = Cm(16.5)
_FONT = "Times New Roman"
"""Office programs have it, and it holds Ө and Ү."""


def pdf(letter: Letter) -> bytes:
    """PDF/A-2; the same letter gives the same bytes."""
    content = {
        "authority": AUTHORITY,
        "phones": PHONES,
        "draft": DRAFT if letter.is_draft else "",
        "day": official_date(letter.day) if letter.day else "",
        "number": letter.number,
        "received": official_date_genitive(letter.received),
        "case_number": f"{letter.case_number}-т",
        "addressee": letter.addressee or NOBODY,
        "subject": letter.subject,
        "body": paragraphs(letter.body),
        "legal_ground": letter.legal_ground,
        "right": right_to_complain(letter),
        "post": letter.post,
        "signer": letter.signer,
        "executor": letter.executor,
    }
    return printing.answer_letter(content, letter.day or letter.received)


def paragraphs(text: str) -> list[list[str]]:
    """Paragraphs, each in its lines: an empty line parts two."""
    blocks = re.split(r"\n\s*\n", "\n".join(line.rstrip() for line in text.strip().splitlines()))
    return [block.split("\n") for block in blocks if block.strip()]


def docx(letter: Letter) -> bytes:
    """The same parts in the same order."""
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(2)
    paper.styles["Normal"].font.name = _FONT
    paper.styles["Normal"].font.size = Pt(12)
    _head(paper, letter)
    for lines in paragraphs(letter.body):
        paper.add_paragraph("\n".join(lines))
    paper.add_paragraph(f"Эрх зүйн үндэслэл: {letter.legal_ground}")
    paper.add_paragraph(right_to_complain(letter)).runs[0].italic = True
    _two_ends(paper, f"\n{letter.post or _LINE}", f"{_LINE}   {letter.signer or _LINE}")
    small = paper.add_paragraph(f"Гүйцэтгэсэн: {letter.executor or _LINE}. Утас: 1890")
    small.runs[0].font.size = Pt(9)
    return _written(paper, letter)


def right_to_complain(letter: Letter) -> str:
    """From the rules, so that no letter can lose it."""
    return (
        f"Гомдол гаргах эрх. Та энэ хариуг хүлээн зөвшөөрөхгүй бол хариуг мэдсэн өдрөөс хойш {letter.appeal_days} "
        "хоногийн дотор байгууллагын удирдлагад хандаж болно: хяналтын кодоороо өөрийн хуудаснаас, эсвэл бичгээр. "
        "Хариу захиргааны актад холбогдох бол мөн хугацаанд уг актыг гаргасан эсвэл түүний дээд шатны захиргааны "
        "байгууллагад гомдол гаргах, дараа нь захиргааны хэргийн шүүхэд хандах эрхтэй. "
        f"Үндэслэл: {letter.basis}."
    )


def _head(paper: Paper, letter: Letter) -> None:
    _centred(paper, AUTHORITY)
    _centred(paper, PHONES, bold=False)
    day = official_date(letter.day) if letter.day else _LINE
    _two_ends(paper, day, f"№ {letter.number or _LINE}")
    _two_ends(paper, f"Танай {official_date_genitive(letter.received)}", f"№ {letter.case_number}-т")
    if letter.is_draft:
        _centred(paper, DRAFT)
    paper.add_paragraph(letter.addressee or NOBODY).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _centred(paper, letter.subject)


def _two_ends(paper: Paper, left: str, right: str) -> None:
    line = paper.add_paragraph(f"{left}\t{right}")
    line.paragraph_format.tab_stops.add_tab_stop(_WIDTH, WD_TAB_ALIGNMENT.RIGHT)


def _centred(paper: Paper, words: str, *, bold: bool = True) -> None:
    line = paper.add_paragraph(words)
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for run in line.runs:
        run.bold = bold


def _written(paper: Paper, letter: Letter) -> bytes:
    """Without the library's own author and the moment of making: the day is the letter's."""
    told, day = paper.core_properties, letter.day or letter.received
    told.author, told.title, told.comments = AUTHORITY, letter.subject, ""
    told.created = told.modified = datetime(day.year, day.month, day.day, tzinfo=UTC)
    content = BytesIO()
    paper.save(content)
    return content.getvalue()
