"""The classifier's page: which model tags what comes in, and learning from the decisions made since."""

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from caseapp.domain.errors import RuleBroken
from caseapp.domain.policy import Permission
from caseapp.services.quarterly import learning as service
from caseapp.web.access import access
from caseapp.web.casework.door import bp
from caseapp.web.forms import Form
from caseapp.web.work import unit_of_work

Page = str | Response | tuple[str, int]


@bp.route("/model", methods=["GET", "POST"])
@access(Permission.MODEL_PROMOTE)
def learning() -> Page:
    form = Form()
    if form.validate_on_submit():
        try:
            with unit_of_work() as uow:
                service.learn(uow)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            flash(_l("The new model is in use."))
            return redirect(url_for(".learning"))
    with unit_of_work() as uow:
        models = service.models(uow)
    return render_template("casework/learning.html", models=models, form=form), 400 if form.is_submitted() else 200
