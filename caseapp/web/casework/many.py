"""One step on the rows that were ticked: first its form, then a page that tells of each row what came of it."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired

from caseapp.domain.numbers import is_case_number
from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Service, Severity, Theme
from caseapp.services.casework import many as together
from caseapp.services.casework import queues
from caseapp.services.casework.many import (
    MOST,
    AnswerRepeats,
    AssignAll,
    Picked,
    RegisterAll,
    Result,
    TakeOnAll,
    TriageAlike,
)
from caseapp.services.casework.queues import PAGE
from caseapp.web import choices
from caseapp.web.access import access
from caseapp.web.asking import row_number
from caseapp.web.casework.door import bp
from caseapp.web.casework.queue import ACTS, chosen_filter, here
from caseapp.web.forms import Filled, Form, at_most, demand_token, needed
from caseapp.web.work import unit_of_work

Page = str | Response | tuple[str, int]


class RegisterAllForm(Form):
    """Nothing is asked."""

    def wanted(self) -> RegisterAll:
        return RegisterAll()


class AssignAllForm(Form):
    assignee = SelectField(_l("Case officer"), [needed(_l("Choose the case officer."))])
    no_conflict = BooleanField(_l("If I take the cases myself: I have no conflict of interest in these cases"))

    def wanted(self) -> AssignAll:
        return AssignAll(int(self.assignee.data), bool(self.no_conflict.data))


class TakeOnAllForm(Form):
    no_conflict = BooleanField(
        _l("I have no conflict of interest in these cases"),
        [needed(_l("Tick this, or leave the cases to somebody else."))],
    )

    def wanted(self) -> TakeOnAll:
        return TakeOnAll(bool(self.no_conflict.data))


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
    "register": (RegisterAllForm, _l("Register the selected cases"), _l("Register")),
    "mine": (TakeOnAllForm, _l("Take on the selected cases"), _l("Take on")),
    "assign": (AssignAllForm, _l("Assign the selected cases"), _l("Assign")),
    "triage": (TriageAlikeForm, _l("Classify the selected cases alike"), _l("Classify")),
    "repeats": (AnswerRepeatsForm, _l("Answer the selected repeats"), _l("Propose the answer")),
}


@bp.route("/many/<act>", methods=["POST"])
@access(Permission.CASE_WORK)
def many(act: str) -> Page:
    """The step's form, unless it was sent or asks nothing; all that a filter finds is confirmed in any case."""
    if act not in FORMS:
        abort(404)
    demand_token()
    everywhere = "all" in request.form
    picked = _all_found() if everywhere else _picked()
    if not picked:
        flash(_l("Select cases first."))
        return redirect(url_for(".queue", **here()))
    kind, _title, _button = FORMS[act]
    sent = "go" in request.form or (kind is RegisterAllForm and not everywhere)
    form = kind() if sent else kind(formdata=None)
    if isinstance(form, AssignAllForm):
        with unit_of_work() as uow:
            people = together.assignable(uow, picked)
        form.assignee.choices = [(str(one.id), f"{one.name}, {one.post}") for one in people]
    if sent and form.validate():
        return _done(act, together.take(unit_of_work, picked, form.wanted()))
    return _asked(act, form, picked), 400 if sent else 200


def _asked(act: str, form: Form, picked: Sequence[Picked]) -> str:
    _kind, title, button = FORMS[act]
    return render_template(
        "casework/many.html",
        form=form,
        act=act,
        title=title,
        button=button,
        picked=picked,
        here=here(),
        full=len(picked) >= MOST,
    )


def _done(act: str, results: Sequence[Result]) -> str:
    """What came of each; of as many as a page of the list holds, also the rows as they stand now."""
    _kind, title, _button = FORMS[act]
    rows = [one.number for one in results] if len(results) <= PAGE else []
    with unit_of_work() as uow:
        desk = queues.these(uow, rows)
    return render_template(
        "casework/many_done.html", title=title, results=results, desk=desk, acts=ACTS, here=here(), can_pick=True
    )


def _all_found() -> Sequence[Picked]:
    chosen, search = chosen_filter()
    with unit_of_work() as uow:
        return together.all_found(uow, chosen, search)


def _picked() -> Sequence[Picked]:
    """The numbers that were ticked, or the one whose own button it was, each with the status its row was shown with."""
    shown = dict(value.rpartition("~")[::2] for value in request.form.getlist("seen"))
    only = request.form.get("only")
    numbers = [number for number in ([only] if only else request.form.getlist("number")) if is_case_number(number)]
    return [Picked(number, row_number(shown.get(number, ""))) for number in dict.fromkeys(numbers)][:MOST]
