"""The register of competent bodies: looked at before it is saved, since letters and pages name them as they stand."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import BooleanField, StringField

from caseapp.domain.errors import Refused, RuleBroken
from caseapp.domain.policy import Permission
from caseapp.services.answers import bodies as register
from caseapp.services.answers.bodies import BodyRow
from caseapp.web.access import access
from caseapp.web.admin.door import bp
from caseapp.web.forms import Filled, Form, at_most
from caseapp.web.work import unit_of_work

Page = str | Response | tuple[str, int]


class BodyForm(Form):
    code = StringField(_l("Code"), [Filled(_l("Enter the code.")), at_most(40)])
    name_mn = StringField(_l("Name in Mongolian"), [Filled(_l("Enter the name.")), at_most(300)])
    name_en = StringField(_l("Name in English"), [Filled(_l("Enter the name.")), at_most(300)])
    address = StringField(_l("Address"), [at_most(500)])
    phone = StringField(_l("Telephone"), [at_most(100)])
    active = BooleanField(_l("In use"), default=True)

    def entered(self, code: str | None) -> BodyRow:
        fields = (self.name_mn, self.name_en, self.address, self.phone)
        name_mn, name_en, address, phone = ((field.data or "").strip() for field in fields)
        return BodyRow(code or self.code.data.strip(), name_mn, name_en, address, phone, bool(self.active.data))


@bp.route("/bodies", methods=["GET", "POST"], defaults={"body": None})
@bp.route("/bodies/<body>", methods=["GET", "POST"])
@access(Permission.BODIES_MANAGE)
def bodies(body: str | None) -> Page:
    """The first press shows what would change, the second one saves it."""
    with unit_of_work() as uow:
        rows, found = register.every(uow), register.find(uow, body)
    if body is not None and found is None:
        raise Refused("body")
    form = BodyForm(obj=found) if request.method == "GET" else BodyForm()
    if found is not None:
        form.code.data = found.code
    valid = form.validate_on_submit()
    if valid and request.form.get("go") == "save":
        try:
            with unit_of_work() as uow:
                register.keep(uow, form.entered(body), new=found is None)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            flash(_l("The register is changed: the change takes effect at once."))
            return redirect(url_for(".bodies"))
    shown = form.entered(body) if valid else None
    use = _use_of(shown) if shown is not None else None
    page = render_template("admin/bodies.html", form=form, rows=rows, found=found, shown=shown, use=use)
    return page, 400 if form.is_submitted() and (form.errors or form.broken) else 200


def _use_of(shown: BodyRow) -> register.Use:
    with unit_of_work() as uow:
        return register.use_of(uow, shown.code, active=shown.active)
