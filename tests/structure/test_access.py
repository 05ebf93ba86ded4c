"""Who may enter what: one table of all endpoints, held against the code, the roles and the doors."""

from dataclasses import replace

import pytest
from flask import Flask

from caseapp.domain.actors import Door
from caseapp.domain.policy import Permission as P
from caseapp.domain.policy import Role, permissions_of
from caseapp.services.uow import Surroundings
from caseapp.web import DOORS, access, create_app, shown
from tests.conftest import SETTINGS
from tests.structure.conftest import WHO, World
from tests.visiting import Visitor

ACCESS: dict[str, set[P]] = {
    "public.start": {P.ANYONE},
    "public.at": {P.ANYONE},
    "public.how": {P.ANYONE},
    "public.privacy": {P.ANYONE},
    "public.safety": {P.ANYONE},
    "public.accessibility": {P.ANYONE},
    "public.editions": {P.ANYONE},
    "public.edition": {P.ANYONE},
    "public.edition_file": {P.ANYONE},
    "public.complaint": {P.ANYONE},
    "public.integrity": {P.ANYONE},
    "public.track": {P.ANYONE},
    "public.own_case": {P.ANYONE},
    "public.leave": {P.ANYONE},
    "public.exit_page": {P.ANYONE},
    "public.attachment": {P.ANYONE},
    "public.letter_files": {P.ANYONE},
    "public.files": {P.ANYONE},
    "public.linked": {P.ANYONE},
    "public.lost_receipt": {P.ANYONE},
    "public.proof": {P.ANYONE},
    "public.own_letter": {P.ANYONE},
    "public.verify": {P.ANYONE},
    "auth.sign_in": {P.ANYONE},
    "auth.home": {P.SIGNED_IN},
    "auth.change_password": {P.SIGNED_IN},
    "auth.sign_out": {P.SIGNED_IN},
    "casework.queue": {P.CASE_READ},
    "casework.passages": {P.CASE_READ},
    "casework.find": {P.CASE_READ},
    "casework.keep_view": {P.CASE_READ},
    "casework.change_view": {P.CASE_READ},
    "casework.many": {P.CASE_WORK},
    "casework.case_page": {P.CASE_READ},
    "casework.step": {P.CASE_READ},
    "casework.write": {P.CASE_WORK},
    "casework.letter_files": {P.CASE_WORK},
    "casework.my_tasks": {P.CASE_WORK},
    "casework.reminders": {P.CASE_WORK},
    "casework.reminders_seen": {P.CASE_WORK},
    "casework.give_task": {P.CASE_WORK},
    "casework.finish_task": {P.CASE_WORK},
    "casework.reply_templates": {P.REPLY_EDIT},
    "casework.reply_template": {P.REPLY_EDIT},
    "casework.letter_templates": {P.REPLY_EDIT},
    "casework.letter_template": {P.REPLY_EDIT},
    "casework.new_letter_template": {P.REPLY_EDIT},
    "casework.offer_letter": {P.REPLY_EDIT},
    "casework.signed_letter": {P.CASE_WORK},
    "casework.letter": {P.CASE_WORK},
    "casework.posted": {P.CASE_WORK},
    "casework.attachment": {P.CASE_READ},
    "casework.link": {P.CASE_WORK},
    "casework.unlink": {P.CASE_WORK},
    "casework.look_alike": {P.CASE_WORK},
    "casework.unrelated": {P.CASE_WORK},
    "casework.earlier": {P.CASE_READ},
    "casework.group": {P.CASE_READ},
    "casework.covering_letter": {P.CASE_FORWARD},
    "casework.conflict": {P.CASE_WORK},
    "casework.reveal_identity": {P.IDENTITY_ASK},
    "casework.decide_identity": {P.IDENTITY_APPROVE},
    "casework.explanations": {P.EXPLANATION_ANSWER},
    "casework.explanation": {P.EXPLANATION_ANSWER},
    "casework.take_in": {P.CASE_INTAKE},
    "casework.import_list": {P.CASE_INTAKE},
    "casework.confirm_import": {P.CASE_INTAKE},
    "casework.import_template": {P.CASE_INTAKE},
    "casework.posters": {P.CASE_INTAKE},
    "casework.poster": {P.CASE_INTAKE},
    "casework.team": {P.TEAM_DESIGNATE},
    "casework.agency_keys": {P.KEYS_CONFIRM},
    "casework.agency_key": {P.KEYS_CONFIRM},
    "casework.learning": {P.MODEL_PROMOTE},
    "casework.head_page": {P.OVERVIEW_READ},
    "casework.head_page_file": {P.OVERVIEW_READ},
    "casework.export": {P.CASE_WORK},
    "casework.export_selected": {P.CASE_WORK},
    "analysis.quarters": {P.ANALYSIS_READ},
    "analysis.report": {P.ANALYSIS_READ},
    "analysis.file": {P.ANALYSIS_READ},
    "agency.packages": {P.AGENCY_READ},
    "agency.package": {P.AGENCY_READ},
    "agency.download": {P.AGENCY_READ},
    "audit.entries": {P.LEDGER_READ},
    "admin.people": {P.PEOPLE_MANAGE},
    "admin.person": {P.PEOPLE_MANAGE},
    "admin.active": {P.PEOPLE_MANAGE},
    "admin.password": {P.PEOPLE_MANAGE},
    "admin.units": {P.UNITS_MANAGE},
    "admin.bodies": {P.BODIES_MANAGE},
    "admin.rules": {P.RULES_MANAGE},
    "admin.rule": {P.RULES_MANAGE},
    "admin.calendar": {P.RULES_MANAGE},
    "admin.remove_day": {P.RULES_MANAGE},
    "admin.agency_keys": {P.KEYS_MANAGE},
    "admin.agency_key": {P.KEYS_MANAGE},
}
"""All of the app's endpoints but its static files: a new one fails here until somebody has thought of who may enter."""

WITH_A_RECEIPT = {"public.attachment"}
"""To everybody else, staff included, it is a page that is not."""
NOBODYS_HOME = {Door.PUBLIC}
PERSON_OF = {
    Door.CASEWORK: "tuya",
    Door.ANALYSIS: "oyun",
    Door.ADMIN: "dorj",
    Door.AGENCY: "enkh",
    Door.AUDIT: "khulan",
}


def endpoints(app: Flask, method: str = "") -> set[str]:
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and (not method or method in (rule.methods or ()))
    }


def alone(door: Door, house: Surroundings) -> Flask:
    return create_app(replace(SETTINGS, doors=frozenset({door})), house)


def test_every_endpoint_asks_for_what_the_table_says(app: Flask) -> None:
    stated = {name: set(view.access) for name, view in app.view_functions.items() if name != "static"}  # type: ignore[attr-defined]
    assert stated == ACCESS


def test_the_navigation_offers_a_page_to_exactly_those_who_may_enter_it() -> None:
    offered = {endpoint: needed for _, endpoint, needed in shown.NAVIGATION}
    assert offered == {endpoint: ACCESS[endpoint] for endpoint in offered}


def test_a_view_that_does_not_state_its_access_stops_the_start(app: Flask) -> None:
    access.require_stated(app)
    app.view_functions["public.forgotten"] = lambda: "open to all"
    with pytest.raises(access.UnstatedAccess, match=r"public\.forgotten"):
        access.require_stated(app)


def test_create_app_itself_refuses_an_unstated_view(house: Surroundings, monkeypatch: pytest.MonkeyPatch) -> None:
    start = DOORS[Door.PUBLIC]
    before = list(start.deferred_functions)
    try:
        start.deferred_functions.append(lambda state: state.add_url_rule("/forgotten", "forgotten", lambda: "open"))
        with pytest.raises(access.UnstatedAccess, match=r"public\.forgotten"):
            create_app(SETTINGS, house)
    finally:
        start.deferred_functions[:] = before
    assert "public.forgotten" not in create_app(SETTINGS, house).view_functions


def test_a_permission_list_that_is_empty_counts_as_unstated(app: Flask) -> None:
    app.view_functions["public.forgotten"] = access.access()(lambda: "open to all")
    with pytest.raises(access.UnstatedAccess):
        access.require_stated(app)


def test_each_role_enters_its_own_pages_and_every_other_is_a_page_that_is_not(app: Flask, world: World) -> None:
    wrong = {}
    for role, login in WHO.items():
        visitor, allowed = Visitor(app), permissions_of(frozenset({role})) | {P.ANYONE}
        visitor.sign_in(login)
        for endpoint in sorted(endpoints(app, "GET")):
            expected = 200 if ACCESS[endpoint] & allowed and endpoint not in WITH_A_RECEIPT else 404
            came = visitor.client.get(world.path(app, endpoint), follow_redirects=True)
            if came.status_code != expected:
                wrong[role, endpoint] = came.status_code
            elif expected == 404:
                nowhere = visitor.client.get("/there/is/no/such/page")
                same = came.get_data(as_text=True).replace(came.request.path, nowhere.request.path) == nowhere.text
                assert same, f"{endpoint} tells {role} that it exists"
    assert wrong == {}


def test_each_role_is_refused_every_order_that_is_not_its_own(app: Flask, world: World) -> None:
    wrong = {}
    for role, login in WHO.items():
        visitor, allowed = Visitor(app), permissions_of(frozenset({role})) | {P.ANYONE}
        visitor.sign_in(login)
        token = visitor.page.html.select_one("input[name=csrf_token]")["value"]  # type: ignore[index]
        for endpoint in sorted(endpoints(app, "POST")):
            if not ACCESS[endpoint] & allowed:
                status = visitor.client.post(world.path(app, endpoint), data={"csrf_token": token}).status_code
                wrong |= {} if status == 404 else {(role, endpoint): status}
    assert wrong == {}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_without_a_session_every_page_of_the_staff_leads_to_the_sign_in(app: Flask, world: World, method: str) -> None:
    client, wrong = app.test_client(), {}
    for endpoint in sorted(endpoints(app, method)):
        if P.ANYONE in ACCESS[endpoint]:
            continue
        path = world.path(app, endpoint)
        came = client.open(path, method=method)
        if (came.status_code, came.location) != (302, f"/sign-in?next={path}"):
            wrong[endpoint] = came.status_code, came.location
    assert wrong == {}


def test_a_made_up_session_is_no_session(app: Flask, world: World) -> None:
    client = app.test_client()
    for token in ("", "x", "0" * 64, "../..", "é"):
        client.set_cookie("caseapp-staff", token)
        assert client.get(world.path(app, "casework.queue")).location.startswith("/sign-in")


@pytest.mark.parametrize("door", DOORS)
def test_a_door_that_runs_alone_has_no_other_doors_endpoint(house: Surroundings, door: Door) -> None:
    own = {name.split(".")[0] for name in endpoints(alone(door, house))}
    assert own == {door.value} | (set() if door in NOBODYS_HOME else {"auth"})


@pytest.mark.parametrize("door", PERSON_OF)
def test_all_pages_of_a_door_that_runs_alone_can_be_shown(house: Surroundings, world: World, door: Door) -> None:
    app = alone(door, house)
    visitor, wrong = Visitor(app), {}
    assert visitor.sign_in(PERSON_OF[door]).status == 200
    allowed = permissions_of(frozenset(role for role, login in WHO.items() if login == PERSON_OF[door])) | {P.ANYONE}
    for endpoint in sorted(endpoints(app, "GET")):
        if ACCESS[endpoint] & allowed and endpoint not in WITH_A_RECEIPT:
            status = visitor.client.get(world.path(app, endpoint), follow_redirects=True).status_code
            wrong |= {} if status == 200 else {endpoint: status}
    assert wrong == {}


def test_the_citizens_door_alone_shows_its_pages_and_leads_to_no_sign_in(house: Surroundings, world: World) -> None:
    app = alone(Door.PUBLIC, house)
    visitor = Visitor(app)
    for endpoint in sorted(endpoints(app, "GET") - WITH_A_RECEIPT):
        assert visitor.go(world.path(app, endpoint)).status == 200
        assert not [link for link in visitor.page.links() if link.startswith(("/sign-in", "/home", "/casework"))]
    assert visitor.go("/sign-in").status == 404


def test_the_roles_of_the_table_are_all_roles() -> None:
    assert set(WHO) == set(Role)
