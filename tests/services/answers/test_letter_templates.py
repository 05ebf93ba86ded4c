"""Whom a letter addresses, which version it began from, and what stands before its number."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from caseapp.domain import commands as c
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.letter_texts import UNTITLED
from caseapp.domain.letters import SentHow
from caseapp.domain.vocab import Kind, Mode, Outcome
from caseapp.services.answers import letter_files, letters, retiring
from caseapp.services.petitioner import tracking
from caseapp.services.staff import identity
from tests.lives import FiledCase, Lives


@pytest.fixture(autouse=True)
def delivered(owner_engine: Engine) -> Iterator[None]:
    """Templates and the index outlive a test's cases: what was changed here is taken back."""
    with owner_engine.connect() as owner:
        known = list(owner.scalars(text("SELECT id FROM answer_template")))
    yield
    with owner_engine.begin() as owner:
        owner.execute(text("UPDATE answer SET template_id = NULL"))
        owner.execute(text("DELETE FROM answer_template WHERE id <> ALL (:known)"), {"known": known})
        owner.execute(text("UPDATE answer_template SET current = true"))
        owner.execute(text("UPDATE letter_index SET words = '', changed_at = NULL, changed_by_id = NULL"))


def proposed_from(lives: Lives, template_id: int | None) -> FiledCase:
    filed = lives.in_progress("saran")
    answer = c.ProposeAnswer(Outcome.UPHELD, "Хууль", "Хариу.", "Гарчиг", template_id)
    lives.cast.step("saran", filed.number, answer)
    return filed


def of_answer(lives: Lives, filed: FiledCase, column: str) -> object:
    with lives.owner.connect() as connection:
        return connection.scalar(text(f"SELECT {column} FROM answer WHERE case_id = :id"), {"id": filed.id})


def upheld(lives: Lives) -> int:
    with lives.cast.at("tuya") as uow:
        return next(row.id for row in letters.templates(uow) if row.code == "upheld")


def test_an_answer_remembers_its_template_for_good_even_when_a_head_changed_it_meanwhile(
    lives: Lives, owner_engine: Engine
) -> None:
    begun = upheld(lives)
    with lives.cast.at("tuya") as uow:
        letters.change(uow, begun, "Шинэ гарчиг", "Эрхэм иргэн Та")
    filed = proposed_from(lives, begun)
    assert of_answer(lives, filed, "template_id") == begun != upheld(lives)
    with owner_engine.begin() as owner:
        owner.execute(text("UPDATE answer SET template_id = NULL WHERE case_id = :id"), {"id": filed.id})
    assert of_answer(lives, filed, "template_id") == begun
    assert of_answer(lives, proposed_from(lives, 17), "template_id") is None, "what was never a template"


def test_two_heads_do_not_write_over_each_other(lives: Lives) -> None:
    both_opened = upheld(lives)
    with lives.cast.at("tuya") as uow:
        letters.change(uow, both_opened, "Нэг", "Эрхэм иргэн Та")
    with pytest.raises(RuleBroken) as broken, lives.cast.at("ganaa") as uow:
        letters.change(uow, both_opened, "Хоёр", "Эрхэм иргэн Та")
    assert broken.value.reason is Reason.TEMPLATE_MOVED


def test_a_head_adds_a_letter_where_there_was_none(lives: Lives) -> None:
    with lives.cast.at("tuya") as uow:
        letters.add(uow, Outcome.PARTLY_UPHELD, Kind.TIP, "Мэдээллийн тухай", "Эрхэм иргэн Та")
    with lives.cast.at("saran") as uow:
        assert "partly_upheld/tip" in {row.code for row in letters.templates(uow)}
        with pytest.raises(Refused):
            letters.add(uow, Outcome.REPEAT, Kind.TIP, "Гарчиг", "Бичвэр")
    with pytest.raises(RuleBroken) as broken, lives.cast.at("tuya") as uow:
        letters.add(uow, Outcome.PARTLY_UPHELD, Kind.TIP, "Дахин", "Бичвэр")
    assert broken.value.reason is Reason.TEMPLATE_EXISTS


def test_the_index_stands_in_numbers_from_then_on(lives: Lives) -> None:
    before = lives.answered()
    with lives.cast.at("tuya") as uow:
        letters.set_index(uow, "3/1")
    after = lives.answered()
    first, second = (str(of_answer(lives, filed, "number")) for filed in (before, after))
    assert second.startswith("3/1-26/"), second
    assert int(second.rpartition("/")[2]) == int(first.rpartition("/")[2]) + 1, "one count whatever the index"
    for words in ("a b", "ж" * 21, "<b>"):
        with pytest.raises(RuleBroken) as broken, lives.cast.at("tuya") as uow:
            letters.set_index(uow, words)
        assert broken.value.reason is Reason.BAD_INDEX
    with pytest.raises(Refused), lives.cast.at("saran") as uow:
        letters.set_index(uow, "9")


def test_the_petitioners_own_copy_names_them_and_nobody_elses_does(lives: Lives) -> None:
    filed, unnamed = lives.answered(), lives.answered()
    with lives.citizen(filed) as uow:
        own = letters.of_own_case(uow, tracking.open_own(uow).answers[0].id)
    assert own.addressee == "Д.БОЛД ТАНАА"
    with lives.cast.at("saran") as uow:
        assert letters.for_staff(uow, filed.number).addressee == ""
    with pytest.raises(RuleBroken) as broken, lives.cast.at("saran") as uow:
        letters.for_staff(uow, unnamed.number, with_identity=True)
    assert broken.value.reason is Reason.IDENTITY_NOT_OPENED
    assert "identity.opened" not in lives.verbs(filed) + lives.verbs(unnamed)


def test_whoever_may_see_the_identity_prints_it_and_the_ledger_tells(lives: Lives) -> None:
    filed = lives.answered()
    with lives.cast.at("saran") as uow:
        identity.ask(uow, filed.number, "Хариуг шуудангаар илгээнэ.")
    with lives.owner.connect() as connection:
        asked = connection.scalar(text("SELECT id FROM identity_request WHERE case_id = :id"), {"id": filed.id})
    with lives.cast.at("tuya") as uow:
        identity.decide(uow, filed.number, int(asked or 0), granted=True)
    with lives.cast.at("saran") as uow:
        assert letters.for_staff(uow, filed.number, with_identity=True).addressee == "Д.БОЛД ТАНАА"
    assert lives.verbs(filed)[-1] == "identity.opened"


def test_a_letter_without_a_name_or_a_title_is_still_a_letter(lives: Lives) -> None:
    filed = lives.in_progress("saran", mode=Mode.ANONYMOUS)
    lives.cast.step("saran", filed.number, c.ProposeAnswer(Outcome.EXPLAINED, "Хууль", "Хариу."))
    lives.cast.step("tuya", filed.number, c.ApproveAnswer())
    with lives.citizen(filed) as uow:
        own = letters.of_own_case(uow, tracking.open_own(uow).answers[0].id)
    assert (own.addressee, own.subject, own.is_draft) == ("", UNTITLED, False)
    assert letter_files.pdf(own).startswith(b"%PDF")


def test_a_new_draft_is_printed_before_the_earlier_answer_and_each_can_be_asked_for(lives: Lives) -> None:
    filed = lives.answered()
    first = int(str(of_answer(lives, filed, "id")))
    lives.cast.step("saran", filed.number, lives.close())
    lives.cast.step("tuya", filed.number, c.Reopen("Шинэ баримт."))
    lives.cast.step("tuya", filed.number, c.Assign(lives.cast.id_of("saran")))
    lives.cast.step("saran", filed.number, c.ProposeAnswer(Outcome.PARTLY_UPHELD, "Хууль", "Шинэ хариу."))
    with lives.cast.at("saran") as uow:
        newest, earlier = letters.for_staff(uow, filed.number), letters.for_staff(uow, filed.number, first)
    assert (newest.is_draft, newest.body, bool(newest.executor)) == (True, "Шинэ хариу.", True)
    assert (earlier.is_draft, bool(earlier.number)) == (False, True)
    other = lives.answered()
    with pytest.raises(Refused), lives.cast.at("saran") as uow:
        letters.for_staff(uow, other.number, first)


def test_the_right_to_complain_stays_as_it_was_on_the_day_of_the_letter(lives: Lives, owner_engine: Engine) -> None:
    before = lives.answered()
    with lives.cast.at("saran") as uow:
        first = letters.for_staff(uow, before.number)
    with owner_engine.begin() as owner:
        owner.execute(text("UPDATE deadline_rule SET value = 45 WHERE code = 'appeal_days' AND current"))
    try:
        after = lives.answered()
        with lives.cast.at("saran") as uow:
            again, second = letters.for_staff(uow, before.number), letters.for_staff(uow, after.number)
    finally:
        with owner_engine.begin() as owner:
            owner.execute(text("UPDATE deadline_rule SET value = 30 WHERE code = 'appeal_days' AND current"))
    assert letter_files.pdf(again) == letter_files.pdf(first), "a letter that was given is not rewritten"
    assert "45 хоногийн дотор" in letter_files.right_to_complain(second)
    assert "30 хоногийн дотор" in letter_files.right_to_complain(again)


def test_a_day_of_posting_says_how(lives: Lives, owner_engine: Engine) -> None:
    filed = lives.answered()
    with pytest.raises(DBAPIError, match="posted_somehow"), owner_engine.begin() as owner:
        owner.execute(text("UPDATE answer SET posted_on = '2026-03-02' WHERE case_id = :id"), {"id": filed.id})
    with lives.cast.at("saran") as uow:
        letters.post(uow, filed.number, uow.today, SentHow.TOLD)
    assert of_answer(lives, filed, "posted_how") == "told"


def test_a_head_puts_a_letter_aside_and_brings_it_back_while_those_written_from_it_stay(lives: Lives) -> None:
    begun = upheld(lives)
    filed = proposed_from(lives, begun)
    with lives.cast.at("tuya") as uow:
        retiring.retire(uow, begun)
    with lives.cast.at("saran") as uow:
        assert "upheld" not in {row.code for row in letters.templates(uow)}
        assert retiring.offered(uow, begun) is None
    assert of_answer(lives, filed, "template_id") == begun
    with lives.cast.at("tuya") as uow:
        [aside] = retiring.retired(uow)
        retiring.bring_back(uow, aside.id)
        body = aside.body
    with lives.cast.at("saran") as uow:
        again = retiring.offered(uow, begun)
        assert again is not None and again.body == body and again.id != begun == aside.id
    with lives.cast.at("tuya") as uow:
        assert retiring.retired(uow) == ()


def test_what_is_put_aside_is_neither_put_aside_twice_nor_changed_nor_offered_twice(lives: Lives) -> None:
    begun = upheld(lives)
    with lives.cast.at("tuya") as uow:
        retiring.retire(uow, begun)
    for slip in (
        lambda uow: retiring.retire(uow, begun),
        lambda uow: letters.change(uow, begun, "Гарчиг", "Эрхэм иргэн Та"),
    ):
        with pytest.raises(RuleBroken) as broken, lives.cast.at("tuya") as uow:
            slip(uow)
        assert broken.value.reason is Reason.TEMPLATE_MOVED
    with lives.cast.at("tuya") as uow:
        retiring.bring_back(uow, begun)
    with pytest.raises(RuleBroken), lives.cast.at("tuya") as uow:
        retiring.bring_back(uow, begun)


@pytest.mark.parametrize("verb", [retiring.retire, retiring.bring_back], ids=lambda verb: verb.__name__)
def test_an_inspector_puts_no_letter_aside_and_brings_none_back(lives: Lives, verb) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refused), lives.cast.at("saran") as uow:
        verb(uow, upheld(lives))
