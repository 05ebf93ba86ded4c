"""The queue as a page: its address holds the view, rows are ticked without scripts, secrets are in no address."""

import pytest
from flask import Flask
from sqlalchemy import text

from caseapp.domain import commands as c
from caseapp.domain.vocab import Theme
from caseapp.queries.filtering import Filter
from caseapp.services.casework import views
from caseapp.services.uow import Surroundings
from tests.lives import Lives
from tests.statements import counted
from tests.visiting import Page, Visitor


def at_desk(app: Flask, login: str) -> Visitor:
    visitor = Visitor(app, "en")
    visitor.sign_in(login)
    return visitor


def numbers(page: Page) -> list[str]:
    return [link.get_text() for link in page.html.select("td.number a")]


def tick(visitor: Visitor, act: str, *chosen: str) -> Page:
    """Ticks rows of the list and presses one of the bar's buttons."""
    html = visitor.page.html
    bar = html.select_one("form#many")
    button = html.select_one(f'form#many button[formaction*="{act}"]')
    assert bar is not None and button is not None
    token = str(bar.select_one("[name=csrf_token]")["value"])  # type: ignore[index]
    seen = [str(box["value"]) for box in html.select('input[form=many][name="seen"]')]
    boxes = {str(box["value"]) for box in html.select('input[form=many][name="number"]')}
    assert set(chosen) <= boxes
    data = {"csrf_token": token, "seen": seen, "number": list(chosen)}
    return visitor._shown(visitor.client.post(str(button["formaction"]), data=data))


def test_rows_are_ticked_assigned_and_each_tells_what_came_of_it(app: Flask, lives: Lives) -> None:
    first, second, fresh = lives.triaged("bat"), lives.triaged("bat"), lives.file()
    bat = at_desk(app, "bat")
    bat.go("/casework/")
    page = tick(bat, "/many/assign", first.number, second.number, fresh.number)
    assert page.status == 200
    done = bat.send("/many/assign", assignee=str(lives.cast.id_of("saran")))
    assert "Done: 2 of 3." in done.main
    assert [lives.status(one) for one in (first, second, fresh)] == ["in_progress", "in_progress", "received"]


def test_a_form_with_a_mistake_keeps_what_was_ticked(app: Flask, lives: Lives) -> None:
    filed = lives.triaged("bat")
    bat = at_desk(app, "bat")
    bat.go("/casework/")
    tick(bat, "/many/triage", filed.number)
    wrong = bat.send("/many/triage", themes=["delay"])
    assert (wrong.status, filed.number in wrong.main) == (400, True)
    assert "Done: 1 of 1." in bat.send("/many/triage", themes=["delay"], severity="low").main


def test_nothing_ticked_is_said_so(app: Flask, lives: Lives) -> None:
    lives.triaged("bat")
    bat = at_desk(app, "bat")
    bat.go("/casework/")
    assert "Select cases first." in tick(bat, "/many/assign").text


def test_a_registrar_has_no_boxes_to_tick(app: Flask, lives: Lives) -> None:
    lives.file()
    sukh = at_desk(app, "sukh")
    assert not sukh.go("/casework/").html.select("form#many, input.pick")


def test_a_view_is_saved_without_the_words_used_again_renamed_and_removed(app: Flask, lives: Lives) -> None:
    slow, _other = lives.triaged("saran", Theme.DELAY), lives.triaged("saran", Theme.QUEUE)
    saran = at_desk(app, "saran")
    saran.go("/casework/?queue=all&theme=delay&sort=number&q=дараалал")
    saran.send("queue=all&theme=delay&sort=number", name="Slow ones", shared="1")
    link = next(link for link in saran.page.html.select(".views a") if "Slow ones" in link.get_text())
    assert link["href"] == "/casework/?queue=all&theme=delay&sort=number"
    assert numbers(saran.go(str(link["href"]))) == [slow.number]
    assert "Slow ones" in at_desk(app, "bat").go("/casework/").main
    view = next(f for f in saran.page.html.select("details form") if "/views/" in str(f["action"]))
    saran.send(str(view["action"]), name="Slower")
    assert "Slower" in saran.page.main and "Slow ones" not in saran.page.main
    saran.send(str(view["action"]), button=("remove", "1"))
    assert not saran.page.html.select(".views")


@pytest.mark.parametrize("sort", ["due", "received", "number"])
def test_the_address_holds_the_order_and_the_next_page(app: Flask, lives: Lives, sort: str) -> None:
    filed = {lives.file().number for _ in range(27)}
    sukh = at_desk(app, "sukh")
    first = sukh.go(f"/casework/?queue=all&sort={sort}")
    following = next(link for link in first.links("a.button") if "after=" in link)
    assert f"sort={sort}" in following
    second = sukh.go(following)
    assert len(numbers(first)) == 25
    assert set(numbers(first)) | set(numbers(second)) == filed


@pytest.mark.parametrize("after", ["x", "2026-01-01", "2026-01-01.x", ".5", "9999-99-99.1", "2026-0000.7"])
@pytest.mark.parametrize("sort", ["due", "number", "nothing"])
def test_a_broken_place_in_the_address_begins_at_the_front(app: Flask, lives: Lives, after: str, sort: str) -> None:
    filed = lives.file()
    assert numbers(at_desk(app, "sukh").go(f"/casework/?sort={sort}&after={after}")) == [filed.number]


def test_passages_are_shown_on_wish_and_every_opening_is_recorded(app: Flask, lives: Lives) -> None:
    filed = lives.triaged("bat")
    saran = at_desk(app, "saran")
    page = saran.go("/casework/?queue=all&q=дараалалд")
    assert not page.html.select("mark")
    before = lives.verbs(filed).count("case.read")
    shown = saran.send("/passages?queue=all&q=%D0%B4%D0%B0%D1%80%D0%B0%D0%B0%D0%BB%D0%B0%D0%BB%D0%B4")
    assert [mark.get_text() for mark in shown.html.select("mark")] == ["дараалалд"]
    assert lives.verbs(filed).count("case.read") == before + 1


PASSAGES = "/passages?queue=all&q=%D0%B4%D0%B0%D1%80%D0%B0%D0%B0%D0%BB%D0%B0%D0%BB%D0%B4"
STATEMENTS_OF_A_PAGE = 14
"""With those of the session and of what stands around every list."""


def test_one_damaged_text_is_marked_and_the_others_are_shown(app: Flask, lives: Lives) -> None:
    whole, torn = lives.triaged("bat"), lives.triaged("bat")
    with lives.owner.begin() as connection:
        connection.execute(text("ALTER TABLE sealed_part DISABLE TRIGGER USER"))
        connection.execute(
            text("UPDATE sealed_part SET ciphertext = set_byte(ciphertext, 40, 255 - get_byte(ciphertext, 40))"
                 " WHERE case_id = :id AND compartment = 'report' AND part = 'narrative'"),
            {"id": torn.id},
        )  # fmt: skip
        connection.execute(text("ALTER TABLE sealed_part ENABLE TRIGGER USER"))
    saran = at_desk(app, "saran")
    saran.go("/casework/?queue=all&q=дараалалд")
    before = {one.number: lives.verbs(one).count("case.read") for one in (whole, torn)}
    shown = saran.send(PASSAGES)
    assert shown.status == 200
    told = {row.find_previous_sibling("tr")["data-number"]: row.get_text() for row in shown.html.select("tr.passage")}  # type: ignore[index]
    assert "cannot be opened" in told[torn.number] and "дараалалд" in told[whole.number]
    assert {one.number: lives.verbs(one).count("case.read") - before[one.number] for one in (whole, torn)} == {
        whole.number: 1,
        torn.number: 1,
    }, "an attempt is recorded like an opening"


def test_passages_of_a_whole_page_are_opened_in_one_pass(app: Flask, lives: Lives, house: Surroundings) -> None:
    few = [lives.triaged("bat") for _ in range(2)]
    saran = at_desk(app, "saran")
    saran.go("/casework/?queue=all&q=дараалалд")
    engine = house.sessions.kw["bind"]
    with counted(engine) as sent_for_few:
        saran.send(PASSAGES)
    more = [lives.triaged("bat") for _ in range(8)]
    saran.go("/casework/?queue=all&q=дараалалд")
    with counted(engine) as sent:
        shown = saran.send(PASSAGES)
    assert len(shown.html.select("tr.passage")) == len(few) + len(more)
    assert len(sent) == len(sent_for_few) <= STATEMENTS_OF_A_PAGE


def test_whoever_has_not_stated_to_have_no_conflict_sees_no_passage(app: Flask, lives: Lives) -> None:
    filed = lives.triaged("bat")
    lives.cast.step("bat", filed.number, c.Assign(lives.cast.id_of("saran")))
    saran = at_desk(app, "saran")
    saran.go("/casework/?queue=all&q=дараалал")
    shown = saran.send("/passages?queue=all&q=%D0%B4%D0%B0%D1%80%D0%B0%D0%B0%D0%BB%D0%B0%D0%BB")
    assert "Цонх" not in shown.main and not shown.html.select("mark")


def test_what_is_looked_for_by_receipt_or_person_is_in_no_address(app: Flask, lives: Lives) -> None:
    filed = lives.triaged("saran")
    for login, typed in (("sukh", filed.receipt.code), ("tuya", "УК85051512")):
        visitor = at_desk(app, login)
        visitor.go("/casework/find")
        page = visitor.send("/find", typed=typed)
        assert numbers(page) == [filed.number]
        assert not [link for link in page.links() if typed in link or "typed" in link]
    saran = at_desk(app, "saran")
    saran.go("/casework/find")
    assert "No case is found." in saran.send("/find", typed="УК85051512").text


def test_a_receipt_among_the_words_is_sent_on_without_being_shown_or_kept(app: Flask, lives: Lives) -> None:
    code = lives.triaged("saran").receipt.code
    saran = at_desk(app, "saran")
    response = saran.client.get("/casework/", query_string={"q": code.lower()})
    assert (response.status_code, response.location) == (302, "/casework/find")
    page = saran.go(response.location)
    assert "A receipt number is looked for here" in page.text
    assert code not in str(page.html)


def test_staff_pages_alone_hold_the_script_of_keys(app: Flask, lives: Lives) -> None:
    saran = at_desk(app, "saran")
    desk = saran.go("/casework/")
    assert desk.html.select_one("script")["src"] == "/static/staff.js"  # type: ignore[index]
    assert "script-src 'self'" in desk.response.headers["Content-Security-Policy"]
    assert desk.html.select("dialog#keys a[data-go]")
    for path in ("/", "/complaint", "/sign-in", "/nowhere"):
        page = Visitor(app, "en").go(path)
        assert not page.html.select("script, dialog")
        assert "script-src" not in page.response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["endpoint", "after", "_anchor", "format"])
def test_a_word_that_no_filter_has_breaks_no_link_of_the_list(app: Flask, lives: Lives, name: str) -> None:
    for _ in range(26):
        lives.file()
    saran = at_desk(app, "saran")
    page = saran.go(f"/casework/?{name}=zz9")
    assert page.status == 200
    assert not [link for link in page.links() if "zz9" in link and "lang=" not in link]


def test_a_view_too_many_is_kept_on_the_page_until_another_gives_it_its_place(app: Flask, lives: Lives) -> None:
    lives.triaged("saran", Theme.DELAY)
    with lives.cast.at("saran") as uow:
        for n in range(views.MOST):
            views.keep(uow, f"Old {n:02}", Filter(), shared=False)
    saran = at_desk(app, "saran")
    saran.go("/casework/?queue=all&theme=delay")
    refused = saran.send("queue=all&theme=delay", name="The slow", shared="1")
    assert refused.status == 400
    assert "You keep 30 views" in refused.main and "«The slow» is not saved yet" in refused.main
    box = refused.html.select_one("#view-name")
    assert box is not None and box["value"] == "The slow"
    assert len(numbers(refused)) == 1, "the list of the filter is still there"
    form = next(f for f in refused.html.select("details form") if f.select_one("[value='Old 07']"))
    saran.send(str(form["action"]), button=("remove", "1"))
    link = next(link for link in saran.page.html.select(".views a") if "The slow" in link.get_text())
    assert link["href"] == "/casework/?queue=all&theme=delay"
    assert "Old 07" not in saran.page.main and "The slow" in at_desk(app, "bat").go("/casework/").main


def test_cases_are_taken_on_only_with_the_statement(app: Flask, lives: Lives) -> None:
    first, second = lives.triaged("bat"), lives.triaged("bat")
    saran = at_desk(app, "saran")
    saran.go("/casework/")
    tick(saran, "/many/mine", first.number, second.number)
    assert saran.send("/many/mine").status == 400
    assert "Done: 2 of 2." in saran.send("/many/mine", no_conflict="y").main
    assert [lives.status(one) for one in (first, second)] == ["in_progress", "in_progress"]


def test_one_row_is_registered_by_its_own_button_whatever_else_is_ticked(app: Flask, lives: Lives) -> None:
    first, second = lives.file(), lives.file()
    saran = at_desk(app, "saran")
    html = saran.go("/casework/").html
    button = html.select_one(f"tr[data-number='{first.number}'] button[name=only]")
    assert button is not None
    token = str(html.select_one("form#many [name=csrf_token]")["value"])  # type: ignore[index]
    seen = [str(box["value"]) for box in html.select('input[form=many][name="seen"]')]
    data = {"csrf_token": token, "seen": seen, "number": [second.number], "only": str(button["value"])}
    saran._shown(saran.client.post(str(button["formaction"]), data=data))
    assert [lives.status(one) for one in (first, second)] == ["registered", "received"]
    assert saran.page.html.select_one(f".list tr[data-number='{first.number}']") is not None


def test_all_that_the_filter_finds_is_confirmed_and_then_done_on_every_page(app: Flask, lives: Lives) -> None:
    filed = [lives.file() for _ in range(27)]
    other = lives.triaged("bat")
    saran = at_desk(app, "saran")
    html = saran.go("/casework/?status=received").html
    assert html.select_one("#all") is not None
    button = html.select_one('form#many button[formaction*="/many/register"]')
    token = str(html.select_one("form#many [name=csrf_token]")["value"])  # type: ignore[index]
    assert button is not None
    page = saran._shown(saran.client.post(str(button["formaction"]), data={"csrf_token": token, "all": "1"}))
    assert "27 cases are selected." in page.main and lives.status(filed[0]) == "received"
    assert "Done: 27 of 27." in saran.send("/many/register?status=received").main
    assert {lives.status(one) for one in filed} == {"registered"} and lives.status(other) == "triaged"


def test_a_list_of_one_page_offers_no_more_than_its_rows(app: Flask, lives: Lives) -> None:
    lives.file()
    assert at_desk(app, "saran").go("/casework/").html.select_one("#all") is None
