"""People of the staff and their roles."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import PasswordField, SelectChoice, SelectField, SelectMultipleField, StringField

from caseapp.domain.errors import Refused, RuleBroken
from caseapp.domain.policy import Permission, Role
from caseapp.services.law import upkeep
from caseapp.services.law.upkeep import PersonWithRoles
from caseapp.services.staff import people as service
from caseapp.web import choices
from caseapp.web.access import access
from caseapp.web.admin.door import bp
from caseapp.web.extensions import language
from caseapp.web.forms import Filled, Form, at_most, demand_token, needed
from caseapp.web.work import unit_of_work

Page = str | Response | tuple[str, int]


class PersonForm(Form):
    name = StringField(_l("Name"), [Filled(_l("Enter the name.")), at_most(100)])
    post = StringField(_l("Post"), [Filled(_l("Enter the post.")), at_most(200)])
    unit = SelectField(_l("Unit"))
    supervisor = SelectField(_l("Direct superior"))
    roles = SelectMultipleField(_l("Roles"), choices=choices.of(Role))

    def prepare(self, person_id: int | None = None) -> list[PersonWithRoles]:
        """Fills the lists and returns all people."""
        with unit_of_work() as uow:
            units, everyone = upkeep.units(uow), upkeep.people(uow)
        named = [SelectChoice(str(u.id), u.name_mn if language() == "mn" else u.name_en) for u in units if u.active]
        self.unit.choices = choices.with_blank(named, _l("None"))
        others = [SelectChoice(str(p.id), f"{p.name}, {p.post}") for p in everyone if p.id != person_id]
        self.supervisor.choices = choices.with_blank(others, _l("None"))
        return list(everyone)

    def show(self, person_id: int, *, fresh: bool = True) -> PersonWithRoles:
        """The person, with their details in the form when it is `fresh`; Refused when there is none."""
        found = next((p for p in self.prepare(person_id) if p.id == person_id), None)
        if found is None:
            raise Refused("person")
        if fresh:
            self.name.data, self.post.data = found.name, found.post
            self.unit.data, self.supervisor.data = str(found.unit_id or ""), str(found.supervisor_id or "")
            self.roles.data = [role.value for role in found.roles]
        return found

    def details(self) -> dict[str, Any]:
        return {
            "name": self.name.data.strip(),
            "post": self.post.data.strip(),
            "roles": frozenset(Role(code) for code in self.roles.data),
            "unit_id": int(self.unit.data) if self.unit.data else None,
            "supervisor_id": int(self.supervisor.data) if self.supervisor.data else None,
        }


class NewPersonForm(PersonForm):
    login = StringField(_l("Sign-in name"), [Filled(_l("Enter a sign-in name.")), at_most(60)])
    password = PasswordField(
        _l("First password (12 signs or more; it must be changed at the first sign-in)"),
        [needed(_l("Enter a first password.")), at_most(500)],
    )


class PasswordForm(Form):
    password = PasswordField(_l("New first password"), [needed(_l("Enter a first password.")), at_most(500)])


@bp.route("/people", methods=["GET", "POST"])
@access(Permission.PEOPLE_MANAGE)
def people() -> Page:
    form = NewPersonForm()
    everyone = form.prepare()
    if form.validate_on_submit():
        try:
            with unit_of_work() as uow:
                service.create_person(uow, login=form.login.data.strip(), password=form.password.data, **form.details())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            flash(_l("The person has been added. Hand over the first password in person."))
            return redirect(url_for(".people"))
    return render_template("admin/people.html", form=form, people=everyone), 400 if form.is_submitted() else 200


@bp.route("/people/<int:person_id>", methods=["GET", "POST"])
@access(Permission.PEOPLE_MANAGE)
def person(person_id: int) -> Page:
    form = PersonForm()
    found = form.show(person_id, fresh=request.method == "GET")
    if form.validate_on_submit():
        try:
            with unit_of_work() as uow:
                service.change_person(uow, person_id, **form.details())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            flash(_l("The change takes effect at once."))
            return redirect(url_for(".people"))
    page = render_template("admin/person.html", form=form, person=found, password_form=PasswordForm(formdata=None))
    return page, 400 if form.is_submitted() else 200


@bp.route("/people/<int:person_id>/active", methods=["POST"])
@access(Permission.PEOPLE_MANAGE)
def active(person_id: int) -> Page:
    demand_token()
    with unit_of_work() as uow:
        service.set_active(uow, person_id, active=request.form.get("active") == "1")
    flash(_l("The change takes effect at once."))
    return redirect(url_for(".people"))


@bp.route("/people/<int:person_id>/password", methods=["POST"])
@access(Permission.PEOPLE_MANAGE)
def password(person_id: int) -> Page:
    demand_token()
    form = PasswordForm()
    if form.validate():
        try:
            with unit_of_work() as uow:
                service.reset_password(uow, person_id, form.password.data)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            flash(_l("The password has been reset. A head must add the person to the team again."))
            return redirect(url_for(".person", person_id=person_id))
    return _person_page(person_id, form)


def _person_page(person_id: int, refused: PasswordForm) -> Page:
    """The person's page again, with what is wrong with the new password."""
    form = PersonForm(formdata=None)
    found = form.show(person_id)
    return render_template("admin/person.html", form=form, person=found, password_form=refused), 400
