"""Reply templates: the heads' texts that letters to petitioners begin from."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from caseapp.domain.errors import RuleBroken
from caseapp.domain.policy import Permission
from caseapp.services.answers import replying
from caseapp.web.access import access
from caseapp.web.casework import filling
from caseapp.web.casework.desk_forms import ReplyTemplateForm
from caseapp.web.casework.door import bp
from caseapp.web.wording.letters import MEANING
from caseapp.web.work import unit_of_work

Page = str | Response | tuple[str, int]


@bp.route("/reply-templates", methods=["GET", "POST"])
@access(Permission.REPLY_EDIT)
def reply_templates() -> Page:
    """«Look at it» shows the text on an invented case and keeps nothing."""
    form = ReplyTemplateForm()
    kept = _kept(form, None)
    if kept is not None:
        return kept
    with unit_of_work() as uow:
        rows = replying.every(uow)
    shown = _examples(form)
    page = render_template("casework/reply_templates.html", form=form, rows=rows, shown=shown, meaning=MEANING)
    return page, _status(form)


@bp.route("/reply-templates/<int:template_id>", methods=["GET", "POST"])
@access(Permission.REPLY_EDIT)
def reply_template(template_id: int) -> Page:
    with unit_of_work() as uow:
        row = replying.one(uow, template_id)
    form = ReplyTemplateForm(obj=row)
    if not form.is_submitted():
        form.kind.data = row.kind.value if row.kind else ""
    kept = _kept(form, template_id)
    if kept is not None:
        return kept
    shown = _examples(form)
    page = render_template("casework/reply_template.html", form=form, row=row, shown=shown, meaning=MEANING)
    return page, _status(form)


def _examples(form: ReplyTemplateForm) -> tuple[str, str]:
    return ("", "") if form.errors else filling.examples(form.body.data or "")


def _status(form: ReplyTemplateForm) -> int:
    return 400 if form.is_submitted() and (form.errors or form.broken) else 200


def _kept(form: ReplyTemplateForm, template_id: int | None) -> Response | None:
    if not form.validate_on_submit() or request.form.get("go") == "look":
        return None
    try:
        with unit_of_work() as uow:
            replying.keep(uow, template_id, form.to_template())
    except RuleBroken as broken:
        form.refuse(broken)
        return None
    flash(_l("The text is kept."))
    return redirect(url_for(".reply_templates"))
