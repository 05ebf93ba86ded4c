"""Who belongs to the teams: a head designates, and each member gets the team's key."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice, SelectField

from caseapp.domain.compartments import Team
from caseapp.domain.errors import RuleBroken
from caseapp.domain.policy import Permission
from caseapp.services import lists
from caseapp.services.staff import teams
from caseapp.web import choices
from caseapp.web.access import access
from caseapp.web.casework.door import bp
from caseapp.web.forms import Form, needed
from caseapp.web.work import unit_of_work

Page = str | Response | tuple[str, int]


class TeamForm(Form):
    team = RadioField(_l("Team"), [needed(_l("Choose the team."))], choices=choices.of(Team))
    person = SelectField(_l("Person"), [needed(_l("Choose the person."))])


@bp.route("/team", methods=["GET", "POST"])
@access(Permission.TEAM_DESIGNATE)
def team() -> Page:
    form = TeamForm()
    with unit_of_work() as uow:
        people = lists.people(uow)
    form.person.choices = [SelectChoice(str(p.id), f"{p.name}, {p.post}") for p in people]
    if form.validate_on_submit():
        change = teams.remove_member if request.form.get("go") == "remove" else teams.add_member
        try:
            with unit_of_work() as uow:
                change(uow, Team(form.team.data), int(form.person.data))
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            flash(_l("The team has been changed."))
            return redirect(url_for(".team"))
    with unit_of_work() as uow:
        members = {one: teams.members(uow, one) for one in Team}
    return render_template("casework/team.html", form=form, members=members), 400 if form.is_submitted() else 200
