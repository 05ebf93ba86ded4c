"""Units, and the Agency's keys."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectField, StringField

from caseapp.domain.errors import Refused, RuleBroken
from caseapp.domain.policy import Permission
from caseapp.domain.units import UnitLevel
from caseapp.services import lists
from caseapp.services.law import upkeep
from caseapp.web import choices
from caseapp.web.access import access
from caseapp.web.admin.door import bp
from caseapp.web.forms import Filled, Form, at_most, demand_token
from caseapp.web.work import unit_of_work

Page = str | Response | tuple[str, int]
CHANGED = _l("The change takes effect at once.")


class UnitForm(Form):
    code = StringField(_l("Code"), [Filled(_l("Enter the code.")), at_most(20)])
    name_mn = StringField(_l("Name in Mongolian"), [Filled(_l("Enter the name.")), at_most(300)])
    name_en = StringField(_l("Name in English"), [Filled(_l("Enter the name.")), at_most(300)])
    level = SelectField(_l("Level"), choices=choices.of(UnitLevel), default=UnitLevel.DEPARTMENT.value)
    active = BooleanField(_l("In use"), default=True)

    def details(self) -> dict[str, Any]:
        return {
            "code": self.code.data.strip(),
            "name_mn": self.name_mn.data.strip(),
            "name_en": self.name_en.data.strip(),
            "level": UnitLevel(self.level.data),
            "active": bool(self.active.data),
        }


@bp.route("/units", methods=["GET", "POST"], defaults={"unit_id": None})
@bp.route("/units/<int:unit_id>", methods=["GET", "POST"])
@access(Permission.UNITS_MANAGE)
def units(unit_id: int | None) -> Page:
    form = UnitForm()
    if form.validate_on_submit():
        try:
            with unit_of_work() as uow:
                upkeep.keep_unit(uow, unit_id, **form.details())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            flash(CHANGED)
            return redirect(url_for(".units"))
    with unit_of_work() as uow:
        rows = upkeep.units(uow)
    found = next((row for row in rows if row.id == unit_id), None)
    if unit_id is not None and found is None:
        raise Refused("unit")
    if found is not None and request.method == "GET":
        form.process(obj=found, data={"level": found.level.value})
        form.level.data = found.level.value
    page = render_template("admin/units.html", form=form, rows=rows, found=found)
    return page, 400 if form.is_submitted() else 200


class KeyForm(Form):
    recipient = StringField(_l("The Agency's age recipient"), [Filled(_l("Paste the key: age1…")), at_most(200)])


@bp.route("/agency-keys", methods=["GET", "POST"])
@access(Permission.KEYS_MANAGE)
def agency_keys() -> Page:
    form = KeyForm()
    if form.validate_on_submit():
        try:
            with unit_of_work() as uow:
                upkeep.enter_recipient(uow, form.recipient.data)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            flash(_l("The key is entered. A head of the integrity team must confirm it."))
            return redirect(url_for(".agency_keys"))
    with unit_of_work() as uow:
        rows, names = upkeep.recipients(uow), lists.names(uow)
    return render_template("admin/keys.html", form=form, rows=rows, names=names), 400 if form.is_submitted() else 200


@bp.route("/agency-keys/<int:recipient_id>", methods=["POST"])
@access(Permission.KEYS_MANAGE)
def agency_key(recipient_id: int) -> Page:
    """Retires the key."""
    demand_token()
    with unit_of_work() as uow:
        upkeep.retire_recipient(uow, recipient_id)
    flash(CHANGED)
    return redirect(url_for(".agency_keys"))
