"""An answer is a letter: numbered when it is approved, printed with the right to complain, its template the heads'."""

import io
import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import docx
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from caseapp.domain import commands as c
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.letters import SentHow
from caseapp.domain.vocab import Outcome
from caseapp.services.answers import letter_files, letters
from caseapp.services.petitioner import tracking
from caseapp.services.workflow import steps
from tests.lives import FiledCase, Lives
from tests.services.workflow.test_twice_at_once import DONE, both

GROUND, LETTER, TITLE = "Хууль, 16 дугаар зүйл", "Эрхэм иргэн Та\n\nЦонх нэмж нээлээ.", "Гомдлыг барагдуулсан тухай"


def proposed(lives: Lives) -> FiledCase:
    filed = lives.in_progress("saran")
    lives.cast.step("saran", filed.number, c.ProposeAnswer(Outcome.UPHELD, GROUND, LETTER, TITLE))
    return filed


def number_of(lives: Lives, filed: FiledCase) -> str | None:
    with lives.owner.connect() as connection:
        return connection.scalar(text("SELECT number FROM answer WHERE case_id = :id"), {"id": filed.id})


def words_of(pdf: bytes, folder: Path) -> str:
    (folder / "letter.pdf").write_bytes(pdf)
    told = subprocess.run(
        ["pdftotext", "-layout", str(folder / "letter.pdf"), "-"], capture_output=True, text=True, check=True
    )
    return " ".join(told.stdout.split())


def approve_it(filed: FiledCase):  # type: ignore[no-untyped-def]
    return lambda uow: steps.take_step(uow, filed.number, c.ApproveAnswer())


def test_letters_are_numbered_one_after_the_other_when_they_are_approved(lives: Lives) -> None:
    first, second = proposed(lives), proposed(lives)
    assert number_of(lives, first) is None
    lives.cast.step("tuya", second.number, c.ApproveAnswer())
    lives.cast.step("tuya", first.number, c.ApproveAnswer())
    earlier, later = (str(number_of(lives, filed)) for filed in (second, first))
    assert earlier.startswith("26/") and int(later[3:]) == int(earlier[3:]) + 1


def test_two_approvals_at_the_same_moment_never_share_a_number(lives: Lives) -> None:
    first, second = proposed(lives), proposed(lives)
    assert both(lives, approve_it(first), "tuya", "ganaa", approve_it(second)) == DONE
    numbers = sorted(int(str(number_of(lives, filed))[3:]) for filed in (first, second))
    assert numbers[1] == numbers[0] + 1


def test_an_approval_that_fails_leaves_no_gap(lives: Lives) -> None:
    failed, done = proposed(lives), proposed(lives)
    before = lives.answered()
    with pytest.raises(ZeroDivisionError), lives.cast.at("tuya") as uow:
        steps.take_step(uow, failed.number, c.ApproveAnswer())
        raise ZeroDivisionError
    lives.cast.step("tuya", done.number, c.ApproveAnswer())
    assert int(str(number_of(lives, done))[3:]) == int(str(number_of(lives, before))[3:]) + 1


@pytest.mark.parametrize("change", ["number = '26/1'", "numbered_on = '2026-01-01'"])
def test_nobody_chooses_a_number(lives: Lives, owner_engine: Engine, change: str) -> None:
    filed = lives.answered()
    before = number_of(lives, filed)
    with owner_engine.begin() as owner:
        owner.execute(text(f"UPDATE answer SET {change} WHERE case_id = :id"), {"id": filed.id})
    assert number_of(lives, filed) == before


def test_only_an_approved_letter_leaves(lives: Lives, owner_engine: Engine) -> None:
    filed = proposed(lives)
    with pytest.raises(DBAPIError, match="only an approved letter"), owner_engine.begin() as owner:
        owner.execute(text("UPDATE answer SET posted_on = '2026-03-02' WHERE case_id = :id"), {"id": filed.id})
    with pytest.raises(RuleBroken) as broken, lives.cast.at("saran") as uow:
        letters.post(uow, filed.number, uow.today, SentHow.POSTED)
    assert broken.value.reason is Reason.NOT_NOW


def test_the_day_on_which_a_letter_left_is_written_down_once(lives: Lives) -> None:
    filed = lives.answered("saran")
    for wrong in (-1, 1):
        with pytest.raises(RuleBroken) as broken, lives.cast.at("saran") as uow:
            letters.post(uow, filed.number, uow.today + timedelta(days=wrong), SentHow.HANDED)
        assert broken.value.reason is Reason.DAY_OUT_OF_TIME
    with lives.cast.at("saran") as uow:
        letters.post(uow, filed.number, uow.today, SentHow.POSTED)
    assert lives.verbs(filed)[-1] == "answer.posted"
    with pytest.raises(RuleBroken) as broken, lives.cast.at("saran") as uow:
        letters.post(uow, filed.number, uow.today, SentHow.POSTED)
    assert broken.value.reason is Reason.NOT_NOW


def test_the_letter_on_paper_has_its_parts_and_the_right_to_complain(lives: Lives, tmp_path: Path) -> None:
    filed = proposed(lives)
    with lives.cast.at("saran") as uow:
        draft = letters.for_staff(uow, filed.number)
    words = words_of(letter_files.pdf(draft), tmp_path)
    assert "ТӨСӨЛ: батлагдаагүй" in words and "Цонх нэмж нээлээ." in words
    lives.cast.step("tuya", filed.number, c.ApproveAnswer())
    with lives.cast.at("saran") as uow:
        said = letters.for_staff(uow, filed.number)
    words = words_of(letter_files.pdf(said), tmp_path)
    assert "ТӨСӨЛ" not in words
    for part in (
        "УЛСЫН БҮРТГЭЛИЙН ЕРӨНХИЙ ГАЗАР",
        f"№ {number_of(lives, filed)}",
        f"№ {filed.number}",
        TITLE,
        "Цонх нэмж нээлээ.",
        GROUND,
        "30 хоногийн дотор",
        said.signer,
        f"Гүйцэтгэсэн: {said.executor}",
    ):
        assert part and part in words, part
    assert letter_files.pdf(said) == letter_files.pdf(said), "the same letter, the same bytes"
    paper = docx.Document(io.BytesIO(letter_files.docx(said)))
    written = "\n".join(line.text for line in paper.paragraphs)
    assert TITLE in written and said.number in written and letter_files.right_to_complain(said) in written
    assert "python-docx" not in f"{paper.core_properties.author} {paper.core_properties.comments}"


def test_the_petitioner_takes_the_letter_along_and_nobody_elses(lives: Lives) -> None:
    filed, other = lives.answered(), lives.answered()
    with lives.citizen(filed) as uow:
        [own] = tracking.open_own(uow).answers
        said = letters.of_own_case(uow, own.id)
    assert said.number == own.number == number_of(lives, filed) and said.signer and said.day == date(2026, 3, 2)
    with pytest.raises(Refused), lives.citizen(other) as uow:
        letters.of_own_case(uow, own.id)


def test_a_recused_officer_prints_no_letter(lives: Lives) -> None:
    filed = lives.triaged("bat")
    saran = lives.cast.id_of("saran")
    lives.cast.step("bat", filed.number, lives.triage_of(officials=(saran,)))
    with pytest.raises(Refused), lives.cast.at("saran") as uow:
        letters.for_staff(uow, filed.number)


@pytest.fixture
def delivered(owner_engine: Engine) -> Iterator[None]:
    """The templates outlive a test's cases: what was changed here is taken back."""
    yield
    with owner_engine.begin() as owner:
        owner.execute(text("DELETE FROM answer_template WHERE version > 1"))
        owner.execute(text("UPDATE answer_template SET current = true"))


@pytest.mark.usefixtures("delivered")
def test_heads_keep_templates_and_an_old_version_stays_as_it_was(lives: Lives) -> None:
    with lives.cast.at("tuya") as uow:
        before = {row.code: row.version for row in letters.templates(uow)}
        row = next(row for row in letters.templates(uow) if row.code == "upheld")
        letters.change(uow, row.id, "Шинэ гарчиг", "Эрхэм иргэн Та\n{{ number }}")
    with lives.cast.at("tuya") as uow:
        after = {row.code: (row.version, row.subject) for row in letters.templates(uow)}
        assert after["upheld"] == (before["upheld"] + 1, "Шинэ гарчиг") and len(after) == len(before)
        assert letters.template(uow, row.id).subject == row.subject, "an old one can be looked at"
        current = next(row for row in letters.templates(uow) if row.code == "upheld")
        with pytest.raises(RuleBroken) as broken:
            letters.change(uow, current.id, "Гарчиг", "{{ name }}")
    assert broken.value.reason is Reason.TEMPLATE_FLAWED


def test_an_inspector_begins_from_templates_and_changes_none(lives: Lives) -> None:
    with lives.cast.at("saran") as uow:
        row = letters.templates(uow)[0]
        with pytest.raises(Refused):
            letters.change(uow, row.id, "Гарчиг", "Бичвэр")
    for login in ("sukh", "oyun"):
        with pytest.raises(Refused), lives.cast.at(login) as uow:
            letters.templates(uow)
