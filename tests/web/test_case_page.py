"""The case page: few questions to the database, why themes are suggested, tasks, texts, what comes next."""

from itertools import pairwise

import pytest
from sqlalchemy import Engine, text

from caseapp.domain import commands as c
from caseapp.domain.vocab import Theme
from caseapp.services.casework import tasks
from caseapp.services.petitioner import writing
from tests.conftest import Clock
from tests.lives import COMPLAINT, FiledCase, Lives
from tests.statements import counted
from tests.visiting import Visitor

MOST_STATEMENTS = 12


def case_page(case: FiledCase) -> str:
    return f"/casework/cases/{case.number}"


def with_everything(lives: Lives) -> FiledCase:
    """In Saran's hands, with letters, notes, tasks, a question to a unit and a wish to see the identity."""
    case = lives.in_progress("saran")
    with lives.cast.at("saran") as uow:
        for number in range(5):
            writing.write_note(uow, case.number, f"Тэмдэглэл {number}.")
            writing.write_message(uow, case.number, f"Захидал {number}.")
        tasks.give(uow, case.number, "Баримтыг шалгах.", uow.actor.user_id or 0, uow.today)
    with lives.citizen(case) as uow:
        writing.citizen_message(uow, "Нэмж хэлэхэд, дахин очсон.")
    lives.cast.step("saran", case.number, c.RequestExplanation(lives.unit("AIM-061"), "Дараалал яагаад үүссэн бэ?"))
    return case


def test_a_case_with_all_that_can_hang_on_it_is_opened_with_a_dozen_statements(
    saran: Visitor, lives: Lives, app_engine: Engine, clock: Clock
) -> None:
    case = with_everything(lives)
    clock.forward(minutes=2)
    saran.page  # noqa: B018 - signed in before, so that the session is marked as seen within this count
    with counted(app_engine) as sent:
        page = saran.go(case_page(case))
    assert page.status == 200 and "Захидал 4." in page.text and "Дараалал яагаад" in page.text
    assert len(sent) <= MOST_STATEMENTS, sent
    with counted(app_engine) as again:
        saran.go(case_page(case))
    assert len(again) < len(sent), "marking a letter as read and a session as seen is not done each time"


@pytest.mark.parametrize("action", ["propose_answer", "request_explanation", "ask_citizen", "assign", "triage"])
def test_a_step_is_offered_with_a_dozen_statements(
    saran: Visitor, lives: Lives, app_engine: Engine, action: str
) -> None:
    case = lives.triaged("saran") if action == "triage" else lives.in_progress("saran")
    with counted(app_engine) as sent:
        assert saran.go(f"{case_page(case)}/step/{action}").status == 200
    assert len(sent) <= MOST_STATEMENTS, sent


def test_each_compartment_that_a_page_opens_is_recorded_once_in_an_unbroken_chain(
    saran: Visitor, lives: Lives, owner_engine: Engine
) -> None:
    case = with_everything(lives)
    before = lives.last_entry(case)
    saran.go(case_page(case))
    with owner_engine.connect() as connection:
        rows = connection.execute(
            text("SELECT seq, previous, hash, detail FROM ledger_entry WHERE case_id = :id ORDER BY seq"),
            {"id": case.id},
        ).all()
    assert [row.detail["compartment"] for row in rows[before:]] == ["report", "notes", "extract"]
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    assert all(bytes(row.previous) == bytes(last.hash) for last, row in pairwise(rows))


def test_the_words_that_a_suggestion_goes_by_are_marked_and_switched_on_by_a_box(saran: Visitor, lives: Lives) -> None:
    case = lives.file()
    page = saran.go(case_page(case))
    narrative = page.html.select_one(".narrative")
    assert narrative is not None and narrative.get_text() == COMPLAINT
    marked = {mark.get_text() for mark in narrative.select("mark")}
    assert marked & {"дараалалд", "зогслоо", "Цонх"}
    box = page.html.select_one("input[type=checkbox].marks-switch")
    assert box is not None and not box.has_attr("checked")
    assert "Because of:" in page.main


def test_a_text_with_signs_of_html_is_marked_as_text(saran: Visitor, lives: Lives) -> None:
    words = COMPLAINT + " <b>дараалалд</b> & <script>зогслоо</script>"
    page = saran.go(case_page(lives.file(words=words)))
    narrative = page.html.select_one(".narrative")
    assert narrative is not None and narrative.get_text() == words
    assert not narrative.select("script, b")


def test_a_reply_template_of_the_head_fills_the_letter_without_scripts(
    saran: Visitor, tuya: Visitor, lives: Lives
) -> None:
    tuya.go("/casework/reply-templates")
    page = tuya.send(title="Дараалал", body="Дарааллын тухай гомдлыг хүлээн авлаа.", kind="complaint")
    assert page.status == 200 and "Дараалал" in page.main
    case = lives.in_progress("saran")
    page = saran.go(case_page(case))
    [choice] = page.html.select("#template option")
    page = saran.go(f"{case_page(case)}?template={choice['value']}")
    assert page.form("/write/message").select_one("textarea").get_text().strip() == (  # type: ignore[union-attr]
        "Дарааллын тухай гомдлыг хүлээн авлаа."
    )
    saran.send("/write/message")
    assert "Дарааллын тухай гомдлыг хүлээн авлаа." in saran.go(case_page(case)).main


def test_a_reply_template_is_looked_at_and_filled_from_the_case_that_it_is_chosen_for(
    saran: Visitor, tuya: Visitor, lives: Lives
) -> None:
    body = "Дугаар: {{ number }}\n{{#extension}}\nШинэ хугацаа: {{ extension }}\n{{/extension}}\nБаярлалаа."
    tuya.go("/casework/reply-templates")
    page = tuya.send(button=("go", "look"), title="Дугаар", body=body, kind="complaint")
    known, unknown = (box.get_text() for box in page.html.select(".answer .as-written"))
    assert "Шинэ хугацаа: 2026" in known and "Шинэ хугацаа" not in unknown and not page.html.select("table.dense")
    page = tuya.send(button=("go", "keep"), body="{{ given_name }}")
    assert page.status == 400 and "Line 1: “given_name” is not known." in page.errors
    page = tuya.send(button=("go", "keep"), body=body)
    assert page.status == 200 and "Дугаар" in page.main
    case = lives.in_progress("saran")
    [choice] = saran.go(case_page(case)).html.select("#template option")

    def begun() -> str:
        page = saran.go(f"{case_page(case)}?template={choice['value']}")
        return page.form("/write/message").select_one("textarea").get_text().strip()  # type: ignore[union-attr]

    assert begun().splitlines() == [f"Дугаар: {case.number}", "Баярлалаа."]
    lives.cast.step("tuya", case.number, c.Extend(10, "Архив шүүж байна."))
    assert begun().splitlines() == [f"Дугаар: {case.number}", "Шинэ хугацаа: 2026 оны 4 дүгээр сарын 11", "Баярлалаа."]


def test_a_template_that_was_put_aside_or_is_for_another_kind_is_not_offered(
    saran: Visitor, tuya: Visitor, lives: Lives
) -> None:
    for values in ({"kind": "thanks"}, {"kind": "complaint"}):
        tuya.go("/casework/reply-templates")
        tuya.send(title=f"Загвар {values['kind']}", body="Текст.", **values)
    case = lives.in_progress("saran")
    assert [o.get_text() for o in saran.go(case_page(case)).html.select("#template option")] == ["Загвар complaint"]
    link = next(a for a in tuya.page.html.select("main table a") if "complaint" in a.get_text())
    tuya.go(str(link["href"]))
    form = tuya.page.form()
    form.select_one("[name=active]").attrs.pop("checked")  # type: ignore[union-attr]
    tuya.send()
    assert not saran.go(case_page(case)).html.select("#template")
    number = str(link["href"]).rsplit("/", 1)[1]
    box = saran.go(f"{case_page(case)}?template={number}").form("/write/message").select_one("textarea")
    assert box is not None and not box.get_text().strip()


def test_only_heads_keep_reply_templates(saran: Visitor) -> None:
    assert saran.go("/casework/reply-templates").status == 404


def test_a_task_is_given_stands_on_the_case_and_in_the_list_of_whoever_has_it(
    saran: Visitor, tuya: Visitor, lives: Lives, clock: Clock
) -> None:
    case = lives.in_progress("saran")
    saran.go(f"{case_page(case)}/tasks")
    saran.send(task="Дарааллын бүртгэлийг гаргуулах.", assignee=str(lives.cast.id_of("tuya")))
    assert "Дарааллын бүртгэлийг гаргуулах." in saran.page.main
    page = tuya.go("/casework/tasks")
    assert "Дарааллын бүртгэлийг гаргуулах." in page.main and case.number in page.main and "overdue" not in page.main
    clock.forward(days=3)
    tuya.sign_in("tuya")
    assert "overdue" in tuya.go("/casework/tasks").main
    tuya.send(button=("done", "yes"))
    assert "Дарааллын бүртгэлийг гаргуулах." not in tuya.go("/casework/tasks").main
    assert [verb for verb in lives.verbs(case) if verb.startswith("task.")] == ["task.given", "task.done"]


def test_the_page_says_what_others_have_to_do(saran: Visitor, tuya: Visitor, lives: Lives) -> None:
    case = lives.in_progress("saran")
    steps = saran.go(case_page(case)).html.select_one("aside .box")
    assert steps is not None
    said = " ".join(steps.get_text(" ").split())
    assert "For others to do" in said and "Extend the time limit: Head of inspection" in said
    offered = " ".join(tuya.go(case_page(case)).html.select_one("aside .box").get_text(" ").split())  # type: ignore[union-attr]
    assert "Not possible yet" in offered and "Only the case officer can do this" in offered


def test_what_the_petitioner_alone_can_do_is_said_so(tuya: Visitor, lives: Lives) -> None:
    case = lives.answered()
    said = tuya.go(case_page(case)).main
    assert "the petitioner alone" in said


def test_the_identity_box_says_until_when_it_is_open(saran: Visitor, tuya: Visitor, lives: Lives) -> None:
    case = lives.in_progress("saran")
    saran.go(case_page(case))
    saran.send("/write/identity", text="Уулзаж асуух шаардлагатай.")
    assert "Another person has to agree" in saran.go(case_page(case)).main
    tuya.go(case_page(case))
    tuya.send(button=("decision", "grant"))
    assert "You may open it until: 2026-03-03 09:00" in saran.go(case_page(case)).main


def test_an_overdue_question_to_a_unit_is_marked(saran: Visitor, lives: Lives, clock: Clock) -> None:
    case = lives.in_progress("saran")
    lives.cast.step("saran", case.number, c.RequestExplanation(lives.unit("AIM-061"), "Яагаад?"))
    asked = saran.go(case_page(case)).html
    assert not asked.select(".left .due.late")
    clock.forward(days=60)
    saran.sign_in("saran")
    assert saran.go(case_page(case)).html.select(".left .due.late")


def test_triage_begins_from_what_is_known_and_suggested(saran: Visitor, lives: Lives) -> None:
    case = lives.file(unit_id=lives.unit("AIM-061"))
    saran.go(case_page(case))
    saran.send("/step/register")
    form = saran.go(f"{case_page(case)}/step/triage").form()
    title = form.select_one("[name=title]")
    assert title is not None and COMPLAINT.startswith(str(title["value"]).removesuffix(" …"))
    ticked = {str(box["value"]) for box in form.select("input[checked]")}
    assert {"complaint", "complete", Theme.QUEUE.value} <= ticked
    saran.send(severity="medium")
    assert lives.status(case) == "triaged"
