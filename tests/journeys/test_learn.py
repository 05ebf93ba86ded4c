"""Journey 3, learn: suggestions stand beside decisions, and a new model is promoted only when it is not worse."""

from flask import Flask
from sqlalchemy import text

from caseapp.domain.vocab import Theme
from tests.lives import Lives
from tests.visiting import Visitor

WORDS = (
    ("Дараалал маш урт, гурван цаг зогслоо.", Theme.QUEUE),
    ("Гэрчилгээ хоёр сар гарахгүй байна, хугацаа нь хэтэрсэн.", Theme.DELAY),
    ("Нэр минь буруу бичигдсэн, засаж өгөөч.", Theme.RECORD_ERROR),
    ("Ажилтан нь уурлаж загнаж, бүдүүлэг харьцсан.", Theme.STAFF_CONDUCT),
)


def test_suggestions_are_kept_beside_the_decision(app: Flask, lives: Lives) -> None:
    filed = lives.triaged("saran", Theme.DELAY)
    with lives.owner.connect() as connection:
        suggested = connection.scalars(
            text("SELECT theme FROM theme_suggestion WHERE case_id = :id"), {"id": filed.id}
        ).all()
        decided = connection.scalars(
            text("SELECT theme FROM theme_decision WHERE case_id = :id"), {"id": filed.id}
        ).all()
    assert "queue" in suggested and decided == ["delay"]
    saran = Visitor(app, "en")
    saran.sign_in("saran")
    page = saran.go(f"/casework/cases/{filed.number}")
    assert "Suggested: Queues and appointments" in page.main and "Processing delay" in page.main


def test_too_few_decisions_teach_nothing(app: Flask, lives: Lives) -> None:
    tuya = Visitor(app, "en")
    tuya.sign_in("tuya")
    tuya.go("/casework/model")
    page = tuya.send()
    assert page.status == 400 and "too few" in page.errors


def test_decided_cases_become_examples_and_the_ledger_says_so(app: Flask, lives: Lives) -> None:
    for number in range(20):
        words, theme = WORDS[number % len(WORDS)]
        lives.triaged("saran", theme, words=f"{words} {number} дэх удаа.")
    tuya = Visitor(app, "en")
    tuya.sign_in("tuya")
    before = len(tuya.go("/casework/model").html.select("tbody tr"))
    page = tuya.send()
    assert page.status == 200, page.errors
    assert len(page.html.select("tbody tr")) == before + 1
    with lives.owner.connect() as connection:
        verbs = connection.scalars(text("SELECT verb FROM ledger_entry WHERE case_id IS NULL")).all()
        reads = connection.scalar(
            text("SELECT count(*) FROM ledger_entry WHERE verb = 'case.read' AND actor_id = :id"),
            {"id": lives.cast.id_of("tuya")},
        )
        connection.execute(text("DELETE FROM classifier_model WHERE decisions > 0"))
        connection.commit()
    assert "model.promoted" in verbs and reads == 20, "each opening for learning stands in the ledger"
    assert Visitor(app).go("/").status == 200
