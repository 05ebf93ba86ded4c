"""Paper, telephone and counter: a clerk files for the petitioner through the same service as the form."""

from flask import render_template
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField

from caseapp.domain.actors import Door
from caseapp.domain.errors import RuleBroken
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Channel
from caseapp.services import intake
from caseapp.services.uow import open_unit_of_work
from caseapp.web import choices, signing
from caseapp.web.access import access
from caseapp.web.casework.door import bp
from caseapp.web.extensions import settings, surroundings
from caseapp.web.forms import at_most
from caseapp.web.public.filing import prepared, receipt_of_token, receipt_page
from caseapp.web.public.forms import INTEGRITY_KINDS, ORDINARY_KINDS, ReportForm

Page = str | Response | tuple[str, int]


class PaperForm(ReportForm):
    channel = SelectField(
        _l("How did it arrive?"),
        choices=choices.of(channel for channel in Channel if channel is not Channel.WEB),
        default=Channel.IN_PERSON.value,
    )
    external_ref = StringField(_l("Reference of the sender, if any"), [at_most(100)])

    def channel_code(self) -> str:
        return str(self.channel.data)

    def reference(self) -> str:
        return self.external_ref.data or ""


@bp.route("/new", methods=["GET", "POST"])
@access(Permission.CASE_INTAKE)
def take_in() -> Page:
    form = PaperForm()
    prepared(form, (*ORDINARY_KINDS, *INTEGRITY_KINDS))
    valid = form.validate_on_submit()
    if valid and form.check_identity() and not form.stale:
        receipt, someone = receipt_of_token(form.token.data), signing.current()
        if receipt is not None and someone is not None:
            actor = intake.filing_actor(settings().keys, receipt.secret, clerk=someone.actor(Door.CASEWORK))
            try:
                with open_unit_of_work(surroundings(), actor) as uow:
                    filed = intake.submit(uow, form.to_command(), receipt.secret)
            except RuleBroken as broken:
                form.refuse(broken)
            else:
                return receipt_page(receipt, filed, protected=False, by_clerk=True)
    return render_template("casework/new.html", form=form), 400 if form.is_submitted() else 200
