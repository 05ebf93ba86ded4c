"""Following one's own case with the receipt: state, due day, letters both ways, the citizen's own steps."""

from flask import flash, make_response, redirect, render_template, request, session, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from caseapp.domain.actors import Door
from caseapp.domain.commands import Command, Complete, Reopen, Withdraw
from caseapp.domain.errors import Refused, RuleBroken
from caseapp.domain.policy import Permission
from caseapp.domain.receipts import Receipt, ReceiptSlip, parse_receipt
from caseapp.domain.vocab import Action
from caseapp.services import gate, steps, tracking, writing
from caseapp.services.uow import UnitOfWork, open_unit_of_work
from caseapp.web import receipt_cookie
from caseapp.web.access import access
from caseapp.web.extensions import surroundings
from caseapp.web.public.door import bp
from caseapp.web.public.filing import BROWSER
from caseapp.web.public.forms import MessageForm, TrackForm
from caseapp.web.work import holder_of, unit_of_work

Page = str | Response | tuple[str, int]
SLIPS = {
    "length": _l("A receipt code has 32 signs in eight groups. Compare it with your receipt."),
    "sign": _l("Receipt codes hold digits and the letters А В С Е Н К М Р Т Х only. Look at sign %(position)s."),
    "check": _l("One sign seems to be mistyped. Compare each group with your receipt."),
}
UNKNOWN = _l("No case was found for this code. Compare it with your receipt.")
OWN_STEPS = {"complete": Complete, "withdraw": Withdraw, "reopen": Reopen}


@bp.route("/track", methods=["GET", "POST"])
@access(Permission.ANYONE)
def track() -> Page:
    form = TrackForm()
    if form.validate_on_submit():
        receipt = _typed(form)
        if receipt is not None:
            response = redirect(url_for("public.own_case"))
            receipt_cookie.remember(response, receipt.secret)
            return response
    return render_template("public/track.html", form=form), 400 if form.is_submitted() else 200


def _typed(form: TrackForm) -> Receipt | None:
    try:
        receipt = parse_receipt(form.code.data)
        with open_unit_of_work(surroundings(), *holder_of(receipt.secret)) as uow:
            gate.load_own_case(uow)
    except ReceiptSlip as slip:
        words = SLIPS[slip.kind]
        form.code.errors = [str(words) % {"position": slip.position} if slip.position else words]
        return None
    except Refused:
        form.code.errors = [UNKNOWN]
        return None
    return receipt


@bp.route("/case", methods=["GET", "POST"])
@access(Permission.ANYONE)
def own_case() -> Page:
    if receipt_cookie.current_secret() is None:
        return redirect(url_for("public.track"))
    form = MessageForm()
    if form.validate_on_submit():
        try:
            with unit_of_work(Door.PUBLIC) as uow:
                _write(uow, request.form.get("action", "message"), form.text.data)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            flash(_l("We have received what you wrote."))
            return redirect(url_for("public.own_case"))
    return _own_page(form)


def _write(uow: UnitOfWork, action: str, text: str) -> None:
    if action not in OWN_STEPS:
        writing.citizen_message(uow, text)
        return
    command: Command = OWN_STEPS[action](text)
    steps.take_own_step(uow, command)


def _own_page(form: MessageForm) -> Page:
    with unit_of_work(Door.PUBLIC) as uow:
        case = tracking.open_own(uow)
    can = {offer.action for offer in case.offers if offer.missing is None}
    page = render_template(
        "public/own_case.html",
        form=form,
        case=case,
        can_complete=Action.COMPLETE in can,
        can_withdraw=Action.WITHDRAW in can,
        can_reopen=Action.REOPEN in can,
    )
    response = make_response(page, 400 if form.is_submitted() else 200)
    secret = receipt_cookie.current_secret()
    if secret is not None:
        receipt_cookie.remember(response, secret)
    return response


@bp.route("/leave", methods=["POST"])
@access(Permission.ANYONE)
def leave() -> Page:
    """Forgets the receipt and the filed forms in this browser, whether the page's own token is fresh or not."""
    response = make_response(redirect(url_for("public.start")))
    receipt_cookie.forget(response)
    session.pop(BROWSER, None)
    return response
