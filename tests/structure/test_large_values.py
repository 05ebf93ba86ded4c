"""As much as a request may hold, in any one field of any form at the citizens' door: answered at once all the same."""

import time

import pytest
from flask import Flask

from caseapp.domain.vocab import Kind
from caseapp.web.public.forms import ReportForm
from caseapp.web.public.preparing import prepared
from tests.lives import COMPLAINT, Lives
from tests.visiting import Visitor, filled

SIZE = 1_900_000
SECONDS = 2
"""Of this process' own time, so that a busy machine makes no difference."""
TEXTS = {
    **{
        name: sign * SIZE
        for name, sign in {"dots": ".", "spaces": " ", "ats": "@", "digits": "9", "lines": "\n"}.items()
    },
    "no address": f"a@{'.' * 60_000}@",
    "no number": f"{'9 ' * 60_000}x",
}
"""The last two are nearly right for as long as they last."""
TYPED = {
    "kind": "complaint",
    "text": COMPLAINT,
    "service": "civil",
    "mode": "named",
    "given_name": "Болд",
    "phone": "99112233",
}
OF_A_REPORT = {
    name for name, field in vars(ReportForm).items() if hasattr(field, "field_class") and name not in {"token", "mark"}
}


def busy_with(visitor: Visitor, path: str, **values: str) -> float:
    """Seconds until the answer, which is a page or a refusal."""
    began = time.process_time()
    answer = visitor.client.post(path, data=values, content_type="multipart/form-data", follow_redirects=True)
    spent = time.process_time() - began
    assert answer.status_code < 500, (path, answer.status_code)
    return spent


def slow_fields(visitor: Visitor, path: str, names: set[str], begun: dict[str, str]) -> dict[str, float]:
    spent = {
        f"{name} of {told}": busy_with(visitor, path, **{**begun, name: text})
        for name in sorted(names)
        for told, text in TEXTS.items()
    }
    assert spent
    return {told: seconds for told, seconds in spent.items() if seconds >= SECONDS}


def begun(visitor: Visitor, path: str) -> dict[str, str]:
    visitor.go(path)
    return {name: value for name, value in filled(visitor.page.form()).items() if isinstance(value, str)}


@pytest.mark.parametrize("path", ["/complaint", "/integrity"])
def test_no_field_of_a_report_keeps_the_door_busy(app: Flask, lives: Lives, path: str) -> None:
    visitor = Visitor(app)
    kind = "corruption" if path == "/integrity" else "complaint"
    values = {**begun(visitor, path), **TYPED, "kind": kind, "step": "3", "go": "next"}
    names = OF_A_REPORT | {"token", "mark", "step", "go"}
    assert slow_fields(visitor, path, names, values) == {}


@pytest.mark.parametrize("sent", ["9" * 5_000, "٣", "²", "-1", ""])
def test_a_count_of_files_that_is_none_counts_as_no_file(app: Flask, lives: Lives, sent: str) -> None:
    visitor = Visitor(app)
    values = {**begun(visitor, "/complaint"), **TYPED, "step": "4"}
    for go in ("back", "send"):
        data = {**values, "go": go, "files": sent}
        assert visitor.client.post("/complaint", data=data, follow_redirects=True).status_code == 200
    assert lives.count() == 1


def test_a_unit_of_spaces_at_the_counter_is_no_unit(app: Flask, lives: Lives) -> None:
    visitor = Visitor(app)
    visitor.sign_in("sukh")
    values = {**begun(visitor, "/casework/new"), **TYPED, "unit": "  "}
    assert visitor.client.post("/casework/new", data=values).status_code == 200
    assert lives.count() == 1


def test_no_field_of_the_counters_form_keeps_the_door_busy(app: Flask, lives: Lives) -> None:
    visitor = Visitor(app)
    visitor.sign_in("sukh")
    values = {**begun(visitor, "/casework/new"), **TYPED, "channel": "in_person"}
    days = {f"received_on-{part}" for part in ("year", "month", "day")}
    names = OF_A_REPORT | days | {"token", "channel", "external_ref", "reply_form"}
    assert slow_fields(visitor, "/casework/new", names, values) == {}


@pytest.mark.parametrize(("path", "names"), [("/track", {"code"}), ("/verify", {"proof", "text"})])
def test_no_box_for_codes_and_proofs_keeps_the_door_busy(app: Flask, lives: Lives, path: str, names: set[str]) -> None:
    visitor = Visitor(app)
    values = begun(visitor, path)
    assert slow_fields(visitor, path, names, values) == {}


def test_no_field_of_ones_own_page_keeps_the_door_busy(app: Flask, lives: Lives) -> None:
    visitor = Visitor(app)
    visitor.go("/track")
    visitor.send(code=lives.answered().receipt.code)
    values = begun(visitor, "/case")
    boxes = {
        "message": {"text", "files", "action"},
        "withdraw": {"withdraw_reason"},
        "appeal": {"appeal_reason"},
        "rate": {"score", "comment"},
        "link": {"code"},
    }
    for action, names in boxes.items():
        assert slow_fields(visitor, "/case", names, {**values, "action": action}) == {}


def errors_at(app: Flask, name: str, typed: str) -> list[str]:
    with app.test_request_context(method="POST", data={**TYPED, name: typed}):
        form = prepared(ReportForm(), (Kind.COMPLAINT,))
        form.validate()
        return [str(told) for told in form[name].errors]


@pytest.mark.parametrize("name", ["email", "notice_email"])
@pytest.mark.parametrize("typed", ["mailto:a@b.mn", "<a@b.mn>", "a@example..mn", "a@b.mn,", f"{'a' * 250}@b.mn"])
def test_an_address_to_which_no_letter_could_go_is_told_at_its_box(
    app: Flask, lives: Lives, name: str, typed: str
) -> None:
    assert len(errors_at(app, name, typed)) == 1
    assert errors_at(app, name, " bold@шуудан.мон ") == []
