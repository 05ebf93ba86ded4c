"""A citizen adds photos and documents: through errors, removals, stale pages, and to the inspector's eyes."""

import errno
import io
import re

from flask import Flask
from PIL import Image
from sqlalchemy import Engine, text

from tests.conftest import Clock
from tests.lives import COMPLAINT, Lives
from tests.visiting import Page, Visitor, filled

GPS = {1: "N", 2: (47.0, 55.0, 0.0)}


def photo() -> bytes:
    """A small picture that says where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Утасны нэр"
    exif.get_ifd(0x8825).update(GPS)
    buffer = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(buffer, "jpeg", exif=exif)
    return buffer.getvalue()


def at_files(citizen: Visitor, **more: str) -> Page:
    citizen.go("/complaint")
    citizen.send(kind="complaint", text=COMPLAINT, **more)
    return citizen.send(button=("go", "files"), where="Цонх 4")


def upload(citizen: Visitor, *files: tuple[str, bytes, str], go: str = "attach") -> Page:
    sent = [(io.BytesIO(content), name, declared) for name, content, declared in files]
    return citizen.upload(sent, go)


def test_a_photo_is_filed_with_the_complaint_and_opened_without_its_place(
    app: Flask, citizen: Visitor, lives: Lives
) -> None:
    at_files(citizen)
    assert "shop.jpg" in upload(citizen, ("shop.jpg", photo(), "image/jpeg")).main
    back = citizen.send(button=("go", "done"))
    assert "shop.jpg" in back.main and back.html.select_one("#where")["value"] == "Цонх 4"  # type: ignore[index]
    citizen.send()
    checked = citizen.send(mode="anonymous")
    assert "shop.jpg" in checked.main
    number = re.search(r"\d{4}-\d{4}-\d{4}-\w", citizen.send(button=("go", "send")).main)
    assert number is not None
    saran = Visitor(app, language="en")
    saran.sign_in("saran")
    case = saran.go(f"/casework/cases/{number[0]}")
    link = next((href for href in case.links() if "cleaned" in href), case.main)
    served = saran.client.get(link)
    assert served.headers["Content-Disposition"].startswith("attachment")
    assert (
        served.headers["X-Content-Type-Options"] == "nosniff" and "sandbox" in served.headers["Content-Security-Policy"]
    )
    assert not Image.open(io.BytesIO(served.data)).getexif()
    original = saran.client.get(link.replace("cleaned", "original"))
    assert original.data == photo()


def test_a_file_of_another_kind_is_refused_by_name_and_the_text_stays(citizen: Visitor) -> None:
    at_files(citizen)
    page = upload(
        citizen, ("virus.exe", b"MZ" + bytes(200), "application/octet-stream"), ("a.jpg", photo(), "image/jpeg")
    )
    assert page.status == 400 and "virus.exe" in page.errors and "a.jpg" not in page.errors
    assert citizen.send(button=("go", "done")).html.select_one("#where")["value"] == "Цонх 4"  # type: ignore[index]
    assert "a.jpg" in citizen.page.main and "virus.exe" not in citizen.page.main


class _Slow(io.BytesIO):
    """As the server gives a body that it no longer waits for."""

    def readinto(self, _into: object, /) -> int:
        raise ConnectionResetError(errno.ECONNRESET, "too slow")


def test_whoever_sends_too_slowly_is_told_and_finds_what_they_wrote(citizen: Visitor) -> None:
    at_files(citizen)
    action = citizen.page.html.select_one("form[enctype]")["action"]  # type: ignore[index]
    told = citizen.client.post(
        action,
        input_stream=_Slow(),
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": "1000"},
    )
    assert told.status_code == 408
    assert citizen.send(button=("go", "done")).html.select_one("#where")["value"] == "Цонх 4"  # type: ignore[index]


def test_a_file_is_removed_again(citizen: Visitor) -> None:
    at_files(citizen)
    page = upload(citizen, ("a.jpg", photo(), "image/jpeg"), ("b.jpg", photo(), "image/jpeg"))
    button = next(b for b in page.html.select("button[value^='remove:']") if "a.jpg" in b.get_text())
    left = citizen.send(button=("go", str(button["value"])))
    assert "a.jpg" not in left.main and "b.jpg" in left.main


def test_files_survive_a_wrong_step_an_old_token_and_a_second_window(citizen: Visitor) -> None:
    at_files(citizen)
    upload(citizen, ("a.jpg", photo(), "image/jpeg"))
    citizen.send(button=("go", "done"))
    citizen.send()
    wrong = citizen.send(mode="named")
    assert wrong.status == 400 and wrong.errors
    other = Visitor(citizen.app, language="en")
    other.client = citizen.client
    other.go("/complaint")
    other.send("", kind="request", text="Өөр зүйл")
    citizen.send(mode="anonymous")
    with citizen.client.session_transaction() as session:
        session.clear()
    stale = citizen.send(button=("go", "send"))
    assert stale.status == 400 and "a.jpg" in stale.main and COMPLAINT in stale.main
    assert citizen.send(button=("go", "send")).status == 200
    assert "your receipt" in citizen.page.main


def test_whoever_comes_back_goes_on_where_they_were(citizen: Visitor) -> None:
    at_files(citizen)
    upload(citizen, ("a.jpg", photo(), "image/jpeg"))
    again = citizen.go("/complaint")
    assert "not finished" in again.main and COMPLAINT not in str(again.html)
    went_on = citizen.send(button=("go", "resume"))
    assert "a.jpg" in went_on.main and went_on.html.select_one("#where")["value"] == "Цонх 4"  # type: ignore[index]
    citizen.go("/complaint")
    assert "is deleted" in citizen.send(button=("go", "forget")).text
    assert "not finished" not in citizen.go("/complaint").main


def test_after_an_hour_the_files_are_gone_and_the_person_is_told_before_sending(
    citizen: Visitor, clock: Clock, owner_engine: Engine
) -> None:
    at_files(citizen)
    upload(citizen, ("a.jpg", photo(), "image/jpeg"))
    citizen.send(button=("go", "done"))
    citizen.send()
    citizen.send(mode="anonymous")
    clock.forward(minutes=61)
    told = citizen.send(button=("go", "send"))
    assert told.status == 409 and "no longer here" in told.main and COMPLAINT in told.main
    with owner_engine.connect() as connection:
        assert connection.scalar(text('SELECT count(*) FROM "case"')) == 0
    assert "your receipt" in citizen.send(button=("go", "send")).main


def test_two_clicks_file_once_with_the_files_once(citizen: Visitor, owner_engine: Engine) -> None:
    at_files(citizen)
    upload(citizen, ("a.jpg", photo(), "image/jpeg"))
    citizen.send(button=("go", "done"))
    citizen.send()
    check = citizen.send(mode="anonymous")
    first = citizen.send(button=("go", "send"))
    citizen.seen.append(check)
    assert citizen.send(button=("go", "send")).html.select_one(".code") == first.html.select_one(".code")
    with owner_engine.connect() as connection:
        assert connection.execute(text("SELECT count(*), count(DISTINCT case_id) FROM attachment")).one() == (1, 1)


def test_without_a_draft_of_this_browser_a_file_goes_nowhere(citizen: Visitor, owner_engine: Engine) -> None:
    at_files(citizen)
    citizen.client.delete_cookie("caseapp-draft")
    page = upload(citizen, ("a.jpg", photo(), "image/jpeg"))
    assert page.status == 400 and "choose the file again" in page.errors
    with owner_engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM attachment")) == 0
    assert "a.jpg" in upload(citizen, ("a.jpg", photo(), "image/jpeg")).main, "the page has begun a new draft"


def test_exit_forgets_the_draft_and_leads_away(citizen: Visitor, owner_engine: Engine) -> None:
    citizen.go("/integrity")
    citizen.send("", kind="corruption", text="Хээл хахууль нэхсэн")
    left = citizen.client.post("/exit")
    assert left.headers["Refresh"].startswith("0; url=https://")
    with owner_engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM draft")) == 0
    assert "not finished" not in citizen.go("/integrity").main


def test_letters_with_files_go_both_ways(app: Flask, citizen: Visitor, lives: Lives) -> None:
    filed = lives.file()
    citizen.go("/track")
    citizen.send("", code=filed.receipt.code)
    chosen = citizen.send(button=("action", "files"), text="Баримтаа хавсаргалаа")
    assert chosen.status == 200 and chosen.path == "/case"
    assert "a.jpg" in upload(citizen, ("a.jpg", photo(), "image/jpeg")).main
    back = citizen.send(button=("go", "done"))
    assert "Баримтаа хавсаргалаа" in str(back.html) and "a.jpg" in back.main
    sent = citizen.send(button=("action", "message"))
    assert citizen.client.get(next(h for h in sent.links() if "attachments" in h)).data == photo()
    saran = Visitor(app, language="en")
    saran.sign_in("saran")
    case = saran.go(f"/casework/cases/{filed.number}")
    assert "a.jpg" in case.main
    saran.send("message", button=("action", "files"), text="Хариу хавсралттай")
    upload(saran, ("b.jpg", photo(), "image/jpeg"))
    saran.send(button=("go", "done"))
    saran.send("message", text="Хариу хавсралттай")
    read = citizen.go("/case")
    link = next(href for href in read.links() if "cleaned" in href)
    assert "b.jpg" in read.main and not Image.open(io.BytesIO(citizen.client.get(link).data)).getexif()
    stranger = Visitor(app, language="en")
    assert stranger.client.get(link).status_code == 404


def test_files_under_another_name_leave_nothing_behind(citizen: Visitor, owner_engine: Engine) -> None:
    at_files(citizen)
    form = next(found for found in citizen.page.html.select("main form[enctype]"))
    data = {**filled(form), "go": "attach", "other": (io.BytesIO(photo()), "a.jpg", "image/jpeg")}
    citizen.client.post(str(form["action"]), data=data, content_type="multipart/form-data")
    with owner_engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM attachment")) == 0


def test_whoever_leaves_a_shared_machine_leaves_no_text_on_it(citizen: Visitor, owner_engine: Engine) -> None:
    at_files(citizen)
    citizen.client.post("/leave")
    assert "not finished" not in citizen.go("/complaint").main
    with owner_engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM draft")) == 0


def test_no_other_site_can_make_a_browser_forget_its_draft(citizen: Visitor) -> None:
    at_files(citizen)
    sent = citizen.client.post("/exit", headers={"Sec-Fetch-Site": "cross-site"})
    assert sent.status_code == 302 and "Refresh" not in sent.headers
    assert "not finished" in citizen.go("/complaint").main


def test_a_form_that_no_page_of_ours_sent_is_not_kept(citizen: Visitor, owner_engine: Engine) -> None:
    citizen.client.post("/complaint", data={"text": COMPLAINT, "mark": "0" * 32, "step": "1", "go": "next"})
    with owner_engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM draft")) == 0
