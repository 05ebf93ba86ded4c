"""Whatever is sent at the citizens' door: no page breaks, nothing is half kept, no file's content reaches a disk."""

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from caseapp.domain.receipts import new_receipt
from caseapp.domain.vocab import Kind, Mode, PetitionerType, Service
from caseapp.web.public.details import CHOSEN
from caseapp.web.public.forms import STEP_FIELDS
from tests.lives import COMPLAINT, Lives
from tests.visiting import Visitor, filled

pytestmark = pytest.mark.slow
EXAMPLES = 5_000
ENDLESS = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
KNOWN = [*Kind, *Mode, *PetitionerType, *Service, "1", "99", "-1", "yes", "", " ", "bat@example.mn", "9911 2233"]
VALUES = st.one_of(st.sampled_from([str(value) for value in KNOWN]), st.text(max_size=60))
WHOLE = {"text": COMPLAINT, "service": "civil", "mode": "anonymous", "petitioner_type": "citizen", "files": "0"}
"""A form that can be sent; what chance types goes over it."""
NAMES = sorted({name for names in STEP_FIELDS.values() for name in names} | CHOSEN)
CONTENT = st.one_of(
    st.binary(max_size=300),
    st.sampled_from([b"\xff\xd8\xff\xe0", b"%PDF-1.7\n", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", COMPLAINT.encode()]),
)


@pytest.fixture
def empty_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the process would put a file for a while, if it did."""
    with tempfile.TemporaryDirectory() as folder:
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield Path(folder)


def token_of(visitor: Visitor) -> dict[str, str]:
    form = visitor.page.form(button=("go", "next"))
    return {name: str(value) for name, value in filled(form).items() if name in {"csrf_token", "token", "mark"}}


def counted(owner: Engine) -> tuple[int, ...]:
    """Cases, first entries, narratives, keys of the report for the receipt: one of each to a case."""
    with owner.connect() as connection:
        return tuple(
            int(connection.scalar(text(query)) or 0)
            for query in (
                'SELECT count(*) FROM "case"',
                "SELECT count(*) FROM ledger_entry WHERE verb = 'report.received'",
                "SELECT count(*) FROM sealed_part WHERE part = 'narrative'",
                "SELECT count(*) FROM case_key WHERE compartment = 'report' AND reader = 'receipt'",
            )
        )


@ENDLESS
@given(
    side=st.sampled_from(["complaint", "integrity"]),
    step=st.sampled_from(["1", "2", "3", "4", "5", "x"]),
    go=st.sampled_from(["next", "back", "send", "files", "1", "4", "resume", "forget", "x"]),
    typed=st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=12),
)
def test_no_filing_breaks_and_none_is_half_kept(
    app: Flask, owner_engine: Engine, side: str, step: str, go: str, typed: dict[str, str]
) -> None:
    visitor = Visitor(app)
    visitor.go(f"/{side}")
    whole = {**WHOLE, "kind": "complaint" if side == "complaint" else "corruption"}
    data = {**token_of(visitor), **whole, "step": step, "go": go, **typed}
    answer = visitor.client.post(f"/{side}", data=data)
    assert answer.status_code in {200, 302, 303, 400, 409, 429}
    kept = counted(owner_engine)
    assert len(set(kept)) == 1
    event(f"answer {answer.status_code}, go {go}")
    with owner_engine.begin() as connection:
        connection.execute(text("DELETE FROM sending_count"))


@ENDLESS
@given(
    name=st.text(max_size=40),
    declared=st.one_of(st.sampled_from(["image/jpeg", "application/pdf", "text/plain", ""]), st.text(max_size=20)),
    content=CONTENT,
    cut=st.integers(0, 400),
    boundary=st.sampled_from([b"--b", b"--b", b"--c", b"", b"\r\n--b--"]),
)
def test_no_upload_breaks_and_nothing_of_it_lies_on_the_disk(
    uploading: tuple[FlaskClient, str, dict[str, str]],
    owner_engine: Engine,
    empty_disk: Path,
    name: str,
    declared: str,
    content: bytes,
    cut: int,
    boundary: bytes,
) -> None:
    client, address, fields = uploading
    body = io.BytesIO()
    for field, value in fields.items():
        body.write(f'--b\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode())
    head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: {declared}\r\n\r\n'
    body.write(head.encode(errors="replace") + content + b"\r\n" + boundary + b"--\r\n")
    sent = body.getvalue()[: max(0, len(body.getvalue()) - (cut if cut < 200 else 0))]
    answer = client.post(address, data=sent, content_type="multipart/form-data; boundary=b")
    assert answer.status_code in {200, 303, 400, 413, 429}
    assert list(empty_disk.iterdir()) == []
    with owner_engine.begin() as connection:
        half = text("SELECT count(*) FROM attachment WHERE complete AND size = 0 OR case_id IS NOT NULL")
        assert connection.scalar(half) == 0
        connection.execute(text("DELETE FROM attachment; DELETE FROM sending_count"))


@pytest.fixture
def uploading(app: Flask) -> tuple[FlaskClient, str, dict[str, str]]:
    """A browser that has begun a complaint and stands before its files."""
    visitor = Visitor(app)
    visitor.go("/complaint")
    visitor.send(kind="complaint", text=COMPLAINT)
    page = visitor.send(button=("go", "files"))
    form = next(found for found in page.html.select("main form[enctype]"))
    fields = {key: str(value) for key, value in filled(form).items() if key in {"csrf_token", "token", "mark", "step"}}
    return visitor.client, str(form["action"]), {**fields, "go": "attach", "kind": "complaint", "text": COMPLAINT}


OTHERS: dict[str, tuple[str, ...]] = {
    "/track": ("code",),
    "/verify": ("proof", "text"),
    "/case": ("action", "text", "appeal_reason", "withdraw_reason", "score", "comment", "code", "files"),
}


@pytest.mark.parametrize("path", OTHERS)
@ENDLESS
@given(data=st.data())
def test_no_other_form_breaks(app: Flask, lives: Lives, path: str, data: st.DataObject) -> None:
    visitor, codes = _standing(app, lives, path)
    typed: dict[str, Any] = {
        name: data.draw(st.one_of(VALUES, st.sampled_from(codes)), label=name) for name in OTHERS[path]
    }
    token = visitor.page.html.select_one("input[name=csrf_token]")
    answer = visitor.client.post(path, data={**typed, "csrf_token": str(token["value"]) if token else ""})
    assert answer.status_code in {200, 302, 303, 400, 409, 429}


def _standing(app: Flask, lives: Lives, path: str) -> tuple[Visitor, list[str]]:
    """A browser on that page, of whoever holds a receipt where one is needed; made once for all examples."""
    key = (id(app), path)
    if key not in _STANDING:
        visitor, filed = Visitor(app), lives.file()
        if path == "/case":
            visitor.go("/track")
            visitor.send(code=filed.receipt.code)
        visitor.go(path)
        actions = ["message", "withdraw", "appeal", "rate", "link", "complete", "files"]
        _STANDING[key] = (visitor, [filed.receipt.code, new_receipt().code, filed.number, *actions])
    return _STANDING[key]


_STANDING: dict[tuple[int, str], tuple[Visitor, list[str]]] = {}
