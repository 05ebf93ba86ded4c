"""Rules with their legal basis, and the calendar: nothing is changed before it was shown what would move with it."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from caseapp.domain.errors import Refused, RuleBroken
from caseapp.domain.policy import Permission
from caseapp.services.law import reckoning, upkeep
from caseapp.services.law.reckoning import Moves
from caseapp.services.uow import UnitOfWork
from caseapp.web.access import access
from caseapp.web.admin.door import bp
from caseapp.web.admin.law_forms import Confirmed, RemovalForm, RuleForm, SpecialDayForm
from caseapp.web.extensions import surroundings
from caseapp.web.work import unit_of_work

Page = str | Response | tuple[str, int]


def _save(uow: UnitOfWork, form: Confirmed, moves: Moves) -> None:
    """Besides what the form itself is about: open cases are counted anew where that was chosen."""
    if form.moves_open_cases and form.asks(moves):
        reckoning.order_calendar(uow)
    flash(_said(form, moves))


def _said(form: Confirmed, moves: Moves) -> LazyString:
    if form.moves_open_cases and form.asks(moves):
        return _l("Saved. The open cases' days are being counted anew; each case's ledger will say so.")
    if form.asks(moves):
        return _l("Saved. It holds for cases from now on; the open ones keep their day.")
    return _l("The change takes effect at once.")


def _status(form: Confirmed) -> int:
    return 400 if form.is_submitted() and (form.errors or form.broken or form.open_cases.errors) else 200


@bp.route("/rules")
@access(Permission.RULES_MANAGE)
def rules() -> Page:
    with unit_of_work() as uow:
        rows = upkeep.rules(uow)
    return render_template("admin/rules.html", rows=rows)


@bp.route("/rules/<code>", methods=["GET", "POST"])
@access(Permission.RULES_MANAGE)
def rule(code: str) -> Page:
    with unit_of_work() as uow:
        found = next((row for row in upkeep.rules(uow) if row.code == code), None)
    if found is None:
        raise Refused("rule")
    form, moves = RuleForm(obj=found), None
    form.keep_to(code)
    if form.validate_on_submit():
        try:
            with unit_of_work() as uow:
                moves = reckoning.of_rule(uow, code, upkeep.changed_rule(uow, code, **form.details()))
                if form.is_confirmed(moves):
                    upkeep.change_rule(uow, code, **form.details())
                    if form.moves_open_cases and form.asks(moves):
                        reckoning.order_rule(uow, code)
                    flash(_said(form, moves))
                    return redirect(url_for(".rules"))
        except RuleBroken as broken:
            form.refuse(broken)
    return render_template("admin/rule.html", form=form, rule=found, moves=moves), _status(form)


@bp.route("/calendar", methods=["GET", "POST"])
@access(Permission.RULES_MANAGE)
def calendar() -> Page:
    form, moves = SpecialDayForm(), None
    if form.validate_on_submit():
        details = form.details()
        with unit_of_work() as uow:
            moves = reckoning.of_day(uow, details["day"], working=details["working"])
            if form.is_confirmed(moves):
                upkeep.keep_day(uow, **details)
                _save(uow, form, moves)
                return redirect(url_for(".calendar", year=details["day"].year))
    asked = request.args.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else surroundings().clock().year
    with unit_of_work() as uow:
        rows = upkeep.days(uow, year)
    page = render_template("admin/calendar.html", form=form, rows=rows, year=year, moves=moves)
    return page, _status(form)


@bp.route("/calendar/<day>/remove", methods=["GET", "POST"])
@access(Permission.RULES_MANAGE)
def remove_day(day: str) -> Page:
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        raise Refused("day") from None
    form = RemovalForm()
    valid = form.validate_on_submit()
    with unit_of_work() as uow:
        found = upkeep.day(uow, wanted)
        if found is None:
            raise Refused("day")
        moves = reckoning.of_day(uow, wanted, working=None)
        if valid and form.is_confirmed(moves):
            upkeep.drop_day(uow, wanted)
            _save(uow, form, moves)
            return redirect(url_for(".calendar", year=wanted.year))
        named = upkeep.day(uow, wanted)
    return render_template("admin/remove_day.html", form=form, row=named, moves=moves), _status(form)
