"""The case page, and what is written or asked there outside the workflow's steps."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from caseapp.domain.errors import RuleBroken
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Action
from caseapp.services import conflicts, desk, identity, writing
from caseapp.web import enclosing
from caseapp.web.access import access
from caseapp.web.casework import letter_files
from caseapp.web.casework.door import bp
from caseapp.web.forms import Filled, Form, at_most, demand_token
from caseapp.web.work import unit_of_work

Page = str | Response | tuple[str, int]
QUIET = frozenset(
    {
        Action.WITHDRAW,
        Action.MERGE,
        Action.RETURN_INCOMPLETE,
        Action.EXTEND,
        Action.ESCALATE,
        Action.FORWARD,
        Action.REQUEST_EXPLANATION,
        Action.ASK_CITIZEN,
        Action.PROPOSE_RETURN,
        Action.PROPOSE_NO_REFERRAL,
        Action.REOPEN,
    }
)
"""Steps that are seldom the one to take next: their buttons stand back."""


class TextForm(Form):
    text = TextAreaField(_l("Text"), [Filled(_l("Write the text.")), at_most(20_000)])


WRITINGS = {
    "note": (writing.write_note, _l("The note is kept.")),
    "message": (writing.write_message, _l("The message is sent.")),
    "identity": (identity.ask, _l("The request waits for another person.")),
}


def show(number: str, form: TextForm, wrote: str = "", revealed: dict[str, str] | None = None) -> Page:
    """The whole page, with one of its small forms carrying errors when it was refused."""
    with unit_of_work() as uow:
        page = desk.open_case(uow, number)
    at_hand = enclosing.letter_of(letter_files.mark(number))
    if not form.is_submitted():
        form.text.data = at_hand.text
    status = 400 if form.is_submitted() and (form.errors or form.broken) else 200
    return render_template(
        "casework/case.html", page=page, form=form, at_hand=at_hand, wrote=wrote, revealed=revealed, quiet=QUIET
    ), status


@bp.route("/cases/<number>")
@access(Permission.CASE_READ)
def case_page(number: str) -> Page:
    return show(number, TextForm())


@bp.route("/cases/<number>/write/<what>", methods=["POST"])
@access(Permission.CASE_WORK)
def write(number: str, what: str) -> Page:
    form = TextForm()
    if what not in WRITINGS:
        return redirect(url_for(".case_page", number=number))
    if what == "message" and request.form.get("action") == "files":
        return letter_files.choose(number, form.text.data or "")
    service, done = WRITINGS[what]
    draft = enclosing.draft_of(letter_files.mark(number)) if what == "message" else None
    if form.validate_on_submit():
        try:
            with unit_of_work() as uow:
                service(uow, number, form.text.data, *([draft] if draft else []))
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            flash(done)
            return redirect(url_for(".case_page", number=number))
    return show(number, form, wrote=what)


@bp.route("/cases/<number>/conflict", methods=["POST"])
@access(Permission.CASE_WORK)
def conflict(number: str) -> Page:
    """Either «no conflict», or stepping aside; after that the case is gone for this person."""
    demand_token()
    aside = request.form.get("statement") == "conflict"
    with unit_of_work() as uow:
        if aside:
            conflicts.declare(uow, number)
        else:
            conflicts.state_none(uow, number)
    if aside:
        flash(_l("You stepped aside. The case waits for another officer."))
        return redirect(url_for(".queue"))
    return redirect(url_for(".case_page", number=number))


@bp.route("/cases/<number>/identity/<int:request_id>", methods=["POST"])
@access(Permission.IDENTITY_APPROVE)
def decide_identity(number: str, request_id: int) -> Page:
    demand_token()
    with unit_of_work() as uow:
        identity.decide(uow, number, request_id, granted=request.form.get("decision") == "grant")
    return redirect(url_for(".case_page", number=number))


@bp.route("/cases/<number>/identity", methods=["POST"])
@access(Permission.IDENTITY_ASK)
def reveal_identity(number: str) -> Page:
    """Shown in this one answer; each showing stands in the ledger."""
    demand_token()
    with unit_of_work() as uow:
        revealed = identity.reveal(uow, number)
    return show(number, TextForm(formdata=None), revealed=revealed)
