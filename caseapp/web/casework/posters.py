"""Posters for the halls: one for each unit and language, whose code leads to a page that knows the unit."""

from typing import Any

from flask import abort, make_response, redirect, render_template, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from caseapp.domain.days import local_day
from caseapp.domain.policy import Permission
from caseapp.services import lists
from caseapp.services.answers import printing
from caseapp.services.lists import UnitRow
from caseapp.services.petitioner import codes
from caseapp.web.access import access
from caseapp.web.casework.door import bp
from caseapp.web.extensions import LANGUAGES, settings, surroundings
from caseapp.web.work import unit_of_work

Page = str | Response
AT = "/at/"
"""Where a poster leads, at the citizens' door, which may run in another process than this one."""

SPEECHES = {"mn": "Монгол", "en": "English"}
"""Each by its own name, as readers of it know it."""


def _places() -> tuple[UnitRow, ...]:
    with unit_of_work() as uow:
        return lists.places(uow)


@bp.route("/posters")
@access(Permission.CASE_INTAKE)
def posters() -> Page:
    return render_template(
        "casework/posters.html", units=_places(), site=settings().public_url, at=AT, speeches=SPEECHES
    )


@bp.route("/posters/<code>.<speech>.pdf")
@access(Permission.CASE_INTAKE)
def poster(code: str, speech: str) -> Page:
    unit = next((unit for unit in _places() if unit.code == code), None)
    if unit is None or speech not in SPEECHES:
        abort(404)
    if not settings().public_url:
        return redirect(url_for(".posters"))
    with force_locale(speech):
        page = printing.poster(_content(unit, speech), local_day(surroundings().clock()))
    response = make_response(page)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="poster-{code}-{speech}.pdf"'
    return response


def _content(unit: UnitRow, speech: str) -> dict[str, Any]:
    address = f"{settings().public_url}{AT}{unit.code}"
    return {
        "lang": speech,
        "authority": _("General Authority for State Registration"),
        "title": [_("Red tape? Sent from window to window?"), _("Asked for money?")],
        "call": _("Tell us."),
        "steps": [
            _("Point your telephone's camera at the code, or type the address."),
            _("Write what happened. No account is needed."),
            _("Keep the receipt code: with it you see what becomes of it."),
        ],
        "scan": _("Without a telephone: tell any officer here, it is written down for you."),
        "unnamed": _("You need not say who you are."),
        "hotline": _("Corruption can also be reported to the Anti-Corruption Agency:"),
        "address": address.removeprefix("https://").removeprefix("http://"),
        "unit": unit.name(speech),
        "questions": _("Questions on services: call 1890"),
        "qr": codes.runs(f"{address}?lang={speech}" if speech != LANGUAGES[0] else address, error="q"),
    }
