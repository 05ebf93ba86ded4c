"""Pages at 100,000 cases: how long, how many queries, how many bytes. Prints its figures with `pytest -s -m slow`."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select

from caseapp.domain.compartments import Team
from caseapp.models.people import StaffUser
from caseapp.models.reference import DeadlineRule, Unit
from caseapp.services.uow import Surroundings
from caseapp.web import create_app
from tests.bench.many import Authority, fill
from tests.conftest import SETTINGS, Clock
from tests.lives import COMPLAINT, Lives
from tests.people import Cast
from tests.visiting import Visitor, filled

CASES = 100_000
ROUNDS = 7
pytestmark = pytest.mark.slow


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements that the application sends meanwhile."""
    sent: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def desk(house: Surroundings, cast: Cast, owner_url: str, app_engine: Engine, clock: Clock) -> Visitor:
    """Saran at her desk in front of a hundred thousand cases."""
    with cast.at("dorj") as uow:
        units = list(uow.session.scalars(select(Unit.id)))
        rule = uow.session.scalars(select(DeadlineRule.id).where(DeadlineRule.code == "reply_days")).one()
        people = list(uow.session.scalars(select(StaffUser.id).where(StaffUser.login.in_(["saran", "bat"]))))
    team = cast.signed_in("saran").keys.team(Team.CASEWORK.value)
    assert team is not None
    fill(owner_url, Authority(units, rule, people, team.public, team.private), clock.now, CASES)
    visitor = Visitor(create_app(SETTINGS, house), "mn")
    visitor.sign_in("saran")
    return visitor


def measured(visit: Callable[[], object]) -> float:
    """The median of some rounds after one to warm up, in milliseconds."""
    visit()
    times = []
    for _ in range(ROUNDS):
        before = time.perf_counter()
        visit()
        times.append(1000 * (time.perf_counter() - before))
    return statistics.median(times)


def test_pages_keep_their_bounds_at_a_hundred_thousand_cases(
    desk: Visitor, app_engine: Engine, app: Flask, lives: Lives
) -> None:
    number = lives.in_progress("saran").number
    tuya = Visitor(app, "mn")
    tuya.sign_in("tuya")
    bounds = (
        ("queue, open", desk, "/casework/", 250, 20, 60_000),
        ("queue, mine", desk, "/casework/?queue=mine", 250, 20, 60_000),
        ("queue, filtered by theme and unit", desk, "/casework/?queue=all&theme=delay&service=civil", 250, 20, 60_000),
        ("search, frequent word", desk, "/casework/?queue=all&q=гэрчилгээ", 300, 20, 60_000),
        ("search, rare words", desk, "/casework/?queue=all&q=аавбэвгэгдр", 250, 20, 60_000),
        ("case page", desk, f"/casework/cases/{number}", 150, 45, 60_000),
        ("quarter's analysis", tuya, "/analysis/2026Q1", 2500, 40, 120_000),
        ("start page", Visitor(app, "mn"), "/", 30, 3, 10_000),
        ("complaint form", Visitor(app, "mn"), "/complaint", 60, 4, 20_000),
    )
    print()
    failed = []
    for name, visitor, path, most_ms, most_queries, most_bytes in bounds:
        with counted(app_engine) as sent:
            answer = visitor.client.get(path)
        took = measured(lambda v=visitor, p=path: v.client.get(p))  # type: ignore[misc]
        line = f"{name:36} {took:8.1f} ms {len(sent):4} queries {len(answer.data):8} bytes"
        print(line)
        assert answer.status_code == 200
        if took > most_ms or len(sent) > most_queries or len(answer.data) > most_bytes:
            failed.append(f"{line} (bounds: {most_ms} ms, {most_queries} queries, {most_bytes} bytes)")
    assert not failed, "\n".join(failed)


def filed(app: Flask) -> float:
    """Milliseconds of the form's last press: suggestions, sealing, the ledger and the receipt with its QR."""
    citizen = Visitor(app, "mn")
    citizen.go("/complaint")
    citizen.send(button=("go", "next"), kind="complaint", text=COMPLAINT * 5)
    citizen.send(button=("go", "next"), service="civil")
    form = citizen.send(button=("go", "next"), mode="named", given_name="Болд", phone="99112233").form()
    data = {**filled(form), "go": "send"}
    before = time.perf_counter()
    answer = citizen.client.post("/complaint", data=data)
    took = 1000 * (time.perf_counter() - before)
    assert answer.status_code == 200
    return took


def test_a_complaint_is_sealed_and_answered_with_its_receipt_in_a_moment(app: Flask, lives: Lives) -> None:
    filed(app)
    took = statistics.median(filed(app) for _ in range(15))
    print(f"\n{'complaint sealed and filed':36} {took:8.1f} ms")
    assert took < 120
