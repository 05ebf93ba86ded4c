"""The desk's reminders: number, what runs out and when; never what a case is about."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from caseapp.domain.numbers import is_case_number
from caseapp.domain.policy import Permission
from caseapp.domain.reminding import Stage
from caseapp.services.law import reminding
from caseapp.web.access import access
from caseapp.web.casework.door import bp
from caseapp.web.forms import demand_token
from caseapp.web.work import unit_of_work


@bp.route("/reminders")
@access(Permission.CASE_WORK)
def reminders() -> str:
    with unit_of_work() as uow:
        mine, today = reminding.mine(uow), uow.today
    return render_template("casework/reminders.html", mine=mine, today=today)


@bp.route("/reminders/seen", methods=["POST"])
@access(Permission.CASE_WORK)
def reminders_seen() -> Response:
    """Each is named «number/stage»; what names none is passed over."""
    demand_token()
    named = [value.rpartition("/") for value in request.form.getlist("seen")[: reminding.SHOWN]]
    known = {str(stage) for stage in Stage}
    marks = tuple((number, Stage(stage)) for number, _, stage in named if is_case_number(number) and stage in known)
    with unit_of_work() as uow:
        reminding.mark_seen(uow, marks)
    return redirect(url_for(".reminders"))
