"""Exports of a queue and of the head's page: facts alone, in the ledger, and for nobody more than they may see."""

import csv
import io
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import text

from caseapp.domain import commands as c
from caseapp.domain.vocab import Kind, Mode, Theme
from tests.lives import BOLD, COMPLAINT, REPORT, FiledCase, Lives
from tests.visiting import Visitor

TITLE = "Гэрчилгээний дараалал"


def at_desk(app: Flask, login: str) -> Visitor:
    visitor = Visitor(app, "mn")
    visitor.sign_in(login)
    return visitor


def rows(visitor: Visitor, path: str) -> list[list[str]]:
    """Of an export as CSV, without its head."""
    answer = visitor.client.get(path)
    assert answer.status_code == 200, path
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))[1:]


def numbers(visitor: Visitor, query: str = "queue=all") -> set[str]:
    return {row[0] for row in rows(visitor, f"/casework/export?format=csv&{query}")}


def selected(visitor: Visitor, *cases: FiledCase, **more: str) -> Any:
    visitor.go("/casework/")
    token = visitor.page.html.select_one("input[name=csrf_token]")["value"]  # type: ignore[index]
    data = {"csrf_token": token, "number": [case.number for case in cases], "format": "csv", **more}
    return visitor.client.post("/casework/export", data=data)


def told(lives: Lives) -> list[dict[str, Any]]:
    """What the ledger keeps of exports."""
    with lives.owner.connect() as connection:
        found = connection.execute(text("SELECT detail FROM ledger_entry WHERE verb = 'cases.exported' ORDER BY seq"))
        return [row.detail for row in found]


def test_a_queue_goes_out_with_the_filter_of_the_address_and_the_ledger_keeps_it(app: Flask, lives: Lives) -> None:
    delay, queue = lives.in_progress("saran", Theme.DELAY), lives.in_progress("saran", Theme.QUEUE)
    saran = at_desk(app, "saran")
    assert numbers(saran) == {delay.number, queue.number}
    assert numbers(saran, "queue=mine&theme=delay") == {delay.number}
    assert numbers(saran, "queue=all&status=closed") == set()
    first, second, _third = told(lives)
    assert first == {"queue": "all", "search": 0, "format": "csv", "rows": 2, "titles": 0}
    assert second == {"queue": "mine", "theme": "delay", "search": 0, "format": "csv", "rows": 1, "titles": 0}


def test_words_that_were_searched_for_and_numbers_of_cases_stay_out_of_the_ledger(app: Flask, lives: Lives) -> None:
    case = lives.in_progress("saran")
    saran = at_desk(app, "saran")
    assert numbers(saran, "queue=all&q=гэрчилгээ") == {case.number}
    assert numbers(saran, f"q={case.number}") == {case.number}
    assert selected(saran, case).status_code == 200
    kept = told(lives)
    assert [entry.get("search") for entry in kept] == [1, 0, None]
    assert not any("гэрчилгээ" in str(entry) or case.number in str(entry) for entry in kept)
    assert kept[2]["queue"] == "selection"


def test_an_export_holds_facts_and_nothing_that_was_written_or_tells_who_wrote(app: Flask, lives: Lives) -> None:
    lives.in_progress("saran")
    saran = at_desk(app, "saran")
    content = saran.client.get("/casework/export?format=csv&queue=all").data.decode()
    for secret in (TITLE, COMPLAINT[:20], *(value for value in vars(BOLD).values() if value)):
        assert secret not in content


def test_titles_come_only_when_they_are_asked_for_and_the_ledger_says_so(app: Flask, lives: Lives) -> None:
    case = lives.in_progress("saran")
    saran = at_desk(app, "saran")
    assert TITLE in rows(saran, "/casework/export?format=csv&queue=all&titles=1")[0]
    assert TITLE in selected(saran, case, titles="1").data.decode()
    assert [entry["titles"] for entry in told(lives)] == [1, 1]


def test_a_selection_goes_out_with_those_cases_alone(app: Flask, lives: Lives) -> None:
    one, _other = lives.in_progress("saran"), lives.in_progress("saran")
    answer = selected(at_desk(app, "saran"), one, number_of_nobody="2026-4839-2051-7")
    assert [row[0] for row in csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))][1:] == [one.number]
    assert told(lives)[0]["rows"] == 1


def test_a_selection_without_a_token_is_refused_and_nothing_is_recorded(app: Flask, lives: Lives) -> None:
    case = lives.in_progress("saran")
    saran = at_desk(app, "saran")
    assert saran.client.post("/casework/export", data={"number": case.number}).status_code == 400
    assert told(lives) == []


@pytest.mark.parametrize("login", ["sukh", "oyun", "khulan", "dorj", "zaya"])
def test_who_does_not_work_on_cases_finds_no_such_page(app: Flask, lives: Lives, login: str) -> None:
    lives.in_progress("saran")
    visitor = at_desk(app, login)
    assert visitor.client.get("/casework/export?format=csv").status_code == 404
    assert visitor.client.get("/casework/overview.csv").status_code == 404
    assert told(lives) == []


def test_a_case_about_an_officer_is_in_no_export_of_theirs_not_even_when_they_name_it(app: Flask, lives: Lives) -> None:
    seen = lives.in_progress("bat")
    hidden = lives.file()
    lives.cast.step("tuya", hidden.number, c.Register())
    triage = lives.triage_of(Theme.STAFF_CONDUCT, officials=(lives.cast.id_of("saran"),))
    lives.cast.step("tuya", hidden.number, triage)
    saran, bat = at_desk(app, "saran"), at_desk(app, "bat")
    assert numbers(saran) == {seen.number}
    assert numbers(bat) == {seen.number, hidden.number}
    answer = selected(saran, seen, hidden).data.decode()
    assert seen.number in answer and hidden.number not in answer
    assert sorted(entry["rows"] for entry in told(lives)) == [1, 1, 2]


def test_integrity_goes_out_for_its_team_alone(app: Flask, lives: Lives) -> None:
    report = lives.file(REPORT, kind=Kind.CORRUPTION, mode=Mode.ANONYMOUS)
    assert numbers(at_desk(app, "saran")) == set()
    assert numbers(at_desk(app, "bat")) == {report.number}


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_heads_page_goes_out_and_the_ledger_keeps_it(app: Flask, lives: Lives, suffix: str) -> None:
    lives.in_progress("saran")
    answer = at_desk(app, "tuya").client.get(f"/casework/overview.{suffix}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="overview-2026-03-02.{suffix}"'
    if suffix == "csv":
        assert "Саран" in answer.data.decode()
    else:
        book = load_workbook(io.BytesIO(answer.data))
        assert len(book.sheetnames) == 6
        assert ("Саран", 1) in [(row[0].value, row[1].value) for row in book.worksheets[0].rows]
    entry = told(lives)[0]
    assert (entry["queue"], entry["format"], entry["titles"]) == ("overview", suffix, 0)


def test_an_unknown_format_is_a_page_that_is_not(app: Flask, lives: Lives) -> None:
    tuya = at_desk(app, "tuya")
    assert tuya.client.get("/casework/export?format=exe").status_code == 404
    assert tuya.client.get("/casework/overview.exe").status_code == 404
    assert told(lives) == []
