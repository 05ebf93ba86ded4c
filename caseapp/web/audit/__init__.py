"""The auditor's door: the ledger to read and to verify, and no case."""

from flask import Blueprint, render_template, request

from caseapp.domain.policy import Permission
from caseapp.services import auditing, ledger, lists
from caseapp.web.access import access
from caseapp.web.forms import Form
from caseapp.web.wording.sentences import VERBS
from caseapp.web.work import unit_of_work

bp = Blueprint("audit", __name__, url_prefix="/audit")
Page = str | tuple[str, int]


@bp.route("/", methods=["GET", "POST"])
@access(Permission.LEDGER_READ)
def entries() -> Page:
    """A POST verifies the whole ledger and says what was found."""
    form, verified = Form(), None
    with unit_of_work() as uow:
        rows = auditing.entries(uow, request.args.get("chain", "")[:80], request.args.get("verb", "")[:60])
        checkpoint = auditing.last_checkpoint(uow)
        if form.validate_on_submit():
            verified = ledger.verify(uow)
        names = lists.names(uow)
    return render_template(
        "audit/entries.html",
        rows=rows,
        form=form,
        verified=verified,
        checkpoint=checkpoint,
        names=names,
        verbs=VERBS,
        asked=request.args,
    ), 400 if form.is_submitted() and verified is None else 200
