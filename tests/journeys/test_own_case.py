"""A citizen on their own page: what stands there in plain words, and all that can be done from it."""

from flask import Flask

from caseapp.domain import commands as c
from caseapp.domain.days import local_day
from caseapp.domain.vocab import AgencyOutcome, Mode, Outcome
from caseapp.services import lists
from caseapp.services.petitioner import writing
from caseapp.services.staff import conflicts
from tests.conftest import MONDAY_MORNING, Clock
from tests.lives import FiledCase, Lives
from tests.visiting import Page, Visitor

REASON = "Архиваас лавлагаа ирээгүй байна."


def at_home(app: Flask, filed: FiledCase) -> Visitor:
    """Signed in with the receipt, in English."""
    citizen = Visitor(app, "en")
    citizen.go("/track")
    citizen.send(code=filed.receipt.code)
    assert citizen.page.path == "/case"
    return citizen


def error_at(page: Page) -> set[str]:
    """The boxes that are marked as wrong."""
    return {str(box["name"]) for box in page.html.select("[aria-invalid=true]")} | {
        str(group["id"]) for group in page.html.select(".govuk-form-group--error > fieldset")
    }


def timeline(page: Page) -> list[str]:
    return [" ".join(line.get_text(" ").split()) for line in page.html.select(".timeline li")]


def test_the_page_tells_kind_state_history_and_what_comes_next(app: Flask, lives: Lives) -> None:
    filed = lives.in_progress("saran")
    page = at_home(app, filed).page
    assert page.html.h1 is not None and "Your complaint" in page.html.h1.get_text()
    assert "the officer prepares an answer, another person approves it" in page.main
    assert "30 days left" in page.main
    assert timeline(page) == [
        "2 March 2026 We received it.",
        "2 March 2026 It was registered.",
        "2 March 2026 It was classified: by service, unit and urgency.",
        "2 March 2026 An officer was given your case.",
    ]


def test_all_that_was_filed_is_shown_as_it_was_filed(app: Flask, lives: Lives) -> None:
    unit = lives.unit("AIM-061")
    filed = lives.file(where="3 дугаар цонх", when="Даваа гарагт", remedy="Цонх нээнэ үү", unit_id=unit)
    page = at_home(app, filed).page.main
    with lives.citizen(filed) as uow:
        named = next(one.name("en") for one in lists.units(uow) if one.id == unit)
    for told in ("3 дугаар цонх", "Даваа гарагт", "Цонх нээнэ үү", named):
        assert told in page


def test_what_was_not_compared_with_the_law_yet_is_said_in_plain_words(app: Flask, lives: Lives) -> None:
    told = "compared this number of days with the text of the law"
    assert told not in at_home(app, lives.file()).page.main, "thirty days for an answer were"
    page = at_home(app, lives.file(mode=Mode.ANONYMOUS)).page
    assert told in page.main and "not verified" not in page.main


def test_an_extension_stands_with_its_days_new_day_and_reason(app: Flask, lives: Lives) -> None:
    filed = lives.in_progress("saran")
    with lives.cast.at("saran") as uow:
        writing.write_message(uow, filed.number, "Бид ажиллаж байна.")
    lives.cast.step("tuya", filed.number, c.Extend(10, REASON))
    page = at_home(app, filed).page
    told = page.html.select_one(".extension")
    assert told is not None
    words = " ".join(told.get_text(" ").split())
    assert "By 10 days" in words and "11 April 2026" in words and REASON in words
    assert "Бид ажиллаж байна." not in words


def test_whoever_is_not_satisfied_appeals_and_reads_that_a_head_has_it(app: Flask, lives: Lives) -> None:
    filed = lives.answered("saran", "tuya")
    citizen = at_home(app, filed)
    assert "1 April 2026. You may also turn to a court." in citizen.page.main and "days left" not in citizen.page.main
    refused = citizen.send(button=("action", "appeal"), appeal_reason=" ")
    assert (refused.status, error_at(refused)) == (400, {"appeal_reason"})
    came = citizen.send(button=("action", "appeal"), appeal_reason="Цонх нэмээгүй.")
    assert "Your words have reached the head" in came.main and "nobody who wrote or approved the answer" in came.main
    assert "You appealed on: 2 March 2026" in came.main and "30 days left" in came.main
    assert timeline(came)[-1].endswith("You were not satisfied: your case went to the head.")
    head = Visitor(app, "en")
    head.sign_in("ganaa")
    assert filed.number in head.go("/casework/?queue=appeals").main
    assert "Appeal against the answer of: 2 March 2026" in head.go(f"/casework/cases/{filed.number}").main
    saran = Visitor(app, "en")
    saran.sign_in("saran")
    assert not [link for link in saran.go("/casework/").links() if "queue=appeals" in link]
    assert "a head of inspection must do this" in saran.go(f"/casework/cases/{filed.number}").main


def test_an_appeal_is_no_step_of_the_staff(app: Flask, lives: Lives) -> None:
    filed = lives.answered("saran", "tuya")
    tuya = Visitor(app, "en")
    tuya.sign_in("tuya")
    page = tuya.go(f"/casework/cases/{filed.number}")
    assert "Appeal to the head: the petitioner alone" in page.main
    assert not [link for link in page.links() if link.endswith("/step/appeal")]
    assert tuya.go(f"/casework/cases/{filed.number}/step/appeal").status == 404


def test_a_score_is_given_once_and_read_by_the_team(app: Flask, lives: Lives) -> None:
    filed = lives.answered("saran", "tuya")
    citizen = at_home(app, filed)
    refused = citizen.send(button=("action", "rate"), comment="Удаан байлаа.")
    assert (refused.status, error_at(refused)) == (400, {"score"})
    assert "Удаан байлаа." in refused.main, "what was typed is kept"
    came = citizen.send(button=("action", "rate"), score="2", comment="Удаан байлаа.")
    assert "You gave 2 of 5" in came.main and not came.html.select("[name=score]")
    saran = Visitor(app, "en")
    saran.sign_in("saran")
    page = saran.go(f"/casework/cases/{filed.number}").main
    assert "2 of 5" in page and "Удаан байлаа." in page


def test_both_sides_see_that_a_letter_was_opened(app: Flask, lives: Lives, clock: Clock) -> None:
    filed = lives.in_progress("saran")
    lives.cast.step("saran", filed.number, c.AskCitizen("Аль өдөр вэ?"))
    saran = Visitor(app, "en")
    saran.sign_in("saran")
    assert "not read yet" in saran.go(f"/casework/cases/{filed.number}").main
    citizen = at_home(app, filed)
    assert "Answer our question" in citizen.page.main
    new = citizen.page.html.select_one(".now a[href='#new-letter']")
    assert new is not None and "You have a new letter" in new.get_text() and citizen.page.html.select("#new-letter")
    assert citizen.page.main.index("You have a new letter") < citizen.page.main.index("Next, you answer us")
    clock.forward(minutes=2)
    sent = citizen.send(button=("action", "message"), text="Лхагва гарагт.")
    assert "opened by the authority" not in sent.main
    assert "We have your answer and go on." in sent.main and "Answer our question" not in sent.main
    assert "Next, you answer us" not in sent.main and "You have a new letter" not in sent.main
    clock.forward(minutes=2)
    assert "read by the petitioner: 2 March 2026" in saran.go(f"/casework/cases/{filed.number}").main
    assert "opened by the authority" in citizen.go("/case").main


def test_two_receipts_are_linked_opened_from_one_another_and_unlinked(app: Flask, lives: Lives) -> None:
    one, other = lives.file(), lives.answered("saran", "tuya")
    citizen = at_home(app, one)
    for code, words in (("", "Type the code"), (one.receipt.code, "of the case that you are looking at")):
        refused = citizen.send(button=("action", "link"), code=code)
        assert refused.status == 400 and words in refused.errors
    refused = citizen.send(button=("action", "link"), code=other.receipt.code[:-1])
    assert error_at(refused) == {"code"}
    came = citizen.send(button=("action", "link"), code=other.receipt.code.lower())
    assert "The two receipts are linked." in came.main
    linked = came.html.select_one(".linked")
    assert linked is not None and other.number in linked.get_text() and "has been answered" in linked.get_text()
    there = citizen.send("/case/linked/1", button=("go", "open"))
    assert other.number in there.html.h1.get_text()  # type: ignore[union-attr]
    assert one.number in there.html.select_one(".linked").get_text()  # type: ignore[union-attr]
    gone = citizen.send("/case/linked/1", button=("go", "unlink"))
    assert "neither receipt opens the other" in gone.main and not gone.html.select(".linked")
    assert not at_home(app, one).page.html.select(".linked")
    assert citizen.client.post("/case/linked/1").status_code in {400, 404}


def test_a_referred_report_shows_the_agencys_number_and_its_outcome_in_words(app: Flask, lives: Lives) -> None:
    filed = lives.referred()
    lives.cast.step("bat", filed.number, c.Acknowledge("АТГ-2026/117", local_day(MONDAY_MORNING)))
    citizen = at_home(app, filed)
    assert "АТГ-2026/117" in citizen.page.main and "When it tells us the outcome" in citizen.page.main
    assert citizen.page.html.title is not None and "corruption" not in citizen.page.html.title.get_text()
    lives.cast.step("bat", filed.number, c.RecordOutcome(AgencyOutcome.NO_GROUNDS))
    page = citizen.go("/case")
    assert "found no grounds for an investigation" in page.main
    assert timeline(page)[-1].endswith("The Anti-Corruption Agency told us the outcome.")


def test_a_case_is_withdrawn_without_a_reason_and_then_rests(app: Flask, lives: Lives) -> None:
    citizen = at_home(app, lives.file())
    came = citizen.send(button=("action", "withdraw"))
    assert "You withdrew the case." in came.main and "It is not examined any further." in came.main
    assert not [button for button in came.html.select("button[name=action]") if button["value"] == "withdraw"]


def test_an_earlier_answer_stays_beneath_the_latest(app: Flask, lives: Lives, clock: Clock) -> None:
    filed = lives.answered("saran", "tuya")
    citizen = at_home(app, filed)
    citizen.send(button=("action", "appeal"), appeal_reason="Болоогүй.")
    lives.cast.step("tuya", filed.number, c.Assign(lives.cast.id_of("bat")))
    with lives.cast.at("bat") as uow:
        conflicts.state_none(uow, filed.number)
    clock.forward(days=1)
    lives.cast.forget("bat")
    lives.cast.forget("ganaa")
    lives.cast.step("bat", filed.number, c.ProposeAnswer(Outcome.UPHELD, "17 дугаар зүйл", "Гурван цонх нэмлээ."))
    lives.cast.step("ganaa", filed.number, c.ApproveAnswer())
    page = at_home(app, filed).page
    latest = page.html.select_one("#answer")
    assert latest is not None and "Our answer, 3 March 2026" in latest.get_text()
    assert "Гурван цонх нэмлээ." in latest.get_text() and "Earlier answer, 2 March 2026" in page.main
    assert timeline(page)[-1] == "3 March 2026 You were answered again."
