"""Two petitioners in one matter: their words stay apart, and both are answered."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from caseapp.domain import commands as c
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.filing import Identity
from caseapp.domain.letters import SentHow
from caseapp.domain.vocab import Action, Outcome, Status
from caseapp.queries.filtering import Filter
from caseapp.services import gate
from caseapp.services.answers import letter_files, letters
from caseapp.services.casework import desk, linking, queues
from caseapp.services.petitioner import satisfaction, tracking, writing
from caseapp.services.workflow import steps
from tests.conftest import Clock
from tests.lives import FiledCase, Lives
from tests.services.answers.test_letters import words_of

HERS = "Манай гудамжны бүртгэлийн цонх өглөө бүр хаалттай, ээжийгээ дагуулж дөрвөн удаа очлоо. Нууц үг: цэцэгс."
HIS = "Бүртгэлийн цонх хаалттай байна. Аав маань тэргэнцэртэй, гурван удаа дэмий явлаа. Нууц үг: уулс."
LETTER = "Цонхны хуваарийг өөрчилж, цагийн захиалга нэмлээ."
TSETSEG = Identity(family_name="Ганбат", given_name="Цэцэг", register_number="УБ90010112", phone="88001122")


def merged(lives: Lives) -> tuple[FiledCase, FiledCase]:
    """(the case that was merged, the one that goes on in Saran's hands)."""
    goes_on = lives.in_progress("saran", words=HERS)
    joined = lives.triaged("saran", words=HIS, identity=TSETSEG)
    lives.cast.step("saran", joined.number, c.Merge(goes_on.number))
    return joined, goes_on


def own_page(lives: Lives, filed: FiledCase) -> tracking.OwnCase:
    with lives.citizen(filed) as uow:
        return tracking.open_own(uow)


def answer(lives: Lives, filed: FiledCase) -> None:
    lives.cast.step("saran", filed.number, c.ProposeAnswer(Outcome.UPHELD, "Хууль, 16 дугаар зүйл", LETTER))
    lives.cast.step("tuya", filed.number, c.ApproveAnswer())


def test_the_page_of_the_case_that_goes_on_shows_what_the_other_petitioner_filed(lives: Lives) -> None:
    joined, goes_on = merged(lives)
    reads = lives.verbs(joined).count("case.read")
    with lives.cast.at("saran") as uow:
        case = gate.load_case(uow, goes_on.number, frozenset(uow.actor.permissions))
        (shown,) = linking.of(uow, case, opened=True).merged
    assert (shown.number, shown.text) == (joined.number, HIS)
    assert lives.verbs(joined).count("case.read") == reads + 1


def test_the_merged_number_tells_its_petitioner_how_far_the_other_case_is_and_no_word_of_it(lives: Lives) -> None:
    joined, goes_on = merged(lives)
    page = own_page(lives, joined)
    assert page.status is Status.MERGED
    assert page.goes_on is not None
    assert page.goes_on.status is Status.IN_PROGRESS
    assert goes_on.number not in repr(page.goes_on)
    assert own_page(lives, goes_on).goes_on is None


def test_both_petitioners_get_the_answer_and_neither_sees_the_others_words(lives: Lives) -> None:
    joined, goes_on = merged(lives)
    for filed, said in ((joined, "Миний захидал: уулс."), (goes_on, "Миний захидал: цэцэгс.")):
        with lives.citizen(filed) as uow:
            writing.citizen_message(uow, said)
    answer(lives, goes_on)
    for filed, own, others in ((joined, "уулс", "цэцэгс"), (goes_on, "цэцэгс", "уулс")):
        page = own_page(lives, filed)
        everything = " ".join([page.filed.text, *(a.letter for a in page.answers), *(m.text for m in page.letters)])
        assert own in everything
        assert others not in everything
        assert [a.letter for a in page.answers] == [LETTER]
        assert page.answers[0].day is not None
    assert "answer.shared" in lives.verbs(joined)
    assert "answer.shared" not in lives.verbs(goes_on)


def test_whoever_was_merged_before_the_case_was_merged_again_is_answered_too(lives: Lives) -> None:
    joined, between = merged(lives)
    last = lives.in_progress("saran")
    lives.cast.step("saran", between.number, c.Merge(last.number))
    answer(lives, last)
    assert [[a.letter for a in own_page(lives, filed).answers] for filed in (joined, between, last)] == [[LETTER]] * 3
    page = own_page(lives, joined)
    assert page.goes_on is not None
    assert page.goes_on.status is Status.ANSWERED


def test_a_letter_of_the_merged_petitioner_is_news_to_the_officer_of_the_other_case(lives: Lives) -> None:
    joined, goes_on = merged(lives)
    with lives.cast.at("saran") as uow:
        desk.open_case(uow, goes_on.number)
    lives.around.clock.forward(hours=1)  # type: ignore[attr-defined]
    with lives.citizen(joined) as uow:
        writing.citizen_message(uow, "Дахин бичлээ.")
    with lives.cast.at("saran") as uow:
        case = gate.load_case(uow, goes_on.number, frozenset(uow.actor.permissions))
        assert case.citizen_wrote_at is not None
        assert case.staff_read_at is None or case.staff_read_at < case.citizen_wrote_at
        (shown,) = linking.of(uow, case, opened=True).merged
        assert [letter.text for letter in shown.letters] == ["Дахин бичлээ."]


def test_when_the_other_case_leaves_for_the_integrity_team_the_merged_number_says_nothing_of_it(lives: Lives) -> None:
    joined, goes_on = merged(lives)
    lives.cast.step("tuya", goes_on.number, c.Escalate("Хахуулийн шинжтэй."))
    assert own_page(lives, joined).goes_on is None


def test_both_hide_from_the_same_people_after_a_merge_and_from_whoever_steps_aside_later(lives: Lives) -> None:
    saran = lives.cast.id_of("saran")
    about_her = lives.file(HERS)
    lives.cast.step("tuya", about_her.number, c.Register())
    lives.cast.step("tuya", about_her.number, lives.triage_of(officials=(saran,)))
    other = lives.triaged("bat", words=HIS)
    lives.cast.step("tuya", about_her.number, c.Merge(other.number))
    with lives.cast.at("saran") as uow:
        numbers = {row.number for row in queues.list_cases(uow, Filter(queue="all")).rows}
    assert {about_her.number, other.number} & numbers == set()


def test_a_merged_case_that_is_taken_up_again_stands_alone(lives: Lives) -> None:
    joined, goes_on = merged(lives)
    lives.cast.step("tuya", joined.number, c.Reopen("Өөр асуудал байна."))
    answer(lives, goes_on)
    assert own_page(lives, joined).answers == ()
    assert own_page(lives, joined).goes_on is None


def test_whoever_was_merged_says_how_satisfied_they_are_and_appeals_inside_the_time_under_their_own_number(
    lives: Lives, clock: Clock
) -> None:
    joined, goes_on = merged(lives)
    assert not own_page(lives, joined).asks_score and Action.APPEAL not in own_page(lives, joined).can
    clock.forward(days=20)
    answer(lives, goes_on)
    page = own_page(lives, joined)
    assert page.asks_score and page.appeal_until == date(2026, 4, 21), "counted from the answer, not from the merging"
    with lives.citizen(joined) as uow:
        satisfaction.give(uow, 2, "")
    clock.forward(days=30)
    with lives.citizen(joined) as uow:
        steps.take_own_step(uow, c.Appeal("Манай цонх хаалттай хэвээр."))
    assert (lives.status(joined), lives.status(goes_on)) == ("triaged", "answered")
    with lives.owner.connect() as connection:
        against, into = connection.execute(
            text(
                'SELECT a.answer_id, c.merged_into_id FROM appeal a JOIN "case" c ON c.id = a.case_id WHERE c.id = :id'
            ),
            {"id": joined.id},
        ).one()
        assert against == connection.scalar(text("SELECT id FROM answer WHERE case_id = :id"), {"id": goes_on.id})
    assert into is None and own_page(lives, joined).answers[0].letter == LETTER
    with pytest.raises(RuleBroken) as broken:
        lives.cast.step("tuya", joined.number, c.Assign(lives.cast.id_of("saran")))
    assert broken.value.reason is Reason.DECIDED_BEFORE, "whoever answered does not examine the appeal"


def test_no_appeal_of_a_merged_case_comes_before_the_answer_or_after_its_time(lives: Lives, clock: Clock) -> None:
    joined, goes_on = merged(lives)
    for wait, does in ((0, lambda: answer(lives, goes_on)), (31, lambda: None)):
        clock.forward(days=wait)
        with pytest.raises(RuleBroken) as broken, lives.citizen(joined) as uow:
            steps.take_own_step(uow, c.Appeal("Хариу ирээгүй."))
        assert broken.value.reason is Reason.APPEAL_TIME_OVER
        with pytest.raises(RuleBroken), lives.citizen(lives.triaged()) as uow:
            satisfaction.give(uow, 3, "")
        does()
    assert lives.status(joined) == "merged"


def test_an_answer_from_before_the_case_was_merged_again_is_not_appealed_against(lives: Lives) -> None:
    joined, goes_on = merged(lives)
    answer(lives, goes_on)
    lives.cast.step("tuya", joined.number, c.Reopen("Тусдаа шалгана."))
    other = lives.in_progress("saran", words=HERS)
    lives.cast.step("saran", joined.number, c.Merge(other.number))
    assert Action.APPEAL not in own_page(lives, joined).can and not own_page(lives, joined).asks_score


def test_each_merged_petitioner_has_a_letter_of_their_own_that_names_nobody_else(lives: Lives, tmp_path: Path) -> None:
    joined, goes_on = merged(lives)
    text_of = f"Таны гомдлыг (дугаар: {goes_on.number}, хүлээн авсан: 2026 оны 3 дугаар сарын 2) шийдлээ."
    lives.cast.step("saran", goes_on.number, c.ProposeAnswer(Outcome.UPHELD, "Хууль", text_of))
    lives.cast.step("tuya", goes_on.number, c.ApproveAnswer())
    for filed, name, others in (
        (joined, "Г.ЦЭЦЭГ", ("БОЛД", goes_on.number)),
        (goes_on, "Д.БОЛД", ("ЦЭЦЭГ", joined.number)),
    ):
        with lives.citizen(filed) as uow:
            [own] = tracking.open_own(uow).answers
            letter = letters.of_own_case(uow, own.id)
        said = words_of(letter_files.pdf(letter), tmp_path)
        assert name in said and said.count(filed.number) == 2 and not any(word in said for word in others)
        with lives.cast.at("saran") as uow:
            printed = letters.for_staff(uow, filed.number)
        said = words_of(letter_files.pdf(printed), tmp_path)
        assert filed.number in said and printed.number == letter.number
        assert not any(word in said for word in ("БОЛД", "ЦЭЦЭГ", others[1])), "nobody was granted an identity"


def test_the_day_on_which_a_merged_petitioners_letter_left_is_written_down_apart(lives: Lives) -> None:
    joined, goes_on = merged(lives)
    answer(lives, goes_on)
    with lives.cast.at("saran") as uow:
        letters.post(uow, joined.number, uow.today, SentHow.POSTED)
    with lives.cast.at("saran") as uow:
        assert desk.open_case(uow, joined.number).posted == (uow.today, SentHow.POSTED)
        assert desk.open_case(uow, goes_on.number).posted is None
    with pytest.raises(RuleBroken), lives.cast.at("saran") as uow:
        letters.post(uow, joined.number, uow.today, SentHow.POSTED)
    with lives.cast.at("saran") as uow:
        letters.post(uow, goes_on.number, uow.today, SentHow.HANDED)
