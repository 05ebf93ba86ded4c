"""The way in to one's own case, by the receipt's code, and the way out."""

from flask import make_response, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from caseapp.domain.actors import Door
from caseapp.domain.errors import Refused
from caseapp.domain.numbers import looks_like_case_number
from caseapp.domain.pacing import Sending
from caseapp.domain.policy import Permission
from caseapp.domain.receipts import Receipt, ReceiptSlip, parse_receipt
from caseapp.services import gate
from caseapp.services.petitioner import finding_receipts
from caseapp.services.uow import open_unit_of_work
from caseapp.web import receipt_cookie
from caseapp.web.access import access
from caseapp.web.extensions import surroundings
from caseapp.web.public.door import bp
from caseapp.web.public.forms import TrackForm
from caseapp.web.public.leaving import forget_everything
from caseapp.web.public.own_forms import LinkForm
from caseapp.web.public.pacing_at_the_door import hold_back
from caseapp.web.work import holder_of, unit_of_work

Page = str | Response | tuple[str, int]
SLIPS = {
    "length": _l("A receipt code has 32 signs in eight groups; you typed %(typed)s. Compare it with your receipt."),
    "sign": _l(
        "Receipt codes hold digits and the letters А В С Е Н К М Р Т Х only. Look at sign %(sign)s of group %(group)s."
    ),
    "check": _l("One sign seems to be mistyped. Compare each group with your receipt."),
    "near": _l("Sign %(sign)s of group %(group)s looks mistyped: compare it with your receipt."),
    "swap": _l("Sign %(sign)s of group %(group)s and the sign after it look swapped: compare them with your receipt."),
    "number": _l("That is the case number; the code is longer and stands in the box on your receipt."),
}
UNKNOWN = _l("No case was found for this code. Compare it with your receipt.")


@bp.route("/track", methods=["GET", "POST"])
@access(Permission.ANYONE)
def track() -> Page:
    form = TrackForm()
    if form.validate_on_submit():
        receipt = typed_receipt(form)
        if receipt is not None:
            response = redirect(url_for("public.own_case"))
            receipt_cookie.remember(response, receipt.secret)
            return response
    return render_template("public/track.html", form=form), 400 if form.is_submitted() else 200


def typed_receipt(form: TrackForm | LinkForm) -> Receipt | None:
    """The receipt that was typed, if it opens a case; else the box says what to look at."""
    try:
        receipt = parse_receipt(form.code.data)
        with open_unit_of_work(surroundings(), *holder_of(receipt.secret)) as uow:
            gate.load_own_case(uow)
    except ReceiptSlip as slip:
        form.code.errors = [_pointed_out(form.code.data, slip)]
        return None
    except Refused:
        form.code.errors = [UNKNOWN]
        return None
    return receipt


def _pointed_out(typed: str, slip: ReceiptSlip) -> str:
    """What to look at, in groups as the receipt shows them; never what should stand there."""
    kind, place = str(slip.kind), slip.place
    if looks_like_case_number(typed):
        kind = "number"
    elif kind == "check":
        pause = hold_back(Sending.WRONG_CODE)
        if pause is not None:
            return pause.words
        with unit_of_work(Door.PUBLIC) as uow:
            found = finding_receipts.mistyped(uow, typed)
        if found is not None:
            kind, place = "swap" if found.is_swap else "near", found.place
    where = {"sign": place.sign, "group": place.group} if place else {}
    return str(SLIPS[kind]) % {"typed": slip.typed, **where}


@bp.route("/leave", methods=["POST"])
@access(Permission.ANYONE)
def leave() -> Page:
    """Forgets the receipt, drafts and filed forms in this browser, whether the page's own token is fresh or not."""
    response = make_response(redirect(url_for("public.start")))
    forget_everything(response)
    return response
