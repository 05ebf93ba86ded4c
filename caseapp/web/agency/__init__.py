"""The door of the Anti-Corruption Agency's liaison: packages addressed to it, and nothing else."""

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import StringField

from caseapp.domain.commands import Acknowledge
from caseapp.domain.errors import RuleBroken
from caseapp.domain.policy import Permission
from caseapp.services.agency import handover
from caseapp.web.access import access
from caseapp.web.fields import DayField
from caseapp.web.forms import Filled, Form, at_most, demand_token, needed
from caseapp.web.work import unit_of_work

bp = Blueprint("agency", __name__, url_prefix="/agency")
Page = str | Response | tuple[str, int]


class ReceiptForm(Form):
    number = StringField(_l("Your registration number"), [Filled(_l("Enter your number.")), at_most(60)])
    day = DayField(_l("Date of your registration"), validators=[needed(_l("Enter the date."))])


@bp.route("/")
@access(Permission.AGENCY_READ)
def packages() -> Page:
    with unit_of_work() as uow:
        rows = handover.packages(uow)
    return render_template("agency/packages.html", rows=rows)


@bp.route("/packages/<reference>", methods=["GET", "POST"])
@access(Permission.AGENCY_READ)
def package(reference: str) -> Page:
    form = ReceiptForm()
    if form.validate_on_submit():
        try:
            with unit_of_work() as uow:
                handover.acknowledge(uow, reference, Acknowledge(form.number.data, form.day.required_day()))
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            flash(_l("Your receipt has been recorded. Thank you."))
            return redirect(url_for(".package", reference=reference))
    with unit_of_work() as uow:
        row = handover.package(uow, reference)
    return render_template("agency/package.html", row=row, form=form), 400 if form.is_submitted() else 200


@bp.route("/packages/<reference>/download", methods=["POST"])
@access(Permission.AGENCY_READ)
def download(reference: str) -> Page:
    demand_token()
    with unit_of_work() as uow:
        content = handover.download(uow, reference)
    response = make_response(content)
    response.headers["Content-Type"] = "application/octet-stream"
    response.headers["Content-Disposition"] = f'attachment; filename="{reference}.zip.age"'
    return response
