"""Small forms of the inspectors' desk: a text, a task, a text to reply with."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField

from caseapp.domain.vocab import Kind
from caseapp.services.answers.replying import MAX_BODY, MAX_TITLE, NewTemplate
from caseapp.services.casework.tasks import MAX_TASK
from caseapp.web import choices
from caseapp.web.casework.letter_forms import without_flaws
from caseapp.web.fields import DayField
from caseapp.web.forms import Filled, Form, at_most, needed


class TextForm(Form):
    text = TextAreaField(_l("Text"), [Filled(_l("Write the text.")), at_most(20_000)])


class TaskForm(Form):
    task = TextAreaField(_l("What is to be done"), [Filled(_l("Write what is to be done.")), at_most(MAX_TASK)])
    assignee = SelectField(_l("Who does it"), [needed(_l("Choose who does it."))])
    due_on = DayField(_l("Until when"), validators=[needed(_l("Enter the day."))])


class ReplyTemplateForm(Form):
    title = StringField(_l("Title in the list"), [Filled(_l("Write a title.")), at_most(MAX_TITLE)])
    kind = SelectField(_l("For which kind of case"), choices=choices.with_blank(choices.of(Kind), _l("For every kind")))
    body = TextAreaField(_l("Text of the letter"), [Filled(_l("Write the text.")), at_most(MAX_BODY), without_flaws])
    active = BooleanField(_l("Offered to the inspectors"), default=True)

    def to_template(self) -> NewTemplate:
        kind = Kind(self.kind.data) if self.kind.data else None
        return NewTemplate(self.title.data, self.body.data, kind, bool(self.active.data))
