"""The narrow page of a unit's officer."""

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from caseapp.domain.errors import RuleBroken
from caseapp.domain.policy import Permission
from caseapp.services.casework import explaining
from caseapp.web.access import access
from caseapp.web.casework.cases import TextForm
from caseapp.web.casework.door import bp
from caseapp.web.work import unit_of_work

Page = str | Response | tuple[str, int]


@bp.route("/explanations")
@access(Permission.EXPLANATION_ANSWER)
def explanations() -> Page:
    with unit_of_work() as uow:
        questions = explaining.questions(uow)
    return render_template("casework/explanations.html", questions=questions)


@bp.route("/explanations/<int:explanation_id>", methods=["GET", "POST"])
@access(Permission.EXPLANATION_ANSWER)
def explanation(explanation_id: int) -> Page:
    form = TextForm()
    if form.validate_on_submit():
        try:
            with unit_of_work() as uow:
                explaining.answer(uow, explanation_id, form.text.data)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            flash(_l("Your explanation has been sent."))
            return redirect(url_for(".explanations"))
    with unit_of_work() as uow:
        question = explaining.open_question(uow, explanation_id)
    page = render_template("casework/explanation.html", question=question, form=form)
    return page, 400 if form.is_submitted() else 200
