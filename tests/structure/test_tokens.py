"""An order without its page's token is refused at every endpoint and leaves everything as it was."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import Engine, inspect, text
from werkzeug.test import TestResponse

from caseapp.vault.agency import fingerprint, new_identity
from tests.domain.test_proofs import SIGNED
from tests.lives import COMPLAINT, REPORT
from tests.people import PASSWORD, Cast
from tests.structure.conftest import NEW_KEY, World
from tests.structure.test_access import endpoints
from tests.visiting import Visitor

Data = dict[str, str | list[str]]
LEAVING = {"public.leave", "public.exit_page", "auth.sign_out"}
"""Whoever wants to leave leaves this browser even with a page that has grown stale."""
HEAVY = {"classifier_model", "sending_count"}
FILING: Data = {"step": "4", "go": "send", "service": "civil", "mode": "anonymous", "petitioner_type": "citizen"}
CHECK = {"text": "Хууль, журмын дагуу хийв."}


@dataclass(frozen=True)
class Order:
    """What a person sends; `before` is the page they stand on, `answers` what comes when the token is right."""

    who: str
    endpoint: str
    data: Data
    before: str = ""
    answers: frozenset[int] = frozenset({302})


OK = frozenset({200})
LOOKED = frozenset({200, 302})
"""The first press shows what would move."""
NEXT = frozenset({303})
PAPER: Data = {**FILING, "kind": "complaint", "text": COMPLAINT}
PERSON: Data = {"unit": "", "supervisor": "", "name": "Ш", "post": "П", "roles": ["auditor"]}
BASIS: Data = {"basis_mn": "Х", "basis_en": "L", "source": "S"}
"""A changed rule or day is looked at first; that it is saved only with its token is tried in tests/web/test_law.py."""
DAY: Data = {"day-year": "2026", "day-month": "3", "day-day": "2"}


def of_citizens(receipt: str) -> list[Order]:
    return [
        Order("", "public.complaint", PAPER, "/complaint", OK),
        Order("", "public.integrity", {**PAPER, "kind": "corruption", "text": REPORT}, "/integrity", OK),
        Order("", "public.track", {"code": receipt}),
        Order("", "public.verify", {"proof": SIGNED.block(), **CHECK}, "", OK),
        Order("", "public.files", {**PAPER, "go": "done"}, "/complaint", NEXT),
        Order("", "public.letter_files", {"go": "done"}, "/case"),
        Order("", "public.own_case", {"action": "message", **CHECK}, "/case"),
        Order("", "public.linked", {"go": "unlink"}, "/case"),
        Order("", "auth.sign_in", {"login": "saran", "password": PASSWORD}),
    ]


def of_inspection(cast: Cast) -> list[Order]:
    return [
        Order("saran", "casework.step", {}),
        Order("saran", "casework.import_list", {}, "", frozenset({400})),
        Order("saran", "casework.confirm_import", {}, "/casework/import", frozenset({302, 400})),
        Order("saran", "casework.letter_files", {"go": "done"}, "/casework/"),
        Order("saran", "casework.passages", {}, "/casework/", OK),
        Order("saran", "casework.find", {"typed": "УК00000000"}, "", OK),
        Order("saran", "casework.keep_view", {"name": "Нэр"}, "/casework/"),
        Order("saran", "casework.change_view", {"name": "Нэр"}, "/casework/"),
        Order("saran", "casework.many", {"number": "2026-0000-0000-0"}, "/casework/"),
        *of_the_desk(cast),
        Order("saran", "casework.conflict", {"statement": "none"}),
        Order("saran", "casework.write", CHECK),
        Order("saran", "casework.take_in", {**PAPER, "channel": "post"}, "", OK),
        Order("tuya", "casework.decide_identity", {"decision": "grant"}),
        Order("saran", "casework.reveal_identity", {}, "", OK),
        Order("tuya", "casework.team", {"team": "casework", "person": str(cast.id_of("sukh")), "go": "remove"}),
        Order("tuya", "casework.agency_key", {"fingerprint": fingerprint(NEW_KEY)}),
        Order("tuya", "casework.learning", {}, "", frozenset({302, 400})),
        Order("tuya", "analysis.report", {}),
        Order("zaya", "casework.explanation", CHECK),
        Order("enkh", "agency.download", {}, "", OK),
        Order("enkh", "agency.package", {"number": "12/345", **DAY}),
        Order("khulan", "audit.entries", {}, "", OK),
    ]


def of_the_desk(cast: Cast) -> list[Order]:
    """What hangs on a case, and the texts that letters begin from."""
    text = {"kind": "", "title": "Гарчиг", "body": "Бичвэр", "subject": "Гарчиг", "go": "keep"}
    task = {"task": "Асуух", "assignee": str(cast.id_of("saran")), **{f"due_on{k[3:]}": v for k, v in DAY.items()}}
    return [
        Order("saran", "casework.give_task", task),
        Order("saran", "casework.finish_task", {}, "/casework/"),
        Order("saran", "casework.link", {"other": "2026-0000-0000-0", "kind": "group"}, "", frozenset({400})),
        Order("saran", "casework.group", {}, "", frozenset({200, 400})),
        Order("saran", "casework.unlink", {"other": "2026-0000-0000-0"}, "/casework/"),
        Order("saran", "casework.look_alike", {}, "/casework/"),
        Order("saran", "casework.unrelated", {"other": "2026-0000-0000-0"}, "/casework/"),
        Order("saran", "casework.covering_letter", {}, "/casework/", frozenset({404})),
        Order("saran", "casework.letter", {}, "/casework/", frozenset({404})),
        Order("saran", "casework.posted", {}, "/casework/"),
        Order("saran", "casework.signed_letter", {}, "", frozenset({200, 400, 404})),
        Order("saran", "casework.export_selected", {"number": "2026-0000-0000-0"}, "/casework/", frozenset({200})),
        Order("saran", "casework.reminders_seen", {}, "/casework/"),
        Order("tuya", "casework.reply_templates", text),
        Order("tuya", "casework.reply_template", text),
        Order("tuya", "casework.letter_templates", {"words": "3/1"}),
        Order("tuya", "casework.new_letter_template", {**text, "outcome": "upheld"}, "", frozenset({302, 400})),
        Order("tuya", "casework.letter_template", text),
        Order("tuya", "casework.offer_letter", {"offer": "no"}),
    ]


def of_administrators() -> list[Order]:
    return [
        Order("dorj", "admin.bodies", {"name_mn": "Н", "name_en": "N", "go": "save"}),
        Order("dorj", "admin.units", {"code": "AIM-061", "name_mn": "Н", "name_en": "N", "level": "aimag"}),
        Order("dorj", "admin.rule", {"value": "29", "unit": "calendar", **BASIS}, "", OK),
        Order("dorj", "admin.calendar", {**DAY, "name_mn": "Ө", "name_en": "D"}, "", OK),
        Order("dorj", "admin.remove_day", {}, "", OK),
        Order("dorj", "admin.agency_keys", {"recipient": new_identity()[1]}),
        Order("dorj", "admin.agency_key", {}),
        Order("dorj", "admin.people", {**PERSON, "login": "new", "password": PASSWORD}),
        Order("dorj", "admin.person", PERSON),
        Order("dorj", "admin.active", {"active": "0"}),
        Order("dorj", "admin.password", {"password": f"{PASSWORD}!"}),
        Order("oyun", "auth.change_password", {"old": PASSWORD, "new": f"{PASSWORD}!"}),
    ]


def orders(cast: Cast, receipt: str) -> list[Order]:
    """One for each endpoint that takes any, so that the token is the only thing that can be missing."""
    return [*of_citizens(receipt), *of_inspection(cast), *of_administrators()]


class Desk:
    """Everybody at their own browser, and the database as it stands."""

    def __init__(self, app: Flask, world: World, owner: Engine) -> None:
        self.app, self.world, self.owner = app, world, owner
        self.visitors: dict[str, Visitor] = {}
        self.tables = [name for name in inspect(owner).get_table_names() if name not in HEAVY]

    def at(self, login: str) -> Visitor:
        if login not in self.visitors:
            self.visitors[login] = Visitor(self.app)
            if login:
                assert self.visitors[login].sign_in(login).status == 200
        return self.visitors[login]

    def stand(self, order: Order) -> Visitor:
        """On the page of this order, where that is a page: reading it has its own traces, which are made before."""
        visitor, path = self.at(order.who), self.path(order)
        if order.endpoint == "casework.write":
            path = self.world.path(self.app, "casework.case_page")
        if order.before or "GET" in methods(self.app, order.endpoint) or order.endpoint == "casework.write":
            assert visitor.go(order.before or path).status == 200
        return visitor

    def path(self, order: Order) -> str:
        more = {"number": self.world.fresh.number} if order.endpoint == "casework.conflict" else {}
        return self.world.path(self.app, order.endpoint, **more)

    def post(self, order: Order, **token: str) -> TestResponse:
        visitor = self.at(order.who)
        carried = re.search(r'name="token" value="([^"]*)"', visitor.page.response.text) if visitor.seen else None
        more = {"token": unescape(carried[1])} if carried else {}
        if order.endpoint == "public.own_case":
            more["number"] = self.world.asked.number
        return visitor.client.post(self.path(order), data={**order.data, **more, **token})

    def state(self) -> dict[str, str]:
        """A digest of every table; the ledger's without the entries on reading."""
        digest = "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM"
        with self.owner.connect() as connection:
            return {
                name: str(connection.scalar(text(f'{digest} "{name}" t {self._but_readings(name)}')))
                for name in self.tables
            }

    @staticmethod
    def _but_readings(name: str) -> str:
        return "WHERE t.verb <> 'case.read'" if name == "ledger_entry" else ""


def methods(app: Flask, endpoint: str) -> set[str]:
    return set().union(*(rule.methods or set() for rule in app.url_map.iter_rules(endpoint)))


@pytest.fixture
def desk(app: Flask, world: World, owner_engine: Engine) -> Desk:
    return Desk(app, world, owner_engine)


def test_every_endpoint_that_takes_orders_is_tried_here(app: Flask, cast: Cast) -> None:
    assert {order.endpoint for order in orders(cast, "")} | LEAVING == endpoints(app, "POST")


def each(desk: Desk, cast: Cast, do: Callable[[Order, Visitor], None]) -> None:
    for order in orders(cast, desk.world.asked.receipt.code):
        visitor = desk.at(order.who)
        if order.endpoint in {"public.own_case", "public.linked", "public.letter_files"}:
            visitor.go("/track")
            visitor.send(code=desk.world.asked.receipt.code)
        if order.endpoint == "public.linked":
            visitor.send(button=("action", "link"), code=desk.world.fresh.receipt.code)
        do(order, desk.stand(order))


def test_an_order_without_its_token_is_refused_and_changes_nothing(desk: Desk, cast: Cast) -> None:
    wrong: dict[str, object] = {}

    def send(order: Order, _visitor: Visitor) -> None:
        before = desk.state()
        for token in ({}, {"csrf_token": ""}, {"csrf_token": "ImZvcmdlZCI.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb"}):
            status = desk.post(order, **token).status_code
            if status != 400:
                wrong[order.endpoint] = status
        after = desk.state()
        changed = [name for name in before if before[name] != after[name]]
        if changed:
            wrong[order.endpoint] = changed

    each(desk, cast, send)
    assert wrong == {}


def test_the_same_order_with_its_token_is_carried_out(desk: Desk, cast: Cast) -> None:
    """Else the test above would prove nothing: what it sends must fail for the token alone."""
    wrong = {}

    def send(order: Order, visitor: Visitor) -> None:
        box = visitor.page.html.select_one("input[name=csrf_token]") or visitor.go("/password").html.select_one(
            "input[name=csrf_token]"
        )
        assert box is not None, order.endpoint
        status = desk.post(order, csrf_token=str(box["value"])).status_code
        if status not in order.answers:
            wrong[order.endpoint] = status

    each(desk, cast, send)
    assert wrong == {}


def test_another_persons_token_is_no_token(desk: Desk, cast: Cast) -> None:
    theirs = desk.at("dorj").go("/admin/people").html.select_one("input[name=csrf_token]")
    assert theirs is not None
    order = next(order for order in orders(cast, "") if order.endpoint == "casework.write")
    desk.stand(order)
    before = desk.state()
    assert desk.post(order, csrf_token=str(theirs["value"])).status_code == 400
    assert desk.state() == before


@pytest.mark.parametrize(
    ("endpoint", "who", "cookie"),
    [
        ("public.leave", "", "caseapp-receipt"),
        ("auth.sign_out", "saran", "caseapp-staff"),
    ],
)
def test_leaving_needs_no_token_and_changes_nothing_but_this_browser(
    desk: Desk, endpoint: str, who: str, cookie: str
) -> None:
    visitor = desk.at(who)
    if not who:
        visitor.go("/track")
        visitor.send(code=desk.world.asked.receipt.code)
    assert visitor.client.get_cookie(cookie)
    before = desk.state()
    assert visitor.client.post(desk.world.path(desk.app, endpoint)).status_code == 302
    assert visitor.client.get_cookie(cookie) is None
    assert desk.state() == before
