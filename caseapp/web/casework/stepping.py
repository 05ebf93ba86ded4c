"""Taking a step: one view for the whole workflow, since the table says what may be done and the forms what is asked."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from caseapp.domain.errors import RuleBroken
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Action
from caseapp.services import desk, stepping, steps
from caseapp.web.access import access
from caseapp.web.casework.door import bp
from caseapp.web.casework.step_forms import FORMS
from caseapp.web.extensions import language
from caseapp.web.work import unit_of_work

Page = str | Response | tuple[str, int]
SHOWS_CASE = frozenset({Action.APPROVE_ANSWER, Action.APPROVE_REFERRAL, Action.APPROVE_NO_REFERRAL})
"""What a second person decides on is shown to them on the same page."""
SHOWS_TEXT = frozenset({Action.TRIAGE, Action.FORWARD, Action.PROPOSE_ANSWER, Action.PROPOSE_REFERRAL, Action.ESCALATE})
"""What nobody should have to do from memory: the text stands beside the form."""
OTHERWISE = {
    Action.APPROVE_ANSWER: Action.RETURN_ANSWER,
    Action.APPROVE_REFERRAL: Action.DECLINE_REFERRAL,
    Action.APPROVE_NO_REFERRAL: Action.DECLINE_NO_REFERRAL,
    Action.APPROVE_RETURN: Action.DECLINE_RETURN,
}
"""The other decision, as large as the first."""


@bp.route("/cases/<number>/step/<name>", methods=["GET", "POST"])
@access(Permission.CASE_READ)
def step(number: str, name: str) -> Page:
    if name not in {action.value for action in FORMS}:
        abort(404)
    action = Action(name)
    with unit_of_work() as uow:
        chances = stepping.chances(uow, number, action, language())
        page = desk.open_case(uow, number) if action in SHOWS_CASE | SHOWS_TEXT else None
    form = FORMS[action]()
    form.prepare(chances, fresh=request.method == "GET")
    if form.validate_on_submit():
        try:
            with unit_of_work() as uow:
                taken = steps.take_step(uow, number, form.to_command())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return _done(taken)
    shown = render_template(
        "casework/step.html",
        form=form,
        action=action,
        chances=chances,
        page=page,
        decides=action in SHOWS_CASE,
        otherwise=OTHERWISE.get(action),
    )
    return shown, 400 if form.is_submitted() else 200


def _done(taken: steps.Taken) -> Response:
    if taken.visible:
        flash(_l("Done. The case has moved on."))
        return redirect(url_for(".case_page", number=taken.number))
    flash(_l("Done. The case now belongs to another team and is no longer shown to you."))
    return redirect(url_for(".queue"))
