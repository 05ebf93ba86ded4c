"""One step on the rows that were ticked: first its form, then a page that tells of each row what came of it."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired

from caseapp.domain.numbers import is_case_number
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Service, Severity, Theme
from caseapp.services.casework import many as together
from caseapp.services.casework.many import MOST, AnswerRepeats, AssignAll, Picked, TriageAlike
from caseapp.web import choices
from caseapp.web.access import access
from caseapp.web.asking import row_number
from caseapp.web.casework.door import bp
from caseapp.web.forms import Filled, Form, at_most, demand_token, needed
from caseapp.web.work import unit_of_work

Page = str | Response | tuple[str, int]


class AssignAllForm(Form):
    assignee = SelectField(_l("Case officer"), [needed(_l("Choose the case officer."))])

    def wanted(self) -> AssignAll:
        return AssignAll(int(self.assignee.data))


class TriageAlikeForm(Form):
    themes = SelectMultipleField(_l("Themes"), [InputRequired(_l("Choose a theme."))], choices=choices.of(Theme))
    severity = RadioField(_l("Severity"), [needed(_l("Judge the severity."))], choices=choices.of(Severity))
    service = SelectField(
        _l("Service"), choices=choices.with_blank(choices.of(Service), _l("Of each case as it was filed"))
    )

    def wanted(self) -> TriageAlike:
        service = Service(self.service.data) if self.service.data else None
        return TriageAlike(frozenset(map(Theme, self.themes.data)), service, Severity(self.severity.data))


class AnswerRepeatsForm(Form):
    legal_ground = StringField(_l("Legal ground"), [Filled(_l("Name the legal ground.")), at_most(1000)])
    letter = TextAreaField(_l("Letter to the citizen"), [Filled(_l("Write the letter.")), at_most(20_000)])

    def wanted(self) -> AnswerRepeats:
        return AnswerRepeats(self.legal_ground.data, self.letter.data)


FORMS: dict[str, tuple[type[Form], LazyString, LazyString]] = {
    "assign": (AssignAllForm, _l("Assign the selected cases"), _l("Assign")),
    "triage": (TriageAlikeForm, _l("Classify the selected cases alike"), _l("Classify")),
    "repeats": (AnswerRepeatsForm, _l("Answer the selected repeats"), _l("Propose the answer")),
}


@bp.route("/many/<act>", methods=["POST"])
@access(Permission.CASE_WORK)
def many(act: str) -> Page:
    if act not in FORMS:
        abort(404)
    demand_token()
    picked = _picked()
    if not picked:
        flash(_l("Select cases first."))
        return redirect(url_for(".queue"))
    kind, title, button = FORMS[act]
    sent = "go" in request.form
    form = kind() if sent else kind(formdata=None)
    if isinstance(form, AssignAllForm):
        with unit_of_work() as uow:
            people = together.assignable(uow, picked)
        form.assignee.choices = [(str(one.id), f"{one.name}, {one.post}") for one in people]
    if sent and form.validate():
        results = together.take(unit_of_work, picked, form.wanted())
        return render_template("casework/many_done.html", title=title, results=results)
    page = render_template("casework/many.html", form=form, act=act, title=title, button=button, picked=picked)
    return page, 400 if sent else 200


def _picked() -> list[Picked]:
    """The numbers that were ticked, each with the status that its row was shown with."""
    shown = dict(value.rpartition("~")[::2] for value in request.form.getlist("seen"))
    numbers = [number for number in request.form.getlist("number") if is_case_number(number)]
    return [Picked(number, row_number(shown.get(number, ""))) for number in dict.fromkeys(numbers)][:MOST]
