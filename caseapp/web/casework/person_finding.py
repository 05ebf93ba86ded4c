"""Finding by what must not stand in an address: a receipt number, a register number, a telephone, a name."""

from flask import render_template, request
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from caseapp.domain.policy import Permission
from caseapp.services.casework import queues
from caseapp.web.access import access
from caseapp.web.casework.door import bp
from caseapp.web.casework.queue import ASKED, chosen_filter
from caseapp.web.forms import Filled, Form, at_most
from caseapp.web.work import unit_of_work

Page = str | tuple[str, int]


class FindingForm(Form):
    typed = StringField(_l("What is looked for"), [Filled(_l("Write what is looked for.")), at_most(100)])


@bp.route("/find", methods=["GET", "POST"])
@access(Permission.CASE_READ)
def find() -> Page:
    """Among the cases of the filter in the address, or all."""
    form = FindingForm()
    chosen, _search = chosen_filter()
    found = None
    if form.validate_on_submit():
        with unit_of_work() as uow:
            found = queues.find_person(uow, chosen, form.typed.data)
    with unit_of_work() as uow:
        by_person = uow.actor.may(Permission.IDENTITY_SEARCH)
    kept = {name: value for name, value in request.args.items() if name in ASKED - {"after", "q"} and value}
    page = render_template("casework/find.html", form=form, desk=found, by_person=by_person, kept=kept)
    return page, 400 if form.is_submitted() and found is None else 200
