"""The quarter's page, its chart, and its files."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from caseapp.domain.days import local_day
from caseapp.domain.errors import RuleBroken
from caseapp.domain.policy import Permission
from caseapp.domain.quarters import Quarter
from caseapp.services.quarterly import analysis
from caseapp.web import signing
from caseapp.web.access import access
from caseapp.web.analysis import rendering
from caseapp.web.analysis.door import bp
from caseapp.web.asking import quarter_of
from caseapp.web.extensions import surroundings
from caseapp.web.forms import Form
from caseapp.web.work import unit_of_work

Page = str | Response | tuple[str, int]
QUARTERS_SHOWN = 6


def _edition_name() -> str:
    name = request.args.get("edition", analysis.INTERNAL)
    return name if name in analysis.EDITIONS else analysis.INTERNAL


@bp.route("/")
@access(Permission.ANALYSIS_READ)
def quarters() -> Page:
    quarter, shown = Quarter.of(local_day(surroundings().clock())), []
    for _ in range(QUARTERS_SHOWN):
        shown.append(quarter)
        quarter = quarter.previous()
    return render_template("analysis/quarters.html", quarters=shown)


@bp.route("/<quarter>", methods=["GET", "POST"])
@access(Permission.ANALYSIS_READ)
def report(quarter: str) -> Page:
    """A POST freezes the edition shown."""
    chosen, name, form = quarter_of(quarter), _edition_name(), Form()
    if form.validate_on_submit():
        try:
            with unit_of_work() as uow:
                analysis.freeze(uow, chosen, name)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            flash(_l("The edition is approved and frozen."))
            return redirect(url_for(".report", quarter=str(chosen), edition=name))
    with unit_of_work() as uow:
        edition = analysis.edition(uow, chosen, name)
    someone = signing.current()
    page = render_template(
        "analysis/report.html",
        quarter=chosen,
        name=name,
        edition=edition,
        heading=rendering.heading(edition),
        sections=rendering.sections(edition.facts),
        shown=rendering.shown,
        form=form,
        may_freeze=someone is not None and Permission.ANALYSIS_FREEZE in someone.permissions,
    )
    return page, 400 if form.is_submitted() else 200


@bp.route("/<quarter>/<name>.<suffix>")
@access(Permission.ANALYSIS_READ)
def file(quarter: str, name: str, suffix: str) -> Page:
    if name not in analysis.EDITIONS:
        abort(404)
    with unit_of_work() as uow:
        edition = analysis.edition(uow, quarter_of(quarter), name)
    return rendering.download(edition, suffix)
