"""One form for each step of the workflow that needs one; each ends in its command."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange

from caseapp.domain import commands as c
from caseapp.domain.vocab import (
    Action,
    AgencyOutcome,
    Cause,
    Completeness,
    Kind,
    NoReferralReason,
    Outcome,
    Service,
    Severity,
    Theme,
)
from caseapp.services.casework.stepping import Chances
from caseapp.web import choices
from caseapp.web.fields import DayField
from caseapp.web.forms import Filled, Form, at_most, needed
from caseapp.web.wording import forwarding

LONG = at_most(20_000)


class StepForm(Form):
    """`prepare` fills choices and starting values from what the case allows; `seen` is the status it was made for."""

    seen = HiddenField()

    def prepare(self, chances: Chances, *, fresh: bool) -> None:
        """Nothing to choose from by default."""

    def to_command(self) -> c.Command:
        raise NotImplementedError


def _person_choices(chances: Chances) -> Sequence[SelectChoice]:
    return [SelectChoice(str(p.id), f"{p.name}, {p.post}") for p in chances.people]


def _unit_choices(chances: Chances) -> Sequence[SelectChoice]:
    return [SelectChoice(str(u.id), u.name(chances.locale)) for u in chances.units]


class TriageForm(StepForm):
    title = StringField(_l("Short title for the list"), [Filled(_l("Write a short title.")), at_most(200)])
    kind = RadioField(_l("Kind"), [needed(_l("Choose the kind."))], choices=choices.of(Kind))
    service = RadioField(_l("Service"), [needed(_l("Choose the service."))], choices=choices.of(Service))
    unit = SelectField(_l("Unit concerned"), [needed(_l("Choose the unit concerned."))])
    themes = SelectMultipleField(_l("Themes"), choices=choices.of(Theme))
    severity = RadioField(_l("Severity"), [needed(_l("Judge the severity."))], choices=choices.of(Severity))
    completeness = RadioField(
        _l("Completeness"), [needed(_l("Judge the completeness."))], choices=choices.of(Completeness)
    )
    officials = SelectMultipleField(_l("Staff complained about"))

    def prepare(self, chances: Chances, *, fresh: bool) -> None:
        self.unit.choices = choices.with_blank(list(_unit_choices(chances)), _l("Choose the unit"))
        self.officials.choices = list(_person_choices(chances))
        if fresh:
            case = chances.case
            self.kind.data, self.service.data = case.kind.value, chances.service.value
            self.unit.data = str(case.unit_id or "")
            self.themes.data = [theme.value for theme in chances.themes]
            self.title.data = chances.title
            self.severity.data = case.severity.value if case.severity else None
            self.completeness.data = (case.completeness or Completeness.COMPLETE).value

    def to_command(self) -> c.Command:
        return c.Triage(
            kind=Kind(self.kind.data),
            service=Service(self.service.data),
            unit_id=int(self.unit.data),
            themes=frozenset(Theme(code) for code in self.themes.data),
            severity=Severity(self.severity.data),
            completeness=Completeness(self.completeness.data),
            title=self.title.data,
            subject_official_ids=tuple(int(i) for i in self.officials.data),
        )


class AssignForm(StepForm):
    assignee = SelectField(_l("Case officer"), [needed(_l("Choose the case officer."))])
    no_conflict = BooleanField(
        _l("If I take the case myself: I have no conflict of interest in it («Ашиг сонирхлын зөрчилгүй»)")
    )

    def prepare(self, chances: Chances, *, fresh: bool) -> None:
        self.assignee.choices = choices.with_blank(list(_team_choices(chances)), _l("Choose the case officer"))
        if fresh and chances.actor_id is not None:
            self.assignee.data = str(chances.actor_id)

    def to_command(self) -> c.Command:
        return c.Assign(int(self.assignee.data), bool(self.no_conflict.data))


def _team_choices(chances: Chances) -> Sequence[SelectChoice]:
    return [SelectChoice(str(p.id), f"{p.name}, {p.post}") for p in chances.people if p.id in chances.assignable]


class ForwardForm(StepForm):
    body = SelectField(_l("Competent body"), [needed(_l("Choose the body."))])
    text = TextAreaField(_l("What the citizen is told"), [Filled(_l("Tell the citizen where it went.")), LONG])
    letter = TextAreaField(_l("Letter to the body"), [Filled(_l("Write the letter.")), LONG])

    def prepare(self, chances: Chances, *, fresh: bool) -> None:
        offered = [SelectChoice(body.code, body.name(chances.locale)) for body in chances.bodies]
        self.body.choices = choices.with_blank(offered, _l("Choose the body"))
        if fresh:
            # Both letters go out in the language of the state, whatever language the officer's page is in.
            self.text.data, self.letter.data = forwarding.TO_CITIZEN, forwarding.TO_BODY

    def to_command(self) -> c.Command:
        return c.Forward(self.body.data, self.text.data, self.letter.data)


class ExplanationForm(StepForm):
    unit = SelectField(_l("Unit that is asked"), [needed(_l("Choose the unit."))])
    extract = TextAreaField(
        _l("What the unit is asked, without a word on who complained"), [Filled(_l("Write the question.")), LONG]
    )

    def prepare(self, chances: Chances, *, fresh: bool) -> None:
        self.unit.choices = choices.with_blank(list(_unit_choices(chances)), _l("Choose the unit"))
        if fresh:
            self.unit.data = str(chances.case.unit_id or "")

    def to_command(self) -> c.Command:
        return c.RequestExplanation(int(self.unit.data), self.extract.data)


class ExtendForm(StepForm):
    days = IntegerField(
        _l("Days to extend by"),
        [needed(_l("Enter the number of days.")), NumberRange(1, 365, _l("Enter a number of days."))],
    )
    reason = TextAreaField(_l("Reason, as the citizen is told it"), [Filled(_l("Write the reason.")), LONG])

    def to_command(self) -> c.Command:
        return c.Extend(self.days.data, self.reason.data)


class AnswerForm(StepForm):
    began_from: int | None = None
    """The template that the address named."""
    outcome = RadioField(_l("Outcome"), [needed(_l("Choose the outcome."))], choices=choices.of(Outcome))
    legal_ground = StringField(_l("Legal ground"), [Filled(_l("Name the legal ground.")), at_most(1000)])
    subject = StringField(_l("Title of the letter"), [at_most(200)])
    letter = TextAreaField(_l("Letter to the citizen"), [Filled(_l("Write the letter.")), LONG])

    def prepare(self, chances: Chances, *, fresh: bool) -> None:
        if fresh and chances.draft:
            self.outcome.data, self.letter.data = chances.draft["outcome"], chances.draft["letter"]
            self.legal_ground.data = chances.draft["legal_ground"]
            self.subject.data = chances.draft.get("subject", "")

    def to_command(self) -> c.Command:
        outcome = Outcome(self.outcome.data)
        subject = self.subject.data or ""
        return c.ProposeAnswer(outcome, self.legal_ground.data, self.letter.data, subject, self.began_from)


class ReferralForm(StepForm):
    grounds = TextAreaField(_l("Grounds for the referral"), [Filled(_l("Write the grounds.")), LONG])
    with_identity = RadioField(
        _l("Does the reporter's identity go to the Agency?"),
        [needed(_l("State whether the identity goes."))],
        choices=[
            SelectChoice("no", _l("No: the Agency learns nothing of who reported")),
            SelectChoice("yes", _l("Yes: the reporter consented, or a named law demands it")),
        ],
    )

    def to_command(self) -> c.Command:
        return c.ProposeReferral(self.grounds.data, self.with_identity.data == "yes")


class NoReferralForm(StepForm):
    reason_code = RadioField(_l("Reason"), [needed(_l("Choose a reason."))], choices=choices.of(NoReferralReason))
    reason = TextAreaField(_l("In your own words"), [Filled(_l("Write the reason.")), LONG])

    def to_command(self) -> c.Command:
        return c.ProposeNoReferral(NoReferralReason(self.reason_code.data), self.reason.data)


class AcknowledgeForm(StepForm):
    agency_number = StringField(
        _l("The Agency's registration number"), [Filled(_l("Enter the Agency's number.")), at_most(60)]
    )
    agency_date = DayField(_l("Date of its registration"), validators=[needed(_l("Enter the date."))])

    def to_command(self) -> c.Command:
        return c.Acknowledge(self.agency_number.data, self.agency_date.required_day())


class OutcomeForm(StepForm):
    agency_outcome = RadioField(
        _l("The Agency's outcome"), [needed(_l("Choose the outcome."))], choices=choices.of(AgencyOutcome)
    )
    note = TextAreaField(_l("Note"), [LONG])

    def to_command(self) -> c.Command:
        return c.RecordOutcome(AgencyOutcome(self.agency_outcome.data), self.note.data or "")


class CloseForm(StepForm):
    cause = RadioField(_l("Root cause"), [needed(_l("Choose the cause."))], choices=choices.of(Cause))
    lessons = TextAreaField(_l("What is to be learned"), [Filled(_l("Write what is to be learned.")), LONG])

    def to_command(self) -> c.Command:
        return c.Close(Cause(self.cause.data), self.lessons.data)


class MergeForm(StepForm):
    into_number = StringField(_l("Number of the other case"), [Filled(_l("Enter the number.")), at_most(40)])

    def to_command(self) -> c.Command:
        return c.Merge(self.into_number.data.strip())


class ReasonForm(StepForm):
    """For all steps whose only input is a text; `command` and the words come from the table below."""

    command: type[c.Command] = c.Escalate
    text = TextAreaField(_l("Reason"), [Filled(_l("Write the reason.")), LONG])

    def to_command(self) -> c.Command:
        return self.command(self.text.data)  # type: ignore[call-arg]


class PlainForm(StepForm):
    """For steps that need nothing but the decision."""

    command: type[c.Command] = c.Register

    def to_command(self) -> c.Command:
        return self.command()


def _reason(command_type: type[c.Command], words: object = None) -> type[StepForm]:
    fields: dict[str, object] = {"command": command_type}
    if words is not None:
        fields["text"] = TextAreaField(words, [Filled(_l("Write the text.")), LONG])
    return type(f"{command_type.__name__}Form", (ReasonForm,), fields)


def _plain(command_type: type[c.Command]) -> type[StepForm]:
    return type(f"{command_type.__name__}Form", (PlainForm,), {"command": command_type})


FORMS: dict[Action, type[StepForm]] = {
    Action.TRIAGE: TriageForm,
    Action.ASSIGN: AssignForm,
    Action.FORWARD: ForwardForm,
    Action.REQUEST_EXPLANATION: ExplanationForm,
    Action.EXTEND: ExtendForm,
    Action.PROPOSE_ANSWER: AnswerForm,
    Action.PROPOSE_REFERRAL: ReferralForm,
    Action.PROPOSE_NO_REFERRAL: NoReferralForm,
    Action.ACKNOWLEDGE: AcknowledgeForm,
    Action.RECORD_OUTCOME: OutcomeForm,
    Action.CLOSE: CloseForm,
    Action.MERGE: MergeForm,
    Action.RETURN_INCOMPLETE: _reason(c.ReturnIncomplete, _l("What is missing, as the citizen is told it")),
    Action.COMPLETE: _reason(c.Complete, _l("What was added")),
    Action.ASK_CITIZEN: _reason(c.AskCitizen, _l("What the citizen is asked")),
    Action.TAKE_BACK: _reason(c.TakeBack, _l("Why it came back, as the citizen is told it")),
    Action.ESCALATE: _reason(c.Escalate),
    Action.PROPOSE_RETURN: _reason(c.ProposeReturn),
    Action.DECLINE_RETURN: _reason(c.DeclineReturn),
    Action.RETURN_ANSWER: _reason(c.ReturnAnswer, _l("What is to be changed")),
    Action.DECLINE_REFERRAL: _reason(c.DeclineReferral),
    Action.DECLINE_NO_REFERRAL: _reason(c.DeclineNoReferral),
    Action.REOPEN: _reason(c.Reopen),
    Action.WITHDRAW: _reason(c.Withdraw),
    Action.REGISTER: _plain(c.Register),
    Action.EXPLANATION_RECEIVED: _plain(c.ExplanationReceived),
    Action.RESUME: _plain(c.Resume),
    Action.APPROVE_ANSWER: _plain(c.ApproveAnswer),
    Action.APPROVE_RETURN: _plain(c.ApproveReturn),
    Action.APPROVE_REFERRAL: _plain(c.ApproveReferral),
    Action.APPROVE_NO_REFERRAL: _plain(c.ApproveNoReferral),
}
