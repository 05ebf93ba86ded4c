"""Paper, telephone and counter: a clerk files for the petitioner through the same service as the form."""

from dataclasses import dataclass, replace
from datetime import date

from flask import render_template, request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField

from caseapp.domain.actors import Door
from caseapp.domain.channels import ORAL
from caseapp.domain.errors import Reason, RuleBroken
from caseapp.domain.filing import NewReport
from caseapp.domain.policy import Permission
from caseapp.domain.receipts import Receipt
from caseapp.domain.vocab import Channel, ReplyForm
from caseapp.services import lists
from caseapp.services.filing import intake
from caseapp.services.filing.intake import Filed
from caseapp.services.lists import PersonRow
from caseapp.services.petitioner import proving
from caseapp.services.staff.sessions import SignedIn
from caseapp.services.uow import open_unit_of_work
from caseapp.web import choices, signing
from caseapp.web.access import access
from caseapp.web.casework.door import bp
from caseapp.web.extensions import settings, surroundings
from caseapp.web.fields import DayField
from caseapp.web.forms import at_most, optional
from caseapp.web.public.details import ALL_FIELDS
from caseapp.web.public.forms import INTEGRITY_KINDS, ORDINARY_KINDS, ReportForm
from caseapp.web.public.preparing import prepared, with_units
from caseapp.web.public.receipts import receipt_page
from caseapp.web.public.tokens import receipt_of_token
from caseapp.web.work import holder_of, unit_of_work

Page = str | Response | tuple[str, int]
PAPER = tuple(channel for channel in Channel if channel is not Channel.WEB)
KINDS = (*ORDINARY_KINDS, *INTEGRITY_KINDS)
_FIELD_OF = {
    Reason.DATE_IN_FUTURE: "received_on",
    Reason.RECEIVED_TOO_LONG_AGO: "received_on",
    Reason.ALREADY_TAKEN_IN: "external_ref",
}
"""Where the clerk has to look, for what the rules and not the form find wrong."""


class PaperForm(ReportForm):
    channel = SelectField(_l("How did it arrive?"), choices=choices.of(PAPER), default=Channel.IN_PERSON.value)
    external_ref = StringField(_l("Number of the sender, of 11-11, 110 or 1890"), [at_most(100)])
    received_on = DayField(_l("Day of receipt"), [optional()])
    reply_form = SelectField(
        _l("How do they wish to be answered?"),
        choices=choices.with_blank(choices.of(ReplyForm), _l("Not said")),
        default="",
    )

    detail_names = ALL_FIELDS

    @property
    def details_open(self) -> bool:
        return any(self[name].data or self[name].errors for name in ALL_FIELDS)

    def channel_code(self) -> str:
        return str(self.channel.data)

    def reference(self) -> str:
        return (self.external_ref.data or "").strip()

    def refuse(self, broken: RuleBroken) -> None:
        super().refuse(broken)
        name = _FIELD_OF.get(broken.reason)
        if name is not None:
            self[name].errors = [self.broken.pop()]

    def to_command(self) -> NewReport:
        reply = ReplyForm(self.reply_form.data) if self.reply_form.data else None
        return replace(super().to_command(), received_on=self.received_on.data, reply_form=reply)


@dataclass(frozen=True, repr=False)
class Protocol:
    """What was said and written down, for the petitioner's signature; the office keeps it, so it holds no code."""

    new: NewReport
    filed: Filed
    clerk: PersonRow
    day: date

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.new.identity.family_name, self.new.identity.given_name) if part)


@bp.route("/new", methods=["GET", "POST"])
@access(Permission.CASE_INTAKE)
def take_in() -> Page:
    form = PaperForm()
    with_units(prepared(form, KINDS))
    if request.method == "GET":
        _begin(form)
    valid = form.validate_on_submit()
    if valid and form.check_identity() and not form.stale:
        receipt, someone = receipt_of_token(form.token.data), signing.current()
        if receipt is not None and someone is not None:
            try:
                return _filed(form.to_command(), receipt, someone)
            except RuleBroken as broken:
                form.refuse(broken)
    return render_template(
        "casework/new.html", form=form, told_by=settings().notice_channels
    ), 400 if form.is_submitted() else 200


def _begin(form: PaperForm) -> None:
    """Where the last one ended: a clerk takes in one call after another and need not touch the mouse."""
    form.channel.render_kw = {"autofocus": ""}
    if request.args.get("channel") in set(PAPER):
        form.channel.data = request.args["channel"]


def _filed(new: NewReport, receipt: Receipt, someone: SignedIn) -> Page:
    """The petitioner's receipt and, of what was said, the protocol for the office: on one page, shown once."""
    actor = intake.filing_actor(settings().keys, receipt.secret, clerk=someone.actor(Door.CASEWORK))
    with open_unit_of_work(surroundings(), actor) as uow:
        filed = intake.submit(uow, new, receipt.secret)
        day = new.received_on or uow.today
    protocol = None
    if new.channel in ORAL and (not filed.again or _filed_text(receipt) == new.text):
        protocol = Protocol(new, filed, _clerk(someone), day)
    return receipt_page(receipt, filed, protected=False, by_clerk=True, protocol=protocol, channel=new.channel)


def _filed_text(receipt: Receipt) -> str:
    """Of a form sent twice the first counts: what is signed must be what was filed."""
    with open_unit_of_work(surroundings(), *holder_of(receipt.secret)) as uow:
        return proving.prove(uow).narrative


def _clerk(someone: SignedIn) -> PersonRow:
    with unit_of_work() as uow:
        return lists.person(uow, someone.user_id) or PersonRow(someone.user_id, someone.name, "")
