"""The Agency's keys: an administrator enters one, a head who holds the integrity team's key confirms it."""

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import StringField

from caseapp.domain.errors import RuleBroken
from caseapp.domain.policy import Permission
from caseapp.services import lists
from caseapp.services.law import upkeep
from caseapp.web.access import access
from caseapp.web.casework.door import bp
from caseapp.web.forms import Filled, Form, at_most
from caseapp.web.work import unit_of_work

Page = str | Response | tuple[str, int]


class FingerprintForm(Form):
    fingerprint = StringField(
        _l("Fingerprint as the Agency read it out"), [Filled(_l("Type the fingerprint.")), at_most(60)]
    )


@bp.route("/agency-keys")
@access(Permission.KEYS_CONFIRM)
def agency_keys() -> Page:
    return _page(FingerprintForm(formdata=None)), 200


@bp.route("/agency-keys/<int:recipient_id>", methods=["POST"])
@access(Permission.KEYS_CONFIRM)
def agency_key(recipient_id: int) -> Page:
    """Confirms the key; until then its fingerprint is shown to nobody here, since it must come from the Agency."""
    form = FingerprintForm()
    if form.validate():
        try:
            with unit_of_work() as uow:
                upkeep.confirm_recipient(uow, recipient_id, form.fingerprint.data)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            flash(_l("The key is confirmed. Referrals are encrypted to it from now on."))
            return redirect(url_for(".agency_keys"))
    return _page(form, tried=recipient_id), 400


def _page(form: FingerprintForm, tried: int | None = None) -> str:
    with unit_of_work() as uow:
        rows, names, may_confirm = upkeep.recipients(uow), lists.names(uow), upkeep.may_confirm_recipients(uow)
    return render_template(
        "casework/agency_keys.html", form=form, tried=tried, rows=rows, names=names, may_confirm=may_confirm
    )
