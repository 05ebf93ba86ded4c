"""Taking a step: one view for the whole workflow, since the table says what may be done and the forms what is asked."""

from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Action
from caseapp.services.casework import desk, stepping
from caseapp.services.casework.desk import CasePage
from caseapp.services.casework.stepping import Chances
from caseapp.services.workflow import steps
from caseapp.web.access import access
from caseapp.web.asking import row_number
from caseapp.web.casework import letters
from caseapp.web.casework.door import bp
from caseapp.web.casework.step_forms import FORMS, StepForm
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
    seen = row_number(request.form.get("seen", ""))
    chances, page = _looked_at(number, action, seen)
    form = FORMS[action]()
    form.prepare(chances, fresh=request.method == "GET")
    letters.begin(form, chances)
    if form.validate_on_submit() and not chances.is_stale:
        try:
            with unit_of_work() as uow:
                taken = steps.take_step(uow, number, form.to_command(), seen)
        except RuleBroken as broken:
            if broken.reason is not Reason.CASE_MOVED:
                form.refuse(broken)
            chances, page = _looked_at(number, action, seen)
        else:
            return _done(taken)
    return _shown(form, action, chances, page)


def _looked_at(number: str, action: Action, seen: int | None) -> tuple[Chances, CasePage | None]:
    with unit_of_work() as uow:
        chances = stepping.chances(uow, number, action, language(), seen)
        if action not in SHOWS_CASE | SHOWS_TEXT:
            return chances, None
        page = desk.open_case(uow, number)
        return stepping.beside(uow, chances, page), page


def _shown(form: StepForm, action: Action, chances: Chances, page: CasePage | None) -> Page:
    if chances.is_stale:
        form.refuse(RuleBroken(Reason.CASE_MOVED))
    form.seen.data = str(chances.case.status_seq)
    shown = render_template(
        "casework/step.html",
        form=form,
        action=action,
        chances=chances,
        page=page,
        differences=_differences(form, action, chances) if chances.is_stale else (),
        decides=action in SHOWS_CASE,
        letters=letters.offered(action, chances),
        otherwise=OTHERWISE.get(action),
    )
    status = 409 if chances.is_stale else 400
    return shown, status if form.is_submitted() else 200


@dataclass(frozen=True, repr=False)
class Difference:
    """One field of a form whose case moved on while it was filled in: what was typed, and what it would begin from."""

    label: str
    typed: str
    now: str


def _differences(form: StepForm, action: Action, chances: Chances) -> tuple[Difference, ...]:
    fresh = FORMS[action](formdata=None)
    fresh.prepare(chances, fresh=True)
    pairs = [(typed, now) for typed, now in zip(form, fresh, strict=True) if typed.name not in {"csrf_token", "seen"}]
    told = [Difference(str(typed.label.text), _words(typed), _words(now)) for typed, now in pairs]
    return tuple(one for one in told if one.typed != one.now)


def _words(field: Any) -> str:
    """What a field holds, as people read it."""
    if not hasattr(field, "iter_choices"):
        return "" if field.data in (None, False) else str(field.data)
    return ", ".join(str(choice.label) for choice in field.iter_choices() if choice.selected and choice.value)


def _done(taken: steps.Taken) -> Response:
    if taken.visible:
        flash(_l("Done. The case has moved on."))
        return redirect(url_for(".case_page", number=taken.number))
    flash(_l("Done. The case now belongs to another team and is no longer shown to you."))
    return redirect(url_for(".queue"))
