"""Reply templates: the heads' texts that letters to petitioners begin from."""

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from caseapp.domain.errors import RuleBroken
from caseapp.domain.policy import Permission
from caseapp.services.answers import replying
from caseapp.web.access import access
from caseapp.web.casework.desk_forms import ReplyTemplateForm
from caseapp.web.casework.door import bp
from caseapp.web.work import unit_of_work

Page = str | Response | tuple[str, int]


@bp.route("/reply-templates", methods=["GET", "POST"])
@access(Permission.REPLY_EDIT)
def reply_templates() -> Page:
    form = ReplyTemplateForm()
    kept = _kept(form, None)
    if kept is not None:
        return kept
    with unit_of_work() as uow:
        rows = replying.every(uow)
    status = 400 if form.is_submitted() else 200
    return render_template("casework/reply_templates.html", form=form, rows=rows), status


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
    status = 400 if form.is_submitted() else 200
    return render_template("casework/reply_template.html", form=form, row=row), status


def _kept(form: ReplyTemplateForm, template_id: int | None) -> Response | None:
    if not form.validate_on_submit():
        return None
    try:
        with unit_of_work() as uow:
            replying.keep(uow, template_id, form.to_template())
    except RuleBroken as broken:
        form.refuse(broken)
        return None
    flash(_l("The text is kept."))
    return redirect(url_for(".reply_templates"))
