"""The case page, and what is written or asked there outside the workflow's steps."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.letters import fill
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Action
from caseapp.services.answers import referring, replying
from caseapp.services.casework import desk
from caseapp.services.petitioner import writing
from caseapp.services.staff import conflicts, identity
from caseapp.web import enclosing
from caseapp.web.access import access
from caseapp.web.asking import row_number
from caseapp.web.casework import filling, letter_files
from caseapp.web.casework.desk_forms import TextForm
from caseapp.web.casework.door import bp
from caseapp.web.casework.letter_forms import PostedForm
from caseapp.web.forms import demand_token
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


WRITINGS = {
    "note": (writing.write_note, _l("The note is kept.")),
    "message": (writing.write_message, _l("The message is sent.")),
    "identity": (identity.ask, _l("The request waits for another person.")),
}


def show(number: str, form: TextForm, wrote: str = "", revealed: dict[str, str] | None = None) -> Page:
    """The whole page, with one of its small forms carrying errors when it was refused."""
    template = row_number(request.args.get("template", ""))
    with unit_of_work() as uow:
        page = desk.open_case(uow, number)
        chosen = replying.body_of(uow, template) if template is not None else ""
        earlier = referring.earlier_answer(uow, page.case) if chosen else None
        at_hand = enclosing.letter_at_hand(uow, letter_files.mark(number))
    if not form.is_submitted():
        unit = page.unit_names.get(page.case.unit_id or 0)
        chosen = fill(chosen, filling.values_of(page.case, unit.name_mn if unit else "", earlier))
        form.text.data = "\n\n".join(part for part in (at_hand.text, chosen) if part)
    seen = row_number(request.form.get("seen", "")) if wrote == "message" else None
    stale = form.is_submitted() and Reason.CASE_MOVED in form.reasons
    status = 400 if form.is_submitted() and (form.errors or form.broken) else 200
    return render_template(
        "casework/case.html",
        page=page,
        form=form,
        at_hand=at_hand,
        wrote=wrote,
        revealed=revealed,
        quiet=QUIET,
        moved=page.moved_since(seen) if stale and seen is not None else (),
        template=template,
        posted_form=PostedForm(formdata=None),
    ), 409 if stale else status


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
    if form.validate_on_submit():
        more = _of_letter(number) if what == "message" else {}
        try:
            with unit_of_work() as uow:
                service(uow, number, form.text.data, **more)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            flash(done)
            return redirect(url_for(".case_page", number=number))
    return show(number, form, wrote=what)


def _of_letter(number: str) -> dict[str, Any]:
    """What goes with a letter: its files, and up to where its writer had seen the case."""
    draft = enclosing.draft_of(letter_files.mark(number))
    return {"draft": draft, "seen": row_number(request.form.get("seen", ""))}


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
