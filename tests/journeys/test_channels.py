"""What comes in by other ways than the form: at the counter, on the telephone, as a letter, as a list of 11-11."""

import io
import re

import pytest
from flask import Flask
from sqlalchemy import text

from caseapp.domain.commands import Register
from caseapp.domain.vocab import Channel, Kind, Mode
from tests.journeys.test_report import code_on, number_on
from tests.lives import COMPLAINT, REPORT, Lives
from tests.services.filing.test_importing import GOOD, HEAD, csv_of, with_cell, xlsx_of
from tests.visiting import Page, Visitor

SPOKEN = {
    "channel": "in_person",
    "kind": "complaint",
    "text": COMPLAINT,
    "service": "civil",
    "mode": "named",
    "family_name": "Дорлиг",
    "given_name": "Болд",
    "phone": "99112233",
}


@pytest.fixture
def sukh(app: Flask) -> Visitor:
    visitor = Visitor(app, "en")
    visitor.sign_in("sukh")
    return visitor


def take_in(sukh: Visitor, **more: str) -> Page:
    sukh.go("/casework/new")
    return sukh.send("new", **{**SPOKEN, **more})


def column(lives: Lives, number: str, name: str) -> str:
    with lives.owner.connect() as connection:
        return str(connection.scalar(text(f'SELECT {name} FROM "case" WHERE number = :n'), {"n": number}))


def protocol_on(page: Page) -> str:
    part = page.html.select_one(".protocol")
    return " ".join(part.get_text(" ").split()) if part else ""


@pytest.mark.parametrize("channel", ["in_person", "phone", "phone_110", "phone_1890", "open_day"])
def test_what_was_said_is_printed_for_signature_and_the_offices_sheet_holds_no_code(
    lives: Lives, sukh: Visitor, channel: str
) -> None:
    page = take_in(sukh, channel=channel, reply_form="oral")
    sheet = protocol_on(page)
    assert number_on(page) in sheet and COMPLAINT in sheet
    assert "Дорлиг Болд" in sheet and "Сүх, Бүртгэгч" in sheet and "2 March 2026" in sheet
    assert "By word of mouth" in sheet
    assert "it is what I said" in sheet and "Petitioner:" in sheet and "Officer:" in sheet
    groups = code_on(page).split(" ")
    assert len(groups) == 8 and not [group for group in groups if group in sheet]
    assert len(page.html.select(".qr svg")) == 1 and not page.html.select(".protocol svg")


@pytest.mark.parametrize("channel", ["post", "suggestion_box", "government_1111", "other"])
def test_what_came_in_writing_needs_no_protocol(lives: Lives, sukh: Visitor, channel: str) -> None:
    page = take_in(sukh, channel=channel)
    assert code_on(page) and not protocol_on(page)


def test_whoever_gave_no_name_has_no_line_to_sign(lives: Lives, sukh: Visitor) -> None:
    sheet = protocol_on(take_in(sukh, mode="anonymous"))
    assert "did not give a name" in sheet and "Petitioner:" not in sheet and "Officer:" in sheet
    assert "Дорлиг" not in sheet, "what was typed before anonymity was chosen is not printed"


def test_the_protocol_of_a_form_sent_twice_is_what_was_filed(lives: Lives, sukh: Visitor) -> None:
    first = take_in(sukh)
    form = sukh.seen[-2]
    sukh.seen.append(form)
    again = sukh.send("new", **SPOKEN)
    assert code_on(again) == code_on(first) and protocol_on(again) == protocol_on(first)
    sukh.seen.append(form)
    other = sukh.send("new", **{**SPOKEN, "text": "Өөр үг."})
    assert code_on(other) == code_on(first) and not protocol_on(other)
    assert lives.count() == 1


def test_the_term_of_a_letter_counts_from_the_day_on_which_it_came(lives: Lives, sukh: Visitor) -> None:
    day = {"received_on-year": "2026", "received_on-month": "2", "received_on-day": "20"}
    number = number_on(take_in(sukh, channel="post", **day))
    assert column(lives, number, "received_day") == "2026-02-20"
    assert column(lives, number, "due_on") == "2026-03-22", "30 days from the day of receipt, not of filing"
    assert "20 February 2026" in sukh.page.main


@pytest.mark.parametrize(
    ("year", "month", "day", "says"),
    [("2026", "3", "3", "lies in the future"), ("2025", "12", "31", "more than 60 days back")],
)
def test_a_day_of_receipt_that_cannot_be_is_told_at_its_field_and_nothing_is_lost(
    lives: Lives, sukh: Visitor, year: str, month: str, day: str, says: str
) -> None:
    typed = {"received_on-year": year, "received_on-month": month, "received_on-day": day}
    page = take_in(sukh, channel="post", external_ref="5/17", **typed)
    assert page.status == 400 and says in page.errors
    assert page.html.select_one('.errors a[href="#received_on"]')
    kept = {str(box["name"]): str(box.get("value", "")) for box in page.form("new").select("input[type=text]")}
    assert kept["received_on-day"] == day and kept["external_ref"] == "5/17" and kept["phone"] == "99112233"
    assert COMPLAINT in page.main and lives.count() == 0
    corrected = sukh.send("new", **{"received_on-year": "2026", "received_on-month": "3", "received_on-day": "1"})
    assert code_on(corrected) and lives.count() == 1


def test_the_same_call_is_not_taken_in_twice_and_its_case_is_not_named(lives: Lives, sukh: Visitor) -> None:
    known = lives.file(
        words=REPORT, kind=Kind.CORRUPTION, mode=Mode.ANONYMOUS, channel=Channel.PHONE_110, external_ref="110-2026-7"
    )
    page = take_in(sukh, channel="phone_110", external_ref="№ 110/2026/7")
    assert page.status == 400 and "was taken in before" in page.errors
    assert known.number not in page.text and lives.count() == 1
    assert code_on(sukh.send("new", channel="phone_1890")), "another line counts its own numbers"


def test_letters_of_two_senders_may_bear_one_number(lives: Lives, sukh: Visitor) -> None:
    for _ in range(2):
        assert code_on(take_in(sukh, channel="post", external_ref="1/25"))
    assert lives.count() == 2


def test_a_clerk_sees_nothing_of_a_report_of_corruption_afterwards(lives: Lives, sukh: Visitor) -> None:
    page = take_in(sukh, kind="corruption", text=REPORT)
    number = number_on(page)
    assert "closed envelope" in protocol_on(page)
    assert number not in sukh.go("/casework/").main
    assert sukh.go(f"/casework/cases/{number}").status == 404


def test_how_an_answer_is_wished_is_sealed_with_the_report(lives: Lives, sukh: Visitor) -> None:
    number = number_on(take_in(sukh, reply_form="electronic"))
    lives.cast.step("saran", number, Register())
    assert "Electronically" in sukh.go(f"/casework/cases/{number}").main


def test_the_next_one_begins_with_the_same_channel(lives: Lives, sukh: Visitor) -> None:
    page = take_in(sukh, channel="phone_1890")
    onward = next(link for link in page.links() if "channel=" in link)
    chosen = sukh.go(onward).html.select_one("select[name=channel] option[selected]")
    assert chosen is not None and chosen["value"] == "phone_1890"


def upload(sukh: Visitor, content: bytes, name: str = "list.csv") -> Page:
    page = sukh.go("/casework/import")
    token = str(page.form("").select_one("input[name=csrf_token]")["value"])  # type: ignore[index]
    data = {"csrf_token": token, "channel": "government_1111", "list": (io.BytesIO(content), name)}
    return sukh._shown(sukh.client.post("/casework/import", data=data, content_type="multipart/form-data"))


def codes_on(page: Page) -> list[str]:
    return [cell.get_text() for cell in page.html.select(".slip")]


@pytest.mark.parametrize("content", [csv_of(HEAD, GOOD, with_cell(0, "2")), xlsx_of(HEAD, GOOD, with_cell(0, "2"))])
def test_a_list_is_looked_at_first_and_then_filed_with_a_receipt_for_each(
    app: Flask, lives: Lives, sukh: Visitor, content: bytes
) -> None:
    seen = upload(sukh, content)
    assert seen.status == 200 and "2 rows can be filed" in seen.main and "Nothing is filed yet" in seen.main
    assert "1111-2026-001" in seen.main and "27 February 2026" in seen.main and COMPLAINT in seen.main
    assert lives.count() == 0
    done = sukh.send("confirm")
    assert done.status == 200 and "2 reports were filed" in done.main
    codes = codes_on(done)
    assert len(set(codes)) == 2 and lives.count() == 2
    later = Visitor(app, "en")
    later.go("/track")
    assert COMPLAINT in later.send(code=codes[0]).main


def test_rows_with_errors_stay_out_only_when_that_is_ticked(lives: Lives, sukh: Visitor) -> None:
    seen = upload(sukh, csv_of(HEAD, GOOD, with_cell(5, ""), with_cell(0, "1111 2026 001")))
    assert "1 row can be filed" in seen.main and "2 rows cannot" in seen.main
    rows = [
        cells[0].get_text() for row in seen.html.select("section:has(#bad) tbody tr") if (cells := row.select("td"))
    ]
    assert rows == ["3", "4"]
    assert "Write what was reported" in seen.main and "stands in the list before" in seen.main
    refused = sukh.send("confirm")
    assert refused.status == 400 and "tick that they stay out" in refused.errors and lives.count() == 0
    done = sukh.send("confirm", leave_out="y")
    assert len(codes_on(done)) == 1 and lives.count() == 1
    assert "Rows that were left out" in done.main


def test_what_somebody_else_took_in_meanwhile_stops_the_whole_list(lives: Lives, sukh: Visitor) -> None:
    upload(sukh, csv_of(HEAD, GOOD, with_cell(0, "2")))
    known = lives.file(channel=Channel.GOVERNMENT_1111, external_ref="2")
    page = sukh.send("confirm")
    assert page.status == 409 and "was taken in before" in page.errors
    assert lives.count() == 1 and known.number not in page.text
    assert "1 row can be filed" in page.main, "the preview says which row it is"
    assert len(codes_on(sukh.send("confirm", leave_out="y"))) == 1


def test_a_list_confirmed_twice_is_filed_once_and_shows_the_same_codes(lives: Lives, sukh: Visitor) -> None:
    seen = upload(sukh, csv_of(HEAD, GOOD))
    first = sukh.send("confirm")
    sukh.seen.append(seen)
    assert codes_on(sukh.send("confirm")) == codes_on(first)
    assert lives.count() == 1


def test_a_preview_is_worth_nothing_in_another_session_or_after_an_hour(
    app: Flask, lives: Lives, sukh: Visitor, clock: object
) -> None:
    seen = upload(sukh, csv_of(HEAD, GOOD))
    carried = str(seen.form("confirm").select_one("input[name=carried]")["value"])  # type: ignore[index]
    assert "Болд" not in carried and "Гэрчилгээ" not in carried
    saran = Visitor(app, "en")
    saran.sign_in("saran")
    upload(saran, csv_of(HEAD, with_cell(0, "3")))
    refused = saran.send("confirm", carried=carried)
    assert refused.status == 400 and "Nothing was filed" in refused.errors and lives.count() == 0


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "Choose the file"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "old Excel format"),
        (b"PK\x03\x04", "cannot be read as a list"),
        (csv_of(("Нэр",), ("Болд",)), "were not found: Number, Content"),
        (b"x" * (5 * 1024 * 1024 + 1), "too large"),
        (b"x" * (6 * 1024 * 1024), "too large"),
    ],
)
def test_a_file_that_is_no_list_is_told_in_words(lives: Lives, sukh: Visitor, content: bytes, says: str) -> None:
    page = upload(sukh, content)
    assert page.status in {400, 413} and says in page.errors and lives.count() == 0


def test_an_empty_list_to_fill_in_is_understood_by_the_import_itself(lives: Lives, sukh: Visitor) -> None:
    for suffix in ("csv", "xlsx"):
        for language in ("mn", "en"):
            came = sukh.client.get(f"/casework/import/template.{suffix}?lang={language}")
            assert came.status_code == 200 and "attachment" in came.headers["Content-Disposition"]
            page = upload(sukh, came.data, f"list.{suffix}")
            assert not page.html.select(".errors") and not re.search("Passed over", page.main), page.main
    assert sukh.client.get("/casework/import/template.exe").status_code == 404


def test_no_file_of_a_list_reaches_a_disk(lives: Lives, sukh: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("tempfile.TemporaryFile", lambda *_, **__: opened.append("file"))
    monkeypatch.setattr("tempfile.SpooledTemporaryFile", lambda *_, **__: opened.append("spooled"))
    rows = [with_cell(0, str(number)) for number in range(1500)]
    assert "1500 rows can be filed" in upload(sukh, csv_of(HEAD, *rows)).main
    assert opened == []
